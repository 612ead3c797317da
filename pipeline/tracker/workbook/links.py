"""Where cells lead: to files beside the workbook, and to other cells of it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote
from xml.sax.saxutils import quoteattr

from pipeline.tracker.workbook.book import Book, relations, relations_part, unescaped
from pipeline.tracker.workbook.grid import attribute, plain, root_prefix
from pipeline.tracker.workbook.package import Package

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
_NO_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="' + _PACKAGE.encode() + b'"/>'
)


class CellLink(NamedTuple):
    """Where a cell leads: a path relative to the workbook, or a place within it such as `'Cases'!A12`."""

    file: str = ""
    place: str = ""

    @classmethod
    def to_row(cls, title: str, row: int) -> CellLink:
        """To the first cell of a row of the sheet `title`."""
        quoted = title.replace("'", "''")
        return cls(place=f"'{quoted}'!A{row}")


def area_links(
    part: str, *, wanted: Mapping[bytes, CellLink], area: Container[bytes], of: Book, parts: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The parts that change so that the cells of `area`, which is ours alone, lead where `wanted` says and nowhere
    else; `parts` are those that change already."""
    xml = plain(_as_it_will_be(part, parts, of=of))
    there, targets = _there(part, xml, area=area, of=of)
    if {at: link for at, _, link in there} == wanted:
        return {}
    sheet = _Cut.of(xml, without=area)
    files = {at: link.file for at, link in wanted.items() if link.file}
    ids = dict(zip(files, _free_ids(targets, len(files)), strict=True))
    changed = {part: sheet.with_entries(_entry(at, link, id_=ids.get(at)) for at, link in wanted.items())}
    gone = {id_ for _, id_, _ in there if id_ and b'r:id="%b"' % id_ not in sheet.tail}
    if gone or ids:
        where, rels = _relations_of(of.package, part)
        rels = parts.get(where, rels)
        new = {id_: files[at] for at, id_ in ids.items()}
        changed[where] = _with_relations(_without_relations(rels, gone), new, kind=sheet.kind)
    return changed


def _as_it_will_be(part: str, parts: Mapping[str, bytes], *, of: Book) -> bytes:
    return parts.get(part) or of.package.part(part)


def _there(
    part: str, xml: bytes, *, area: Container[bytes], of: Book
) -> tuple[list[tuple[bytes, bytes, CellLink]], dict[bytes, str]]:
    """The links of the cells of `area`, each with the id of its relationship, and the targets of all relationships."""
    targets = {relation.id.encode(): unquote(relation.target) for relation in relations(of.package, part)}
    linked = (entry for entry in _linked(xml) if entry[0] in area)
    return [(at, id_, CellLink(targets.get(id_, ""), place)) for at, id_, place in linked], targets


def _without_relations(rels: bytes, gone: Iterable[bytes]) -> bytes:
    for id_ in gone:
        rels = re.sub(rb'<(?:\w+:)?Relationship\s[^>]*Id="%b"[^>]*/>' % re.escape(id_), b"", rels)
    return rels


def _entry(at: bytes, link: CellLink, *, id_: bytes | None) -> bytes:
    if id_ is not None:
        return b'ref="%b" r:id="%b"' % (at, id_)
    return b'ref="%b" location=%b' % (at, quoteattr(link.place).encode())


class _Cut(NamedTuple):
    """A sheet cut where its cells end: its links stand in the `tail`."""

    head: bytes
    tail: bytes

    @classmethod
    def of(cls, xml: bytes, *, without: Container[bytes]) -> _Cut:
        """The sheet without the links of those cells, and without a list of links that is empty then."""
        p, cut = root_prefix(xml), xml.rfind(b"sheetData")
        linked = rb'<%bhyperlink\s[^>]*?ref="([A-Z]+\d+)"[^>]*?(?:/>|>.*?</%bhyperlink>)' % (p, p)
        tail = re.sub(linked, lambda found: b"" if found[1] in without else found[0], xml[cut:])
        return cls(xml[:cut], re.sub(rb"<%bhyperlinks\s*(?:/>|></%bhyperlinks>)" % (p, p), b"", tail))

    @property
    def kind(self) -> str:
        """How its relationships are called."""
        return _STRICT if b"http://purl.oclc.org/ooxml/" in self.head[:4000] else _KIND

    def with_entries(self, entries: Iterable[bytes]) -> bytes:
        """The sheet with these links added."""
        head, tail = self
        p = root_prefix(head)
        space = b"" if b"xmlns:r=" in head[:4000] else b' xmlns:r="%b"' % self.kind.encode()
        new = b"".join(b"<%bhyperlink%b %b/>" % (p, space, entry) for entry in entries)
        closing = b"</%bhyperlinks>" % p
        if not new:
            return head + tail
        if closing in tail:
            return head + tail.replace(closing, new + closing, 1)
        at = _place(tail, p)
        return head + tail[:at] + b"<%bhyperlinks>%b%b" % (p, new, closing) + tail[at:]


def _relations_of(package: Package, part: str) -> tuple[str, bytes]:
    where = relations_part(part)
    return where, plain(package.part(where)) if where in package else _NO_RELATIONS


def link_parts(part: str, xml: bytes, *, wanted: Mapping[bytes, str], of: Book) -> dict[str, bytes]:
    """The parts that change so that each address of `wanted` links to its target; `xml` is the sheet as it will be."""
    targets = {relation.id.encode(): relation.target for relation in relations(of.package, part)}
    linked = {at: unquote(targets.get(id_, "")) for at, id_, _ in _linked(xml)}
    new = {at: target for at, target in wanted.items() if linked.get(at) != unquote(target)}
    if not new:
        return {}
    ids = _free_ids(targets, len(new))
    placed = dict(zip(new, ids, strict=True))
    where, rels = _relations_of(of.package, part)
    sheet = _Cut.of(plain(xml), without=placed)
    return {
        part: sheet.with_entries(_entry(at, CellLink(), id_=id_) for at, id_ in placed.items()),
        where: _with_relations(rels, dict(zip(ids, new.values(), strict=True)), kind=sheet.kind),
    }


def _linked(xml: bytes) -> list[tuple[bytes, bytes, str]]:
    """Of each link its cell, the id of its relationship and the place within the workbook; one of both is empty."""
    tail = xml[xml.rfind(b"sheetData") :]
    found = (b" " + entry for entry in re.findall(rb"<(?:\w+:)?hyperlink\s([^>]*)>", tail))
    return [(attribute(e, b"ref"), attribute(e, b"r:id"), unescaped(attribute(e, b"location").decode())) for e in found]


def _free_ids(taken: Container[bytes], count: int) -> list[bytes]:
    out: list[bytes] = []
    number = 1
    while len(out) < count:
        if b"rIdForm%d" % number not in taken:
            out.append(b"rIdForm%d" % number)
        number += 1
    return out


def _place(tail: bytes, p: bytes) -> int:
    for name in _AFTER:
        found = re.search(rb"<%b%b[\s/>]" % (p, name), tail)
        if found:
            return found.start()
    return tail.rfind(b"</%bworksheet>" % p)


def _with_relations(rels: bytes, new: Mapping[bytes, str], *, kind: str) -> bytes:
    if not new:
        return rels
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
