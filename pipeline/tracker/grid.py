"""The rows and cells of one worksheet part, found in its bytes without building a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from pipeline.errors import TrackerUnreadable

DAMAGED = "A part of the tracker is damaged; restore the tracker from its backups, or run `caseclock rebuild-tracker`."

RawCell = tuple[bytes, bytes, bytes, bytes, bytes, bytes]
"""A cell as its column letters, style, type, plain value, plain inline text, and whatever else it holds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GridRow:
    """One `row` element: where it stands in the part, its attributes and where its cells begin and end."""

    number: int
    start: int
    end: int
    attributes: bytes
    body: tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """A worksheet part: `prefix` is that of its elements (`x:` as some programs write, mostly empty)."""

    xml: bytes
    prefix: bytes
    rows: tuple[GridRow, ...]
    data: tuple[int, int]

    def body(self, row: GridRow) -> bytes:
        """The bytes of the cells of `row`."""
        return self.xml[row.body[0] : row.body[1]]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Patterns:
    quick: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    data: re.Pattern[bytes]


@lru_cache(maxsize=4)
def _patterns(prefix: bytes) -> _Patterns:
    p = re.escape(prefix)
    return _Patterns(
        # Excel, LibreOffice and openpyxl all write r, s, t in this order; anything else takes the slower way.
        quick=re.compile(
            rb'<%bc r="([A-Z]+)\d+"(?: s="(\d+)")?(?: t="(\w+)")?>'
            rb'(?:<%bv>([^<]*)</%bv>|<%bis><%bt xml:space="preserve">([^<]*)</%bt></%bis>|(.*?))</%bc>' % ((p,) * 8),
            re.S,
        ),
        cell=re.compile(rb"<%bc\b([^>]*?)(?:/>|>(.*?)</%bc>)" % (p, p), re.S),
        data=re.compile(rb"<%bsheetData\s*(/?)>" % p),
    )


def grid(part: bytes) -> Grid:
    """The rows of a worksheet part; raises TrackerUnreadable where it has no sheet data."""
    xml = plain(part)
    prefix = root_prefix(xml)
    found = _patterns(prefix).data.search(xml)
    end = xml.rfind(b"</%bsheetData>" % prefix)
    if not found or (not found[1] and end < 0):
        raise TrackerUnreadable("A sheet of the tracker has no cells at all; restore the tracker from its backups.")
    data = found.span() if found[1] else (found.end(), end)
    return Grid(xml=xml, prefix=prefix, rows=tuple(_rows(xml, prefix, data=data)), data=data)


def _rows(xml: bytes, prefix: bytes, *, data: tuple[int, int]) -> Iterator[GridRow]:
    opening, closing = b"<%brow" % prefix, b"</%brow>" % prefix
    number, (at, end) = 0, data
    while (start := xml.find(opening, at, end)) >= 0:
        inner = xml.find(b">", start) + 1
        attributes = xml[start + len(opening) : inner - 1]
        if attributes.endswith(b"/"):
            attributes, body_end, at = attributes[:-1], inner, inner
        else:
            body_end = xml.find(closing, inner)
            at = body_end + len(closing)
        stated = attribute(attributes, b"r")
        if not inner or body_end < 0 or not (stated.isdigit() or not stated):
            raise TrackerUnreadable(DAMAGED)
        number = int(stated) if stated else number + 1
        yield GridRow(number=number, start=start, end=at, attributes=attributes, body=(inner, body_end))


def raw_cells(sheet: Grid, row: GridRow) -> list[RawCell]:
    """The cells of `row` that hold something, from left to right."""
    body = sheet.body(row)
    found = _patterns(sheet.prefix).quick.findall(body)
    if len(found) == body.count(b"</" + sheet.prefix + b"c>"):
        return found
    return [_raw(at, attributes, inner=inner) for at, attributes, inner in _slow(sheet, body)]


def cell_spans(sheet: Grid, row: GridRow) -> list[tuple[bytes, bytes]]:
    """The column letters and the whole element of each cell of `row`, from left to right."""
    body = sheet.body(row)
    found = _patterns(sheet.prefix).cell.finditer(body)
    out: list[tuple[bytes, bytes]] = []
    column = 0
    for match in found:
        stated = attribute(match[1], b"r").rstrip(b"0123456789")
        column = number_of(stated) if stated else column + 1
        out.append((letters_of(column), match[0]))
    return out


def _slow(sheet: Grid, body: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    column = 0
    for match in _patterns(sheet.prefix).cell.finditer(body):
        stated = attribute(match[1], b"r").rstrip(b"0123456789")
        column = number_of(stated) if stated else column + 1
        yield letters_of(column), match[1], match[2] or b""


def _raw(at: bytes, attributes: bytes, *, inner: bytes) -> RawCell:
    plain_value = re.fullmatch(rb"\s*<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>\s*", inner)
    value, rest = (plain_value[1], b"") if plain_value else (b"", inner)
    return at, attribute(attributes, b"s"), attribute(attributes, b"t"), value, b"", rest


def attribute(attributes: bytes, name: bytes) -> bytes:
    """The value of the attribute called `name`, or nothing."""
    at = attributes.find(b" " + name + b'="')
    if at < 0:
        return b""
    start = at + len(name) + 3
    return attributes[start : attributes.find(b'"', start)]


@lru_cache(maxsize=20_000)
def number_of(letters: bytes) -> int:
    """The number of a column, `A` being 1; raises TrackerUnreadable where `letters` name none."""
    if not re.fullmatch(rb"[A-Z]{1,3}", letters):
        raise TrackerUnreadable(DAMAGED)
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


@lru_cache(maxsize=20_000)
def letters_of(number: int) -> bytes:
    """The letters of a column, 1 being `A`."""
    letters = b""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = bytes((65 + rest,)) + letters
    return letters


def tree(part: bytes) -> etree._Element:
    """A small part as a tree, nothing outside it ever fetched; raises TrackerUnreadable where it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as fault:
        raise TrackerUnreadable(DAMAGED) from fault


def plain(part: bytes) -> bytes:
    """`part` in UTF-8 without comments, CDATA and single-quoted attributes; mostly the very same bytes."""
    head = part[:200]
    is_utf8 = b"encoding=" not in head or re.search(rb'encoding=["\']utf-8["\']', head, re.I)
    quotes = re.search(rb"<[^<>]*='[^']*'[^<>]*>", part[part.find(b"?>") + 1 :] if b"='" in part else b"")
    marked = b"<!" in part
    if is_utf8 and not quotes and not marked and not head.startswith(b"\xef\xbb\xbf"):
        return part
    return etree.tostring(tree(part), xml_declaration=True, encoding="UTF-8", standalone=True)


def root_prefix(xml: bytes) -> bytes:
    """The prefix, with its colon, of the root element, or nothing."""
    found = re.search(rb"<(\w[\w.-]*:)?\w+[\s/>]", xml)
    return found[1] or b"" if found else b""
