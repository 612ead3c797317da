"""Every case counted anew, and what of it differs from what was kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pipeline.clock.duties.ledger import Ledger
from pipeline.edges.journal.derived.standings import Standing
from scheduler.guards.resting import standings
from scheduler.office import ConfiguredOffice
from scheduler.ports import Ports
from scheduler.snapshot import Snapshot
from scheduler.steps.tracker_content import content_of
from scheduler.tracker_base import kept_base


@dataclass(frozen=True, kw_only=True, slots=True)
class Recounted:
    """What counting every case anew has shown."""

    cases: int
    resting: int  # of them, those that a pass would have left out
    differing: tuple[str, ...]  # a sentence for each case that does not stand as was kept


def recounted(office: ConfiguredOffice, ports: Ports, *, now: datetime) -> Recounted:
    """Counts every case as of `now` and compares; where anything differs the next pass counts every case too."""
    journal = ports.journal
    with journal.pass_lock():
        known = Snapshot(office, journal, now=now, rests=True)
        kept = known.at_rest.standings
        whole = Snapshot(office, journal, now=now)
        shown = content_of(office, journal, snapshot=whole)
        found = {one.case_ref: one for one in standings(journal, whole, shown=shown, base=kept_base(journal))}
        counted = {ref: ledger for ref, ledger in known.ledgers.items() if ref not in known.counted_anew}
        differing = (*_differences(kept, found), *_miscounted(counted, whole.ledgers))
        if differing:
            with journal.writing():
                journal.standings.forget()
                journal.ledgers.forget()
    return Recounted(cases=len(shown.cases), resting=len(kept), differing=differing)


def _miscounted(kept: dict[str, Ledger], found: dict[str, Ledger]) -> Iterator[str]:
    for ref in sorted(ref for ref, ledger in kept.items() if ledger != found.get(ref)):
        yield f"{ref}: its duties were kept as counted before, and counted anew they stand otherwise."


def _differences(kept: dict[str, Standing], found: dict[str, Standing]) -> Iterator[str]:
    for ref, before in sorted(kept.items()):
        now = found.get(ref)
        if now is None:
            yield f"{ref}: it was kept as resting, and counted anew its rows or duties stand otherwise."
        elif (before.counts, before.form) != (now.counts, now.form):
            yield f"{ref}: what the Dashboard counts of it or where its form lies is not what was kept."
        elif before.until != now.until:
            yield f"{ref}: it was kept until {before.until:%Y-%m-%d}, and holds until {now.until:%Y-%m-%d}."
