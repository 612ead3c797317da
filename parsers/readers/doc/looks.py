"""How letters look once the styles of their paragraph and their own are followed ([MS-DOC] 2.6.1, 2.9.260)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.page import Mark
from parsers.readers.doc.properties import Changes, changes
from parsers.readers.doc.streams import WordFile

# sprmCFBold, sprmCFItalic, sprmCFStrike and sprmCFDStrike, each with the mark that it sets.
_SWITCHES = {0x0835: Mark.BOLD, 0x0836: Mark.ITALIC, 0x0837: Mark.STRIKE, 0x2A53: Mark.STRIKE}
# sprmCKul, sprmCHighlight, sprmCFVanish, sprmCFRMarkDel, sprmCFRMarkIns, sprmCShd, sprmCIstd, sprmCRgFtc0.
_UNDERLINE, _HIGHLIGHT, _HIDDEN, _DELETED, _INSERTED = 0x2A3E, 0x2A0C, 0x083C, 0x0800, 0x0801
_SHADE, _STYLE_OF_LETTERS, _FONT = 0xCA71, 0x4A30, 0x4A4F
_WHITE = 8  # of the colours that [MS-DOC] calls Ico; 0 is none
_AS_UNDER, _UNLIKE_UNDER = 0x80, 0x81  # of what [MS-DOC] calls a ToggleOperand
_PARAGRAPH, _LETTERS = 1, 2  # kinds of style
_TITLE = 62  # of the styles that every Word knows; 1 to 9 are its headings


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How letters look, and whether they are seen at all."""

    marks: frozenset[Mark] = frozenset()
    hidden: bool = False
    changed: bool = False  # they were put in or taken out as a tracked change
    font: int = 0  # its place in the font table


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """One style."""

    base: int  # the number of the style under it
    level: int  # its outline level, or 0
    letters: bytes  # its changes to letters


@dataclass(frozen=True, kw_only=True, slots=True)
class DocStyles:
    """The styles by their number, and the names of the fonts by theirs."""

    styles: dict[int, Style] = field(default_factory=dict)
    fonts: list[str] = field(default_factory=list)

    def level(self, number: int) -> int:
        """The outline level of a paragraph style, or 0."""
        return next((style.level for style in self._chain(number) if style.level), 0)

    def of(self, number: int) -> Look:
        """How a style lets letters look."""
        look = Look()
        for style in reversed(list(self._chain(number))):
            look = self.changed(look, changes(style.letters), under=look)
        return look

    def changed(self, look: Look, own: Changes, *, under: Look) -> Look:
        """`look` with the letters' `own` changes; a switch may say to be as, or other than, the style `under` it."""
        if _STYLE_OF_LETTERS in own:
            style = self.of(int.from_bytes(own[_STYLE_OF_LETTERS], "little"))
            font = style.font or look.font
            look = Look(marks=look.marks | style.marks, hidden=look.hidden or style.hidden, font=font)
        decided = dict(_decided(own, under))
        deleted = is_set(own, _DELETED)
        hidden = _is_on(own[_HIDDEN], was=under.hidden) if _HIDDEN in own else look.hidden
        return Look(
            marks=frozenset(mark for mark in look.marks.union(decided) if decided.get(mark, True)),
            hidden=hidden or deleted,
            changed=deleted or is_set(own, _INSERTED),
            font=int.from_bytes(own[_FONT], "little") if _FONT in own else look.font,
        )

    def _chain(self, number: int) -> Iterator[Style]:
        """The style and those it is based on; a circle is cut where it closes."""
        chain: list[int] = []
        while number in self.styles and number not in chain:
            chain.append(number)
            yield self.styles[number]
            number = self.styles[number].base


def _decided(own: Changes, under: Look) -> Iterator[tuple[Mark, bool]]:
    """The marks that the letters' own changes set or lift."""
    for code, mark in _SWITCHES.items():
        if code in own:
            yield mark, _is_on(own[code], was=mark in under.marks)
    if _UNDERLINE in own:
        yield Mark.UNDERLINE, is_set(own, _UNDERLINE)
    if _HIGHLIGHT in own:
        yield Mark.HIGHLIGHT, own[_HIGHLIGHT][0] not in (0, _WHITE)
    if _SHADE in own:
        yield Mark.HIGHLIGHT, is_coloured(own[_SHADE])


def is_set(own: Changes, code: int) -> bool:
    """Whether a change is there and not nought."""
    return own.get(code, b"\0") != b"\0"


def _is_on(operand: bytes, *, was: bool) -> bool:
    setting = operand[0] if operand else 0
    if setting in (_AS_UNDER, _UNLIKE_UNDER):
        return was == (setting == _AS_UNDER)
    return bool(setting)


def is_coloured(operand: bytes) -> bool:
    """Whether a ground is a colour, not white or left to the program; a length stands first ([MS-DOC] 2.9.249)."""
    ground = operand[5:9]
    return len(ground) == 4 and ground[3] != 0xFF and ground[:3] != b"\xff\xff\xff"


def styles(file: WordFile) -> DocStyles:
    """The styles and fonts of a file."""
    return DocStyles(styles=dict(_styles(file.part(1))), fonts=list(_fonts(file.part(15))))


def _styles(sheet: bytes) -> Iterator[tuple[int, Style]]:
    if len(sheet) < 6:
        return
    head, count, size = struct.unpack_from("<HHH", sheet)
    at = 2 + head
    for number in range(count):
        length = int.from_bytes(sheet[at : at + 2], "little")
        record = sheet[at + 2 : at + 2 + length]
        at += 2 + length
        if length > size + 2:
            yield number, _style(record, size)


def _style(record: bytes, size: int) -> Style:
    """One style ([MS-DOC] 2.9.258): a head of `size` bytes, its name, and lists of changes at even places."""
    identity, kind_and_base, count = struct.unpack_from("<HHH", record)
    kind = kind_and_base & 0xF
    name = int.from_bytes(record[size : size + 2], "little")
    at = size + 2 + 2 * name + 2
    lists: list[bytes] = []
    for _ in range(count & 0xF):
        length = int.from_bytes(record[at : at + 2], "little")
        lists.append(record[at + 2 : at + 2 + length])
        at += 2 + length + length % 2
    # A style of paragraphs changes paragraphs first, then letters; others say nothing of letters that a form needs.
    of_letters = {_PARAGRAPH: lists[1:2], _LETTERS: lists[:1]}.get(kind, [])
    return Style(base=kind_and_base >> 4, level=_level(identity & 0xFFF), letters=b"".join(of_letters))


def _level(identity: int) -> int:
    return identity if 1 <= identity <= 9 else int(identity == _TITLE)


def _fonts(table: bytes) -> Iterator[str]:
    """The names in the font table ([MS-DOC] 2.9.286)."""
    at = 4
    for _ in range(int.from_bytes(table[:2], "little")):
        length = table[at] if at < len(table) else 0
        name = table[at + 40 : at + 1 + length].decode("utf-16-le", "replace")
        yield name.partition("\0")[0]
        at += 1 + length
