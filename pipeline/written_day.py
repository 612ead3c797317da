"""A full day as people in Britain write it: day before month, a month in words in either order, and never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path

from pipeline.phrases import Phrases


class NoDay(StrEnum):
    """Why a text gives no day."""

    UNLIKE = "nothing in it is written as a full day"
    IMPOSSIBLE = "no calendar has that day"
    FAR = "its year is none in which a case of today can have had a date"
    CONTRADICTED = "it stands beside another day of the week"


DAY_WORDS = Phrases(Path(__file__).with_suffix(".toml"))
MONTHS = {word: n for n, words in enumerate(DAY_WORDS.listed("months"), start=1) for word in words.split()}
"""Every way of writing a month in small letters, to its number."""

# What is typed about a case lies near today, so two digits from 70 on can only be a year of the last century.
_LAST_OF_TWO_DIGITS = 2069
_YEARS = range(1990, 2100)  # a slip of the finger (`1026`, `2206`) is shown to the person and never counted from
_WEEKDAYS = DAY_WORDS.listed("weekdays")
_WEEKDAY = DAY_WORDS.printed("weekdays", shape=r"^({})[a-z]*\.?,?\s+")
_LAST_WEEKDAY = DAY_WORDS.printed("weekdays", shape=r"(?:,|(?<!\s))\s++\(?({})[a-z]*\.?\)?$")
_NTH, _OF = f"{DAY_WORDS.one_of('ordinals')}?", DAY_WORDS.one_of("of")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_SHAPES = (
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}}){_NTH}(?:\s+{_OF})?[\s\-/.]*(?P<month>[a-z]{{3,9}})\.?,?[\s\-/.]*"
        r"['’]?(?P<year>\d{4}|\d{2})(?!\d)",
        re.I,
    ),
    re.compile(rf"(?<![a-z])(?P<month>[a-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}}){_NTH},?\s+(?P<year>\d{{4}})(?!\d)", re.I),
    re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    re.compile(
        r"(?<!\d)(?P<day>\d{1,2})(?:\s*[/.\-]\s*|\s+)(?P<month>\d{1,2})(?:\s*[/.\-]\s*|\s+)(?P<year>\d{4}|\d{2})(?!\d)"
    ),
)


def written_day(text: str) -> date | NoDay:
    """The day that the whole of `text` names, with or without its day of the week, or why it names none."""
    words = _DASHES.sub("-", text).strip().removesuffix(".")
    weekday = _WEEKDAY.match(words) or _LAST_WEEKDAY.search(words)
    if weekday:
        words = words[: weekday.start()] + words[weekday.end() :]
    shapes = (shape.fullmatch(words) for shape in _SHAPES)
    day = next(map(_day, filter(None, shapes)), NoDay.UNLIKE)
    # A weekday that contradicts the date shows that one of them is wrong, and nobody can say which.
    if isinstance(day, date) and weekday and _WEEKDAYS[day.weekday()] != weekday[1].lower():
        return NoDay.CONTRADICTED
    return day


def day_within(text: str) -> date | NoDay:
    """The day that stands somewhere in `text`, its year in full, one with the month in words before one in numbers."""
    return next(_days_within(_DASHES.sub("-", text)), NoDay.UNLIKE)


def _days_within(text: str) -> Iterator[date | NoDay]:
    for shape in _SHAPES:
        for found in shape.finditer(text):
            # Among other words a short number may be anything (`12 at 10`), and so may a word (`12 children 2026`).
            if len(found["year"]) > len("26") and month_of(found["month"]):
                yield _day(found)


def month_of(word: str) -> int:
    """The number of the month that `word` names or is, or 0 where it is none."""
    return int(word) if word.isdigit() else MONTHS.get(word.lower(), 0)


def year_of(digits: str, *, latest: int = _LAST_OF_TWO_DIGITS) -> int:
    """The year that `digits` mean; two of them mean none after `latest` in this century, else one in the last."""
    year = int(digits.lstrip("'`’"))
    if year > 99:
        return year
    return year + (2000 if 2000 + year <= latest else 1900)


def day_of(year: int, month: int, *, day: int) -> date | NoDay:
    """The day that three numbers make, or that no calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return NoDay.IMPOSSIBLE


def _day(found: re.Match[str]) -> date | NoDay:
    year = year_of(found["year"])
    if year not in _YEARS:
        return NoDay.FAR
    month = month_of(found["month"])
    return day_of(year, month, day=int(found["day"])) if month else NoDay.UNLIKE
