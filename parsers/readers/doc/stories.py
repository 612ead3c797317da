"""The stories of a Word 97 file written as paragraphs, cells and rows, form fields with their state."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from parsers.page import Mark, Span
from parsers.readers.doc.looks import DocStyles, Look, is_coloured, is_set, styles
from parsers.readers.doc.properties import Changes, Runs, changes, runs
from parsers.readers.doc.streams import TextPiece, WordFile, pieces
from parsers.readers.shared.block_builder import Builder, CellShape, Draft, RowShape
from parsers.readers.shared.form_field import LIST, TEXT, FormField
from parsers.readers.shared.tick_boxes import shown, symbol

# sprmPFInTable, sprmPFTtp, sprmPItap, sprmPFInnerTableCell, sprmPFInnerTtp, sprmPOutLvl ([MS-DOC] 2.6.2).
_IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW_END, _LEVEL = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C, 0x2640
# sprmPHugePapx; sprmTDefTable and sprmTDefTableShd (2.6.3); sprmCSymbol and sprmCPicLocation (2.6.1).
_ELSEWHERE, _TABLE, _GROUNDS, _SYMBOL, _OBJECT = 0x6646, 0xD608, 0xD612, 0x6A09, 0x6A03
_FIRST_MERGED, _MERGED, _DOWN, _DOWN_FIRST = 1, 2, 0x20, 0x40  # of a cell: its TCGRF
_BODY = 9  # the outline level of what is no heading
# Characters that stand for something else ([MS-DOC] 2.4.1, 2.8.25): a place for an object, a place for a shape, the
# begin, middle and end of a field, and the ends of paragraph, cell or row, and section.
_OBJECT_PLACE, SHAPE_PLACE = "\x01", "\x08"
_BEGIN, _SEPARATE, _END = "\x13", "\x14", "\x15"
_CELL_END, _SECTION_END = "\x07", "\x0c"
_ENDS = "\r" + _CELL_END + _SECTION_END
_SIGNS = {"\t": "\t", "\x0b": "\n", "\x1e": "-"}


@dataclass(kw_only=True, slots=True)
class OpenField:
    """A field that has begun."""

    form: FormField = field(default_factory=FormField)  # what its settings say
    in_result: bool = False


@dataclass(kw_only=True, slots=True)
class DocReader:
    """Writes one story after another by `builder`."""

    file: WordFile
    pieces: list[TextPiece]
    styles: DocStyles
    paragraphs: Runs  # the properties of paragraphs
    letters: Runs  # those of letters
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
            own = changes(self.letters.at(place))
            text = piece.text[at:until]
            for first_at, end_at in _split(text):
                self._write_letters(text[first_at:end_at], own, place=place + first_at * piece.width)
                if end_at < len(text):
                    self._end(text[end_at], place=place + end_at * piece.width)
            at = until

    def _write_letters(self, text: str, own: Changes, *, place: int) -> None:
        if not text:
            return
        style = self.styles.of(_style_of(self.paragraphs.at(place)))
        look = self.styles.changed(style, own, under=style)
        self.has_changes |= look.changed
        for letter in text:
            self._letter(letter, own, look=look)

    def _letter(self, letter: str, own: Changes, *, look: Look) -> None:
        if letter in (_BEGIN, _SEPARATE, _END):
            self._mark_field(letter, look)
        elif letter == _OBJECT_PLACE and self.fields and _OBJECT in own:
            self.fields[-1].form = form_field(self.file.objects, int.from_bytes(own[_OBJECT], "little"))
        elif not all(opened.in_result for opened in self.fields):
            return  # what a field is to show is no text of the page
        elif letter == SHAPE_PLACE and self.boxes:
            self.builder.after += self.boxes.pop(0)
        elif text := self._shown(letter, own, look=look):
            self._put(text, look)

    def _mark_field(self, mark: str, look: Look) -> None:
        if mark == _BEGIN:
            self.fields.append(OpenField())
        elif self.fields:
            self._begin_result(look)  # also at the end, since a field may have no result
            if mark == _END:
                self.fields.pop()

    def _shown(self, letter: str, own: Changes, *, look: Look) -> str:
        """What a letter shows; a sign of a symbol font is written as a bracket whose properties say which one."""
        if letter == "(" and _SYMBOL in own:
            font, code = struct.unpack("<HH", own[_SYMBOL])
            return symbol(self._font(font), code)
        return shown(self._font(look.font), _SIGNS.get(letter, letter if letter >= " " else ""))

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
        own = changes(raw[2:])
        if _ELSEWHERE in own:
            at = int.from_bytes(own[_ELSEWHERE], "little")
            length = int.from_bytes(self.file.objects[at : at + 2], "little")
            own |= changes(self.file.objects[at + 2 : at + 2 + length])
        return own

    def _end(self, mark: str, *, place: int) -> None:
        """The end of a paragraph, a cell or a row, as the properties of its mark say."""
        raw = self.paragraphs.at(place)
        own = self._changes_of_paragraph(raw)
        depth = int.from_bytes(own[_DEPTH], "little") if _DEPTH in own else int(is_set(own, _IN_TABLE))
        # Only cells of the outermost table end by a mark of their own, deeper ones by a paragraph's ([MS-DOC] 2.4.3).
        if depth and (is_set(own, _ROW_END) or is_set(own, _INNER_ROW_END)):
            self.builder.spans.clear()
            self.builder.end_row(depth, row_shape(own.get(_TABLE, b""), grounds=own.get(_GROUNDS, b"")))
        elif depth and (mark == _CELL_END or is_set(own, _INNER_CELL)):
            self.builder.end_cell(depth)
        elif mark != _SECTION_END or self.builder.spans:
            self.builder.end_paragraph(depth, heading=_level(own) or self.styles.level(_style_of(raw)))


def _level(own: Changes) -> int:
    """The outline level that a paragraph itself has, or 0."""
    level = own[_LEVEL][0] if _LEVEL in own else _BODY
    return level + 1 if level < _BODY else 0


def reader(file: WordFile) -> DocReader:
    """A reader of this file's stories."""
    return DocReader(
        file=file,
        pieces=list(pieces(file)),
        styles=styles(file),
        paragraphs=runs(file, of_paragraphs=True),
        letters=runs(file, of_paragraphs=False),
    )


def row_shape(operand: bytes, *, grounds: bytes) -> RowShape:
    """Edges, merges and grounds of a row's cells ([MS-DOC] 2.9.321)."""
    if len(operand) < 3:
        return RowShape()
    count = operand[2]
    edges = struct.unpack_from(f"<{count + 1}h", operand, 3)
    cells: list[CellShape] = []
    for number in range(count):
        at = 3 + 2 * (count + 1) + 20 * number
        flags = int.from_bytes(operand[at : at + 2], "little")
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
    if found.kind == TEXT:
        found.prompt, at = _counted(objects, at)
        return found
    found.standard = int.from_bytes(objects[at : at + 2], "little")
    at += 2
    for _ in range(5):  # format, help, status, macros on entry and exit
        _, at = _counted(objects, at)
    if found.kind == LIST:
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
