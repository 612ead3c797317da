"""When a rapid review meeting may be held: the last lawful day, the slot to propose, and why a date is refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.count.workdays import on_or_before
from pipeline.clock.model import Deadline, DutyState, RuleId
from pipeline.dates import LONDON, long_date
from pipeline.model import ReasonCode, Refusal

PROPOSED_TIME = time(10, 0)
_DAY = timedelta(days=1)


def last_lawful_day(deadlines: Iterable[Deadline], *, calendar: Calendar) -> date | None:
    """The last working day on which the meeting can still be held: that of the rapid review itself."""
    found = _named(deadlines, RuleId.RAPID_REVIEW)
    return on_or_before(found.due, calendar) if found else None


def last_lawful_slot(deadlines: Iterable[Deadline], *, calendar: Calendar) -> datetime | None:
    """The start, in London, of the latest meeting that leaves the sign-off days of the local timetable free.

    None while no notification to the Panel gives a date to count from.
    """
    known = tuple(deadlines)
    lawful = last_lawful_day(known, calendar=calendar)
    if lawful is None:
        return None
    meeting, sign_off = _named(known, RuleId.RAPID_REVIEW_MEETING), _named(known, RuleId.PARTNER_SIGN_OFF)
    ends = [lawful]
    if meeting:
        ends.append(meeting.due)
    if sign_off:
        ends.append((sign_off.window_from or sign_off.due) - _DAY)
    return datetime.combine(on_or_before(min(ends), calendar), PROPOSED_TIME, LONDON)


def refusal(start: datetime, *, lawful: date | None, calendar: Calendar, reason: str) -> Refusal | None:
    """Why a meeting may not be held on the day of `start`; a `reason` recorded by the office allows it."""
    if reason:
        return None
    day = start.astimezone(LONDON).date()
    if not calendar.is_working_day(day):
        why = f"{long_date(day)} is not a working day ({calendar.why_not(day)})."
    elif lawful and day > lawful:
        why = f"{long_date(day)} is after {long_date(lawful)}, the last day for the rapid review."
    else:
        return None
    return Refusal(
        code=ReasonCode.MEETING_DATE_REFUSED,
        why=why,
        remedy="Correct Rapid review on, or type the reason under Meeting date because on the Cases sheet.",
    )


def _named(deadlines: Iterable[Deadline], rule: str) -> Deadline | None:
    return next((entry for entry in deadlines if entry.rule == rule and _binds(entry)), None)


def _binds(entry: Deadline) -> bool:
    """Whether its day is a last day: a target to work to, from a start that nobody knows, refuses no meeting."""
    return entry.has_known_start and (entry.state.is_open or entry.state is DutyState.DONE)
