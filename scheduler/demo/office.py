"""What the demonstration's business manager does in a spreadsheet program: types into cells and saves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.tracker.book import book
from pipeline.tracker.package import written
from pipeline.tracker.read import tables
from pipeline.tracker.sheet_xml import with_rows

Typed = Mapping[str, str]
"""Column header to what is typed; dates as 2026-11-16."""


def type_into(path: Path, sheet: str, *, cells: Mapping[str, Typed]) -> int:
    """Types into rows of `sheet`, found by their first key (a case's Ref), and saves; gives how many cells it changed.

    A cell that says it already is left alone.
    """
    content = path.read_bytes()
    table = tables(content)[sheet]
    edits: dict[int, Typed] = {}
    for row in table.rows:
        wanted = cells.get(row.key, {})
        new = {header: text for header, text in wanted.items() if not row.texts.get(header)}
        if new:
            edits[row.row.number] = new
    if edits:
        of = book(content)
        path.write_bytes(written(of.package, {table.part: with_rows(table, cells=edits, added={}, of=of)}))
    return sum(len(new) for new in edits.values())
