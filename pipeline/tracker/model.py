"""The values of the tracker: what the workbook is to show, what was last written, and what the office has typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pipeline.clock.model import Deadline, Task
from pipeline.facts import Case, Fact, Value
from pipeline.model import Attention, LogEntry
from pipeline.notices.model import Contact

Base = Mapping[str, Mapping[str, Mapping[str, str]]]
"""What was last written: sheet, row key and column header to canonical text, fit for JSON; an empty cell is absent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarDay:
    """A non-working day, and where it is written."""

    date: date
    title: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AgencyProgress:
    """What was sent to one agency about one case."""

    case_ref: str
    agency: str
    requested_on: date | None = None
    due: date | None = None
    chased: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class TrackerContent:
    """Everything that the workbook shows, as of `now`; `originals` gives a case's stored form, relative to the file.

    `uncounted` names the cases whose dates could not be counted.
    """

    now: datetime
    cases: tuple[Case, ...] = ()
    deadlines: Mapping[str, tuple[Deadline, ...]] = field(default_factory=dict)
    tasks: Mapping[str, tuple[Task, ...]] = field(default_factory=dict)
    agencies: tuple[AgencyProgress, ...] = ()
    attention: tuple[Attention, ...] = ()
    log: tuple[LogEntry, ...] = ()
    contacts: tuple[Contact, ...] = ()
    calendar: tuple[CalendarDay, ...] = ()
    originals: Mapping[str, str] = field(default_factory=dict)
    office: str = "Safeguarding partnership business unit"
    marking: str = "OFFICIAL-SENSITIVE"
    uncounted: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class NewCase:
    """A row without a Ref: a case that came by telephone. `where` names the row, `values` are facts' names and values.

    Give it a `Case` whose facts carry `where` as their detail, and the next `patched` puts its Ref into that row.
    """

    where: str
    values: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficeWords:
    """What the office has typed since the last write; `contacts` is None where the Contacts sheet is gone.

    `unfinished` contacts have no address that can be written to, `reopened` items were resolved before, and `calendar`
    holds the days that are new or whose title or source was changed.

    `base` is the base with these words in it; it must be kept together with the facts, so that a word taken back before
    the next write is seen as one.
    """

    facts: tuple[Fact, ...] = ()
    new_cases: tuple[NewCase, ...] = ()
    contacts: tuple[Contact, ...] | None = None
    unfinished: tuple[Contact, ...] = ()
    resolved: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    calendar: tuple[CalendarDay, ...] = ()
    removed_days: tuple[date, ...] = ()
    refusals: tuple[Attention, ...] = ()
    deleted: tuple[str, ...] = ()
    duplicated: tuple[str, ...] = ()
    log: tuple[LogEntry, ...] = ()
    base: Base = field(default_factory=dict)
