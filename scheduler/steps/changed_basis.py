"""Notices that the law, the calendar or the office's choices have changed since the last pass: what moved, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from pipeline.case_faults import is_of_a_case
from pipeline.clock.changes.differences import differences
from pipeline.clock.changes.moved_dates import DateMove, DeadlineKey, KeptTarget, kept_targets, moved
from pipeline.clock.duties.rule_applied import Basis
from pipeline.dates import london_date, long_date
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import KeptBasis, MoveReason
from pipeline.model import LogEntry
from scheduler.snapshot import Snapshot


def adopt_changes(journal: Journal, snapshot: Snapshot) -> None:
    """Logs what has changed and every open date that it moved, and remembers the earlier days as their targets.

    The first pass has nothing to compare with, and a basis that this version cannot read is replaced.
    """
    basis, now = snapshot.basis, snapshot.now
    current = KeptBasis.of(basis, extra=snapshot.extra_days)
    kept = journal.kept.basis.get()
    if kept == current:
        return
    before = kept.basis if kept else None
    changed = differences(before, basis) if before else ()
    moves = tuple(_moves(snapshot, before=before, after=basis)) if before and changed else ()
    with journal.writing():
        journal.kept.basis.put(current)
        # Kept, since a pass may be cut off before it has told anybody.
        journal.kept.reasons.put(MoveReason(key=move.key, day=move.after, why=why_moved(move)) for move in moves)
        _remember_targets(journal, moves, now=now)
        journal.casebook.log(
            LogEntry(at=now, event="What the dates rest on has changed", detail=difference.text)
            for difference in changed
        )
        journal.casebook.log(_entry(move, now=now) for move in moves)
    snapshot.renew_basis()


def _moves(snapshot: Snapshot, *, before: Basis, after: Basis) -> Iterator[DateMove]:
    for case in snapshot.open_cases:
        try:
            yield from moved((case,), before=before, after=after, now=snapshot.now, leads=snapshot.leads)
        except Exception as fault:
            # A case whose dates cannot be counted is shown by the count that follows.
            if not is_of_a_case(fault):
                raise


def reasons(journal: Journal) -> Mapping[tuple[DeadlineKey, date], str]:
    """Why the last change of law, calendar or choices moved a date to a day: by case, rule, for whom, and the day."""
    return {(reason.key, reason.day): reason.why for reason in journal.kept.reasons.get() if reason.day}


def why_moved(move: DateMove) -> str:
    """The reason, and the day to work to where the earlier one stays."""
    target = move.target
    stays = f" The target stays {long_date(target)}." if target and move.after and target < move.after else ""
    return f"{move.because}{stays}"


def _remember_targets(journal: Journal, moves: Iterable[DateMove], *, now: datetime) -> None:
    new = tuple(kept_targets(moves, since=london_date(now)))
    if not new:
        return
    targets = {target.key: target for target in journal.kept.targets.get()}
    for target in new:
        before = targets.get(target.key)
        # A second change must not lengthen what the first one kept.
        if before is None or not _stays(before, target):
            targets[target.key] = target
    journal.kept.targets.put(targets.values())


def _stays(before: KeptTarget, after: KeptTarget) -> bool:
    same_start = (before.trigger_event, before.trigger_date) == (after.trigger_event, after.trigger_date)
    return same_start and before.target <= after.target


def _entry(move: DateMove, *, now: datetime) -> LogEntry:
    was = long_date(move.before) if move.before else "none"
    will = long_date(move.after) if move.after else "none"
    about = f" ({move.either.subject})" if move.either.subject else ""
    detail = f"{move.either.title}{about}: {will}, before: {was}. {why_moved(move)}"
    return LogEntry(at=now, event="Date recomputed", detail=detail, case_ref=move.either.case_ref)
