"""The bases of workbooks: the one with the office's words in it, and which one an older version was written from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from pipeline.tracker.content.case_texts import Texts, changed, differing, without_blanks
from pipeline.tracker.content.layout import AGENCIES, ATTENTION, CALENDAR, CONTACTS, LOG, TAKE_BACK
from pipeline.tracker.merge.compared import ComparedSheet, rows_gone
from pipeline.tracker.merge.edits import EMPTY, FILLED, SEEDED
from pipeline.tracker.merge.tables import TableRow, has_rows, table, tables
from pipeline.tracker.merge.unchanged_sheets import AS_WRITTEN, is_untouched
from pipeline.tracker.model import Base
from pipeline.tracker.workbook.book import book

Step = Mapping[str, Mapping[str, Mapping[str, str | None] | None]]
"""What leads from one base back to the one before, by sheet, row and header; None where there was nothing."""

_COMPARED = ("Cases", "Deadlines", "Agencies", "Decisions", LOG.name)
_WITHOUT_FACTS = {
    ATTENTION.name: ("Resolved",),
    CALENDAR.name: ("Title", "Source"),
    LOG.name: (TAKE_BACK,),
}  # the office's columns there


def base_as_read(sheets: Iterable[ComparedSheet], base: Base, *, refs: Collection[str], lost: Collection[str]) -> Base:
    """`base` with every cell of the office's as it was read, so that no later change of mind is overlooked.

    What stood in a column that is gone, or on one of the `lost` sheets, is forgotten: should it come back empty, that
    takes nothing back. `refs` are those of all cases.
    """
    read = {sheet.name: rows for sheet in sheets if (rows := _rows_as_read(sheet, refs))}
    gone = base.keys() & set(lost)
    if not read and not gone:
        return base
    # These sheets now say something else than what their fingerprints stood for.
    marks = {name: mark for name, mark in base.get(AS_WRITTEN, {}).items() if name not in read.keys() | gone}
    kept = {name: rows for name, rows in base.items() if name not in gone}
    return {**kept, **{name: {**base.get(name, {}), **rows} for name, rows in read.items()}, AS_WRITTEN: marks}


def _rows_as_read(sheet: ComparedSheet, refs: Collection[str]) -> dict[str, Texts]:
    written = sheet.written
    if sheet.table.layout is CONTACTS:
        seeded = FILLED if has_rows(sheet.table) else EMPTY
        return {SEEDED: seeded} if written and written.get(SEEDED) != seeded else {}
    rows = dict(_typed_rows(sheet, refs))
    if sheet.table.layout is AGENCIES:
        # Remembered as a row that says nothing: an older file that still has it does not bring its agency back.
        rows |= {key: {} for key in rows_gone(sheet, refs)}
    if sheet.table.missing:
        gone = dict.fromkeys(sheet.table.missing, "")
        rows |= {key: without_blanks({**rows.get(key, texts), **gone}) for key, texts in written.items()}
    return changed(rows, written)


def _typed_rows(sheet: ComparedSheet, refs: Collection[str]) -> Iterator[tuple[str, Texts]]:
    headers = _WITHOUT_FACTS.get(sheet.name) or [column.header for column in sheet.columns]
    there = [header for header in headers if header in sheet.table.columns]
    for row in sheet.rows:
        if _is_trusted(sheet, row, refs=refs):
            key = sheet.key(row)
            typed = {header: row.texts.get(header, "") for header in there}
            yield key, without_blanks({**sheet.written.get(key, {}), **typed})


def _is_trusted(sheet: ComparedSheet, row: TableRow, *, refs: Collection[str]) -> bool:
    if not sheet.is_trusted(row):
        return False
    # A row of the office's own on a sheet about cases counts once its case exists; elsewhere only what was written.
    if sheet.name in _WITHOUT_FACTS or not row.key:
        return bool(sheet.written.get(sheet.key(row)))
    return row.ref in refs


# --- Older versions --------------------------------------------------------------------------------------------------


def step_back(new: Base, old: Base) -> Step:
    """The step from `new` back to `old`, fit for JSON."""
    found: dict[str, dict[str, Mapping[str, str | None] | None]] = {}
    for sheet in old.keys() | new.keys():
        before, after = old.get(sheet, {}), new.get(sheet, {})
        if before is not after:
            # A row that says nothing is one too: what is gone from a sheet is remembered so.
            rows = ((key, after.get(key), before.get(key)) for key in before.keys() | after.keys())
            found[sheet] = {
                key: _row_back(new_ or {}, old_) for key, new_, old_ in rows if new_ is not old_ and new_ != old_
            }
    return {sheet: rows for sheet, rows in found.items() if rows}


def _row_back(new: Texts, old: Texts | None) -> Mapping[str, str | None] | None:
    return None if old is None else {header: old.get(header) for header in differing(old, new)}


def earlier(base: Base, step: Step) -> Base:
    """The base to which `step` leads back from `base`."""
    out = dict(base)
    for sheet, rows in step.items():
        before = dict(base.get(sheet, {}))
        for key, row in rows.items():
            if row is None:
                before.pop(key, None)
            else:
                texts = {**before.get(key, {}), **row}
                before[key] = {header: text for header, text in texts.items() if text is not None}
        out[sheet] = before
    return out


def base_that_says(package: bytes, kept: Base) -> Base:
    """The base of a workbook of which every word was read before: all that it says, but for contacts, as `kept`."""
    said = {name: found.by_key for name, found in tables(package).items()}
    return {**said, CONTACTS.name: kept.get(CONTACTS.name, {})}


def missing_lines(package: bytes, base: Base) -> int:
    """How many lines that `base` wrote the Log sheet lacks: nobody takes lines out of it, so the file is older."""
    if is_untouched(LOG, of=book(package), base=base):
        return 0
    log = table(package, LOG.name)
    return len(base.get(LOG.name, {}).keys() - log.keys) if log else 0


def closest(package: bytes, bases: Iterable[Base]) -> Base:
    """The one of `bases` from which the fewest cells of the workbook differ; of equals the first."""
    found = {name: table(package, name) for name in _COMPARED}
    texts = {name: entry.by_key if entry else {} for name, entry in found.items()}
    return min(bases, key=lambda base: sum(_differences(rows, base.get(name, {})) for name, rows in texts.items()))


def _differences(rows: Mapping[str, Texts], written: Mapping[str, Texts]) -> int:
    keys = changed(rows, written).keys() | (written.keys() - rows.keys())
    return sum(len(differing(rows.get(key, {}), written.get(key, {}))) for key in keys)
