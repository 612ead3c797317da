"""The ladder of reminders: which rung a number of working days left is, and the hours in which it is said."""

from __future__ import annotations

from datetime import date, datetime

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.count.workdays import nth_working_day
from pipeline.dates import london
from pipeline.settings import Ladder, NoticeSettings


def rung(left: int, ladder: Ladder) -> str:
    """The one rung that applies with `left` working days to go (negative when late); empty while it is too early.

    After days of silence this is the rung of today, never those that were missed: `3-before`, `on-the-day`, `2-late`.
    """
    if left > 0 or (left > -ladder.late_every and not ladder.on_the_day):
        reached = [step for step in ladder.before if step >= left]
        return f"{min(reached)}-before" if reached else ""
    late = -left // ladder.late_every * ladder.late_every
    return f"{late}-late" if late else "on-the-day"


def escalates(left: int, ladder: Ladder) -> bool:
    """Whether the partners' executives are told as well."""
    return left <= 0 and -left >= ladder.escalate_after


def may_speak(now: datetime, *, notices: NoticeSettings, calendar: Calendar) -> bool:
    """Whether `now` is inside the office's hours of a working day, in London."""
    here = london(now)
    return calendar.is_working_day(here.date()) and notices.from_time <= here.time() < notices.to_time


def looked_at_by(came: datetime, *, notices: NoticeSettings, calendar: Calendar) -> date:
    """The working day by whose end somebody looks at a mail that `came` then, counted from when the office is there."""
    here = london(came)
    is_early = calendar.is_working_day(here.date()) and here.time() < notices.from_time
    days = notices.looked_at_within_days - is_early
    return nth_working_day(here.date(), days, calendar=calendar) if days else here.date()
