"""Where a duty stands on a day: done, not applicable, stopped, only expected, or open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from pipeline.clock.count.spans import day_zero
from pipeline.clock.duties.applies import Applies, ConditionAnswer
from pipeline.clock.duties.events import words
from pipeline.clock.duties.missing_evidence import missing_evidence
from pipeline.clock.duties.odd_dates import doubts, fact_key, stops_with_the_case
from pipeline.clock.model import CountKind, Deadline, DeadlineState, Rule
from pipeline.dates import long_date
from pipeline.facts import Case


@dataclass(frozen=True, kw_only=True, slots=True)
class ReasonedState:
    """How a duty stands, and why where it is not simply open."""

    state: DeadlineState
    because: str
    done_on: date | None = None
    because_names_state: bool = False  # `because` itself says the state: `Done on …`


def assessed(deadline: Deadline, case: Case, *, rule: Rule, answer: ConditionAnswer, today: date) -> Deadline:
    """The deadline as it stands on `today`, by the case's facts and by whether its rule applies."""
    # The first that fits: what was done stays done, whatever is said of the duty or of its case later.
    found = (
        _done(deadline, case, rule=rule, today=today)
        or set_aside(deadline, case)
        or _not_applying(answer)
        or case_ended(case)
        or _clock_stopped(case, rule, today=today)
        or _never_a_breach(deadline)
    )
    maybe = answer.applies is Applies.MAYBE
    doubted = replace(
        deadline,
        flags=(*deadline.flags, *doubts(deadline, case, rule=rule, today=today), *_done_too_early(deadline, found)),
        provisional=deadline.provisional or maybe,
        provisional_because=" ".join(filter(None, (deadline.provisional_because, answer.because if maybe else ""))),
    )
    return with_state(doubted, found)


def with_state(deadline: Deadline, found: ReasonedState | None) -> Deadline:
    """The deadline as it ended, or as it is where nothing ended it."""
    if found is None:
        return deadline
    return replace(
        deadline,
        state=found.state,
        because=found.because,
        done_on=found.done_on,
        because_names_state=found.because_names_state,
    )


def _done(deadline: Deadline, case: Case, *, rule: Rule, today: date) -> ReasonedState | None:
    # Only time ends the keeping of a report (SI 2018/789 regulation 17), and a check that is made starts the next one.
    if deadline.kind is CountKind.KEEP or rule.repeats:
        return None
    own = case.day("done_on", fact_key(deadline))
    days = [day for day in (own, *(_day(case, name) for name in rule.done_by)) if day and day <= today]
    if not days:
        return None
    done = min(days)
    because = f"Done on {long_date(done)}."
    return ReasonedState(state=DeadlineState.DONE, done_on=done, because=because, because_names_state=True)


def _day(case: Case, name: str) -> date | None:
    value = case.value(name)
    return day_zero(value) if isinstance(value, date | datetime) else None


def _done_too_early(deadline: Deadline, found: ReasonedState | None) -> tuple[str, ...]:
    # What leads up to an event is done before it, as it should be.
    counts_back = deadline.trigger_event in ("planned_publication", "agency_agreed")
    if found is None or found.done_on is None or found.done_on >= deadline.trigger_date or counts_back:
        return ()
    started = f"{words(deadline.trigger_event)}, {long_date(deadline.trigger_date)}"
    return (
        f"Done on {long_date(found.done_on)}, before the day from which it is counted ({started}): check both dates.",
    )


def set_aside(deadline: Deadline, case: Case) -> ReasonedState | None:
    """That the office says that the duty does not apply, and why."""
    reason = case.text("not_applicable", fact_key(deadline))
    return ReasonedState(state=DeadlineState.NOT_APPLICABLE, because=reason) if reason else None


def _not_applying(answer: ConditionAnswer) -> ReasonedState | None:
    states = {Applies.NO: DeadlineState.NOT_APPLICABLE, Applies.STOPPED: DeadlineState.STOPPED}
    if answer.applies not in states:
        return None
    return ReasonedState(
        state=states[answer.applies], because=answer.because, because_names_state=answer.because_names_state
    )


def case_ended(case: Case) -> ReasonedState | None:
    """That the case was opened in error, or closed with its record complete."""
    status = case.text("status")
    if status in ("Opened in error", "Duplicate"):
        return ReasonedState(state=DeadlineState.NOT_APPLICABLE, because=f"The case is marked {status}.")
    # Closing silences no duty: with a gap in the record the clocks run on.
    if status == "Closed" and not missing_evidence(case):
        return ReasonedState(state=DeadlineState.STOPPED, because="The case is closed.")
    return None


def _clock_stopped(case: Case, rule: Rule, *, today: date) -> ReasonedState | None:
    """A withdrawn notification stops the rapid review and the local steps before it, from a day and with a reason."""
    stopped, because = case.day("clock_stopped"), case.text("clock_stopped_because")
    if not stops_with_the_case(rule) or not stopped or stopped > today or not because:
        return None
    return ReasonedState(
        state=DeadlineState.STOPPED, because=f"Stopped on {long_date(stopped)}: {because}", because_names_state=True
    )


def _never_a_breach(deadline: Deadline) -> ReasonedState | None:
    because = {
        CountKind.EXPECTED: "Expected from others; never a breach.",
        CountKind.FLAG: "A reason to look again; never a reason to refuse.",
        CountKind.KEEP: "Keep it available at least to the end of this day.",
    }.get(deadline.kind)
    return ReasonedState(state=DeadlineState.EXPECTED, because=because) if because else None
