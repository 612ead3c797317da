"""From which day on a case is due to be erased, and what keeps it."""

from datetime import UTC, date, datetime

import pytest

from pipeline.facts import Case, Fact, Source
from pipeline.record.retention import KeptBecause, closed_on, retained, years_after

REF = "NSH-2026-001"


def case(*said: tuple[str, str, str], ref: str = REF) -> Case:
    """A case of which the office said these things on these days."""
    facts = (
        Fact(
            case_ref=ref,
            name=name,
            value=value,
            source=Source.TRACKER,
            recorded_at=datetime.fromisoformat(f"{day}T09:00+00:00"),
        )
        for name, value, day in said
    )
    return Case(ref=ref, opened_at=datetime(2026, 1, 1, tzinfo=UTC), facts=tuple(facts))


CLOSED = case(("status", "Closed", "2026-01-19"))


@pytest.mark.parametrize(
    ("said", "closed"),
    [
        (("Closed:2026-01-19",), date(2026, 1, 19)),
        (("Closed:2026-01-19", "Open:2026-02-02"), None),
        (("Closed:2026-01-19", "Open:2026-02-02", "Closed:2026-03-02"), date(2026, 3, 2)),
        (("Closed:2026-01-19", "Duplicate:2026-03-02"), date(2026, 1, 19)),
        ((), None),
    ],
)
def test_it_counts_from_the_last_closing_that_was_not_taken_back(said: tuple[str, ...], closed: date | None) -> None:
    facts = (one.partition(":") for one in said)
    assert closed_on(case(*(("status", value, day) for value, _, day in facts))) == closed


def test_a_leap_day_is_due_the_day_after_the_end_of_february() -> None:
    assert years_after(date(2028, 2, 29), 6) == date(2034, 3, 1)
    assert years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)


def test_a_case_says_on_which_day_it_is_due_and_why() -> None:
    (found,) = retained([CLOSED], open_refs=(), years=6, today=date(2032, 1, 19))
    assert found.kept is KeptBecause.NOTHING
    assert found.when == "on Mon 19 January 2032, because closed on Mon 19 January 2026 + 6 years"


@pytest.mark.parametrize(
    ("known", "open_refs", "years", "today", "kept"),
    [
        (CLOSED, (), 6, date(2032, 1, 18), KeptBecause.NOT_YET),
        (CLOSED, (REF,), 6, date(2040, 1, 1), KeptBecause.NOT_CLOSED),
        (CLOSED, (), None, date(2040, 1, 1), KeptBecause.NO_RULE),
        (case(("status", "Open", "2026-01-19")), (), 6, date(2040, 1, 1), KeptBecause.NOT_CLOSED),
        # Nobody says who called it so.
        (case(("status", "Duplicate", "2026-01-19")), (), 6, date(2040, 1, 1), KeptBecause.NOT_CLOSED),
        (
            case(("status", "Closed", "2026-01-19"), ("legal_hold", "yes", "2026-01-20")),
            (),
            6,
            date(2040, 1, 1),
            KeptBecause.HELD,
        ),
    ],
)
def test_what_keeps_a_case(
    known: Case, open_refs: tuple[str, ...], years: int | None, today: date, kept: KeptBecause
) -> None:
    assert [one.kept for one in retained([known], open_refs=open_refs, years=years, today=today)] == [kept]


def test_a_case_on_which_another_rests_stays_as_long_as_that_one() -> None:
    other = case(("same_incident", REF, "2026-01-12"), ref="NSH-2026-002")
    found = retained([CLOSED, other], open_refs=(), years=6, today=date(2040, 1, 1))
    assert {one.ref: one.kept for one in found} == {REF: KeptBecause.LEANT_ON, "NSH-2026-002": KeptBecause.NOT_CLOSED}
