"""In each pass of the demonstration one count of overdue duties stands everywhere, and none is of an unknown start."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from counts import overdue_by_surface
from office import FRIDAY, LATER, MONDAY, Office, message

from pipeline.clock.duties.ledger import Ledger
from pipeline.clock.explain.in_words import cell_note, paragraphs
from pipeline.clock.model import Deadline, DutyState
from pipeline.model import NoticeKind
from pipeline.notices.model import NoticeKey
from pipeline.today import TodaySection, today
from scheduler.demo.story import mailbox
from scheduler.health import status
from scheduler.office import office_of
from scheduler.snapshot import Snapshot
from scheduler.views.explained import case_explained, case_json
from tests.workbook_seen import rows_of

ACCUSES = re.compile(r"(?i)\b(overdue|late|missed)\b")
CHASES = (NoticeKind.REMINDER, NoticeKind.CHASER)
# Not what is due next: asking the agencies, which a pass does after it has written its digest, ends one of those.
HEADINGS = {
    section: section.value.upper() for section in (TodaySection.QUESTIONS, TodaySection.OVERDUE, TodaySection.DUE_TODAY)
}
PASSES = (FRIDAY, MONDAY, LATER)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one pass left to be seen."""

    ledgers: tuple[Ledger, ...]
    counts: dict[str, int]  # of overdue duties, by the surface that says it
    sections: dict[TodaySection, tuple[int, int]]  # of Today: its own count, and the lines of the digest
    digest: str
    mails: tuple[str, ...]  # the words of all that went out in this pass
    chased: tuple[NoticeKey, ...]  # in this pass
    accusing_rows: tuple[str, ...]  # of the workbook
    announced: tuple[tuple[str, str], ...]  # in this pass: event and detail of the log


@pytest.fixture(scope="module")
def passes(make_offices: Callable[[str], Office]) -> dict[datetime, Seen]:
    office = make_offices("one-count")
    office.deliver_all()
    seen = {}
    for moment in PASSES:
        before = len(office.servers.sent)
        office.make_pass(moment)
        seen[moment] = look(office, moment, before=before)
        if moment is FRIDAY:
            office.manager_types()
    return seen


def look(office: Office, moment: datetime, *, before: int) -> Seen:
    configured = office_of(office.config)
    counts = overdue_by_surface(office, moment)
    with office.journal() as journal:
        snapshot = Snapshot(configured, journal, now=moment)
        ledgers = snapshot.running_ledgers
        said = journal.notices.said()
        said_by_status = status(configured, journal, now=moment)
        first = today(snapshot.situation()).counts
        explained = [
            entry["state"]
            for case in snapshot.cases
            for entry in case_json(case_explained(snapshot, journal, ref=case.ref))["deadlines"]
        ]
        announced = tuple(
            (entry.event, entry.detail)
            for entry in journal.casebook.entries()
            if entry.at == moment and entry.event.endswith(("set", "moved"))
        )
    mails = [message(mail.raw) for mail in office.servers.sent[before:]]
    (digest,) = (mail for mail in mails if "Today: " in mail.subject)
    rows = tuple(deadline_rows(office))
    assert said_by_status["today"] == {section.name.lower(): number for section, number in first.items()}
    return Seen(
        ledgers=ledgers,
        counts=counts
        | {
            "explain": explained.count("overdue"),
            "digest's subject": int(re.findall(r"(\d+) overdue", digest.subject)[0]),
            "digest": len(section(digest.text, "OVERDUE")),
        },
        sections={one: (first[one], len(section(digest.text, heading))) for one, heading in HEADINGS.items()},
        digest=digest.text,
        mails=tuple(f"{mail.subject}\n{mail.text}" for mail in mails),
        chased=tuple(key for key, at in said.items() if key.kind in CHASES and at == moment),
        announced=announced,
        accusing_rows=tuple(" | ".join(row) for row in rows if any(map(ACCUSES.search, row))),
    )


def deadline_rows(office: Office) -> Iterator[list[str]]:
    rows = rows_of(office.tracker.read_bytes(), "Deadlines")
    return ([str(value) for value in row if value is not None] for row in rows[1:])


def section(text: str, heading: str) -> list[str]:
    _, _, rest = text.partition(f"\n{heading}\n")
    return [line for line in rest.partition("\n\n")[0].splitlines() if line.startswith("- ")]


def deadlines(seen: Seen, *states: DutyState) -> list[Deadline]:
    every = (entry for found in seen.ledgers for entry in found.deadlines)
    return [entry for entry in every if not states or entry.state in states]


@pytest.mark.parametrize("moment", PASSES)
def test_one_count_stands_everywhere(passes: dict[datetime, Seen], moment: datetime) -> None:
    assert len(set(passes[moment].counts.values())) == 1, passes[moment].counts


@pytest.mark.parametrize("moment", PASSES)
def test_the_digest_has_the_lines_of_today_section_by_section(passes: dict[datetime, Seen], moment: datetime) -> None:
    assert {own for own, _ in passes[moment].sections.values()} != {0}
    assert not {one: counts for one, counts in passes[moment].sections.items() if counts[0] != counts[1]}


def test_the_last_pass_has_overdue_duties_and_past_targets_to_tell_apart(passes: dict[datetime, Seen]) -> None:
    last = passes[LATER]
    assert last.counts["ledger"] >= 3
    past = [entry for entry in deadlines(last) if not entry.has_known_start and entry.due < LATER.date()]
    assert len([entry for entry in past if entry.state.is_open]) >= 6


def test_each_overdue_return_is_chased_and_whatever_is_chased_is_due_or_overdue(passes: dict[datetime, Seen]) -> None:
    chased = {(key.case_ref, key.duty, key.subject, key.due) for key in passes[LATER].chased}
    late = {
        (entry.case_ref, entry.rule, entry.subject, entry.due)
        for entry in deadlines(passes[LATER], DutyState.OVERDUE)
        if entry.subject
    }
    assert late
    assert late <= chased
    for seen in passes.values():
        running = deadlines(seen, DutyState.DUE, DutyState.OVERDUE)
        allowed = {(entry.case_ref, entry.rule, entry.subject, entry.due) for entry in running}
        allowed |= {(task.case_ref, task.rule, "", None) for found in seen.ledgers for task in found.tasks}
        assert {(key.case_ref, key.duty, key.subject, key.due) for key in seen.chased} <= allowed


def test_nothing_with_an_unknown_start_is_called_overdue_late_or_missed(passes: dict[datetime, Seen]) -> None:
    for seen in passes.values():
        unknown = [entry for entry in deadlines(seen) if not entry.has_known_start]
        for entry in unknown:
            assert entry.state is not DutyState.OVERDUE
            assert not ACCUSES.search(cell_note(entry))
            assert not ACCUSES.search(paragraphs(entry)[0])
            lines = [line for line in seen.digest.splitlines() if ACCUSES.search(line) and entry.case_ref in line]
            assert not [line for line in lines if entry.title in line]
            assert not [row for row in seen.accusing_rows if entry.case_ref in row and entry.title in row]


def test_until_somebody_says_when_it_began_a_date_is_logged_as_a_working_target(passes: dict[datetime, Seen]) -> None:
    assert {event for event, _ in passes[FRIDAY].announced} == {"Working target set"}
    monday = {detail: event for event, detail in passes[MONDAY].announced}
    assert monday["Rapid review completed and sent to the Panel: Mon 7 December 2026"] == "Date set"


def test_what_the_office_typed_is_not_told_back_to_it_and_no_mail_names_a_cell(passes: dict[datetime, Seen]) -> None:
    assert passes[MONDAY].announced
    assert not [text for text in passes[MONDAY].mails if "added or moved" in text]
    for seen in passes.values():
        assert not [found for text in seen.mails for found in re.findall(r"\w+!\$?[A-Z]+\$?\d+", text)]


def test_a_request_that_is_held_back_has_asked_nobody(office: Office) -> None:
    with office.config.open("a", encoding="utf-8") as config:
        config.write('\n[notices.modes]\nagency_request = "hold"\n')
    for file in mailbox()[:3]:
        office.deliver(file.read_bytes())
    office.make_pass(FRIDAY)
    ref = office.manager_types()
    office.make_pass(MONDAY)
    with office.snapshot(LATER) as snapshot:
        case = snapshot.cases_by_ref[ref]
        states = {entry.rule: entry.state for entry in snapshot.counted(case).deadlines if not entry.subject}
        assert ref not in snapshot.requested
    assert states["agency-request"] is DutyState.OVERDUE
