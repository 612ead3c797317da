"""The duties of a case for which no source gives a number of days: when each is called for, and whether it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from pipeline.clock.count.spans import day_zero
from pipeline.clock.duties.applies import applying, is_possible
from pipeline.clock.duties.case_on_day import CaseOnDay
from pipeline.clock.duties.events import said_by
from pipeline.clock.duties.missing_evidence import missing_from
from pipeline.clock.duties.state import Truths, case_in_error, done, reason, set_aside, state_of
from pipeline.clock.explain.unchecked_sources import unchecked
from pipeline.clock.model import Done, Started, Task, TaskRule, TaskVersion
from pipeline.dates import london_date
from pipeline.facts import Case, Fact


def tasks(on: CaseOnDay) -> Iterator[Task]:
    """Every task of a case as it stands on the day while the case is open, in the order of the law; one that nothing
    calls for is absent."""
    for rule in on.basis.law.tasks:
        called = called_for_on(rule, on)
        version = rule.on(called.on or on.today) if called else None
        if called and version:
            yield _task(rule, version, called=called, on=on)


def called_for_on(rule: TaskRule, on: CaseOnDay) -> Started | None:
    """Since when, by which event and by whose word the task is called for; None while nothing calls for it."""
    if not is_possible(rule, on.facts):
        return None
    known = ((_day_of(on.case.fact(name)), name) for name in rule.since)
    found = [(day, name) for day, name in known if day is not None and day <= on.today]
    if found:
        day, name = min(found)
        fact = on.case.fact(name)
        return Started(on=day, event=name, by=said_by(fact) if fact else "")
    if rule.every_case:
        return Started(on=london_date(on.case.opened_at))
    # By the kind of case alone.
    return Started() if rule.applies or rule.possible else None


def _day_of(fact: Fact | None) -> date | None:
    """The day that a fact gives, or the day on which it was said."""
    if fact is None:
        return None
    return day_zero(fact.value) if isinstance(fact.value, date | datetime) else london_date(fact.recorded_at)


def _task(rule: TaskRule, version: TaskVersion, *, called: Started, on: CaseOnDay) -> Task:
    case, today = on.case, on.today
    missing = missing_from(rule.record, case) if rule.record else ()
    truths = Truths(
        applies=set_aside(case, rule.id) or case_in_error(case) or applying(rule, case, facts=on.facts),
        started=called,
        done=_ended(rule, case, missing=missing, today=today),
    )
    task = Task(
        case_ref=case.ref,
        rule=rule.id,
        title=rule.title,
        owner=rule.owner,
        promptly=version.promptly,
        force=version.force,
        edition=version.edition,
        citation=version.citation,
        since_event=called.event,
        since=called.on,
        applies=truths.applies,
        started=called,
        done=truths.done,
        state=state_of(truths, last_day=None, today=today),
        missing=missing,
        flags=tuple(_flags(rule, case, missing=missing)),
        to_check=unchecked(version),
        notes=rule.notes,
    )
    return replace(task, because=reason(task.state, truths, deadline=task))


def _ended(rule: TaskRule, case: Case, *, missing: tuple[str, ...], today: date) -> Done | None:
    if rule.record:
        # Only the record itself completes it; a date under Done on does not. It must give the reasons, not a day.
        return None if missing else Done(on=None, act=rule.record)
    return done(case, rule.id, done_by=rule.done_by, today=today)


def _flags(rule: TaskRule, case: Case, *, missing: tuple[str, ...]) -> Iterator[str]:
    if rule.record and missing and case.day("done_on", rule.id):
        yield "Done on is entered, but the record is not complete, so this stays open."
