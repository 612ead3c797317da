"""The Dashboard's cells in the workbook that stands: only those whose number has changed are written."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model import FactKind
from pipeline.tracker.content.dashboard import Block, blocks
from pipeline.tracker.content.layout import Column
from pipeline.tracker.merge.tables import address
from pipeline.tracker.model import TrackerContent
from pipeline.tracker.workbook.book import Book
from pipeline.tracker.workbook.cells import EMPTY, SheetCell, cell
from pipeline.tracker.workbook.grid import SheetGrid, grid, letters_of, number_of, raw_cells
from pipeline.tracker.workbook.sheet_xml import Puts, with_puts

Cells = Mapping[tuple[int, int], SheetCell]


def dashboard_parts(content: TrackerContent, of: Book) -> dict[str, bytes]:
    """The changed part of each sheet that holds a block; a block whose name is gone is left out."""
    by_sheet: dict[str, list[tuple[Block, int, int]]] = {}
    for block in blocks(content):
        found = address(of.names.get(f"cc.dash.{block.name}", ""))
        if found and found[0] in of.sheets:
            by_sheet.setdefault(of.sheets[found[0]], []).append((block, number_of(found[1].encode()), found[2]))
    out = {}
    for part, placed in by_sheet.items():
        sheet = grid(of.package.part(part))
        puts = _puts(sheet, placed, of=of)
        if puts:
            out[part] = with_puts(sheet, puts, of=of)
    return out


def _puts(sheet: SheetGrid, placed: list[tuple[Block, int, int]], *, of: Book) -> dict[int, Puts]:
    wanted = {
        (top + down, left + right): (text, kind)
        for block, left, top in placed
        for down, row in enumerate(block.rows)
        for right, (text, kind) in enumerate(zip(row, block.kinds, strict=True))
    }
    standing = _standing(sheet, {at: Column(header="", kind=kind) for at, (_, kind) in wanted.items()}, of=of)
    puts: dict[int, dict[bytes, tuple[str, FactKind]]] = {}
    for at, (text, kind) in wanted.items():
        found = standing.get(at, EMPTY)
        if found.text != text or found.formula or found.problem:
            puts.setdefault(at[0], {})[letters_of(at[1])] = (text, kind)
    return dict(puts)


def _standing(sheet: SheetGrid, columns: Mapping[tuple[int, int], Column], *, of: Book) -> Cells:
    numbers = {row for row, _ in columns}
    out = {}
    for row, found in raw_cells(sheet, (row for row in sheet.rows if row.number in numbers)):
        for raw in found:
            column = columns.get((row.number, number_of(raw[0])))
            if column is not None:
                out[(row.number, number_of(raw[0]))] = cell(raw, column, of=of)
    return out
