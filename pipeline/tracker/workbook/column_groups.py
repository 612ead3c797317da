"""Columns of a sheet folded into groups that open with one click; widths and looks as they were."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.tracker.workbook.grid import attribute, root_prefix

_COLS = re.compile(rb"<(?:\w+:)?cols>(.*?)</(?:\w+:)?cols>", re.S)
_COL = re.compile(rb"<(?:\w+:)?col\b[^>]*/>")
_FOLDING = re.compile(rb'\s(?:hidden|outlineLevel|collapsed)="\w*"')
_OUTLINE = re.compile(rb"<(?:\w+:)?outlinePr\b[^>]*/>")
_PROPERTIES = re.compile(rb"<((?:\w+:)?)sheetPr\b([^>]*?)(/>|>)")
_PAGE = re.compile(rb"<(?:\w+:)?pageSetUpPr\b|</(?:\w+:)?sheetPr>")
_FORMAT = re.compile(rb"<(?:\w+:)?sheetFormatPr\b[^>]*?(?=/?>)")


def with_groups(xml: bytes, folded: Mapping[int, bool]) -> bytes:
    """The worksheet part with each column of `folded` in a group and hidden, or shown, as it says by its number."""
    data = xml.find(b"sheetData")
    head, rest = xml[:data], xml[data:]
    found = _COLS.search(head)
    spans: list[tuple[int, int, bytes]] = []
    for col in _COL.findall(found[1]) if found else ():
        first, last = int(attribute(col, b"min")), int(attribute(col, b"max"))
        spans += _parted(first, last, col=col, at=folded)
    if found is None or not spans:
        return xml
    cols = b"".join(_bounded(col, first, last=last, folded=folded.get(first)) for first, last, col in spans)
    p = root_prefix(xml)
    return _with_signs_left(head[: found.start()] + b"<%bcols>%b</%bcols>" % (p, cols, p) + head[found.end() :]) + rest


def _parted(first: int, last: int, *, col: bytes, at: Mapping[int, bool]) -> list[tuple[int, int, bytes]]:
    """The stretch of columns with each of those in `at` by itself."""
    out, start = [], first
    for number in sorted(number for number in at if first <= number <= last):
        out += [(start, number - 1, col)] if start < number else []
        out.append((number, number, col))
        start = number + 1
    return [*out, (start, last, col)] if start <= last else out


def _bounded(col: bytes, first: int, *, last: int, folded: bool | None) -> bytes:
    if folded or (folded is False and attribute(col, b"outlineLevel")):
        col = _FOLDING.sub(b"", col)
    if folded:
        col = col.removesuffix(b"/>").rstrip() + b' hidden="1" outlineLevel="1"/>'
    return re.sub(rb'\smax="\d+"', b' max="%d"' % last, re.sub(rb'\smin="\d+"', b' min="%d"' % first, col))


def _with_signs_left(head: bytes) -> bytes:
    """The head of a sheet whose groups have the sign that opens them over the column before them."""
    p = root_prefix(head)
    sign = b'<%boutlinePr summaryRight="0"/>' % p
    found = _PROPERTIES.search(head)
    if _OUTLINE.search(head):
        head = _OUTLINE.sub(sign, head, count=1)
    elif found is None:
        # CT_Worksheet (ECMA-376 Part 1, 18.3.1.99): sheetPr stands before everything else.
        root = head.find(b">", head.find(b"<%bworksheet" % p)) + 1
        head = head[:root] + b"<%bsheetPr>%b</%bsheetPr>" % (p, sign, p) + head[root:]
    elif found[3] == b"/>":
        head = head[: found.end() - 2] + b">" + sign + b"</%bsheetPr>" % p + head[found.end() :]
    else:
        page = _PAGE.search(head, found.end())
        at = page.start() if page else found.end()
        head = head[:at] + sign + head[at:]
    return _FORMAT.sub(
        lambda at: re.sub(rb'\soutlineLevelCol="\d"', b"", at[0]).rstrip() + b' outlineLevelCol="1"', head
    )
