"""A pass that finds everything as the one before left it does nothing; whatever changes, the next one is a whole one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from itertools import count
from pathlib import Path

import pytest
from office import FRIDAY, LATER, MONDAY, Office, PowerCut, at_work
from put_back import kept

from pipeline.model import Attention
from pipeline.tracker.merge.tables import tables
from scheduler.demo.people import type_into
from scheduler.demo.servers import EmbeddedMailServers
from scheduler.demo.story import ADDRESS, PASSWORD, mailbox
from scheduler.watch.record import health
from tests.soak import TIMES

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NUMBERS = count(1)
NUMBER_OF_A_FOLDER = re.compile(r"\b\d{8,10}\b")  # its UIDVALIDITY, which each server makes up


def rests(office: Office, now: datetime) -> bool:
    """Makes a pass, and says whether it found everything as the one before left it."""
    report = office.make_pass(now)
    assert report.faults == []
    return report.unchanged


def letter(number: int, *, sender: str = "public.protection@northshire-police.example") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, ADDRESS, f"A question, number {number}"
    mail["Message-ID"], mail["Date"] = (
        f"<question.{number}@northshire-police.example>",
        "Mon, 16 Nov 2026 09:00:00 +0000",
    )
    mail.set_content("Could you ring me about the agenda? Many thanks.")
    return mail.as_bytes()


@kept
def quiet(office: Office) -> None:
    """An office in which the pass of Monday, half an hour past noon, had nothing to do."""
    at_work(office)
    for minute in (5, 170, 175, 180):
        office.make_pass(MONDAY + minute * MINUTE)


def test_it_does_nothing_but_say_so(quiet: Office) -> None:
    before = quiet.standing()
    written = (quiet.tracker.read_bytes(), quiet.tracker.stat().st_mtime_ns)
    now = MONDAY + 185 * MINUTE
    report = quiet.make_pass(now)
    assert report.unchanged
    assert not report.has_done_something
    record = health(quiet.folder / "store")
    assert (record.last_pass, record.last_good_pass, record.mailbox_read, record.unchanged) == (now, now, now, True)
    assert "<time>Mon 16 November 2026, 12:35</time>" in (quiet.folder / "today.html").read_text(encoding="utf-8")
    assert (quiet.tracker.read_bytes(), quiet.tracker.stat().st_mtime_ns) == written
    assert quiet.standing() == before
    with quiet.snapshot(now) as known:
        assert known.situation().mail_read_at == now
    # It is at rest afterwards too.
    assert rests(quiet, now + 5 * MINUTE)


def test_until_something_falls_due_all_passes_rest_and_the_first_of_a_day_is_whole(quiet: Office) -> None:
    assert rests(quiet, MONDAY + 8 * HOUR + 29 * MINUTE)  # one minute before six
    assert not rests(quiet, MONDAY + 8 * HOUR + 30 * MINUTE)
    assert rests(quiet, MONDAY + 14 * HOUR + 29 * MINUTE)
    assert not rests(quiet, MONDAY + 14 * HOUR + 30 * MINUTE)


def deliver(office: Office) -> None:
    office.deliver(letter(next(NUMBERS)), at=MONDAY + 3 * HOUR)


def move_by_hand(office: Office) -> None:
    office.servers.deliver(letter(next(NUMBERS)), "Processed", at=MONDAY)


def write_into_sent(office: Office) -> None:
    office.servers.deliver(letter(next(NUMBERS)), "Sent", at=MONDAY)


def type_a_word(office: Office) -> None:
    assert type_into(office.tracker, "Cases", cells={office.first_death(): {"Notes": "Rang the school"}})


def save_again(office: Office) -> None:
    """As a program does that changes no cell: the bytes are others."""
    office.tracker.write_bytes(office.tracker.read_bytes() + b"")
    type_into(office.tracker, "Log", cells={})
    content = bytearray(office.tracker.read_bytes())
    content[10] ^= 1  # the time of the first part in the zip file
    office.tracker.write_bytes(bytes(content))


def change_settings(office: Office) -> None:
    office.config.write_text(office.config.read_text("utf-8").replace("01632 960111", "01632 960112"), "utf-8")


def change_words(office: Office) -> None:
    (office.folder / "words" / "mail").mkdir(parents=True)
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(text + '\n[notices]\ntemplates = "words"\n', encoding="utf-8")


def take_away(office: Office, pattern: str) -> None:
    found = sorted(office.folder.rglob(pattern))
    assert found
    found[0].unlink()


def write_into_the_journal(office: Office) -> None:
    item = Attention(id="by-hand", what="w", why="y", remedy="r", since=MONDAY)
    with office.journal() as journal, journal.writing():
        journal.casebook.show([item])


def put_a_copy_beside(office: Office) -> None:
    name = "tracker-OFFICE-PC.xlsx"
    (office.folder / name).write_bytes(office.tracker.read_bytes())


CHANGES: dict[str, Callable[[Office], None]] = {
    "a mail comes in": deliver,
    "a mail lies in a folder of ours that was never read": move_by_hand,
    "something lies in Sent": write_into_sent,
    "the office types a word": type_a_word,
    "the workbook is saved without a change": save_again,
    "the settings change": change_settings,
    "the office has words of its own": change_words,
    "a document is deleted": lambda office: take_away(office, "NSH-*/*.docx"),
    "the page is deleted": lambda office: take_away(office, "today.html"),
    "the calendar is deleted": lambda office: take_away(office, "deadlines.ics"),
    "a command writes into the journal": write_into_the_journal,
    "a sync program puts a copy beside the workbook": put_a_copy_beside,
    "the health record is gone": lambda office: take_away(office, "health.json"),
}


def test_the_next_pass_is_a_whole_one_whatever_changes_and_then_they_rest_again(quiet: Office) -> None:
    minutes = count(181)

    def at_rest() -> bool:
        return quiet.make_pass(MONDAY + next(minutes) * MINUTE).unchanged

    for name, change in CHANGES.items():
        assert at_rest(), f"before {name}"
        change(quiet)
        assert not at_rest(), name
        assert any(at_rest() for _ in range(4)), f"after {name}"


def test_a_clock_that_was_put_back_is_believed_to_nothing(quiet: Office) -> None:
    assert not rests(quiet, MONDAY + 4 * MINUTE)  # before the first pass that had nothing to do


def test_a_pass_that_broke_off_is_followed_by_a_whole_one(quiet: Office) -> None:
    with pytest.raises(PowerCut):
        quiet.make_pass(MONDAY + 181 * MINUTE, cut_after="Noting that nothing is new")
    assert not rests(quiet, MONDAY + 182 * MINUTE)


# --- A fortnight twice: once with passes that rest, once with whole ones alone ---------------------------------------


def never_at_rest(office: Office) -> None:
    """Whoever writes into the journal ends the rest."""
    with office.journal() as journal, journal.writing():
        pass


def sent_by(office: Office) -> list[str]:
    return sorted(NUMBER_OF_A_FOLDER.sub("V", repr(one)) for one in office.sent().elements())


def alike(found: dict[str, object]) -> dict[str, str]:
    """What was found, name by name, without the number that each server gives its folders by chance."""
    return {name: NUMBER_OF_A_FOLDER.sub("V", repr(said)) for name, said in found.items()}


def come_out(office: Office) -> dict[str, object]:
    """Everything that a pass may leave behind, but for what each store makes up by chance."""
    with office.journal() as journal:
        log = [(entry.at, entry.event, entry.case_ref) for entry in journal.casebook.entries()]
        queued = sorted((mail.key.text(), mail.queued_at, mail.sent_at) for mail in journal.notices.all())
        announced = sorted(map(repr, journal.casebook.announced()))
    sheets = {name: [row.texts for row in one.rows] for name, one in tables(office.tracker.read_bytes()).items()}
    documents = sorted(path.name for path in office.folder.rglob("NSH-*/*"))
    return office.standing() | {
        "log": log, "queued": queued, "announced": announced, "sheets": sheets, "documents": documents,
    }  # fmt: skip


def happenings(chance: random.Random) -> Iterator[tuple[datetime, str]]:
    """Moments of a fortnight, each with what happens before its pass: mostly nothing."""
    mails = len(mailbox())
    moment = FRIDAY
    while moment < LATER:
        # A night or a day is passed over, then come a few passes one after the other.
        moment += timedelta(minutes=chance.randrange(60 * 30, 60 * 80))
        for _ in range(chance.randrange(4, 7)):
            moment += timedelta(minutes=chance.choice((1, 5, 5, 25, 55)))
            happens = chance.choice(
                (*("",) * 8, f"mail {chance.randrange(mails)}", "letter", "typed", "meeting", "moved")
            )
            yield moment, happens


def happen(what: str, office: Office, *, number: int, now: datetime) -> None:
    kind, _, which = what.partition(" ")
    if kind == "mail":
        office.deliver(mailbox()[int(which)].read_bytes(), at=now)
    elif kind == "letter":
        office.deliver(letter(number), at=now)
    elif kind == "typed":
        type_into(office.tracker, "Cases", cells={office.first_death(): {"Notes": f"Note {number}"}})
    elif kind == "meeting":
        office.manager_types()
    elif kind == "moved":
        office.servers.deliver(letter(number), "Needs attention", at=now)


@pytest.mark.slow
@pytest.mark.soaked
@pytest.mark.parametrize("seed", range(TIMES))
def test_a_fortnight_comes_out_the_same_with_passes_that_rest_and_without(seed: int, tmp_path: Path) -> None:
    users = {ADDRESS: PASSWORD}
    with EmbeddedMailServers(users) as first, EmbeddedMailServers(users) as second:
        for name in ("resting", "whole"):
            (tmp_path / name).mkdir()
        offices = Office(tmp_path / "resting", first), Office(tmp_path / "whole", second)
        for office in offices:
            with office.journal() as journal, journal.writing():
                journal.kept.secret.put("one that both have")
            for file in mailbox()[:4]:
                office.deliver(file.read_bytes())
            office.make_pass(FRIDAY)
        rested = []
        for number, (now, what) in enumerate(happenings(random.Random(seed))):
            for office in offices:
                happen(what, office, number=number, now=now)
            never_at_rest(offices[1])
            rested.append(offices[0].make_pass(now).unchanged)
            assert not offices[1].make_pass(now).unchanged
            assert len(first.sent) == len(second.sent), now
        assert sent_by(offices[0]) == sent_by(offices[1])
        assert alike(come_out(offices[0])) == alike(come_out(offices[1]))
    assert sum(rested) > len(rested) / 12, rested  # two of three passes have news, and the next after one is whole
