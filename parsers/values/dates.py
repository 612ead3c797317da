"""Dates as they are written in Britain: day first always, month names, parts of dates kept as parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, pairwise

from parsers.values.answer_state import flat
from parsers.values.phrases import listed, one_of, phrases, printed
from pipeline.written_day import day_of, month_of, year_of

_MONTH = rf"(?P<month>{one_of('dates.months')})\b\.?"
_DAY = rf"(?P<day>\d{{1,2}})(?:\s?{one_of('dates.ordinals')})?"
_YEAR = r"(?P<year>(?:19|20)\d\d|['`]?\d\d)(?![\d:])(?!\.\d)"
_FULL_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_FORMS = tuple(
    re.compile(rf"(?<![\d/])(?:{shape})", re.I)
    for shape in (
        r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?:T[\d:.]+Z?)?(?!\d)",
        r"(?P<year>20\d\d|19\d\d)/(?P<month>\d\d)/(?P<day>\d\d)(?!\d)",
        rf"(?P<day>\d{{1,2}})\s*(?P<sep>[/.\-])\s*(?P<month>\d{{1,2}})\s*(?P=sep)\s*{_YEAR}",
        rf"(?P<day>\d{{1,2}})\s(?P<month>\d{{1,2}})\s{_YEAR}(?=\s*$|\s*[,;(])",
        rf"{_DAY}[\s/.\-]*(?:{one_of('dates.of_a_month')}\s+)?{_MONTH}[\s/.,\-]*{_YEAR}",
        rf"{_MONTH}\s*{_DAY}\s*,?\s+{_FULL_YEAR}",
        rf"{_MONTH}[\s,/\-]*(?:{one_of('dates.of_a_year')}\s+)?(?P<year>(?:19|20)\d\d|'\d\d)(?!\d)",
        rf"(?P<month>0?[1-9]|1[0-2])\s*[/.\-]\s*{_FULL_YEAR}",
        r"(?P<day>[0-3]\d)(?P<month>[01]\d)(?P<year>(?:19|20)\d\d|\d\d)(?=\s*$)",
        "".join(f"(?<!{season} )" for season in listed("dates.seasons"))
        + r"(?P<year>(?:19[3-9]|20[0-4])\d)(?![\d/.\-])(?=\s*$|\s*[),;])",
    )
)


_YEARLESS = re.compile(
    rf"\b(?P<weekday>{one_of('dates.weekdays')})\b[.,]?\s+(?:{one_of('dates.before_a_day')}\s)?(?<![\d/.:-]){_DAY}\s?"
    rf"(?:(?:{one_of('dates.of_a_month')}\s)?{_MONTH}|/(?P<number>0?[1-9]|1[0-2])(?![\d/]))",
    re.I,
)
_FIGURE = re.compile(r"\d")
# What every date has at least: a year of four figures, a name of a month, a sign or a space between two numbers, or six
# or eight figures at the end. Most texts have none of it, and are not tried by each form.
_MAY_BE_DATED = re.compile(
    r"(?:19|20)\d\d|\d\s*[/.\-]\s*\d|\d\s\d{1,2}\s|[0-3]\d[01]\d(?:\d\d|\d{4})\s*$"
    rf"|{'|'.join(month[:3] for month in listed('dates.months'))}",
    re.I,
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date found at `start` to `end` of a text: `iso` is `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; `doubt` is shown."""

    iso: str
    start: int
    end: int
    doubt: str = ""

    @property
    def whole(self) -> bool:
        """Whether day, month and year are all known."""
        return len(self.iso) == 10


@dataclass(frozen=True, slots=True)
class Pivot:
    """How two digits become a year: a birth is never after `latest`, the last year that the document speaks of."""

    birth: bool = False
    latest: int | None = None

    @property
    def last_year(self) -> int:
        """The last year that two digits may mean."""
        if not self.birth:
            return 2079
        return self.latest if self.latest is not None else 2049


def _read(found: re.Match[str], pivot: Pivot) -> WrittenDate | None:
    parts = found.groupdict()
    year = year_of(parts["year"], latest=pivot.last_year)
    if not parts.get("month"):
        return WrittenDate(f"{year:04}", *found.span())
    month = month_of(parts["month"][:3])
    if not parts.get("day"):
        return WrittenDate(f"{year:04}-{month:02}", *found.span()) if 1 <= month <= 12 else None
    day = int(parts["day"])
    whole = day_of(year, month, day=day)
    if isinstance(whole, date):
        return WrittenDate(whole.isoformat(), *found.span())
    turned = day_of(year, day, day=month)
    if parts["month"].isdigit() and isinstance(turned, date):
        doubt = f"“{found.group().strip()}” can only be a date with the month first."
        return WrittenDate(turned.isoformat(), *found.span(), doubt)
    return None


@lru_cache(maxsize=2048)
def dates(text: str, pivot: Pivot = Pivot()) -> tuple[WrittenDate, ...]:
    """Every date in `text` in its order; numbers that could be something else (references, telephones) are left."""
    plain = flat(text)
    if not (_FIGURE.search(plain) and _MAY_BE_DATED.search(plain)):
        return ()
    found = sorted(_apart(plain, pivot), key=lambda each: each.start)
    again = {one for one, other in pairwise(found) if _is_said_again(one, other, between=plain[one.end : other.start])}
    return tuple(each for each in found if each not in again)


def _is_said_again(one: WrittenDate, other: WrittenDate, *, between: str) -> bool:
    """Whether a month or a year is followed by the whole of the same date in brackets (`March 2020 (08/03/2020)`)."""
    return not one.whole and other.whole and other.iso.startswith(one.iso) and "(" in between


def _apart(text: str, pivot: Pivot) -> list[WrittenDate]:
    """The dates that the forms of dates find in turn, none where an earlier form found one."""
    taken: list[WrittenDate] = []
    for match in _shaped(text):
        if any(match.start() < earlier.end and earlier.start < match.end() for earlier in taken):
            continue
        taken += filter(None, [_read(match, pivot)])
    return taken


@lru_cache(maxsize=512)
def _shaped(text: str) -> tuple[re.Match[str], ...]:
    """What has the shape of a date, form after form: the same however two digits become a year."""
    return tuple(chain.from_iterable(form.finditer(text) for form in _FORMS))


_WEEK = printed("dates.week", shape=r"\b{}\b")
_SHORT_START, _BETWEEN = printed("dates.short_start"), printed("dates.between")


@dataclass(frozen=True, slots=True)
class Period:
    """When something happened: `end` is empty unless a range was written; `doubt` is for a person."""

    start: str
    end: str = ""
    doubt: str = ""


def period(text: str, pivot: Pivot = Pivot()) -> Period | None:
    """The day or the range that `text` gives, or None; of several unconnected dates the first, with a doubt."""
    plain = flat(text)
    found = dates(plain, pivot)
    if not found:
        return None
    first, *others = found
    if others and _BETWEEN.match(plain[first.end : others[0].start]):
        return Period(first.iso, others[0].iso, first.doubt or others[0].doubt)
    opened = _opened(plain[: first.start], first)
    if opened:
        return Period(opened, first.iso, first.doubt)
    if _WEEK.search(plain[: first.start]) and first.whole:
        return Period(first.iso, (date.fromisoformat(first.iso) + timedelta(days=6)).isoformat(), first.doubt)
    if all(other.iso == first.iso for other in others):
        return Period(first.iso, "", first.doubt)
    return Period(first.iso, "", first.doubt or "More than one date is written there; the first was taken.")


def yearless(text: str, latest: str) -> Period | None:
    """The day till a month after `latest` (`YYYY-MM-DD`) that `text` means by weekday, day and month, and that doubt.

    The weekday tells the year: the same day of the month falls on it again after five years at the earliest.
    """
    found = _YEARLESS.search(flat(text))
    if found is None or not latest:
        return None
    last, day = date.fromisoformat(latest), int(found["day"])
    month = int(found["number"] or 0) or month_of(found["month"][:3])
    days = (day_of(year, month, day=day) for year in (last.year, last.year - 1))
    # The latest day that a form writes whole is often that of the incident, and who was told of it was told later.
    meant = next((each for each in days if isinstance(each, date) and each <= last + timedelta(days=31)), None)
    if meant is None or found["weekday"][:3].lower() != f"{meant:%a}".lower():
        return None
    return Period(meant.isoformat(), doubt=f"No year is written there; {meant.year} is that of the form's other days.")


def _opened(before: str, closing: WrittenDate) -> str:
    """The first day of `between 1 and 4 Nov 2026`, whose month or year stands only with the last day."""
    short = _SHORT_START.search(before)
    if not short or not closing.whole:
        return ""
    year, month, last = (int(part) for part in closing.iso.split("-"))
    named = short.group("named")
    start = day_of(year, month_of(named[:3]) if named else month, day=int(short.group("day")))
    return start.isoformat() if isinstance(start, date) and start < date(year, month, last) else ""


_CLOCK = printed("dates.clock", shape=r"(?<![\d/.:]){}")
_PARTS_OF_TIMES = (("h", "h4", "h12"), ("m", "m4"), ("half", "half12"))
_VAGUE = printed("dates.vague")
_NAMED_TIMES = {name: time for time, names in phrases()["times"].items() for name in names}


def clock_time(text: str) -> str | None:
    """`HH:MM` where `text` gives one plain time of day, or None; vague ones are not."""
    plain = flat(text)
    if _VAGUE.search(plain):
        return None
    found = list(_CLOCK.finditer(plain))
    if not found:
        return _bare_time(plain)
    return _time(found[0]) if len(found) == 1 else None


def _bare_time(text: str) -> str | None:
    """A time that only a box for times makes one: `noon`, or four digits."""
    if re.fullmatch(r"(?:[01]\d|2[0-3])[0-5]\d", text):
        return f"{text[:2]}:{text[2:]}"
    return _NAMED_TIMES.get(text.lower().strip(" ."))


def _time(found: re.Match[str]) -> str:
    # Of the three ways to write a time, the groups of the other two are None.
    hour, minute, half = ("".join(filter(None, found.group(*names))) for names in _PARTS_OF_TIMES)
    return f"{_hour_of_day(int(hour), half.lower()):02}:{minute or '00'}"


def _hour_of_day(hour: int, half: str) -> int:
    if half.startswith("p") and hour <= 12:
        return hour % 12 + 12
    return 0 if half.startswith("a") and hour == 12 else hour
