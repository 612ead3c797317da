"""Tick boxes as people and programs draw them, letters of symbol fonts and Unicode signs, made two glyphs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from parsers.page import EMPTY_BOX, TICKED_BOX, Mark, Span

EMPTY_SIGNS = frozenset("☐□▢◻◽⬜❏❐❑❒🞎")
TICKED_SIGNS = frozenset("☑☒✓✔✗✘✅❌❎🗸🗹🗷🗵⊠⮽⮾🗶")
_SIGNS = EMPTY_SIGNS | TICKED_SIGNS
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_JOINERS = frozenset("\ufe0e\ufe0f")  # variation selectors that choose between text and emoji form of a sign


def _letters(ticked: bytes, empty: bytes) -> dict[int, str]:
    return dict.fromkeys(ticked, TICKED_BOX) | dict.fromkeys(empty, EMPTY_BOX)


# Low byte of the character in each font; U+F0xx is the same letter in Word's private use area.
_FONTS = {
    "wingdings": _letters(b"\xfe\xfd\x78\xfc\xfb", b"\xa8\x6f\x70\x71\x72") | {0xE0: "→", 0xA7: "▪", 0x6C: "●"},
    "wingdings 2": _letters(b"\x52\x51\x50\x4f\x53\x54\x31", b"\xa3\x30"),
    "webdings": _letters(b"\x61\x72", b"\x63"),
    "symbol": {0xB7: "•", 0xB0: "°", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xBE: "—", 0x2D: "−"},
    "marlett": _letters(b"\x61\x62", b""),
}
# Another font may hold the signs of either; where they disagree, Wingdings is the more usual.
_ANY_FONT = _FONTS["wingdings 2"] | _FONTS["wingdings"]
_UNKNOWN_SIGN = "•"  # an ornament without a meaning for us still shows that something stands there


@lru_cache(maxsize=256)
def is_symbol_font(font: str) -> bool:
    """Whether the letters typed in `font` are signs, not letters."""
    return font.strip().lower() in _FONTS


def symbol(font: str, code: int) -> str:
    """What the character `code` of `font` shows; a code outside symbol fonts and private use is plain Unicode."""
    letters = _FONTS.get(font.strip().lower())
    private = 0xF000 <= code <= 0xF0FF
    if letters is None and private:
        letters = _ANY_FONT
    if letters is None:
        return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    if code & 0xFF == 0x20:
        return " "
    return letters.get(code & 0xFF, _UNKNOWN_SIGN if private or font.strip().lower() != "symbol" else chr(code))


def shown(font: str, text: str) -> str:
    """`text` as a reader sees it when it is typed in `font`; words that cannot be meant as signs stay words."""
    if not font or not is_symbol_font(font):
        return text if text.isascii() else _PRIVATE.sub(lambda found: symbol("", ord(found[0])), text)
    # A whole word in a symbol font is a leftover of formatting: no reader of the form would see it as boxes.
    if sum(c.isalpha() for c in text if c < "\x80") > 3:
        return text
    return "".join(symbol(font, ord(c)) if ord(c) < 0x100 or "\uf000" <= c <= "\uf0ff" else c for c in text)


def boxed(span: Span) -> Iterable[Span]:
    """`span` cut so that every tick box is a span of its own, marked BOX, in one of the page's two glyphs."""
    if Mark.BOX in span.marks or span.text.isascii() or _SIGNS.isdisjoint(span.text):
        return (span,)
    return _cut_out(span)


def _cut_out(span: Span) -> Iterator[Span]:
    text = "".join(c for c in span.text if c not in _JOINERS)
    for is_box, letters in itertools.groupby(text, key=_SIGNS.__contains__):
        if is_box:
            yield from (box(sign in TICKED_SIGNS, marks=span.marks) for sign in letters)
        else:
            yield Span("".join(letters), span.marks, span.iso)


def box(ticked: bool, *, marks: frozenset[Mark] = frozenset()) -> Span:
    """The span of one tick box."""
    return Span(TICKED_BOX if ticked else EMPTY_BOX, marks | {Mark.BOX})


def joined(spans: list[Span]) -> tuple[Span, ...]:
    """`spans` with neighbours of the same look made one and boxes cut out; empty ones are gone."""
    if len(spans) == 1 and spans[0].text:
        return tuple(boxed(spans[0]))
    alike = itertools.groupby((span for span in spans if span.text), key=lambda span: (span.marks, span.iso))
    return tuple(part for (marks, iso), group in alike for part in boxed_run(tuple(group), marks=marks, iso=iso))


def boxed_run(spans: tuple[Span, ...], *, marks: frozenset[Mark], iso: str) -> Iterator[Span]:
    """Spans of one look, joined unless they are boxes, which stay apart."""
    if Mark.BOX in marks:
        yield from spans
    else:
        yield from boxed(Span("".join(span.text for span in spans), marks, iso))
