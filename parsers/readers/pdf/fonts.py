"""The letters and widths that a font of a PDF gives to bytes; the one place that knows pypdf's own font reading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf.generic._font import Font

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)
_SYMBOL_FONTS = {"wingdings2": "wingdings 2", "wingdings": "wingdings", "webdings": "webdings", "symbol": "symbol"}
_LIGATURES = range(0xFB00, 0xFB07)


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """What one code shows, its width in thousandths of the letter size, and whether it is the one-byte space."""

    text: str
    width: float
    is_space: bool


@dataclass(kw_only=True, slots=True)
class Face:
    """One font of a page; `symbols` is the name under which its letters are signs, or empty."""

    font: Font
    symbols: str
    is_bold: bool
    is_italic: bool
    known: dict[str, Letter] = field(default_factory=dict)

    def letters(self, shown: bytes) -> Iterator[Letter]:
        """The letters of a string that the page shows."""
        if not self.font.interpretable:
            return
        for code in self._codes(shown):
            letter = self.known.get(code)
            if letter is None:
                letter = self.known[code] = self._letter(code)
            yield letter

    def _codes(self, shown: bytes) -> str:
        """One character for each code of the string."""
        if isinstance(self.font.encoding, str):
            try:
                return shown.decode(self.font.encoding, "surrogatepass")
            except UnicodeDecodeError:
                return shown.decode(self.font.encoding, "replace")
        return shown.decode("latin-1")

    def _letter(self, code: str) -> Letter:
        encoding = self.font.encoding
        named = code if isinstance(encoding, str) else encoding.get(ord(code), code)
        text = "".join(str(self.font.character_map.get(each, each)) for each in named)
        if len(text) == 1 and ord(text) in _LIGATURES:
            text = unicodedata.normalize("NFKC", text)
        is_space = code == " " and not isinstance(encoding, str)
        width = self.font.space_width if code == self.font.space_char else self.font.get_text_width(code)
        return Letter(text=text, width=float(width), is_space=is_space)


def face(resource: Any) -> Face:
    """The font that a page's font dictionary describes."""
    font = Font.from_font_resource(resource)
    name = _SUBSET.sub("", font.name)
    plain = re.sub(r"(-?(regular|roman|mt|ps))+$|[ -]", "", name.lower())
    return Face(
        font=font,
        symbols=_SYMBOL_FONTS.get(plain, ""),
        is_bold=bool(_BOLD.search(name)),
        is_italic=bool(_ITALIC.search(name)),
    )
