"""What a pass did, for the command line, the health record and the exit status."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class PassReport:
    """Grows while a pass runs: `counts` by plain name, `lines` for a person, `faults` that a person must put right."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def count(self, what: str, number: int = 1) -> None:
        """Adds to a count; nothing is said of what did not happen."""
        if number:
            self.counts[what] += number
