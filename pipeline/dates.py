"""London time and the way dates are written for people."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london(instant: datetime) -> datetime:
    """An aware `instant` as London wall-clock time."""
    return instant.astimezone(LONDON)


def london_date(instant: datetime) -> date:
    """The calendar date in London at an aware `instant`."""
    return london(instant).date()


def utc(instant: datetime) -> datetime:
    """An `instant` in UTC; a naive one is taken as London wall-clock time."""
    return (instant if instant.tzinfo else instant.replace(tzinfo=LONDON)).astimezone(UTC)


@lru_cache(maxsize=10_000)
def long_date(day: date) -> str:
    """`Mon 19 January 2026`."""
    return f"{day:%a} {day.day} {day:%B %Y}"


def short_time(instant: datetime) -> str:
    """`Mon 19 January 14:05` in London time."""
    here = london(instant)
    return f"{here:%a} {here.day} {here:%B %H:%M}"


def short_date(day: date, *, today: date) -> str:
    """`Mon 19 January`, with the year where half a year or more lies between it and `today`."""
    return long_date(day) if abs((day - today).days) >= _HALF_A_YEAR else f"{day:%a} {day.day} {day:%B}"


_HALF_A_YEAR = 183


def long_time(instant: datetime) -> str:
    """`Mon 19 January 2026, 14:05` in London time."""
    here = london(instant)
    return f"{long_date(here.date())}, {here:%H:%M}"
