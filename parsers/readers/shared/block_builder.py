"""Paragraphs and tables that come cell after cell, as in rich text and old Word files, made the page's blocks.

Such a file ends its paragraphs, cells and rows by marks in the running text (RTF 1.9.1, [MS-DOC] 2.4.3), so that what a
table is shows only once its last row has come: until then there are drafts.
"""

from __future__ import annotations

import bisect
import functools
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from parsers.page import Block, Paragraph, Span, Table
from parsers.readers.shared.grid import CellPlace, table
from parsers.readers.shared.places import Places
from parsers.readers.shared.tick_boxes import joined

_NEAR = 45  # twips: edges that should agree differ by the width of a border
_UNTOLD_WIDTH = 1000  # twips, for a cell whose row does not tell its edge; only the order of edges counts
_DEEPEST = 20  # tables in tables; deeper ones are damage, and are kept at this depth


@dataclass(kw_only=True, slots=True)
class CellShape:
    """How a row describes one of its cells."""

    right: int = 0  # its right edge, in twips
    goes_on: bool = False  # it only goes on from the cell above
    goes_on_left: bool = False
    shaded: bool = False


@dataclass(kw_only=True, slots=True)
class RowShape:
    """How a row describes itself before or after its cells."""

    left: int = 0  # its left edge, in twips
    cells: list[CellShape] = field(default_factory=list)  # may be fewer than the row has
    next: CellShape = field(default_factory=CellShape)  # the cell being described


@dataclass(kw_only=True, slots=True)
class ParagraphDraft:
    """A paragraph whose place is not known yet; `heading` is its level or 0, `number` what stands before it."""

    spans: list[Span]
    heading: int = 0
    number: str = ""


@dataclass(kw_only=True, slots=True)
class TableDraft:
    """A table as its rows came."""

    rows: list[Row]


Draft = ParagraphDraft | TableDraft
Row = tuple[RowShape, list[list[Draft]]]
"""The shape of a row, and what is in each of its cells."""


@dataclass(kw_only=True, slots=True)
class _Level:
    """What is being written at one depth of tables."""

    blocks: list[Draft] = field(default_factory=list)  # of the open cell
    cells: list[list[Draft]] = field(default_factory=list)  # of the open row
    rows: list[Row] = field(default_factory=list)  # that have ended


@dataclass(kw_only=True, slots=True)
class Builder:
    """Takes text, ends of paragraphs, of cells and of rows, and gives the blocks; depth 0 is outside tables."""

    levels: list[_Level] = field(default_factory=lambda: [_Level()])
    spans: list[Span] = field(default_factory=list)  # of the open paragraph
    after: list[Draft] = field(default_factory=list)  # text boxes that hang on the open paragraph
    number: str = ""  # what the file writes before the open paragraph

    def end_paragraph(self, depth: int, *, heading: int = 0) -> None:
        """Ends the paragraph at this depth, and before it the tables that were deeper."""
        level = self._level(depth)
        level.blocks.append(ParagraphDraft(spans=self.spans, heading=heading, number=self.number))
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

    def finished(self) -> list[Draft]:
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
                into.append(TableDraft(rows=deeper.rows))
            into += [block for cell in deeper.cells for block in cell] + deeper.blocks
        return self.levels[depth]


def blocks(drafts: Iterable[Draft], *, source: str) -> tuple[Block, ...]:
    """The page's paragraphs and tables, each with its place below `source`."""
    places = Places(source=source)
    return tuple(
        _table(draft, source=places.table())
        if isinstance(draft, TableDraft)
        else _paragraph(draft, source=places.paragraph())
        for draft in drafts
    )


def _paragraph(draft: ParagraphDraft, *, source: str) -> Paragraph:
    return Paragraph(
        spans=joined(draft.spans),
        source=source,
        heading=draft.heading,
        number=draft.number,
        list_item=bool(draft.number),
    )


def _table(draft: TableDraft, *, source: str) -> Table:
    edges: list[int] = []
    for edge in sorted(edge for shape, cells in draft.rows for edge in _edges(shape, len(cells))):
        if not edges or edge - edges[-1] > _NEAR:
            edges.append(edge)
    return table((_places(shape, cells, edges=edges) for shape, cells in draft.rows), source=source)


def _edges(shape: RowShape, count: int) -> list[int]:
    """The left edge of a row and the right edges of its cells, made up where the row lacks them."""
    found = [shape.left, *(cell.right for cell in shape.cells[:count])]
    while len(found) <= count:
        found.append(found[-1] + _UNTOLD_WIDTH)
    return found


def _places(shape: RowShape, cells: list[list[Draft]], *, edges: list[int]) -> list[CellPlace]:
    columns = [max(0, bisect.bisect_right(edges, edge + _NEAR / 2) - 1) for edge in _edges(shape, len(cells))]
    shapes = itertools.chain(shape.cells, itertools.repeat(CellShape()))
    return [
        CellPlace(
            column=column,
            width=max(1, end - column),
            goes_on=own.goes_on,
            goes_on_left=own.goes_on_left,
            shaded=own.shaded,
            blocks=functools.partial(blocks, cell),
        )
        for cell, own, (column, end) in zip(cells, shapes, itertools.pairwise(columns), strict=False)
    ]
