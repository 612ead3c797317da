"""Counting in working days, against an independent count and by its own laws."""

import itertools
import random
from datetime import date, timedelta

import numpy as np
import pytest

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.count.workdays import between, counted, nth_working_day, on_or_after, on_or_before

FIRST, LAST = date(2012, 3, 1), date(2028, 10, 1)


@pytest.mark.slow
def test_100_000_counts_agree_with_numpy(calendar: Calendar) -> None:
    chance = random.Random(20260318)
    days = [FIRST + timedelta(days=chance.randrange((LAST - FIRST).days)) for _ in range(100_000)]
    spans = [chance.randint(1, 25) * chance.choice((1, -1)) for _ in days]
    off = np.array([holiday.day for holiday in calendar.holidays], dtype="datetime64[D]")
    starts, steps = np.array(days, dtype="datetime64[D]"), np.array(spans)
    # numpy rolls a weekend trigger forward to day zero, which gives a day more; rolled back for a count forward and
    # forward for a count back, the trigger stays day zero.
    forward = np.busday_offset(starts, steps, roll="preceding", holidays=off)
    backward = np.busday_offset(starts, steps, roll="following", holidays=off)
    expected = np.where(steps > 0, forward, backward).astype(object)
    for day, span, wanted in zip(days, spans, expected, strict=True):
        assert counted(day, abs(span), calendar=calendar, backward=span < 0).due == wanted, (day, span)
        assert nth_working_day(day, abs(span), calendar=calendar, backward=span < 0) == wanted, (day, span)


def test_the_last_day_alone_is_that_of_the_count_at_the_ends_of_the_list_and_beyond(calendar: Calendar) -> None:
    around = [end + timedelta(days=n) for end in (calendar.first, calendar.horizon) for n in range(-40, 41)]
    for day, span in itertools.product(around, range(-25, 26)):
        asked = {"number": abs(span), "calendar": calendar, "backward": span < 0}
        assert nth_working_day(day, **asked) == counted(day, **asked).due, (day, span)


def test_a_saturday_trigger_is_day_zero(calendar: Calendar) -> None:
    friday, saturday, sunday = date(2024, 6, 7), date(2024, 6, 8), date(2024, 6, 9)
    assert {counted(day, 5, calendar=calendar).due for day in (friday, saturday, sunday)} == {date(2024, 6, 14)}


def test_every_day_on_the_way_is_told_with_its_reason(calendar: Calendar) -> None:
    days = counted(date(2025, 12, 24), 3, calendar=calendar).days
    assert [(day.date.day, day.counted, day.why, day.number) for day in days] == [
        (25, False, "Christmas Day", None),
        (26, False, "Boxing Day", None),
        (27, False, "Saturday", None),
        (28, False, "Sunday", None),
        (29, True, "working day 1", 1),
        (30, True, "working day 2", 2),
        (31, True, "working day 3", 3),
    ]


def test_a_later_trigger_never_gives_an_earlier_date(calendar: Calendar) -> None:
    day, before = FIRST, FIRST
    while day < LAST:
        reached = counted(day, 5, calendar=calendar).due
        assert reached >= before
        assert calendar.is_working_day(reached)
        day, before = day + timedelta(days=1), reached


@pytest.mark.parametrize("number", [1, 5, 7, 15])
def test_counting_back_undoes_counting_forward_between_working_days(calendar: Calendar, number: int) -> None:
    day = date(2022, 1, 4)
    while day < date(2024, 1, 1):
        if calendar.is_working_day(day):
            there = counted(day, number, calendar=calendar).due
            assert counted(there, number, calendar=calendar, backward=True).due == day
            assert between(day, there, calendar=calendar) == number
            assert between(there, day, calendar=calendar) == -number
        day += timedelta(days=1)


def test_a_count_that_leaves_the_list_says_so(calendar: Calendar) -> None:
    assert not counted(date(2028, 12, 15), 5, calendar=calendar).beyond
    assert counted(date(2028, 12, 20), 5, calendar=calendar).beyond
    assert counted(date(2012, 1, 5), 7, calendar=calendar, backward=True).beyond


def test_the_working_day_on_or_before_and_after(calendar: Calendar) -> None:
    assert on_or_before(date(2025, 12, 28), calendar) == date(2025, 12, 24)
    assert on_or_after(date(2025, 12, 25), calendar) == date(2025, 12, 29)
    assert on_or_before(date(2025, 12, 24), calendar) == date(2025, 12, 24)
