"""A cell's value as canonical text: the one form in which what was written, what is typed and what is due compare."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from pipeline.dates import LONDON, london
from pipeline.model import FactKind, PlainValue
from pipeline.shown_text import clean
from pipeline.written_day import written_day

_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_PLAUSIBLE = (date(1990, 1, 1), date(2099, 12, 31))
_YES_NO = {"y": "yes", "n": "no", "true": "yes", "false": "no", "x": "yes", "✓": "yes", "✔": "yes"}
_COUNT = re.compile(r"^[+-]?\d{1,6}$")
_CLOCK = re.compile(r"^(?P<h>\d{1,2})(?:[:.](?P<min>\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?)?$", re.I)
LONGEST_MOMENT = 100  # characters; a cell with more tells a story, for which the next pattern is not made
_DAY_AND_CLOCK = re.compile(
    r"^(?P<day>.*?\S)(?:\s*,?\s+(?:at\s+|@\s*)?|T)(?P<clock>\d{1,2}(?:[:.]\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*(?:[ap]\.?m\.?)?)$",
    re.I,
)


@lru_cache(maxsize=16_384, typed=True)
def canonical(value: PlainValue) -> str:
    """The canonical text of a fact's value; instants are written in London time, to the minute."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, datetime):
        return _wall_clock(value).replace(tzinfo=None).isoformat(timespec="minutes")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _wall_clock(instant: datetime) -> datetime:
    try:
        return london(instant) if instant.tzinfo else instant
    except OverflowError:  # at the very ends of the calendar, where another zone would lie outside it
        return instant


def value_of(text: str, kind: FactKind) -> PlainValue:
    """The fact's value that canonical `text` stands for; a DATE with a time gives the date alone."""
    if not text:
        return None
    if kind is FactKind.DATE:
        return date.fromisoformat(text[:10])
    if kind is FactKind.INSTANT:
        return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)
    if kind is FactKind.TIME:
        return time.fromisoformat(text)
    return int(text) if kind is FactKind.COUNT else text


def from_text(text: str, kind: FactKind, *, choices: tuple[str, ...] = ()) -> str | None:
    """The canonical text of what a person typed, or None where it cannot be read as `kind`."""
    words = clean(text)
    if not words or kind is FactKind.TEXT:
        return words
    if kind is FactKind.CHOICE:
        return _choice(words, choices)
    if kind is FactKind.COUNT:
        return str(int(words)) if _COUNT.match(words) else None
    if kind is FactKind.TIME:
        clock = typed_time(words)
        return None if clock is None else canonical(clock)
    found = typed_moment(words) if kind is FactKind.INSTANT else typed_date(words) or typed_moment(words)
    return None if found is None else _moment(found, kind)


def from_number(number: float, kind: FactKind, *, choices: tuple[str, ...] = (), date1904: bool = False) -> str | None:
    """The canonical text of a number in a cell: a serial date in a date's column, else the number itself."""
    if kind is FactKind.TIME:
        minutes = round(number * 1440)
        return f"{minutes // 60:02}:{minutes % 60:02}" if 0 <= minutes < 1440 else None
    if kind in (FactKind.DATE, FactKind.INSTANT):
        moment = serial_moment(number, date1904=date1904)
        return None if moment is None else _moment(moment, kind)
    words = str(int(number)) if number == int(number) else repr(number)
    return from_text(words, kind, choices=choices)


def serial_moment(number: float, *, date1904: bool) -> date | datetime | None:
    """The day (with its time to the minute, unless midnight) of a serial number, or None outside 1990 to 2099."""
    if not 0 < number < 80_000:
        return None
    day, minutes = divmod(round(number * 1440), 1440)
    there = _EPOCHS[date1904] + timedelta(days=day)
    if not _PLAUSIBLE[0] <= there <= _PLAUSIBLE[1]:
        return None
    return datetime.combine(there, time(minutes // 60, minutes % 60)) if minutes else there


def serial(text: str, *, date1904: bool = False) -> str:
    """The serial number, as text, of a canonical date, instant or time."""
    if len(text) == 5:
        return _fraction(text)
    days = (date.fromisoformat(text[:10]) - _EPOCHS[date1904]).days
    return str(days) + (_fraction(text[11:16])[1:] if len(text) > 10 else "")


def _fraction(clock: str) -> str:
    minutes = int(clock[:2]) * 60 + int(clock[3:5])
    return f"{minutes / 1440:.10f}".rstrip("0").rstrip(".")


def _moment(found: date | datetime, kind: FactKind) -> str:
    if kind is FactKind.DATE and isinstance(found, datetime) and (found.hour, found.minute) == (0, 0):
        found = found.date()  # as Strict Open XML and exports write a day
    if isinstance(found, datetime):
        return f"{found:%Y-%m-%dT%H:%M}"
    return f"{found.isoformat()}T00:00" if kind is FactKind.INSTANT else found.isoformat()


def _choice(words: str, choices: tuple[str, ...]) -> str | None:
    said = words.casefold().rstrip(".")
    for choice in choices:
        if choice.casefold() in (said, _YES_NO.get(said, "")):
            return choice
    return None if choices else words


# --- As people type them: day before month, never a guess ----------------------------------------------------------


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
