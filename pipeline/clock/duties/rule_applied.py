"""One rule applied to one trigger: the deadline, the other readings of it, and what a person must know about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from pipeline import settings
from pipeline.clock.count.calendars import Calendar, Holiday, named
from pipeline.clock.count.spans import Reached, in_words, reached
from pipeline.clock.count.workdays import on_or_after
from pipeline.clock.duties.events import AWARENESS, Trigger, words
from pipeline.clock.explain.unchecked_sources import unchecked, why_provisional
from pipeline.clock.law_files.rules import Law, version_on
from pipeline.clock.model import Deadline, Hinges, OtherReading, Rule, RuleId, TimeSpan, Unit, Version
from pipeline.dates import long_date

# The sources differ on the start of the fifteen days: the notification (the Panel's guidance), or awareness.
FIFTEEN_DAYS = {"notification": RuleId.RAPID_REVIEW, "awareness": RuleId.RAPID_REVIEW_FROM_AWARENESS}


@dataclass(frozen=True, kw_only=True, eq=False)
class Basis:
    """What every date rests on: the law, the calendar, the office's choices and its own timetable."""

    law: Law
    calendar: Calendar  # with the office's own days, `choices.extra_non_working_days`
    choices: settings.Clock  # which cited reading of the law the office follows
    timetable: settings.Timetable


def deadline_from(
    rule: Rule, trigger: Trigger, *, basis: Basis, case_ref: str = "", opened_on: date | None = None
) -> Deadline:
    """The deadline that `rule` gives from `trigger`; raises RuleInvalid where no version is in force on that day."""
    version = version_on(rule, trigger.day)
    span = _span(rule, version, basis=basis)
    end = reached(_start(trigger, span, basis=basis), span, calendar=basis.calendar)
    plain = Deadline(
        case_ref=case_ref,
        rule=rule.id,
        title=rule.title,
        owner=rule.owner,
        kind=rule.kind,
        trigger_event=trigger.event,
        trigger_date=trigger.day,
        trigger_source=trigger.source,
        due=end.due,
        due_at=end.due_at,
        working_target=end.working_target,
        window_from=_window_from(version, trigger, basis=basis),
        force=version.force,
        edition=version.edition,
        citation=version.citation,
        duty=version.duty,
        notes=(*rule.notes, *_superseded(rule, version)),
        counting=in_words(span),
        trigger_is_day_zero=not span.first_day_is_trigger,
        days=end.days,
        calendar=end.calendar.described,
        provisional=bool(trigger.provisional_because) or end.beyond,
        provisional_because=why_provisional(trigger.provisional_because, end.calendar, beyond=end.beyond),
        readings=tuple(_other_readings(version, trigger, end=end, basis=basis)),
        to_check=unchecked(version),
        flags=tuple(_flags(version, trigger, basis=basis, end=end)),
        hinges=_hinges(rule, version, trigger=trigger, end=end),
    )
    targeted = _with_late_days(plain, span, trigger=trigger, basis=basis, opened_on=opened_on)
    return _with_clear_days(targeted, span, basis=basis)


def _span(rule: Rule, version: Version, *, basis: Basis) -> TimeSpan:
    if not rule.repeats:
        return version.span
    return replace(version.span, number=basis.choices.progress_check_months, unit=Unit.MONTHS)


def _deemed(trigger: Trigger, span: TimeSpan, *, basis: Basis) -> date | None:
    """The next working day, where the office reads awareness on a weekend or holiday as of that day."""
    # No source says that a day off is no day zero; some partnerships read it so, which gives them a day more.
    wanted = basis.choices.weekend_awareness == "next-working-day" and trigger.event in AWARENESS
    calendar = named(span.calendar, basis.calendar)
    if not wanted or span.unit is not Unit.WORKING_DAYS or calendar.is_working_day(trigger.day):
        return None
    return on_or_after(trigger.day, calendar)


def _start(trigger: Trigger, span: TimeSpan, *, basis: Basis) -> date:
    return _deemed(trigger, span, basis=basis) or (trigger.at if span.unit is Unit.HOURS else trigger.day)


def _hinges(rule: Rule, version: Version, *, trigger: Trigger, end: Reached) -> Hinges:
    stands_in = trigger.event in rule.provisional_from and trigger.event not in version.trigger
    return Hinges(
        awaits=rule.versions[-1].trigger[0] if stands_in else "",
        settings=_settings(rule, version.span, trigger=trigger, calendar=end.calendar),
        beyond=end.calendar.horizon if end.beyond else None,
        rolls=version.span.rolls,
    )


def _settings(rule: Rule, span: TimeSpan, *, trigger: Trigger, calendar: Calendar) -> tuple[str, ...]:
    """The keys of config.toml that choose another date for this duty from the same facts."""
    in_working_days = span.unit is Unit.WORKING_DAYS
    on_a_day_off = in_working_days and not calendar.is_working_day(trigger.day)
    matters = {
        "clock.rapid_review_from": rule.id in FIFTEEN_DAYS.values(),
        "clock.weekend_awareness": on_a_day_off and trigger.event in AWARENESS,
        "clock.clear_days_target": in_working_days and span.backward,
        "clock.progress_check_months": rule.repeats,
    }
    return tuple(key for key, does in matters.items() if does)


def _window_from(version: Version, trigger: Trigger, *, basis: Basis) -> date | None:
    if version.window_from is None:
        return None
    opening = replace(version.span, number=version.window_from)
    return reached(trigger.day, opening, calendar=basis.calendar).due


def _other_readings(version: Version, trigger: Trigger, *, end: Reached, basis: Basis) -> Iterator[OtherReading]:
    for reading in version.readings:
        other = reached(trigger.at, reading.span, calendar=basis.calendar)
        if other.due != end.due:
            yield OtherReading(reading=reading.reading, due=other.due, citation=reading.citation)
    if _deemed(trigger, version.span, basis=basis):
        stays = reached(trigger.day, version.span, calendar=basis.calendar)
        yield OtherReading(
            reading="the day of awareness stays day zero though it is not a working day (the safer reading)",
            due=stays.due,
            citation=version.citation,
        )


def _flags(version: Version, trigger: Trigger, *, basis: Basis, end: Reached) -> Iterator[str]:
    deemed = _deemed(trigger, version.span, basis=basis)
    if deemed:
        yield (
            f"By the office’s setting, awareness on {long_date(trigger.day)} is taken as of {long_date(deemed)}; this "
            "is the riskier reading, since it gives a day more."
        )
    if trigger.event == "planned_publication" and end.due > trigger.day:
        yield "The last day to send falls after publication."


def _superseded(rule: Rule, version: Version) -> Iterator[str]:
    """That a later edition has replaced the one that applies, so that nobody takes its words for today's."""
    later = next((entry for entry in rule.versions if entry.in_force_from > version.in_force_from), None)
    if later is not None:
        yield (
            f"{version.edition} applies, since it was in force on the day of the trigger; {later.edition} replaced it "
            f"from {long_date(later.in_force_from)}."
        )


def _with_late_days(
    deadline: Deadline, span: TimeSpan, *, trigger: Trigger, basis: Basis, opened_on: date | None
) -> Deadline:
    """The deadline with the date it had before bank holidays that were announced while the clock ran.

    Whether such a day counts for a running clock is legally open, so where it was announced after `opened_on`, the day
    the case was opened, the earlier date stays the target.
    """
    calendar = named(span.calendar, basis.calendar)
    # A count back is not started by its trigger, which lies ahead: it runs once the case is there.
    runs_from = opened_on or deadline.due if span.backward else max(trigger.day, opened_on or trigger.day)
    late = _announced_meanwhile(deadline, calendar, since=runs_from)
    if span.unit is not Unit.WORKING_DAYS or not late:
        return deadline
    before = reached(_start(trigger, span, basis=basis), span, calendar=_without(calendar, late)).due
    if before == deadline.due:
        return deadline
    names = " and ".join(f"{day.title} ({long_date(day.day)})" for day in late)
    reading = OtherReading(
        reading=f"as counted before {names} came onto the calendar", due=before, citation=deadline.citation
    )
    changed = replace(deadline, readings=(*deadline.readings, reading))
    if opened_on is None:
        return changed
    target = min(before, deadline.due)
    stays = "stays" if before == target else "is"
    flag = (
        f"{names} came onto the calendar while this clock was running. The target {stays} {long_date(target)}; "
        f"recomputed with calendar version {calendar.version} the date is {long_date(deadline.due)}, and it was "
        f"{long_date(before)}."
    )
    return replace(changed, working_target=target, flags=(*changed.flags, flag))


def _announced_meanwhile(deadline: Deadline, calendar: Calendar, *, since: date) -> tuple[Holiday, ...]:
    start, end = sorted((deadline.trigger_date, deadline.due))
    return tuple(
        day
        for day in calendar.entries_after_publication
        if start < day.day <= end and (day.entered_on is None or since < day.entered_on)
    )


@lru_cache(maxsize=256)
def _without(calendar: Calendar, late: tuple[Holiday, ...]) -> Calendar:
    return calendar.without(late)


def _with_clear_days(deadline: Deadline, span: TimeSpan, *, basis: Basis) -> Deadline:
    """With the office's cautious target for a count back: one working day more, so that the days between are clear."""
    if not (span.backward and span.unit is Unit.WORKING_DAYS and basis.choices.clear_days_target):
        return deadline
    # "Seven working days before" (SI 2018/789 regulation 16, number to be checked) is read by some as clear days.
    clear = reached(deadline.trigger_date, replace(span, number=span.number + 1), calendar=basis.calendar).due
    flag = (
        f"The office aims at {span.number} clear working days: {long_date(clear)}. The last day remains "
        f"{long_date(deadline.due)}, counted back from {words(deadline.trigger_event)}."
    )
    return replace(deadline, working_target=min(clear, deadline.working_target), flags=(*deadline.flags, flag))
