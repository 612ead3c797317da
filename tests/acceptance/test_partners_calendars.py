"""Deadlines in a partner's own calendar through whole passes: sent once, moved and withdrawn; answers move no meeting."""

import warnings
from datetime import datetime, timedelta
from typing import Any

import month_post as post
import pytest
from names import contents, leaks, own_name
from office import MONDAY, Office, at_work, message
from put_back import kept

from pipeline.model import NoticeKind
from pipeline.tracker.merge.tables import tables
from pipeline.tracker.workbook.book import book
from pipeline.tracker.workbook.package import written
from pipeline.tracker.workbook.rewritten_sheet import with_rows
from scheduler.demo.servers import SentMail

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the library warns of its own future on import
    import vobject

ICB = "designated.nurse@northshire-icb.example"
TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 3))


@kept
def asked(office: Office) -> None:
    """An office whose integrated care board asks on Tuesday for deadlines in its own calendar."""
    chooses(at_work(office), "calendar")
    assert office.make_pass(TUESDAY).faults == []


def chooses(office: Office, words: str) -> None:
    """What the manager types under Notices in the row of the integrated care board."""
    content = office.tracker.read_bytes()
    table, of = tables(content)["Contacts"], book(content)
    edits = {row.row.number: table.puts({"Notices": words}) for row in table.rows if row.texts["E-mail"] == ICB}
    assert len(edits) == 1
    new = written(of.package, {table.place.part: with_rows(table.place, cells=edits, added={}, of=of)})
    office.tracker.write_bytes(new)


def corrects(office: Office) -> None:
    """The manager types over the day on which the Panel was told."""
    content = office.tracker.read_bytes()
    table, of = tables(content)["Cases"], book(content)
    said = table.puts({"Notified Panel on": "2026-11-13"})
    edits = {row.row.number: said for row in table.rows if row.texts["Ref"] == office.first_death()}
    new = written(of.package, {table.place.part: with_rows(table.place, cells=edits, added={}, of=of)})
    office.tracker.write_bytes(new)


def mails(office: Office) -> list[SentMail]:
    with office.journal() as journal:
        ours = {mail.message_id for mail in journal.notices.all() if mail.kind is NoticeKind.CALENDAR}
    return [mail for mail in office.servers.sent if message(mail.raw).message_id in ours]


def files(mail: SentMail) -> list[Any]:
    """Every calendar file of a mail, as another library reads it."""
    found = [part for part in post.parsed(mail).walk() if str(part.get_filename()).endswith(".ics")]
    return [vobject.readOne(part.get_payload(decode=True).decode()) for part in found]


def said(office: Office) -> list[tuple[str, str, int, str]]:
    """Method, day, sequence and whose case, of every entry that left, in order."""
    return [
        (
            read.method.value,
            read.vevent.dtstart.value.isoformat(),
            int(read.vevent.sequence.value),
            read.vevent.uid.value,
        )
        for mail in mails(office)
        for read in files(mail)
        if "Rapid review completed" in read.vevent.summary.value
    ]


def answer(office: Office, *, comment: str = "", at: datetime) -> None:
    entry = files(mails(office)[0])[0].vevent
    lines = [
        *("BEGIN:VCALENDAR", "METHOD:REPLY", "PRODID:Microsoft Exchange Server 2010", "VERSION:2.0", "BEGIN:VEVENT"),
        f"ATTENDEE;PARTSTAT=DECLINED:mailto:{ICB}",
        *([f"COMMENT:{comment}"] if comment else []),
        f"UID:{entry.uid.value}",
        f"DTSTART;VALUE=DATE:{entry.dtstart.value:%Y%m%d}",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        *("SEQUENCE:0", "END:VEVENT", "END:VCALENDAR", ""),
    ]
    content = post.part('Content-Type: text/calendar; charset="utf-8"; method=REPLY', post.lines("\r\n".join(lines)))
    subject = f"Declined: {post.parsed(mails(office)[0])['Subject']}"
    office.deliver(
        post.outlook(content, name="Partner", sender=ICB, subject=subject, at=at, attached=False), at
    )  # fmt: skip


def test_a_deadline_is_entered_once_moved_and_taken_out(asked: Office) -> None:
    assert asked.make_pass(TUESDAY + timedelta(hours=1)).faults == []
    # The Panel was told on Monday 16 November; the fifteenth working day after it is Monday 7 December.
    ((method, day, sequence, uid),) = said(asked)
    assert (method, day, sequence) == ("REQUEST", "2026-12-07", 0)
    corrects(asked)
    assert asked.make_pass(WEDNESDAY).faults == []
    assert said(asked)[1:] == [("REQUEST", "2026-12-04", 1, uid)]
    chooses(asked, "reminder")
    assert asked.make_pass(THURSDAY).faults == []
    assert said(asked)[2:] == [("CANCEL", "2026-12-04", 2, uid)]
    for mail in mails(asked):
        assert mail.recipients == (ICB,)
        assert leaks(contents(mail.raw), allowed=own_name(mail)) == []


def test_what_could_not_leave_is_asked_anew_by_the_day_of_its_sending(running: Office) -> None:
    port = running.servers.smtp_port
    there = running.config.read_text(encoding="utf-8")
    running.config.write_text(there.replace(f"port = {port}\n", "port = 10\n"), encoding="utf-8")
    chooses(running, "calendar")
    running.make_pass(TUESDAY)
    corrects(running)
    running.make_pass(TUESDAY + timedelta(hours=1))
    running.config.write_text(there, encoding="utf-8")
    running.make_pass(WEDNESDAY)
    assert [entry[:3] for entry in said(running)] == [("REQUEST", "2026-12-04", 0)]


@pytest.mark.parametrize(("comment", "shown"), [("", 0), ("We cannot do it by then", 1)])
def test_an_answer_to_an_entry_is_no_answer_to_a_meeting(asked: Office, comment: str, shown: int) -> None:
    with asked.journal() as journal:
        before = journal.kept.meetings.all()
    at = TUESDAY + timedelta(hours=2)
    answer(asked, comment=comment, at=at)
    assert asked.make_pass(at).faults == []
    with asked.journal() as journal:
        assert journal.kept.meetings.all() == before
        items = [item for item in journal.casebook.attention() if item.id.startswith("answer:")]
        events = [entry.event for entry in journal.casebook.entries()]
    assert len(items) == shown
    assert ("Calendar entry of a deadline declined" in events) is not shown
