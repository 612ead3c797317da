"""Which days are working days: the published bank holidays, where they come from, and where the list ends."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from importlib import resources

from pipeline.dates import long_date
from pipeline.errors import RuleInvalid
from pipeline.settings import NonWorkingDay

SATURDAY = 5


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
    def described(self) -> str:
        """What it lists, in which version, and to what day, for people."""
        return f"{self.title} (version {self.version}, known to {long_date(self.horizon)})"

    def is_working_day(self, day: date) -> bool:
        """Whether `day` counts as a working day; beyond the list every weekday is taken to count, see `knows`."""
        return day.weekday() < SATURDAY and day not in self._by_day

    def why_not(self, day: date) -> str:
        """Why `day` is not a working day (`Saturday`, `Christmas Day`), or an empty text where it is one."""
        if day.weekday() >= SATURDAY:
            return f"{day:%A}"
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
        dated = [holiday for holiday in self.holidays if holiday.entered_on]
        return tuple(sorted((*dated, *self.extra), key=lambda holiday: holiday.day))

    def without(self, holidays: Iterable[Holiday]) -> Calendar:
        """This calendar as it stood before `holidays` came onto it."""
        gone = frozenset(holidays)
        return replace(
            self,
            version=f"{self.version} without {len(gone)} later",
            holidays=tuple(holiday for holiday in self.holidays if holiday not in gone),
            extra=tuple(holiday for holiday in self.extra if holiday not in gone),
        )


def england_and_wales(extra: Iterable[NonWorkingDay] = ()) -> Calendar:
    """The calendar of England and Wales with the office's `extra` proclaimed days."""
    return _calendar("england-and-wales", _added(extra))


def england_and_wales_as(text: str, extra: Iterable[NonWorkingDay] = ()) -> Calendar:
    """The calendar that a published list (JSON, as GOV.UK gives one division) would make; raises RuleInvalid."""
    try:
        return _made((text,), name="england-and-wales", title=_LISTS["england-and-wales"][0], extra=_added(extra))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise RuleInvalid(f"This is no list of bank holidays as GOV.UK publishes one division ({fault}).") from None


def united_kingdom(extra: Iterable[NonWorkingDay] = ()) -> Calendar:
    """The calendar of freedom of information: bank holidays in any part of the United Kingdom.

    Freedom of Information Act 2000 section 10(6).
    """
    return _calendar("united-kingdom", _added(extra))


def named(name: str, calendar: Calendar) -> Calendar:
    """The calendar called `name`: `calendar` itself, or another with the same days added by the office."""
    return calendar if calendar.name == name else _calendar(name, calendar.extra)


def from_text(text: str, *, name: str, title: str) -> Calendar:
    """The calendar that a list in GOV.UK's shape holds."""
    return _made([text], name=name, title=title, extra=())


_LISTS = {
    "england-and-wales": ("bank holidays in England and Wales", ("bank-holidays-england-and-wales.json",)),
    "united-kingdom": (
        "bank holidays in any part of the United Kingdom",
        ("bank-holidays-england-and-wales.json", "bank-holidays-elsewhere-in-the-united-kingdom.json"),
    ),
}


@cache
def _calendar(name: str, extra: tuple[Holiday, ...]) -> Calendar:
    title, files = _LISTS[name]
    folder = resources.files("pipeline.clock") / "law"
    texts = [(folder / file).read_text(encoding="utf-8") for file in files]
    return _made(texts, name=name, title=title, extra=extra)


def _made(texts: Iterable[str], *, name: str, title: str, extra: tuple[Holiday, ...]) -> Calendar:
    texts = tuple(texts)
    lists = [json.loads(text) for text in texts]
    holidays = tuple(sorted((h for entry in lists for h in _holidays(entry)), key=lambda holiday: holiday.day))
    horizon = max(holiday.day for holiday in _holidays(lists[0]))
    mark = hashlib.sha256("".join(texts).encode()).hexdigest()[:8]
    known = {holiday.day for holiday in holidays}
    own = tuple(holiday for holiday in extra if holiday.day not in known)
    return Calendar(
        name=name,
        title=title,
        source="; ".join(entry.get("source", entry["division"]) for entry in lists),
        version=f"{horizon.isoformat()}-{mark}" + (f"+{len(own)}" if own else ""),
        first=date(holidays[0].day.year, 1, 1),
        horizon=horizon,
        holidays=holidays,
        extra=own,
    )


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
