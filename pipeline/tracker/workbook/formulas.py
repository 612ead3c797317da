"""The office's own formulas, carried down to an added row as Excel would fill them down."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from xml.sax.saxutils import escape

from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.formula.translate import Translator, TranslatorError

from pipeline.tracker.workbook.book import unescaped
from pipeline.tracker.workbook.grid import SheetGrid, SheetGridRow, attribute, cell_spans, grid

_FORMULA = re.compile(rb"<(?:\w+:)?f\b([^>]*?)(?:/>|>([^<]*)</(?:\w+:)?f>)")


def formula_below(sheet: SheetGrid, element: bytes, *, below: int) -> bytes:
    """The `f` element of the cell `element`, translated to row `below`; nothing for a plain cell or an array.

    It carries no value: Excel and LibreOffice compute a formula without one when the file is opened.
    """
    found = _FORMULA.search(element)
    if not found or attribute(found[1], b"t") in (b"array", b"dataTable"):
        return b""
    at = attribute(element[: element.find(b">")], b"r").decode()
    text = (found[2] or b"").decode("utf-8", "replace")
    if not text:
        at, text = _shared(sheet, attribute(found[1], b"si"))
    if not text:
        return b""
    letters = attribute(element[: element.find(b">")], b"r").rstrip(b"0123456789").decode()
    try:
        moved = Translator("=" + unescaped(text), origin=at).translate_formula(f"{letters}{below}")
    except (TranslatorError, TokenizerError):
        return b""
    return b"<%bf>%b</%bf>" % (sheet.prefix, escape(moved.removeprefix("=")).encode("utf-8"), sheet.prefix)


def unshared(sheet: SheetGrid, replaced: Mapping[int, Collection[bytes]]) -> SheetGrid:
    """`sheet` in which no formula depends on one that stands in a cell to be `replaced` (columns by row number).

    Cells that share a formula hold only its number; it is written out in one of them, and without that one the sheet
    would be damaged.
    """
    if b't="shared"' not in sheet.xml:
        return sheet
    lost = {
        attribute(found[1], b"si")
        for row in sheet.rows
        if row.number in replaced
        for letters, element in cell_spans(sheet, row)
        if letters in replaced[row.number] and (found := _FORMULA.search(element)) and found[2]
    } - {b""}
    if not lost:
        return sheet
    pieces, at = [], 0
    for row in sheet.rows:
        pieces += [sheet.xml[at : row.first], _spelt_out(sheet, row, lost=lost)]
        at = row.last
    return grid(b"".join((*pieces, sheet.xml[at:])))


def _spelt_out(sheet: SheetGrid, row: SheetGridRow, *, lost: set[bytes]) -> bytes:
    body = sheet.xml[row.first : row.last]
    for _, element in cell_spans(sheet, row):
        found = _FORMULA.search(element)
        if found and attribute(found[1], b"si") in lost:
            own = formula_below(sheet, element, below=row.number)
            body = body.replace(element, element[: found.start()] + own + element[found.end() :], 1)
    return body


def _shared(sheet: SheetGrid, index: bytes) -> tuple[str, str]:
    master = re.search(
        rb'<(?:\w+:)?c r="([A-Z]+\d+)"[^>]*><(?:\w+:)?f\b[^>]*\bsi="%b"[^>]*>([^<]+)</' % index, sheet.xml
    )
    return (master[1].decode(), master[2].decode("utf-8", "replace")) if master else ("", "")
