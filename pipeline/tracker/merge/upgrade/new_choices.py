"""Choices that a newer version brings: added to the lists behind the drop-downs of a workbook that stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from pipeline.model import FactKind
from pipeline.tracker.content.layout import LAYOUTS, Column, list_name
from pipeline.tracker.workbook.book import Book, book
from pipeline.tracker.workbook.cells import Put
from pipeline.tracker.workbook.grid import SheetGrid, grid, plain, raw_cells
from pipeline.tracker.workbook.package import rewritten
from pipeline.tracker.workbook.rewritten_sheet import with_puts

_AREA = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+):\$?\3\$?(\d+)$")


def with_new_choices(package: bytes) -> bytes:
    """The workbook with every list as long as its drop-down has choices; the very same bytes where each is."""
    for column in _with_choices():
        of = book(package)
        found = _AREA.fullmatch(of.names.get(list_name(column), ""))
        if found is None or int(found[5]) - int(found[4]) + 1 >= len(column.choices):
            continue
        title, first = (found[1] or found[2]).replace("''", "'"), int(found[4])
        if title in of.sheets and _is_free(grid(of.package.part(of.sheets[title])), found):
            parts = _longer(column, title, letters=found[3], first=first, of=of)
            package = rewritten(of.package, parts)
    return package


def _with_choices() -> Iterator[Column]:
    for layout in LAYOUTS:
        yield from (column for column in layout.columns if column.choices)


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
    opening = rb'(<(?:\w+:)?definedName\b[^>]*?\sname="%b"[^>]*>)[^<]*' % re.escape(name).encode()
    names = re.sub(opening, lambda found: found[1] + area.encode(), plain(of.package.part(of.part)), count=1)
    return {part: with_puts(grid(of.package.part(part)), puts, of=of), of.part: names}
