"""Which open dates a changed rule, calendar or choice moves: before it is made, and once it has been made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from pipeline.clock.changes.differences import Difference, differences
from pipeline.clock.duties.ledger import ledger
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.model import Deadline, DutyState
from pipeline.dates import long_date
from pipeline.facts import Case

DeadlineKey = tuple[str, str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class DateMove:
    """A date that moves, comes (`was` is None) or goes (`will` is None), and why in one sentence."""

    was: Deadline | None
    will: Deadline | None
    because: str

    @property
    def either(self) -> Deadline:
        """The deadline as it will be, or as it was where it goes."""
        found = self.will or self.was
        if found is None:
            raise ValueError("a move has a deadline before or after")
        return found

    @property
    def key(self) -> DeadlineKey:
        return self.either.case_ref, self.either.rule, self.either.subject

    @property
    def rule(self) -> str:
        return self.either.rule

    @property
    def before(self) -> date | None:
        return self.was.due if self.was else None

    @property
    def after(self) -> date | None:
        return self.will.due if self.will else None

    @property
    def target(self) -> date | None:
        """The day to work to once it has moved: never later than it was, where the duty itself goes on."""
        if self.will is None:
            return None
        return min(self.will.working_target, self.was.working_target) if self.was else self.will.working_target


_NOBODY_LEADS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptTarget:
    """The earlier day that stays the working target of a duty whose date a change of law, calendar or choice moved."""

    key: DeadlineKey
    target: date
    trigger_event: str
    trigger_date: date
    since: date
    because: str


def moved(
    cases: Iterable[Case], *, before: Basis, after: Basis, now: datetime, leads: Mapping[str, str] = _NOBODY_LEADS
) -> tuple[DateMove, ...]:
    """Every live date of `cases` that is another under `after` than under `before`, in the order of the cases; `leads`
    names the case on which another's incident rests."""
    changed = differences(before, after)
    return tuple(
        DateMove(was=was, will=will, because=_because(was, will, changed=changed))
        for case in cases
        for was, will in _pairs(case, before=before, after=after, now=now, with_case=leads.get(case.ref, ""))
    )


def kept_targets(moves: Iterable[DateMove], *, since: date) -> Iterator[KeptTarget]:
    """What must be remembered of `moves`, so that a date that moved on is still worked to on the earlier day."""
    for move in moves:
        will = move.will
        if will is not None and move.target is not None and move.target < will.working_target:
            yield KeptTarget(
                key=move.key,
                target=move.target,
                trigger_event=will.trigger_event,
                trigger_date=will.trigger_date,
                since=since,
                because=move.because,
            )


def worked_to(deadline: Deadline, kept: KeptTarget | None) -> Deadline:
    """The deadline with the earlier day as its target, until the facts give it another start or it is settled."""
    if kept is None or not deadline.state.is_open or kept.target >= deadline.working_target:
        return deadline
    if (kept.trigger_event, kept.trigger_date) != (deadline.trigger_event, deadline.trigger_date):
        return deadline
    flag = (
        f"The date moved on {long_date(kept.since)} from {long_date(kept.target)} to {long_date(deadline.due)}. "
        f"{kept.because} The target stays {long_date(kept.target)}."
    )
    return replace(deadline, working_target=kept.target, flags=(*deadline.flags, flag))


def _pairs(
    case: Case, *, before: Basis, after: Basis, now: datetime, with_case: str
) -> Iterator[tuple[Deadline | None, Deadline | None]]:
    old, new = (_live(case, basis, now=now, with_case=with_case) for basis in (before, after))
    for key in dict.fromkeys((*old, *new)):
        was, will = old.get(key), new.get(key)
        if not (was and will and (was.due, was.working_target) == (will.due, will.working_target)):
            yield was, will


def _live(case: Case, basis: Basis, *, now: datetime, with_case: str) -> dict[tuple[str, str], Deadline]:
    found = ledger(case, basis=basis, now=now, with_case=with_case).deadlines
    return {
        (entry.rule, entry.subject): entry
        for entry in found
        if (entry.state.is_open or entry.state is DutyState.EXPECTED)
    }


def _because(was: Deadline | None, will: Deadline | None, *, changed: tuple[Difference, ...]) -> str:
    found = [deadline for deadline in (was, will) if deadline]  # of one rule
    first, *_, last = sorted(day for deadline in found for day in (deadline.trigger_date, deadline.due))
    why = (entry.text for entry in changed if entry.may_move(found[0].rule, first=first, last=last))
    return " ".join(filter(None, (_what(was, will), *why)))


def _what(was: Deadline | None, will: Deadline | None) -> str:
    if was is None or will is None:
        return "The duty begins to run." if was is None else "The duty no longer runs."
    if (was.trigger_event, was.trigger_date) != (will.trigger_event, will.trigger_date):
        return f"It is counted from another day, {long_date(will.trigger_date)}."
    if was.counting != will.counting:
        return f"The rule says {will.counting}, not {was.counting}."
    if was.due == will.due:
        return f"Only the target moves, to {long_date(will.working_target)}."
    return ""
