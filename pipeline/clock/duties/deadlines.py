"""Every deadline of a case, from its facts, the law, the calendar and the office's choices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from pipeline.clock.count.spans import day_zero
from pipeline.clock.duties import timetable as local
from pipeline.clock.duties.actions import action_deadlines
from pipeline.clock.duties.applies import (
    Applies,
    ConditionAnswer,
    DecisionRow,
    Facts,
    answer,
    deciding_facts,
    decision_row,
    who_is_told,
)
from pipeline.clock.duties.events import AWARENESS, Trigger, happened, trigger
from pipeline.clock.duties.rule_applied import FIFTEEN_DAYS, Basis, deadline_from
from pipeline.clock.duties.state import assessed
from pipeline.clock.law_files.rules import checked
from pipeline.clock.model import CountKind, Deadline, DeadlineState, OtherReading, Rule, RuleId
from pipeline.dates import london_date
from pipeline.facts import Case


def deadlines(case: Case, *, basis: Basis, now: datetime) -> tuple[Deadline, ...]:
    """Every deadline of `case` as it stands at `now`, earliest first; a duty that does not run says why not."""
    basis = _as_read(basis)
    today = london_date(now)
    national = tuple(_national(case, basis, today=today))
    steps = tuple(_steps(case, basis, national=national, today=today))
    actions = action_deadlines(case, basis=basis, today=today)
    return tuple(sorted((*national, *steps, *actions), key=lambda entry: (entry.due, entry.rule, entry.subject)))


def due(rule_id: str, at: date | datetime, *, basis: Basis) -> Deadline:
    """The deadline that one rule gives from a bare date or instant; raises RuleInvalid where there is no such rule, or
    no version of it on that day."""
    basis = _as_read(basis)
    step = local.step_of(basis.timetable, rule_id)
    if step is not None:
        anchor = Trigger(event=basis.timetable.anchor, at=at)
        national = deadline_from(basis.law.rule(basis.timetable.national_rule), anchor, basis=basis)
        return local.after_national(local.step_deadline(step, anchor, basis=basis), national)
    rule = basis.law.rule(rule_id)
    return deadline_from(rule, Trigger(event=_event(rule, at), at=at), basis=basis)


def _as_read(basis: Basis) -> Basis:
    """The basis with its law as the office's people have read it in the sources."""
    return replace(basis, law=checked(basis.law, basis.choices.checked))


def _event(rule: Rule, at: date | datetime) -> str:
    version = rule.on(day_zero(at)) or rule.versions[-1]
    return version.trigger[0]


def _national(case: Case, basis: Basis, *, today: date) -> Iterator[Deadline]:
    facts, found_row = deciding_facts(case), decision_row(case)
    for rule in basis.law.rules:
        if not rule.on_cases or rule.local_step:
            continue
        found = _one(rule, case, basis=basis, found_row=found_row, facts=facts)
        if found is not None:
            deadline, reply = found
            yield assessed(deadline, case, rule=_completed(rule, basis), answer=reply, today=today)


def _one(
    rule: Rule, case: Case, *, basis: Basis, found_row: DecisionRow, facts: Facts
) -> tuple[Deadline, ConditionAnswer] | None:
    reply = answer(rule, case, found=found_row, facts=facts)
    silent = reply.applies is Applies.NO and not reply.because
    read_as = _read_as(rule, basis)
    start = None if silent else _start(case, read_as)
    if start is None or (rule.kind is CountKind.FLAG and not _is_old(case, rule, start=start, basis=basis)):
        return None
    opened = london_date(case.opened_at)
    deadline = deadline_from(read_as, start, basis=basis, case_ref=case.ref, opened_on=opened)
    counted = replace(
        deadline,
        rule=rule.id,
        flags=(*deadline.flags, *_chosen(rule, basis)),
        notes=(*deadline.notes, *((who_is_told(found_row),) if rule.id == RuleId.NOTIFY_PANEL else ())),
    )
    return _with_other_starts(counted, case, rule=rule, basis=basis), reply


def _read_as(rule: Rule, basis: Basis) -> Rule:
    """The rule by whose text a duty is counted: the office chooses from where the fifteen days run."""
    if rule.id != RuleId.RAPID_REVIEW:
        return rule
    return basis.law.rule(FIFTEEN_DAYS[basis.choices.rapid_review_from])


def _chosen(rule: Rule, basis: Basis) -> Iterator[str]:
    if rule.id == RuleId.RAPID_REVIEW and basis.choices.rapid_review_ends_with == "convened":
        yield "By the office’s choice the fifteen days end with the meeting; the wider reading is completed and sent."


def _completed(rule: Rule, basis: Basis) -> Rule:
    convened = rule.id == RuleId.RAPID_REVIEW and basis.choices.rapid_review_ends_with == "convened"
    return replace(rule, done_by=("rapid_review_on",)) if convened else rule


def _start(case: Case, rule: Rule) -> Trigger | None:
    start = trigger(case, rule)
    if start is None or (rule.repeats and case.day("published")):
        return None
    done = case.day("done_on", rule.id) if rule.repeats else None
    if done and done > start.day:
        # A check that was made starts the interval to the next one.
        return Trigger(event="progress_checked", at=done, source="Done on")
    if rule.id == FIFTEEN_DAYS["awareness"] and happened(case, "notified_panel") is None:
        # The Panel's guidance knows no rapid review without a notification; awareness only lets its date be foreseen.
        waits = replace(start, provisional_because="There is no rapid review until the Panel has been notified.")
        return waits if start.event in AWARENESS else None
    return start


def _is_old(case: Case, rule: Rule, *, start: Trigger, basis: Basis) -> bool:
    # Local practice looks twice at an incident of over a year ago ("not normally"): a flag, and never a refusal.
    received = happened(case, "mail_received")
    arrived = received.day if received else london_date(case.opened_at)
    return rule.on(start.day) is not None and arrived > deadline_from(rule, start, basis=basis).due


def _with_other_starts(deadline: Deadline, case: Case, *, rule: Rule, basis: Basis) -> Deadline:
    """The deadline with the dates that other cited starts of the same clock give, where they differ."""
    readings = [
        OtherReading(reading=words, due=other.due, citation=other.citation)
        for words, start, other_rule in _other_starts(case, rule, basis=basis)
        if start is not None
        and other_rule.on(start.day)
        and (other := deadline_from(other_rule, start, basis=basis)).due != deadline.due
    ]
    return replace(deadline, readings=(*readings, *deadline.readings))


def _other_starts(case: Case, rule: Rule, *, basis: Basis) -> Iterator[tuple[str, Trigger | None, Rule]]:
    if rule.id == RuleId.RAPID_REVIEW:
        other = "awareness" if basis.choices.rapid_review_from == "notification" else "notification"
        other_rule = basis.law.rule(FIFTEEN_DAYS[other])
        start = trigger(case, other_rule)
        # A date that only stands in for awareness is no other reading.
        stands_in = start is not None and start.event in other_rule.provisional_from
        yield f"counted from {other}", None if stands_in else start, other_rule
    if rule.id == RuleId.NOTIFY_PANEL and basis.choices.local_notify_from_incident:
        yield "counted from the incident, as some areas do", happened(case, "incident"), rule


def _steps(case: Case, basis: Basis, *, national: tuple[Deadline, ...], today: date) -> Iterator[Deadline]:
    anchor = happened(case, basis.timetable.anchor)
    binding = next((entry for entry in national if entry.rule == basis.timetable.national_rule), None)
    steps = [
        assessed(
            local.after_national(local.step_deadline(step, anchor, basis=basis, case_ref=case.ref), binding),
            case,
            rule=local.rule_of(step, basis),
            answer=_step_answer(binding),
            today=today,
        )
        for step in basis.timetable.steps
        if anchor
    ]
    general = next((entry for entry in steps if entry.rule == RuleId.AGENCY_RETURN), None)
    agencies = [local.after_national(entry, binding) for entry in local.agency_deadlines(case, general, basis=basis)]
    yield from (local.all_answered(entry, agencies) if entry is general else entry for entry in steps)
    yield from agencies


def _step_answer(binding: Deadline | None) -> ConditionAnswer:
    # The office's own steps lead to the rapid review, and end as it does.
    if binding is None or binding.state is DeadlineState.OPEN:
        return ConditionAnswer(applies=Applies.YES)
    if binding.state is DeadlineState.STOPPED:
        return ConditionAnswer(
            applies=Applies.STOPPED, because=binding.because, because_names_state=binding.because_names_state
        )
    because = binding.because if binding.state is not DeadlineState.DONE else "The rapid review has been sent."
    return ConditionAnswer(applies=Applies.NO, because=because)
