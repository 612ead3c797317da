"""Every deadline of a case, from its facts, the law, the calendar and the office's choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from pipeline.clock.count.spans import day_zero
from pipeline.clock.duties import timetable as local
from pipeline.clock.duties.actions import action_deadlines
from pipeline.clock.duties.applies import (
    applying,
    applying_to_the_review,
    is_possible,
    kind_of_case,
    who_is_told,
)
from pipeline.clock.duties.case_on_day import CaseOnDay
from pipeline.clock.duties.criteria import decision_of
from pipeline.clock.duties.events import AWARENESS, Trigger, happened, trigger, words
from pipeline.clock.duties.rule_applied import FIFTEEN_DAYS, Basis, deadline_from
from pipeline.clock.duties.state import (
    Truths,
    assessed,
    case_in_error,
    clock_stopped,
    done,
    set_aside,
    started_by,
)
from pipeline.clock.law_files.rules import checked
from pipeline.clock.model import (
    Applicability,
    Applying,
    CountKind,
    Deadline,
    Done,
    OtherReading,
    Rule,
    RuleId,
    Started,
    StartKind,
    Stopped,
)
from pipeline.dates import london_date, long_date
from pipeline.facts import Case

Starts = Mapping[str, Trigger | None]


def deadlines(on: CaseOnDay, starts: Starts) -> Iterator[Deadline]:
    """Every deadline of a case as it stands on the day while the case is open, in no order; `starts` are its own."""
    national = tuple(_national(on, starts))
    yield from national
    yield from _steps(on, national)
    yield from action_deadlines(on.case, basis=on.basis, today=on.today)


def due(rule_id: str, at: date | datetime, *, basis: Basis) -> Deadline:
    """The deadline that one rule gives from a bare date or instant; raises RuleInvalid where there is no such rule, or
    no version of it on that day."""
    basis = as_read(basis)
    step = local.step_of(basis.timetable, rule_id)
    if step is not None:
        anchor = Trigger(event=basis.timetable.anchor, at=at)
        national = deadline_from(basis.law.rule(basis.timetable.national_rule), anchor, basis=basis)
        return local.after_national(local.step_deadline(step, anchor, basis=basis), national)
    rule = basis.law.rule(rule_id)
    return deadline_from(rule, Trigger(event=_event(rule, at), at=at), basis=basis)


def as_read(basis: Basis) -> Basis:
    """The basis with its law as the office's people have read it in the sources."""
    return replace(basis, law=checked(basis.law, basis.choices.checked))


def _event(rule: Rule, at: date | datetime) -> str:
    version = rule.on(day_zero(at)) or rule.versions[-1]
    return version.trigger[0]


def _national(on: CaseOnDay, starts: Starts) -> Iterator[Deadline]:
    for rule in on.basis.law.rules:
        start = starts[rule.id]
        if start is None or (rule.kind is CountKind.FLAG and not _is_old(on.case, rule, start=start, basis=on.basis)):
            continue
        counted = _counted(rule, start, on=on)
        truths = _truths(rule, start, last_day=counted.due, on=on)
        yield assessed(counted, on.case, rule=rule, truths=truths, today=on.today)


def starts_of(on: CaseOnDay) -> Starts:
    """What starts each national duty on the case, or what stands in for it; None while its event has not happened."""
    return {rule.id: _start_of(rule, on) for rule in on.basis.law.rules}


def _start_of(rule: Rule, on: CaseOnDay) -> Trigger | None:
    if not rule.on_cases or rule.local_step or not is_possible(rule, on.facts):
        return None
    return _start(on.case, _read_as(rule, on.basis), today=on.today)


def _counted(rule: Rule, start: Trigger, *, on: CaseOnDay) -> Deadline:
    opened, read_as = london_date(on.case.opened_at), _read_as(rule, on.basis)
    deadline = deadline_from(read_as, start, basis=on.basis, case_ref=on.case.ref, opened_on=opened)
    told = (who_is_told(kind_of_case(on.facts)),) if rule.id == RuleId.NOTIFY_PANEL else ()
    return replace(
        deadline,
        rule=rule.id,
        title=_CONVENED if _ends_with_the_meeting(rule, on.basis) else deadline.title,
        flags=(*deadline.flags, *_chosen(rule, on.basis), *_at_latest(start)),
        notes=(*deadline.notes, *told),
        readings=(*_readings(deadline, rule, on=on), *deadline.readings),
    )


def _at_latest(start: Trigger) -> Iterator[str]:
    if start.at_latest:
        yield (
            f"Counted from the latest day possible, {long_date(start.day)} ({words(start.event)}): the true day is "
            "asked for, and the date then comes earlier."
        )


def _truths(rule: Rule, start: Trigger, *, last_day: date, on: CaseOnDay) -> Truths:
    case, facts = on.case, on.facts
    applies = set_aside(case, rule.id) or case_in_error(case) or applying(rule, case, facts=facts)
    stopped = clock_stopped(case, rule, today=on.today)
    if rule.id == RuleId.RAPID_REVIEW and facts.fit(_BEGAN_AND_NOT_MET) and not set_aside(case, rule.id):
        # What began with a notification stops when the criteria are found not to be met; it resumes if reopened.
        decided = decision_of(case)
        stopped = Stopped(on=decided.on or on.today, because=applies.because, by=decided.by)
        applies = case_in_error(case) or Applying(by=facts.by.get("notified_panel", ""))
    # The Panel's guidance knows no rapid review without a notification; awareness only lets its date be foreseen.
    from_awareness = rule.id == RuleId.RAPID_REVIEW and start.event in AWARENESS
    waits = from_awareness and happened(case, "notified_panel") is None
    return Truths(
        applies=applies,
        started=replace(started_by(start), kind=StartKind.NOT_YET) if waits else started_by(start),
        done=_ended(rule, last_day=last_day, on=on),
        stopped=stopped,
    )


_BEGAN_AND_NOT_MET = {
    "place_settled": ("ours",),
    "criteria": ("no",),
    "notification": ("serious incident", "not said"),
}


# What is done with the meeting is never said to have been sent.
_CONVENED = "Rapid review convened"


def _ended(rule: Rule, *, last_day: date, on: CaseOnDay) -> Done | None:
    # Only time ends the keeping of a report (SI 2018/789 regulation 17), and a check that is made starts the next one.
    if rule.kind is CountKind.KEEP:
        return Done(on=last_day, act="kept") if last_day < on.today else None
    if rule.repeats:
        return None
    return done(on.case, rule.id, done_by=_completed(rule, on.basis).done_by, today=on.today)


def _read_as(rule: Rule, basis: Basis) -> Rule:
    """The rule by whose text a duty is counted: the office chooses from where the fifteen days run."""
    if rule.id != RuleId.RAPID_REVIEW:
        return rule
    return basis.law.rule(FIFTEEN_DAYS[basis.choices.rapid_review_from])


def _chosen(rule: Rule, basis: Basis) -> Iterator[str]:
    if _ends_with_the_meeting(rule, basis):
        yield "By the office’s choice the fifteen days end with the meeting; the wider reading is completed and sent."


def _completed(rule: Rule, basis: Basis) -> Rule:
    return replace(rule, done_by=("rapid_review_on",)) if _ends_with_the_meeting(rule, basis) else rule


def _ends_with_the_meeting(rule: Rule, basis: Basis) -> bool:
    return rule.id == RuleId.RAPID_REVIEW and basis.choices.rapid_review_ends_with == "convened"


def _start(case: Case, rule: Rule, *, today: date) -> Trigger | None:
    start = trigger(case, rule, today=today)
    if start is None or (rule.repeats and case.day("published")):
        return None
    done = case.day("done_on", rule.id) if rule.repeats else None
    if done and done > start.day:
        # A check that was made starts the interval to the next one.
        return Trigger(event="progress_checked", at=done, source="Done on")
    if rule.id == FIFTEEN_DAYS["awareness"] and happened(case, "notified_panel") is None:
        waits = replace(start, provisional_because="There is no rapid review until the Panel has been notified.")
        return waits if start.event in AWARENESS else None
    return start


def _is_old(case: Case, rule: Rule, *, start: Trigger, basis: Basis) -> bool:
    # Local practice looks twice at an incident of over a year ago ("not normally"): a flag, and never a refusal.
    received = happened(case, "mail_received")
    arrived = received.day if received else london_date(case.opened_at)
    return rule.on(start.day) is not None and arrived > deadline_from(rule, start, basis=basis).due


def _readings(deadline: Deadline, rule: Rule, *, on: CaseOnDay) -> Iterator[OtherReading]:
    """The dates that other cited starts of the same clock give, where they differ."""
    for reading, start, other_rule in _other_starts(rule, on=on):
        if start is None or not other_rule.on(start.day):
            continue
        other = deadline_from(other_rule, start, basis=on.basis)
        if other.due != deadline.due:
            yield OtherReading(reading=reading, due=other.due, citation=other.citation)


def _other_starts(rule: Rule, *, on: CaseOnDay) -> Iterator[tuple[str, Trigger | None, Rule]]:
    case, basis = on.case, on.basis
    if rule.id == RuleId.RAPID_REVIEW:
        other = "awareness" if basis.choices.rapid_review_from == "notification" else "notification"
        other_rule = basis.law.rule(FIFTEEN_DAYS[other])
        start = trigger(case, other_rule, today=on.today)
        # A date that only stands in for awareness is no other reading.
        stands_in = start is not None and start.event in other_rule.provisional_from
        yield f"counted from {other}", None if stands_in else start, other_rule
    if rule.id == RuleId.NOTIFY_PANEL and basis.choices.local_notify_from_incident:
        yield "counted from the incident, as some areas do", happened(case, "incident"), rule


def _steps(on: CaseOnDay, national: tuple[Deadline, ...]) -> Iterator[Deadline]:
    case, basis, today = on.case, on.basis, on.today
    binding = next((entry for entry in national if entry.rule == basis.timetable.national_rule), None)
    shared = _step_truths(binding, on)
    anchor = happened(case, basis.timetable.anchor, today=today)
    steps = []
    for step in basis.timetable.steps:
        if anchor is None:
            break
        rule = local.rule_of(step, basis)
        plain = local.step_deadline(step, anchor, basis=basis, case_ref=case.ref)
        truths = _of_one_step(shared, rule, started=started_by(anchor), on=on)
        counted = local.after_national(plain, binding)
        steps.append(assessed(counted, case, rule=rule, truths=truths, today=today))
    general = next((entry for entry in steps if entry.rule == RuleId.AGENCY_RETURN), None)
    found = local.agency_deadlines(on, general, shared=shared)
    agencies = [local.after_national(entry, binding) for entry in found]
    yield from local.together(steps, agencies)


def _of_one_step(shared: Truths, rule: Rule, *, started: Started, on: CaseOnDay) -> Truths:
    asked = local.all_asked(on.case, on.requested) if rule.id == RuleId.AGENCY_REQUEST else None
    return replace(
        shared,
        applies=set_aside(on.case, rule.id) or shared.applies,
        started=started,
        stopped=clock_stopped(on.case, rule, today=on.today) or shared.stopped,
        done=done(on.case, rule.id, done_by=rule.done_by, today=on.today) or asked,
    )


def _step_truths(binding: Deadline | None, on: CaseOnDay) -> Truths:
    # The office's own steps lead to the rapid review, and end as it does: once it is sent. A meeting ends none of them.
    applies, stopped = case_in_error(on.case), None
    if applies is None and binding is None:
        applies = applying_to_the_review(on.case, on.facts)
    if applies is None and binding is not None:
        applies, stopped = binding.applies, binding.stopped
        if binding.done and binding.done.act != "rapid_review_on":
            applies = Applying(value=Applicability.NO, by=binding.done.by, because="The rapid review has been sent.")
    return Truths(applies=applies or Applying(), started=Started(), stopped=stopped)
