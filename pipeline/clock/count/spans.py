"""Counting a span of any unit from a trigger: working days, calendar days, months and years, hours."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from pipeline.clock.count.calendars import Calendar, named
from pipeline.clock.count.workdays import counted, on_or_after, on_or_before
from pipeline.clock.model import CountedDay, TimeSpan, Unit
from pipeline.dates import LONDON, london_date

_DAY = timedelta(days=1)
_MOMENT = timedelta(microseconds=1)
_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reached:
    """Where a span ends: the last day, the last working day on or before it, and the days between."""

    due: date
    working_target: date
    days: tuple[CountedDay, ...] = ()
    beyond: bool = False
    due_at: datetime | None = None
    calendar: Calendar


def reached(trigger: date | datetime, span: TimeSpan, *, calendar: Calendar) -> Reached:
    """Where `span` from `trigger` ends; an instant is day zero on its London date, hours run from the instant."""
    own = named(span.calendar, calendar)
    day = day_zero(trigger)
    if span.unit is Unit.HOURS:
        return _hours(trigger, span, own=own)
    if span.unit is Unit.WORKING_DAYS:
        start = _before_day_one(day, span)
        count = counted(start, span.number, calendar=own, backward=span.backward)
        return Reached(due=count.due, working_target=count.due, days=count.days, beyond=count.beyond, calendar=own)
    due = _by_calendar(_before_day_one(day, span) if span.unit is Unit.DAYS else day, span)
    if span.unit is not Unit.DAYS and span.first_day_is_trigger:
        # "Beginning with" the trigger makes it the first day, so the period ends on the eve of the corresponding date.
        due -= span.sign * _DAY
    # No source of the reviews' duties moves a date off a Saturday; a rule rolls where its source says so (ICO).
    due = on_or_after(due, own) if span.rolls else due
    beyond = not own.knows(due)
    return Reached(due=due, working_target=on_or_before(due, own), beyond=beyond, calendar=own)


def day_zero(trigger: date | datetime) -> date:
    """The London calendar date of a trigger; an instant without a zone is London wall-clock time."""
    if not isinstance(trigger, datetime):
        return trigger
    return london_date(trigger) if trigger.tzinfo else trigger.date()


def months_from(day: date, months: int) -> date:
    """The corresponding date `months` later (earlier when negative), or that month's last day where there is none.

    Dodds v Walker [1981] 2 All ER 609; a month is a calendar month, Interpretation Act 1978 Schedule 1.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _by_calendar(day: date, span: TimeSpan) -> date:
    number = span.number * span.sign
    return months_from(day, number * _MONTHS[span.unit]) if span.unit in _MONTHS else day + number * _DAY


def _before_day_one(day: date, span: TimeSpan) -> date:
    """The day from which the count steps off: the trigger, or its eve where the trigger itself is day one."""
    return day - span.sign * _DAY if span.first_day_is_trigger else day


def _hours(trigger: date | datetime, span: TimeSpan, *, own: Calendar) -> Reached:
    # A date without a time is taken at its first moment, so that the hours end too early rather than too late.
    instant = trigger if isinstance(trigger, datetime) else datetime.combine(trigger, time(), LONDON)
    start = (instant if instant.tzinfo else instant.replace(tzinfo=LONDON)).astimezone(UTC)
    end = start + span.sign * timedelta(hours=span.number)
    # Hours that end at midnight end with the day before: that day is the last on which anything can be done.
    due = london_date(end - _MOMENT)
    return Reached(due=due, working_target=due, beyond=False, due_at=end, calendar=own)


_UNITS = {
    Unit.HOURS: ("hour", "hours"),
    Unit.DAYS: ("calendar day", "calendar days"),
    Unit.WORKING_DAYS: ("working day", "working days"),
    Unit.MONTHS: ("month", "months"),
    Unit.YEARS: ("year", "years"),
}


def in_words(span: TimeSpan) -> str:
    """`15 working days after`, `7 working days before`, `6 months after`."""
    unit = _UNITS[span.unit][span.number != 1]
    where = "before" if span.backward else "after"
    return f"{span.number} {unit} {where}" if not span.first_day_is_trigger else f"{span.number} {unit} beginning with"
