"""Hyperlinks of cells: each case's stored form, one click away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote
from xml.sax.saxutils import quoteattr

from pipeline.tracker.workbook.book import Book, relations, relations_part
from pipeline.tracker.workbook.grid import attribute, plain, root_prefix

_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Where a workbook was saved as Strict Open XML (ISO/IEC 29500-1) all its kinds are named so, and none otherwise.
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# CT_Worksheet (ECMA-376 Part 1, 18.3.1.99) fixes the order of these; hyperlinks stand before the first that is there.
_AFTER = (
    b"printOptions", b"pageMargins", b"pageSetup", b"headerFooter", b"rowBreaks", b"colBreaks", b"customProperties",
    b"cellWatches", b"ignoredErrors", b"smartTags", b"drawing", b"legacyDrawing", b"legacyDrawingHF", b"drawingHF",
    b"picture", b"oleObjects", b"controls", b"webPublishItems", b"tableParts", b"extLst",
)  # fmt: skip


def link_parts(part: str, xml: bytes, *, wanted: Mapping[bytes, str], of: Book) -> dict[str, bytes]:
    """The parts that change so that each address of `wanted` links to its target; `xml` is the sheet as it will be."""
    targets = {relation.id.encode(): relation.target for relation in relations(of.package, part)}
    standing = {at: unquote(targets.get(id_, "")) for at, id_ in _standing(xml)}
    new = {at: target for at, target in wanted.items() if standing.get(at) != unquote(target)}
    if not new:
        return {}
    ids = _free_ids(targets, len(new))
    placed = dict(zip(new, ids, strict=True))
    kind = _STRICT if b"http://purl.oclc.org/ooxml/" in xml[:4000] else _KIND
    where = relations_part(part)
    rels = plain(of.package.part(where)) if where in of.package else _NO_RELATIONS
    return {
        part: _with_links(plain(xml), placed, kind=kind),
        where: _with_relations(rels, dict(zip(ids, new.values(), strict=True)), kind=kind),
    }


_NO_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="' + _PACKAGE.encode() + b'"/>'
)


def _standing(xml: bytes) -> list[tuple[bytes, bytes]]:
    tail = xml[xml.rfind(b"sheetData") :]
    found = re.findall(rb"<(?:\w+:)?hyperlink\s([^>]*)>", tail)
    return [(attribute(b" " + entry, b"ref"), attribute(b" " + entry, b"r:id")) for entry in found]


def _free_ids(taken: Mapping[bytes, str], count: int) -> list[bytes]:
    out: list[bytes] = []
    number = 1
    while len(out) < count:
        if b"rIdForm%d" % number not in taken:
            out.append(b"rIdForm%d" % number)
        number += 1
    return out


def _with_links(xml: bytes, placed: Mapping[bytes, bytes], *, kind: str) -> bytes:
    p = root_prefix(xml)
    cut = xml.rfind(b"sheetData")
    head, tail = xml[:cut], xml[cut:]
    standing = rb'<%bhyperlink\s[^>]*?ref="([A-Z]+\d+)"[^>]*?(?:/>|>.*?</%bhyperlink>)' % (p, p)
    tail = re.sub(standing, lambda found: b"" if found[1] in placed else found[0], tail)
    space = b"" if b"xmlns:r=" in head[:4000] else b' xmlns:r="%b"' % kind.encode()
    new = b"".join(b'<%bhyperlink%b ref="%b" r:id="%b"/>' % (p, space, at, id_) for at, id_ in placed.items())
    closing = b"</%bhyperlinks>" % p
    if closing in tail:
        return head + tail.replace(closing, new + closing, 1)
    tail = tail.replace(b"<%bhyperlinks/>" % p, b"", 1)
    at_ = _place(tail, p)
    return head + tail[:at_] + b"<%bhyperlinks>%b%b" % (p, new, closing) + tail[at_:]


def _place(tail: bytes, p: bytes) -> int:
    for name in _AFTER:
        found = re.search(rb"<%b%b[\s/>]" % (p, name), tail)
        if found:
            return found.start()
    return tail.rfind(b"</%bworksheet>" % p)


def _with_relations(rels: bytes, new: Mapping[bytes, str], *, kind: str) -> bytes:
    p = root_prefix(rels).decode()
    entries = "".join(
        f'<{p}Relationship Id="{id_.decode()}" Type="{kind}/hyperlink" '
        f'Target={quoteattr(quote(unquote(target), safe="/:?#[]@!$&()*+,;=~"))} TargetMode="External"/>'
        for id_, target in new.items()
    ).encode()
    closing = f"</{p}Relationships>".encode()
    if closing in rels:
        return rels.replace(closing, entries + closing, 1)
    return re.sub(rb"/>\s*$", b">" + entries.replace(b"\\", b"\\\\") + closing, rels)
