"""What was last written into the tracker, as the journal keeps it; a write that was cut off is settled on reading."""

from __future__ import annotations

import hashlib

from pipeline.tracker.model import Base
from scheduler.world import World


def base_of(world: World, content: bytes) -> Base:
    """The base that belongs to the workbook `content`.

    A pass may be cut off after the file was replaced and before that was recorded; then the file is the announced one.
    """
    announced = world.journal.kept.get("tracker-announced")
    if isinstance(announced, dict) and announced["sha256"] == hashlib.sha256(content).hexdigest():
        with world.journal.writing():
            world.journal.kept.put("tracker-base", announced["base"])
            world.journal.kept.put("tracker-announced", None)
    kept = world.journal.kept.get("tracker-base")
    return kept if isinstance(kept, dict) else {}


def announce(world: World, content: bytes, *, base: Base) -> None:
    """Remembers what is about to be written."""
    with world.journal.writing():
        world.journal.kept.put("tracker-announced", {"sha256": hashlib.sha256(content).hexdigest(), "base": base})


def settle(world: World, base: Base) -> None:
    """Remembers that `base` is what the workbook now holds."""
    with world.journal.writing():
        world.journal.kept.put("tracker-base", base)
        world.journal.kept.put("tracker-announced", None)
