"""The workbook made anew from the journal, for the day somebody deletes or spoils it."""

from __future__ import annotations

from datetime import datetime

from pipeline.edges.lock import pass_lock
from scheduler.steps.tracker_out import renew
from scheduler.world import World


def rebuild_tracker(world: World, *, now: datetime) -> str:
    """Makes the tracker anew with everything the journal knows, the old one kept beside it; says where that lies.

    Raises TrackerLocked, and changes nothing, while somebody has the tracker open.
    """
    with pass_lock(world.journal.folder):
        was = world.tracker.content()
        aside = renew(world, was=was, now=now)
    return aside.name if aside else ""
