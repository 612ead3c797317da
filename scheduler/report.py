"""What a pass did, for the command line, the health record and the exit status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field


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
