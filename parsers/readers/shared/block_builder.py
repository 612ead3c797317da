"""Paragraphs and tables told cell after cell, as rich text and old Word files do, made the page's blocks at the end."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass, field

from parsers.page import Block, Paragraph, Span, Table
from parsers.readers.shared.grid import CellPlace, table
from parsers.readers.shared.symbols import joined

_NEAR = 45  # twips: edges that should agree differ by the width of a border
_DEEPEST = 20


@dataclass(kw_only=True, slots=True)
class CellShape:
    """How a row describes one of its cells: its right edge in twips, and how it is merged."""

    right: int = 0
    goes_on: bool = False
    goes_on_left: bool = False
    shaded: bool = False


@dataclass(kw_only=True, slots=True)
class RowShape:
    """How a row describes itself before or after its cells."""

    left: int = 0
    cells: list[CellShape] = field(default_factory=list)
    next: CellShape = field(default_factory=CellShape)


@dataclass(kw_only=True, slots=True)
class RoughParagraph:
    spans: list[Span]
    heading: int = 0
    number: str = ""


@dataclass(kw_only=True, slots=True)
class RoughTable:
    rows: list[tuple[RowShape, list[list[Rough]]]]


Rough = RoughParagraph | RoughTable


@dataclass(kw_only=True, slots=True)
class _Level:
    """What is being written at one depth of tables: blocks of the open cell, cells of the open row, whole rows."""

    blocks: list[Rough] = field(default_factory=list)
    cells: list[list[Rough]] = field(default_factory=list)
    rows: list[tuple[RowShape, list[list[Rough]]]] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Builder:
    """Takes text, ends of paragraphs, of cells and of rows, and gives the blocks; depth 0 is outside tables."""

    levels: list[_Level] = field(default_factory=lambda: [_Level()])
    spans: list[Span] = field(default_factory=list)
    after: list[Rough] = field(default_factory=list)
    number: str = ""

    def end_paragraph(self, depth: int, *, heading: int = 0) -> None:
        """Ends the paragraph at this depth, and before it the tables that were deeper."""
        level = self._level(depth)
        level.blocks.append(RoughParagraph(spans=self.spans, heading=heading, number=self.number))
        level.blocks += self.after
        self.spans, self.after, self.number = [], [], ""

    def end_cell(self, depth: int) -> None:
        """Ends the open paragraph and the cell round it."""
        self.end_paragraph(depth)
        level = self._level(depth)
        level.cells.append(level.blocks)
        level.blocks = []

    def end_row(self, depth: int, shape: RowShape) -> None:
        """Ends the row; cells that nobody closed are closed."""
        level = self._level(depth)
        if self.spans or level.blocks:
            self.end_cell(depth)
        if level.cells:
            level.rows.append((shape, level.cells))
        level.cells = []

    def finished(self) -> list[Rough]:
        """Everything written."""
        if self.spans or self.after:
            self.end_paragraph(min(len(self.levels) - 1, 0))
        return self._level(0).blocks

    def _level(self, depth: int) -> _Level:
        """The open level at this depth; deeper ones are closed into it."""
        depth = min(max(depth, 0), _DEEPEST)
        while len(self.levels) <= depth:
            self.levels.append(_Level())
        while len(self.levels) > depth + 1:
            deeper = self.levels.pop()
            into = self.levels[-1].blocks
            if deeper.rows:
                into.append(RoughTable(rows=deeper.rows))
            into += [block for cell in deeper.cells for block in cell] + deeper.blocks
        return self.levels[depth]


def blocks(rough: Iterable[Rough], *, source: str) -> tuple[Block, ...]:
    """The page's paragraphs and tables, each with its place below `source`."""
    found: list[Block] = []
    paragraphs = tables = 0
    for each in rough:
        if isinstance(each, RoughTable):
            tables += 1
            found.append(_table(each, source=f"{source}/table {tables}"))
        else:
            paragraphs += 1
            found.append(_paragraph(each, source=f"{source}/paragraph {paragraphs}"))
    return tuple(found)


def _paragraph(rough: RoughParagraph, *, source: str) -> Paragraph:
    return Paragraph(
        spans=joined(rough.spans),
        source=source,
        heading=rough.heading,
        number=rough.number,
        list_item=bool(rough.number),
    )


def _table(rough: RoughTable, *, source: str) -> Table:
    edges: list[int] = []
    for edge in sorted(edge for shape, cells in rough.rows for edge in _edges(shape, len(cells))):
        if not edges or edge - edges[-1] > _NEAR:
            edges.append(edge)
    return table((_places(shape, cells, edges=edges) for shape, cells in rough.rows), source=source)


def _edges(shape: RowShape, count: int) -> list[int]:
    """The left edge of a row and the right edges of its cells, made up where the row does not tell them."""
    found = [shape.left, *(cell.right for cell in shape.cells[:count])]
    while len(found) <= count:
        found.append(found[-1] + 1000)
    return found


def _places(shape: RowShape, cells: list[list[Rough]], *, edges: list[int]) -> list[CellPlace]:
    own = _edges(shape, len(cells))
    columns = [max(0, bisect.bisect_right(edges, edge + _NEAR / 2) - 1) for edge in own]
    found: list[CellPlace] = []
    for at, cell in enumerate(cells):
        told = shape.cells[at] if at < len(shape.cells) else CellShape()
        found.append(
            CellPlace(
                column=columns[at],
                width=max(1, columns[at + 1] - columns[at]),
                goes_on=told.goes_on,
                goes_on_left=told.goes_on_left,
                shaded=told.shaded,
                blocks=lambda source, cell=cell: blocks(cell, source=source),  # type: ignore[misc]
            )
        )
    return found
