"""A worksheet part with some of its cells replaced and rows added; every other byte as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from pipeline.model import FactKind
from pipeline.tracker.content.case_texts import Texts
from pipeline.tracker.merge.tables import SheetTable
from pipeline.tracker.workbook.book import Book
from pipeline.tracker.workbook.cells import NUMBERED, cell_xml
from pipeline.tracker.workbook.formulas import formula_below, unshared
from pipeline.tracker.workbook.grid import SheetGrid, SheetGridRow, attribute, cell_spans, number_of

Puts = Mapping[bytes, tuple[str, FactKind]]
"""What goes into a row: column letters to canonical text and its kind."""

_STYLE = re.compile(rb'\ss="(\d+)"')
_BLANK = re.compile(rb"<[^>]*/>|<[^>]*></[^>]*>")
_NEAR = 50  # rows in which a look is searched for
_FOLLOWED = (b"s", b"customFormat", b"ht", b"customHeight")


def with_rows(table: SheetTable, *, cells: Mapping[int, Texts], added: Mapping[int, Texts], of: Book) -> bytes:
    """The part of `table` with `cells` (by row number) written over and rows `added` (by row number) put in.

    An added row follows the last row above it that has cells: styles of all its columns, formulas of the office's own.
    The numbers of `added` must be free.
    """
    puts = {number: _puts(table, texts) for number, texts in (*cells.items(), *added.items())}
    template = template_row(table, min(added), of=of) if added else None
    follow = (lambda number: _template_cells(table, template, number=number)) if template is not None else None
    heading = _followed(table.grid, template)
    return with_puts(table.grid, puts, of=of, table=table, follow=follow, heading=heading, added=frozenset(added))


def _puts(table: SheetTable, texts: Texts) -> Puts:
    return {
        table.columns[header]: (text, table.layout.column(header).kind)
        for header, text in texts.items()
        if header in table.columns
    }


def with_puts(
    sheet: SheetGrid,
    puts: Mapping[int, Puts],
    *,
    of: Book,
    table: SheetTable | None = None,
    follow: Callable[[int], dict[int, bytes]] | None = None,
    heading: bytes = b"",
    added: frozenset[int] = frozenset(),
) -> bytes:
    """The worksheet part of `sheet` with `puts` (by row number); rows in `added` begin as what `follow` gives."""
    sheet = unshared(sheet, puts)
    is_empty = sheet.xml.startswith(b"<", sheet.data[0]) and not sheet.rows
    at = sheet.data[1] if is_empty else sheet.data[0]
    pieces: list[bytes] = []

    def edited(number: int, attributes: bytes, *, elements: dict[int, bytes]) -> bytes:
        if number in added and follow is not None:
            # LibreOffice writes a thousand blank rows with looks of its own; only what says something is kept of them.
            elements = elements | follow(number) | {at_: xml for at_, xml in elements.items() if not _is_blank(xml)}
        _put(elements, puts[number], number=number, sheet=sheet, of=of, table=table)
        return _row(sheet, attributes, elements=elements)

    pending = sorted(puts)
    for row in sheet.rows:
        while pending and pending[0] <= row.number:
            number = pending.pop(0)
            is_here = number == row.number
            attributes = sheet.attributes(row) if is_here else b' r="%d"' % number + heading
            elements = {number_of(at_): xml for at_, xml in cell_spans(sheet, row)} if is_here else {}
            pieces += (sheet.xml[at : row.start], edited(number, attributes, elements=elements))
            at = row.end if is_here else row.start
    rest = b"".join(edited(number, b' r="%d"' % number + heading, elements={}) for number in pending)
    end = b"" if is_empty else sheet.xml[at : sheet.data[1]]
    inner = b"".join(pieces) + end + rest
    if is_empty:
        inner = b"<%bsheetData>%b</%bsheetData>" % (sheet.prefix, inner, sheet.prefix)
    return sheet.xml[: sheet.data[0]] + inner + sheet.xml[sheet.data[1] :]


def _put(
    elements: dict[int, bytes], puts: Puts, *, number: int, sheet: SheetGrid, of: Book, table: SheetTable | None
) -> None:
    for letters, (text, kind) in puts.items():
        at = number_of(letters)
        style = _put_style(elements.get(at, b""), letters, kind=kind, of=of, table=table)
        address = letters + str(number).encode()
        elements[at] = cell_xml(address, text, kind=kind, style=style, of=of, prefix=sheet.prefix)


def _put_style(element: bytes, letters: bytes, *, kind: FactKind, of: Book, table: SheetTable | None) -> bytes:
    style = _style(element)
    is_dated = kind in NUMBERED
    # A blank cell of a row that was typed by hand has no date format, and a day would have to stand there as a text.
    if table is None or (style and (not is_dated or style in of.date_styles or not _is_blank(element))):
        return style
    return (is_dated and _column_style(table, letters, among=of.date_styles)) or style or _column_style(table, letters)


def _is_blank(element: bytes) -> bool:
    return not element or _BLANK.fullmatch(element) is not None


def _row(sheet: SheetGrid, attributes: bytes, *, elements: Mapping[int, bytes]) -> bytes:
    cells = b"".join(elements[number] for number in sorted(elements))
    attributes = re.sub(rb'\sspans="[^"]*"', b"", attributes).rstrip()
    return b"<%brow%b>%b</%brow>" % (sheet.prefix, attributes, cells, sheet.prefix)


def template_row(table: SheetTable, number: int, *, of: Book) -> SheetGridRow | None:
    """The row that an added row at `number` follows: the last one above it that is dressed, else that has cells."""
    above = [entry.row for entry in table.rows if entry.row.number <= number and entry.row.first < entry.row.last]
    if len(above) > 1 and above[-1].number == number:
        above.pop()
    dressed = (row for row in above[: -_NEAR - 1 : -1] if _is_dressed(table, row, of=of))
    return next(dressed, above[-1] if above else None)


def _is_dressed(table: SheetTable, row: SheetGridRow, *, of: Book) -> bool:
    # A row that was typed by hand in LibreOffice has none of the formats, and would hand its looks on to all after it.
    dated = {table.columns.get(column.header) for column in table.layout.columns if column.kind in NUMBERED}
    styles = {letters: _style(element) for letters, element in cell_spans(table.grid, row)}
    return all(styles.get(letters, b"") in of.date_styles for letters in dated if letters)


def _followed(sheet: SheetGrid, template: SheetGridRow | None) -> bytes:
    if template is None:
        return b""
    attributes = sheet.attributes(template)
    kept = ((name, attribute(attributes, name)) for name in _FOLLOWED)
    return b"".join(b' %b="%b"' % (name, value) for name, value in kept if value)


def _template_cells(table: SheetTable, template: SheetGridRow, *, number: int) -> dict[int, bytes]:
    sheet = table.grid
    ours = set(table.columns.values())
    out = {}
    for letters, element in cell_spans(sheet, template):
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


def _column_style(table: SheetTable, letters: bytes, *, among: Collection[bytes] | None = None) -> bytes:
    # A cell that was never there takes the style of its column in the nearest rows that have it.
    for entry in table.rows[:_NEAR]:
        for there, element in cell_spans(table.grid, entry.row):
            style = _style(element) if there == letters else b""
            if style and (among is None or style in among):
                return style
    return b""
