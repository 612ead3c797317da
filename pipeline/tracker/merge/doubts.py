"""What the office must look at in its own workbook: what stands there and cannot be used, and what is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.facts import Owner
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
    for layout in WITH_FACTS:
        if layout.name in sheets:
            if sheets[layout.name].loose.keys:
                yield sentences.came_loose(layout.name, sheets[layout.name].loose.ident, now=now)
            yield from _of_keys(sheets[layout.name], comparison)
            yield from _of_whole_rows(sheets[layout.name], comparison)
            yield from _of_cells(sheets[layout.name], comparison)
    if CONTACTS.name in sheets:
        yield from contact_doubts(sheets[CONTACTS.name].table, now=now)
    for layout in (CALENDAR, ATTENTION, LOG):
        if layout.name in sheets:
            yield from _of_cells(sheets[layout.name], comparison)


def _of_keys(sheet: ComparedSheet, comparison: Comparison) -> Iterator[Attention]:
    refs = {row.key: row.texts["Ref"] for row in sheet.table.rows if row.key in sheet.duplicated}
    for key, ref in sorted(refs.items()):
        yield sentences.twice(sheet.name, key, case_ref=ref, now=comparison.now)
    for row in sheet.table.rows:
        if "Ref" in row.texts and not row.apart and not _is_of_a_case(row, comparison):
            yield sentences.unknown_ref(sheet.name, row.texts["Ref"], row=row.row.number, now=comparison.now)


def _of_whole_rows(sheet: ComparedSheet, comparison: Comparison) -> Iterator[Attention]:
    for row in sheet.rows:
        header = _opens_nothing(sheet, row) or lacks(row, sheet.table.layout)
        # Of a row whose Ref no case has, that Ref is named; what else it lacks is of no use to anybody.
        if header and ("Ref" not in row.texts or _is_of_a_case(row, comparison)):
            yield sentences.incomplete_row(sheet.name, header, row=row.row.number, now=comparison.now)
    if not all(_is_of_a_case(row, comparison) for row in _remarks(sheet)):
        yield sentences.stands_below(sheet.name, now=comparison.now)


def _opens_nothing(sheet: ComparedSheet, row: TableRow) -> str:
    """The header under which a case begins, where something is typed only under those that are counted."""
    if sheet.table.layout is not CASES or row.apart or row.is_blank:
        return ""
    return "" if sheet.key(row) or says_something(row) else "Child"


def _remarks(sheet: ComparedSheet) -> Iterator[TableRow]:
    # A total row stands apart too, and is no remark; nor is a case that came by telephone. A remark that the table has
    # grown past since is still not read.
    described = sheet.table.place.described or PLAIN_RANGE
    totals = range(described.end + 1, described.bottom + 1)
    apart = (row for row in sheet.table.rows if row.apart and row.texts and row.row.number not in totals)
    return apart if sheet.table.layout is not CASES else (row for row in apart if not is_like_a_case(row))


def _is_of_a_case(row: TableRow, comparison: Comparison) -> bool:
    ref = row.texts.get("Ref", "")
    return ref in comparison.cases or ref in comparison.resting


def _of_cells(sheet: ComparedSheet, comparison: Comparison) -> Iterator[Attention]:
    typed = {column.header: column for column in sheet.table.layout.columns if column.owner is not Owner.COMPUTED}
    for row in sheet.rows:
        if row.apart and sheet.table.layout not in (CALENDAR, ATTENTION) and not _is_of_a_case(row, comparison):
            continue
        key = sheet.key(row) or f"row {row.row.number}"
        for header, cell in row.odd.items():
            if cell.problem and header in typed:
                said = sentences.unreadable(sheet.name, key, column=typed[header], cell=cell, now=comparison.now)
                yield replace(said, case_ref=sheet.ref(row))
