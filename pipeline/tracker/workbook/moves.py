"""Room for added rows: what stands below a table moves down, and what counts it all grows, as in Excel."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import TokenizerError

from pipeline.tracker.workbook.book import Book, relations, unescaped
from pipeline.tracker.workbook.grid import plain
from pipeline.tracker.workbook.package import written

_CELL = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)")
_AREA = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+):(\$?[A-Z]{1,3}\$?)(\d+)")
_FORMULA = re.compile(rb"(<(?:\w+:)?(?:f|formula|formula1|formula2|definedName|f)\b[^>]*>)([^<]+)(</)")
_ROW = re.compile(rb'(<(?:\w+:)?row\b[^>]*?\sr=")(\d+)(")')
_ADDRESS = re.compile(rb'(<(?:\w+:)?c\b[^>]*?\sr="[A-Z]+)(\d+)(")')
_REFS = re.compile(rb'(\s(?:ref|sqref|topLeftCell|activeCell)="|<(?:\w+:)?sqref>)([^"<]+)(["<])')
_BREAKS = re.compile(rb"<(?:\w+:)?rowBreaks\b.*?</(?:\w+:)?rowBreaks>", re.S)
_BREAK = re.compile(rb'(<(?:\w+:)?brk\b[^>]*?\sid=")(\d+)(")')
_NOTE_ROW = re.compile(rb"(<(?:\w+:)?(?:Row|row)>)(\d+)(</)")
_CHART = re.compile(r"xl/charts/chart[^/]*\.xml")
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]+)(</)")


@dataclass(frozen=True, kw_only=True, slots=True)
class RowMove:
    """Every row of the sheet called `title` from row `start` on goes down by `by` rows (none where there is room),
    because the table's data, which stands from row `first` to row `end`, grows to row `new_end`."""

    title: str
    part: str
    first: int
    end: int
    new_end: int
    start: int
    by: int


def moved(move: RowMove, of: Book) -> bytes:
    """The workbook with those rows moved: cells, merges, links, validations, colours, notes, pictures and tables on the
    sheet, and every formula, chart and defined name of the workbook that refers to them or to a whole column of the
    table; the very same bytes when there are none."""
    changed = {}
    for title, part in of.sheets.items():
        xml = of.package.part(part)
        if part == move.part or move.title.encode("utf-8") in xml:
            new = _formulas(plain(xml), move, own=title)
            changed[part] = _places(new, move) if part == move.part and move.by else new
    charts = [name for name in of.package.entries if _CHART.fullmatch(name)]
    for part in (of.part, *charts):
        changed[part] = _formulas(plain(of.package.part(part)), move, own="")
    for relation in relations(of.package, move.part) if move.by else ():
        shift = _BESIDE.get(relation.kind)
        if shift and relation.target in of.package:
            changed[relation.target] = shift(plain(of.package.part(relation.target)), move)
    changed = {name: xml for name, xml in changed.items() if xml != of.package.part(name)}
    return written(of.package, changed) if changed else of.package.content


def _down(number: int, move: RowMove) -> int:
    return number + move.by if number >= move.start else number


def _places(xml: bytes, move: RowMove) -> bytes:
    xml = _ROW.sub(lambda found: found[1] + b"%d" % _down(int(found[2]), move) + found[3], xml)
    xml = _ADDRESS.sub(lambda found: found[1] + b"%d" % _down(int(found[2]), move) + found[3], xml)
    xml = _BREAKS.sub(lambda found: _BREAK.sub(lambda b: b[1] + b"%d" % _down(int(b[2]), move) + b[3], found[0]), xml)
    # Buttons and boxes are anchored in the sheet itself as pictures are in their drawing.
    return _pictures(_refs(xml, move), move)


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

    A range that holds the whole column of the table grows with it. What cannot be taken apart is left as it is: a
    reference that LibreOffice lost when its cells were removed is written `#ref!`, which is no word of a formula.
    """
    try:
        tokens = Tokenizer("=" + text).items
    except TokenizerError:
        return text
    return "".join(
        _operand(token.value, move, own=own) if token.subtype == "RANGE" else token.value for token in tokens
    )


def _operand(said: str, move: RowMove, *, own: str) -> str:
    sheet, mark, ref = said.rpartition("!")
    if (sheet.strip("'").replace("''", "'") if mark else own) != move.title or "[" in ref:
        return said
    area = _AREA.fullmatch(ref)
    if area and int(area[2]) == move.first and int(area[4]) == move.end:
        return f"{sheet}{mark}{area[1]}{area[2]}:{area[3]}{move.new_end}"
    return sheet + mark + _CELL.sub(lambda cell: f"{cell[1]}{_down(int(cell[2]), move)}", ref)


def _notes(xml: bytes, move: RowMove) -> bytes:
    xml = _NOTE_ROW.sub(lambda found: found[1] + b"%d" % (_down(int(found[2]) + 1, move) - 1) + found[3], xml)

    def anchor(found: re.Match[bytes]) -> bytes:
        numbers = [int(number) for number in found[2].split(b",")]
        if len(numbers) == 8 and numbers[2] + 1 >= move.start:
            numbers[2], numbers[6] = numbers[2] + move.by, numbers[6] + move.by
        return found[1] + b", ".join(b"%d" % number for number in numbers) + found[3]

    return _ANCHOR.sub(anchor, xml)


def _tables(xml: bytes, move: RowMove) -> bytes:
    def shifted(found: re.Match[bytes]) -> bytes:
        top = int(_CELL.findall(found[2].decode())[0][1])
        # Our own table stays: only its total row, if it has one, moves, and `with_end` says so once rows are added.
        if top < move.start:
            return found[0]
        return found[1] + _CELL.sub(lambda c: f"{c[1]}{int(c[2]) + move.by}", found[2].decode()).encode() + found[3]

    return re.sub(rb'(\sref=")([A-Z]+\d+:[A-Z]+\d+)(")', shifted, xml)


def _pictures(xml: bytes, move: RowMove) -> bytes:
    return re.sub(rb"(<(?:\w+:)?row>)(\d+)(</)", lambda f: f[1] + b"%d" % (_down(int(f[2]) + 1, move) - 1) + f[3], xml)


_BESIDE: dict[str, Callable[[bytes, RowMove], bytes]] = {
    "comments": _refs,
    "threadedComment": _refs,
    "vmlDrawing": _notes,
    "table": _tables,
    "drawing": _pictures,
}
