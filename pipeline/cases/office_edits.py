"""What the office typed, as a line of the log with the old and the new word, and how such a line is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from pipeline.dates import long_date, long_time
from pipeline.facts import FACT_NAMES, Case, Fact, Source, Value, in_force
from pipeline.model import FactKind, LogEntry

TAKEN_BACK = "The office took back what it typed"
# What people write at length or what names them stands in its cell, and never in the log.
_UNSAID = frozenset(
    {"child", "referrer", "notes", "rationale", "missing", "family_views", "parallel_processes", "reviewer", "form"}
)
_LONGEST = 40  # letters of a text


def edit_entry(fact: Fact, before: Value) -> LogEntry:
    """The line of the log for `fact`, in whose place `before` held."""
    said = "cleared" if fact.value is None else "typed"
    words = f"{_shown(fact.name, before)} → {_shown(fact.name, fact.value)}"
    about = f", {fact.subject}" if fact.subject else ""
    detail = f"{FACT_NAMES[fact.name].header}{about}: {words} ({fact.detail})"
    return LogEntry(at=fact.recorded_at, event=f"The office {said}", detail=detail, case_ref=fact.case_ref)


def taken_back(case: Case, entry: LogEntry, *, now: datetime) -> tuple[Fact | None, LogEntry]:
    """The fact that gives back what held before the edit of `entry`, and the line for it; no fact where another word
    has come since."""
    line = LogEntry(at=now, event=TAKEN_BACK, detail=entry.detail, case_ref=case.ref)
    for fact, before in _edits(case):
        if edit_entry(fact, before) == entry:
            now_holds = in_force(one for one in case.facts if _is_about(one, fact))
            if now_holds is fact:
                return replace(fact, value=before, recorded_at=now, detail="taken back on the Log sheet"), line
    return None, replace(line, event="Nothing was taken back, since another word has come in between")


def _edits(case: Case) -> Iterator[tuple[Fact, Value]]:
    """Every word that the office typed on a sheet, the newest first, and what held before it."""
    for at in reversed(range(len(case.facts))):
        fact = case.facts[at]
        if fact.source is Source.TRACKER:
            earlier = in_force(one for one in case.facts[:at] if _is_about(one, fact))
            yield fact, None if earlier is None else earlier.value


def _is_about(one: Fact, other: Fact) -> bool:
    return (one.name, one.subject) == (other.name, other.subject)


def _shown(name: str, value: Value) -> str:
    if value is None or value == "":
        return "empty"
    if isinstance(value, datetime):
        return long_time(value)
    if isinstance(value, date):
        return long_date(value)
    text = str(value)
    is_unsaid = name in _UNSAID or name.endswith("_note") or len(text) > _LONGEST or "\n" in text
    return "a text" if is_unsaid and FACT_NAMES[name].kind is FactKind.TEXT else text
