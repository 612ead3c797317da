"""Counting in working days: which days count from a trigger, which do not, and why."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.model import CountedDay

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """The last day of a count and every day on the way to it; `beyond` where the calendar did not reach."""

    due: date
    days: tuple[CountedDay, ...]
    beyond: bool


@lru_cache(maxsize=8192)
def counted(start: date, number: int, *, calendar: Calendar, backward: bool = False) -> Count:
    """The `number`th working day after `start` (before it when `backward`); `start` itself is day zero, whatever day
    it is."""
    # The day of the trigger is day zero even on a day off, so that Saturday gives the same date as Friday.
    step = -_DAY if backward else _DAY
    day, done, days = start, 0, []
    while done < number:
        day += step
        why = calendar.why_not(day)
        done += not why
        days.append(
            CountedDay(date=day, counted=not why, why=why or f"working day {done}", number=None if why else done)
        )
    # Most bank holidays come by yearly proclamation (Banking and Financial Dealings Act 1971 section 1): none can be
    # computed for a day that the published list does not reach.
    beyond = not (calendar.knows(start) and calendar.knows(day))
    return Count(due=day, days=tuple(days), beyond=beyond)


def nth_working_day(start: date, number: int, *, calendar: Calendar, backward: bool = False) -> date:
    """The last day of that count alone, which nobody asks to have explained."""
    days = calendar.working_days
    at = bisect_left(days, start) - number if backward else bisect_right(days, start) + number - 1
    if number < 1 or at < 0 or not days[0] <= start <= days[-1] or at >= len(days):
        return counted(start, number, calendar=calendar, backward=backward).due
    return days[at]


def on_or_before(day: date, calendar: Calendar) -> date:
    """The last working day on or before `day`."""
    while not calendar.is_working_day(day):
        day -= _DAY
    return day


def on_or_after(day: date, calendar: Calendar) -> date:
    """The first working day on or after `day`."""
    while not calendar.is_working_day(day):
        day += _DAY
    return day


@lru_cache(maxsize=8192)
def between(start: date, end: date, *, calendar: Calendar) -> int:
    """How many working days lie after `start` up to and including `end`; negative where `end` comes first."""
    if end < start:
        return -between(end, start, calendar=calendar)
    return sum(calendar.is_working_day(start + n * _DAY) for n in range(1, (end - start).days + 1))
