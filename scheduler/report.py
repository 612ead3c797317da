"""What a pass tells: its report, and what needs a person only for as long as it lasts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import Topic
from pipeline.model import Attention, FolderState
from pipeline.watch.standing import FaultKind, StandingFault


@dataclass(slots=True)
class PassReport:
    """Grows while a pass runs: `counts` by plain name, `faults` that a person must put right.

    `standing` is what failed of the world, by kind, and `met` what was seen to work. `folders` is how those of the
    mailbox stood before anything was read in them, `documents` the files that were to be beside the tracker and are,
    from the folder of originals. `say` is told what is being done now, for somebody who watches.
    """

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    standing: dict[FaultKind, StandingFault] = field(default_factory=dict)
    met: set[FaultKind] = field(default_factory=set)
    folders: dict[str, FolderState] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)
    unchanged: bool = False  # whether everything was as the pass before left it, and so nothing was worked out anew
    say: Callable[[str], None] = field(default=lambda _: None)

    @property
    def has_done_something(self) -> bool:
        """Whether anything came of it, or stood in its way."""
        return bool(self.counts or self.faults or self.standing)

    def count(self, what: str, number: int = 1) -> None:
        """Adds to a count; nothing is said of what did not happen."""
        if number:
            self.counts[what] += number

    def stands(self, kind: FaultKind, why: str, *, now: datetime) -> None:
        """Says that something of the world failed in this pass, which is then not good."""
        if why not in self.faults:
            self.faults.append(why)
        self.standing.setdefault(kind, StandingFault(kind=kind, why=why, since=now, seen=now))


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
