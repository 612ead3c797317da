"""The stories of a Word 97 file written as paragraphs, cells and rows, form fields with their state."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from parsers.page import Mark, Span
from parsers.readers.doc.looks import DocStyles, Look, is_coloured, styles
from parsers.readers.doc.properties import Changes, Runs, changes, runs
from parsers.readers.doc.streams import TextPiece, WordFile, pieces
from parsers.readers.shared.block_builder import Builder, CellShape, Draft, RowShape
from parsers.readers.shared.form_field import FormField
from parsers.readers.shared.symbols import shown, symbol

_IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW_END, _LEVEL = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C, 0x2640
_ELSEWHERE, _GROUNDS = 0x6646, 0xD612
_TABLE, _SYMBOL, _OBJECT = 0xD608, 0x6A09, 0x6A03
_FIRST_MERGED, _MERGED, _DOWN, _DOWN_FIRST = 1, 2, 0x20, 0x40
_SIGNS = {"\t": "\t", "\x0b": "\n", "\x1e": "-", "\xa0": "\xa0"}
_BEGIN, _SEPARATE, _END = "\x13", "\x14", "\x15"
_ENDS = "\r\x07\x0c"


@dataclass(kw_only=True, slots=True)
class OpenField:
    """A field that has begun: its instruction, what its settings say, and whether its result has begun."""

    instruction: str = ""
    form: FormField = field(default_factory=FormField)
    in_result: bool = False


@dataclass(kw_only=True, slots=True)
class DocReader:
    """Writes one story after another by `builder`."""

    file: WordFile
    pieces: list[TextPiece]
    styles: DocStyles
    paragraphs: Runs
    letters: Runs
    builder: Builder = field(default_factory=Builder)
    fields: list[OpenField] = field(default_factory=list)
    boxes: list[list[Draft]] = field(default_factory=list)  # what the next shapes of the story hold, in order
    has_changes: bool = False

    def write(self, start: int, end: int) -> Builder:
        """The builder that has written the characters from `start` to `end`."""
        self.builder, self.fields = Builder(), []
        for piece in self.pieces:
            first, last = max(start, piece.start), min(end, piece.start + len(piece.text))
            if first < last:
                self._write_piece(piece, first - piece.start, last=last - piece.start)
        return self.builder

    def _write_piece(self, piece: TextPiece, first: int, *, last: int) -> None:
        at = first
        bounds = self.letters.ends(piece.at + first * piece.width, piece.at + last * piece.width)
        for bound in bounds:
            until = min(max((bound - piece.at) // piece.width, at), last)
            place = piece.at + at * piece.width
            told = changes(self.letters.at(place))
            text = piece.text[at:until]
            for first_at, end_at in _split(text):
                self._write_letters(text[first_at:end_at], told, place=place + first_at * piece.width)
                if end_at < len(text):
                    self._end(text[end_at], place=place + end_at * piece.width)
            at = until

    def _write_letters(self, text: str, told: Changes, *, place: int) -> None:
        if not text:
            return
        style = self.styles.of(_style_of(self.paragraphs.at(place)))
        look = self.styles.changed(style, told, under=style)
        self.has_changes |= look.changed
        for letter in text:
            self._letter(letter, told, look=look)

    def _letter(self, letter: str, told: Changes, *, look: Look) -> None:
        if letter == _BEGIN:
            self.fields.append(OpenField())
        elif letter == _SEPARATE and self.fields:
            self._begin_result(look)
        elif letter == _END and self.fields:
            self._begin_result(look)
            self.fields.pop()
        elif letter == "\x01" and self.fields and _OBJECT in told:
            self.fields[-1].form = form_field(self.file.objects, int.from_bytes(told[_OBJECT], "little"))
        elif self.fields and not all(opened.in_result for opened in self.fields):
            self.fields[-1].instruction += letter
        elif letter == "\x08" and self.boxes:
            self.builder.after += self.boxes.pop(0)
        elif letter == "(" and _SYMBOL in told:
            font, code = struct.unpack("<HH", told[_SYMBOL])
            self._put(symbol(self._font(font), code), look)
        elif letter >= " " or letter in _SIGNS:
            self._put(shown(self._font(look.font), _SIGNS.get(letter, letter)), look)

    def _begin_result(self, look: Look) -> None:
        """Shows the state of a box or list where its result begins; whatever field it is, once."""
        opened = self.fields[-1]
        if not opened.in_result and not look.hidden:
            self.builder.spans += opened.form.shown()
        opened.in_result = True

    def _put(self, text: str, look: Look) -> None:
        form = self.fields[-1].form if self.fields else FormField()
        if look.hidden or form.hides_result:
            return
        typed = {Mark.CONTROL} if form.is_typed(text) else set()
        self.builder.spans.append(Span(text, look.marks | typed))

    def _font(self, number: int) -> str:
        return self.styles.fonts[number] if number < len(self.styles.fonts) else ""

    def _changes_of_paragraph(self, raw: bytes) -> Changes:
        """The changes after the number of the style; long ones, as of a wide row, stand elsewhere ([MS-DOC] 2.6.2)."""
        told = changes(raw[2:])
        if _ELSEWHERE in told:
            at = int.from_bytes(told[_ELSEWHERE], "little")
            length = int.from_bytes(self.file.objects[at : at + 2], "little")
            told |= changes(self.file.objects[at + 2 : at + 2 + length])
        return told

    def _end(self, mark: str, *, place: int) -> None:
        """The end of a paragraph, a cell or a row, as the properties of its mark say."""
        raw = self.paragraphs.at(place)
        told = self._changes_of_paragraph(raw)
        depth = int.from_bytes(told[_DEPTH], "little") if _DEPTH in told else int(_is_set(told, _IN_TABLE))
        if depth and (_is_set(told, _ROW_END) or _is_set(told, _INNER_ROW_END)):
            self.builder.spans.clear()
            self.builder.end_row(depth, row_shape(told.get(_TABLE, b""), grounds=told.get(_GROUNDS, b"")))
        elif depth and (mark == "\x07" or _is_set(told, _INNER_CELL)):
            self.builder.end_cell(depth)
        elif mark != "\x0c" or self.builder.spans:
            level = told[_LEVEL][0] + 1 if _LEVEL in told and told[_LEVEL][0] < 9 else 0
            self.builder.end_paragraph(depth, heading=level or self.styles.level(_style_of(raw)))


def reader(file: WordFile) -> DocReader:
    """A reader of this file's stories."""
    return DocReader(
        file=file,
        pieces=list(pieces(file)),
        styles=styles(file),
        paragraphs=runs(file, of_paragraphs=True),
        letters=runs(file, of_paragraphs=False),
    )


def row_shape(told: bytes, *, grounds: bytes) -> RowShape:
    """Edges, merges and grounds of a row's cells ([MS-DOC] 2.9.321)."""
    if len(told) < 3:
        return RowShape()
    count = told[2]
    edges = struct.unpack_from(f"<{count + 1}h", told, 3)
    cells: list[CellShape] = []
    for number in range(count):
        at = 3 + 2 * (count + 1) + 20 * number
        flags = int.from_bytes(told[at : at + 2], "little")
        goes_on = bool(flags & _DOWN) and not flags & _DOWN_FIRST
        goes_on_left = bool(flags & _MERGED) and not flags & _FIRST_MERGED
        shaded = is_coloured(grounds[10 * number :])
        cells.append(CellShape(right=edges[number + 1], goes_on=goes_on, goes_on_left=goes_on_left, shaded=shaded))
    return RowShape(left=edges[0], cells=cells)


def form_field(objects: bytes, place: int) -> FormField:
    """The settings of an old form field ([MS-DOC] 2.9.78), kept behind the head of a picture."""
    at = place + int.from_bytes(objects[place + 4 : place + 6], "little")
    if objects[at : at + 4] != b"\xff\xff\xff\xff":
        return FormField()
    (bits,) = struct.unpack_from("<H", objects, at + 4)
    _, at = _counted(objects, at + 10)
    found = FormField(kind=bits & 3, chosen=bits >> 2 & 0x1F)
    if found.kind == 0:
        found.prompt, at = _counted(objects, at)
        return found
    found.standard = int.from_bytes(objects[at : at + 2], "little")
    at += 2
    for _ in range(5):  # format, help, status, macros on entry and exit
        _, at = _counted(objects, at)
    if found.kind == 2:
        count = int.from_bytes(objects[at + 2 : at + 4], "little")
        at += 6
        for _ in range(min(count, 200)):
            length = int.from_bytes(objects[at : at + 2], "little")
            found.entries.append(objects[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace"))
            at += 2 + 2 * length
    return found


def _counted(objects: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it and a zero behind, and where it ends."""
    length = int.from_bytes(objects[at : at + 2], "little")
    end = at + 2 + 2 * length
    return objects[at + 2 : end].decode("utf-16-le", "replace"), end + 2


def _split(text: str) -> list[tuple[int, int]]:
    """Where the parts of a text begin and end, each before a mark that ends something, the last at the text's end."""
    ends = [at for at, letter in enumerate(text) if letter in _ENDS]
    return list(zip([0, *(at + 1 for at in ends)], [*ends, len(text)], strict=True))


def _style_of(raw: bytes) -> int:
    return int.from_bytes(raw[:2], "little")


def _is_set(told: Changes, code: int) -> bool:
    return told.get(code, b"\0") != b"\0"
