"""Which rung a number of working days left is, and when the office speaks."""

import pytest

from pipeline.clock.count.calendars import england_and_wales
from pipeline.notices.reminder_ladder import escalates, may_speak, rung
from pipeline.settings import Ladder, NoticeSettings
from tests.notices.build import at

CALENDAR = england_and_wales()


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (9, ""), (4, ""), (3, "3-before"), (2, "3-before"), (1, "1-before"), (0, "on-the-day"),
        (-1, "on-the-day"), (-2, "2-late"), (-3, "2-late"), (-4, "4-late"), (-11, "10-late"),
    ],
)  # fmt: skip
def test_each_day_stands_on_the_rung_it_has_reached(left: int, expected: str) -> None:
    assert rung(left, Ladder()) == expected


@pytest.mark.parametrize(("left", "expected"), [(0, "1-before"), (-1, "1-before"), (-2, "2-late")])
def test_an_office_may_leave_the_day_itself_out(left: int, expected: str) -> None:
    assert rung(left, Ladder(on_the_day=False)) == expected


def test_without_rungs_before_nothing_is_said_before_the_day() -> None:
    assert [rung(left, Ladder(before=())) for left in (5, 1, 0)] == ["", "", "on-the-day"]


@pytest.mark.parametrize(("left", "told"), [(1, False), (0, False), (-1, False), (-2, True), (-9, True)])
def test_executives_are_told_after_the_days_in_the_settings(left: int, told: bool) -> None:
    assert escalates(left, Ladder(escalate_after=2)) is told


@pytest.mark.parametrize(
    ("now", "open_"),
    [
        ("2026-03-02T07:59", False),
        ("2026-03-02T08:00", True),
        ("2026-03-02T17:59", True),
        ("2026-03-02T18:00", False),
        ("2026-03-07T10:00", False),  # Saturday
        ("2026-04-03T10:00", False),  # Good Friday
        ("2026-08-31T10:00", False),  # summer bank holiday
        ("2026-03-30T08:10", True),  # the first morning of summer time
    ],
)
def test_the_office_speaks_on_working_days_in_its_hours_of_london_time(now: str, open_: bool) -> None:
    assert may_speak(at(now), notices=NoticeSettings(), calendar=CALENDAR) is open_
