"""The workbook without the rows of cases that are erased, and without what only those rows said."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from pipeline.tracker.content.layout import LAYOUTS
from pipeline.tracker.merge.tables import STOOD_APART, SheetTable, table, tables
from pipeline.tracker.merge.unchanged_sheets import AS_WRITTEN
from pipeline.tracker.model import Base
from pipeline.tracker.workbook.book import Book, book, relations
from pipeline.tracker.workbook.grid import plain
from pipeline.tracker.workbook.package import Package, opened, written
from pipeline.tracker.workbook.row_order import RowOrder, in_order
from pipeline.tracker.workbook.values import canonical

_STRING_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*\st="s"[^>]*>\s*<(?:\w+:)?v>(\d+)</')
_STRING = re.compile(rb"<((?:\w+:)?)si\b[^>]*?(?:/>|>.*?</(?:\w+:)?si>)", re.S)
_NOTE = rb'<(?:\w+:)?%b\s[^>]*?\bref="[A-Z]+(\d+)"[^>]*?(?:/>|>.*?</(?:\w+:)?%b>)'
_SHAPE = re.compile(rb"<(?:\w+:)?shape\b.*?</(?:\w+:)?shape>", re.S)
_SHAPE_ROW = re.compile(rb"<(?:\w+:)?Row>(\d+)</")
_RELATION = re.compile(rb'<Relationship\b[^>]*?\bId="([^"]*)"[^>]*?/>')


def without_cases(content: bytes, refs: Collection[str], *, items: Collection[str]) -> bytes:
    """The workbook without the rows about those cases, and without `items` of Needs attention, given by their ids; the
    very same bytes where it has none. Raises TrackerUnreadable where the bytes are no workbook."""
    new = content
    for layout in LAYOUTS:
        new = _without_rows(new, layout.name, refs=refs, items=items)
    return new if new is content else _without_unused(opened(new))


def rows_left(content: bytes, refs: Collection[str], *, items: Collection[str]) -> tuple[str, ...]:
    """Where rows of those cases stand, such as `Log row 12`."""
    found = ((name, _rows_of(entry, refs, items=items)) for name, entry in tables(content).items())
    return tuple(f"{name} row {number}" for name, numbers in found for number in numbers)


def base_without(base: Base, refs: Collection[str], *, items: Collection[str]) -> Base:
    """What was last written, without those rows; nothing is known to be as it was written until it is compared."""
    kept = {
        name: {key: texts for key, texts in rows.items() if not _is_about(key, texts, refs=refs, items=items)}
        for name, rows in base.items()
    }
    kept.pop(AS_WRITTEN, None)
    if STOOD_APART in base:
        said = {f"Ref: {ref}" for ref in refs}
        kept[STOOD_APART] = {
            name: {words: text for words, text in rows.items() if said.isdisjoint(words.splitlines())}
            for name, rows in base[STOOD_APART].items()
        }
    return kept


def _is_about(key: str, texts: Mapping[str, str], *, refs: Collection[str], items: Collection[str]) -> bool:
    ref = texts.get("Ref", "") or key.partition("|")[0]
    return ref in refs or key in {canonical(item) for item in items}


def _rows_of(found: SheetTable, refs: Collection[str], *, items: Collection[str]) -> list[int]:
    rows = (row for row in found.rows if not row.is_blank)
    return [row.row.number for row in rows if _is_about(row.key, row.texts, refs=refs, items=items)]


def _without_rows(content: bytes, name: str, *, refs: Collection[str], items: Collection[str]) -> bytes:
    found = table(content, name)
    gone = _rows_of(found, refs, items=items) if found else ()
    if not (found and gone):
        return content
    bare = _without_notes(book(content), found.place.part, rows=gone)
    found = table(bare, name) or found
    # What stands apart below the table stays where it is.
    numbers = [row.row.number for row in found.rows if not (row.apart or row.is_blank) or row.row.number in gone]
    kept = [number for number in numbers if number not in gone]
    moves = dict(zip(kept, numbers, strict=False))
    return in_order(RowOrder(place=found.place, numbers=moves, emptied=numbers[len(kept) :]), book(bare))


def _without_notes(of: Book, part: str, *, rows: Collection[int]) -> bytes:
    """The workbook without the notes on those rows of a sheet."""
    changed: dict[str, bytes] = {}
    for relation in relations(of.package, part):
        if relation.external or relation.target not in of.package:
            continue
        xml = plain(of.package.part(relation.target))
        if relation.kind in ("comments", "threadedComment"):
            kind = b"comment" if relation.kind == "comments" else b"threadedComment"
            new = re.sub(_NOTE % (kind, kind), lambda note: b"" if int(note[1]) in rows else note[0], xml, flags=re.S)
        elif relation.kind == "vmlDrawing":
            new = _SHAPE.sub(lambda shape: b"" if _row_of(shape[0]) in rows else shape[0], xml)
        else:
            continue
        if new != xml:
            changed[relation.target] = new
    return written(of.package, changed) if changed else of.package.content


def _row_of(shape: bytes) -> int:
    found = _SHAPE_ROW.search(shape)
    return int(found[1]) + 1 if found else 0


def _without_unused(package: Package) -> bytes:
    """The workbook without shared texts that no cell holds, and without links that no cell leads to."""
    parts = {**dict(_links(package)), **dict(_strings(package))}
    changed = {name: xml for name, xml in parts.items() if xml != package.part(name)}
    return written(package, changed) if changed else package.content


def _strings(package: Package) -> Iterator[tuple[str, bytes]]:
    sheets = (package.part(name) for name in package.entries if "/worksheets/" in name and name.endswith(".xml"))
    used = {int(number) for xml in sheets for number in _STRING_CELL.findall(plain(xml))}
    for name in package.entries:
        if name.endswith("sharedStrings.xml"):
            yield name, _only(plain(package.part(name)), used)


def _only(strings: bytes, used: Collection[int]) -> bytes:
    numbers = iter(range(len(strings)))

    def kept(found: re.Match[bytes]) -> bytes:
        return found[0] if next(numbers) in used else b"<%bsi><%bt/></%bsi>" % ((found[1],) * 3)

    return _STRING.sub(kept, strings)


def _links(package: Package) -> Iterator[tuple[str, bytes]]:
    """The relations of each sheet, without the links that its cells no longer have."""
    for name in package.entries:
        folder, _, file = name.rpartition("/")
        if not (folder.endswith("worksheets/_rels") and file.endswith(".rels")):
            continue
        sheet = package.part(f"{folder.removesuffix('/_rels')}/{file.removesuffix('.rels')}")

        def kept(found: re.Match[bytes], sheet: bytes = sheet) -> bytes:
            return found[0] if b"/hyperlink" not in found[0] or b'"%b"' % found[1] in sheet else b""

        yield name, _RELATION.sub(kept, package.part(name))
