"""A day as people write it in a reply, often without its year or only by its weekday, seen from the day of writing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pipeline.phrases import Phrases
from pipeline.written_day import DAY_WORDS, MONTHS, day_of, written_day

_WORDS = Phrases(Path(__file__).with_suffix(".toml"))
one_of = _WORDS.one_of
_MONTH = f"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_NTH, _OF = f"{DAY_WORDS.one_of('ordinals')}?", f"(?: {DAY_WORDS.one_of('of')})?"
_FULL = re.compile(
    rf"(?<![\w/.-])(?:\d{{1,2}}{_NTH}{_OF}[ \-/.]{_MONTH}\.?,?[ \-/.]['’]?(?:20\d\d|\d\d)"
    rf"|{_MONTH} \d{{1,2}}{_NTH},? 20\d\d"
    r"|20\d\d-\d{1,2}-\d{1,2}|\d{1,2}[/.\-]\d{1,2}[/.\-](?:20\d\d|\d\d))(?![\w/])",
    re.I,
)
_NO_YEAR = re.compile(
    rf"(?<![\w/.-])(?:(?P<day>\d{{1,2}}){_NTH}{_OF} (?P<month>{_MONTH})\b"
    rf"|(?P<monthbefore>{_MONTH}) (?P<daybehind>\d{{1,2}}){_NTH}(?![\d:/])"
    r"|(?P<dayinfigures>\d{1,2})/(?P<monthinfigures>\d{1,2}))(?![\w/])",
    re.I,
)
_OF_THE_MONTH = re.compile(rf"\b{one_of('before_a_number')} (\d{{1,2}}){DAY_WORDS.one_of('ordinals')}\b", re.I)
_WHICH = rf"(?P<last>{one_of('last')})|(?P<next>{one_of('next')})|(?P<ahead>{one_of('ahead')})|{one_of('this')}"
_NAMED = re.compile(
    rf"\b(?:(?:{_WHICH}) )?(?:{'|'.join(f'({name})' for name in _WORDS.listed('weekdays'))})\b(?! \d)",
    re.I,
)
_BEFORE_WEEKDAYS = 3  # groups of that pattern stand before those of the weekdays, from Monday on
_NEAR = re.compile(
    rf"\b(?:(?P<yesterday>{one_of('yesterday')})|(?P<tomorrow>{one_of('tomorrow')})|{one_of('today')})\b", re.I
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SpokenDay:
    """A day that stands in an answer."""

    day: date
    sure: bool  # whether only this day can be meant
    start: int  # where in the text it stands
    end: int


def spoken_days(text: str, *, written_on: date, ahead: bool = False) -> tuple[SpokenDay, ...]:
    """The days that `text` names, in the order in which they stand, seen from the day on which it was written.

    What has no year or month is the last such day by then, unless it, or with `ahead` all, is said to lie ahead.
    """
    found: list[SpokenDay] = []
    for one in _found(text, written_on, ahead=ahead):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def _found(text: str, written_on: date, *, ahead: bool) -> Iterator[SpokenDay]:
    # The fullest form first: `3 March 2026` is not also `3 March`.
    for match in _FULL.finditer(text):
        day = written_day(match[0])
        if isinstance(day, date):
            yield _day(match, day)
    for match in _NO_YEAR.finditer(text):
        yield from _without_year(match, written_on)
    for match in _OF_THE_MONTH.finditer(text):
        yield from _of_the_month(match, written_on, ahead=ahead)
    for match in _NEAR.finditer(text):
        yield _day(match, written_on + timedelta(days=bool(match["tomorrow"]) - bool(match["yesterday"])))
    for match in _NAMED.finditer(text):
        yield _weekday(match, written_on, ahead=ahead)


def _day(match: re.Match[str], day: date, *, sure: bool = True) -> SpokenDay:
    return SpokenDay(day=day, sure=sure, start=match.start(), end=match.end())


def _without_year(match: re.Match[str], written_on: date) -> Iterator[SpokenDay]:
    number = match["day"] or match["daybehind"] or match["dayinfigures"]
    month = match["month"] or match["monthbefore"] or match["monthinfigures"]
    in_year = MONTHS.get(month.lower()) or int(month)
    years = (written_on.year, written_on.year - 1, written_on.year + 1)
    made = (day_of(year, in_year, day=int(number)) for year in years)
    days = [day for day in made if isinstance(day, date)]
    if not days:
        return
    # Within half a year either way: in January `20 December` is last month's, in December `5 January` next month's.
    nearest = min(days, key=lambda day: abs((day - written_on).days))
    # `2/3` may be two of three; a month in words is none but itself.
    yield _day(match, nearest, sure=abs((nearest - written_on).days) < 150 and not match["dayinfigures"])


def _of_the_month(match: re.Match[str], written_on: date, *, ahead: bool) -> Iterator[SpokenDay]:
    first = written_on.replace(day=1)
    other = first + timedelta(days=31) if ahead else first - timedelta(days=1)
    for month in (first, other):
        day = day_of(month.year, month.month, day=int(match[1]))
        if isinstance(day, date) and (day > written_on if ahead else day <= written_on):
            yield _day(match, day)
            return


def _weekday(match: re.Match[str], written_on: date, *, ahead: bool) -> SpokenDay:
    number = (match.lastindex or 0) - _BEFORE_WEEKDAYS - 1
    back = (written_on.weekday() - number) % 7
    if match["next"] or match["ahead"] or (ahead and not match["last"]):
        return _day(match, written_on + timedelta(days=(7 - back) % 7 or 7), sure=not match["next"])
    # On a Wednesday `last Tuesday` may be yesterday or eight days ago.
    return _day(match, written_on - timedelta(days=back), sure=not match["last"] and back > 0)
