"""What was last written into the tracker, as the journal keeps it; a write that was cut off is settled on reading."""

from __future__ import annotations

import hashlib
from typing import Any

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
    return _flat(world.journal.kept.get("tracker-base"))


def announce(world: World, content: bytes, base: Base) -> None:
    """Remembers what is about to be written."""
    with world.journal.writing():
        world.journal.kept.put(
            "tracker-announced", {"sha256": hashlib.sha256(content).hexdigest(), "base": _nested(base)}
        )


def settle(world: World, base: Base) -> None:
    """Remembers that `base` is what the workbook now holds."""
    with world.journal.writing():
        world.journal.kept.put("tracker-base", _nested(base))
        world.journal.kept.put("tracker-announced", None)


def _nested(base: Base) -> dict[str, dict[str, dict[str, str]]]:
    nested: dict[str, dict[str, dict[str, str]]] = {}
    for (sheet, key, header), text in base.items():
        nested.setdefault(sheet, {}).setdefault(key, {})[header] = text
    return nested


def _flat(nested: Any) -> dict[tuple[str, str, str], str]:
    return {
        (sheet, key, header): text
        for sheet, rows in (nested or {}).items()
        for key, cells in rows.items()
        for header, text in cells.items()
    }
