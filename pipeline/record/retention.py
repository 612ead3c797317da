"""How long a case is kept: the day on which its erasure is due by the office's rule, and what keeps it beyond that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.dates import london_date, long_date
from pipeline.facts import Case, Source
from pipeline.shown_text import amount


class KeptBecause(StrEnum):
    """Why a case is not erased; the value is said to a person."""

    NOTHING = ""
    NOT_CLOSED = "it is not closed"
    HELD = "it is under legal hold"
    NO_RULE = "no rule is set"
    NOT_YET = "its day has not come"
    LEANT_ON = "another case that stays is one incident with it"


@dataclass(frozen=True, kw_only=True, slots=True)
class RetainedCase:
    """A case as the rule sees it: when it was closed, when its erasure is due, and what keeps it."""

    ref: str
    kept: KeptBecause
    closed: date | None = None
    due: date | None = None
    years: int = 0

    @property
    def when(self) -> str:
        """`on Mon 19 January 2032, because closed on Mon 19 January 2026 + 6 years`; empty where no day is known."""
        if self.due is None or self.closed is None:
            return ""
        closed = f"closed on {long_date(self.closed)} + {amount(self.years, 'year')}"
        return f"on {long_date(self.due)}, because {closed}"


def retained(
    cases: Iterable[Case], *, open_refs: Iterable[str], years: int | None, today: date
) -> tuple[RetainedCase, ...]:
    """Every case as the rule sees it on that day; `open_refs` are those whose clocks still run, whatever they say."""
    known, still_open = tuple(cases), frozenset(open_refs)
    seen = [_retained(case, is_open=case.ref in still_open, years=years, today=today) for case in known]
    stay = {one.ref for one in seen if one.kept}
    leant_on = dict(_leant_on(known))
    return tuple(
        one
        if one.kept or not (leant_on.get(one.ref, frozenset()) & stay)
        else RetainedCase(ref=one.ref, kept=KeptBecause.LEANT_ON, closed=one.closed, due=one.due, years=one.years)
        for one in seen
    )


def is_held(case: Case) -> bool:
    """Whether a legal hold lies on it."""
    return case.text("legal_hold") == "yes"


def _retained(case: Case, *, is_open: bool, years: int | None, today: date) -> RetainedCase:
    closed = None if is_open or case.is_open else closed_on(case)
    due = years_after(closed, years) if closed and years else None
    if closed is None:
        kept = KeptBecause.NOT_CLOSED
    elif is_held(case):
        kept = KeptBecause.HELD
    elif due is None:
        kept = KeptBecause.NO_RULE
    else:
        kept = KeptBecause.NOT_YET if due > today else KeptBecause.NOTHING
    return RetainedCase(ref=case.ref, kept=kept, closed=closed, due=due, years=years or 0)


def _leant_on(cases: Iterable[Case]) -> Iterator[tuple[str, frozenset[str]]]:
    """The cases that others name under Same incident as, with those others: their duties rest on it."""
    named: dict[str, set[str]] = {}
    for case in cases:
        named.setdefault(case.text("same_incident").strip().upper(), set()).add(case.ref)
    yield from ((to, frozenset(refs - {to})) for to, refs in named.items() if to)


def closed_on(case: Case) -> date | None:
    """The day from which on it has been closed without a break; None while it is not."""
    said = [fact for fact in case.facts if fact.name == "status"]
    # A form has no say in what the office called it.
    by_office = [fact for fact in said if fact.source in (Source.TRACKER, Source.OPERATOR)] or said
    since = None
    for fact in reversed(by_office):
        if fact.value in (None, "", "Open"):
            break
        since = fact
    return london_date(since.recorded_at) if since else None


def years_after(day: date, years: int) -> date:
    """The same day so many years later; of 29 February, where there is none, the day after."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
