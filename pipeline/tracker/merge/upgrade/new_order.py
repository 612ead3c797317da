"""The columns of a workbook in the order of this version, for an office that wants it; everything of its own stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from pipeline.model import FactKind
from pipeline.tracker.content.layout import LAST_ROW, LAYOUTS, MEETING, Column, SheetLayout, anchor_names
from pipeline.tracker.merge.tables import SheetTable, address, table
from pipeline.tracker.merge.upgrade.new_columns import with_new_columns
from pipeline.tracker.merge.upgrade.newer_headers import with_newer_headers
from pipeline.tracker.new_workbook.looks import BAND_WORDS, group_sign
from pipeline.tracker.workbook.book import book
from pipeline.tracker.workbook.cells import CellType, Put, cell
from pipeline.tracker.workbook.column_groups import with_groups
from pipeline.tracker.workbook.grid import number_of, plain, raw_cells
from pipeline.tracker.workbook.moved_columns import ColumnMove, TornError, in_order, with_columns_moved
from pipeline.tracker.workbook.package import rewritten
from pipeline.tracker.workbook.rewritten_sheet import with_puts


@dataclass(frozen=True, kw_only=True, slots=True)
class Ordered:
    """A workbook in the new order, and the sheets whose columns stayed where they were."""

    package: bytes
    left: tuple[str, ...] = ()


def is_whole(package: bytes) -> bool:
    """Whether every sheet of ours is there with its header row, so that nothing need be made anew."""
    return all(table(package, layout.name) is not None for layout in LAYOUTS)


def in_new_order(package: bytes) -> Ordered:
    """The workbook with every column of ours, in the order of this version, in groups that open with one click.

    A column of the office's own stays where it is. A sheet whose columns cannot change places without tearing a
    formula, a chart or a merged cell of the office's apart keeps its order.
    """
    package, left = with_newer_headers(with_new_columns(_without_lost_names(package))), []
    for layout in LAYOUTS:
        found = table(package, layout.name)
        if found is None:
            continue
        try:
            package = _ordered(package, found)
        except TornError:
            left.append(found.place.title)
            continue
        found = table(package, layout.name)
        if found is not None and any(column.group for column in layout.columns):
            package = _grouped(package, found)
    return Ordered(package=package, left=tuple(left))


def _without_lost_names(package: bytes) -> bytes:
    """The workbook without the names of columns that were deleted, so that these come again."""
    of = book(package)
    lost = [
        name
        for layout in LAYOUTS
        for column in layout.columns
        for name in anchor_names(layout, column)
        if name in of.names and address(of.names[name]) is None and not _is_taken(package, layout, column=column)
    ]
    if not lost:
        return package
    names = b"|".join(re.escape(name).encode() for name in lost)
    element = rb'<(?:\w+:)?definedName\b[^>]*?\sname="(?:%b)"[^>]*>[^<]*</(?:\w+:)?definedName>' % names
    return rewritten(of.package, {of.part: re.sub(element, b"", plain(of.package.part(of.part)))})


def _is_taken(package: bytes, layout: SheetLayout, *, column: Column) -> bool:
    """Whether the office has a column of its own under the newer word: what stands there must not be taken for ours."""
    found = table(package, layout.name) if column.newer else None
    return found is not None and column.header not in found.columns and column.newer.casefold() in found.words


def _ordered(package: bytes, found: SheetTable) -> bytes:
    order = [number_of(found.columns[column.header]) for column in found.present]
    numbers = in_order(order, order)
    if all(old == new for old, new in numbers.items()):
        return package
    return with_columns_moved(
        ColumnMove(title=found.place.title, part=found.place.part, numbers=numbers), book(package)
    )


def _grouped(package: bytes, found: SheetTable) -> bytes:
    of, place = book(package), found.place
    folded = {number_of(found.columns[column.header]): column.folded for column in found.present}
    parts = {place.part: with_groups(with_puts(place.grid, _signs(package, found), of=of), folded)}
    if MEETING in found.columns:
        parts[of.part] = _printed(plain(of.package.part(of.part)), place.title, last=found.columns[MEETING])
    return rewritten(of.package, parts)


def _printed(workbook: bytes, title: str, *, last: bytes) -> bytes:
    """The workbook part in which the cases for the meeting are printed up to the column `last`, where we said so."""
    sheet = escape(title.replace("'", "''")).encode()
    area = rb'(<(?:\w+:)?definedName\b[^>]*?"_xlnm.Print_Area"[^>]*>)\'?%b\'?!\$A\$1:[^<]*?\$%d(?=<)' % (
        re.escape(sheet), LAST_ROW,
    )  # fmt: skip
    return re.sub(area, lambda found: found[1] + b"'%b'!$A$1:$%b$%d" % (sheet, last, LAST_ROW), workbook, count=1)


def _signs(package: bytes, found: SheetTable) -> Mapping[int, Mapping[bytes, Put]]:
    """What the row above the headers says of each group, where nothing but our own words stands in it."""
    of, grid, number = book(package), found.place.grid, found.place.header_row - 1
    stands = dict.fromkeys(found.columns.values(), "")
    for _, cells in raw_cells(grid, (row for row in grid.rows if row.number == number)):
        stands |= {raw[0]: cell(raw, CellType(), of=of).shown for raw in cells}
    ours = {"", *BAND_WORDS.values(), *map(group_sign, found.layout.columns)}
    new = {
        found.columns[column.header]: Put(group_sign(column), FactKind.TEXT)
        for column in found.present
        if stands[found.columns[column.header]] in ours
    }
    return {number: new} if number else {}
