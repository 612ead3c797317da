"""What a pass tells: its report, and what needs a person only for as long as it lasts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import Topic
from pipeline.model import Attention


@dataclass(slots=True)
class PassReport:
    """Grows while a pass runs: `counts` by plain name, `faults` that a person must put right.

    `say` is told what is being done now, for somebody who watches.
    """

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    say: Callable[[str], None] = field(default=lambda _: None)

    def count(self, what: str, number: int = 1) -> None:
        """Adds to a count; nothing is said of what did not happen."""
        if number:
            self.counts[what] += number


def show_conditions(journal: Journal, topic: Topic, *, items: Iterable[Attention]) -> tuple[str, ...]:
    """Shows what now stands under `topic`, in its words of today, inside the caller's transaction; takes the rest back.

    Gives the ids of what ended.
    """
    current = tuple(items)
    before = journal.kept.conditions.get(topic) or frozenset()
    after = frozenset(item.id for item in current)
    ended = sorted(before - after)
    journal.casebook.forget(ended)
    journal.casebook.show(current)
    journal.casebook.restate(current)
    if before != after:
        journal.kept.conditions.put(topic, after)
    return tuple(ended)
