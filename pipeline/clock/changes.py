"""Which open dates a changed rule, calendar or choice would move, before it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.clock.dated import Basis
from pipeline.clock.deadlines import deadlines
from pipeline.clock.model import Deadline, DeadlineState
from pipeline.dates import long_date
from pipeline.facts import Case

_LIVE = (DeadlineState.OPEN, DeadlineState.EXPECTED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """A date that moves, comes (`before` is None) or goes (`after` is None), and why in one sentence."""

    case_ref: str
    rule: str
    subject: str
    title: str
    before: date | None
    after: date | None
    because: str


def moved(cases: Iterable[Case], *, before: Basis, after: Basis, now: datetime) -> tuple[Move, ...]:
    """Every live date of `cases` that is another under `after` than under `before`, in the order of the cases."""
    return tuple(move for case in cases for move in _of_case(case, before=before, after=after, now=now))


def _of_case(case: Case, *, before: Basis, after: Basis, now: datetime) -> Iterator[Move]:
    old, new = _live(case, before, now=now), _live(case, after, now=now)
    for key in dict.fromkeys((*old, *new)):
        was, will = old.get(key), new.get(key)
        if was and will and (was.due, was.working_target) == (will.due, will.working_target):
            continue
        either = will or was
        if either is None:
            continue
        yield Move(
            case_ref=case.ref,
            rule=either.rule,
            subject=either.subject,
            title=either.title,
            before=was.due if was else None,
            after=will.due if will else None,
            because=_because(was, will),
        )


def _live(case: Case, basis: Basis, *, now: datetime) -> dict[tuple[str, str], Deadline]:
    found = deadlines(
        case,
        law=basis.law,
        calendar=basis.calendar,
        choices=basis.choices,
        timetable=basis.timetable,
        now=now,
    )
    return {(entry.rule, entry.subject): entry for entry in found if entry.state in _LIVE}


def _because(was: Deadline | None, will: Deadline | None) -> str:
    if was is None or will is None:
        return "The duty would begin to run." if was is None else "The duty would no longer run."
    if (was.trigger_event, was.trigger_date) != (will.trigger_event, will.trigger_date):
        return f"It would be counted from another day, {long_date(will.trigger_date)}."
    if was.counting != will.counting:
        return f"The rule would say {will.counting} instead of {was.counting}."
    if was.calendar != will.calendar:
        return f"The calendar would be another: {will.calendar} instead of {was.calendar}."
    if was.due == will.due:
        return f"Only the target would move, to {long_date(will.working_target)}."
    return "The rule or the office’s choice would be another."
