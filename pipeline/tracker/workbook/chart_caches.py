"""What charts show where nothing counts anew, as in a preview or on a telephone: the values beside each reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from pipeline.tracker.workbook.book import Book, relations
from pipeline.tracker.workbook.cells import CellType, cell
from pipeline.tracker.workbook.grid import grid, plain, raw_cells

# A series' name, its labels or its values: one reference, and the values kept beside it, if any.
_REFERENCE = re.compile(
    rb"<((?:\w+:)?)(cat|val|tx)>\s*<\1(numRef|strRef)>\s*<\1f>([^<]+)</\1f>\s*"
    rb"(?:<\1(?:num|str)Cache>(.*?)</\1(?:num|str)Cache>\s*)?</\1\3>\s*</\1\2>",
    re.S,
)
_COLUMN = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$([A-Z]{1,3})\$(\d+)(?::\$\3\$(\d+))?$")
_POINT = re.compile(rb'<(?:\w+:)?pt\s[^>]*?\bidx="(\d+)"[^>]*>\s*<(?:\w+:)?v>([^<]*)</')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def chart_parts(title: str, sheet: bytes, *, of: Book) -> dict[str, bytes]:
    """The parts of the charts on the sheet called `title` that keep other values than its part `sheet` now holds."""
    found = {name: plain(of.package.part(name)) for name in dict.fromkeys(_charts(of.sheets[title], of))}
    said = _said(sheet, of) if any(_REFERENCE.search(xml) for xml in found.values()) else {}
    new = {name: _REFERENCE.sub(lambda one: _kept(one, title, said=said), xml) for name, xml in found.items()}
    return {name: xml for name, xml in new.items() if xml != found[name]}


def _charts(part: str, of: Book) -> Iterator[str]:
    for drawing in relations(of.package, part):
        if drawing.kind == "drawing" and drawing.target in of.package:
            charts = (one.target for one in relations(of.package, drawing.target) if one.kind == "chart")
            yield from (target for target in charts if target in of.package)


def _said(sheet: bytes, of: Book) -> Mapping[tuple[str, int], str]:
    drawn = grid(sheet)
    rows = raw_cells(drawn, drawn.rows)
    found = (
        ((raw[0].decode(), row.number), cell(raw, CellType(), of=of).shown) for row, cells in rows for raw in cells
    )
    return {place: text for place, text in found if text}


def _kept(found: re.Match[bytes], title: str, *, said: Mapping[tuple[str, int], str]) -> bytes:
    """The reference with what its cells say beside it; as it stands where it says so, or leads elsewhere."""
    cells = _cells(found, title)
    texts = {at: said[cell] for at, cell in enumerate(cells) if cell in said}
    kind = b"num" if found[3] == b"numRef" and all(map(_NUMBER.fullmatch, texts.values())) else b"str"
    points = {b"%d" % at: escape(text).encode() for at, text in texts.items()}
    stands = found[3] == kind + b"Ref" and dict(_POINT.findall(found[5] or b"")) == points
    if not texts or stands or (found[2], kind) == (b"val", b"str"):
        return found[0]
    return _reference(found, points, kind=kind, count=len(cells))


def _cells(found: re.Match[bytes], title: str) -> list[tuple[str, int]]:
    """The letters and rows of the cells of the reference; none where it leads to another sheet, or to no column."""
    area = _COLUMN.fullmatch(found[4].decode())
    if area is None or (area[1] or area[2]).replace("''", "'") != title or b"extLst" in (found[5] or b""):
        return []
    return [(area[3], row) for row in range(int(area[4]), int(area[5] or area[4]) + 1)]


def _reference(found: re.Match[bytes], points: Mapping[bytes, bytes], *, kind: bytes, count: int) -> bytes:
    p = found[1]
    listed = b"".join(b'<%bpt idx="%b"><%bv>%b</%bv></%bpt>' % (p, at, p, text, p, p) for at, text in points.items())
    form = b"<%bformatCode>General</%bformatCode>" % (p, p) if kind == b"num" else b""
    cache = b'<%b%bCache>%b<%bptCount val="%d"/>%b</%b%bCache>' % (p, kind, form, p, count, listed, p, kind)
    inner = b"<%b%bRef><%bf>%b</%bf>%b</%b%bRef>" % (p, kind, p, found[4], p, cache, p, kind)
    return b"<%b%b>%b</%b%b>" % (p, found[2], inner, p, found[2])
