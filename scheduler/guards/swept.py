"""Parts of files that passes which were cut off have left: removed once a day, while no other pass runs."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from pipeline.dates import london_date
from pipeline.edges.files import sweep_parts
from pipeline.edges.journal import Journal
from pipeline.errors import StoreUnavailable
from scheduler.office import ConfiguredOffice


def sweep(office: ConfiguredOffice, journal: Journal, *, now: datetime) -> None:
    """Removes them from the store, the originals and beside the tracker; what cannot be removed waits for a day."""
    before = journal.kept.guards.swept_at.get()
    if before is not None and london_date(before) == london_date(now):
        return
    tracker = office.settings.tracker
    with suppress(OSError):
        sweep_parts(journal.folder, deep=True)
        sweep_parts(tracker.originals, deep=True)
        sweep_parts(tracker.path.parent, deep=False)
    with suppress(StoreUnavailable), journal.writing():
        journal.kept.guards.swept_at.put(now)
