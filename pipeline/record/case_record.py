"""The record of one case: everything that happened, in order, with what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordLine:
    """One thing that was recorded."""

    number: int  # of its entry in the chain
    at: datetime
    what: str
    said: str
    source: str  # who said it, and where
    file: str = ""  # where its bytes lie in the bundle


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordedDate:
    """A duty: its date with the law and the counting, or what calls for it; and what was sent about it."""

    title: str
    paragraphs: tuple[str, ...]
    sent: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BundledFile:
    """A file of the bundle, or one that was left out of it."""

    name: str  # its path in the bundle; empty where it was left out
    what: str
    sha256: str
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldFact:
    """A fact that now holds."""

    what: str
    value: str
    source: str
    recorded_at: datetime
    is_decision: bool = False  # of those that stand on the sheet Decisions, or decide what is done


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseRecord:
    """The whole of it."""

    ref: str
    partnership: str
    marking: str
    opened_at: datetime
    made_at: datetime
    verdict: str  # what a walk along the chain of the journal found
    lines: tuple[RecordLine, ...]
    facts: tuple[HeldFact, ...]
    dates: tuple[RecordedDate, ...]
    files: tuple[BundledFile, ...]
