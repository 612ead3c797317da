"""The office's own timetable before a national date: its steps and windows, and what is agreed with each agency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.count.workdays import Count, between, counted, on_or_after, on_or_before
from pipeline.clock.duties.case_on_day import CaseOnDay
from pipeline.clock.duties.events import Trigger, said_by, words
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.duties.state import Truths, done, set_aside, with_truths
from pipeline.clock.explain.unchecked_sources import why_provisional
from pipeline.clock.model import (
    Applicability,
    Applying,
    Citation,
    CountedDay,
    Deadline,
    Done,
    DutyState,
    Force,
    Hinges,
    Rule,
    RuleId,
    SourceEvidence,
    Started,
    StartKind,
)
from pipeline.dates import long_date
from pipeline.facts import Case, duty_subject
from pipeline.settings import Timetable, TimetableStep

# An agency that is asked with less time than this searches no records by the timetable's day: it has as long as the
# shortest national count gives anybody.
_ENOUGH_DAYS, _DAYS_IF_ASKED_LATE = 3, 5


@dataclass(frozen=True, kw_only=True, slots=True)
class _DayZero:
    """From where steps are counted, and whether that day is itself working day one."""

    day: date
    counts_itself: bool


def step_of(timetable: Timetable, rule_id: str) -> TimetableStep | None:
    """The timetable's step called `rule_id`, or None."""
    return next((step for step in timetable.steps if step.rule == rule_id), None)


def step_deadline(step: TimetableStep, trigger: Trigger, *, basis: Basis, case_ref: str = "") -> Deadline:
    """The deadline of one step: the last day of its window, with the window's first day and its milestone."""
    last = _reached(step.to_day, trigger, basis=basis)
    rule = rule_of(step, basis)
    return Deadline(
        case_ref=case_ref,
        rule=step.rule,
        title=rule.title,
        owner=rule.owner,
        trigger_event=trigger.event,
        trigger_date=trigger.day,
        trigger_source=trigger.source,
        due=last.due,
        working_target=last.due,
        window_from=_reached(step.from_day, trigger, basis=basis).due if step.from_day != step.to_day else None,
        milestone=_reached(step.milestone_day, trigger, basis=basis).due if step.milestone_day is not None else None,
        force=Force.LOCAL,
        edition=basis.timetable.name,
        citation=_citation(basis.timetable, step),
        counting=_counting(step, _day_zero(trigger, basis)),
        trigger_is_day_zero=not _day_zero(trigger, basis).counts_itself,
        days=last.days,
        calendar=basis.calendar.described,
        provisional=bool(trigger.provisional_because) or last.beyond,
        provisional_because=why_provisional(trigger.provisional_because, basis.calendar, beyond=last.beyond),
        flags=tuple(_flags(trigger, basis)),
        hinges=Hinges(settings=("timetable",), beyond=basis.calendar.horizon if last.beyond else None),
    )


def after_national(deadline: Deadline, national: Deadline | None) -> Deadline:
    """The step, flagged where it falls after the national date: a local profile may never lengthen that."""
    if national is None or deadline.due <= national.due:
        return deadline
    flag = f"This falls after the national date, {long_date(national.due)} ({national.title}); the national date binds."
    return replace(deadline, flags=(*deadline.flags, flag))


def asked_on(case: Case, agency: str, *, requested: Mapping[str, date]) -> date | None:
    """When the agency was asked for its return: by mail, else when the office says that all were."""
    return requested.get(agency) or case.day("done_on", RuleId.AGENCY_REQUEST)


def answered_by(deadline: Deadline, asked: date, *, calendar: Calendar) -> Deadline:
    """The deadline of an agency that was asked on a day: five working days later where it was asked too late."""
    agreed = deadline.trigger_event == "agency_agreed"
    if agreed or between(asked, deadline.due, calendar=calendar) >= _ENOUGH_DAYS:
        return deadline
    count = counted(asked, _DAYS_IF_ASKED_LATE, calendar=calendar)
    flag = f"Asked on {long_date(asked)}, too late for the timetable’s day, {long_date(deadline.due)}."
    return replace(
        deadline,
        trigger_event="agency_asked",
        trigger_date=asked,
        trigger_source="",
        trigger_is_day_zero=True,
        due=count.due,
        working_target=count.due,
        window_from=None,
        milestone=None,
        days=count.days,
        counting=f"{_DAYS_IF_ASKED_LATE} working days after",
        flags=(*deadline.flags, flag),
    )


def agency_deadlines(on: CaseOnDay, general: Deadline | None, *, shared: Truths) -> Iterator[Deadline]:
    """One deadline for each agency on the case: the date agreed with it, else that of the timetable or, where it was
    asked late, of the request."""
    for agency in on.case.agencies:
        own = _agreed(on.case, agency, general=general, basis=on.basis)
        if own is None:
            continue
        asked = asked_on(on.case, agency, requested=on.requested)
        dated = answered_by(own, asked, calendar=on.basis.calendar) if asked else own
        # A date agreed with one agency runs even where no rapid review does yet: somebody agreed to it.
        applies = general.applies if general else _unless_refused(shared.applies)
        stopped = general.stopped if general else shared.stopped
        truths = _of_an_agency(dated, agency, shared=replace(shared, applies=applies, stopped=stopped), on=on)
        found = with_truths(dated, truths, today=on.today)
        if found.state is DutyState.OVERDUE and asked is None and dated.trigger_event != "agency_agreed":
            # Nobody is late with an answer to what they were never asked.
            waits = replace(truths, started=Started(kind=StartKind.NOT_YET, event="agency_asked"))
            found = replace(with_truths(dated, waits, today=on.today), because=f"{agency} has not been asked.")
        yield found


def _of_an_agency(dated: Deadline, agency: str, *, shared: Truths, on: CaseOnDay) -> Truths:
    """The truths of one agency's return, `shared` being those of all returns of the case."""
    case, key = on.case, duty_subject(dated.rule, agency)
    known = Started(on=dated.trigger_date, event=dated.trigger_event, by=dated.trigger_source)
    return Truths(
        applies=_not_wanted(case, agency) or set_aside(case, key) or shared.applies,
        started=known if dated.has_known_start else dated.started,
        done=_returned(case, agency) or done(case, key, done_by=(), today=on.today),
        stopped=shared.stopped,
    )


def together(steps: Sequence[Deadline], agencies: Sequence[Deadline]) -> Iterator[Deadline]:
    """The steps and the agencies' own dates: while one of these runs it stands for the step, since one late return is
    one duty; the last return ends the step."""
    waited_for = any(entry.state.is_open or entry.state is DutyState.NOT_YET for entry in agencies)
    for entry in steps:
        if entry.rule != RuleId.AGENCY_RETURN:
            yield entry
        elif not waited_for:
            yield all_answered(entry, agencies)
    yield from agencies


def all_answered(general: Deadline, agencies: Sequence[Deadline]) -> Deadline:
    """The step for all agencies: done once every one of them has answered or is not needed."""
    days = [entry.done_on for entry in agencies if entry.done_on]
    waiting = any(entry.state.is_open for entry in agencies)
    if not general.state.is_open or waiting or not days:
        return general
    because = "Every agency has answered or is not needed."
    return replace(general, state=DutyState.DONE, done=Done(on=max(days), act="agency_returned"), because=because)


def all_asked(case: Case, requested: Mapping[str, date]) -> Done | None:
    """That every agency whose return is wanted has been asked for it, and on which day the last one was."""
    wanted = [agency for agency in case.agencies if not case.text("agency_removed", agency)]
    days = [requested[agency] for agency in wanted if agency in requested]
    return Done(on=max(days), act="requests_sent", by="sent by mail") if days and len(days) == len(wanted) else None


def _unless_refused(applies: Applying) -> Applying:
    return applies if applies.value is Applicability.NO else Applying(by=applies.by)


def _agreed(case: Case, agency: str, *, general: Deadline | None, basis: Basis) -> Deadline | None:
    fact, day = case.fact("agency_agreed", agency), case.day("agency_agreed", agency)
    if day is None or fact is None:
        return replace(general, subject=agency) if general else None
    step = TimetableStep(rule=RuleId.AGENCY_RETURN.value, from_day=0, to_day=0)
    agreed_by = case.text("agency_agreed_by", agency)
    who = f"agreed by {agreed_by}" if agreed_by else ""
    trigger = Trigger(event="agency_agreed", at=day, source=", ".join(filter(None, (said_by(fact), who))))
    agreed = step_deadline(step, trigger, basis=replace(basis, timetable=Timetable(name="Agreed with the agency")))
    return replace(
        agreed,
        case_ref=case.ref,
        subject=agency,
        due=day,
        working_target=on_or_before(day, basis.calendar),
        days=(),
        counting="agreed for",
        trigger_is_day_zero=False,
        flags=() if agreed_by else ("Who agreed this date is not recorded: enter Agreed by on the Agencies sheet.",),
        hinges=Hinges(),
    )


def _returned(case: Case, agency: str) -> Done | None:
    day, fact = case.day("agency_returned", agency), case.fact("agency_returned", agency)
    return Done(on=day, act="agency_returned", by=said_by(fact)) if day and fact else None


def _not_wanted(case: Case, agency: str) -> Applying | None:
    removed, fact = case.text("agency_removed", agency), case.fact("agency_removed", agency)
    if not removed or fact is None:
        return None
    return Applying(value=Applicability.NO, by=said_by(fact), because=f"Not needed: {removed}")


def _day_zero(trigger: Trigger, basis: Basis) -> _DayZero:
    timetable, calendar = basis.timetable, basis.calendar
    # Some partnerships' flowcharts call the day of the notification day one, and begin a weekend's on the Monday.
    moved = timetable.non_working_anchor == "next-working-day"
    day = on_or_after(trigger.day, calendar) if moved else trigger.day
    return _DayZero(day=day, counts_itself=timetable.anchor_is_working_day == 1 and calendar.is_working_day(day))


def _reached(number: int, trigger: Trigger, *, basis: Basis) -> Count:
    zero = _day_zero(trigger, basis)
    if not zero.counts_itself or not number:
        return counted(zero.day, number, calendar=basis.calendar)
    count = counted(zero.day, number - 1, calendar=basis.calendar)
    first = CountedDay(date=zero.day, counted=True, why="working day 1", number=1)
    return replace(count, days=(first, *map(_one_later, count.days)))


def _one_later(day: CountedDay) -> CountedDay:
    if day.number is None:
        return day
    return replace(day, number=day.number + 1, why=f"working day {day.number + 1}")


def _counting(step: TimetableStep, zero: _DayZero) -> str:
    where = "after" if not zero.counts_itself else "with day one being the day on which"
    return f"working day {step.to_day} {where}"


def _flags(trigger: Trigger, basis: Basis) -> Iterator[str]:
    zero = _day_zero(trigger, basis)
    if zero.day != trigger.day:
        yield (
            f"By the office’s timetable a start on {long_date(trigger.day)} is taken as {long_date(zero.day)}; this is "
            "the riskier reading."
        )
    if zero.counts_itself:
        yield f"By the office’s timetable the day on which {words(trigger.event)} is working day one."


def rule_of(step: TimetableStep, basis: Basis) -> Rule:
    """The rule of a step: the law's where it knows one, else a step of the office's own."""
    if basis.law.knows(step.rule):
        return basis.law.rule(step.rule)
    title = step.rule.replace("-", " ").capitalize()
    return Rule(id=step.rule, title=title, owner="manager", file="", versions=(), local_step=True)


def _citation(timetable: Timetable, step: TimetableStep) -> Citation:
    days = f"working day {step.to_day}" if step.from_day == step.to_day else f"days {step.from_day} to {step.to_day}"
    return Citation(
        title=f"The office’s own timetable: {timetable.name}",
        pinpoint=f"config.toml, timetable, {days}",
        url="",
        evidence=SourceEvidence.SEEN,
    )
