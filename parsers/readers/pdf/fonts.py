"""The letters and widths that a font of a PDF gives to the codes of a string (ISO 32000-1, 9.5 to 9.10)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf.generic import StreamObject

from parsers.page import Mark
from parsers.readers.pdf.encodings import encoding, entry, glyph, standard_widths

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_MARKS = {
    Mark.BOLD: re.compile(r"bold|black|heavy|demi", re.IGNORECASE),
    Mark.ITALIC: re.compile(r"italic|oblique", re.IGNORECASE),
}
_SYMBOL_FONTS = {"wingdings2": "wingdings 2", "wingdings": "wingdings", "webdings": "webdings", "symbol": "symbol"}
_LIGATURES = range(0xFB00, 0xFB07)
_WRITTEN_AS_ONE = frozenset({"ff", "fi", "fl", "ffi", "ffl"})
_SIMPLE = ("/Type1", "/MMType1", "/TrueType", "/Type3")
_MOST_CODES = 100_000  # a font has at most 65,536; a range beyond that is made to exhaust memory
_USUAL_WIDTH = 500.0  # of a letter in a font that tells no widths, which only the standard fonts may do
_SECTION = re.compile(rb"beginbf(char|range)(.*?)(?:endbf|\Z)", re.DOTALL)
_CODE_SPACE = re.compile(rb"begincodespacerange\s*<([0-9a-fA-F]+)>")
_HEX = rb"<([0-9a-fA-F\s]*)>\s*"
_CHAR = re.compile(_HEX + _HEX)
_RANGE = re.compile(_HEX + _HEX + rb"(?:" + _HEX + rb"|\[([^\]]*))")


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """What one code shows, its width in thousandths of the letter size, and whether it is the one-byte space."""

    text: str
    width: float
    is_space: bool
    is_told: bool = True  # the file says what it means


@dataclass(kw_only=True, slots=True)
class Face:
    """One font of a page; `symbols` is the name under which its letters are signs, or empty."""

    name: str
    symbols: str
    marks: frozenset[Mark]  # bold and italic, as its name says
    code_length: int  # bytes of a code: 1 in a simple font, 2 in a composite one
    texts: dict[int, str]  # what each code shows; a code that is missing is its own Unicode number
    widths: dict[int, float]
    usual_width: float  # of codes that `widths` does not tell
    is_readable: bool
    is_told: bool  # the file says what its codes mean; else what is read may be wrong
    letters_by_code: dict[int, Letter] = field(default_factory=dict)

    def letters(self, shown: bytes) -> Iterator[Letter]:
        """The letters of a string that the page shows."""
        for at in range(0, len(shown) if self.is_readable else 0, self.code_length):
            code = int.from_bytes(shown[at : at + self.code_length], "big")
            if code not in self.letters_by_code:
                self.letters_by_code[code] = self._letter(code)
            yield self.letters_by_code[code]

    def _letter(self, code: int) -> Letter:
        text = self.texts.get(code, chr(code).encode("utf-8", "replace").decode("utf-8"))
        if len(text) == 1 and ord(text) in _LIGATURES:
            text = unicodedata.normalize("NFKC", text)
        is_space = code == 0x20 and self.code_length == 1  # word spacing counts for no other code (9.3.3)
        is_told = self.is_told and not any(map(_is_no_letter, text))
        return Letter(text=text, width=self.widths.get(code, self.usual_width), is_space=is_space, is_told=is_told)


def _is_no_letter(sign: str) -> bool:
    """Whether a sign is what stands for a glyph that has no letter: a control character that moves nothing."""
    return sign == "\ufffd" or (sign < " " and sign not in "\0\t\r\n")


def face(resource: Any) -> Face:
    """The font that a page's font dictionary describes."""
    base = str(resource.get("/BaseFont", "Unknown")).removeprefix("/")
    name = _SUBSET.sub("", base)
    plain = re.sub(r"(-?(regular|roman|mt|ps))+$|[ -]", "", name.lower())
    is_simple = resource.get("/Subtype") in _SIMPLE
    named = encoding(resource) if is_simple else {}
    widths, usual_width = _widths(resource, named, name=base)
    return Face(
        name=base,
        symbols=_SYMBOL_FONTS.get(plain, ""),
        marks=frozenset(mark for mark, said in _MARKS.items() if said.search(name)),
        code_length=1 if is_simple else _code_length(resource),
        texts=named
        | {code: text for code, text in _to_unicode(resource).items() if not _is_ligature(named.get(code, ""), text)},
        widths=widths,
        usual_width=usual_width,
        is_readable=_is_readable(resource),
        is_told=is_simple or "/ToUnicode" in resource or _is_of_unicode(resource),
    )


def _code_length(resource: Any) -> int:
    """The bytes of a code of a composite font: two, unless a map of its own says otherwise (9.7.5.3)."""
    cmap = entry(resource, "/Encoding", otherwise=None)
    said = _CODE_SPACE.search(cmap.get_data()) if isinstance(cmap, StreamObject) else None
    return max(len(said[1]) // 2, 1) if said else 2


def _is_ligature(named: str, text: str) -> bool:
    """Whether a code is named as a ligature that the map takes for a sign, as macOS writes of fonts made by TeX."""
    return unicodedata.normalize("NFKC", named) in _WRITTEN_AS_ONE and not text.isalpha()


def _is_of_unicode(resource: Any) -> bool:
    """Whether the codes of a composite font are Unicode, as those of some maps that all readers know (9.7.5.2)."""
    return str(entry(resource, "/Encoding", otherwise="")).startswith("/Uni")


def _is_readable(resource: Any) -> bool:
    """Whether codes can be read as letters: a font of drawings must name each as a glyph that has a letter (9.10.2)."""
    if resource.get("/Subtype") != "/Type3" or "/ToUnicode" in resource:
        return True
    return all(glyph(str(name).removeprefix("/")) for name in entry(resource, "/CharProcs", otherwise=()))


def _widths(resource: Any, named: dict[int, str], *, name: str) -> tuple[dict[int, float], float]:
    """The widths by code, and that of other codes."""
    try:
        if resource.get("/Subtype") in _SIMPLE:
            return _simple_widths(resource, named, name=name)
        return _composite_widths(resource)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        # Writers of PDFs get these lists wrong, and viewers show the words all the same: only their places are rougher.
        return {}, _USUAL_WIDTH


def _simple_widths(resource: Any, named: dict[int, str], *, name: str) -> tuple[dict[int, float], float]:
    """The widths by code, and that of other codes (9.6.2)."""
    if "/Widths" in resource:
        listed = [_number(width) for width in resource["/Widths"][:256]]
        missing = float(entry(entry(resource, "/FontDescriptor", otherwise={}), "/MissingWidth", otherwise=0))
        return dict(enumerate(listed, start=int(entry(resource, "/FirstChar", otherwise=0)))), missing or _average(
            listed
        )
    return standard_widths(name, named), _USUAL_WIDTH


def _composite_widths(resource: Any) -> tuple[dict[int, float], float]:
    """The widths by code, and that of other codes: `c [w1 w2 …]` or `first last w` (9.7.4.3)."""
    font = entry(resource, "/DescendantFonts", otherwise=({},))[0]
    listed = [each.get_object() for each in entry(font, "/W", otherwise=())]
    found: dict[int, float] = {}
    while len(listed) > 1:
        first, then = int(listed[0]), listed[1]
        if isinstance(then, list):
            found |= {first + at: _number(width) for at, width in enumerate(then)}
            del listed[:2]
        else:
            found |= dict.fromkeys(_codes(first, int(then)), _number(listed[2]))
            del listed[:3]
    return found, float(entry(font, "/DW", otherwise=1000))


def _number(width: Any) -> float:
    return float(width.get_object())


def _average(widths: list[float]) -> float:
    """A width for codes that the page shows though the font does not tell theirs, against 9.6.2: as wide as most."""
    wide = [width for width in widths if width > 0]
    return sum(wide) / len(wide) if wide else _USUAL_WIDTH


def _codes(first: int, last: int) -> range:
    if last - first > _MOST_CODES:
        raise ValueError("a range of codes larger than any font")
    return range(first, last + 1)


def _to_unicode(resource: Any) -> dict[int, str]:
    """What the font says that its codes mean (9.10.3); it goes before every encoding."""
    cmap = entry(resource, "/ToUnicode", otherwise=None)
    found: dict[int, str] = {}
    for kind, section in _SECTION.findall(cmap.get_data() if isinstance(cmap, StreamObject) else b""):
        if kind == b"char":
            found |= {_code(code): _text(text) for code, text in _CHAR.findall(section)}
            continue
        for first, last, text, listed in _RANGE.findall(section):
            codes = _codes(_code(first), _code(last))
            texts = re.findall(_HEX, listed) if listed else _counted(text, len(codes))
            found |= dict(zip(codes, map(_text, texts), strict=False))
    return found


def _code(written: bytes) -> int:
    return int(b"".join(written.split()) or b"0", 16)


def _counted(text: bytes, count: int) -> Iterator[bytes]:
    """The texts of a range: each counts on from the one before."""
    digits = max(4, len(b"".join(text.split())))
    return (b"%0*x" % (digits, _code(text) + step) for step in range(count))


def _text(written: bytes) -> str:
    digits = b"".join(written.split())
    content = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return content.decode("latin-1" if len(content) == 1 else "utf-16-be", "replace")
