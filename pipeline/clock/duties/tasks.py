"""The duties of a case for which no source gives a number of days: when each is called for, and whether it is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from pipeline.clock.count.spans import day_zero
from pipeline.clock.duties.applies import Applies, answer, deciding_facts, decision_row
from pipeline.clock.duties.missing_evidence import missing_from
from pipeline.clock.duties.state import ReasonedState
from pipeline.clock.explain.unchecked_sources import unchecked
from pipeline.clock.law_files.rules import Law
from pipeline.clock.model import DeadlineState, Task, TaskRule
from pipeline.dates import london_date, long_date
from pipeline.facts import Case, Fact

_OPEN = ReasonedState(state=DeadlineState.OPEN, because="")


def tasks(case: Case, *, law: Law, now: datetime) -> tuple[Task, ...]:
    """Every task of `case` as it stands at `now`, in the order of the law; one that nothing calls for is absent."""
    row, facts, today = decision_row(case), deciding_facts(case), london_date(now)
    made = (
        _task(rule, case, today=today)
        for rule in law.tasks
        if answer(rule, case, found=row, facts=facts).applies is not Applies.NO
    )
    return tuple(filter(None, made))


def open_tasks(found: tuple[Task, ...]) -> tuple[Task, ...]:
    """Those that are still to be done."""
    return tuple(task for task in found if task.state is DeadlineState.OPEN)


def _task(rule: TaskRule, case: Case, *, today: date) -> Task | None:
    event, since = _first_call(rule, case, today=today)
    version = rule.on(since or today)
    # By an event, or by the kind of case alone: a file of the law that names neither is refused.
    if version is None or not (since or rule.applies):
        return None
    missing = missing_from(rule.record, case) if rule.record else ()
    found = _state(rule, case, missing=missing, today=today)
    return Task(
        case_ref=case.ref,
        rule=rule.id,
        title=rule.title,
        owner=rule.owner,
        promptly=version.promptly,
        force=version.force,
        edition=version.edition,
        citation=version.citation,
        since_event=event,
        since=since,
        state=found.state,
        done_on=found.done_on,
        because=found.because,
        missing=missing,
        flags=tuple(_flags(rule, case, missing=missing)),
        to_check=unchecked(version),
        notes=rule.notes,
    )


def _first_call(rule: TaskRule, case: Case, *, today: date) -> tuple[str, date | None]:
    """The first event that called for the task, and its day; an empty text and None while nothing has."""
    days = ((name, _day_of(case.fact(name))) for name in rule.since)
    calls = [(name, day) for name, day in days if day is not None and day <= today]
    return min(calls, key=lambda call: call[1], default=("", None))


def _day_of(fact: Fact | None) -> date | None:
    """The day that a fact gives, or the day on which it was said."""
    if fact is None:
        return None
    return day_zero(fact.value) if isinstance(fact.value, date | datetime) else london_date(fact.recorded_at)


def _state(rule: TaskRule, case: Case, *, missing: tuple[str, ...], today: date) -> ReasonedState:
    reason = case.text("not_applicable", rule.id)
    if reason:
        return ReasonedState(state=DeadlineState.NOT_APPLICABLE, because=reason)
    if rule.record:
        # Only the record itself completes it; a date under Done on does not. It must give the reasons, not a day.
        return _OPEN if missing else ReasonedState(state=DeadlineState.DONE, because="The record is complete.")
    days = [case.day("done_on", rule.id), *(case.day(name) for name in rule.done_by)]
    done = min((day for day in days if day and day <= today), default=None)
    if done:
        return ReasonedState(state=DeadlineState.DONE, done_on=done, because=f"Done on {long_date(done)}.")
    if not case.is_open:
        return ReasonedState(state=DeadlineState.STOPPED, because=f"The case is marked {case.text('status')}.")
    return _OPEN


def _flags(rule: TaskRule, case: Case, *, missing: tuple[str, ...]) -> Iterator[str]:
    if rule.record and missing and case.day("done_on", rule.id):
        yield "Done on is entered, but the record is not complete, so this stays open."
