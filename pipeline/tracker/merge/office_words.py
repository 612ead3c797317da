"""What the office has typed since the last write: facts, and what it must look at; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain

from pipeline.facts import Case, Fact, Owner, Source, Value
from pipeline.model import Attention, FactKind, LogEntry
from pipeline.tracker.content.case_texts import Held
from pipeline.tracker.content.layout import (
    ACTIONS,
    AGENCIES,
    CALENDAR,
    CASES,
    CONTACTS,
    DEADLINES,
    DECISIONS,
    LAYOUTS,
    Column,
)
from pipeline.tracker.content.rows import REMOVED_ROW, deadline_subject
from pipeline.tracker.merge.base_as_read import seen_base
from pipeline.tracker.merge.compared import ComparedSheet, Comparison, sheet_of
from pipeline.tracker.merge.edits import awaiting_refs, is_new_case, lacks
from pipeline.tracker.merge.office_sheets import (
    contact_doubts,
    removed_days,
    reopened_items,
    resolved_items,
    typed_contacts,
    typed_days,
    unfinished_contacts,
)
from pipeline.tracker.merge.remarks_below import base_with_remarks, with_remarks
from pipeline.tracker.merge.sentences import (
    closed_without_reason,
    deleted_row,
    incomplete_row,
    lost_column,
    lost_sheet,
    stands_below,
    twice,
    unknown_ref,
    unreadable,
)
from pipeline.tracker.merge.tables import SheetTable, TableRow, table
from pipeline.tracker.merge.untouched import WATCHED, is_untouched
from pipeline.tracker.model import WITHOUT_REF, Base, NewCase, OfficeWords
from pipeline.tracker.workbook.book import book
from pipeline.tracker.workbook.garbage_collector import collector_held_back
from pipeline.tracker.workbook.values import value_of

_WITH_FACTS = (CASES, DEADLINES, AGENCIES, DECISIONS, ACTIONS)


@collector_held_back()
def office_words(package: bytes, base: Base, *, cases: Iterable[Case], now: datetime) -> OfficeWords:
    """What was typed into the workbook since `base` was written, about `cases` and new ones.

    A value counts as typed where it differs from what was written and from what already holds. Raises
    TrackerUnreadable where the bytes are no workbook.
    """
    of = book(package)
    touched = [layout for layout in LAYOUTS if layout not in WATCHED or not is_untouched(layout, of=of, base=base)]
    found = {layout.name: table(package, layout.name) for layout in touched}
    standing = {name: with_remarks(entry, base) for name, entry in found.items() if entry is not None}
    cases = tuple(cases)
    known = Comparison(base=base, cases={case.ref: case for case in cases}, now=now)
    cases_table = standing.get(CASES.name)
    given = awaiting_refs(cases_table, cases, base=base) if cases_table else {}
    deleted = _deleted(standing, known, given=given)
    contacts = standing.get(CONTACTS.name) if base.get(CONTACTS.name) else None
    lost = [name for name, entry in found.items() if entry is None]
    sheets = {name: sheet_of(entry, base) for name, entry in standing.items()}
    with_facts = [sheets[layout.name] for layout in _WITH_FACTS if layout.name in sheets]
    return OfficeWords(
        facts=tuple(chain.from_iterable(_facts(sheet, known, given=given) for sheet in with_facts)),
        new_cases=tuple(_new_cases(cases_table, given=given)) if cases_table else (),
        contacts=typed_contacts(contacts) if contacts else None,
        unfinished=unfinished_contacts(contacts) if contacts else (),
        resolved=resolved_items(standing, base),
        reopened=reopened_items(standing, base),
        calendar=typed_days(standing, base),
        removed_days=removed_days(standing, base),
        refusals=(
            *(lost_sheet(name, now=now) for name in lost),
            *_doubts(sheets, known, given=given, deleted=deleted),
        ),
        deleted=deleted,
        duplicated=tuple(sorted(sheets[CASES.name].doubled)) if cases_table else (),
        log=(
            *chain.from_iterable(_overwritten(sheet, known) for sheet in sheets.values()),
            *(_ref_put_back(ref, now=now) for ref in given.values() if ref in base.get(CASES.name, {})),
        ),
        base=base_with_remarks(seen_base(standing.values(), base, refs=known.cases, lost=lost, given=given), standing),
    )


def _facts(sheet: ComparedSheet, known: Comparison, *, given: Mapping[int, str]) -> Iterator[Fact]:
    table = sheet.table
    typed_by_office = [column for column in table.layout.columns if column.fact and column.header in table.columns]
    for row in sheet.rows:
        key = given.get(row.row.number, row.key) if table.layout is CASES else row.key
        ref = _ref(row, given) if table.layout is CASES else _ref(row, {})
        if key and key not in sheet.doubled and ref in known.cases and not lacks(row, table.layout):
            yield from _row_facts(table, row, columns=typed_by_office, key=key, ref=ref, known=known)
    if table.layout is AGENCIES:
        yield from _removed_agencies(table, known)


def _ref(row: TableRow, given: Mapping[int, str]) -> str:
    return given.get(row.row.number) or row.texts.get("Ref", "")


def _row_facts(
    table: SheetTable, row: TableRow, *, columns: list[Column], key: str, ref: str, known: Comparison
) -> Iterator[Fact]:
    sheet, held = table.layout.name, known.held(ref)
    subject = _subject(table, row)
    was = known.base.get(sheet, {}).get(key, {})
    if key != row.key:
        # A row that waits for its Ref was read before it: what it then said is what the case holds.
        held_now = {column.header: text for column in columns if (text := held.get((column.fact, ""), ""))}
        was = was or held_now
    for column in columns:
        theirs, before = row.texts.get(column.header, ""), was.get(column.header, "")
        if theirs == before:
            continue
        # Where the row was never written, or that was forgotten, only what differs from what holds is a word; else
        # even what happens to agree with a form is the office's own word from now on.
        holds = before if was else held.get((column.fact, subject), _shown_default(column))
        if not _same(column, theirs, holds=holds):
            where = f"{sheet}!{table.columns[column.header].decode()}{row.row.number}"
            yield _fact(
                ref, column.fact, value=value_of(theirs, column.kind), subject=subject, where=where, known=known
            )
        if column.fact == "rapid_review_on":
            yield from _time_with_the_day(row, ref=ref, was=was, known=known)


def _fact(ref: str, name: str, *, value: Value, subject: str = "", where: str, known: Comparison) -> Fact:
    return Fact(
        case_ref=ref,
        name=name,
        value=value,
        source=Source.TRACKER,
        recorded_at=known.now,
        subject=subject,
        detail=where,
    )


def _same(column: Column, theirs: str, *, holds: str) -> bool:
    return theirs == holds or (column.kind is FactKind.DATE and bool(holds) and theirs[:10] == holds)


def _shown_default(column: Column) -> str:
    return "Open" if column.fact == "status" else ""


def _time_with_the_day(row: TableRow, *, ref: str, was: Mapping[str, str], known: Comparison) -> Iterator[Fact]:
    # "16/11/2026 14:00" typed as the day of the review says its time too, unless the time's own cell was changed.
    day, at = "Rapid review on", "Rapid review at"
    clock = row.texts.get(day, "")[11:]
    untouched = row.texts.get(at, "") == was.get(at, "") and at not in row.odd
    holds = known.held(ref).get(("rapid_review_at", ""))
    if clock and clock != was.get(day, "")[11:] and untouched and clock != holds:
        yield _fact(ref, "rapid_review_at", value=value_of(clock, FactKind.TIME), where=f"Cases!{day}", known=known)


def _subject(table: SheetTable, row: TableRow) -> str:
    if table.layout is DEADLINES:
        return deadline_subject(row.texts.get("Rule", ""), row.texts.get("For", ""))
    return row.texts.get(table.layout.subject, "")


def _removed_agencies(table: SheetTable, known: Comparison) -> Iterator[Fact]:
    # A row that was written and is gone takes its agency away; one that was gone and stands again brings it back.
    present = {row.key: row.texts.get("Ref", "") for row in table.rows if row.key}
    unsaid = {row.texts.get("Agency") for row in table.rows if not row.key}  # its Ref was cleared, or not yet typed
    written = {key: texts.get("Ref", "") for key, texts in known.base.get(AGENCIES.name, {}).items()}
    taken = {ref: known.held(ref) for ref in known.with_fact("agency_removed")}
    for key, ref in (written | present).items():
        agency = key.removeprefix(ref + "|")
        is_removed = taken.get(ref, {}).get(("agency_removed", agency)) == REMOVED_ROW
        if ref in known.cases and is_removed == (key in present) and agency and agency not in unsaid:
            value = None if is_removed else REMOVED_ROW
            yield _fact(ref, "agency_removed", value=value, subject=agency, where=AGENCIES.name, known=known)


def _new_cases(table: SheetTable, *, given: Mapping[int, str]) -> Iterator[NewCase]:
    for row in table.rows:
        if is_new_case(row) and row.row.number not in given:
            values = tuple(
                (column.fact, value_of(row.texts[column.header], column.kind))
                for column in table.layout.columns
                if column.fact and column.header in row.texts
            )
            yield NewCase(where=f"{CASES.name}, row {row.row.number}, {WITHOUT_REF}", values=values)


def _deleted(standing: Mapping[str, SheetTable], known: Comparison, *, given: Mapping[int, str]) -> tuple[str, ...]:
    if CASES.name not in standing:
        return ()
    present = {row.key for row in standing[CASES.name].rows} | set(given.values())
    return tuple(ref for ref in known.cases if ref not in present and ref in known.base.get(CASES.name, {}))


def _doubts(
    sheets: Mapping[str, ComparedSheet], known: Comparison, *, given: Mapping[int, str], deleted: tuple[str, ...]
) -> Iterator[Attention]:
    now = known.now
    for sheet in sheets.values():
        yield from (lost_column(sheet.table.layout.name, header, now=now) for header in sheet.table.missing)
    yield from (deleted_row(ref, now=now) for ref in deleted)
    yield from (
        closed_without_reason(ref, now=now) for ref in known.with_fact("status") if _needs_reason(known.held(ref))
    )
    for layout in _WITH_FACTS:
        if layout.name in sheets:
            yield from _table_doubts(sheets[layout.name], known, given=given)
    if CONTACTS.name in sheets:
        yield from contact_doubts(sheets[CONTACTS.name].table, now=now)
    if CALENDAR.name in sheets:
        calendar = sheets[CALENDAR.name]
        yield from _unreadable_cells(calendar.table, calendar.rows, known=known, given={})


def _needs_reason(held: Held) -> bool:
    reasons = ("rationale", "rapid_review_sent", "clock_stopped_because")
    return held.get(("status", "")) == "Closed" and not any((name, "") in held for name in reasons)


def _table_doubts(sheet: ComparedSheet, known: Comparison, *, given: Mapping[int, str]) -> Iterator[Attention]:
    table, name = sheet.table, sheet.table.layout.name
    yield from (twice(name, key, now=known.now) for key in sorted(sheet.doubled))
    strangers = [row for row in table.rows if row.texts.get("Ref", "") not in known.cases]
    for row in strangers:
        if not row.apart and "Ref" in row.texts:
            yield unknown_ref(name, row.texts["Ref"], row=row.row.number, now=known.now)
    for row in sheet.rows:
        what = lacks(row, table.layout)
        if what and ("Ref" not in row.texts or row.texts["Ref"] in known.cases):
            yield incomplete_row(name, what, row=row.row.number, now=known.now)
    if any(row.apart and row.texts and not _is_total(table, row) for row in strangers):
        yield stands_below(name, now=known.now)
    trusted = (row for row in sheet.rows if not row.apart or row.texts.get("Ref", "") in known.cases)
    yield from _unreadable_cells(table, trusted, known=known, given=given if table.layout is CASES else {})


def _is_total(table: SheetTable, row: TableRow) -> bool:
    return table.described is not None and row.row.number <= table.described.end + table.described.totals


def _unreadable_cells(
    table: SheetTable, rows: Iterable[TableRow], *, known: Comparison, given: Mapping[int, str]
) -> Iterator[Attention]:
    owned = {column.header: column for column in table.layout.columns if column.owner is not Owner.COMPUTED}
    for row in rows:
        for header, cell in row.odd.items():
            if cell.problem and header in owned:
                key = given.get(row.row.number) or row.key or f"row {row.row.number}"
                yield unreadable(table.layout.name, key, column=owned[header], cell=cell, now=known.now)


def _overwritten(sheet: ComparedSheet, known: Comparison) -> Iterator[LogEntry]:
    table, name = sheet.table, sheet.table.layout.name
    computed = [
        column.header
        for column in table.layout.columns
        if column.owner is Owner.COMPUTED and column.header not in table.layout.keys and column.header in table.columns
    ]
    for row in sheet.rows:
        was = sheet.written.get(row.key)
        if not row.key or was is None:
            continue
        for header in computed:
            if row.texts.get(header, "") != was.get(header, "") or header in row.odd:
                said = f"{name}: {header} was typed over; the counted value was put back"
                yield LogEntry(at=known.now, event="computed cell put back", detail=said, case_ref=_ref(row, {}))


def _ref_put_back(ref: str, *, now: datetime) -> LogEntry:
    return LogEntry(at=now, event="computed cell put back", detail="Cases: Ref was cleared", case_ref=ref)
