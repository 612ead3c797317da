"""What was last written into the tracker, as the journal keeps it; a write that was cut off is settled on reading."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from pipeline.edges.journal.kept_records import AnnouncedWrite
from pipeline.tracker.content.layout import LOG
from pipeline.tracker.merge.bases import closest, earlier, missing_lines, step_back
from pipeline.tracker.model import Base
from scheduler.world import World

# As far back as an older version may be put in place and still be read against what it was written from.
MOST_STEPS = 60


def base_of(world: World, content: bytes) -> Base:
    """The base that belongs to the workbook `content`.

    A pass may be cut off after the file was replaced and before that was recorded; then the file is the announced one,
    or somebody's edit of it. And somebody may have put an older version in place: what it says was written then.
    """
    announced = world.journal.kept.announced_write.get()
    kept = kept_base(world)
    if announced is not None:
        is_it = announced.sha256 == hashlib.sha256(content).hexdigest()
        # A blank cell may have been cleared since; one that says what was announced says so for no other reason.
        if is_it or closest(content, (announced.base, kept)) is not kept:
            settle(world, announced.base, before=kept)
            kept = announced.base
    if missing_lines(content, kept):
        older = closest(content, (kept, *_candidates(world, content, base=kept)))
        if older is not kept:
            settle(world, older, before=kept)
        kept = older
    return kept


def kept_base(world: World) -> Base:
    """The base as it was last kept; empty before the first write."""
    return world.journal.kept.tracker_base.get() or {}


def was_written(world: World) -> bool:
    """Whether there ever was a tracker."""
    return world.journal.kept.tracker_base.get() is not None


def announce(world: World, content: bytes, *, base: Base) -> None:
    """Remembers what is about to be written."""
    with world.journal.writing():
        sha256 = hashlib.sha256(content).hexdigest()
        world.journal.kept.announced_write.put(AnnouncedWrite(sha256=sha256, base=base))


def settle(world: World, base: Base, *, before: Base) -> None:
    """Remembers that `base`, where the journal still keeps `before`, is what the workbook now holds."""
    with world.journal.writing():
        keep(world, base, before=before)
        world.journal.kept.announced_write.put(None)


def keep(world: World, base: Base, *, before: Base) -> None:
    """Remembers `base`, and the way back to `before`, which the journal keeps; inside the caller's transaction."""
    step = step_back(base, before)
    if step or not before:
        world.journal.kept.tracker_base.put(base)
    if step and before:
        number = _last_step(world) + 1
        world.journal.kept.steps_back.put(number, step)
        world.journal.kept.steps_back.put(number - MOST_STEPS, None)
        world.journal.kept.last_step.put(number)


def _last_step(world: World) -> int:
    return world.journal.kept.last_step.get() or 0


def _candidates(world: World, content: bytes, *, base: Base) -> Iterator[Base]:
    """The earlier bases of which the workbook's Log lacks nothing, as far as they have as many lines."""
    lines = 0
    for number in range(_last_step(world), 0, -1):
        step = world.journal.kept.steps_back.get(number)
        if step is None:
            return
        base = earlier(base, step)
        if not missing_lines(content, base):
            lines = lines or len(base.get(LOG.name, {}))
            if len(base.get(LOG.name, {})) < lines:
                return
            yield base
