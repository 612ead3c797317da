"""One cell read and written: from its XML to canonical text by the kind of its column, and back."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from xml.sax.saxutils import escape

from pipeline.model import FactKind
from pipeline.tracker.content.layout import Column
from pipeline.tracker.workbook.book import Book, string_text, unescaped
from pipeline.tracker.workbook.grid import RawCell, attribute
from pipeline.tracker.workbook.values import clean, from_number, from_text, serial

_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</(?:\w+:)?v>")
_PLAIN = re.compile(rb'(?: s="(\d+)")?(?: t="(\w+)")?>(?:<v>([^<]*)</v>|<is><t[^>]*>([^<]*)</t></is>)')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
NUMBERED = (FactKind.DATE, FactKind.INSTANT, FactKind.TIME)
_MUST_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class SheetCell(NamedTuple):
    """What a cell says: `text` is canonical (empty where it cannot be read), `shown` what a person sees there.

    `problem` says in a few words why it cannot be read; a cell that holds a formula is never written.
    """

    text: str = ""
    shown: str = ""
    problem: str = ""
    formula: bool = False


EMPTY = SheetCell()


def cell(raw: RawCell, column: Column, *, of: Book) -> SheetCell:
    """The cell `raw` of `column`, read with the strings and formats of the workbook `of`."""
    style, type_, value, inner = _parts(raw[1])
    formula = bool(inner) and _FORMULA.search(inner) is not None
    if type_ == b"e":
        return SheetCell(shown=value.decode(), problem="The cell holds an error", formula=formula)
    if formula and not value:
        return SheetCell(shown="a formula", problem="The cell holds a formula without a value", formula=True)
    number, shown = _number_or_text(type_, value, inner=inner, of=of)
    if not shown:
        return SheetCell(formula=True) if formula else EMPTY
    text = _read(number, shown, column=column, style=style, of=of)
    if text is None:
        return SheetCell(shown=shown, problem="What is typed there cannot be read", formula=formula)
    return SheetCell(text=text, shown=shown, formula=formula)


def _parts(rest: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    # Style, type and plain value or text; and the whole of what the cell holds where it is not that plain.
    quick = _PLAIN.fullmatch(rest)
    if quick:
        style, type_ = quick[1] or b"", quick[2] or b""
        return style, type_, quick[4 if type_ == b"inlineStr" else 3] or b"", b""
    attributes, _, inner = rest.partition(b">")
    found = _VALUE.search(inner)
    return attribute(attributes, b"s"), attribute(attributes, b"t"), found[1] if found else b"", inner


def _number_or_text(type_: bytes, value: bytes, *, inner: bytes, of: Book) -> tuple[float | None, str]:
    if type_ == b"s":
        at = int(value or b"-1")
        return None, clean(of.strings[at]) if 0 <= at < len(of.strings) else ""
    if type_ == b"inlineStr" and inner:
        return None, clean(string_text(inner.decode("utf-8", "replace"), prefix=r"(?:\w+:)?"))
    words = clean(unescaped(value.decode("utf-8", "replace")))
    if type_ == b"b":
        return None, "yes" if words == "1" else "no"
    if type_ in (b"inlineStr", b"str", b"d") or not words:
        return None, words
    try:
        return float(words), words
    except ValueError:
        return None, words


def _read(number: float | None, shown: str, *, column: Column, style: bytes, of: Book) -> str | None:
    if number is None:
        return from_text(shown, column.kind, choices=column.choices)
    kind = column.kind
    if kind is FactKind.TEXT and style in of.date_styles:
        # Excel turns "3/4" into a day of this year; the day is what the person then saw, not its serial number.
        kind = FactKind.DATE
    return from_number(number, kind, choices=column.choices, date1904=of.date1904)


def cell_xml(at: bytes, text: str, *, kind: FactKind, style: bytes, of: Book, prefix: bytes = b"") -> bytes:
    """The `c` element at the address `at` for canonical `text`; a text is inline and never a formula."""
    opening = b'<%bc r="%b"' % (prefix, at) + (b' s="%b"' % style if style else b"")
    if not text:
        return opening + b"/>"
    p = prefix
    if kind is FactKind.COUNT:
        return b"%b><%bv>%b</%bv></%bc>" % (opening, p, text.encode(), p, p)
    if kind in NUMBERED and style in of.date_styles:
        return b"%b><%bv>%b</%bv></%bc>" % (opening, p, serial(text, date1904=of.date1904).encode(), p, p)
    words = _inline(text)
    return b'%b t="inlineStr"><%bis><%bt xml:space="preserve">%b</%bt></%bis></%bc>' % (opening, p, p, words, p, p, p)


@lru_cache(maxsize=4096)
def _inline(text: str) -> bytes:
    return escape(_MUST_ESCAPE.sub("_x005F_", text)).encode("utf-8")
