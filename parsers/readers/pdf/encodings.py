"""Which character a code or the name of a glyph stands for (ISO 32000-1, 9.6.6 and annex D)."""

from __future__ import annotations

import itertools
import re
import tomllib
import unicodedata
from html.entities import name2codepoint
from pathlib import Path
from typing import Any

_TABLES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("standard_fonts.toml").read_text(encoding="utf-8"))
_CODECS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
_AS_WIDE = {"Arial": "Helvetica", "TimesNewRoman": "Times", "CourierNew": "Courier"}
_EVEN = {"Courier": 600.0, "ZapfDingbats": 790.0}  # of signs the usual width; they stand alone
_STANDARD = "/StandardEncoding"
_BY_NUMBER = re.compile(r"(?:uni|u)([0-9A-F]{4,6})")
_CHARSET, _ENCODING, _OWN_NAMES = 15, 16, 391  # of the Compact Font Format
_DUP = re.compile(rb"dup\s+(\d{1,3})\s*/(\S+)\s+put")

Encoding = dict[int, str]
"""What each code of one byte shows."""


def entry(dictionary: Any, name: str, *, otherwise: Any) -> Any:
    """What a dictionary of the file holds under a name, wherever in the file it is kept."""
    found = dictionary.get(name)
    return otherwise if found is None else found.get_object()


def encoding(font: Any) -> Encoding:
    """The encoding of a simple font: a named or built-in one, changed by its own differences."""
    named = entry(font, "/Encoding", otherwise={})
    if isinstance(named, str):
        return _named(named)
    base = entry(named, "/BaseEncoding", otherwise=None)
    return (_named(base) if base else _built_in(font)) | _differences(entry(named, "/Differences", otherwise=()))


def _named(name: str) -> Encoding:
    if name in _CODECS:
        shown = (bytes([code]).decode(_CODECS[name], "replace") for code in range(256))
        # Codes that the encoding leaves open are shown as Latin-1, not as a sign of damage.
        return {code: chr(code) if text == "\ufffd" else text for code, text in enumerate(shown)}
    found = {code: chr(code) for code in range(256)}
    for first, letters in _TABLES["encodings"].get(name, _TABLES["encodings"][_STANDARD]).items():
        found |= dict(enumerate(letters, start=int(first, 16)))
    return found


def _built_in(font: Any) -> Encoding:
    """The encoding that an embedded Type 1 font tells, on top of the one its name implies."""
    embedded = entry(font, "/FontDescriptor", otherwise={})
    program, packed = (entry(embedded, name, otherwise=None) for name in ("/FontFile", "/FontFile3"))
    if packed is not None and packed.get("/Subtype") == "/Type1C":
        own = compact_encoding(packed.get_data())
    else:
        clear = program.get_data().partition(b"eexec")[0] if program is not None else b""
        own = {int(code): glyph(name.decode("latin-1")) for code, name in _DUP.findall(clear)}
    return _named(entry(font, "/BaseFont", otherwise="")) | {code: text for code, text in own.items() if text}


def compact_encoding(program: bytes) -> Encoding:
    """The encoding in a font of the Compact Font Format (Adobe Technical Note 5176), if it has one of its own."""
    try:
        _, at = _index(program, program[2])
        tops, at = _index(program, at)
        names, _ = _index(program, at)
        top = _operands(tops[0])
        if top.get(_ENCODING, 0) < 2:
            return {}
        codes = _numbers(program, top[_ENCODING], width=1)
        place = top.get(_CHARSET, 0)  # the first three numbers are charsets that need not be in the font
        glyphs = _numbers(program, place, width=2, most=len(codes)) if place > 2 else range(1, len(codes) + 1)
        return {code: _by_number(glyph, names) for code, glyph in zip(codes, glyphs, strict=False)}
    except (IndexError, KeyError, ValueError):
        return {}


def _index(program: bytes, at: int) -> tuple[list[bytes], int]:
    """What an INDEX holds, and where it ends."""
    count, size = int.from_bytes(program[at : at + 2], "big"), program[at + 2]
    if not count:
        return [], at + 2
    ends = [int.from_bytes(program[at + 3 + size * each :][:size], "big") for each in range(count + 1)]
    base = at + 2 + size * (count + 1)
    return [program[base + low : base + high] for low, high in itertools.pairwise(ends)], base + ends[-1]


def _operands(top: bytes) -> dict[int, int]:
    """The last operand of each operator of a DICT, where it is a whole number."""
    found: dict[int, int] = {}
    at = number = 0
    while at < len(top):
        first, at = top[at], at + 1
        if first <= 21:  # an operator; 12 is the first byte of two
            found[first] = number
            at += first == 12
        elif first in (28, 29):
            size = 2 if first == 28 else 4
            number, at = int.from_bytes(top[at : at + size], "big", signed=True), at + size
        elif first == 30:  # a broken number, to its last half byte
            at = next(each for each in range(at, len(top)) if 0xF in (top[each] >> 4, top[each] & 0xF)) + 1
        elif first <= 246:
            number = first - 139
        else:
            number, at = (
                (first - 247) * 256 + top[at] + 108 if first < 251 else -(first - 251) * 256 - top[at] - 108,
                at + 1,
            )
    return found


def _numbers(program: bytes, at: int, *, width: int, most: int = 256) -> list[int]:
    """The codes of an encoding or the numbers of a charset: one by one, or in ranges of a first and how many follow."""
    kind = program[at] & 0x7F  # an encoding tells how many follow, a charset as many as there are glyphs
    count, at = (program[at + 1], at + 2) if width == 1 else (most, at + 1)
    more = kind  # the bytes of how many follow a first one: none where each stands by itself
    found: list[int] = []
    while count > 0 and len(found) < most:
        first, follow = program[at : at + width], program[at + width : at + width + more]
        found += range(int.from_bytes(first, "big"), int.from_bytes(first, "big") + int.from_bytes(follow, "big") + 1)
        at += width + more
        count -= 1
    return found


def _by_number(number: int, names: list[bytes]) -> str:
    """What a glyph shows, by its number among those that the format knows, or by a name that the font has."""
    if number >= _OWN_NAMES:
        return glyph(names[number - _OWN_NAMES].decode("latin-1"))
    known = _TABLES["compact"]
    return known[number - 1] if 0 < number <= len(known) else ""


def _differences(listed: Any) -> Encoding:
    """The codes that are named otherwise: a number begins a row of names that count up from it."""
    found: Encoding = {}
    code = 0
    for each in listed if isinstance(listed, (list, tuple)) else ():
        if isinstance(each, int):
            code = int(each)
        else:
            # A name of the font's own is shown as it is: better a person asks than that a letter is missing.
            found[code] = glyph(str(each).removeprefix("/")) or str(each)
            code += 1
    return found


def glyph(name: str) -> str:
    """What the glyph of this name shows, by the Adobe Glyph List Specification; empty where it tells nothing."""
    return "".join(_glyph(part) for part in name.partition(".")[0].split("_"))


def _glyph(name: str) -> str:
    if len(name) == 1:
        return name
    if name in _TABLES["glyphs"]:
        return str(_TABLES["glyphs"][name])
    if name[1:] in _TABLES["accents"]:
        return unicodedata.normalize("NFC", name[0] + _TABLES["accents"][name[1:]])
    numbered = _BY_NUMBER.fullmatch(name)
    code = int(numbered[1], 16) if numbered else name2codepoint.get(name, 0)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def standard_widths(font: str, encoded: Encoding) -> dict[int, float]:
    """The width of each code, in thousandths of the letter size, in a font that need not tell it (9.6.2.2)."""
    family, _, style = font.replace(",", "-").partition("-")  # "Arial,Bold" is how 9.6.3 writes a style
    family = _AS_WIDE.get(family, family)
    if family in _EVEN:
        return dict.fromkeys(encoded, _EVEN[family])
    upright = style.replace("Oblique", "").replace("Roman", "")
    style = upright.replace("Italic", "") if family == "Helvetica" else upright  # leaning letters are as wide there
    widths = dict(zip(_TABLES["letters"], _TABLES["widths"].get(f"{family}-{style}".rstrip("-"), ()), strict=False))
    # An accented letter that the table leaves out is as wide as the letter under the accent.
    bases = {code: text if text in widths else unicodedata.normalize("NFD", text)[:1] for code, text in encoded.items()}
    return {code: float(widths[base]) for code, base in bases.items() if base in widths}
