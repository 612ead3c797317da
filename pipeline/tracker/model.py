"""The values of the tracker: what the workbook is to show, what was last written, and what the office has typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pipeline.clock.duties.ledger import Ledger
from pipeline.facts import Case, Fact, Value
from pipeline.model import Attention, LogEntry
from pipeline.notices.model import Contact
from pipeline.today import Today

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
    due: date | None = None  # the day that the request named
    chased: int = 0  # how often


@dataclass(frozen=True, kw_only=True, slots=True)
class TrackerContent:
    """Everything that the workbook shows."""

    now: datetime
    cases: tuple[Case, ...] = ()
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)  # by Ref; none of a case that could not be counted
    agencies: tuple[AgencyProgress, ...] = ()
    attention: tuple[Attention, ...] = ()  # also what is resolved
    log: tuple[LogEntry, ...] = ()  # oldest first
    contacts: tuple[Contact, ...] = ()  # those of the settings: they fill an empty sheet once
    calendar: tuple[CalendarDay, ...] = ()  # non-working days
    answered: Mapping[str, str] = field(default_factory=dict)  # what the office chose under Accept, by an item's id
    originals: Mapping[str, str] = field(default_factory=dict)  # each case's stored form by Ref, relative to the file
    office: str = "Safeguarding partnership business unit"
    marking: str = "OFFICIAL-SENSITIVE"  # printed at the head of every page
    uncounted: frozenset[str] = frozenset()  # the Refs of cases whose dates could not be counted
    unsorted: frozenset[str] = frozenset()  # the Refs of cases taken in, of which nobody has said what became of them
    today: Today | None = None  # what the first sheet shows
    # The closed cases that are not among `cases`: their rows stay as they were last written. Of them the Dashboard
    # counts each text of `dashboard.counts_text` as often as it says here.
    resting: frozenset[str] = frozenset()
    resting_counts: Mapping[str, int] = field(default_factory=dict)
    quiet: frozenset[str] = frozenset()  # of those, the ones of which nothing is asked and nothing counted meanwhile


@dataclass(frozen=True, kw_only=True, slots=True)
class NewCase:
    """A row without a Ref: a case that came by telephone.

    Give it a `Case` whose facts carry `where` as their detail, and the next `patched` puts its Ref into that row.
    """

    where: str  # Cases!row 13
    values: tuple[tuple[str, Value], ...]  # the names of facts, and what was typed


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficeWords:
    """What the office has typed since the last write."""

    facts: tuple[Fact, ...] = ()
    new_cases: tuple[NewCase, ...] = ()
    contacts: tuple[Contact, ...] | None = None  # all that stand on the sheet; None where it is gone
    unfinished: tuple[Contact, ...] = ()  # contacts without an address that can be written to
    answered: Mapping[str, str] = field(default_factory=dict)  # ids of proposals, each accepted (`yes`) or not (`no`)
    taken_back: tuple[str, ...] = ()  # the keys of lines of the log that the office wants undone
    resolved: tuple[str, ...] = ()  # ids of what needed attention
    reopened: tuple[str, ...] = ()  # ids of what was resolved before
    calendar: tuple[CalendarDay, ...] = ()  # days that are new, or whose title or source was changed
    removed_days: tuple[date, ...] = ()
    refusals: tuple[Attention, ...] = ()  # what cannot be used, each settled once it is no longer among them
    deleted: tuple[str, ...] = ()  # the Refs of cases whose rows are gone
    duplicated: tuple[str, ...] = ()  # the Refs that stand in more than one row
    log: tuple[LogEntry, ...] = ()
    # The base with these words in it: kept together with the facts, so that a word taken back later is seen as one.
    base: Base = field(default_factory=dict)
