"""What every date rests on now: the law, the calendar, the office's choices and its own timetable."""

from __future__ import annotations

from pipeline.clock.duties.rule_applied import Basis
from pipeline.settings import NonWorkingDay
from scheduler.picture import calendar_of, office_days
from scheduler.world import World


def basis_of(world: World) -> Basis:
    """The basis of this pass."""
    return Basis(
        law=world.law,
        calendar=calendar_of(world),
        choices=world.settings.clock,
        timetable=world.settings.timetable,
    )


def extra_days(world: World) -> tuple[NonWorkingDay, ...]:
    """The days that the settings and the tracker's Calendar sheet add."""
    return (*world.settings.clock.extra_non_working_days, *office_days(world))
