"""Names for the places where blocks stand, as a person would count them, and blocks that stand in many places once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from parsers.page import Block, paragraphs


@dataclass(kw_only=True, slots=True)
class Places:
    """Counts paragraphs and tables under `source` as they come."""

    source: str
    paragraphs: int = 0
    tables: int = 0

    def paragraph(self) -> str:
        """The place of the next paragraph."""
        self.paragraphs += 1
        return f"{self.source}/paragraph {self.paragraphs}"

    def table(self) -> str:
        """The place of the next table."""
        self.tables += 1
        return f"{self.source}/table {self.tables}"


class BlockReader(Protocol):
    """Gives the blocks of one part of a document, such as a cell or a header, each with its place below `source`."""

    def __call__(self, *, source: str) -> tuple[Block, ...]: ...


def distinct_blocks(readings: Iterable[BlockReader], *, kind: str) -> tuple[Block, ...]:
    """The headers or footers of every section and kind of page; one that says the same words again is left out."""
    found: dict[str, tuple[Block, ...]] = {}
    for read in readings:
        blocks = read(source=f"{kind} {len(found) + 1}")
        words = "\n".join(paragraph.text for paragraph in paragraphs(blocks))
        if words.strip():
            found.setdefault(words, blocks)
    return tuple(block for blocks in found.values() for block in blocks)
