"""Which days are working days: the published bank holidays, where they come from, and where the list ends."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from importlib import resources
from itertools import chain, filterfalse

from pipeline.dates import long_date
from pipeline.errors import RuleInvalid
from pipeline.settings import NonWorkingDay

SATURDAY = 5
_WEEKEND = ("Saturday", "Sunday")


@dataclass(frozen=True, kw_only=True, slots=True)
class Holiday:
    """A day that is not a working day; `entered_on` is the day it came onto the list, where that is known."""

    day: date
    title: str
    source: str
    entered_on: date | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Calendar:
    """The non-working days of one part of the country from `first` to `horizon`, and what the office added to them.

    SI 2006/1738 regulation 2: a day which is not a Saturday, Sunday, Christmas Day, Boxing Day, Good Friday or a bank
    holiday under the Banking and Financial Dealings Act 1971.
    """

    name: str
    title: str
    source: str
    version: str
    first: date
    horizon: date
    holidays: tuple[Holiday, ...]
    extra: tuple[Holiday, ...] = ()

    @cached_property
    def _by_day(self) -> Mapping[date, Holiday]:
        return {holiday.day: holiday for holiday in (*self.extra, *self.holidays)}

    @cached_property
    def working_days(self) -> tuple[date, ...]:
        """Every working day that the list reaches, in order."""
        span = map(date.fromordinal, range(self.first.toordinal(), self.horizon.toordinal() + 1))
        return tuple(filter(self.is_working_day, span))

    @cached_property
    def described(self) -> str:
        """What it lists, in which version, and to what day, for people."""
        return f"{self.title} (version {self.version}, known to {long_date(self.horizon)})"

    def is_working_day(self, day: date) -> bool:
        """Whether `day` counts as a working day; beyond the list every weekday is taken to count, see `knows`."""
        return day.weekday() < SATURDAY and day not in self._by_day

    def why_not(self, day: date) -> str:
        """Why `day` is not a working day (`Saturday`, `Christmas Day`), or an empty text where it is one."""
        if day.weekday() >= SATURDAY:
            return _WEEKEND[day.weekday() - SATURDAY]
        holiday = self._by_day.get(day)
        return holiday.title if holiday else ""

    def knows(self, day: date) -> bool:
        """Whether the list reaches `day`."""
        return self.first <= day <= self.horizon

    def days_left(self, today: date) -> int:
        """Calendar days from `today` to the end of the list."""
        return (self.horizon - today).days

    @cached_property
    def entries_after_publication(self) -> tuple[Holiday, ...]:
        """The days that came onto the list after the rest, in their order, with those that the office added."""
        later = [holiday for holiday in self.holidays if holiday.entered_on]
        return tuple(sorted((*later, *self.extra), key=lambda holiday: holiday.day))

    def without(self, holidays: Iterable[Holiday]) -> Calendar:
        """This calendar as it stood before `holidays` came onto it."""
        gone = frozenset(holidays)
        return replace(
            self,
            version=f"{self.version} without {len(gone)} later",
            holidays=tuple(filterfalse(gone.__contains__, self.holidays)),
            extra=tuple(filterfalse(gone.__contains__, self.extra)),
        )


def england_and_wales(extra: Iterable[NonWorkingDay] = ()) -> Calendar:
    """The calendar of England and Wales with the office's `extra` proclaimed days."""
    return _calendar("england-and-wales", _added(extra))


def england_and_wales_as(text: str, extra: Iterable[NonWorkingDay] = (), *, entered_on: date | None = None) -> Calendar:
    """The calendar that a published list would make (GOV.UK's JSON, of one division or of all); raises RuleInvalid.

    GOV.UK's list has been cut short at its beginning before: years that it does not hold stay as they are known. A day
    that is new in it came onto the list on `entered_on`.
    """
    try:
        listed = json.loads(text)
        division = listed.get("england-and-wales", listed)
        published = sorted(_holidays(division), key=lambda holiday: holiday.day)
        return _renewed(_calendar("england-and-wales", _added(extra)), published, entered_on=entered_on)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as fault:
        raise RuleInvalid(f"This is no list of bank holidays as GOV.UK publishes one division ({fault}).") from None


def _renewed(calendar: Calendar, published: list[Holiday], *, entered_on: date | None) -> Calendar:
    known = {holiday.day: holiday for holiday in calendar.holidays}
    earlier = (holiday for holiday in calendar.holidays if holiday.day.year < published[0].day.year)
    # What was known keeps the day on which it came onto the list, whatever a later publication says.
    listed = (known.get(day.day) or replace(day, entered_on=day.entered_on or entered_on) for day in published)
    holidays = (*earlier, *listed)
    days = tuple(holiday.day for holiday in holidays)
    if days == tuple(known):
        return calendar
    own = _not_listed(calendar.extra, holidays)
    version = _version(holidays[-1].day, "".join(day.isoformat() for day in sorted(set(days))), own=own)
    return replace(calendar, version=version, horizon=holidays[-1].day, holidays=holidays, extra=own)


def named(name: str, calendar: Calendar) -> Calendar:
    """The calendar called `name`: `calendar` itself, or another with the same days added by the office."""
    return calendar if calendar.name == name else _calendar(name, calendar.extra)


def published_list() -> str:
    """The list of England and Wales as it ships, so that a later version can be compared with it."""
    return _texts("england-and-wales")[0]


_LISTS = {
    "england-and-wales": ("bank holidays in England and Wales", ("bank-holidays-england-and-wales.json",)),
    # Of freedom of information: Freedom of Information Act 2000 section 10(6).
    "united-kingdom": (
        "bank holidays in any part of the United Kingdom",
        ("bank-holidays-england-and-wales.json", "bank-holidays-elsewhere-in-the-united-kingdom.json"),
    ),
}


@cache
def _calendar(name: str, extra: tuple[Holiday, ...]) -> Calendar:
    return _made(_texts(name), name=name, title=_LISTS[name][0], extra=extra)


def _texts(name: str) -> list[str]:
    folder = resources.files("pipeline.clock") / "law"
    return [(folder / file).read_text(encoding="utf-8") for file in _LISTS[name][1]]


def _made(texts: list[str], *, name: str, title: str, extra: tuple[Holiday, ...]) -> Calendar:
    lists = [json.loads(text) for text in texts]
    holidays = tuple(sorted(chain.from_iterable(map(_holidays, lists)), key=lambda holiday: holiday.day))
    horizon = max(holiday.day for holiday in _holidays(lists[0]))
    own = _not_listed(extra, holidays)
    return Calendar(
        name=name,
        title=title,
        source="; ".join(entry.get("source", entry["division"]) for entry in lists),
        version=_version(horizon, "".join(texts), own=own),
        # The list is published by whole years, so a day before its first holiday is known to be none.
        first=date(holidays[0].day.year, 1, 1),
        horizon=horizon,
        holidays=holidays,
        extra=own,
    )


def _not_listed(own: Iterable[Holiday], holidays: Iterable[Holiday]) -> tuple[Holiday, ...]:
    listed = {holiday.day for holiday in holidays}
    return tuple(holiday for holiday in own if holiday.day not in listed)


def _version(horizon: date, content: str, *, own: tuple[Holiday, ...]) -> str:
    """The horizon and a mark of the content; the office's own days are marked as well, for a day withdrawn and another
    added is another calendar."""
    plain = f"{horizon.isoformat()}-{_mark(content)[:8]}"
    return f"{plain}+{len(own)}-{_mark(''.join(f'{day.day} {day.entered_on}' for day in own))[:4]}" if own else plain


def _mark(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _holidays(entry: Mapping[str, object]) -> Iterable[Holiday]:
    events = entry["events"]
    for event in events if isinstance(events, list) else ():
        substitute = ", substitute day" if event.get("notes") == "Substitute day" else ""
        entered = event.get("entered_on")
        yield Holiday(
            day=date.fromisoformat(event["date"]),
            title=event["title"] + substitute,
            source=str(entry.get("source", "")),
            entered_on=date.fromisoformat(entered) if entered else None,
        )


def _added(extra: Iterable[NonWorkingDay]) -> tuple[Holiday, ...]:
    return tuple(
        Holiday(day=day.date, title=day.title, source=day.source, entered_on=day.entered_on)
        for day in sorted(extra, key=lambda day: day.date)
    )
