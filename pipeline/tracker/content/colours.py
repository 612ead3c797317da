"""The word and the colour of a deadline: overdue, due soon, on track, done or stopped, and how many days are left."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from pipeline.clock.model import Deadline, DutyState

OVERDUE, SOON, ON_TRACK, DONE, STOPPED = "Overdue", "Due within 2 days", "On track", "Done", "Stopped"
DONE_LATE, EXPECTED, NOT_NEEDED, TO_DO = "Done late", "Expected", "Not needed", "To do"
TO_BE_DECIDED, WAITS, NOT_YET = "To be decided", "Waits for a date", "Not yet"
SOON_DAYS = 2  # working days
_NEVER_LATE = {
    DutyState.STOPPED: STOPPED,
    DutyState.NOT_NEEDED: NOT_NEEDED,
    DutyState.EXPECTED: EXPECTED,
    DutyState.TO_BE_DECIDED: TO_BE_DECIDED,
    DutyState.WAITS_FOR_A_DATE: WAITS,
    DutyState.NOT_YET: NOT_YET,
}


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


def colour(deadline: Deadline, days: WorkingDays) -> str:
    """The word under Colour: never the colour alone, so that it can be read in grey and by everybody."""
    if deadline.state is DutyState.DONE:
        late = deadline.done_on is not None and deadline.done_on > deadline.due
        return DONE_LATE if late else DONE
    return _NEVER_LATE.get(deadline.state) or running_colour(deadline.due, days)


def running_colour(due: date, days: WorkingDays) -> str:
    """The word for a duty that still runs: overdue from the day after `due`."""
    if due < days.today:
        return OVERDUE
    return SOON if days.left(due) <= SOON_DAYS else ON_TRACK
