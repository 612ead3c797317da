"""The rows that a pass adds to Deadlines, put below the others of their case where the office has not sorted these."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from pipeline.tracker.content.layout import DEADLINES
from pipeline.tracker.merge.tables import SheetTable, TableRow, table
from pipeline.tracker.model import Base
from pipeline.tracker.workbook.book import book
from pipeline.tracker.workbook.row_order import RowOrder, in_order

_MOST = 3000  # rows; nobody reads a longer sheet from its top, and every row below the added ones is written anew


def with_duties_together(package: bytes, *, before: Base, after: Base) -> bytes:
    """The workbook with each row that was added since `before` below the others of its case; the very same bytes where
    the rows of one case stood apart before."""
    old, new = (base.get(DEADLINES.name, {}) for base in (before, after))
    added, refs = new.keys() - old.keys(), {texts.get("Ref") for texts in old.values()}
    if not any(new[key].get("Ref") in refs for key in added):
        return package  # a new case has its place below all others
    found = table(package, DEADLINES.name)
    return package if found is None else _together(found, package, added=added)


def _together(found: SheetTable, package: bytes, *, added: Collection[str]) -> bytes:
    rows = [row for row in found.rows if not (row.apart or row.is_blank)]
    stood = [_ref(row) for row in rows if row.key not in added]
    if len(rows) > _MOST or not _is_grouped(stood):
        return package
    places = {ref: at for at, ref in enumerate(dict.fromkeys((*stood, *map(_ref, rows))))}
    wanted = sorted(rows, key=lambda row: places[_ref(row)])
    numbers = {row.row.number: at.row.number for row, at in zip(wanted, rows, strict=True) if row is not at}
    return in_order(RowOrder(place=found.place, numbers=numbers), book(package)) if numbers else package


def _ref(row: TableRow) -> str:
    return row.texts.get("Ref", "")


def _is_grouped(refs: Sequence[str]) -> bool:
    runs = [ref for ref, _ in groupby(refs)]
    return len(runs) == len(set(runs))
