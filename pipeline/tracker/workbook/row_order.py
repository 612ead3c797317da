"""Rows of a table in another order, with everything that hangs on them, as Excel sorts; some of them emptied."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from pipeline.tracker.workbook.book import Book, relations
from pipeline.tracker.workbook.formulas import FORMULA, calculation_parts, formula_below
from pipeline.tracker.workbook.grid import SheetGridRow, attribute, cell_spans, plain
from pipeline.tracker.workbook.package import rewritten
from pipeline.tracker.workbook.table_parts import TablePlace

_NUMBER = re.compile(rb'(\sr=")\d+(")')
_ADDRESS = re.compile(rb'(\sr="[A-Z]+)\d+(")')
_HIDDEN = re.compile(rb'\shidden="\w+"')
_STYLE = re.compile(rb'\ss="\d+"')
_LINK = re.compile(rb'<(?:\w+:)?hyperlink\s[^>]*?\bref="([A-Z]+)(\d+)"[^>]*/>')
_NO_LINKS = re.compile(rb"<((?:\w+:)?hyperlinks)(?:\s[^>]*)?></\1>")
_NOTE = re.compile(rb'(\sref="[A-Z]+)(\d+)(")')
_SHAPE = re.compile(rb"<(?:\w+:)?shape\b.*?</(?:\w+:)?shape>", re.S)
_SHAPE_ROW = re.compile(rb"(<(?:\w+:)?Row>)(\d+)(</)")
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]+)(</)")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="[A-Z]+(\d+):[A-Z]+(\d+)"')
_TIED = (b"shared", b"array", b"dataTable")  # formulas that stand in several cells


@dataclass(frozen=True, kw_only=True, slots=True)
class RowOrder:
    """Which number each row of the table at `place` is to have, and which numbers then hold a blank row."""

    place: TablePlace
    numbers: Mapping[int, int]  # from the old one to the new one
    emptied: Collection[int] = ()


def in_order(order: RowOrder, of: Book) -> bytes:
    """The workbook with its rows in `order`; the very same bytes where something that spans rows would be torn."""
    place = order.place
    touched = {*order.numbers, *order.numbers.values(), *order.emptied}
    rows = {row.number: row for row in place.rows if row.number in touched}
    if rows.keys() != touched or _is_tied(place, rows.values(), touched=touched):
        return of.package.content
    parts = {place.part: _links(_rows(order, rows), order, data=place.grid.data)} | dict(_beside(order, of))
    moved = any(FORMULA.search(place.grid.xml, row.first, row.last) for row in rows.values())
    more, dropped = calculation_parts(of, changed=parts, moved=moved)
    return rewritten(of.package, parts | more, dropped=dropped)


def _is_tied(place: TablePlace, rows: Collection[SheetGridRow], *, touched: set[int]) -> bool:
    xml = place.grid.xml
    for row in rows:
        for found in FORMULA.finditer(xml, row.first, row.last):
            if attribute(found[1], b"t") in _TIED:
                return True
    merged = ((int(top), int(bottom)) for top, bottom in _MERGED.findall(xml, place.grid.data[1]))
    return any(not touched.isdisjoint(range(top, min(bottom, top + 10_000) + 1)) for top, bottom in merged)


def _rows(order: RowOrder, rows: Mapping[int, SheetGridRow]) -> bytes:
    xml, sources = order.place.grid.xml, {new: old for old, new in order.numbers.items()}
    out, at = [], 0
    for number in sorted(rows):
        row = rows[number]
        out += [xml[at : row.start], _row(order.place, rows.get(sources.get(number, 0)), number=number, stands=row)]
        at = row.end
    return b"".join((*out, xml[at:]))


def _row(place: TablePlace, source: SheetGridRow | None, *, number: int, stands: SheetGridRow) -> bytes:
    sheet, row = place.grid, source or stands
    attributes = _NUMBER.sub(rb"\g<1>%d\g<2>" % number, b" " + sheet.attributes(row).strip(), count=1)
    if source is None:
        attributes = _HIDDEN.sub(b"", attributes)
    cells = []
    for letters, element in cell_spans(sheet, row):
        if source is None:
            style = _STYLE.search(element.partition(b">")[0])
            cells.append(b'<%bc r="%b%d"%b/>' % (sheet.prefix, letters, number, style[0] if style else b""))
        else:
            cells.append(_cell(place, element, number=number))
    return b"<%brow%b>%b</%brow>" % (sheet.prefix, attributes.rstrip(), b"".join(cells), sheet.prefix)


def _cell(place: TablePlace, element: bytes, *, number: int) -> bytes:
    found = FORMULA.search(element)
    if found:
        own = formula_below(place.grid, element, below=number)
        element = element[: found.start()] + (own or found[0]) + element[found.end() :]
    return _ADDRESS.sub(rb"\g<1>%d\g<2>" % number, element, count=1)


def _links(xml: bytes, order: RowOrder, *, data: tuple[int, int]) -> bytes:
    # Links go with their rows, and those of a row that is emptied end.
    def moved(found: re.Match[bytes]) -> bytes:
        number = int(found[2])
        if number in order.numbers:
            return found[0].replace(b'"%b%d"' % (found[1], number), b'"%b%d"' % (found[1], order.numbers[number]), 1)
        return b"" if number in order.emptied or number in order.numbers.values() else found[0]

    cut = xml.rfind(b"</%bsheetData>" % order.place.grid.prefix)
    return xml[:cut] + _NO_LINKS.sub(b"", _LINK.sub(moved, xml[cut:]))


def _beside(order: RowOrder, of: Book) -> Iterator[tuple[str, bytes]]:
    """The parts with the notes of the sheet, each note with its row."""
    for relation in relations(of.package, order.place.part):
        if relation.target not in of.package or relation.external:
            continue
        xml = of.package.part(relation.target)
        if relation.kind in ("comments", "threadedComment"):
            new = _NOTE.sub(lambda found: found[1] + b"%d" % _new(int(found[2]), order) + found[3], plain(xml))
        elif relation.kind == "vmlDrawing":
            new = _SHAPE.sub(lambda found: _shape(found[0], order), xml)
        else:
            continue
        if new != xml:
            yield relation.target, new


def _new(number: int, order: RowOrder) -> int:
    return order.numbers.get(number, number)


def _shape(shape: bytes, order: RowOrder) -> bytes:
    row = _SHAPE_ROW.search(shape)
    if row is None:
        return shape
    down = _new(int(row[2]) + 1, order) - int(row[2]) - 1

    def anchored(found: re.Match[bytes]) -> bytes:
        numbers = [int(number) for number in found[2].split(b",")]
        for at in (2, 6):
            numbers[at] = max(0, numbers[at] + down)
        return found[1] + b", ".join(b"%d" % number for number in numbers) + found[3]

    shape = _SHAPE_ROW.sub(lambda found: found[1] + b"%d" % (int(found[2]) + down) + found[3], shape)
    return _ANCHOR.sub(anchored, shape)
