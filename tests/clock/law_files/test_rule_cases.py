"""The cases of tests/law/rule-cases.csv, one line each, as a lawyer may read and extend them."""

import csv
from datetime import date

import pytest

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.duties.deadlines import due
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.law_files.rules import Law
from pipeline.errors import RuleInvalid
from pipeline.settings import Clock, Timetable
from tests.clock.conftest import LAW_DATA

with (LAW_DATA / "rule-cases.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = tuple(csv.DictReader(lines))


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['rule']} {row['trigger']}" for row in ROWS])
def test_the_case_comes_out_as_written(row: dict[str, str], law: Law, calendar: Calendar) -> None:
    trigger = date.fromisoformat(row["trigger"])
    assert f"{trigger:%a}" == row["trigger_weekday"]
    if row["due"] == "none":
        with pytest.raises(RuleInvalid, match="No version of"):
            due(row["rule"], trigger, basis=Basis(law=law, calendar=calendar, choices=Clock(), timetable=Timetable()))
        return
    deadline = due(
        row["rule"], trigger, basis=Basis(law=law, calendar=calendar, choices=Clock(), timetable=Timetable())
    )
    assert (deadline.due.isoformat(), f"{deadline.due:%a}") == (row["due"], row["due_weekday"])
    assert deadline.edition == row["edition"]
    assert not row["working_target"] or deadline.working_target.isoformat() == row["working_target"]
    assert not deadline.provisional


def test_every_weekday_every_edition_and_every_kind_of_holiday_is_there() -> None:
    assert {row["trigger_weekday"] for row in ROWS} == {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
    assert {row["due"] for row in ROWS} >= {"none", "2026-02-28", "2024-02-29", "2025-12-26"}
