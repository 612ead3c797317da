"""Remarks below a table: a row that was known for one stays one, though the office fills the blank rows above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.tracker.content.case_texts import Texts
from pipeline.tracker.merge.tables import SheetTable, TableRow
from pipeline.tracker.model import Base

STOOD_APART = "stood apart"  # the part of the base that keeps what stood below each table


def with_remarks(table: SheetTable, base: Base) -> SheetTable:
    """`table` with every row apart that stood apart when it was last read and says the same."""
    known = base.get(STOOD_APART, {}).get(table.layout.name, {})
    written = base.get(table.layout.name, {})
    if not known:
        return table
    return replace(
        table,
        rows=tuple(
            row._replace(apart=True) if row.key not in written and _words(row) in known else row for row in table.rows
        ),
    )


def base_with_remarks(base: Base, standing: Mapping[str, SheetTable]) -> Base:
    """The base with what now stands apart on the sheets in `standing`; the very same where that has not changed."""
    kept = dict(base.get(STOOD_APART, {}))
    for name, table in standing.items():
        kept[name] = {words: "" for row in table.rows if row.apart and (words := _words(row))}
    kept = {name: texts for name, texts in kept.items() if texts}
    return base if kept == base.get(STOOD_APART, {}) else {**base, STOOD_APART: kept}


def _words(row: TableRow) -> str:
    # A total changes with what it counts, so of a formula only the place counts.
    said: Texts = {header: "=" if cell.formula else cell.shown for header, cell in row.odd.items()}
    return "\n".join(f"{header}: {text}" for header, text in sorted({**row.texts, **said}.items()))
