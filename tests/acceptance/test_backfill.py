"""A mailbox that was in use is taken in: old cases wait in one list and ask nothing by mail, new ones run as ever."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from month_post import REFERRALS, form_mail, neighbour
from office import Office, message

from pipeline.cases.taken_in import WAITING, is_quiet, is_unsorted
from pipeline.facts import Case
from scheduler.demo.servers import SentMail
from scheduler.office import office_of
from scheduler.ports import open_ports
from scheduler.report import PassReport
from scheduler.run import one_pass
from tests import soak
from tests.workbook_seen import records_of

COMMAND = Path(sys.executable).with_name("caseclock")
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
# Five working days before are Mon 9 November, thirty are Mon 5 October 2026.
NEW = (datetime(2026, 11, 9, 8, 0, tzinfo=UTC), datetime(2026, 11, 13, 15, 0, tzinfo=UTC))
RECENT = (datetime(2026, 10, 5, 9, 0, tzinfo=UTC), datetime(2026, 11, 6, 15, 0, tzinfo=UTC))
LAST_OLD = datetime(2026, 10, 2, 12, 0, tzinfo=UTC)
SURNAMES = ("Brackwater", "Quennell", "Yarwood", "Marchbank", "Penhallow", "Castellain", "Wexcombe", "Thackwray")
FORENAMES = ("Ottoline", "Thaddeus", "Caspian", "Isolde", "Perpetua", "Alaric", "Hyacinth", "Idris", "Anwen", "Bronagh")


def referral(number: int, at: datetime) -> bytes:
    """A referral of a child of its own."""
    forename, surname = FORENAMES[number % len(FORENAMES)], SURNAMES[number // len(FORENAMES) % len(SURNAMES)]
    born = date(2012, 1, 3) + timedelta(days=11 * number)
    answers = REFERRALS["BA"[number % 3 == 0]] | {
        "name": f"{surname.upper()}{number // 80 or ''}, {forename}",
        "dob": f"{born:%d/%m/%Y}",
        "nhs": "",
        "died": "",
        "looked_after": ("NO", "")[number % 2],  # left blank, it is asked
        "incident": f"{at - timedelta(days=2):%d/%m/%Y}",
        "date": f"{at:%d/%m/%Y}",
        "address": f"{number} Wicket Lane, Haverstoke",
        "narrative": f"What happened to child {number} is told elsewhere.",
        "email": f"referrer{number}@northshire-police.example",
    }
    return form_mail(answers, at, mark=f"{number:04d}")


def deliver(office: Office, old: int) -> None:
    """`old` referrals of years, some of the last weeks and days, and what lay in Processed already."""
    every = timedelta(days=600) / old
    times = [*(LAST_OLD - every * number for number in range(old)), *RECENT, *NEW]
    for number, at in enumerate(times):
        office.deliver(referral(number, at), at=at)
    office.deliver(neighbour(LAST_OLD - timedelta(days=200)), at=LAST_OLD - timedelta(days=200))
    for number in range(4):
        at = LAST_OLD - timedelta(days=300 + number)
        office.servers.deliver(referral(1000 + number, at), "Processed", at=at)


def backfill(
    office: Office, *, new_since: date | None = None, say: Callable[[str], None] = lambda _: None
) -> PassReport:
    settled = replace(office_of(office.config), backfill=True, new_since=new_since)
    with open_ports(settled) as ports:
        return one_pass(settled, ports, now=MONDAY, say=say)


def cases(office: Office) -> tuple[Case, ...]:
    with office.journal() as journal:
        return journal.casebook.cases()


def quiet(office: Office) -> set[str]:
    return {case.ref for case in cases(office) if is_quiet(case)}


def waiting(office: Office) -> str:
    """What the one item says, or an empty text where there is none."""
    with office.journal() as journal:
        return next((item.what for item in journal.casebook.attention() if item.id == WAITING), "")


def texts(mails: list[SentMail]) -> list[str]:
    return [f"{read.subject}\n{read.text}" for read in (message(mail.raw) for mail in mails)]


def sheet_rows(office: Office, on: str = "Cases") -> list[dict[str, object]]:
    return records_of(office.tracker.read_bytes(), on)


def choose(
    office: Office, chosen: Mapping[str, Mapping[str, str | None]], *, on: str = "Cases", key: str = "Ref"
) -> None:
    """What the office types into these rows, with another program."""
    book = openpyxl.load_workbook(office.tracker)
    sheet = book[on]
    (top,) = [row for row in sheet.iter_rows() if "Ref" in [cell.value for cell in row]]
    columns = {cell.value: cell.column for cell in top}
    for row in range(top[0].row + 1, sheet.max_row + 1):
        for header, text in chosen.get(sheet.cell(row, columns[key]).value, {}).items():
            sheet.cell(row, columns[header]).value = text
    book.save(office.tracker)


def working_days(number: int) -> Iterator[datetime]:
    day = MONDAY
    for _ in range(number):
        day += timedelta(days=3 if day.weekday() == 4 else 1)
        yield day


@pytest.mark.passes
@pytest.mark.parametrize(
    "old", [30, pytest.param(300, marks=[pytest.mark.soaked, soak.alone])], ids=["thirty", "three hundred"]
)
def test_old_cases_wait_in_one_list_until_the_office_sorts_them(office: Office, old: int) -> None:
    deliver(office, old)

    def stop(said: str) -> None:
        if said.startswith(f"Reading mail {old // 3} of "):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backfill(office, say=stop)
    assert 0 < len(cases(office)) < old
    assert office.servers.sent == []
    report = backfill(office)
    assert report.faults == []
    # All there, none twice; what lay in Processed is counted and no more.
    assert len(cases(office)) == old + 4
    assert report.counts["cases taken in that wait to be sorted"] == old + 2
    assert report.counts["mails in Processed taken as known"] == 4
    assert office.servers.mails("INBOX") == ()
    silent = quiet(office)
    assert len(silent) == old
    new = {case.ref for case in cases(office)} - silent
    # The new ones are acknowledged, and nobody else; the neighbour of last spring alarms nobody.
    assert {to for to in addressed(office) if "referrer" in to} == {
        f"referrer{old + 2}@northshire-police.example",
        f"referrer{old + 3}@northshire-police.example",
    }
    assert not [text for text in texts(office.servers.sent) if "URGENT:" in text or "URGENT," in text]
    one_item(office, f"{old + 2} cases were taken in from the mailbox and wait to be sorted", silent)

    # One list, newest first, without a status to begin with.
    rows = sheet_rows(office)
    listed = [row for row in rows if row["Status"] is None]
    received = [row["Received"] for row in listed]
    assert {row["Ref"] for row in rows if row["Status"]} == {c.ref for c in cases(office) if not is_unsorted(c)}
    assert len(listed) == old + 2
    assert received == sorted(received, reverse=True)
    assert {row["Ref"] for on in ("Deadlines", "Agencies") for row in sheet_rows(office, on)} == new
    # One item that no tick takes away.
    choose(office, {WAITING: {"Resolved": "yes"}}, on="Needs attention", key="Id")

    # Three weeks in which nobody answers.
    for day in working_days(15):
        before = len(office.servers.sent)
        office.make_pass(day)
        today = texts(office.servers.sent[before:])
        (digest,) = [text for text in today if text.startswith("Today: ")]
        assert digest.count(f"{old + 2} cases were taken in from the mailbox and wait to be sorted") == 1
    said = "\n".join(texts(office.servers.sent))
    assert said.count("taken in from the mailbox") == 16  # in the digests, and in no mail of its own
    assert not [ref for ref in silent if ref in said]
    assert all(ref in said for ref in new)
    assert not [to for to in addressed(office) if "referrer" in to and int(to[8:].partition("@")[0]) < old + 2]
    one_item(office, f"{old + 2} cases", silent)

    sort_them(office, listed, day)


def sort_them(office: Office, listed: list[dict[str, object]], day: datetime) -> None:
    refs = [str(row["Ref"]) for row in listed]
    still_open, nameless = refs[-1], refs[-2]
    ended = {"Status": "Ended before", "Status said by": "Bronagh Tilley"}
    choose(office, dict.fromkeys(refs, ended) | {still_open: {"Status": "Open"}, nameless: {"Status": "Ended before"}})
    before = len(office.servers.sent)
    office.make_pass(day + timedelta(hours=1))
    assert waiting(office) == (
        "1 case was taken in from the mailbox and waits to be sorted; 1 is marked Ended before with no name under "
        "Status said by"
    )
    said = "\n".join(texts(office.servers.sent[before:]))
    assert still_open in said  # asked about from now on like any other
    assert not [ref for ref in refs if ref in said and ref != still_open]
    choose(office, {nameless: {"Status said by": "Bronagh Tilley"}})
    office.make_pass(day + timedelta(hours=2))
    assert waiting(office) == ""
    assert not [case for case in cases(office) if is_unsorted(case)]
    for later in (day + timedelta(days=1), day + timedelta(days=7)):
        office.make_pass(later)
    said = "\n".join(texts(office.servers.sent[before:]))
    assert not [ref for ref in refs if ref in said and ref != still_open]
    assert {row["Status"] for row in sheet_rows(office) if row["Ref"] in refs} == {"Ended before", "Open"}


@pytest.mark.passes
def test_killed_and_interrupted_it_goes_on_where_it_was_on_the_terms_on_which_it_began(office: Office) -> None:
    deliver(office, 30)
    # What is started in the background ignores Ctrl-C, and so does what it starts: here it is as at a terminal.
    command = ["env", "--default-signal=INT", COMMAND, "backfill", "--config", str(office.config), "--now"]
    later = MONDAY + timedelta(days=18)
    for number, stop, now in ((2, signal.SIGKILL, MONDAY), (5, signal.SIGINT, later)):
        with subprocess.Popen([*command, now.isoformat()], stderr=subprocess.PIPE, text=True) as running:
            while running.poll() is None and number_of_cases(office) < number:
                time.sleep(0.005)
            running.send_signal(stop)
            _, said = running.communicate(timeout=60)
        assert running.returncode != 0
        assert "Traceback" not in said
        assert ("goes on where it was" in said) is (stop is signal.SIGINT)
        assert number <= number_of_cases(office) < 34
    # Whatever pass comes next, and were it weeks later, what was old to begin with is old.
    report = office.make_pass(MONDAY + timedelta(days=21))
    assert report.faults == []
    assert number_of_cases(office) == 34
    assert len(quiet(office)) == 30
    one_item(office, "32 cases", quiet(office))
    assert not [to for to in addressed(office) if "referrer" in to]  # three weeks later nobody is thanked any more


def number_of_cases(office: Office) -> int:
    try:
        path = office.folder / "store" / "journal.sqlite"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as journal:
            return int(journal.execute("SELECT count(*) FROM cases").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


@pytest.mark.passes
def test_the_office_may_say_from_which_day_on_mail_is_new(office: Office) -> None:
    for number, at in enumerate((LAST_OLD, NEW[1], MONDAY - timedelta(hours=1))):
        office.deliver(referral(number, at), at=at)
    backfill(office, new_since=MONDAY.date())
    assert {to for to in addressed(office) if "referrer" in to} == {"referrer2@northshire-police.example"}
    assert waiting(office).startswith("2 cases")


@pytest.mark.passes
def test_news_of_an_old_case_makes_it_asked_about_and_of_no_other(office: Office) -> None:
    for number in (1, 2):
        office.deliver(referral(number, LAST_OLD), at=LAST_OLD)
    backfill(office)
    again = referral(1, LAST_OLD).replace(b"Serious incident referral", b"Updated: serious incident referral")
    office.deliver(again, at=MONDAY + timedelta(days=1))
    office.make_pass(MONDAY + timedelta(days=1, hours=1))
    (still_quiet,) = quiet(office)
    (asked,) = {case.ref for case in cases(office)} - {still_quiet}
    said = "\n".join(texts(office.servers.sent))
    assert asked in said and still_quiet not in said


def addressed(office: Office) -> set[str]:
    return {mail.recipients[0] for mail in office.servers.sent}


def one_item(office: Office, words: str, silent: set[str]) -> None:
    with office.journal() as journal:
        shown = journal.casebook.attention()
        waiting_for = [item for item in shown if item.id == WAITING]
        assert len(waiting_for) == 1 and words in waiting_for[0].what
        assert not [item for item in shown if item.case_ref in silent or item.id.startswith("never-read")]
        log = [entry.detail for entry in journal.casebook.entries() if entry.event == "The mailbox was taken in"]
        assert len(log) == 1 and "4 mails in the folder Processed taken as known" in log[0]
