"""What the office must look at in its own workbook: what stands there and cannot be used, and what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import filterfalse

from pipeline.model import Attention
from pipeline.tracker.content.layout import (
    ACTIONS,
    AGENCIES,
    ATTENTION,
    CALENDAR,
    CASES,
    CONTACTS,
    DEADLINES,
    DECISIONS,
    LOG,
    SheetLayout,
)
from pipeline.tracker.merge import sentences
from pipeline.tracker.merge.compared import ComparedSheet, Comparison
from pipeline.tracker.merge.office_sheets import contact_doubts
from pipeline.tracker.merge.rows_without_ref import is_like_a_case, lacks, says_something
from pipeline.tracker.merge.tables import TableRow
from pipeline.tracker.workbook.table_parts import PLAIN_RANGE

WITH_FACTS = (CASES, DEADLINES, AGENCIES, DECISIONS, ACTIONS)


def doubts(sheets: Mapping[str, ComparedSheet], comparison: Comparison) -> Iterator[Attention]:
    """What stands on `sheets` and cannot be used, or is missing there, until somebody puts it right."""
    now = comparison.now
    for sheet in sheets.values():
        called = sheet.table.headings
        yield from (sentences.lost_column(sheet.name, called[header], now=now) for header in sheet.table.missing)
    for sheet in among(WITH_FACTS, sheets):
        if sheet.loose.keys:
            yield sentences.came_loose(sheet.name, sheet.loose.ident, now=now)
        yield from _of_keys(sheet, comparison)
        yield from _of_whole_rows(sheet, comparison)
        yield from _of_cells(sheet, comparison)
    for sheet in among((CONTACTS,), sheets):
        yield from contact_doubts(sheet.table, now=now)
    for sheet in among((CALENDAR, ATTENTION, LOG), sheets):
        yield from _of_cells(sheet, comparison)


def among(layouts: Iterable[SheetLayout], sheets: Mapping[str, ComparedSheet]) -> list[ComparedSheet]:
    """Those of `layouts` that the workbook has among its `sheets`."""
    return [sheets[layout.name] for layout in layouts if layout.name in sheets]


def _of_keys(sheet: ComparedSheet, comparison: Comparison) -> Iterator[Attention]:
    refs = {row.key: row.ref for row in sheet.table.rows if row.key in sheet.duplicated}
    for key, ref in sorted(refs.items()):
        yield sentences.twice(sheet.name, key, case_ref=ref, now=comparison.now)
    for row in sheet.table.rows:
        if row.ref and not (row.apart or comparison.knows(row.ref)):
            yield sentences.unknown_ref(sheet.name, row.ref, row=row.row.number, now=comparison.now)


def _of_whole_rows(sheet: ComparedSheet, comparison: Comparison) -> Iterator[Attention]:
    for row in sheet.rows:
        header = _opens_nothing(sheet, row) or lacks(row, sheet.table.layout)
        # Of a row whose Ref no case has, that Ref is named; what else it lacks is of no use to anybody.
        if header and (not row.ref or comparison.knows(row.ref)):
            yield sentences.incomplete_row(sheet.name, header, row=row.row.number, now=comparison.now)
    if not all(comparison.knows(row.ref) for row in _remarks(sheet)):
        yield sentences.stands_below(sheet.name, now=comparison.now)


def _opens_nothing(sheet: ComparedSheet, row: TableRow) -> str:
    """The header under which a case begins, where something is typed only under those that are counted."""
    is_ours = sheet.table.layout is CASES and row.stands
    return "Child" if is_ours and not (sheet.key(row) or says_something(row)) else ""


def _remarks(sheet: ComparedSheet) -> Iterator[TableRow]:
    # A total row stands apart too, and is no remark; nor is a case that came by telephone. A remark that the table has
    # grown past since is still not read.
    described = sheet.table.place.described or PLAIN_RANGE
    totals = range(described.end + 1, described.bottom + 1)
    apart = (row for row in sheet.table.rows if row.apart and row.texts and row.row.number not in totals)
    return filterfalse(is_like_a_case, apart) if sheet.table.layout is CASES else apart


def _of_cells(sheet: ComparedSheet, comparison: Comparison) -> Iterator[Attention]:
    columns = sheet.table.layout.headers
    counts_apart = sheet.table.layout in (CALENDAR, ATTENTION)
    for row in sheet.rows:
        if row.apart and not (counts_apart or comparison.knows(row.ref)):
            continue
        key = sheet.key(row) or f"row {row.row.number}"
        for header, cell in row.odd.items():
            if cell.problem and columns[header].is_typed:
                said = sentences.unreadable(sheet.name, key, column=columns[header], cell=cell, now=comparison.now)
                yield replace(said, case_ref=sheet.ref(row))
