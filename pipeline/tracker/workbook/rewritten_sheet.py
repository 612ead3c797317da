"""A worksheet part with some of its cells replaced and rows added; every other byte as it was."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pipeline.tracker.workbook.book import Book
from pipeline.tracker.workbook.cells import NUMBERED, Put, cell_xml
from pipeline.tracker.workbook.formulas import formula_below, unshared
from pipeline.tracker.workbook.grid import SheetGrid, SheetGridRow, attribute, cell_spans, number_of
from pipeline.tracker.workbook.table_parts import TablePlace

Puts = Mapping[bytes, Put]
"""What goes into a row, by the letters of the columns."""

_STYLE = re.compile(rb'\ss="(\d+)"')
_BLANK = re.compile(rb"<[^>]*/>|<[^>]*></[^>]*>")
_NEAR = 50  # rows in which a look is searched for
_FOLLOWED = (b"s", b"customFormat", b"ht", b"customHeight")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Writing:
    """What must be at hand to write into a sheet."""

    sheet: SheetGrid
    of: Book
    place: TablePlace | None = None  # the table whose columns lend their looks; none where cells have their own
    added: Collection[int] = ()  # the numbers of added rows
    template: SheetGridRow | None = None  # the row of the table that they follow


def with_puts(sheet: SheetGrid, puts: Mapping[int, Puts], *, of: Book) -> bytes:
    """The worksheet part of `sheet` with `puts`, by row number; each cell keeps its style."""
    return _written(_Writing(sheet=unshared(sheet, puts), of=of), puts)


def with_rows(place: TablePlace, *, cells: Mapping[int, Puts], added: Mapping[int, Puts], of: Book) -> bytes:
    """The part of the table's sheet with `cells` (by row number) written over and rows `added` (likewise) put in.

    An added row follows the last row above it that has cells: styles of all its columns, formulas of the office's own.
    The numbers of `added` must be free.
    """
    puts = {**cells, **added}
    writing = _Writing(
        sheet=unshared(place.grid, puts),
        of=of,
        place=place,
        added=added.keys(),
        template=template_row(place, min(added), of=of) if added else None,
    )
    return _written(writing, puts)


def _written(writing: _Writing, puts: Mapping[int, Puts]) -> bytes:
    sheet = writing.sheet
    start, end = sheet.data
    is_empty = sheet.xml.startswith(b"<", start) and not sheet.rows  # `<sheetData/>`
    parts: list[bytes] = []
    at = end if is_empty else start
    rows = iter(sheet.rows)
    row = next(rows, None)
    for number in sorted(puts):
        while row is not None and row.number < number:
            row = next(rows, None)
        stands = row if row is not None and row.number == number else None
        until = row.start if row is not None else end
        parts += (sheet.xml[at:until], _row(writing, number, stands=stands, puts=puts[number]))
        at = stands.end if stands is not None else until
    inner = b"".join((*parts, sheet.xml[at:end]))
    if is_empty:
        inner = b"<%bsheetData>%b</%bsheetData>" % (sheet.prefix, inner, sheet.prefix)
    return sheet.xml[:start] + inner + sheet.xml[end:]


def _row(writing: _Writing, number: int, *, stands: SheetGridRow | None, puts: Puts) -> bytes:
    sheet = writing.sheet
    elements: dict[int, bytes] = {}
    if stands is None:
        attributes = b' r="%d"' % number + _followed(writing)
    else:
        attributes = sheet.attributes(stands)
        elements = {number_of(letters): element for letters, element in cell_spans(sheet, stands)}
    if number in writing.added:
        # LibreOffice writes a thousand blank rows with looks of its own; only what says something is kept of them.
        said = {at: element for at, element in elements.items() if not _is_blank(element)}
        elements = elements | _template_cells(writing, number) | said
    for letters, put in puts.items():
        at = number_of(letters)
        style = _put_style(elements.get(at, b""), letters, put=put, writing=writing)
        address = letters + b"%d" % number
        elements[at] = cell_xml(address, put, style=style, of=writing.of, prefix=sheet.prefix)
    cells = b"".join(elements[at] for at in sorted(elements))
    attributes = re.sub(rb'\sspans="[^"]*"', b"", attributes).rstrip()
    return b"<%brow%b>%b</%brow>" % (sheet.prefix, attributes, cells, sheet.prefix)


def _put_style(element: bytes, letters: bytes, *, put: Put, writing: _Writing) -> bytes:
    style, dated = _style(element), writing.of.date_styles
    if writing.place is None:
        return style
    if put.kind not in NUMBERED:
        return style or _column_style(writing.place, letters)
    # A blank cell of a row that was typed by hand has no date format, and a day would have to stand there as a text.
    if style and (style in dated or not _is_blank(element)):
        return style
    return _column_style(writing.place, letters, among=dated) or style or _column_style(writing.place, letters)


def _is_blank(element: bytes) -> bool:
    return not element or _BLANK.fullmatch(element) is not None


def template_row(place: TablePlace, number: int, *, of: Book) -> SheetGridRow | None:
    """The row that an added row at `number` follows: the last one above it that is dressed, else that has cells."""
    above = [row for row in place.rows if row.number <= number and row.first < row.last]
    if len(above) > 1 and above[-1].number == number:
        above.pop()
    dressed = (row for row in above[: -_NEAR - 1 : -1] if _is_dressed(place, row, of=of))
    return next(dressed, above[-1] if above else None)


def _is_dressed(place: TablePlace, row: SheetGridRow, *, of: Book) -> bool:
    # A row that was typed by hand in LibreOffice has none of the formats, and would hand its looks on to all after it.
    styles = {letters: _style(element) for letters, element in cell_spans(place.grid, row)}
    dated = (letters for letters, kind in place.kinds.items() if kind in NUMBERED)
    return all(styles.get(letters, b"") in of.date_styles for letters in dated)


def _followed(writing: _Writing) -> bytes:
    if writing.place is None or writing.template is None:
        return b""
    attributes = writing.place.grid.attributes(writing.template)
    kept = ((name, attribute(attributes, name)) for name in _FOLLOWED)
    return b"".join(b' %b="%b"' % (name, value) for name, value in kept if value)


def _template_cells(writing: _Writing, number: int) -> dict[int, bytes]:
    if writing.place is None or writing.template is None:
        return {}
    sheet, ours = writing.place.grid, writing.place.kinds
    out = {}
    for letters, element in cell_spans(sheet, writing.template):
        formula = b"" if letters in ours else formula_below(sheet, element, below=number)
        style = _style(element)
        if style or formula:
            opening = b'<%bc r="%b%d"' % (sheet.prefix, letters, number) + (b' s="%b"' % style if style else b"")
            rest = b">%b</%bc>" % (formula, sheet.prefix) if formula else b"/>"
            out[number_of(letters)] = opening + rest
    return out


def _style(element: bytes) -> bytes:
    found = _STYLE.search(element[: element.find(b">") + 1])
    return found[1] if found else b""


def _column_style(place: TablePlace, letters: bytes, *, among: Collection[bytes] | None = None) -> bytes:
    # A cell that was never there takes the style of its column in the nearest rows that have it.
    for row in place.rows[:_NEAR]:
        for there, element in cell_spans(place.grid, row):
            style = _style(element) if there == letters else b""
            if style and (among is None or style in among):
                return style
    return b""
