"""The Dashboard's cells in the workbook that stands: only those whose number has changed are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.tracker.content.block import Block
from pipeline.tracker.content.dashboard import blocks
from pipeline.tracker.merge.tables import address
from pipeline.tracker.model import TrackerContent
from pipeline.tracker.workbook.book import Book
from pipeline.tracker.workbook.cells import EMPTY, CellType, Put, SheetCell, cell
from pipeline.tracker.workbook.chart_caches import chart_parts
from pipeline.tracker.workbook.grid import SheetGrid, grid, letters_of, number_of, raw_cells
from pipeline.tracker.workbook.rewritten_sheet import with_puts

Place = tuple[int, int]
"""The numbers of a row and a column."""


class _PlacedBlock(NamedTuple):
    """A block, and the place of its first cell."""

    block: Block
    top: int
    left: int


def dashboard_parts(content: TrackerContent, of: Book) -> dict[str, bytes]:
    """The changed part of each sheet that holds a block, and of each chart of its numbers; a block whose name is gone
    is left out."""
    by_sheet: dict[str, list[_PlacedBlock]] = {}  # by its title
    for block in blocks(content):
        found = address(of.names.get(f"cc.dash.{block.name}", ""))
        if found and found[0] in of.sheets:
            placed = _PlacedBlock(block, top=found[2], left=number_of(found[1].encode()))
            by_sheet.setdefault(found[0], []).append(placed)
    out = {}
    for title, here in by_sheet.items():
        part = of.sheets[title]
        sheet = grid(of.package.part(part))
        due = {place: put for one in here for place, put in _puts(one)}
        if changed := _changed(sheet, due, of=of):
            out[part] = with_puts(sheet, changed, of=of)
            out |= chart_parts(title, out[part], of=of)
    return out


def _puts(placed: _PlacedBlock) -> Iterator[tuple[Place, Put]]:
    block, top, left = placed
    for row, texts in enumerate(block.rows, start=top):
        for column, (text, kind) in enumerate(zip(texts, block.kinds, strict=True), start=left):
            yield (row, column), Put(text, kind)


def _changed(sheet: SheetGrid, due: Mapping[Place, Put], *, of: Book) -> dict[int, dict[bytes, Put]]:
    cells = _cells(sheet, due, of=of)
    changed: dict[int, dict[bytes, Put]] = {}
    for (row, column), put in due.items():
        found = cells.get((row, column), EMPTY)
        if found.text != put.text or found.formula or found.problem:
            changed.setdefault(row, {})[letters_of(column)] = put
    return changed


def _cells(sheet: SheetGrid, due: Mapping[Place, Put], *, of: Book) -> dict[Place, SheetCell]:
    numbers = {row for row, _ in due}
    out = {}
    for row, found in raw_cells(sheet, (row for row in sheet.rows if row.number in numbers)):
        for raw in found:
            place = (row.number, number_of(raw[0]))
            if place in due:
                out[place] = cell(raw, CellType(due[place].kind), of=of)
    return out
