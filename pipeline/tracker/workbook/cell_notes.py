"""Notes that explain computed dates, told apart from those that people write."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from xml.sax.saxutils import escape

from pipeline.tracker.workbook.book import Book, relations, string_text
from pipeline.tracker.workbook.grid import number_of, plain, root_prefix

AUTHOR = "Caseclock"
_SIGNED = re.compile(r"\n?Counted by Caseclock \(([0-9a-f]{6})\)\s*$")
_REF = re.compile(rb'\sref="([A-Z]+\d+)"')


def note_parts(part: str, wanted: Mapping[bytes, str], *, optional: frozenset[bytes], of: Book) -> dict[str, bytes]:
    """The changed comments and drawing parts of the sheet `part` so that each address of `wanted` has its note.

    An address in `optional` gets none where it has none yet. A note that a person wrote or changed is left alone, and
    so is a threaded comment. A sheet without a comments part gets no notes: How counted says the same.
    """
    comments, drawing = _part_beside(part, "comments", of=of), _part_beside(part, "vmlDrawing", of=of)
    if not comments or not drawing:
        return {}
    xml = plain(of.package.part(comments))
    notes = _notes(xml)
    without = optional | notes.keys()
    renewed = {at: signed(wanted[at]) for at in notes if at in wanted and _is_outdated(notes[at], wanted[at])}
    added = {at: signed(text) for at, text in wanted.items() if at not in without}
    shapes = of.package.part(drawing) if added else b""
    if b"</xml>" not in shapes:
        added = {}
    if added:
        return {
            comments: _with_texts(xml, notes, renewed=renewed, added=added),
            drawing: _with_shapes(shapes, added, of=of),
        }
    return {comments: _with_texts(xml, notes, renewed=renewed, added={})} if renewed else {}


def _part_beside(part: str, kind: str, *, of: Book) -> str:
    found = {relation.kind: relation.target for relation in relations(of.package, part) if not relation.external}
    return found[kind] if found.get(kind, "") in of.package else ""


def _is_outdated(note: _Note, text: str) -> bool:
    # A note that bears the mark of `text` says it already, or was changed by a person.
    return b"(%b)" % _mark(text).encode() not in note.inner and _is_ours(note.text)


def signed(text: str) -> str:
    """`text` with a last line by which it is known again as ours and unchanged."""
    return f"{text}\nCounted by {AUTHOR} ({_mark(text)})"


def _mark(text: str) -> str:
    # White space is left out: programs write line breaks within a note in different ways.
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:6]


def _is_ours(text: str) -> bool:
    found = _SIGNED.search(text)
    return found is not None and found[1] == _mark(text[: found.start()])


class _Note(NamedTuple):
    xml: bytes
    start: int
    end: int

    @property
    def inner(self) -> bytes:
        return self.xml[self.start : self.end]

    @property
    def text(self) -> str:
        return string_text(self.inner.decode("utf-8", "replace"), prefix=r"(?:\w+:)?")


def _notes(xml: bytes) -> dict[bytes, _Note]:
    p = root_prefix(xml)
    closing = b"</%bcomment>" % p
    out = {}
    for found in re.finditer(rb"<%bcomment\b([^>]*)>" % re.escape(p), xml):
        ref = _REF.search(found[1])
        end = xml.find(closing, found.end())
        if ref and end >= 0 and not found[1].endswith(b"/"):
            out[ref[1]] = _Note(xml, found.end(), end)
    return out


def _with_texts(
    xml: bytes, notes: Mapping[bytes, _Note], *, renewed: Mapping[bytes, str], added: Mapping[bytes, str]
) -> bytes:
    p = root_prefix(xml)
    parts: list[bytes] = []
    at = 0
    for address in sorted(renewed, key=lambda address: notes[address].start):
        parts += (xml[at : notes[address].start], _text(renewed[address], p))
        at = notes[address].end
    closing = xml.rfind(b"</%bcommentList>" % p)
    parts.append(xml[at:closing])
    author = _author(xml) if added else 0
    for address, text in added.items():
        opening = b'<%bcomment ref="%b" authorId="%d">' % (p, address, author)
        parts += (opening, _text(text, p), b"</%bcomment>" % p)
    xml = b"".join((*parts, xml[closing:]))
    return _with_author(xml) if added else xml


def _text(text: str, p: bytes) -> bytes:
    words = escape(text).encode("utf-8")
    return b'<%btext><%br><%bt xml:space="preserve">%b</%bt></%br></%btext>' % (p, p, p, words, p, p, p)


def _authors(xml: bytes) -> list[bytes]:
    return re.findall(rb"<(?:\w+:)?author(?:/>|>([^<]*)<)", xml)


def _author(xml: bytes) -> int:
    authors = _authors(xml)
    return authors.index(AUTHOR.encode()) if AUTHOR.encode() in authors else len(authors)


def _with_author(xml: bytes) -> bytes:
    if AUTHOR.encode() in _authors(xml):
        return xml
    p = root_prefix(xml)
    new = b"<%bauthor>%b</%bauthor>" % (p, AUTHOR.encode(), p)
    if b"</%bauthors>" % p in xml:
        return xml.replace(b"</%bauthors>" % p, new + b"</%bauthors>" % p, 1)
    return xml.replace(b"<%bauthors/>" % p, b"<%bauthors>%b</%bauthors>" % (p, new, p), 1)


_BLOCK = 1024  # shape ids in each block of a sheet; `idmap` lists the blocks that are its own
_IDMAP = re.compile(rb'(<(?:\w+:)?idmap\b[^>]*?\sdata=")([\d,]*)(")')


def _with_shapes(shapes: bytes, addresses: Iterable[bytes], *, of: Book) -> bytes:
    wanted = list(addresses)
    taken = {int(number) for number in re.findall(rb'id="_x0000_s(\d+)"', shapes)}
    shapes, ids = _free_shape_ids(shapes, taken, count=len(wanted), elsewhere=_blocks_of_all(of))
    new = b"".join(_shape(address, number) for number, address in zip(ids, wanted, strict=True))
    closing = shapes.rfind(b"</xml>")
    return shapes[:closing] + new + shapes[closing:]


def _blocks_of_all(of: Book) -> set[int]:
    parts = (of.package.part(name) for name in of.package.entries if name.endswith(".vml"))
    return {int(block) for part in parts for found in _IDMAP.findall(part) for block in found[1].split(b",") if block}


def _free_shape_ids(shapes: bytes, taken: set[int], *, count: int, elsewhere: set[int]) -> tuple[bytes, list[int]]:
    """So many ids within the blocks of the sheet's own, and its shapes with another block where those are full."""
    found = _IDMAP.search(shapes)
    blocks = [int(block) for block in found[2].split(b",") if block] if found else [1]
    ids: list[int] = []
    for at in range(len(blocks) + count):  # of blocks, at the very most: those that are full are looked through too
        first = (blocks[at] if at < len(blocks) else max({*blocks, *elsewhere}) + 1) * _BLOCK
        if at >= len(blocks):
            blocks.append(first // _BLOCK)
        ids += [number for number in range(first + 1, first + _BLOCK) if number not in taken]
        if len(ids) >= count:
            break
    listed = ",".join(map(str, blocks)).encode()
    return _IDMAP.sub(lambda entry: entry[1] + listed + entry[3], shapes, count=1), ids[:count]


def _shape(address: bytes, number: int) -> bytes:
    letters = address.rstrip(b"0123456789")
    row, column = int(address[len(letters) :]) - 1, number_of(letters) - 1
    anchor = f"{column + 1}, 12, {max(row - 1, 0)}, 4, {column + 4}, 20, {row + 7}, 4"
    return (
        '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel" '
        f'id="_x0000_s{number}" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto" '
        'style="position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:110pt;z-index:1;'
        'visibility:hidden"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
        f"<x:Column>{column}</x:Column></x:ClientData></v:shape>"
    ).encode()
