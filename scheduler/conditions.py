"""Things that need a person only while they last: shown when they begin, taken back by themselves when they end."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import Attention
from scheduler.world import World


def show_conditions(world: World, topic: str, *, items: Iterable[Attention]) -> tuple[str, ...]:
    """Shows what now stands under `topic` and takes back what no longer does, inside the caller's transaction.

    Gives the ids of what ended.
    """
    current = tuple(items)
    name = f"standing:{topic}"
    kept = world.journal.kept.get(name)
    before = {str(entry) for entry in kept} if isinstance(kept, list) else set()
    now_standing = {item.id for item in current}
    ended = sorted(before - now_standing)
    world.journal.casebook.forget(ended)
    world.journal.casebook.show(current)
    if before != now_standing:
        world.journal.kept.put(name, sorted(now_standing))
    return tuple(ended)
