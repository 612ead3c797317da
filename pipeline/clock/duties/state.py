"""Where a duty stands on a day: one state from its three truths (docs/law.md, The ledger of duties)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from pipeline.clock.count.spans import day_zero
from pipeline.clock.duties.criteria import is_decided_by_a_person
from pipeline.clock.duties.events import Trigger, by_office, said_by, words
from pipeline.clock.duties.notification import Notification, notification
from pipeline.clock.duties.odd_dates import doubts, impossible, stops_with_the_case
from pipeline.clock.model import (
    Applicability,
    Applying,
    CountKind,
    Deadline,
    Done,
    DutyState,
    Rule,
    Started,
    StartKind,
    Stopped,
    Task,
)
from pipeline.dates import long_date
from pipeline.facts import Case

NATIONAL_FORM = "national_form_sent"
"""What `done_by` calls the notification of the Panel in whatever capacity; `notified_panel` is that of an incident."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Truths:
    """The three truths of a duty, and whether its clock was stopped."""

    applies: Applying
    started: Started
    done: Done | None = None
    stopped: Stopped | None = None


def state_of(truths: Truths, *, last_day: date | None, kind: CountKind = CountKind.DUTY, today: date) -> DutyState:
    """The state on `today`, by the first row that fits; `last_day` is None for a duty without a number of days."""
    state = DutyState.DUE
    if truths.done:
        state = DutyState.DONE
    elif truths.applies.value is Applicability.NO:
        state = DutyState.NOT_NEEDED
    elif truths.stopped:
        state = DutyState.STOPPED
    elif kind is not CountKind.DUTY:
        state = DutyState.EXPECTED
    elif truths.started.kind is StartKind.NOT_YET:
        state = DutyState.NOT_YET
    elif truths.applies.value is Applicability.NOT_DECIDED:
        state = DutyState.TO_BE_DECIDED
    elif truths.started.kind is StartKind.NOT_KNOWN:
        state = DutyState.WAITS_FOR_A_DATE
    elif last_day is not None and last_day < today:
        state = DutyState.OVERDUE
    return state


def with_truths(deadline: Deadline, truths: Truths, *, today: date) -> Deadline:
    """The deadline with its truths, the state that follows from them on `today`, and why."""
    state = state_of(truths, last_day=deadline.due, kind=deadline.kind, today=today)
    return replace(
        deadline,
        applies=truths.applies,
        started=truths.started,
        done=truths.done,
        stopped=truths.stopped,
        state=state,
        because=reason(state, truths, deadline=deadline),
    )


def assessed(deadline: Deadline, case: Case, *, rule: Rule, truths: Truths, today: date) -> Deadline:
    """The deadline as it stands on `today`, with what looks odd about its dates."""
    found = with_truths(deadline, truths, today=today)
    odd = (*doubts(deadline, case, rule=rule, today=today), *_done_too_early(found))
    cannot_be = tuple(impossible(deadline, case, rule=rule, today=today))
    return replace(found, flags=(*found.flags, *odd), impossible=cannot_be) if odd or cannot_be else found


def reason(state: DutyState, truths: Truths, *, deadline: Deadline | Task) -> str:
    """Why a duty is in its state, in sentences; empty where the state needs no reason."""
    if state is DutyState.DONE and truths.done:
        return _done_sentence(truths.done)
    if state is DutyState.STOPPED and truths.stopped:
        by = f" ({truths.stopped.by})" if truths.stopped.by else ""
        return f"Stopped on {long_date(truths.stopped.on)}: {truths.stopped.because}{by}"
    if state in (DutyState.NOT_NEEDED, DutyState.TO_BE_DECIDED):
        return truths.applies.because
    if state is DutyState.EXPECTED and isinstance(deadline, Deadline):
        return _NEVER_LATE[deadline.kind]
    return ""


_NEVER_LATE = {
    CountKind.EXPECTED: "Expected from others; never a breach.",
    CountKind.FLAG: "A reason to look again; never a reason to refuse.",
    CountKind.KEEP: "Keep it available at least to the end of this day.",
}


def _done_sentence(done: Done) -> str:
    if done.on is None:
        return "The record is complete."
    how = "" if done.act == "done_on" else f": {_act(done.act)}"
    return f"Done on {long_date(done.on)}{how}."


def _act(name: str) -> str:
    return words("notified_panel" if name == NATIONAL_FORM else name)


def started_by(start: Trigger) -> Started:
    """The second truth from what starts the clock: a day that only stands in for the true one is not known."""
    kind = StartKind.AT_LATEST if start.at_latest else StartKind.ON
    if start.provisional_because:
        return Started(kind=StartKind.NOT_KNOWN, event=start.event)
    return Started(kind=kind, on=start.day, event=start.event, by=start.source)


def done(case: Case, key: str, *, done_by: tuple[str, ...], today: date) -> Done | None:
    """The first act by `today` that ended a duty: the office's own word (subject `key`), or a fact of `done_by`."""
    acts = [("done_on", case.day("done_on", key), key), *((name, _day(case, name), "") for name in done_by)]
    known = [(day, name, subject) for name, day, subject in acts if day is not None and day <= today]
    if not known:
        return None
    day, name, subject = min(known)
    fact = case.fact("notified_panel" if name == NATIONAL_FORM else name, subject)
    return Done(on=day, act=name, by=said_by(fact) if fact else "")


def _day(case: Case, name: str) -> date | None:
    """The day of an act that ends a duty, by the office's own word; a notification of an incident only where it was
    sent as one."""
    if name in ("notified_panel", NATIONAL_FORM):
        as_incident = notification(case) is Notification.SERIOUS_INCIDENT
        sent = case.day("notified_panel") if by_office(case, "notified_panel") else None
        return sent if name == NATIONAL_FORM or as_incident else None
    if not by_office(case, name) or (name == "criteria_decided" and not is_decided_by_a_person(case)):
        return None
    value = case.value(name)
    return day_zero(value) if isinstance(value, date | datetime) else None


def set_aside(case: Case, key: str) -> Applying | None:
    """That a named person of the office says that the duty whose facts have the subject `key` does not apply."""
    why, who = case.text("not_applicable", key), case.text("said_by", key)
    return Applying(value=Applicability.NO, by=who, because=f"{why.rstrip('.')} ({who}).") if why and who else None


def set_aside_by_nobody(case: Case, key: str) -> bool:
    """Whether a duty was set aside with a reason and without a name, which ends nothing."""
    return bool(case.text("not_applicable", key)) and not case.text("said_by", key)


def case_in_error(case: Case) -> Applying | None:
    """That no duty applies, since the case was opened in error, twice, or ended before the mailbox was taken in."""
    # One click must not silence a duty of statute: whoever says so is named.
    if not case.has_ended or not by_office(case, "status"):
        return None
    who = case.text("status_by")
    return Applying(value=Applicability.NO, by=who, because=f"The case is marked {case.text('status')} ({who}).")


def clock_stopped(case: Case, rule: Rule, *, today: date) -> Stopped | None:
    """A withdrawn notification stops the rapid review and the local steps before it: from a day, with a reason, by a
    named person."""
    return case_clock_stopped(case, today=today) if stops_with_the_case(rule) else None


def case_clock_stopped(case: Case, *, today: date) -> Stopped | None:
    """That the office stopped the clock of a case, as far as it says from when, why and by whom; else nothing stops."""
    stopped, because, who = case.day("clock_stopped"), case.text("clock_stopped_because"), case.text("clock_stopped_by")
    if not stopped or stopped > today or not because or not who:
        return None
    return Stopped(on=stopped, because=because, by=who)


def _done_too_early(deadline: Deadline) -> Iterator[str]:
    # What leads up to an event is done before it, as it should be.
    counts_back = deadline.trigger_event in ("planned_publication", "agency_agreed")
    known = deadline.has_known_start and not counts_back
    if known and deadline.done_on is not None and deadline.done_on < deadline.trigger_date:
        started = f"{words(deadline.trigger_event)}, {long_date(deadline.trigger_date)}"
        yield (
            f"Done on {long_date(deadline.done_on)}, before the day from which it is counted ({started}): check both "
            "dates."
        )
