"""Dates and times as people type them into a cell: day before month, never a guess."""

from __future__ import annotations

import re
from datetime import date, datetime, time

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_OTHERS = {"sept": 9}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.I)
_LAST_WEEKDAY = re.compile(r"(?:,|(?<!\s))\s++\(?(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?\)?$", re.I)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_ORDERS = (
    re.compile(r"^(?P<d>\d{1,2})\s*[/.\-\s]\s*(?P<m>\d{1,2})\s*[/.\-\s]\s*(?P<y>\d{4}|\d{2})$"),
    re.compile(r"^(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})$"),
    re.compile(
        r"^(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s\-/.]*(?P<m>[a-z]{3,9})\.?,?[\s\-/.]*['’]?(?P<y>\d{4}|\d{2})$"
    ),
    re.compile(r"^(?P<m>[a-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})$"),
)
_CLOCK = re.compile(r"^(?P<h>\d{1,2})(?:[:.](?P<min>\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?)?$", re.I)
LONGEST_MOMENT = 100  # characters; a cell with more tells a story, for which the next pattern is not made
_DAY_AND_CLOCK = re.compile(
    r"^(?P<day>.*?\S)(?:\s*,?\s+(?:at\s+|@\s*)?|T)(?P<clock>\d{1,2}(?:[:.]\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*(?:[ap]\.?m\.?)?)$",
    re.I,
)


def typed_date(text: str) -> date | None:
    """The day that `text` names (day first; a month in words in either order), or None where it names none."""
    words = _DASHES.sub("-", text).strip().removesuffix(".")
    weekday = _WEEKDAY.match(words)
    words = words[weekday.end() :] if weekday else words
    last = None if weekday else _LAST_WEEKDAY.search(words)
    words, weekday = (words[: last.start()], last) if last else (words, weekday)
    for order in _ORDERS:
        found = order.match(words.lower())
        if found:
            day = _day(found)
            return day if _agrees(day, weekday) else None
    return None


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


def _day(found: re.Match[str]) -> date | None:
    month = _month(found["m"])
    year = int(found["y"])
    year += (2000 if year < 70 else 1900) if year < 100 else 0
    try:
        return date(year, month, int(found["d"])) if 1990 <= year <= 2099 else None
    except ValueError:
        return None


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    found = (number for number, name in enumerate(_MONTHS, start=1) if word in (name, name[:3]))
    return next(found, _OTHERS.get(word, 0))


def _agrees(day: date | None, weekday: re.Match[str] | None) -> bool:
    # A weekday that contradicts the date shows that one of them is wrong, and nobody can say which.
    return day is not None and (weekday is None or _WEEKDAYS[day.weekday()] == weekday[1].lower())
