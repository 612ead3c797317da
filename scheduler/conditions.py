"""Things that need a person only while they last: shown when they begin, taken back by themselves when they end."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import Topic
from pipeline.model import Attention


def show_conditions(journal: Journal, topic: Topic, *, items: Iterable[Attention]) -> tuple[str, ...]:
    """Shows what now stands under `topic` and takes back what no longer does, inside the caller's transaction.

    Gives the ids of what ended.
    """
    current = tuple(items)
    before = journal.kept.conditions.get(topic) or frozenset()
    after = frozenset(item.id for item in current)
    ended = sorted(before - after)
    journal.casebook.forget(ended)
    journal.casebook.show(current)
    if before != after:
        journal.kept.conditions.put(topic, after)
    return tuple(ended)
