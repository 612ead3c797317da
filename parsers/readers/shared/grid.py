"""Cells put at their true places in a grid, whatever format they came from."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import NamedTuple

from parsers.page import Cell, Table
from parsers.readers.shared.places import BlockReader


class CellPlace(NamedTuple):
    """A cell as its row describes it."""

    column: int  # the first that it covers, from 0
    blocks: BlockReader  # what it holds
    width: int = 1  # columns
    height: int = 1  # rows, where the file says so at the first; others let a cell go on in each row
    goes_on: bool = False  # it is a part of the cell above
    goes_on_left: bool = False
    shaded: bool = False


def table(rows: Iterable[list[CellPlace]], *, source: str) -> Table:
    """The table of these rows; `source` and the person's count of rows and cells name each cell."""
    cells: list[Cell] = []
    above: dict[int, int] = {}  # grid column -> index in `cells` of the cell that reaches down to the row before
    count = 0
    for row, places in enumerate(rows):
        count = row + 1
        reaching: dict[int, int] = {}
        for number, place in enumerate(places):
            at = above.get(place.column) if place.goes_on else None
            if place.goes_on_left and cells and cells[-1].row == row:
                cells[-1] = dataclasses.replace(cells[-1], column_span=cells[-1].column_span + place.width)
                continue
            if at is None:
                at = len(cells)
                cells.append(_cell(place, row=row, source=f"{source}/row {row + 1}/cell {number + 1}"))
            else:
                cells[at] = dataclasses.replace(cells[at], row_span=row - cells[at].row + 1)
            reaching[place.column] = at
        above = reaching
    columns = max((cell.column + cell.column_span for cell in cells), default=0)
    return Table(rows=count, columns=columns, cells=tuple(cells), source=source)


def _cell(place: CellPlace, *, row: int, source: str) -> Cell:
    return Cell(row, place.column, place.blocks(source=source), source, place.height, place.width, place.shaded)
