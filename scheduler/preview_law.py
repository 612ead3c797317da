"""Which open dates a changed rule or list of bank holidays would move, before it is adopted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipeline.clock.calendars import england_and_wales_as
from pipeline.clock.changes import Move, moved
from pipeline.clock.dated import Basis
from pipeline.clock.model import TaskRule
from pipeline.clock.rule_files import rule_from
from pipeline.clock.rules import Law
from pipeline.dates import long_date
from pipeline.errors import RuleInvalid
from scheduler.picture import calendar_of, office_days
from scheduler.world import World


def moves(world: World, file: Path, *, now: datetime) -> tuple[Move, ...]:
    """Every open date that `file` (a rule's TOML, or a list of bank holidays in JSON) moves; raises RuleInvalid."""
    text = file.read_text(encoding="utf-8")
    before = Basis(
        law=world.law,
        calendar=calendar_of(world),
        choices=world.settings.clock,
        timetable=world.settings.timetable,
    )
    if file.suffix == ".json":
        extra = (*world.settings.clock.extra_non_working_days, *office_days(world))
        after = replace(before, calendar=england_and_wales_as(text, extra))
    else:
        changed = rule_from(text, file=file.name)
        if isinstance(changed, TaskRule):
            raise RuleInvalid(f"{file.name} is a task without a number of days; it moves no date.")
        others = tuple(rule for rule in world.law.rules if rule.id != changed.id)
        after = replace(before, law=Law(rules=(*others, changed)))
    return moved(world.journal.casebook.cases(), before=before, after=after, now=now)


def move_line(move: Move) -> str:
    """A move in one line."""
    was = long_date(move.before) if move.before else "none"
    will = long_date(move.after) if move.after else "none"
    about = f" ({move.subject})" if move.subject else ""
    return f"{move.case_ref}  {move.title}{about}: {was} becomes {will}. {move.because}"
