"""Rows "a mailbox with history that nobody announced" and "a week without the mailbox"."""

from datetime import timedelta

from office import FRIDAY, Office, message
from test_backfill import backfill

from scheduler.demo.people import type_into
from scheduler.demo.story import mailbox

NOTE = (
    "From: Idris Vale <idris.vale{0}@northshire.example>\r\nTo: referrals@northshire.example\r\n"
    "Subject: Minutes {0}\r\nMessage-ID: <{0}@northshire.example>\r\n\r\nThe minutes of the last meeting, number {0}.\r\n"
)
TWO_WEEKS_AGO = FRIDAY - timedelta(days=14)


def note(number: int) -> bytes:
    return NOTE.format(number).encode()


def sample(name: str) -> bytes:
    return next(file.read_bytes() for file in mailbox() if file.name.startswith(name))


def open_items(office: Office) -> list[str]:
    with office.journal() as journal:
        return [item.what for item in journal.casebook.attention() if not item.resolved]


def test_3000_old_mails_and_34_processed_ones_are_one_line_that_names_backfill_and_the_new_one_is_read(
    office: Office,
) -> None:
    for number in range(3000):
        office.servers.deliver(note(number), at=TWO_WEEKS_AGO - timedelta(minutes=3000 - number))
    for number in range(3000, 3034):
        office.servers.deliver(note(number), "Processed", at=TWO_WEEKS_AGO)
    office.deliver(sample("01-"), at=FRIDAY - timedelta(hours=3))
    report = office.make_pass(FRIDAY)
    assert report.counts["old mails left in the inbox"] == 3000
    assert report.counts["mails in our folders taken as known"] == 34
    assert report.counts["mails fetched"] == report.counts["cases opened"] == 1
    (line,) = [what for what in open_items(office) if "mails in the inbox" in what]
    assert line == "3000 mails in the inbox came before Fri 6 November 2026 and were not read"
    assert not any("never read" in what for what in open_items(office))
    with office.journal() as journal:
        (item,) = [item for item in journal.casebook.attention() if item.id == "history"]
        assert "caseclock backfill" in item.remedy
    # It stays so; what somebody drags there later is read though it is as old.
    office.servers.deliver(note(4000), at=TWO_WEEKS_AGO)
    office.servers.deliver(note(4001), "Processed", at=TWO_WEEKS_AGO)
    report = office.make_pass(FRIDAY + timedelta(minutes=5))
    assert report.counts["mails fetched"] == 1
    assert len([what for what in open_items(office) if "never read" in what]) == 1
    assert len(office.hashes("INBOX")) == 3000


def test_backfill_takes_in_what_the_first_pass_left_alone(office: Office) -> None:
    office.deliver(sample("01-"), at=TWO_WEEKS_AGO)
    office.deliver(note(1), at=FRIDAY - timedelta(hours=3))
    office.make_pass(FRIDAY)
    assert office.hashes("INBOX")
    report = backfill(office)
    assert report.counts["cases opened"] == 1
    assert office.hashes("INBOX") == []
    assert not any("mails in the inbox" in what for what in open_items(office))


def test_a_week_without_the_mailbox_dates_run_on_and_nothing_is_counted_from_the_day_of_reading(office: Office) -> None:
    office.deliver(sample("01-"))
    office.make_pass(FRIDAY)
    typed = {"LA aware on": "2026-11-12", "Criteria met": "yes", "Notified Panel on": "2026-11-16"}
    type_into(office.tracker, "Cases", cells={office.first_death(): typed})
    friday_week = FRIDAY + timedelta(days=21)  # 4 December; the rapid review is due on Monday 7 December
    referred = friday_week - timedelta(days=4, hours=2)
    with office.without(office.servers.imap_port):
        day = FRIDAY + timedelta(days=14)
        office.deliver(sample("14-"), at=referred)
        office.deliver(sample("07-"), at=referred + timedelta(days=1))
        while day < friday_week:
            office.make_pass(day)
            day += timedelta(days=1)
        reminders = [m for m in office.servers.sent if m.recipients[0].startswith("public.protection")]
        assert reminders  # what is known runs on
    office.servers.sent.clear()
    report = office.make_pass(friday_week)
    assert report.counts["cases opened"] == 1
    subjects = [message(mail.raw).subject for mail in office.servers.sent]
    assert "URGENT" in subjects[0]
    alert = message(office.servers.sent[0].raw)
    assert f"Received {referred + timedelta(days=1):%a} 1 December 2026" in alert.text
    with office.journal() as journal:
        new = journal.casebook.cases()[-1]
        assert new.opened_at == referred
        order = [mail.received_at for mail in journal.mails.decided()]
    assert order == sorted(order)
    late = [message(mail.raw).text for mail in office.servers.sent if mail.recipients[0].startswith("head@saltmarsh")]
    assert len(late) == 1 and "reached us on Mon 30 November 2026, 14:00" in late[0]
    assert not any(fact.value == friday_week.date() for fact in new.facts)
