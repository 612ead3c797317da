"""What the office has typed since the last write: facts, and what it must look at; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from pipeline.facts import Case, Fact, Kind, Owner, Source
from pipeline.model import Attention, LogEntry
from pipeline.tracker.cells import EMPTY, Cell
from pipeline.tracker.doubts import deleted_row, lost_column, lost_sheet, twice, unknown_ref, unreadable
from pipeline.tracker.edits import awaiting_refs, duplicated_keys, is_new_case
from pipeline.tracker.layout import AGENCIES, CALENDAR, CASES, CONTACTS, DEADLINES, DECISIONS, LAYOUTS, Column
from pipeline.tracker.model import WITHOUT_REF, Base, NewCase, OfficeWords
from pipeline.tracker.office_sheets import added_days, resolved_items, typed_contacts
from pipeline.tracker.read import Table, TableRow, tables
from pipeline.tracker.rows import REMOVED_ROW, deadline_subject, standing_texts
from pipeline.tracker.values import value_of

_WITH_FACTS = (CASES, DEADLINES, AGENCIES, DECISIONS)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    """What the pass knows while it reads the office's words."""

    base: Base
    held: Mapping[str, Mapping[tuple[str, str], str]]
    now: datetime


def office_words(package: bytes, base: Base, *, cases: Iterable[Case], now: datetime) -> OfficeWords:
    """What was typed into the workbook since `base` was written, about `cases` and new ones.

    A value counts as typed where it differs from what was written and from what already holds. Raises
    TrackerUnreadable where the bytes are no workbook.
    """
    standing = tables(package)
    cases = tuple(cases)
    known = _Known(base=base, held={case.ref: standing_texts(case) for case in cases}, now=now)
    given = awaiting_refs(standing[CASES.name], cases, base=base) if CASES.name in standing else {}
    sheets = [standing[layout.name] for layout in _WITH_FACTS if layout.name in standing]
    facts = tuple(chain.from_iterable(_facts(table, known, given=given) for table in sheets))
    deleted = _deleted(standing, known)
    duplicated = sorted(duplicated_keys(standing[CASES.name])) if CASES.name in standing else ()
    return OfficeWords(
        facts=facts,
        new_cases=tuple(_new_cases(standing[CASES.name], given=given)) if CASES.name in standing else (),
        contacts=typed_contacts(standing[CONTACTS.name]) if CONTACTS.name in standing else None,
        resolved=resolved_items(standing),
        calendar=added_days(standing, base),
        refusals=tuple(_doubts(standing, known, given=given, deleted=deleted)),
        deleted=deleted,
        duplicated=tuple(duplicated),
        log=tuple(chain.from_iterable(_overwritten(table, known) for table in standing.values())),
    )


def _facts(table: Table, known: _Known, *, given: Mapping[int, str]) -> Iterator[Fact]:
    typed_by_office = [column for column in table.layout.columns if column.fact and column.header in table.columns]
    doubled = duplicated_keys(table)
    for row in table.rows:
        key = given.get(row.row.number, row.key) if table.layout is CASES else row.key
        ref = _ref(row, given) if table.layout is CASES else _ref(row, {})
        if key and key not in doubled and ref in known.held:
            yield from _row_facts(table, row, columns=typed_by_office, key=key, ref=ref, known=known)
    if table.layout is AGENCIES:
        yield from _removed_agencies(table, known)


def _ref(row: TableRow, given: Mapping[int, str]) -> str:
    return given.get(row.row.number) or row.cells.get("Ref", EMPTY).text


def _row_facts(
    table: Table, row: TableRow, *, columns: list[Column], key: str, ref: str, known: _Known
) -> Iterator[Fact]:
    sheet, held, base = table.layout.name, known.held[ref], known.base
    subject = _subject(table, row)
    for column in columns:
        theirs = row.cells.get(column.header, EMPTY)
        was = base.get((sheet, key, column.header), "")
        if theirs.text == was:
            continue
        holds = held.get((column.fact, subject), _shown_default(column))
        if _same(column, theirs.text, holds=holds):
            if column.fact == "rapid_review_on":
                yield from _time_with_the_day(row, theirs, was=was, ref=ref, known=known)
            continue
        yield Fact(
            case_ref=ref,
            name=column.fact,
            value=value_of(theirs.text, column.kind),
            source=Source.TRACKER,
            recorded_at=known.now,
            subject=subject,
            detail=f"{sheet}!{table.columns[column.header].decode()}{row.row.number}",
        )
        if column.fact == "rapid_review_on":
            yield from _time_with_the_day(row, theirs, was=was, ref=ref, known=known)


def _same(column: Column, theirs: str, *, holds: str) -> bool:
    return theirs == holds or (column.kind is Kind.DATE and bool(holds) and theirs[:10] == holds)


def _shown_default(column: Column) -> str:
    return "Open" if column.fact == "status" else ""


def _time_with_the_day(row: TableRow, theirs: Cell, *, was: str, ref: str, known: _Known) -> Iterator[Fact]:
    # "16/11/2026 14:00" typed as the day of the review says its time too, unless the time's own cell was changed.
    clock = theirs.text[11:]
    there = row.cells.get("Rapid review at", EMPTY)
    untouched = there.text == known.base.get((CASES.name, ref, "Rapid review at"), "") and not there.problem
    if clock and clock != was[11:] and untouched and clock != known.held[ref].get(("rapid_review_at", "")):
        yield Fact(
            case_ref=ref,
            name="rapid_review_at",
            value=value_of(clock, Kind.TIME),
            source=Source.TRACKER,
            recorded_at=known.now,
            detail=f"Cases!{ref}",
        )


def _subject(table: Table, row: TableRow) -> str:
    if table.layout is DEADLINES:
        return deadline_subject(row.cells.get("Rule", EMPTY).text, row.cells.get("For", EMPTY).text)
    return row.cells.get("Agency", EMPTY).text if table.layout is AGENCIES else ""


def _removed_agencies(table: Table, known: _Known) -> Iterator[Fact]:
    # A row that was written and is gone takes its agency away; one that was gone and stands again brings it back.
    present = {row.key: row.cells.get("Ref", EMPTY).text for row in table.rows if row.key}
    written = {
        key: ref for (sheet, key, header), ref in known.base.items() if sheet == AGENCIES.name and header == "Ref"
    }
    for key, ref in (written | present).items():
        agency = key.removeprefix(ref + "|")
        is_removed = known.held.get(ref, {}).get(("agency_removed", agency)) == REMOVED_ROW
        if ref in known.held and is_removed == (key in present):
            yield Fact(
                case_ref=ref,
                name="agency_removed",
                value=None if is_removed else REMOVED_ROW,
                source=Source.TRACKER,
                recorded_at=known.now,
                subject=agency,
                detail=AGENCIES.name,
            )


def _new_cases(table: Table, *, given: Mapping[int, str]) -> Iterator[NewCase]:
    for row in table.rows:
        if is_new_case(row) and row.row.number not in given:
            values = tuple(
                (column.fact, value_of(row.cells[column.header].text, column.kind))
                for column in table.layout.columns
                if column.fact and column.header in row.cells and row.cells[column.header].text
            )
            yield NewCase(where=f"{CASES.name}, row {row.row.number}, {WITHOUT_REF}", values=values)


def _deleted(standing: Mapping[str, Table], known: _Known) -> tuple[str, ...]:
    if CASES.name not in standing:
        return ()
    present = {row.key for row in standing[CASES.name].rows}
    return tuple(ref for ref in known.held if ref not in present and (CASES.name, ref, "Ref") in known.base)


def _doubts(
    standing: Mapping[str, Table], known: _Known, *, given: Mapping[int, str], deleted: tuple[str, ...]
) -> Iterator[Attention]:
    now = known.now
    yield from (lost_sheet(layout.name, now=now) for layout in LAYOUTS if layout.name not in standing)
    for table in standing.values():
        yield from (lost_column(table.layout.name, header, now=now) for header in table.missing)
    yield from (deleted_row(ref, now=now) for ref in deleted)
    for layout in _WITH_FACTS:
        if layout.name in standing:
            yield from _table_doubts(standing[layout.name], known, given=given)
    if CALENDAR.name in standing:
        yield from _unreadable_cells(standing[CALENDAR.name], standing[CALENDAR.name].rows[0:], known=known, given={})


def _table_doubts(table: Table, known: _Known, *, given: Mapping[int, str]) -> Iterator[Attention]:
    sheet = table.layout.name
    yield from (twice(sheet, key, now=known.now) for key in sorted(duplicated_keys(table)))
    for row in table.rows:
        ref = row.cells.get("Ref", EMPTY).text
        if ref and ref not in known.held:
            yield unknown_ref(sheet, ref, row=row.row.number, now=known.now)
    yield from _unreadable_cells(table, table.rows, known=known, given=given if table.layout is CASES else {})


def _unreadable_cells(
    table: Table, rows: Iterable[TableRow], *, known: _Known, given: Mapping[int, str]
) -> Iterator[Attention]:
    owned = {column.header: column for column in table.layout.columns if column.owner is not Owner.COMPUTED}
    for row in rows:
        for header, cell in row.cells.items():
            if cell.problem and header in owned:
                key = given.get(row.row.number) or row.key or f"row {row.row.number}"
                yield unreadable(table.layout.name, key, column=owned[header], cell=cell, now=known.now)


def _overwritten(table: Table, known: _Known) -> Iterator[LogEntry]:
    sheet = table.layout.name
    computed = [
        column.header
        for column in table.layout.columns
        if column.owner is Owner.COMPUTED and column.header not in table.layout.keys and column.header in table.columns
    ]
    for row in table.rows:
        if row.key:
            for header in computed:
                was = known.base.get((sheet, row.key, header))
                theirs = row.cells.get(header, EMPTY)
                if was is not None and (theirs.text != was or theirs.problem or theirs.formula):
                    ref = row.cells.get("Ref", EMPTY).text
                    said = f"{sheet}: {header} was typed over; the counted value was put back"
                    yield LogEntry(at=known.now, event="computed cell put back", detail=said, case_ref=ref)
