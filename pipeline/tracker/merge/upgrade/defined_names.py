"""Names led to where a newer version has them: the longer lists behind drop-downs, and the marks of unread cells."""

from __future__ import annotations

import re
from itertools import chain
from xml.sax.saxutils import escape

from pipeline.model import FactKind
from pipeline.tracker.content.layout import ATTENTION, LAYOUTS, MARKED, Column, anchor_name, list_name, marked_place
from pipeline.tracker.merge.tables import address
from pipeline.tracker.workbook.book import Book, book
from pipeline.tracker.workbook.cells import Put
from pipeline.tracker.workbook.grid import SheetGrid, grid, plain, raw_cells
from pipeline.tracker.workbook.package import rewritten
from pipeline.tracker.workbook.rewritten_sheet import with_puts

_COLUMN = re.compile(r"!\$?([A-Z]{1,3})\$?\d+:")
_AREA = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+):\$?\3\$?(\d+)$")


def with_new_choices(package: bytes) -> bytes:
    """The workbook with every list as long as its drop-down has choices; the very same bytes where each is."""
    for column in chain.from_iterable(layout.columns for layout in LAYOUTS):
        of = book(package)
        found = _AREA.fullmatch(of.names.get(list_name(column), ""))
        if found is None or int(found[5]) - int(found[4]) + 1 >= len(column.choices):
            continue
        title, first = (found[1] or found[2]).replace("''", "'"), int(found[4])
        if title in of.sheets and _is_free(grid(of.package.part(of.sheets[title])), found):
            parts = _longer(column, title, letters=found[3], first=first, of=of)
            package = rewritten(of.package, parts)
    return package


def _is_free(sheet: SheetGrid, found: re.Match[str]) -> bool:
    """Whether nothing of the office's own stands below the list."""
    letters, last = found[3].encode(), int(found[5])
    below = (row for row in sheet.rows if row.number > last)
    return not any(letters == at and b"</" in rest for _, cells in raw_cells(sheet, below) for at, rest in cells)


def _longer(column: Column, title: str, *, letters: str, first: int, of: Book) -> dict[str, bytes]:
    part, name = of.sheets[title], list_name(column)
    choices = enumerate(column.choices, start=first)
    puts = {number: {letters.encode(): Put(choice, FactKind.TEXT)} for number, choice in choices}
    quoted = title.replace("'", "''")
    area = escape(f"'{quoted}'!${letters}${first}:${letters}${first + len(column.choices) - 1}")
    return {part: with_puts(grid(of.package.part(part)), puts, of=of), of.part: _led(name, area, of=of)}


def with_marks_found(package: bytes) -> bytes:
    """The workbook whose marks are read from the column Cell; the very same bytes where they are, or cannot be."""
    of = book(package)
    stated = _COLUMN.search(of.names.get(MARKED, ""))
    cell = address(of.names.get(anchor_name(ATTENTION, ATTENTION.headers["Cell"]), ""))
    if stated is None or cell is None or stated[1] == cell[1]:
        return package
    return rewritten(of.package, {of.part: _led(MARKED, escape(marked_place(cell[1], title=cell[0])), of=of)})


def _led(name: str, place: str, *, of: Book) -> bytes:
    """The workbook part in which the defined `name` refers to `place`."""
    opening = rb'(<(?:\w+:)?definedName\b[^>]*?\sname="%b"[^>]*>)[^<]*' % re.escape(name).encode()
    return re.sub(opening, lambda found: found[1] + place.encode(), plain(of.package.part(of.part)), count=1)
