"""Where a table lies on its sheet, and the part that describes it: how far down it reaches."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model import FactKind
from pipeline.tracker.workbook.book import Book, relations
from pipeline.tracker.workbook.grid import SheetGrid, SheetGridRow, plain

_REF = re.compile(rb'\sref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


@dataclass(frozen=True, kw_only=True, slots=True)
class TablePart:
    """A table's part: the rows of its header and of its last data row, and how many total rows follow."""

    name: str
    header: int
    end: int
    totals: int = 0

    @property
    def bottom(self) -> int:
        """The last of its rows, total rows among them."""
        return self.end + self.totals


PLAIN_RANGE = TablePart(name="", header=0, end=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class TablePlace:
    """A table among the cells of its sheet."""

    title: str  # what the sheet is called now
    part: str  # the sheet's part
    grid: SheetGrid
    header_row: int
    kinds: Mapping[bytes, FactKind]  # of the columns that are ours, by their letters
    rows: tuple[SheetGridRow, ...]  # every one below the header, also below the table's end
    described: TablePart | None  # None where the table is a plain range


def table_part(part: str, header_row: int, *, of: Book) -> TablePart | None:
    """The part of the table on the sheet `part` whose header stands in `header_row`, or None where that is a plain
    range."""
    for relation in relations(of.package, part):
        if relation.kind == "table" and relation.target in of.package:
            found = _described(relation.target, of.package.part(relation.target))
            if found and found.header == header_row:
                return found
    return None


def _described(name: str, part: bytes) -> TablePart | None:
    xml = plain(part)
    root = xml[xml.find(b"table") : xml.find(b">", xml.find(b"table ")) + 1]
    ref = _REF.search(root)
    if not ref:
        return None
    stated = re.search(rb'totalsRowCount="(\d+)"', root)
    totals = int(stated[1]) if stated else 0
    return TablePart(name=name, header=int(ref[2]), end=int(ref[4]) - totals, totals=totals)


def with_end(part: bytes, found: TablePart, *, end: int) -> bytes:
    """The part of a table with its range and its filter reaching down to row `end`."""

    def stretched(match: re.Match[bytes]) -> bytes:
        if int(match[2]) != found.header:
            return match[0]
        last = end + (int(match[4]) - found.end)
        return b' ref="%b%b:%b%d"' % (match[1], match[2], match[3], last)

    return _REF.sub(stretched, plain(part))
