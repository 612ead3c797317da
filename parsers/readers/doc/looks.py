"""How letters look once the styles of their paragraph and their own are followed ([MS-DOC] 2.6.1, 2.9.260)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.page import Mark
from parsers.readers.doc.properties import Changes, changes
from parsers.readers.doc.streams import WordFile

_SWITCHES = {0x0835: Mark.BOLD, 0x0836: Mark.ITALIC, 0x0837: Mark.STRIKE, 0x2A53: Mark.STRIKE}
_UNDERLINE, _HIGHLIGHT, _HIDDEN, _DELETED, _INSERTED = 0x2A3E, 0x2A0C, 0x083C, 0x0800, 0x0801
_SHADE = 0xCA71
_STYLE_OF_LETTERS, _FONT = 0x4A30, 0x4A4F
_WHITE = 8
_PARAGRAPH, _LETTERS = 1, 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """Marks, whether the letters are seen at all, and the number of their font."""

    marks: frozenset[Mark] = frozenset()
    hidden: bool = False
    changed: bool = False
    font: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """One style: its kind, the style under it, its outline level, and its changes to letters."""

    kind: int
    base: int
    level: int
    letters: bytes


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

    def changed(self, look: Look, told: Changes, *, under: Look) -> Look:
        """`look` with the changes told; a switch may say to be as, or other than, the style `under` it."""
        if _STYLE_OF_LETTERS in told:
            own = self.of(int.from_bytes(told[_STYLE_OF_LETTERS], "little"))
            look = Look(marks=look.marks | own.marks, hidden=look.hidden or own.hidden, font=own.font or look.font)
        marks = set(look.marks)
        for code, mark in _SWITCHES.items():
            if code in told:
                _set(marks, mark, on=_is_on(told[code], was=mark in under.marks))
        if _UNDERLINE in told:
            _set(marks, Mark.UNDERLINE, on=told[_UNDERLINE] != b"\0")
        if _HIGHLIGHT in told:
            _set(marks, Mark.HIGHLIGHT, on=told[_HIGHLIGHT][0] not in (0, _WHITE))
        if _SHADE in told:
            _set(marks, Mark.HIGHLIGHT, on=is_coloured(told[_SHADE]))
        hidden = _is_on(told[_HIDDEN], was=under.hidden) if _HIDDEN in told else look.hidden
        deleted = told.get(_DELETED, b"\0") != b"\0"
        return Look(
            marks=frozenset(marks),
            hidden=hidden or deleted,
            changed=deleted or told.get(_INSERTED, b"\0") != b"\0",
            font=int.from_bytes(told[_FONT], "little") if _FONT in told else look.font,
        )

    def _chain(self, number: int) -> Iterator[Style]:
        """The style and those it is based on; a circle is cut where it closes."""
        seen: set[int] = set()
        while number in self.styles and number not in seen:
            seen.add(number)
            yield self.styles[number]
            number = self.styles[number].base


def _set(marks: set[Mark], mark: Mark, *, on: bool) -> None:
    (marks.add if on else marks.discard)(mark)


def _is_on(operand: bytes, *, was: bool) -> bool:
    """1 is on, 0 off, 128 as the style under it, 129 the contrary."""
    told = operand[0] if operand else 0
    return was if told == 0x80 else not was if told == 0x81 else bool(told)


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
        told = sheet[at + 2 : at + 2 + length]
        at += 2 + length
        if length > size + 2:
            yield number, _style(told, size)


def _style(told: bytes, size: int) -> Style:
    known, kind_and_base, count = (word for word in struct.unpack_from("<HHH", told))
    kind, base = kind_and_base & 0xF, kind_and_base >> 4
    name = int.from_bytes(told[size : size + 2], "little")
    at = size + 2 + 2 * name + 2
    lists: list[bytes] = []
    for _ in range(count & 0xF):
        length = int.from_bytes(told[at : at + 2], "little")
        lists.append(told[at + 2 : at + 2 + length])
        at += 2 + length + length % 2
    letters = lists[1] if kind == _PARAGRAPH and len(lists) > 1 else lists[0] if kind == _LETTERS and lists else b""
    identity = known & 0xFFF
    return Style(kind=kind, base=base, level=identity if 1 <= identity <= 9 else int(identity == 62), letters=letters)


def _fonts(table: bytes) -> Iterator[str]:
    """The names in the font table ([MS-DOC] 2.9.286)."""
    at = 4
    for _ in range(int.from_bytes(table[:2], "little")):
        length = table[at] if at < len(table) else 0
        name = table[at + 40 : at + 1 + length].decode("utf-16-le", "replace")
        yield name.partition("\0")[0]
        at += 1 + length
