"""The workbook without the rows of cases that are erased, and without what only those rows said."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from pipeline.tracker.content.case_texts import Texts
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
_SHAPE_ROW = re.compile(rb"<(?:\w+:)?Row>(\d+)</")
# What holds notes, by the kind of its relation: a note, and the number of its row where the note tells it at once.
_NOTES = {
    "comments": re.compile(_NOTE % (b"comment", b"comment"), re.S),
    "threadedComment": re.compile(_NOTE % (b"threadedComment", b"threadedComment"), re.S),
    "vmlDrawing": re.compile(rb"<(?:\w+:)?shape\b.*?</(?:\w+:)?shape>", re.S),
}
_RELATION = re.compile(rb'<Relationship\b[^>]*?\bId="([^"]*)"[^>]*?/>')


def without_cases(content: bytes, refs: Collection[str], *, items: Collection[str]) -> bytes:
    """The workbook without the rows about those cases, and without `items` of Needs attention, given by their ids; the
    very same bytes where it has none. Raises TrackerUnreadable where the bytes are no workbook."""
    new, gone = content, _Gone.of(refs, items)
    for layout in LAYOUTS:
        new = _without_rows(new, layout.name, gone=gone)
    return new if new is content else _without_unused(opened(new))


def rows_left(content: bytes, refs: Collection[str], *, items: Collection[str]) -> tuple[str, ...]:
    """Where rows of those cases stand, such as `Log row 12`."""
    gone = _Gone.of(refs, items)
    return tuple(f"{name} row {n}" for name, entry in tables(content).items() for n in gone.rows(entry))


def base_without(base: Base, refs: Collection[str], *, items: Collection[str]) -> Base:
    """What was last written, without those rows; nothing is known to be as it was written until it is compared."""
    gone = _Gone.of(refs, items)
    kept = {name: gone.without(rows) for name, rows in base.items() if name != AS_WRITTEN}
    if STOOD_APART in base:
        said = {f"Ref: {ref}" for ref in refs}
        kept[STOOD_APART] = {
            name: {words: text for words, text in rows.items() if said.isdisjoint(words.splitlines())}
            for name, rows in base[STOOD_APART].items()
        }
    return kept


@dataclass(frozen=True, kw_only=True, slots=True)
class _Gone:
    """The cases that are erased, and the keys of their items."""

    refs: frozenset[str]
    items: frozenset[str]

    @classmethod
    def of(cls, refs: Collection[str], items: Collection[str]) -> _Gone:
        return cls(refs=frozenset(refs), items=frozenset(map(canonical, items)))

    def holds(self, key: str, texts: Texts) -> bool:
        return key in self.items or (texts.get("Ref") or key.partition("|")[0]) in self.refs

    def without(self, rows: Mapping[str, Texts]) -> dict[str, Texts]:
        return {key: texts for key, texts in rows.items() if not self.holds(key, texts)}

    def rows(self, found: SheetTable) -> list[int]:
        rows = (row for row in found.rows if not row.is_blank)
        return [row.row.number for row in rows if self.holds(row.key, row.texts)]


def _without_rows(content: bytes, name: str, *, gone: _Gone) -> bytes:
    found = table(content, name)
    if found is None or not (rows := gone.rows(found)):
        return content
    bare = _without_notes(book(content), found.place.part, rows=rows)
    found = table(bare, name) or found
    # What stands apart below the table stays where it is.
    numbers = [row.row.number for row in found.rows if row.stands or row.row.number in rows]
    kept = [number for number in numbers if number not in rows]
    moves = dict(zip(kept, numbers, strict=False))
    return in_order(RowOrder(place=found.place, numbers=moves, emptied=numbers[len(kept) :]), book(bare))


def _without_notes(of: Book, part: str, *, rows: Collection[int]) -> bytes:
    """The workbook without the notes on those rows of a sheet."""

    def kept(note: re.Match[bytes]) -> bytes:
        return b"" if _row_of(note) in rows else note[0]

    changed: dict[str, bytes] = {}
    for relation in relations(of.package, part):
        if relation.kind in _NOTES and relation.target in of.package:
            xml = plain(of.package.part(relation.target))
            if (new := _NOTES[relation.kind].sub(kept, xml)) != xml:
                changed[relation.target] = new
    return written(of.package, changed) if changed else of.package.content


def _row_of(note: re.Match[bytes]) -> int:
    """The number of the row of a note; of a shape, whose rows are counted from nought, or nought if it tells none."""
    if note.re.groups:
        return int(note[1])
    found = _SHAPE_ROW.search(note[0])
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
