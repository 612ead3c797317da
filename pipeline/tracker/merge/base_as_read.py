"""The base with the office's words in it: each cell of the office's as it was last read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from pipeline.tracker.content.case_texts import Texts
from pipeline.tracker.content.layout import ATTENTION, CALENDAR, CASES, CONTACTS
from pipeline.tracker.merge.edits import EMPTY, FILLED, SEEDED, duplicated_keys, has_rows
from pipeline.tracker.merge.tables import SheetTable
from pipeline.tracker.merge.untouched import AS_WRITTEN
from pipeline.tracker.model import Base

_ELSEWHERE = {ATTENTION.name: ("Resolved",), CALENDAR.name: ("Title", "Source")}


def seen_base(
    sheets: Iterable[SheetTable], base: Base, *, refs: Collection[str], lost: Iterable[str], given: Mapping[int, str]
) -> Base:
    """`base` with every cell of the office's as it was read, so that no later change of mind is overlooked.

    What stood in a column that is gone, or on one of the `lost` sheets, is forgotten: should it come back empty, that
    takes nothing back. `refs` are those of the known cases, `given` those of rows on the Cases sheet that lack theirs.
    """
    read = ((entry, given if entry.layout is CASES else {}) for entry in sheets)
    new = {entry.layout.name: rows for entry, lent in read if (rows := _rows(entry, base, refs=refs, given=lent))}
    gone = {name for name in lost if name in base}
    if not new and not gone:
        return base
    # These sheets now say something else than what their fingerprints stood for.
    marks = {name: mark for name, mark in base.get(AS_WRITTEN, {}).items() if name not in new and name not in gone}
    kept = {name: rows for name, rows in base.items() if name not in gone}
    return {**kept, **{name: {**base.get(name, {}), **rows} for name, rows in new.items()}, AS_WRITTEN: marks}


def _rows(entry: SheetTable, base: Base, *, refs: Collection[str], given: Mapping[int, str]) -> dict[str, Texts]:
    written = base.get(entry.layout.name, {})
    if entry.layout is CONTACTS:
        seen = FILLED if has_rows(entry) else EMPTY
        return {SEEDED: seen} if written and written.get(SEEDED) != seen else {}
    elsewhere = _ELSEWHERE.get(entry.layout.name)
    owned = [column.header for column in entry.layout.columns if column.fact] if elsewhere is None else elsewhere
    headers = [header for header in owned if header in entry.columns]
    doubled = duplicated_keys(entry)
    rows: dict[str, Texts] = {}
    for row in entry.rows:
        key = row.key or given.get(row.row.number, "")
        was = written.get(key, {})
        is_known = bool(was) if elsewhere or not row.key else row.texts.get("Ref") in refs
        if key and row.texts != was and key not in doubled and is_known:
            rows[key] = _said({**was, **{header: row.texts.get(header, "") for header in headers}})
    for key, texts in written.items() if entry.missing else ():
        without = {header: text for header, text in rows.get(key, texts).items() if header not in entry.missing}
        if without != texts:
            rows[key] = without
    return {key: texts for key, texts in rows.items() if texts != written.get(key)}


def _said(texts: Mapping[str, str]) -> Texts:
    return {header: text for header, text in texts.items() if text}
