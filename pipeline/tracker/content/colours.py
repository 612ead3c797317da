"""The word under Colour, which follows from the state of a duty alone, and how many working days are left."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from pipeline.clock.explain.state_words import STATE_WORDS, state_words
from pipeline.clock.model import Deadline, DutyState, Task

OVERDUE, TO_BE_DECIDED = STATE_WORDS[DutyState.OVERDUE], STATE_WORDS[DutyState.TO_BE_DECIDED]
WAITS, DONE = STATE_WORDS[DutyState.WAITS_FOR_A_DATE], STATE_WORDS[DutyState.DONE]
NOT_NEEDED, STOPPED = STATE_WORDS[DutyState.NOT_NEEDED], STATE_WORDS[DutyState.STOPPED]
SOON, ON_TRACK, TO_DO = "Due within 2 days", "On track", "To do"
"""Where a duty is due: within `SOON_DAYS`, later, or on no day because no source gives a number of days."""
SOON_DAYS = 2  # working days


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkingDays:
    """The working days as seen from `today`; `holidays` are ordinals of the days off that fall on a weekday."""

    today: date
    holidays: tuple[int, ...]
    _left: dict[date, int] = field(default_factory=dict, repr=False, compare=False)  # many deadlines share a day

    def left(self, due: date) -> int:
        """The working days after today up to and with `due`; below zero once it is past."""
        if due not in self._left:
            self._left[due] = self._until(due) - self._until(self.today)
        return self._left[due]

    def _until(self, day: date) -> int:
        weeks, rest = divmod(day.toordinal(), 7)
        return weeks * 5 + min(rest, 5) - bisect_right(self.holidays, day.toordinal())


def working_days(today: date, holidays: Iterable[date]) -> WorkingDays:
    """The working days of a calendar with these `holidays`."""
    ordinals = sorted({day.toordinal() for day in holidays if day.weekday() < 5})
    return WorkingDays(today=today, holidays=tuple(ordinals))


def colour(duty: Deadline | Task, days: WorkingDays) -> str:
    """The word under Colour: never the colour alone, so that it can be read in grey and by everybody."""
    if duty.state is not DutyState.DUE:
        return state_words(duty)
    if isinstance(duty, Task):
        return TO_DO
    return SOON if days.left(duty.due) <= SOON_DAYS else ON_TRACK
