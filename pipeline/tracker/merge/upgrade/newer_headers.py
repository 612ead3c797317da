"""Headers for which a newer word was chosen: changed where columns are put in order, unless something leans on them."""

from __future__ import annotations

import re

from pipeline.model import FactKind
from pipeline.tracker.content.layout import LAYOUTS, Column, anchor_names
from pipeline.tracker.merge.tables import SheetTable, table
from pipeline.tracker.workbook.book import Book, book
from pipeline.tracker.workbook.cells import Put
from pipeline.tracker.workbook.grid import plain
from pipeline.tracker.workbook.package import rewritten
from pipeline.tracker.workbook.rewritten_sheet import with_puts


def with_newer_headers(package: bytes) -> bytes:
    """The workbook with the newer word over each column that has one; the very same bytes where each stays.

    It stays where the office gave the column a word of its own or has a column under the newer word, and where a
    formula, a pivot table or a slicer finds the column by the older one.
    """
    for layout in LAYOUTS:
        for column in (column for column in layout.columns if column.newer):
            found = table(package, layout.name)
            if found is not None and _is_free(found, column) and not _is_leant_on(column.header, book(package)):
                package = _with_newer(package, found, column=column)
    return package


def _is_free(found: SheetTable, column: Column) -> bool:
    is_older = found.headings[column.header] == column.header and column.header in found.columns
    return is_older and column.header.casefold() in found.words and column.newer.casefold() not in found.words


def _is_leant_on(header: str, of: Book) -> bool:
    """Whether anything here may find a column by `header`: `Cases[Colour]`, a field of a pivot table, macros."""
    word = re.escape(header).encode()
    in_formulas = re.compile(rb"\[@?%b\]" % word, re.I)
    as_a_field = re.compile(rb'\s(?:name|sourceName)="%b"' % word, re.I)
    names = of.package.entries
    texts = (plain(of.package.part(name)) for name in names if name.endswith(".xml"))
    return any(name.endswith("vbaProject.bin") for name in names) or any(
        in_formulas.search(text) or (as_a_field.search(text) and b"tableColumns" not in text) for text in texts
    )


def _with_newer(package: bytes, found: SheetTable, *, column: Column) -> bytes:
    of, place = book(package), found.place
    newer, older = (name.encode() for name in anchor_names(found.layout, column))
    put = {place.header_row: {found.columns[column.header]: Put(column.newer, FactKind.TEXT)}}
    parts = {
        place.part: with_puts(place.grid, put, of=of),
        of.part: plain(of.package.part(of.part)).replace(b'"%b"' % older, b'"%b"' % newer),
    }
    if place.described is not None:
        part = place.described.name
        name = rb'(<(?:\w+:)?tableColumn\b[^>]*?\sname=")%b(?=")' % re.escape(column.header).encode()
        parts[part] = re.sub(name, rb"\g<1>%b" % column.newer.encode(), plain(of.package.part(part)), flags=re.I)
    return rewritten(of.package, parts)
