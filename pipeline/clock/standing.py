"""Where a duty stands on a day: done, not applicable, stopped, only expected, or open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from pipeline.clock.applies import Answer, Applies
from pipeline.clock.calendars import Calendar
from pipeline.clock.evidence import missing_evidence
from pipeline.clock.model import Deadline, DeadlineState, Kind, Rule
from pipeline.clock.spans import day_zero
from pipeline.clock.workdays import between
from pipeline.dates import long_date
from pipeline.facts import Case


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """How a duty stands when it is not simply open."""

    state: DeadlineState
    because: str
    done_on: date | None = None


def stood(deadline: Deadline, case: Case, *, rule: Rule, answer: Answer, today: date) -> Deadline:
    """The deadline as it stands on `today`, by the case's facts and by whether its rule applies."""
    found = (
        _done(deadline, case, done_by=rule.done_by, today=today)
        or _set_aside(deadline, case)
        or _not_applying(answer)
        or _case_ended(case)
        or _clock_stopped(case, rule, today=today)
        or _never_a_breach(deadline)
    )
    standing = replace(deadline, flags=(*deadline.flags, *_odd(deadline, case, rule=rule, today=today)))
    if answer.applies is Applies.MAYBE:
        because = " ".join(filter(None, (standing.provisional_because, answer.because)))
        standing = replace(standing, provisional=True, provisional_because=because)
    if found is None:
        return standing
    return replace(standing, state=found.state, because=found.because, done_on=found.done_on)


def working_days_left(deadline: Deadline, *, today: date, calendar: Calendar) -> int:
    """Working days from `today` to the due date; negative where it has passed."""
    return between(today, deadline.due, calendar=calendar)


def working_days_late(deadline: Deadline, *, today: date, calendar: Calendar) -> int:
    """Working days by which the duty was done after its due date, or is overdue on `today`; else 0."""
    ended = deadline.done_on or (today if deadline.state is DeadlineState.OPEN else deadline.due)
    return max(0, between(deadline.due, ended, calendar=calendar))


def fact_key(rule: str, subject: str) -> str:
    """The subject of a fact about a duty: its rule id, and for whom where one rule binds several."""
    return f"{rule}|{subject}" if subject else rule


def _done(deadline: Deadline, case: Case, *, done_by: tuple[str, ...], today: date) -> Ended | None:
    if deadline.kind is Kind.KEEP:
        return None
    own = case.day("done_on", fact_key(deadline.rule, deadline.subject))
    days = [day for day in (own, *(_day(case, name) for name in done_by)) if day and day <= today]
    if not days:
        return None
    done = min(days)
    return Ended(state=DeadlineState.DONE, done_on=done, because=f"Done on {long_date(done)}.")


def _day(case: Case, name: str) -> date | None:
    value = case.value(name)
    return day_zero(value) if isinstance(value, date | datetime) else None


def _set_aside(deadline: Deadline, case: Case) -> Ended | None:
    reason = case.text("not_applicable", fact_key(deadline.rule, deadline.subject))
    return Ended(state=DeadlineState.NOT_APPLICABLE, because=reason) if reason else None


def _not_applying(answer: Answer) -> Ended | None:
    states = {Applies.NO: DeadlineState.NOT_APPLICABLE, Applies.STOPPED: DeadlineState.STOPPED}
    state = states.get(answer.applies)
    return Ended(state=state, because=answer.because) if state else None


def _case_ended(case: Case) -> Ended | None:
    status = case.text("status")
    if status in ("Opened in error", "Duplicate"):
        return Ended(state=DeadlineState.NOT_APPLICABLE, because=f"The case is marked {status}.")
    if status == "Closed" and not missing_evidence(case):
        return Ended(state=DeadlineState.STOPPED, because="The case is closed.")
    return None


def _clock_stopped(case: Case, rule: Rule, *, today: date) -> Ended | None:
    """A withdrawn notification stops the rapid review and the local steps before it, from a day and with a reason."""
    stopped, because = case.day("clock_stopped"), case.text("clock_stopped_because")
    if not (rule.id == "rapid-review" or rule.local_step) or not stopped or stopped > today or not because:
        return None
    return Ended(state=DeadlineState.STOPPED, because=f"Stopped on {long_date(stopped)}: {because}")


def _never_a_breach(deadline: Deadline) -> Ended | None:
    because = {
        Kind.EXPECTED: "Expected from others; never a breach.",
        Kind.FLAG: "A reason to look again; never a reason to refuse.",
        Kind.KEEP: "Keep it available at least to the end of this day.",
    }.get(deadline.kind)
    return Ended(state=DeadlineState.EXPECTED, because=because) if because else None


def _odd(deadline: Deadline, case: Case, *, rule: Rule, today: date) -> Iterator[str]:
    incident, stopped = case.day("incident"), case.day("clock_stopped")
    done = case.day("done_on", fact_key(deadline.rule, deadline.subject))
    if deadline.trigger_date > today and deadline.trigger_event != "planned_publication":
        yield f"The date it is counted from, {long_date(deadline.trigger_date)}, has not come yet: check it."
    if incident and deadline.trigger_event.endswith("_aware") and deadline.trigger_date < incident:
        yield f"Awareness is dated before the incident ({long_date(incident)}): check both dates."
    if done and done > today:
        yield f"Done on is {long_date(done)}, which has not come yet; the duty stays open until then."
    if (rule.id == "rapid-review" or rule.local_step) and stopped and not case.text("clock_stopped_because"):
        yield "The clock has a stop date but no reason, so it runs on: enter the reason and who decided."
    if case.text("status") == "Closed" and missing_evidence(case):
        yield "The case is marked Closed, but its record is not complete, so its clocks run on."
