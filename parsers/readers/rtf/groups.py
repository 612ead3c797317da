"""Rich text followed token by token: groups, what they inherit, and where their text goes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from parsers.page import Mark, Span
from parsers.readers.rtf.control_words import FOLLOWED, SIGNS, SWITCHES, UNSEEN, WITHOUT_NUMBER
from parsers.readers.rtf.tokens import Token, tokens
from parsers.readers.shared.block_builder import Builder, RowShape
from parsers.readers.shared.form_field import FormField
from parsers.readers.shared.tick_boxes import shown
from parsers.unreadable import Unreadable, Why

_DEEPEST = 400
Writer = Callable[[str], None]


def nowhere(_: str) -> None:
    """Where unseen text goes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupState:
    """What a group inherits and its end forgets (RTF 1.9.1, groups)."""

    write: Writer = nowhere  # takes its text
    ended: Callable[[], None] | None = None  # called at its end
    marks: frozenset[Mark] = frozenset()
    hidden: bool = False
    font: int = 0  # its number in the font table
    substitutes: int = 1  # characters after one in Unicode that older readers show instead


@dataclass(kw_only=True, slots=True)
class Font:
    """A font of the document."""

    name: str = ""
    charset: str = ""  # the Python name of its character set; empty where it follows the document's


@dataclass(kw_only=True, slots=True)
class Found:
    """What a document holds beside its body."""

    around: list[tuple[str, Builder]] = field(default_factory=list)  # `header`, `footer` or `footnote`, and its text
    properties: list[tuple[str, str]] = field(default_factory=list)
    comments: int = 0
    pictures: int = 0
    has_changes: bool = False
    has_objects: bool = False
    has_lost_boxes: bool = False  # tick boxes whose state the program that saved the file left out


@dataclass(kw_only=True, slots=True)
class GroupPlace:
    """Where the next paragraph stands."""

    depth: int = 0  # in tables; 0 is outside them
    style: int = 0
    level: int = 0  # its own outline level, or 0


@dataclass(kw_only=True, slots=True)
class RtfReader:
    """Follows the tokens of one document by `actions`; `builder` holds the body in the end."""

    actions: Mapping[str, Callable[[RtfReader, int], None]]
    found: Found = field(default_factory=Found)
    builder: Builder = field(default_factory=Builder)
    place: GroupPlace = field(default_factory=GroupPlace)
    state: GroupState = field(default_factory=GroupState)
    stack: list[GroupState] = field(default_factory=list)
    fonts: dict[int, Font] = field(default_factory=dict)
    default_font: int = 0
    styles: dict[int, int] = field(default_factory=dict)  # style -> its outline level
    white: set[int] = field(default_factory=lambda: {0})  # entries of the colour table that are no colour
    shades: list[int] = field(default_factory=list)  # red, green and blue of the entry being read
    fields: list[FormField] = field(default_factory=list)
    rows: dict[bool, RowShape] = field(default_factory=lambda: {False: RowShape(), True: RowShape()})
    in_nested_row: bool = False
    charset: str = "cp1252"  # that of Word for Windows, where the document names none
    _bytes: bytearray = field(default_factory=bytearray)  # text whose character set decides only once it is whole
    _high: int = 0  # the first unit of a character that takes two
    _skipping: int = 0  # substitutes still to be left out
    _starred: bool = False  # the next word may be skipped by readers who do not know it

    def follow(self, content: bytes) -> None:
        """Follows the whole document; raises `Unreadable` for nesting that no form has."""
        self.state = GroupState(write=self.write)
        for token in tokens(content):
            if not token.word:
                self._take(token)
            elif self._skipping and token.word not in ("{", "}"):
                self._skipping -= 1
            else:
                self._flush()
                self._act(token)
        self._flush()

    def change(self, **changes: object) -> None:
        """Changes what holds until the end of the group."""
        self.state = dataclasses.replace(self.state, **changes)  # type: ignore[arg-type]

    def switch(self, mark: Mark, *, on: bool) -> None:
        """Sets or lifts a mark."""
        self.change(marks=self.state.marks | {mark} if on else self.state.marks - {mark})

    def send(self, write: Writer, ended: Callable[[], None] | None = None) -> None:
        """Sends the text of this group elsewhere; `ended` is called when the group ends."""
        self.change(write=write, ended=ended)

    def collect(self, use: Callable[[str], None]) -> None:
        """Gives `use` the text of this group when it ends."""
        parts: list[str] = []
        self.send(parts.append, lambda: use("".join(parts)))

    def turn_aside(self, builder: Builder, ended: Callable[[], None]) -> None:
        """Writes this group by `builder`, then goes on where the document was."""
        kept = (self.builder, self.place)

        def back() -> None:
            ended()
            self.builder, self.place = kept

        self.builder, self.place = builder, GroupPlace()
        self.send(self.write, back)
        self.change(marks=frozenset(), hidden=False)

    @property
    def open_field(self) -> FormField:
        """The innermost field here; outside of fields, one that nobody keeps."""
        return self.fields[-1] if self.fields else FormField()

    @property
    def is_seen(self) -> bool:
        """Whether text is now written into the document, and not kept apart or left out."""
        return self.state.write == self.write

    def write(self, text: str) -> None:
        """Writes text as it looks here."""
        if self.state.hidden:
            return
        typed = {Mark.CONTROL} if self.open_field.is_typed(text) else set()
        font = self.fonts.get(self.state.font, Font())
        self.builder.spans.append(Span(shown(font.name, text), self.state.marks | typed))

    def unicode(self, number: int) -> None:
        """A character by its UTF-16 unit, written as a signed number; two units may make one character."""
        unit = number % 65_536
        self._skipping = self.state.substitutes
        if 0xD800 <= unit < 0xDC00:
            self._high = unit
        elif 0xDC00 <= unit < 0xE000:
            if self._high:
                self.state.write(chr(0x10000 + ((self._high - 0xD800) << 10) + (unit - 0xDC00)))
            self._high = 0
        else:
            self.state.write(chr(unit))

    def _act(self, token: Token) -> None:
        word = token.word
        if word == "{":
            self._open()
        elif word == "}":
            self._close()
        elif (self._starred and word not in FOLLOWED) or word in UNSEEN:
            self.send(nowhere)
        elif word in self.actions:
            self.actions[word](self, WITHOUT_NUMBER.get(word, 0) if token.number is None else token.number)
        elif word in SIGNS:
            self.state.write(SIGNS[word])
        elif word in SWITCHES:
            self.switch(SWITCHES[word], on=token.number != 0)
        self._starred = word == "*"

    def _open(self) -> None:
        if len(self.stack) >= _DEEPEST:
            raise Unreadable(Why.DAMAGED)
        self.stack.append(self.state)
        self.change(ended=None)
        self._skipping = 0

    def _close(self) -> None:
        self._skipping = 0
        if self.state.ended is not None:
            self.state.ended()
        if self.stack:
            self.state = self.stack.pop()

    def _take(self, token: Token) -> None:
        """Takes bytes of text; the substitutes after a Unicode character are left out."""
        skipped = min(self._skipping, 1 if token.is_code else len(token.text))
        self._skipping -= skipped
        self._bytes += token.text[skipped:]

    def _flush(self) -> None:
        """Writes the bytes taken so far, in the character set of their font."""
        if self._bytes:
            font = self.fonts.get(self.state.font, Font())
            text = self._bytes.decode(font.charset or self.charset, "replace")
            self._bytes.clear()
            self.state.write(text)
