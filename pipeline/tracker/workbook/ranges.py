"""The ranges of a worksheet part that grow with its table: validations, colours, filter and dimension."""

from __future__ import annotations

import re

_SQREF = re.compile(rb'(\ssqref="|<(?:\w+:)?sqref>)([^"<]*)(["<])')
_FILTER = re.compile(rb'(<(?:\w+:)?autoFilter\s[^>]*?ref=")([^"]*)(")')
_DIMENSION = re.compile(rb'(<(?:\w+:)?dimension\s+ref=")([A-Z]+\d+):([A-Z]+)(\d+)(")')
_AREA = re.compile(rb"(\$?[A-Z]+\$?)(\d+)(?::(\$?[A-Z]+\$?)(\d+))?")


def with_ranges(xml: bytes, *, old_end: int, new_end: int, prefix: bytes = b"") -> bytes:
    """A worksheet part whose ranges that ended at row `old_end` end at `new_end`; classic and x14 ones alike."""
    if new_end <= old_end:
        return xml

    def stretched(found: re.Match[bytes]) -> bytes:
        areas = b" ".join(_stretched(area, old_end, new_end=new_end) for area in found[2].split())
        return found[1] + areas + found[3]

    cut = xml.rfind(b"</%bsheetData>" % prefix)
    tail = _FILTER.sub(stretched, _SQREF.sub(stretched, xml[cut:]), count=1)
    head = _DIMENSION.sub(
        lambda found: found[1] + found[2] + b":" + found[3] + b"%d" % max(int(found[4]), new_end) + found[5],
        xml[: min(cut, 20_000)],
        count=1,
    )
    return head + xml[min(cut, 20_000) : cut] + tail


def _stretched(area: bytes, old_end: int, *, new_end: int) -> bytes:
    found = _AREA.fullmatch(area)
    if not found or int(found[4] or found[2]) != old_end:
        return area
    return b"%b%b:%b%d" % (found[1], found[2], found[3] or found[1], new_end)
