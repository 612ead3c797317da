"""Every worked date of tests/law/deadline-examples.csv comes out, and no wrong answer of it does."""

import csv
from datetime import date, datetime

import pytest

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.count.spans import Reached, reached
from pipeline.clock.duties.deadlines import due
from pipeline.clock.duties.events import Trigger
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.law_files.rules import Law
from pipeline.clock.model import TimeSpan, Unit
from pipeline.settings import Clock, Timetable
from tests.clock.conftest import DEVON_LIKE, LAW_DATA

with (LAW_DATA / "deadline-examples.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = tuple(csv.DictReader(lines))


def at(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def answer(row: dict[str, str], law: Law, calendar: Calendar) -> tuple[date, date]:
    if row["rule"].startswith("wd"):
        count = counted(row, calendar)
        return count.due, count.working_target
    timetable = DEVON_LIKE if "Devon" in row["note"] else Timetable()
    deadline = due(
        row["rule"], at(row["trigger"]), basis=Basis(law=law, calendar=calendar, choices=Clock(), timetable=timetable)
    )
    if "huddle" in row["note"]:
        assert deadline.milestone is not None
        return deadline.milestone, deadline.milestone
    return deadline.due, deadline.working_target


def counted(row: dict[str, str], calendar: Calendar) -> Reached:
    """A bare count of the file: `wd+5`, or with a local reading or another calendar after the colon."""
    trigger = at(row["trigger"])
    span = TimeSpan(
        number=int(row["span"]),
        unit=Unit(row["unit"]),
        backward=row["direction"] == "backward",
        calendar="united-kingdom" if row["rule"].endswith(":uk") else "england-and-wales",
    )
    if row["rule"].endswith(":deemed"):
        return deemed(trigger, calendar)
    return reached(trigger, span, calendar=calendar)


def deemed(trigger: date | datetime, calendar: Calendar) -> Reached:
    from pipeline.clock.duties.rule_applied import Basis, deadline_from
    from pipeline.clock.law_files.rules import law

    basis = Basis(
        law=law(), calendar=calendar, choices=Clock(weekend_awareness="next-working-day"), timetable=Timetable()
    )
    found = deadline_from(law().rule("notify-panel"), Trigger(event="la_aware", at=trigger), basis=basis)
    return Reached(due=found.due, working_target=found.working_target, calendar=calendar)


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_the_worked_date_comes_out(row: dict[str, str], law: Law, calendar: Calendar) -> None:
    got, target = answer(row, law, calendar)
    assert got.isoformat() == row["due"], row["note"]
    if row["working_target"]:
        assert target.isoformat() == row["working_target"], row["note"]


@pytest.mark.parametrize("row", [row for row in ROWS if row["wrong_answer"]], ids=lambda row: row["id"])
def test_the_wrong_answer_does_not_come_out(row: dict[str, str], law: Law, calendar: Calendar) -> None:
    got, _ = answer(row, law, calendar)
    assert got.isoformat() != row["wrong_answer"], row["note"]


def test_the_file_is_read_whole() -> None:
    assert len(ROWS) == 66
    assert sum(bool(row["wrong_answer"]) for row in ROWS) == 17
