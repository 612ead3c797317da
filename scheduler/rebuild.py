"""The workbook made anew from the journal, for the day somebody deletes or spoils it."""

from __future__ import annotations

from datetime import datetime

from pipeline.edges.lock import pass_lock
from pipeline.tracker.create import workbook
from scheduler.steps.tracker_out import content_of
from scheduler.tracker_base import announce, settle
from scheduler.world import World


def rebuild_tracker(world: World, *, now: datetime) -> str:
    """Makes the tracker anew with everything the journal knows, the old one kept beside it; says where that lies."""
    with pass_lock(world.journal.folder):
        aside = world.tracker.set_aside(now=now) if world.tracker.path.exists() else None
        content, base = workbook(content_of(world, now=now))
        announce(world, content, base=base)
        world.tracker.replace(content, was=None, now=now)
        settle(world, base)
    return aside.name if aside else ""
