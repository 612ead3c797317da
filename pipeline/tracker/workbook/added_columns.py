"""Columns added at the end of a table that people have edited: cells, range, drop-down and name; the rest as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from pipeline.model import FactKind
from pipeline.tracker.workbook.book import Book
from pipeline.tracker.workbook.cells import Put, cell_xml
from pipeline.tracker.workbook.grid import (
    SheetGrid,
    SheetGridRow,
    attribute,
    cell_spans,
    letters_of,
    number_of,
    plain,
    raw_cells,
    root_prefix,
)
from pipeline.tracker.workbook.table_parts import TablePlace

_STYLE = re.compile(rb'\ss="(\d+)"')
_COL = re.compile(rb"<(?:\w+:)?col\b[^>]*/>")
_COLS = re.compile(rb"<(?:\w+:)?cols>(.*?)</(?:\w+:)?cols>", re.S)
_TABLE_REF = re.compile(rb'(\sref="[A-Z]+\d+:)([A-Z]+)(\d+")')
_CONDITIONS = re.compile(rb'(<(?:\w+:)?conditionalFormatting\b[^>]*?\ssqref=")([^"]*)(")')
_VALIDATIONS = re.compile(rb"<(?:\w+:)?dataValidations\b[^>]*>")
# What may follow the validations of a sheet, in the order of ECMA-376 Part 1, 18.3.1.99.
_AFTER_VALIDATIONS = re.compile(
    rb"<(?:\w+:)?(?:hyperlinks|printOptions|pageMargins|pageSetup|headerFooter|rowBreaks|colBreaks|customProperties"
    rb"|cellWatches|ignoredErrors|smartTags|drawing|legacyDrawing|legacyDrawingHF|picture|oleObjects|controls"
    rb"|webPublishItems|tableParts|extLst)\b|</(?:\w+:)?worksheet>"
)
_MOST_LISTED = 255  # characters of a list that stands in a validation itself
_DAYS = ("32874", "73050")  # 1990 to 2099, as serial numbers of days


@dataclass(frozen=True, kw_only=True, slots=True)
class NewColumn:
    """A column that is to be added, and the letters of the one of ours that lends it its looks."""

    header: str
    name: str  # the hidden defined name of its header cell
    like: bytes
    width: float
    kind: FactKind
    choices: tuple[str, ...] = ()
    computed: bool = False


class _Placed(NamedTuple):
    column: NewColumn
    letters: bytes


def has_room(place: TablePlace, count: int, *, of: Book) -> bool:
    """Whether nothing stands in the `count` columns right of the table, from its header row down."""
    first = number_of(last_letters(place, of=of)) + 1
    taken = range(first, first + count)
    rows = (row for row in place.grid.rows if row.number >= place.header_row)
    return not any(
        number_of(letters) in taken and b"</" in rest
        for _, cells in raw_cells(place.grid, rows)
        for letters, rest in cells
    )


def last_letters(place: TablePlace, *, of: Book) -> bytes:
    """The letters of the last column of the table: as its part says, else the last header."""
    if place.described is not None:
        found = _TABLE_REF.search(plain(of.package.part(place.described.name)))
        if found:
            return found[2]
    header = next(cells for row, cells in raw_cells(place.grid, place.grid.rows) if row.number == place.header_row)
    return max((letters for letters, _ in header), key=number_of)


def with_columns(place: TablePlace, columns: Sequence[NewColumn], *, of: Book) -> dict[str, bytes]:
    """The parts that change when `columns` are added right of the table at `place`, where there is room for them."""
    old = last_letters(place, of=of)
    placed = _placed(columns, number_of(old) + 1)
    new = placed[-1].letters
    parts = _drawn(place, placed, of=of)
    parts[place.part] = _wider_marks(parts[place.part], old, new=new, place=place)
    if place.described is not None:
        described = plain(of.package.part(place.described.name))
        parts[place.described.name] = _wider_table(described, placed, new=new)
    return parts


def filled_in(place: TablePlace, columns: Sequence[NewColumn], *, first: int, of: Book) -> dict[str, bytes]:
    """The parts that change when `columns` fill the blank ones of the table at `place` from number `first` on."""
    return _drawn(place, _placed(columns, first), of=of)


def _placed(columns: Sequence[NewColumn], first: int) -> list[_Placed]:
    return [_Placed(column, letters_of(number)) for number, column in enumerate(columns, start=first)]


def _drawn(place: TablePlace, placed: Sequence[_Placed], *, of: Book) -> dict[str, bytes]:
    xml = _with_widths(_with_cells(place, placed, of=of), placed)
    return {
        place.part: _with_rules(xml, placed, place=place),
        of.part: _with_names(plain(of.package.part(of.part)), placed, place=place),
    }


# --- Cells -----------------------------------------------------------------------------------------------------------


def _with_cells(place: TablePlace, placed: Sequence[_Placed], *, of: Book) -> bytes:
    sheet = place.grid
    last = place.described.bottom if place.described else max((row.number for row in place.rows), default=0)
    wanted = [row for row in sheet.rows if place.header_row - 1 <= row.number <= max(last, place.header_row)]
    out, at = [], 0
    for row in wanted:
        out += [sheet.xml[at : row.start], _row(sheet, row, placed=placed, header=place.header_row, of=of)]
        at = row.end
    return b"".join((*out, sheet.xml[at:]))


def _row(sheet: SheetGrid, row: SheetGridRow, *, placed: Sequence[_Placed], header: int, of: Book) -> bytes:
    there = {number_of(letters): element for letters, element in cell_spans(sheet, row)}
    for column, letters in placed:
        found = _STYLE.search(there.get(number_of(column.like), b"").partition(b">")[0])
        style, at = found[1] if found else b"", letters + b"%d" % row.number
        said = Put(column.header if row.number == header else "", FactKind.TEXT)
        if row.number == header or number_of(letters) not in there:
            there[number_of(letters)] = cell_xml(at, said, style=style, of=of, prefix=sheet.prefix)
    attributes = re.sub(rb'\sspans="[^"]*"', b"", sheet.attributes(row)).rstrip()
    cells = b"".join(there[number] for number in sorted(there))
    return b"<%brow%b>%b</%brow>" % (sheet.prefix, attributes, cells, sheet.prefix)


def _with_widths(xml: bytes, placed: Sequence[_Placed]) -> bytes:
    """The sheet with a width for each new column; a stretch of columns that one lies in is parted around it."""
    prefix = root_prefix(xml)
    found = _COLS.search(xml, 0, max(xml.find(b"sheetData"), 0))
    spans = [
        (int(attribute(col, b"min")), int(attribute(col, b"max")), col)
        for col in _COL.findall(found[1] if found else b"")
    ]
    for column, letters in placed:
        at, like = number_of(letters), number_of(column.like)
        lent = next((attribute(col, b"style") for first, last, col in spans if first <= like <= last), b"")
        style = b' style="%b"' % lent if lent else b""
        own = b'<%bcol min="%d" max="%d" width="%b" customWidth="1"%b%b/>' % (
            prefix, at, at, str(column.width).encode(), style, _folding(spans, at - 1),
        )  # fmt: skip
        spans = [*(part for span in spans for part in _around(span, at)), (at, at, own)]
    cols = b"<%bcols>%b</%bcols>" % (prefix, b"".join(col for _, _, col in sorted(spans)), prefix)
    if found:
        return xml[: found.start()] + cols + xml[found.end() :]
    start = xml.find(b"<%bsheetData" % prefix)
    return xml[:start] + cols + xml[start:]


def _folding(spans: Sequence[tuple[int, int, bytes]], beside: int) -> bytes:
    """What folds a column away with the group of the one `beside` it, where that is folded."""
    col = next((col for first, last, col in spans if first <= beside <= last), b"")
    if not attribute(col, b"outlineLevel"):
        return b""
    kept = ((name, attribute(col, name)) for name in (b"hidden", b"outlineLevel"))
    return b"".join(b' %b="%b"' % (name, value) for name, value in kept if value)


def _around(span: tuple[int, int, bytes], at: int) -> Iterator[tuple[int, int, bytes]]:
    first, last, col = span
    for start, end in (
        ((first, min(last, at - 1)), (max(first, at + 1), last)) if first <= at <= last else ((first, last),)
    ):
        if start <= end:
            bounded = re.sub(rb'\smin="\d+"', b' min="%d"' % start, col)
            yield start, end, re.sub(rb'\smax="\d+"', b' max="%d"' % end, bounded)


# --- Drop-downs and marks --------------------------------------------------------------------------------------------


def _with_rules(xml: bytes, placed: Sequence[_Placed], *, place: TablePlace) -> bytes:
    cut = xml.rfind(b"</%bsheetData>" % place.grid.prefix)
    first = place.header_row + 1
    rules = [rule for one in placed if (rule := _validation(one, first, prefix=place.grid.prefix))]
    return xml[:cut] + _with_validations(xml[cut:], rules, prefix=place.grid.prefix)


def _wider_marks(xml: bytes, old: bytes, *, new: bytes, place: TablePlace) -> bytes:
    # What marks whole rows of the table, from column A on, marks them to their new end.
    cut = xml.rfind(b"</%bsheetData>" % place.grid.prefix)
    area = re.compile(rb"(A\d+:)%b(\d+)" % old)
    return xml[:cut] + _CONDITIONS.sub(
        lambda found: (
            found[1] + b" ".join(area.sub(rb"\g<1>%b\g<2>" % new, one) for one in found[2].split()) + found[3]
        ),
        xml[cut:],
    )


def _validation(placed: _Placed, first: int, *, prefix: bytes) -> bytes:
    column, letters = placed
    listed = ",".join(column.choices)
    formulas: tuple[str, ...]
    if listed and len(listed) <= _MOST_LISTED:
        said = "Choose from the list: " + ", ".join(column.choices) + "."
        kind, formulas = 'type="list" errorStyle="warning"', (f'"{listed}"',)
    elif column.computed:
        said = "Caseclock counts this cell. To change it, change the dates that it is counted from."
        kind, formulas = 'type="custom" errorStyle="stop"', ("FALSE",)
    elif column.kind is FactKind.DATE:
        said = "This should be a date such as 12/11/2026 (day first)."
        kind, formulas = 'type="date" operator="between" errorStyle="warning"', _DAYS
    else:
        return b""
    p = prefix.decode()
    inner = "".join(f"<{p}formula{n}>{escape(text)}</{p}formula{n}>" for n, text in enumerate(formulas, start=1))
    area = f"{letters.decode()}{first}:{letters.decode()}50000"
    words = f'allowBlank="1" showErrorMessage="1" errorTitle="Case tracker" error={quoteattr(said[:225])}'
    return f'<{p}dataValidation {kind} {words} sqref="{area}">{inner}</{p}dataValidation>'.encode()


def _with_validations(tail: bytes, rules: Sequence[bytes], *, prefix: bytes) -> bytes:
    if not rules:
        return tail
    found = _VALIDATIONS.search(tail)
    if found and not found[0].endswith(b"/>"):
        count = b'count="%d"' % (int(attribute(found[0], b"count") or b"0") + len(rules))
        opening = re.sub(rb'count="\d+"', count, found[0])
        end = tail.find(b"</%bdataValidations>" % prefix, found.end())
        return tail[: found.start()] + opening + tail[found.end() : end] + b"".join(rules) + tail[end:]
    whole = b'<%bdataValidations count="%d">%b</%bdataValidations>' % (prefix, len(rules), b"".join(rules), prefix)
    after = _AFTER_VALIDATIONS.search(tail)
    at = after.start() if after else len(tail)
    return tail[:at] + whole + tail[at:]


# --- The table and the names -----------------------------------------------------------------------------------------


def _wider_table(xml: bytes, placed: Sequence[_Placed], *, new: bytes) -> bytes:
    prefix = root_prefix(xml)
    ids = [int(found) for found in re.findall(rb'<(?:\w+:)?tableColumn\b[^>]*?\sid="(\d+)"', xml)]
    added = b"".join(
        b'<%btableColumn id="%d" name=%b/>' % (prefix, number, quoteattr(one.column.header).encode())
        for number, one in enumerate(placed, start=max(ids, default=0) + 1)
    )
    wider = _TABLE_REF.sub(lambda found: found[1] + new + found[3], xml, count=1)
    start = wider.find(b"autoFilter")
    if start >= 0:
        wider = wider[:start] + _TABLE_REF.sub(lambda found: found[1] + new + found[3], wider[start:], count=1)
    count = b'count="%d"' % (len(ids) + len(placed))
    wider = re.sub(rb'(<(?:\w+:)?tableColumns\b[^>]*?)count="\d+"', lambda found: found[1] + count, wider, count=1)
    return wider.replace(b"</%btableColumns>" % prefix, added + b"</%btableColumns>" % prefix, 1)


def _with_names(xml: bytes, placed: Sequence[_Placed], *, place: TablePlace) -> bytes:
    prefix = root_prefix(xml)
    title = place.title.replace("'", "''")
    p = prefix.decode()
    added = "".join(
        f'<{p}definedName name={quoteattr(column.name)} hidden="1">'
        f"{escape(title.join(chr(39) * 2))}!${letters.decode()}${place.header_row}</{p}definedName>"
        for column, letters in placed
    ).encode()
    return xml.replace(b"</%bdefinedNames>" % prefix, added + b"</%bdefinedNames>" % prefix, 1)
