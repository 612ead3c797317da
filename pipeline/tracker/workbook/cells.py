"""One cell read and written: from its XML to canonical text by the kind of its column, and back."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from xml.sax.saxutils import escape

from pipeline.model import FactKind
from pipeline.shown_text import clean
from pipeline.tracker.workbook.book import Book, string_text, unescaped
from pipeline.tracker.workbook.grid import RawCell, attribute
from pipeline.tracker.workbook.values import from_number, from_text, serial

_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</(?:\w+:)?v>")
_ANY_VALUE = re.compile(rb"<(?:\w+:)?v[\s/>]")
_PLAIN = re.compile(rb'(?: s="(\d+)")?(?: t="(\w+)")?>(?:<v>([^<]*)</v>|<is><t[^>]*>([^<]*)</t></is>)')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
NUMBERED = (FactKind.DATE, FactKind.INSTANT, FactKind.TIME)
_MUST_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class CellType(NamedTuple):
    """What a cell is read as: the kind of its value, and the words that may be chosen there (empty: any)."""

    kind: FactKind = FactKind.TEXT
    choices: tuple[str, ...] = ()


class Put(NamedTuple):
    """What is to be written into a cell: canonical text, and its kind."""

    text: str
    kind: FactKind


class SheetCell(NamedTuple):
    """What a cell says: `text` is canonical (empty where it cannot be read), `shown` what a person sees there.

    `problem` says in a few words why it cannot be read; a cell that holds a formula is never written.
    """

    text: str = ""
    shown: str = ""
    problem: str = ""
    formula: bool = False


EMPTY = SheetCell()


def cell(raw: RawCell, type_: CellType, *, of: Book) -> SheetCell:
    """The cell `raw` read as a `type_`, with the strings and formats of the workbook `of`."""
    style, stored_as, value, inner = _parts(raw[1])
    formula = bool(inner) and _FORMULA.search(inner) is not None
    if stored_as == b"e":
        return SheetCell(shown=value.decode(), problem="The cell holds an error", formula=formula)
    if formula and not value and not _is_empty_text(stored_as, inner):
        return SheetCell(shown="a formula", problem="The cell holds a formula without a value", formula=True)
    number, shown = _number_or_text(stored_as, value, inner=inner, of=of)
    if not shown:
        return SheetCell(formula=True) if formula else EMPTY
    text = _read(number, shown, type_=type_, style=style, of=of)
    if text is None:
        return SheetCell(shown=shown, problem="What is typed there cannot be read", formula=formula)
    return SheetCell(text=text, shown=shown, formula=formula)


def _is_empty_text(stored_as: bytes, inner: bytes) -> bool:
    # A formula that was computed and says nothing, such as =IF(C5="","",C5+5), holds an empty value.
    return stored_as == b"str" and _ANY_VALUE.search(inner) is not None


def _parts(rest: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    # Style, type and plain value or text; and the whole of what the cell holds where it is not that plain.
    quick = _PLAIN.fullmatch(rest)
    if quick:
        style, stored_as = quick[1] or b"", quick[2] or b""
        return style, stored_as, quick[4 if stored_as == b"inlineStr" else 3] or b"", b""
    attributes, _, inner = rest.partition(b">")
    found = _VALUE.search(inner)
    return attribute(attributes, b"s"), attribute(attributes, b"t"), found[1] if found else b"", inner


def _number_or_text(stored_as: bytes, value: bytes, *, inner: bytes, of: Book) -> tuple[float | None, str]:
    if stored_as == b"s":
        at = int(value or b"-1")
        return None, clean(of.strings[at]) if 0 <= at < len(of.strings) else ""
    if stored_as == b"inlineStr" and inner:
        return None, clean(string_text(inner.decode("utf-8", "replace"), prefix=r"(?:\w+:)?"))
    words = clean(unescaped(value.decode("utf-8", "replace")))
    if stored_as == b"b":
        return None, "yes" if words == "1" else "no"
    if stored_as in (b"inlineStr", b"str", b"d") or not words:
        return None, words
    try:
        return float(words), words
    except ValueError:
        return None, words


def _read(number: float | None, shown: str, *, type_: CellType, style: bytes, of: Book) -> str | None:
    kind, choices = type_
    if number is None:
        return from_text(shown, kind, choices=choices)
    if kind is FactKind.TEXT and style in of.date_styles:
        # Excel turns "3/4" into a day of this year; the day is what the person then saw, not its serial number.
        kind = FactKind.DATE
    return from_number(number, kind, choices=choices, date1904=of.date1904)


def cell_xml(at: bytes, put: Put, *, style: bytes, of: Book, prefix: bytes) -> bytes:
    """The `c` element at the address `at` that says `put`; a text is inline and never a formula."""
    text, kind = put
    opening = b'<%bc r="%b"' % (prefix, at) + (b' s="%b"' % style if style else b"")
    if not text:
        return opening + b"/>"
    p = prefix
    if kind is FactKind.COUNT:
        return b"%b><%bv>%b</%bv></%bc>" % (opening, p, text.encode(), p, p)
    if kind in NUMBERED and style in of.date_styles:
        return b"%b><%bv>%b</%bv></%bc>" % (opening, p, serial(text, date1904=of.date1904).encode(), p, p)
    words = _inline(text)
    return b'%b t="inlineStr"><%bis><%bt%b</%bt></%bis></%bc>' % (opening, p, p, words, p, p, p)


@lru_cache(maxsize=4096)
def _inline(text: str) -> bytes:
    words = escape(_MUST_ESCAPE.sub("_x005F_", text)).encode("utf-8")
    # As Excel does it, only where a blank would be lost: the schema of ECMA-376 does not name this attribute.
    has_blanks_to_keep = text != text.strip() or "\n" in text or "  " in text
    return (b' xml:space="preserve">' if has_blanks_to_keep else b">") + words
