"""The existing workbook with only our cells rewritten: bytes that hold none of them are carried over as they lie."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.tracker.book import Book, book
from pipeline.tracker.edits import TableEdits, awaiting_refs, table_edits
from pipeline.tracker.inventory import require_whole
from pipeline.tracker.layout import LAYOUTS
from pipeline.tracker.model import Base, TrackerContent
from pipeline.tracker.package import written
from pipeline.tracker.places import free_rows
from pipeline.tracker.ranges import with_ranges
from pipeline.tracker.read import Table, tables
from pipeline.tracker.rows import rows
from pipeline.tracker.sheet_xml import with_rows
from pipeline.tracker.table_parts import table_part, with_end

Parts = dict[str, bytes]


def patched(package: bytes, content: TrackerContent, *, base: Base) -> tuple[bytes, Base]:
    """The workbook brought up to `content`, and the new base; the very same bytes when nothing changes.

    `base` is what the last write gave back. Raises TrackerUnreadable where the bytes are no workbook, or where the
    patch would lose a part.
    """
    of = book(package)
    standing = tables(package)
    ours = rows(content)
    changed: Parts = {}
    changes: dict[tuple[str, str, str], str] = {}
    for layout in LAYOUTS:
        table = standing.get(layout.name)
        if table is None:
            continue
        edits = table_edits(table, ours, base=base, given=_given(table, content, base=base))
        changes |= edits.base
        _write_table(table, edits, of=of, changed=changed)
    new_base = _new_base(base, changes)
    if not changed:
        return package, new_base
    content_bytes = written(of.package, changed)
    require_whole(of.package, content_bytes, changed=changed)
    return content_bytes, new_base


def _given(table: Table, content: TrackerContent, *, base: Base) -> Mapping[int, str]:
    return awaiting_refs(table, content.cases, base=base) if table.layout.name == "Cases" else {}


def _new_base(base: Base, changes: Mapping[tuple[str, str, str], str]) -> Base:
    if not changes:
        return base
    new = {**base, **changes}
    for key, text in changes.items():
        if not text:
            del new[key]
    return new


def _write_table(table: Table, edits: TableEdits, *, of: Book, changed: Parts) -> None:
    if not edits.cells and not edits.added:
        return
    found = table_part(table, of)
    end = found.end if found else max((row.row.number for row in table.rows if row.key), default=table.header_row)
    numbers = free_rows(table, len(edits.added), end=end)
    added = dict(zip(numbers, (texts for _, texts in edits.added), strict=True))
    xml = with_rows(table, cells=edits.cells, added=added, of=of)
    if added:
        xml = with_ranges(xml, old_end=end, new_end=max(numbers), prefix=table.grid.prefix)
    changed[table.part] = xml
    if found and added and max(numbers) > end:
        changed[found.name] = with_end(of.package.part(found.name), found, end=max(numbers))
