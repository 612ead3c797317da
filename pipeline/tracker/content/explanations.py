"""Why a date is what it is, in the words of a cell."""

from __future__ import annotations

from functools import lru_cache

from pipeline.clock.explain.in_words import cell_note
from pipeline.clock.model import Deadline, Task
from pipeline.tracker.workbook.values import clean


def counted(deadline: Deadline) -> str:
    """How `deadline` was counted, as the note of its cell says it."""
    return clean(cell_note(deadline))


def sources(deadline: Deadline | Task) -> str:
    """Where the duty is written, and with what force."""
    citation = deadline.citation
    return _source(citation.title, citation.pinpoint, deadline.force.value, deadline.edition)


@lru_cache(maxsize=1024)
def _source(title: str, pinpoint: str, force: str, edition: str) -> str:
    where = ", ".join(part for part in (title, pinpoint) if part)
    return clean(f"{where} ({'; '.join(part for part in (force.replace('-', ' '), edition) if part)})")
