"""Dates and times as people type them into a cell: day before month, never a guess."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from pipeline.written_day import written_day

_CLOCK = re.compile(r"^(?P<h>\d{1,2})(?:[:.](?P<min>\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?)?$", re.I)
LONGEST_MOMENT = 100  # characters; a cell with more tells a story, for which the next pattern is not made
_DAY_AND_CLOCK = re.compile(
    r"^(?P<day>.*?\S)(?:\s*,?\s+(?:at\s+|@\s*)?|T)(?P<clock>\d{1,2}(?:[:.]\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*(?:[ap]\.?m\.?)?)$",
    re.I,
)


def typed_date(text: str) -> date | None:
    """The day that `text` names (day first; a month in words in either order), or None where it names none."""
    day = written_day(text)
    return day if isinstance(day, date) else None


def typed_time(text: str) -> time | None:
    """The time of day that `text` names (`14:00`, `2pm`, `2.30 pm`), or None; a bare number is none."""
    found = _CLOCK.match(text.strip())
    if not found or not (found["min"] or found["half"]):
        return None
    hour, minute, half = int(found["h"]), int(found["min"] or 0), (found["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def typed_moment(text: str) -> date | datetime | None:
    """The day, with its time where one is given, that `text` names; None where it names no day."""
    day = typed_date(text)
    if day is not None:
        return day
    found = _DAY_AND_CLOCK.match(text.strip()) if len(text) <= LONGEST_MOMENT else None
    if not found:
        return None
    day, clock = typed_date(found["day"]), typed_time(found["clock"])
    return datetime.combine(day, clock) if day and clock is not None else None
