"""Notices that the law, the calendar or the office's choices have changed since the last pass: what moved, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from pipeline.case_faults import is_of_a_case
from pipeline.clock.changes.differences import differences
from pipeline.clock.changes.kept_basis import basis_json, basis_of_json
from pipeline.clock.changes.moved_dates import DateMove, DeadlineKey, kept_targets, moved
from pipeline.clock.duties.rule_applied import Basis
from pipeline.dates import london_date, long_date
from pipeline.facts import Case
from pipeline.model import LogEntry
from scheduler.basis import basis_of, extra_days
from scheduler.states import kept_target_json
from scheduler.world import World

BASIS, TARGETS, REASONS = "basis", "targets", "reasons"


def adopt_changes(world: World, *, now: datetime) -> None:
    """Logs what has changed and every open date that it moved, and remembers the earlier days as their targets.

    The first pass has nothing to compare with, and a basis that this version cannot read is replaced.
    """
    basis = basis_of(world)
    current = basis_json(basis, extra=extra_days(world))
    kept = world.journal.kept.get(BASIS)
    if kept == current:
        return
    before = basis_of_json(kept) if isinstance(kept, dict) else None
    changed = differences(before, basis) if before else ()
    cases = (case for case in world.journal.casebook.cases() if case.is_open)
    moves = tuple(_moves(cases, before=before, after=basis, now=now)) if before and changed else ()
    with world.journal.writing():
        world.journal.kept.put(BASIS, current)
        # Kept, since a pass may be cut off before it has told anybody.
        world.journal.kept.put(REASONS, [[*move.key, _iso(move.after), why_moved(move)] for move in moves])
        _remember_targets(world, moves, now=now)
        world.journal.casebook.log(
            LogEntry(at=now, event="What the dates rest on has changed", detail=difference.text)
            for difference in changed
        )
        world.journal.casebook.log(_entry(move, now=now) for move in moves)
    world.counted.clear()


def _moves(cases: Iterable[Case], *, before: Basis, after: Basis, now: datetime) -> Iterator[DateMove]:
    for case in cases:
        try:
            yield from moved((case,), before=before, after=after, now=now)
        except Exception as fault:
            # A case whose dates cannot be counted is shown by the count that follows.
            if not is_of_a_case(fault):
                raise


def reasons(world: World) -> Mapping[tuple[DeadlineKey, date], str]:
    """Why the last change of law, calendar or choices moved a date to a day: by case, rule, for whom, and the day."""
    kept = world.journal.kept.get(REASONS)
    listed = kept if isinstance(kept, list) else []
    return {((case, rule, who), date.fromisoformat(day)): why for case, rule, who, day, why in listed if day}


def why_moved(move: DateMove) -> str:
    """The reason, and the day to work to where the earlier one stays."""
    target = move.target
    stays = f" The target stays {long_date(target)}." if target and move.after and target < move.after else ""
    return f"{move.because}{stays}"


def _remember_targets(world: World, moves: Iterable[DateMove], *, now: datetime) -> None:
    new = [kept_target_json(target) for target in kept_targets(moves, since=london_date(now))]
    if new:
        kept = world.journal.kept.get(TARGETS)
        earlier: dict[tuple[str, ...], dict[str, Any]] = {}
        for entry in kept if isinstance(kept, list) else []:
            earlier[tuple(entry["key"])] = entry
        for entry in new:
            before = earlier.get(tuple(entry["key"]))
            # A second change must not lengthen what the first one kept.
            if before is None or not _keeps(before, entry):
                earlier[tuple(entry["key"])] = entry
        world.journal.kept.put(TARGETS, list(earlier.values()))


def _keeps(before: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    same_start = (before["event"], before["from"]) == (entry["event"], entry["from"])
    return same_start and before["target"] <= entry["target"]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _entry(move: DateMove, *, now: datetime) -> LogEntry:
    was = long_date(move.before) if move.before else "none"
    will = long_date(move.after) if move.after else "none"
    about = f" ({move.either.subject})" if move.either.subject else ""
    detail = f"{move.either.title}{about}: {will}, before: {was}. {why_moved(move)}"
    return LogEntry(at=now, event="Date recomputed", detail=detail, case_ref=move.either.case_ref)
