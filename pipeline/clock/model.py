"""The values of the clock: citations, counted days and deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Force(StrEnum):
    """What makes a duty bind."""

    STATUTE = "statute"
    STATUTORY_GUIDANCE = "statutory-guidance"
    PANEL_GUIDANCE = "panel-guidance"
    LOCAL = "local"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """Where a rule is written; `verified` only once a person has read the source on `checked_on`."""

    title: str
    pinpoint: str
    url: str
    quote: str = ""
    checked_on: date | None = None
    verified: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CountedDay:
    """One day on the way from the trigger to the due date: counted as `number`, or skipped, and why."""

    date: date
    counted: bool
    why: str
    number: int | None = None


class DeadlineState(StrEnum):
    """Where a duty stands on a given day."""

    OPEN = "open"
    DONE = "done"
    NOT_APPLICABLE = "not applicable"
    STOPPED = "stopped"
    EXPECTED = "expected"  # something others will do, or a flag; never a breach


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherReading:
    """The date that another cited reading of the same duty gives."""

    reading: str
    due: date
    citation: Citation


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """One duty of one case with its date, how it was counted and where it is written.

    `owner` is one of `local-authority`, `partners`, `chair`, `manager`, `reviewer`, `agency`, `panel`.
    `due` is the last day in law or guidance, `working_target` the last working day on or before it.
    """

    case_ref: str
    rule: str
    title: str
    owner: str
    trigger_event: str
    trigger_date: date
    due: date
    working_target: date
    force: Force
    edition: str
    citation: Citation
    trigger_source: str = ""
    window_from: date | None = None
    provisional: bool = False
    provisional_because: str = ""
    days: tuple[CountedDay, ...] = ()
    readings: tuple[OtherReading, ...] = ()
    flags: tuple[str, ...] = ()
    state: DeadlineState = DeadlineState.OPEN
    done_on: date | None = None
    because: str = ""
    subject: str = ""
