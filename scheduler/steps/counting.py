"""Counts every date anew and notes which ones are new or have moved, so that people can be told why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pipeline.clock.model import Deadline, DeadlineState
from pipeline.dates import long_date
from pipeline.edges.journal.casebook import Announced
from pipeline.model import LogEntry
from pipeline.notices.model import Moved
from scheduler.picture import deadlines_of
from scheduler.report import PassReport
from scheduler.states import moved_json
from scheduler.world import World

# As many moves as are remembered: far more than a month of any office brings.
KEPT_MOVES = 2000


def count_dates(world: World, report: PassReport, *, now: datetime) -> None:
    """Compares every deadline with what was last announced; what changed is logged and kept for the notices."""
    found = deadlines_of(world, world.journal.casebook.cases(), now=now)
    told = {(entry.case_ref, entry.rule, entry.subject): entry for entry in world.journal.casebook.announced()}
    shown = tuple(deadline for deadlines in found.values() for deadline in deadlines)
    changed = tuple(deadline for deadline in shown if _differs(deadline, told))
    if not changed:
        return
    moves = tuple(_moves(changed, told, now=now))
    kept = world.journal.kept.get("moved")
    earlier = kept if isinstance(kept, list) else []
    with world.journal.writing():
        world.journal.casebook.announce((_announced(deadline) for deadline in changed), now=now)
        world.journal.kept.put("moved", [*earlier, *map(moved_json, moves)][-KEPT_MOVES:])
        world.journal.casebook.log(_entry(move) for move in moves)
    report.count("dates new or moved", len(moves))


def _key(deadline: Deadline) -> tuple[str, str, str]:
    return deadline.case_ref, deadline.rule, deadline.subject


def _differs(deadline: Deadline, told: dict[tuple[str, str, str], Announced]) -> bool:
    before = told.get(_key(deadline))
    return before is None or before.due != deadline.due


def _moves(
    changed: tuple[Deadline, ...], told: dict[tuple[str, str, str], Announced], *, now: datetime
) -> Iterator[Moved]:
    for deadline in changed:
        before = told.get(_key(deadline))
        # A duty that is settled on the day it first appears moved for nobody.
        if before is None and deadline.state is not DeadlineState.OPEN:
            continue
        yield Moved(
            case_ref=deadline.case_ref,
            rule=deadline.rule,
            subject=deadline.subject,
            title=deadline.title,
            old=before.due if before else None,
            new=deadline.due,
            why=deadline.provisional_because or deadline.trigger_source or "Its rule or the calendar has changed.",
            at=now,
        )


def _announced(deadline: Deadline) -> Announced:
    return Announced(
        case_ref=deadline.case_ref,
        rule=deadline.rule,
        subject=deadline.subject,
        due=deadline.due,
        because=deadline.provisional_because or deadline.trigger_source,
    )


def _entry(move: Moved) -> LogEntry:
    event = "Date moved" if move.old else "Date set"
    was = f", before: {long_date(move.old)}" if move.old else ""
    return LogEntry(at=move.at, event=event, detail=f"{move.title}: {long_date(move.new)}{was}", case_ref=move.case_ref)
