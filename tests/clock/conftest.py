"""Cases, the law and the calendar as the tests of the clock use them."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pipeline.clock.count.calendars import Calendar, england_and_wales
from pipeline.clock.duties.ledger import Ledger, ledger
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.law_files.rules import Law
from pipeline.clock.law_files.rules import law as shipped_law
from pipeline.clock.model import Deadline
from pipeline.facts import Case, Fact, Source, Value
from pipeline.settings import Clock, Timetable, TimetableStep

LAW_DATA = Path(__file__).parent.parent / "law"
OPENED = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)

CaseMaker = Callable[..., Case]
Found = dict[str, Deadline]
Finder = Callable[..., Found]
Whole = Callable[..., Ledger]
HARMED = {"outcome": "seriously harmed", "abuse_neglect": "suspected"}
DEVON_LIKE = Timetable(
    name="Devon-like",
    steps=(
        TimetableStep(rule="agency-request", from_day=1, to_day=1),
        TimetableStep(rule="agency-return", from_day=2, to_day=10),
        TimetableStep(rule="rapid-review-meeting", from_day=10, to_day=12),
        TimetableStep(rule="partner-sign-off", from_day=12, to_day=15, milestone_day=14),
        TimetableStep(rule="sent-to-panel", from_day=16, to_day=16),
    ),
)


@pytest.fixture(scope="session")
def law() -> Law:
    return shipped_law()


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return england_and_wales()


@pytest.fixture
def case() -> CaseMaker:
    """A case with facts by keyword; `form` names those that only a form has said, `rules` gives facts of one duty."""

    def made(*, form: tuple[str, ...] = (), opened: datetime = OPENED, rules: tuple = (), **values: Value) -> Case:
        def fact(name: str, value: Value, subject: str = "") -> Fact:
            source = Source.FORM if name in form and not subject else Source.TRACKER
            return Fact(
                case_ref="CSP-2025-001", name=name, value=value, source=source, recorded_at=opened, subject=subject
            )

        said = [fact(name, value) for name, value in values.items()]
        said += [fact(name, value, subject) for subject, name, value in rules]
        return Case(ref="CSP-2025-001", opened_at=opened, facts=tuple(said))

    return made


def ledger_of(
    case: Case,
    *,
    law: Law,
    today: date = date(2025, 1, 6),
    choices: Clock | None = None,
    timetable: Timetable | None = None,
    calendar: Calendar | None = None,
    requested: Mapping[str, date] | None = None,
) -> Ledger:
    """The whole ledger of a case at noon of a day."""
    basis = Basis(
        law=law,
        calendar=calendar or england_and_wales(),
        choices=choices or Clock(),
        timetable=timetable or Timetable(),
    )
    now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    return ledger(case, basis=basis, now=now, requested=requested or {})


@pytest.fixture
def whole(law: Law) -> Whole:
    """The whole ledger of a case on a day."""
    return partial(ledger_of, law=law)


@pytest.fixture
def found(whole: Whole) -> Finder:
    """Every deadline of a case by its rule id, with the subject after a bar where there is one."""

    def of(case: Case, **on: Any) -> Found:
        listed = whole(case, **on).deadlines
        named = {f"{entry.rule}|{entry.subject}" if entry.subject else entry.rule: entry for entry in listed}
        assert len(named) == len(listed)
        return named

    return of
