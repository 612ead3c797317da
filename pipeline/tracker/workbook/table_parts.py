"""The parts that describe tables: which one is ours, and how far down it reaches."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.tracker.workbook.book import Book, relations
from pipeline.tracker.workbook.grid import plain

_REF = re.compile(rb'\sref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


@dataclass(frozen=True, kw_only=True, slots=True)
class TablePart:
    """A table's part: the rows of its header and of its last data row, and how many total rows follow."""

    name: str
    header: int
    end: int
    totals: int = 0


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
