"""The existing workbook with only our cells rewritten: bytes that hold none of them are carried over as they lie."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from pipeline.tracker.content.case_texts import Rows, Texts
from pipeline.tracker.content.layout import ATTENTION, CASE_DUTIES, CASES, DEADLINES, LAYOUTS, SheetLayout
from pipeline.tracker.content.rows import how_counted, rows
from pipeline.tracker.merge.dashboard_cells import dashboard_parts
from pipeline.tracker.merge.edits import NewRefs, TableEdits, is_settled, table_edits
from pipeline.tracker.merge.inner_links import case_link_parts, today_link_parts
from pipeline.tracker.merge.rows_without_ref import awaited_refs, remains
from pipeline.tracker.merge.settled_items import base_without_the_gone, with_what_is_open
from pipeline.tracker.merge.tables import SheetTable, duplicated_keys, table, with_remarks
from pipeline.tracker.merge.unchanged_sheets import AS_WRITTEN, WATCHED, fingerprint, is_untouched, with_rows_at_rest
from pipeline.tracker.merge.upgrade.defined_names import with_marks_found, with_new_choices
from pipeline.tracker.merge.upgrade.first_sheet import with_today
from pipeline.tracker.merge.upgrade.new_columns import with_new_columns
from pipeline.tracker.model import Base, TrackerContent
from pipeline.tracker.new_workbook.finishing import called_as_excel_does
from pipeline.tracker.workbook.book import Book, book
from pipeline.tracker.workbook.cell_notes import note_parts
from pipeline.tracker.workbook.formulas import calculation_parts
from pipeline.tracker.workbook.links import link_parts
from pipeline.tracker.workbook.package import opened, rewritten
from pipeline.tracker.workbook.rewritten_sheet import with_rows
from pipeline.tracker.workbook.room_for_rows import RowMove, moved, room, with_ranges
from pipeline.tracker.workbook.table_parts import with_end
from pipeline.tracker.workbook.values import canonical

# The column of links on each sheet that has one.
_LINKS = {CASES.name: "Form", ATTENTION.name: "Original"}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Draft:
    """The workbook that stands, and the parts of it that change."""

    of: Book
    parts: dict[str, bytes] = field(default_factory=dict)  # by name
    base: dict[str, Mapping[str, Texts]] = field(default_factory=dict)  # the rows of it that change, by sheet
    places: dict[str, dict[str, int]] = field(default_factory=dict)  # sheet and key to the row where it then stands
    clean: dict[str, bool] = field(default_factory=dict)  # whether a sheet then says just what the base says
    recounted: list[str] = field(default_factory=list)  # sheets on which a formula was added, moved or written over


def patched(package: bytes, content: TrackerContent, *, base: Base) -> tuple[bytes, Base]:
    """The workbook brought up to `content`, and the new base; the very same bytes when nothing changes.

    `base` is what the last write gave back. Raises TrackerUnreadable where the bytes are no workbook, or where the
    patch would lose a part.
    """
    # A workbook of an earlier version that Excel has not saved since is one that some programs cannot open.
    named = called_as_excel_does(package)
    whole = with_today(named, office=content.office, marking=content.marking) if content.today else named
    wider = with_marks_found(with_new_choices(with_new_columns(whole)))
    if wider is not package:
        return patched(wider, content, base=base)
    new, new_base = _brought_up_to(package, content, base=base)
    arranged = with_what_is_open(new, content.attention, base=new_base)
    if arranged is new:
        return new, new_base
    # What leads to its rows is led after them.
    return patched(arranged, content, base=base_without_the_gone(arranged, new_base))


def _brought_up_to(package: bytes, content: TrackerContent, *, base: Base) -> tuple[bytes, Base]:
    draft = _Draft(of=book(package))
    due = with_rows_at_rest(rows(content), content, base=base)
    for layout in _to_be_compared(draft.of, due, base=base):
        found = table(package, layout.name)
        if found is None:
            continue
        entry = with_remarks(found, base)
        refs = _new_refs(entry, content, base=base) if layout is CASES else NewRefs()
        new_refs = refs.all
        accepting = table(package, ATTENTION.name)
        edits = table_edits(entry, due, base=base, new_refs=refs, attention=accepting)
        end = _end(entry, keys={*due.get(layout.name, ()), *new_refs.values()}, new_refs=new_refs)
        roomy = _with_room(entry, len(edits.added), end=end, of=draft.of)
        if roomy is not draft.of.package.content:
            return patched(roomy, content, base=base)
        draft.base[layout.name] = edits.base
        draft.clean[layout.name] = edits.clean
        added = _write_table(draft, entry, edits=edits, end=end)
        draft.places[layout.name] = _places(entry, new_refs) | added
        if layout is CASES:
            _explain(draft, entry, places=draft.places[layout.name], content=content)
        if layout.name in _LINKS:
            _link(draft, entry, places=draft.places[layout.name], content=content)
    draft.parts.update(dashboard_parts(content, draft.of))
    _lead(draft, content)
    new = _package(package, draft)
    return new, _new_base(base, draft, package=new)


def _new_refs(entry: SheetTable, content: TrackerContent, *, base: Base) -> NewRefs:
    return NewRefs(awaited=awaited_refs(entry.rows, content.cases, base=base), emptied=remains(entry.rows, base))


def _lead(draft: _Draft, content: TrackerContent) -> None:
    """Drafts the links within the workbook: from the lines of Today, and from what waits to its case."""
    # They lead astray only where a line or a row that is led to has moved.
    if not (draft.parts or CASES.name in draft.places):
        return

    def rows_of(sheet: str) -> Mapping[str, int]:
        if sheet not in draft.places:
            found = table(draft.of.package.content, sheet)
            draft.places[sheet] = _places(found, {}) if found else {}
        return draft.places[sheet]

    draft.parts.update(case_link_parts(content, draft.of, parts=draft.parts, rows_of=rows_of))
    draft.parts.update(today_link_parts(content, draft.of, parts=draft.parts, rows_of=rows_of))


def _to_be_compared(of: Book, due: Rows, *, base: Base) -> list[SheetLayout]:
    layouts = [layout for layout in LAYOUTS if not _needs_nothing(layout, due, base=base, of=of)]
    if DEADLINES in layouts and CASES not in layouts:
        layouts.insert(0, CASES)  # its notes say how the deadlines were counted
    return layouts


def _needs_nothing(layout: SheetLayout, due: Rows, *, base: Base, of: Book) -> bool:
    return layout in WATCHED and is_untouched(layout, of=of, base=base) and is_settled(layout.name, due, base=base)


def _package(package: bytes, draft: _Draft) -> bytes:
    if not draft.parts:
        return package
    more, dropped = calculation_parts(draft.of, changed=draft.parts, moved=bool(draft.recounted))
    draft.parts.update(more)
    return rewritten(draft.of.package, draft.parts, dropped=dropped)


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


def _places(table: SheetTable, new_refs: Mapping[int, str]) -> dict[str, int]:
    """The row number of each key that stands in one row only."""
    duplicated = duplicated_keys(table)
    keys = ((new_refs.get(row.row.number, row.key), row.row.number) for row in table.rows)
    return {key: number for key, number in keys if key and key not in duplicated}


def _write_table(draft: _Draft, table: SheetTable, *, edits: TableEdits, end: int) -> dict[str, int]:
    """Drafts the parts of `table`, whose last row is `end`, and gives the row number of each key that is added."""
    if not edits.cells and not edits.added:
        return {}
    place, described = table.place, table.place.described
    numbers = room(place, len(edits.added), end=end).numbers
    new_end = max((end, *numbers))
    cells = {number: table.puts(texts) for number, texts in edits.cells.items()}
    added = {number: table.puts(texts) for number, (_, texts) in zip(numbers, edits.added, strict=True)}
    xml = with_rows(place, cells=cells, added=added, of=draft.of)
    if _formulas(xml, place.grid.prefix) != _formulas(place.grid.xml, place.grid.prefix):
        draft.recounted.append(place.title)
    old_end = described.end if described else end
    draft.parts[place.part] = with_ranges(xml, old_end=old_end, new_end=new_end, prefix=place.grid.prefix)
    if described and new_end > described.end:
        draft.parts[described.name] = with_end(draft.of.package.part(described.name), described, end=new_end)
    return {key: number for number, (key, _) in zip(numbers, edits.added, strict=True)}


def _with_room(table: SheetTable, count: int, *, end: int, of: Book) -> bytes:
    """The workbook with room for `count` rows under row `end`, the last of `table`; the very same bytes where it is."""
    needed = room(table.place, count, end=end)
    new_end = max((end, *needed.numbers))
    if new_end == end:
        return of.package.content
    move = RowMove(
        title=table.place.title,
        part=table.place.part,
        first=table.place.header_row + 1,
        end=end,
        new_end=new_end,
        start=needed.below or new_end + 1,
        by=needed.short,
    )
    return moved(move, of)


def _end(table: SheetTable, *, keys: Collection[str], new_refs: Mapping[int, str]) -> int:
    """The last row of the table; one of our `keys` right below belongs to it, though LibreOffice ends it above."""
    described = table.place.described
    if described and described.totals:
        return described.end
    by_key = ((new_refs.get(row.row.number, row.key), row) for row in table.rows)
    ours = (row.row.number for key, row in by_key if key in keys and not row.apart)
    return max((described.end if described else table.place.header_row, *ours))


def _formulas(xml: bytes, prefix: bytes) -> int:
    return len(re.findall(rb"<%bf[ >]" % prefix, xml))


def _explain(draft: _Draft, table: SheetTable, *, places: Mapping[str, int], content: TrackerContent) -> None:
    """Drafts the notes on the computed dates, for the rows in `places`."""
    wanted: dict[bytes, str] = {}
    optional: set[bytes] = set()
    columns = {rule: table.columns[header] for header, rule in CASE_DUTIES.items() if header in table.columns}
    for ref, number in places.items():
        for deadline in content.ledgers[ref].deadlines if ref in content.ledgers else ():
            if deadline.rule in columns:
                at = b"%b%d" % (columns[deadline.rule], number)
                wanted[at] = how_counted(deadline)
                if not deadline.state.is_open:
                    optional.add(at)
    part = table.place.part
    draft.parts.update(note_parts(part, wanted, optional=frozenset(optional), of=draft.of))


def _link(draft: _Draft, table: SheetTable, *, places: Mapping[str, int], content: TrackerContent) -> None:
    """Drafts the links to the stored forms and mails, for the rows in `places`."""
    header = _LINKS[table.layout.name]
    if header not in table.columns:
        return
    targets = content.originals
    if table.layout is ATTENTION:
        mails = ((canonical(item.id), item.mail) for item in content.attention)
        targets = {key: mail.original for key, mail in mails if mail is not None and mail.original}
    column, part = table.columns[header], table.place.part
    links = {column + b"%d" % places[key]: link for key, link in targets.items() if key in places}
    sheet = draft.parts.get(part) or table.place.grid.xml
    draft.parts.update(link_parts(part, sheet, wanted=links, of=draft.of))
