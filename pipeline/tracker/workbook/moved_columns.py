"""Columns of a sheet in other places, with everything that hangs on them: exchanged, or moved aside for new ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from pipeline.tracker.workbook.book import Book, book, relations, unescaped
from pipeline.tracker.workbook.formulas import FORMULA, calculation_parts, with_references
from pipeline.tracker.workbook.grid import (
    SheetGrid,
    attribute,
    cell_spans,
    grid,
    letters_of,
    number_of,
    plain,
    root_prefix,
)
from pipeline.tracker.workbook.package import require_whole, written

MOST_COLUMNS = 16_384
_AREA = re.compile(r"(\$?)([A-Z]{1,3})(\$?\d+)(?::(\$?)([A-Z]{1,3})(\$?\d+))?|(\$?)([A-Z]{1,3}):(\$?)([A-Z]{1,3})")
_SAID = re.compile(rb"(<(?:\w+:)?(?:f|formula|formula1|formula2|definedName)\b[^>]*>)([^<]+)(</)")
_REFS = re.compile(rb'(\s(?:ref|sqref)="|<(?:\w+:)?sqref>)([^"<]+)(["<])')
_ADDRESS = re.compile(rb'\sr="[A-Z]+(\d+)"')
_COL = re.compile(rb"<(?:\w+:)?col\b[^>]*/>")
_COLS = re.compile(rb"<((?:\w+:)?)cols>(.*?)</(?:\w+:)?cols>", re.S)
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*/>")
_CHART = re.compile(r"xl/charts/chart[^/]*\.xml")
_TABLE_COLUMNS = re.compile(
    rb"(<(?:\w+:)?tableColumns\b[^>]*?)(\scount=\"\d+\")?([^>]*>)(.*?)(</(?:\w+:)?tableColumns>)", re.S
)
_TABLE_COLUMN = re.compile(rb"<(?:\w+:)?tableColumn\b(?:[^>]*/>|.*?</(?:\w+:)?tableColumn>)", re.S)
_FILTER_COLUMN = re.compile(rb'(<(?:\w+:)?filterColumn\b[^>]*?\scolId=")(\d+)(")')
_NOTE_COLUMN = re.compile(rb"(<(?:\w+:)?Column>)(\d+)(</)")
_SHAPE = re.compile(rb"<(?:\w+:)?shape\b.*?</(?:\w+:)?shape>", re.S)
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]+)(</)")
_PICTURE = re.compile(rb"(<(?:\w+:)?(?:from|to)>\s*<(?:\w+:)?col>)(\d+)(</)")
_BY_PLACE = re.compile(rb"<(?:\w+:)?worksheetSource\b[^>]*?\ssheet=")


class TornError(Exception):
    """Something would not hold together: a range whose columns would no longer stand side by side."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnMove:
    """Which number each column of a sheet is to have: as `numbers` say, or one more for each of the `headers`, which
    name the columns that come before it."""

    title: str  # of the sheet
    part: str
    numbers: Mapping[int, int] = field(default_factory=dict)  # columns that change places among themselves
    headers: Mapping[int, str] = field(default_factory=dict)  # of new columns, by their numbers, side by side

    def new(self, number: int) -> int:
        """The new number of the column `number`."""
        if self.headers and number >= min(self.headers):
            return min(number + len(self.headers), MOST_COLUMNS)
        return self.numbers.get(number, number)

    def runs(self, first: int, last: int) -> list[tuple[int, int]]:
        """The new first and last columns of what is now the stretch of columns from `first` to `last`."""
        if self.headers:
            return [(self.new(first), self.new(last))]
        inside = [number for number in self.numbers if first <= number <= last]
        if not inside or len(inside) == len(self.numbers):
            return [(first, last)]
        found: list[tuple[int, int]] = []
        for number in sorted(self.numbers.get(number, number) for number in range(first, last + 1)):
            found = (
                [*found[:-1], (found[-1][0], number)]
                if found and found[-1][1] == number - 1
                else [*found, (number, number)]
            )
        return found


def with_columns_moved(move: ColumnMove, of: Book) -> bytes:
    """The workbook with those columns moved: cells, widths, links, validations, colours, notes, pictures and tables on
    the sheet, and every formula, chart and name that refers to them.

    Raises TornError where a range that must stay one would be torn apart, or a pivot table counts the columns.
    """
    package = of.package
    if any(_BY_PLACE.search(package.part(name)) for name in package.entries if "pivotCacheDefinition" in name):
        raise TornError
    changed = {part: _formulas(plain(package.part(part)), move, own="") for part in _elsewhere(move, of)}
    changed[move.part] = _sheet(move, of)
    changed |= dict(_beside(move, of))
    changed = {name: xml for name, xml in changed.items() if xml != package.part(name)}
    moved = book(written(package, changed))
    more, dropped = calculation_parts(moved, changed={}, moved=FORMULA.search(package.part(move.part)) is not None)
    new = written(moved.package, more, dropped=dropped) if more or dropped else moved.package.content
    require_whole(package, new, changed=changed | more, dropped=dropped)
    return new


def _elsewhere(move: ColumnMove, of: Book) -> Iterator[str]:
    """The parts whose formulas may refer to the sheet: the workbook, charts and other sheets."""
    yield of.part
    yield from (name for name in of.package.entries if _CHART.fullmatch(name))
    said = escape(move.title).encode("utf-8")
    yield from (part for part in of.sheets.values() if part != move.part and said in of.package.part(part))


# --- Where something is ----------------------------------------------------------------------------------------------


def _areas(text: str, move: ColumnMove) -> list[str]:
    """The cells or columns called `text` where they then are; what is called otherwise is left as it is."""
    found = _AREA.fullmatch(text)
    if not found:
        return [text]
    if found[8]:
        flags, ends, rows = (found[7], found[9]), (found[8], found[10]), ("", "")
    else:
        flags, ends, rows = (found[1], found[4]), (found[2], found[5]), (found[3], found[6])
    numbers = [number_of(letters.encode()) for letters in ends if letters]
    out = []
    for first, last in move.runs(min(numbers), max(numbers)):
        start = f"{flags[0]}{letters_of(first).decode()}{rows[0]}"
        end = f"{flags[1]}{letters_of(last).decode()}{rows[1]}"
        out.append(start if len(numbers) == 1 else f"{start}:{end}")
    return out


def _one(text: str, move: ColumnMove) -> str:
    areas = _areas(text, move)
    if len(areas) != 1:
        raise TornError
    return areas[0]


def _refs(xml: bytes, move: ColumnMove) -> bytes:
    """`xml` with its places put right; those of a list may be parted into several."""

    def moved(found: re.Match[bytes]) -> bytes:
        said, is_list = found[2].decode().split(), b"sqref" in found[1]
        areas = [area for one in said for area in (_areas(one, move) if is_list else [_one(one, move)])]
        return found[1] + " ".join(areas).encode() + found[3]

    return _REFS.sub(moved, xml)


def _formulas(xml: bytes, move: ColumnMove, *, own: str) -> bytes:
    def moved(found: re.Match[bytes]) -> bytes:
        text = unescaped(found[2].decode("utf-8", "replace"))
        new = _formula(text, move, own=own, is_name=b"definedName" in found[1])
        return found[0] if new == text else found[1] + escape(new).encode("utf-8") + found[3]

    return _SAID.sub(moved, xml)


def _formula(text: str, move: ColumnMove, *, own: str, is_name: bool) -> str:
    return with_references(text, lambda said: _operand(said, move, own=own, is_name=is_name))


def _operand(said: str, move: ColumnMove, *, own: str, is_name: bool) -> str:
    sheet, mark, ref = said.rpartition("!")
    if (sheet.strip("'").replace("''", "'") if mark else own) != move.title or "[" in ref:
        return said
    # What is printed may be several areas; what is counted may not.
    areas = _areas(ref, move) if is_name else [_one(ref, move)]
    return ",".join(f"{sheet}{mark}{area}" for area in areas)


# --- The sheet -------------------------------------------------------------------------------------------------------


def _sheet(move: ColumnMove, of: Book) -> bytes:
    sheet = grid(of.package.part(move.part))
    start, end = sheet.data
    head = _DIMENSION.sub(b"", _COLS.sub(lambda found: _cols(found, move), sheet.xml[:start]))
    tail = _pictures(_refs(sheet.xml[end:], move), move)
    return _formulas(head + _rows(sheet, move) + tail, move, own=move.title)


def _cols(found: re.Match[bytes], move: ColumnMove) -> bytes:
    spans: list[tuple[int, int, bytes]] = []
    for col in _COL.findall(found[2]):
        first, last = int(attribute(col, b"min")), int(attribute(col, b"max"))
        pieces = _pieces(first, last, move=move)
        spans += [(new_first, new_last, col) for new_first, new_last in pieces]
    cols = b"".join(
        re.sub(rb'\smax="\d+"', b' max="%d"' % last, re.sub(rb'\smin="\d+"', b' min="%d"' % first, col))
        for first, last, col in sorted(spans)
    )
    return b"<%bcols>%b</%bcols>" % (found[1], cols, found[1])


def _pieces(first: int, last: int, *, move: ColumnMove) -> list[tuple[int, int]]:
    at = min(move.headers, default=0)
    if first < at <= last:  # the new columns part it
        return [(first, at - 1), (move.new(at), move.new(last))]
    return move.runs(first, last)


def _rows(sheet: SheetGrid, move: ColumnMove) -> bytes:
    start, end = sheet.data
    out, at = [], start
    for row in sheet.rows:
        cells = [(move.new(number_of(letters)), element) for letters, element in cell_spans(sheet, row)]
        attributes = re.sub(rb'\sspans="[^"]*"', b"", sheet.attributes(row)).rstrip()
        body = b"".join(_cell(number, element, row=row.number, move=move) for number, element in sorted(cells))
        opening = b"<%brow%b>" % (sheet.prefix, attributes)
        out += [sheet.xml[at : row.start], opening, body, b"</%brow>" % sheet.prefix]
        at = row.end
    return b"".join((*out, sheet.xml[at:end]))


def _cell(number: int, element: bytes, *, row: int, move: ColumnMove) -> bytes:
    found = FORMULA.search(element)
    if found and (b" r1=" in found[1] or b" r2=" in found[1]):
        raise TornError  # a data table, which counts from cells that it names
    if found and b" ref=" in found[1]:
        spread = re.search(rb'\sref="([A-Z]+)\d+:([A-Z]+)\d+"', found[1])
        if spread and spread[1] != spread[2] and b"shared" in found[1]:
            raise TornError
        element = element[: found.start(1)] + _refs(found[1], move) + element[found.end(1) :]
    address = b' r="%b%d"' % (letters_of(number), row)
    opening, close, rest = element.partition(b">")
    if _ADDRESS.search(opening):
        return _ADDRESS.sub(address, opening, count=1) + close + rest
    return re.sub(rb"^(<(?:\w+:)?c)\b", lambda name: name[1] + address, opening) + close + rest


# --- What lies beside it ---------------------------------------------------------------------------------------------


def _beside(move: ColumnMove, of: Book) -> Iterator[tuple[str, bytes]]:
    for relation in relations(of.package, move.part):
        if relation.kind == "pivotTable":
            raise TornError
        change = _PARTS_OF_A_SHEET.get(relation.kind)
        if change and relation.target in of.package:
            yield relation.target, change(plain(of.package.part(relation.target)), move)


def _table(xml: bytes, move: ColumnMove) -> bytes:
    stated = re.search(rb'\sref="([A-Z]+)\d+:([A-Z]+)\d+"', xml)
    if stated is None:
        return xml
    first, last = number_of(stated[1]), number_of(stated[2])
    left = move.new(first) if move.headers else first
    columns = _TABLE_COLUMN.findall(xml)
    placed = {move.new(number): column for number, column in enumerate(columns, start=first)}
    ids = max((int(attribute(column, b"id") or b"0") for column in columns), default=0)
    for by, (number, header) in enumerate(sorted(move.headers.items()), start=1):
        if move.new(first) < number < move.new(last):
            named = quoteattr(header).encode("utf-8")
            placed[number] = b'<%btableColumn id="%d" name=%b/>' % (root_prefix(xml), ids + by, named)

    def listed(found: re.Match[bytes]) -> bytes:
        body = b"".join(column for _, column in sorted(placed.items()))
        return found[1] + b' count="%d"' % len(placed) + found[3] + body + found[5]

    def filtered(found: re.Match[bytes]) -> bytes:
        return found[1] + b"%d" % (move.new(first + int(found[2])) - left) + found[3]

    return _FILTER_COLUMN.sub(filtered, _TABLE_COLUMNS.sub(listed, _refs(xml, move), count=1))


def _notes(xml: bytes, move: ColumnMove) -> bytes:
    def shape(found: re.Match[bytes]) -> bytes:
        column = _NOTE_COLUMN.search(found[0])
        if column is None:
            return found[0]
        by = move.new(int(column[2]) + 1) - int(column[2]) - 1

        def anchor(place: re.Match[bytes]) -> bytes:
            numbers = [int(number) for number in place[2].split(b",")]
            for at in (0, 4):
                numbers[at] = max(0, numbers[at] + by)
            return place[1] + b", ".join(b"%d" % number for number in numbers) + place[3]

        said = _NOTE_COLUMN.sub(lambda place: place[1] + b"%d" % (int(place[2]) + by) + place[3], found[0])
        return _ANCHOR.sub(anchor, said)

    return _SHAPE.sub(shape, xml)


def _pictures(xml: bytes, move: ColumnMove) -> bytes:
    # What lies over columns that change places stays where it lies; it is nobody's column.
    if move.numbers:
        return xml
    return _PICTURE.sub(lambda found: found[1] + b"%d" % (move.new(int(found[2]) + 1) - 1) + found[3], xml)


_PARTS_OF_A_SHEET: dict[str, Callable[[bytes, ColumnMove], bytes]] = {
    "comments": _refs,
    "threadedComment": _refs,
    "vmlDrawing": _notes,
    "table": _table,
    "drawing": _pictures,
}


def in_order(numbers: Iterable[int], order: Iterable[int]) -> dict[int, int]:
    """The places `numbers`, taken by the columns of `order` one after the other: from each old number to the new."""
    return dict(zip(order, sorted(numbers), strict=True))
