"""The steps by which a question grows louder: how far it has come on a day, and what is said of its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.count.workdays import between, nth_working_day, on_or_before
from pipeline.clock.duties.question import FIRST_DAYS, Asked, CaseQuestion
from pipeline.dates import short_date

AFTER_A_TARGET = 5
"""So many working days after a working target a question counts as one without an answer."""
REPEATED = 5
"""It is then asked again after so many working days."""
TOGETHER = 2
"""Days so many working days apart are asked about in one mail, on the first of them."""


class AskStep(StrEnum):
    """How loud a question has grown; each step is reached after the one before it."""

    OPENED = "opened"  # the manager is asked
    AWARENESS = "awareness"  # the authority's lead is asked when it became aware
    DAY = "on-the-day"  # lead and chair are asked
    UNANSWERED = "unanswered"  # and the partners' executives


@dataclass(frozen=True, kw_only=True, slots=True)
class StepReached:
    """The step that a question has reached, and how often that one was due before."""

    step: AskStep
    again: int = 0

    @property
    def rung(self) -> str:
        """As it stands in the key of a notice: `on-the-day`, `unanswered-0`."""
        return f"{self.step.value}-{self.again}" if self.step is AskStep.UNANSWERED else self.step.value

    @property
    def is_loud(self) -> bool:
        """Whether more people are asked than who can answer it at once."""
        return self.step in (AskStep.DAY, AskStep.UNANSWERED)


def reached(since: date, day: date, *, last_day: date | None, today: date, calendar: Calendar) -> StepReached:
    """How far a question first asked on `since` has come on `today`: its own day is `day`, the last day in law that
    hangs on it `last_day`, where one is known."""
    unanswered = _unanswered_on(day, last_day, calendar=calendar)
    if today >= unanswered:
        return StepReached(step=AskStep.UNANSWERED, again=between(unanswered, today, calendar=calendar) // REPEATED)
    # A last day on a Sunday is asked about on the Friday before it, while somebody can still act.
    if today >= on_or_before(day, calendar):
        return StepReached(step=AskStep.DAY)
    if today >= nth_working_day(since, 1, calendar=calendar):
        return StepReached(step=AskStep.AWARENESS)
    return StepReached(step=AskStep.OPENED)


def _unanswered_on(day: date, last_day: date | None, *, calendar: Calendar) -> date:
    target = nth_working_day(day, AFTER_A_TARGET, calendar=calendar)
    return min(target, nth_working_day(last_day, 1, calendar=calendar)) if last_day else target


def reached_by(question: CaseQuestion, *, today: date, calendar: Calendar) -> StepReached:
    """How far the question of a case has come on `today`."""
    return reached(question.since, question.day, last_day=question.last_day, today=today, calendar=calendar)


def is_last_chance(question: CaseQuestion, *, today: date, calendar: Calendar) -> bool:
    """Whether `today` is the last working day on or before the question's day."""
    return today == on_or_before(question.day, calendar)


def said_of_the_day(question: CaseQuestion, *, today: date, calendar: Calendar) -> str:
    """What there is to say of the question's day, in a sentence that calls nothing late; may be empty."""
    now = reached_by(question, today=today, calendar=calendar)
    if question.day_is_known:
        return _of_a_last_day(question.day, today)
    if now.step is AskStep.UNANSWERED:
        return f"It was first asked on {short_date(question.since, today=today)}."
    # The target of an old incident was set so that there is time to ask: it says nothing of any last day.
    is_set = question.day == nth_working_day(question.since, FIRST_DAYS, calendar=calendar)
    if question.if_aware_on is None or is_set or not question.asks_about(Asked.AWARENESS):
        return ""
    last = (
        "today is the last day" if today == question.day else f"{short_date(question.day, today=today)} is the last day"
    )
    return f"If it knew on {short_date(question.if_aware_on, today=today)}, {last}."


def _of_a_last_day(day: date, today: date) -> str:
    if day < today:
        return f"If the duty applies, its last day was {short_date(day, today=today)}."
    is_today = day == today
    return f"If the duty applies, {'today' if is_today else short_date(day, today=today)} is its last day."
