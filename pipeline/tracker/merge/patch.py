"""The existing workbook with only our cells rewritten: bytes that hold none of them are carried over as they lie."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from pipeline.clock.model import DeadlineState
from pipeline.tracker.content.case_texts import Rows, Texts
from pipeline.tracker.content.layout import CASE_DUTIES, CASES, DEADLINES, LAYOUTS, SheetLayout
from pipeline.tracker.content.rows import deadline_key, rows
from pipeline.tracker.merge.dashboard_cells import dashboard_parts
from pipeline.tracker.merge.edits import TableEdits, awaiting_refs, duplicated_keys, is_settled, table_edits
from pipeline.tracker.merge.remarks_below import with_remarks
from pipeline.tracker.merge.tables import SheetTable, table
from pipeline.tracker.merge.untouched import AS_WRITTEN, WATCHED, fingerprint, is_untouched
from pipeline.tracker.model import Base, TrackerContent
from pipeline.tracker.workbook.book import Book, book
from pipeline.tracker.workbook.garbage_collector import collector_held_back
from pipeline.tracker.workbook.inventory import require_whole
from pipeline.tracker.workbook.links import link_parts
from pipeline.tracker.workbook.moves import RowMove, moved
from pipeline.tracker.workbook.notes import note_parts
from pipeline.tracker.workbook.package import opened, written
from pipeline.tracker.workbook.ranges import with_ranges
from pipeline.tracker.workbook.recalculation import calculation_parts
from pipeline.tracker.workbook.room_for_rows import room
from pipeline.tracker.workbook.sheet_xml import with_rows
from pipeline.tracker.workbook.table_parts import with_end


@dataclass(frozen=True, kw_only=True, slots=True)
class _Draft:
    """The workbook that stands, and the parts of it that change."""

    of: Book
    parts: dict[str, bytes] = field(default_factory=dict)
    base: dict[str, Mapping[str, Texts]] = field(default_factory=dict)
    clean: dict[str, bool] = field(default_factory=dict)  # whether a sheet then says just what the base says
    moved: list[str] = field(default_factory=list)  # sheets on which a formula was added, moved or written over


@collector_held_back()
def patched(package: bytes, content: TrackerContent, *, base: Base) -> tuple[bytes, Base]:
    """The workbook brought up to `content`, and the new base; the very same bytes when nothing changes.

    `base` is what the last write gave back. Raises TrackerUnreadable where the bytes are no workbook, or where the
    patch would lose a part.
    """
    draft = _Draft(of=book(package))
    ours = rows(content)
    due = [layout for layout in LAYOUTS if not _needs_nothing(layout, ours, base=base, of=draft.of)]
    if DEADLINES in due and CASES not in due:
        due.insert(0, CASES)  # its notes say how the deadlines were counted
    for layout in due:
        found = table(package, layout.name)
        if found is not None:
            entry = with_remarks(found, base)
            given = awaiting_refs(entry, content.cases, base=base) if layout is CASES else {}
            edits = table_edits(entry, ours, base=base, given=given)
            end = _end(entry, known={*ours.get(layout.name, ()), *given.values()}, given=given)
            roomy = _with_room(entry, len(edits.added), end=end, of=draft.of)
            if roomy is not draft.of.package.content:
                return patched(roomy, content, base=base)
            draft.base[layout.name] = edits.base
            draft.clean[layout.name] = edits.clean
            added = _write_table(draft, entry, edits=edits, end=end)
            if layout is CASES:
                places = _places(entry, given) | added
                _explain_and_link(draft, entry, places=places, content=content, ours=ours)
    draft.parts.update(dashboard_parts(content, draft.of))
    new = _package(package, draft)
    return new, _new_base(base, draft, package=new)


def _needs_nothing(layout: SheetLayout, ours: Rows, *, base: Base, of: Book) -> bool:
    return layout in WATCHED and is_untouched(layout, of=of, base=base) and is_settled(layout.name, ours, base=base)


def _package(package: bytes, draft: _Draft) -> bytes:
    if not draft.parts:
        return package
    more, dropped = calculation_parts(draft.of, changed=draft.parts, moved=bool(draft.moved))
    draft.parts.update(more)
    new = written(draft.of.package, draft.parts, dropped=dropped)
    require_whole(draft.of.package, new, changed=draft.parts, dropped=dropped)
    return new


def _new_base(base: Base, draft: _Draft, *, package: bytes) -> Base:
    new = {**base, **{sheet: {**base.get(sheet, {}), **texts} for sheet, texts in draft.base.items() if texts}}
    whole = opened(package)
    marks = dict(base.get(AS_WRITTEN, {}))
    for layout in WATCHED:
        if layout.name in draft.clean:
            is_clean = draft.clean[layout.name]
            marks[layout.name] = {"fingerprint": fingerprint(layout, of=draft.of, package=whole)} if is_clean else {}
    new[AS_WRITTEN] = {name: mark for name, mark in marks.items() if mark}
    return base if new == base else new


def _places(table: SheetTable, given: Mapping[int, str]) -> dict[str, int]:
    """The row number of each key that stands in one row only."""
    twice = duplicated_keys(table)
    keys = ((given.get(row.row.number, row.key), row.row.number) for row in table.rows)
    return {key: number for key, number in keys if key and key not in twice}


def _write_table(draft: _Draft, table: SheetTable, *, edits: TableEdits, end: int) -> dict[str, int]:
    """Drafts the parts of `table`, whose last row is `end`, and gives the row number of each key that is added."""
    if not edits.cells and not edits.added:
        return {}
    found = table.described
    numbers = room(table, len(edits.added), end=end).numbers
    new_end = max((end, *numbers))
    added = dict(zip(numbers, (texts for _, texts in edits.added), strict=True))
    xml = with_rows(table, cells=edits.cells, added=added, of=draft.of)
    if _formulas(xml, table.grid.prefix) != _formulas(table.grid.xml, table.grid.prefix):
        draft.moved.append(table.title)
    old_end = found.end if found else end
    draft.parts[table.part] = with_ranges(xml, old_end=old_end, new_end=new_end, prefix=table.grid.prefix)
    if found and new_end > found.end:
        draft.parts[found.name] = with_end(draft.of.package.part(found.name), found, end=new_end)
    return dict(zip((key for key, _ in edits.added), numbers, strict=True))


def _with_room(table: SheetTable, count: int, *, end: int, of: Book) -> bytes:
    """The workbook with room for `count` rows under row `end`, the last of `table`; the very same bytes where it is."""
    needed = room(table, count, end=end)
    new_end = max((end, *needed.numbers))
    if new_end == end:
        return of.package.content
    move = RowMove(
        title=table.title,
        part=table.part,
        first=table.header_row + 1,
        end=end,
        new_end=new_end,
        start=needed.below or new_end + 1,
        by=needed.short,
    )
    return moved(move, of)


def _end(table: SheetTable, *, known: Collection[str], given: Mapping[int, str]) -> int:
    """The last row of the table; one of a `known` key right below belongs to it, though LibreOffice ends it above."""
    found = table.described
    if found and found.totals:
        return found.end
    keys = ((given.get(row.row.number, row.key), row) for row in table.rows)
    ours = (row.row.number for key, row in keys if key in known and not row.apart)
    return max((found.end if found else table.header_row, *ours))


def _formulas(xml: bytes, prefix: bytes) -> int:
    return len(re.findall(rb"<%bf[ >]" % prefix, xml))


def _explain_and_link(
    draft: _Draft, table: SheetTable, *, places: Mapping[str, int], content: TrackerContent, ours: Rows
) -> None:
    """Drafts the notes on the computed dates and the links to the stored forms."""
    wanted: dict[bytes, str] = {}
    optional: set[bytes] = set()
    columns = {rule: table.columns[header] for header, rule in CASE_DUTIES.items() if header in table.columns}
    for ref, number in places.items():
        for deadline in content.deadlines.get(ref, ()):
            if deadline.rule in columns:
                at = b"%b%d" % (columns[deadline.rule], number)
                wanted[at] = ours["Deadlines"][deadline_key(deadline)]["How counted"]
                if deadline.state is not DeadlineState.OPEN:
                    optional.add(at)
    draft.parts.update(note_parts(table.part, wanted, optional=frozenset(optional), of=draft.of))
    if "Form" in table.columns:
        column = table.columns["Form"]
        links = {column + b"%d" % places[ref]: link for ref, link in content.originals.items() if ref in places}
        sheet = draft.parts.get(table.part) or table.grid.xml
        draft.parts.update(link_parts(table.part, sheet, wanted=links, of=draft.of))
