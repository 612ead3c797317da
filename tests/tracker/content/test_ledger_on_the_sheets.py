"""The workbook says what the ledger of duties says: the same states, the same counts, and no day that nobody knows."""

from collections import Counter
from datetime import date
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tracker_sample import AGENCIES, NOW, case, content, counted, said

from pipeline.clock.duties.ledger import Ledger
from pipeline.clock.explain.state_words import STATE_WORDS, state_words
from pipeline.clock.model import DutyState
from pipeline.facts import NOTIFIED_AS, STATUSES, Case, Source, Value
from pipeline.tracker.content.dashboard import NOTHING_OVERDUE, STATES, blocks
from pipeline.tracker.content.next_duty import CLOSED_TOO_EARLY, NOTHING_DUE
from pipeline.tracker.content.rows import deadline_key, rows
from pipeline.tracker.model import TrackerContent

REF = "CSP-2026-0001"
BY = "R. Alder, head of service"
DAYS = st.none() | st.dates(date(2026, 9, 1), NOW.date())
FACTS: dict[str, st.SearchStrategy[Value]] = {
    **dict.fromkeys(("la_aware", "partners_aware", "criteria_decided", "notified_panel", "rapid_review_sent"), DAYS),
    **dict.fromkeys(("rapid_review_on", "panel_replied", "published", "clock_stopped", "decision_on"), DAYS),
    **dict.fromkeys(("criteria_decided_by", "status_by", "clock_stopped_by"), st.sampled_from([None, BY])),
    **dict.fromkeys(("clock_stopped_because", "rationale"), st.sampled_from([None, "Withdrawn"])),
    "criteria_met": st.sampled_from([None, "yes", "no", "more information"]),
    "notified_as": st.sampled_from([None, *NOTIFIED_AS]),
    "review_outcome": st.sampled_from([None, "local practice review"]),
    "status": st.sampled_from([None, None, None, *STATUSES]),
}


@st.composite
def cases(draw: st.DrawFn) -> tuple[Case, ...]:
    """Up to four cases of which the office has said this or that."""
    found = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        facts = {name: value for name, days in FACTS.items() if (value := draw(days)) is not None}
        outcome = draw(st.sampled_from(["died", "seriously harmed"]))
        found.append(case(number, received=draw(st.dates(date(2026, 9, 1), NOW.date())), child="A.",
                          outcome=outcome, **facts))  # fmt: skip
    return tuple(found)


@given(cases())
def test_every_sheet_counts_what_the_ledger_counts(entries: tuple[Case, ...]) -> None:
    known = content(entries)
    ledgers = known.ledgers.values()
    duties = [*chain.from_iterable((*found.deadlines, *found.tasks) for found in ledgers)]
    states = Counter(map(state_words, duties))
    sheet, shown = rows(known), {block.name: block.rows for block in blocks(known)}
    assert Counter(row["State"] for row in sheet["Deadlines"].values()) == states
    assert Counter(dict(zip(map(STATE_WORDS.get, STATES), map(_number, shown["state"]), strict=True))) == states
    assert _number(shown["questions"][0]) == sum(found.question is not None for found in ledgers)
    assert sum(map(_number, shown["stage"])) == sum(found.is_open for found in ledgers)
    assert _overdue_named(shown["overdue"]) == states["Overdue"]
    for ref, found in known.ledgers.items():
        _of_one_case(sheet["Cases"][ref], found)


def _of_one_case(row: dict[str, str], found: Ledger) -> None:
    states = {duty.state for duty in (*found.deadlines, *found.tasks)}
    if row["Colour"] != CLOSED_TOO_EARLY:
        assert (row["Colour"] == "Overdue") == (DutyState.OVERDUE in states)
    if row["Colour"] in ("Done", "Not needed", "Stopped", NOTHING_DUE):
        assert not any(state.is_open for state in states)
        assert found.question is None
    assert ("Due" in row) == any(entry.state.is_chased for entry in found.deadlines)


def _number(row: tuple[str, ...]) -> int:
    return int(row[0])


def _overdue_named(lines: tuple[tuple[str, ...], ...]) -> int:
    """How many duties the lines of the Dashboard name or count."""
    named = [line[0] for line in lines if line[0] and line[0] != NOTHING_OVERDUE]
    more = sum(int(text.split()[1]) for text in named if text.startswith("and "))
    return len([text for text in named if not text.startswith("and ")]) + more


@given(cases())
def test_red_and_days_behind_are_for_what_is_overdue_alone(entries: tuple[Case, ...]) -> None:
    known = content(entries)
    sheet = rows(known)["Deadlines"]
    for deadline in chain.from_iterable(found.deadlines for found in known.ledgers.values()):
        row = sheet[deadline_key(deadline)]
        assert (row["Colour"] == "Overdue") == (deadline.state is DutyState.OVERDUE)
        assert row.get("Working days left", "0").startswith("-") <= (deadline.state is DutyState.OVERDUE)
        assert ("Due" in row) == deadline.has_known_start
        assert row["Working target"] == deadline.working_target.isoformat()


def given_case(**office: Value) -> TrackerContent:
    return content((case(1, received=date(2026, 11, 2), child="A.", **office),))


DECIDED: dict[str, Value] = {
    "criteria_met": "no",
    "criteria_decided_by": BY,
    "criteria_decided": date(2026, 11, 4),
    "rationale": "An accident.",
}


@pytest.mark.parametrize(
    ("office", "shown"),
    [
        ({}, ("Decide whether the criteria are met", None, "2026-11-20", "To be decided")),
        (
            {"criteria_met": "yes", "criteria_decided_by": BY, "criteria_decided": date(2026, 11, 17)},
            ("Notify the Child Safeguarding Practice Review Panel", "2026-11-24", "2026-11-24", "On track"),
        ),
        (
            {"criteria_met": "yes", "la_aware": date(2026, 11, 2)},
            ("Notify the Child Safeguarding Practice Review Panel", "2026-11-09", "2026-11-09", "Overdue"),
        ),
        (DECIDED, (None, None, None, NOTHING_DUE)),
        ({**DECIDED, "status": "Closed"}, (None, None, None, "Done")),
        ({"status": "Duplicate", "status_by": BY}, (None, None, None, "Not needed")),
        ({"status": "Ended before", "status_by": BY}, (None, None, None, "Not needed")),
    ],
)
def test_the_row_of_a_case_says_what_is_most_pressing(office: dict[str, Value], shown: tuple[str | None, ...]) -> None:
    row = rows(given_case(**office))["Cases"][REF]
    assert tuple(map(row.get, ("Next duty", "Due", "Working target", "Colour"))) == shown


def test_a_case_closed_too_early_is_never_done() -> None:
    row = rows(given_case(status="Closed", la_aware=date(2026, 11, 2), criteria_met="yes"))["Cases"][REF]
    assert row["Colour"] == CLOSED_TOO_EARLY
    assert "Notify the Child Safeguarding Practice Review Panel" in row["Next duty"]


def test_a_record_says_how_many_are_not_yet_known() -> None:
    kept = case(1, received=date(2026, 11, 2), child="A.", la_aware=date(2026, 11, 2),
                notified_panel=date(2026, 11, 4), notified_as=NOTIFIED_AS[0])  # fmt: skip
    known = content((kept, case(2, received=date(2026, 11, 3), child="B.")))
    shown = {block.name: block.rows for block in blocks(known)}
    assert shown["record"][-1][1:4] == ("1", "0", "1")
    assert shown["quarter"][-1][1:4] == ("1", "0", "")


def test_the_colour_of_an_agency_is_the_state_of_its_own_duty() -> None:
    entry = case(1, received=date(2026, 10, 1), child="A.", la_aware=date(2026, 10, 1), criteria_met="yes",
                 notified_panel=date(2026, 10, 6))  # fmt: skip
    late = said(REF, "agency_agreed", date(2026, 11, 30), source=Source.TRACKER, subject=AGENCIES[0])
    entry = Case(ref=REF, opened_at=entry.opened_at, facts=(*entry.facts, late))
    sheet = rows(content((entry,)))
    states = {one.subject: one.state for one in counted(entry).deadlines if one.rule == "agency-return"}
    assert (states[AGENCIES[0]], states[AGENCIES[1]]) == (DutyState.DUE, DutyState.OVERDUE)
    colours = {row["Agency"]: row["Colour"] for row in sheet["Agencies"].values()}
    assert (colours[AGENCIES[0]], colours[AGENCIES[1]]) == ("On track", "Overdue")
