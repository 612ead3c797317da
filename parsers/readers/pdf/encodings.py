"""Which character a code or the name of a glyph stands for (ISO 32000-1, 9.6.6 and annex D)."""

from __future__ import annotations

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
    """The encoding that an embedded Type 1 font tells in its clear part, on top of the one its name implies."""
    program = entry(entry(font, "/FontDescriptor", otherwise={}), "/FontFile", otherwise=None)
    clear = program.get_data().partition(b"eexec")[0] if program is not None else b""
    own = {int(code): glyph(name.decode("latin-1")) for code, name in _DUP.findall(clear)}
    return _named(entry(font, "/BaseFont", otherwise="")) | {code: text for code, text in own.items() if text}


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
