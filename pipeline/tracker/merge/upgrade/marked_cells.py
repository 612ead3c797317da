"""The name behind the marks on cells that cannot be read, led back to its column where a version led it to another."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from pipeline.tracker.content.layout import ATTENTION, MARKED, anchor_name, marked_place
from pipeline.tracker.merge.tables import address
from pipeline.tracker.workbook.book import book
from pipeline.tracker.workbook.grid import plain
from pipeline.tracker.workbook.package import rewritten

_COLUMN = re.compile(r"!\$?([A-Z]{1,3})\$?\d+:")


def with_marks_found(package: bytes) -> bytes:
    """The workbook whose marks are read from the column Cell; the very same bytes where they are, or cannot be."""
    of = book(package)
    stated = _COLUMN.search(of.names.get(MARKED, ""))
    cell = address(of.names.get(anchor_name(ATTENTION, ATTENTION.headers["Cell"]), ""))
    if stated is None or cell is None or stated[1] == cell[1]:
        return package
    place = escape(marked_place(cell[1], title=cell[0])).encode()
    opening = rb'(<(?:\w+:)?definedName\b[^>]*?\sname="%b"[^>]*>)[^<]*' % re.escape(MARKED).encode()
    parts = {of.part: re.sub(opening, lambda found: found[1] + place, plain(of.package.part(of.part)), count=1)}
    return rewritten(of.package, parts)
