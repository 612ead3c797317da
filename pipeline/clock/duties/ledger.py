"""The ledger of duties of one case: every duty with its three truths and its state, and the question that is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import TypeVar

from pipeline.clock.duties.applies import applying, deciding_facts, is_possible
from pipeline.clock.duties.case_on_day import CaseOnDay
from pipeline.clock.duties.deadlines import Starts, as_read, deadlines, starts_of
from pipeline.clock.duties.events import happened, said_by
from pipeline.clock.duties.missing_evidence import missing_evidence
from pipeline.clock.duties.question import CaseQuestion, is_unread, question_of
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.duties.state import Truths, case_in_error, set_aside, state_of
from pipeline.clock.duties.tasks import called_for_on, tasks
from pipeline.clock.duties.timetable import rule_of
from pipeline.clock.model import (
    Applicability,
    Applying,
    CountKind,
    Deadline,
    DutyAhead,
    DutyState,
    Force,
    Rule,
    RuleId,
    Started,
    StartKind,
    Stopped,
    Task,
    TaskRule,
)
from pipeline.dates import london_date
from pipeline.facts import Case

# A case with an open duty of one of these is not closed. The Panel's own guidance is among them: a rapid review that
# was begun and never sent is no finished case, though no Act sets its days.
BINDING = (Force.STATUTE, Force.STATUTORY_GUIDANCE, Force.PANEL_GUIDANCE)
_RUNS_ON = (
    RuleId.ACTION_PLAN_REVIEW,
    RuleId.ACTION_PLAN_REVIEW_6_MONTHS,
    RuleId.ACTION_PLAN_REVIEW_12_MONTHS,
    "action-plan",
)
# What goes with a child and not with the incident; an action stands where the office has entered it.
_OF_A_CHILD = (
    RuleId.LOOKED_AFTER_DEATH,
    RuleId.CARE_LEAVER_DEATH,
    RuleId.INFORM_PARTNERS_OF_DEATH,
    RuleId.REPORT_TO_OTHER_PARTNERS,
    "action-plan",
)
_NOBODY_ASKED: Mapping[str, date] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """Every duty of one case as it stands at one moment."""

    case_ref: str
    deadlines: tuple[Deadline, ...] = ()  # with a day, the earliest first
    tasks: tuple[Task, ...] = ()  # without a number of days, in the order of the law
    ahead: tuple[DutyAhead, ...] = ()  # whose event has not happened, in the order of the law
    question: CaseQuestion | None = None
    holding_open: tuple[Deadline | Task, ...] = ()  # open duties of statute or guidance, which no closing silences
    lacking: tuple[str, ...] = ()  # what the record lacks before the case may be closed, a sentence each
    is_open: bool = True  # also where somebody marked it Closed and something holds it open
    with_case: str = ""  # the case of the same incident on which its duties rest, but for those that go with a child


def ledger(
    case: Case, *, basis: Basis, now: datetime, requested: Mapping[str, date] = _NOBODY_ASKED, with_case: str = ""
) -> Ledger:
    """The ledger of `case` at `now`; `requested` says on which day each agency was asked for its return, `with_case`
    names the case of the same incident on which rests what does not go with a child."""
    basis, today, facts = as_read(basis), london_date(now), deciding_facts(case)
    if is_unread(case) and case_in_error(case) is None:
        asked = question_of(case, facts, deadlines=(), calendar=basis.calendar)
        return Ledger(case_ref=case.ref, question=asked, lacking=missing_evidence(case))
    on = CaseOnDay(case=case, facts=facts, basis=basis, today=today, requested=requested)
    starts = starts_of(on)
    dated, undated, ahead = tuple(deadlines(on, starts)), tuple(tasks(on)), tuple(_ahead(on, starts))
    if with_case:
        dated = tuple(_resting(entry, with_case) for entry in dated)
        undated = tuple(_resting(task, with_case) for task in undated)
        ahead = tuple(_resting(duty, with_case) for duty in ahead)
    ended = case_in_error(case) is not None
    whole = Ledger(
        case_ref=case.ref,
        deadlines=tuple(sorted(dated, key=lambda entry: (entry.due, entry.rule, entry.subject))),
        tasks=undated,
        ahead=ahead,
        question=None if ended else _question(on, dated, of_child_alone=bool(with_case)),
        holding_open=(*filter(_holds_open, dated), *filter(_holds_open, undated)),
        # What is decided of the incident is recorded on the case that leads.
        lacking=() if with_case else missing_evidence(case),
        is_open=not ended,
        with_case=with_case,
    )
    return _closed(whole, case) if case.text("status") == "Closed" else whole


Resting = TypeVar("Resting", Deadline, Task, DutyAhead)


def _resting(duty: Resting, with_case: str) -> Resting:
    """The duty as it stands where another case of the same incident leads; what was done stays done."""
    if duty.rule in _OF_A_CHILD or duty.state is DutyState.DONE:
        return duty
    because = f"With {with_case}, the same incident."
    applies = Applying(value=Applicability.NO, because=because, with_case=with_case)
    rested = replace(duty, applies=applies, state=DutyState.NOT_NEEDED)
    return rested if isinstance(rested, DutyAhead) else replace(rested, because=because)


def _question(on: CaseOnDay, dated: tuple[Deadline, ...], *, of_child_alone: bool) -> CaseQuestion | None:
    calendar = on.basis.calendar
    return question_of(on.case, on.facts, deadlines=dated, calendar=calendar, of_child_alone=of_child_alone)


def _closed(whole: Ledger, case: Case) -> Ledger:
    """The ledger of a case that is marked Closed: as it was while a duty or its record is open, else at rest."""
    if whole.holding_open or whole.lacking:
        return whole
    fact = case.fact("status")
    on = london_date(fact.recorded_at) if fact else london_date(case.opened_at)
    rest = Stopped(on=on, because="The case is closed.", by=case.text("status_by") or (said_by(fact) if fact else ""))
    return replace(
        whole,
        deadlines=tuple(
            entry if entry.rule in _RUNS_ON or not entry.state.is_open else _at_rest(entry, rest)
            for entry in whole.deadlines
        ),
        tasks=tuple(_at_rest(task, rest) if task.state.is_open else task for task in whole.tasks),
        question=None,
        is_open=False,
    )


AtRest = TypeVar("AtRest", Deadline, Task)


def _at_rest(duty: AtRest, rest: Stopped) -> AtRest:
    return replace(duty, state=DutyState.STOPPED, stopped=rest, because=rest.because)


def _holds_open(duty: Deadline | Task) -> bool:
    if not duty.state.is_open:
        return False
    forces = {duty.force}
    if isinstance(duty, Deadline):
        if duty.kind is not CountKind.DUTY or duty.rule == RuleId.PROGRESS_CHECK:
            return False
        forces |= {duty.duty.force} if duty.duty else set()
    return not forces.isdisjoint(BINDING)


def _ahead(on: CaseOnDay, starts: Starts) -> Iterator[DutyAhead]:
    law, timetable = on.basis.law, on.basis.timetable
    for rule in law.rules:
        waits = rule.on_cases and not rule.local_step and rule.kind is not CountKind.FLAG
        if waits and is_possible(rule, on.facts) and starts[rule.id] is None:
            yield _duty_ahead(rule, rule.versions[-1].trigger, on=on)
    if happened(on.case, timetable.anchor) is None:
        for step in timetable.steps:
            yield _duty_ahead(rule_of(step, on.basis), (timetable.anchor,), on=on)
    for task in law.tasks:
        # What only the kind of case calls for does not lie ahead of a case of another kind.
        if task.since and called_for_on(task, on) is None:
            yield _duty_ahead(task, task.since, on=on)


def _duty_ahead(rule: Rule | TaskRule, awaits: tuple[str, ...], *, on: CaseOnDay) -> DutyAhead:
    case = on.case
    truths = Truths(
        applies=set_aside(case, rule.id) or case_in_error(case) or applying(rule, case, facts=on.facts),
        started=Started(kind=StartKind.NOT_YET, event=awaits[0] if awaits else ""),
    )
    return DutyAhead(
        case_ref=case.ref,
        rule=rule.id,
        title=rule.title,
        owner=rule.owner,
        awaits=awaits,
        applies=truths.applies,
        state=state_of(truths, last_day=None, today=on.today),
    )
