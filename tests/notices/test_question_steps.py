"""The steps of a question as a table: on which day it has grown how loud."""

from datetime import date

import pytest

from pipeline.clock.count.calendars import england_and_wales
from pipeline.notices.question_steps import reached

CALENDAR = england_and_wales()
TARGET = [
    ("2026-11-02", "opened"),
    ("2026-11-03", "awareness"),
    ("2026-11-05", "awareness"),
    ("2026-11-06", "on-the-day"),
    ("2026-11-12", "on-the-day"),
    ("2026-11-13", "unanswered-0"),
    ("2026-11-19", "unanswered-0"),
    ("2026-11-20", "unanswered-1"),
    ("2026-11-27", "unanswered-2"),
]
LAST_DAY = [("2026-11-06", "on-the-day"), ("2026-11-09", "unanswered-0"), ("2026-11-16", "unanswered-1")]
ON_A_SUNDAY = [("2026-11-05", "awareness"), ("2026-11-06", "on-the-day"), ("2026-11-09", "unanswered-0")]
OVER_CHRISTMAS = [("2026-12-24", "on-the-day"), ("2026-12-28", "on-the-day"), ("2026-12-29", "unanswered-0")]


@pytest.mark.parametrize(
    ("since", "day", "last_day", "today", "rung"),
    [
        *(("2026-11-02", "2026-11-06", "", *row) for row in TARGET),
        *(("2026-11-02", "2026-11-06", "2026-11-06", *row) for row in LAST_DAY),
        # A last day soon after a target brings the executives' turn forward.
        *(("2026-11-02", "2026-11-05", "2026-11-06", *row) for row in LAST_DAY),
        *(("2026-11-02", "2026-11-08", "2026-11-08", *row) for row in ON_A_SUNDAY),
        *(("2026-12-18", "2026-12-24", "2026-12-24", *row) for row in OVER_CHRISTMAS),
        # A mail of Saturday is asked about on Monday and told outside on Tuesday at the earliest.
        ("2026-10-31", "2026-11-06", "", "2026-11-01", "opened"),
        ("2026-10-31", "2026-11-06", "", "2026-11-02", "awareness"),
    ],
)
def test_a_question_has_come_so_far(since: str, day: str, last_day: str, today: str, rung: str) -> None:
    known = date.fromisoformat(last_day) if last_day else None
    found = reached(
        date.fromisoformat(since),
        date.fromisoformat(day),
        last_day=known,
        today=date.fromisoformat(today),
        calendar=CALENDAR,
    )
    assert found.rung == rung
