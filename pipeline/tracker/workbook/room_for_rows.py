"""Room for added rows: where they go, what stands below moves down, and what counts the table grows, as in Excel."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from pipeline.tracker.workbook.book import Book, relations, unescaped
from pipeline.tracker.workbook.formulas import with_references
from pipeline.tracker.workbook.grid import SheetGridRow, plain
from pipeline.tracker.workbook.package import written
from pipeline.tracker.workbook.table_parts import TablePlace

_CELL = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)")
_AREA = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+):(\$?[A-Z]{1,3}\$?)(\d+)")
_FORMULA = re.compile(rb"(<(?:\w+:)?(?:f|formula|formula1|formula2|definedName|f)\b[^>]*>)([^<]+)(</)")
_ROW = re.compile(rb'(<(?:\w+:)?row\b[^>]*?\sr=")(\d+)(")')
_ADDRESS = re.compile(rb'(<(?:\w+:)?c\b[^>]*?\sr="[A-Z]+)(\d+)(")')
_REFS = re.compile(rb'(\s(?:ref|sqref|topLeftCell|activeCell)="|<(?:\w+:)?sqref>)([^"<]+)(["<])')
_BREAKS = re.compile(rb"<(?:\w+:)?rowBreaks\b.*?</(?:\w+:)?rowBreaks>", re.S)
_BREAK = re.compile(rb'(<(?:\w+:)?brk\b[^>]*?\sid=")(\d+)(")')
_NOTE_ROW = re.compile(rb"(<(?:\w+:)?(?:Row|row)>)(\d+)(</)")
_PICTURE_ROW = re.compile(rb"(<(?:\w+:)?row>)(\d+)(</)")
_CHART = re.compile(r"xl/charts/chart[^/]*\.xml")
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]+)(</)")
_SQREF = re.compile(rb'(\ssqref="|<(?:\w+:)?sqref>)([^"<]*)(["<])')
_FILTER = re.compile(rb'(<(?:\w+:)?autoFilter\s[^>]*?ref=")([^"]*)(")')
_DIMENSION = re.compile(rb'(<(?:\w+:)?dimension\s+ref=")([A-Z]+\d+):([A-Z]+)(\d+)(")')
_SPAN = re.compile(rb"(\$?[A-Z]+\$?)(\d+)(?::(\$?[A-Z]+\$?)(\d+))?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """The row `numbers` for added rows; `short` rows of room are missing above row `below`, where something stands."""

    numbers: tuple[int, ...]
    below: int = 0
    short: int = 0


def room(place: TablePlace, count: int, *, end: int) -> Room:
    """The room for `count` rows under the last used row of the table at `place`, whose last row is `end`."""
    if not count:
        return Room(numbers=())
    used = [row.number for row in place.rows if has_content(place, row)]
    inside = max((number for number in used if number <= end), default=place.header_row)
    below = min((number for number in used if number > end), default=0)
    numbers = tuple(range(inside + 1, inside + 1 + count))
    # A blank row that parts a remark from the table stays: without it the remark would be read as a row of the table.
    has_totals = place.described is not None and place.described.totals
    gap = int(below > end + 1 and not has_totals)
    short = max(0, inside + count + gap - (below - 1)) if below else 0
    return Room(numbers=numbers, below=below, short=short)


def has_content(place: TablePlace, row: SheetGridRow) -> bool:
    """Whether the cells of `row` hold anything but formats."""
    xml, prefix = place.grid.xml, place.grid.prefix
    names = (b"v>", b"is>", b"f>", b"f ", b"v ")
    return any(xml.find(b"<%b%b" % (prefix, name), row.first, row.last) >= 0 for name in names)


# --- What stands below the table moves down ---------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class RowMove:
    """A table that grows, and what goes down below it."""

    title: str  # of the sheet
    part: str  # of the sheet
    first: int  # the first row of the table's data
    end: int  # its last row before it grows
    new_end: int  # and afterwards
    start: int  # this row of the sheet, and every one below it, goes down
    by: int  # so many rows; none where there is room


def moved(move: RowMove, of: Book) -> bytes:
    """The workbook with those rows moved: cells, merges, links, validations, colours, notes, pictures and tables on the
    sheet, and every formula, chart and defined name of the workbook that refers to them or to a whole column of the
    table; the very same bytes when there are none."""
    package = of.package
    charts = [name for name in package.entries if _CHART.fullmatch(name)]
    changed = dict(_moved_sheets(move, of))
    changed |= {part: _formulas(plain(package.part(part)), move, own="") for part in (of.part, *charts)}
    if move.by:
        changed |= dict(_moved_parts(move, of))
    changed = {name: xml for name, xml in changed.items() if xml != package.part(name)}
    return written(package, changed) if changed else package.content


def _moved_sheets(move: RowMove, of: Book) -> Iterator[tuple[str, bytes]]:
    for title, part in of.sheets.items():
        xml = of.package.part(part)
        if part == move.part:
            own = _formulas(plain(xml), move, own=title)
            yield part, _places(own, move) if move.by else own
        elif move.title.encode("utf-8") in xml:
            yield part, _formulas(plain(xml), move, own=title)


def _moved_parts(move: RowMove, of: Book) -> Iterator[tuple[str, bytes]]:
    for relation in relations(of.package, move.part):
        shift = _PARTS_OF_A_SHEET.get(relation.kind)
        if shift and relation.target in of.package:
            yield relation.target, shift(plain(of.package.part(relation.target)), move)


def _down(number: int, move: RowMove) -> int:
    return number + move.by if number >= move.start else number


def _places(xml: bytes, move: RowMove) -> bytes:
    for pattern in (_ROW, _ADDRESS):
        xml = _numbers(pattern, xml, move=move)
    xml = _BREAKS.sub(lambda found: _numbers(_BREAK, found[0], move=move), xml)
    # Buttons and boxes are anchored in the sheet itself as pictures are in their drawing.
    return _pictures(_refs(xml, move), move)


def _numbers(pattern: re.Pattern[bytes], xml: bytes, *, move: RowMove, first: int = 1) -> bytes:
    """`xml` with the numbers of rows that `pattern` finds, counted from `first`, put right."""
    ahead = 1 - first
    return pattern.sub(lambda found: found[1] + b"%d" % (_down(int(found[2]) + ahead, move) - ahead) + found[3], xml)


def _refs(xml: bytes, move: RowMove) -> bytes:
    def shifted(found: re.Match[bytes]) -> bytes:
        said = _CELL.sub(lambda cell: f"{cell[1]}{_down(int(cell[2]), move)}", found[2].decode())
        return found[1] + said.encode() + found[3]

    return _REFS.sub(shifted, xml)


def _formulas(xml: bytes, move: RowMove, *, own: str) -> bytes:
    last = b"%d" % move.end

    def shifted(found: re.Match[bytes]) -> bytes:
        if not move.by and last not in found[2]:
            return found[0]
        text = unescaped(found[2].decode("utf-8", "replace"))
        new = shifted_formula(text, move, own=own)
        return found[0] if new == text else found[1] + escape(new).encode("utf-8") + found[3]

    return _FORMULA.sub(shifted, xml)


def shifted_formula(text: str, move: RowMove, *, own: str) -> str:
    """The formula `text`, which stands on the sheet `own`, with its references to moved cells following them.

    A range that holds the whole column of the table grows with it.
    """
    return with_references(text, lambda said: _operand(said, move, own=own))


def _operand(said: str, move: RowMove, *, own: str) -> str:
    sheet, mark, ref = said.rpartition("!")
    if (sheet.strip("'").replace("''", "'") if mark else own) != move.title or "[" in ref:
        return said
    area = _AREA.fullmatch(ref)
    if area and int(area[2]) == move.first and int(area[4]) == move.end:
        return f"{sheet}{mark}{area[1]}{area[2]}:{area[3]}{move.new_end}"
    return sheet + mark + _CELL.sub(lambda cell: f"{cell[1]}{_down(int(cell[2]), move)}", ref)


def _notes(xml: bytes, move: RowMove) -> bytes:
    def anchor(found: re.Match[bytes]) -> bytes:
        numbers = [int(number) for number in found[2].split(b",")]
        if len(numbers) == 8 and numbers[2] + 1 >= move.start:
            numbers[2], numbers[6] = numbers[2] + move.by, numbers[6] + move.by
        return found[1] + b", ".join(b"%d" % number for number in numbers) + found[3]

    return _ANCHOR.sub(anchor, _numbers(_NOTE_ROW, xml, move=move, first=0))


def _tables(xml: bytes, move: RowMove) -> bytes:
    def shifted(found: re.Match[bytes]) -> bytes:
        top = int(_CELL.findall(found[2].decode())[0][1])
        # Our own table stays: only its total row, if it has one, moves, and `with_end` says so once rows are added.
        if top < move.start:
            return found[0]
        return found[1] + _CELL.sub(lambda c: f"{c[1]}{int(c[2]) + move.by}", found[2].decode()).encode() + found[3]

    return re.sub(rb'(\sref=")([A-Z]+\d+:[A-Z]+\d+)(")', shifted, xml)


def _pictures(xml: bytes, move: RowMove) -> bytes:
    return _numbers(_PICTURE_ROW, xml, move=move, first=0)


_PARTS_OF_A_SHEET: dict[str, Callable[[bytes, RowMove], bytes]] = {
    "comments": _refs,
    "threadedComment": _refs,
    "vmlDrawing": _notes,
    "table": _tables,
    "drawing": _pictures,
}


# --- Ranges that end where the table ended grow with it ---------------------------------------------------------------


def with_ranges(xml: bytes, *, old_end: int, new_end: int, prefix: bytes = b"") -> bytes:
    """A worksheet part whose ranges that ended at row `old_end` end at `new_end`; classic and x14 ones alike."""
    if new_end <= old_end:
        return xml

    def stretched(found: re.Match[bytes]) -> bytes:
        areas = b" ".join(_stretched(area, old_end, new_end=new_end) for area in found[2].split())
        return found[1] + areas + found[3]

    cut = xml.rfind(b"</%bsheetData>" % prefix)
    tail = _FILTER.sub(stretched, _SQREF.sub(stretched, xml[cut:]), count=1)
    head = _DIMENSION.sub(
        lambda found: found[1] + found[2] + b":" + found[3] + b"%d" % max(int(found[4]), new_end) + found[5],
        xml[: min(cut, 20_000)],
        count=1,
    )
    return head + xml[min(cut, 20_000) : cut] + tail


def _stretched(area: bytes, old_end: int, *, new_end: int) -> bytes:
    found = _SPAN.fullmatch(area)
    if not found or int(found[4] or found[2]) != old_end:
        return area
    return b"%b%b:%b%d" % (found[1], found[2], found[3] or found[1], new_end)
