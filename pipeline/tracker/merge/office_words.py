"""What the office has typed since the last write: facts, and what it must look at; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from pipeline.cases.taken_in import is_unsorted
from pipeline.facts import STATUSES, Case, Fact, duty_subject
from pipeline.model import Attention, FactKind, LogEntry
from pipeline.tracker.content.case_texts import differing
from pipeline.tracker.content.layout import AGENCIES, ATTENTION, CASES, CONTACTS, DEADLINES, LAYOUTS, Column
from pipeline.tracker.content.rows import is_taken_away
from pipeline.tracker.merge import office_sheets
from pipeline.tracker.merge.bases import base_as_read
from pipeline.tracker.merge.compared import ComparedSheet, Comparison, compared_sheet, rows_gone
from pipeline.tracker.merge.doubts import WITH_FACTS, among, doubts
from pipeline.tracker.merge.rows_without_ref import awaited_refs, lacks, new_cases, remains
from pipeline.tracker.merge.sentences import another_workbook, lost_sheet
from pipeline.tracker.merge.tables import SheetTable, TableRow, base_with_remarks, table, with_remarks
from pipeline.tracker.merge.unchanged_sheets import WATCHED, is_untouched
from pipeline.tracker.model import Base, OfficeWords
from pipeline.tracker.workbook.book import book
from pipeline.tracker.workbook.values import value_of

_ROW_REMOVED = "The office removed the row"  # read by people; that the row is gone, its fact says by naming no cell


def office_words(
    package: bytes, base: Base, *, cases: Iterable[Case], now: datetime, resting: frozenset[str] = frozenset()
) -> OfficeWords:
    """What was typed into the workbook since `base` was written, about `cases`, new ones and none that is `resting`.

    A value counts as typed where it differs from what was written and from what already holds. Raises
    TrackerUnreadable where the bytes are no workbook.
    """
    tables, lost = _tables(package, base)
    by_ref = {case.ref: case for case in cases}
    case_rows = tables[CASES.name].rows if CASES.name in tables else ()
    new_refs = awaited_refs(case_rows, by_ref.values(), base=base)
    comparison = Comparison(
        base=base,
        cases=by_ref,
        now=now,
        new_refs=new_refs,
        attention=tables.get(ATTENTION.name),
        resting=resting,
    )
    sheets = {name: compared_sheet(entry, comparison) for name, entry in tables.items()}
    contacts = tables.get(CONTACTS.name) if base.get(CONTACTS.name) else None
    read = base_as_read(sheets.values(), base, refs=comparison.cases, lost=lost)
    return OfficeWords(
        facts=tuple(_facts(sheets, comparison)),
        new_cases=tuple(new_cases(case_rows, new_refs.keys() | remains(case_rows, base).keys())),
        contacts=office_sheets.typed_contacts(contacts) if contacts else None,
        unfinished=office_sheets.unfinished_contacts(contacts) if contacts else (),
        answered=office_sheets.answered_items(tables, base),
        taken_back=office_sheets.taken_back(tables, base),
        resolved=office_sheets.resolved_items(tables, base),
        reopened=office_sheets.reopened_items(tables, base),
        calendar=office_sheets.typed_days(tables, base),
        removed_days=office_sheets.removed_days(tables, base),
        refusals=(*_lost(tables, lost, now=now), *doubts(sheets, comparison)),
        deleted=_deleted(sheets.get(CASES.name), comparison),
        duplicated=tuple(sorted(sheets[CASES.name].duplicated)) if case_rows else (),
        log=tuple(_put_back_lines(sheets.values(), comparison)),
        base=base_with_remarks(read, tables),
    )


def _lost(tables: Mapping[str, SheetTable], lost: Iterable[str], *, now: datetime) -> Iterator[Attention]:
    if not tables:
        yield another_workbook(now=now)
        return
    yield from (lost_sheet(name, now=now) for name in lost)


def _tables(package: bytes, base: Base) -> tuple[dict[str, SheetTable], tuple[str, ...]]:
    """The tables that may say something new, by name, and the names of those that are gone."""
    of = book(package)
    touched = [layout for layout in LAYOUTS if layout not in WATCHED or not is_untouched(layout, of=of, base=base)]
    found = {layout.name: table(package, layout.name) for layout in touched}
    there = {name: with_remarks(entry, base) for name, entry in found.items() if entry is not None}
    return there, tuple(name for name in found if name not in there)


def _deleted(sheet: ComparedSheet | None, comparison: Comparison) -> tuple[str, ...]:
    if sheet is None:
        return ()
    gone = sheet.written.keys() - map(sheet.key, sheet.table.rows)
    return tuple(ref for ref in comparison.cases if ref in gone)


# --- Facts -----------------------------------------------------------------------------------------------------------


def _facts(sheets: Mapping[str, ComparedSheet], comparison: Comparison) -> Iterator[Fact]:
    for sheet in among(WITH_FACTS, sheets):
        yield from _sheet_facts(sheet, comparison)


def _sheet_facts(sheet: ComparedSheet, comparison: Comparison) -> Iterator[Fact]:
    for row in sheet.rows:
        is_whole = sheet.is_trusted(row) and not lacks(row, sheet.table.layout)
        if is_whole and sheet.ref(row) in comparison.cases:
            yield from _row_facts(sheet, row, comparison=comparison)
    if sheet.table.layout is AGENCIES:
        yield from _agencies_taken_away(sheet, comparison)


def _row_facts(sheet: ComparedSheet, row: TableRow, *, comparison: Comparison) -> Iterator[Fact]:
    ref, subject = sheet.ref(row), _subject(sheet.table, row)
    texts = comparison.texts(ref)
    written = sheet.written.get(sheet.key(row), {})
    if not written and sheet.key(row) != row.key:
        # A row that waits for its Ref was read before it: what it then said is what the case holds.
        written = {column.header: text for column in sheet.columns if (text := texts.get((column.fact, ""), ""))}
    for column in sheet.columns:
        typed, before = row.texts.get(column.header, ""), written.get(column.header, "")
        if typed == before:
            continue
        # Where the row was never written, or that was forgotten, only what differs from what holds is a word; else
        # even what happens to agree with a form is the office's own word from now on.
        holds = before if written else texts.get((column.fact, subject), _shown_default(column, comparison.cases[ref]))
        if not _is_the_same(column, typed, holds=holds):
            where = f"{sheet.name}!{sheet.table.columns[column.header].decode()}{row.row.number}"
            yield comparison.fact(ref, column.fact, value=value_of(typed, column.kind), subject=subject, where=where)
        if column.fact == "rapid_review_on":
            yield from _time_with_the_day(row, ref=ref, written=written, comparison=comparison)


def _is_the_same(column: Column, typed: str, *, holds: str) -> bool:
    return typed == holds or (column.kind is FactKind.DATE and bool(holds) and typed[:10] == holds)


def _shown_default(column: Column, case: Case) -> str:
    return STATUSES[0] if column.fact == "status" and not is_unsorted(case) else ""


def _time_with_the_day(
    row: TableRow, *, ref: str, written: Mapping[str, str], comparison: Comparison
) -> Iterator[Fact]:
    # "16/11/2026 14:00" typed as the day of the review says its time too, unless the time's own cell was changed.
    day, at = "Rapid review on", "Rapid review at"
    clock = row.texts.get(day, "")[11:]
    own_is_unchanged = row.texts.get(at, "") == written.get(at, "") and at not in row.odd
    holds = comparison.texts(ref).get(("rapid_review_at", ""))
    if clock and own_is_unchanged and clock not in (written.get(day, "")[11:], holds):
        time = value_of(clock, FactKind.TIME)
        yield comparison.fact(ref, "rapid_review_at", value=time, where=f"{CASES.name}!{day}")


def _subject(table: SheetTable, row: TableRow) -> str:
    if table.layout is DEADLINES:
        return duty_subject(row.texts.get("Rule", ""), row.texts.get("For", ""))
    return row.texts.get(table.layout.subject, "")


def _agencies_taken_away(sheet: ComparedSheet, comparison: Comparison) -> Iterator[Fact]:
    # A row that was written and is gone takes its agency away; one that is typed anew brings it back
    # (`test_an_agency_that_was_removed_may_be_added_again`). One that says what was written before is of an older file.
    touched = comparison.with_fact("agency_removed")
    gone = rows_gone(sheet, comparison.cases)
    for row in sheet.table.rows if sheet.written else ():
        if row.key and not sheet.written.get(row.key) and row.ref in touched:
            gone.setdefault(row.key, row.texts)
    present = sheet.table.keys
    for key, texts in gone.items():
        ref, agency = texts["Ref"], texts.get("Agency", "")
        was_taken = ref in touched and is_taken_away(comparison.cases[ref], agency)
        if agency and was_taken == (key in present):
            value = None if was_taken else _ROW_REMOVED
            yield comparison.fact(ref, "agency_removed", value=value, subject=agency, where=AGENCIES.name)


# --- What was typed over and is put back -----------------------------------------------------------------------------


def _put_back_lines(sheets: Iterable[ComparedSheet], comparison: Comparison) -> Iterator[LogEntry]:
    for sheet in sheets:
        yield from _overwritten(sheet, now=comparison.now)
    cleared = (ref for ref in comparison.new_refs.values() if ref in comparison.base.get(CASES.name, {}))
    yield from (_ref_put_back(ref, now=comparison.now) for ref in cleared)


def _overwritten(sheet: ComparedSheet, *, now: datetime) -> Iterator[LogEntry]:
    layout = sheet.table.layout
    there = sheet.table.columns.keys() - layout.keys
    counted = [header for header, column in layout.headers.items() if header in there and not column.is_typed]
    written = {key: texts for key, texts in sheet.written.items() if texts}
    for row in sheet.rows:
        if row.key in written and sheet.is_trusted(row):
            over = differing(row.texts, written[row.key]) | row.odd.keys()
            for header in filter(over.__contains__, counted):
                said = f"{layout.name}: {sheet.table.headings[header]} was typed over; the counted value was put back"
                yield _put_back(said, sheet.ref(row), now=now)


def _ref_put_back(ref: str, *, now: datetime) -> LogEntry:
    return _put_back(f"{CASES.name}: Ref was cleared", ref, now=now)


def _put_back(said: str, ref: str, *, now: datetime) -> LogEntry:
    return LogEntry(at=now, event="computed cell put back", detail=said, case_ref=ref)
