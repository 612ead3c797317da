"""Needs attention shows what is open, the urgent on top; what is settled leaves the sheet for the Log."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from pipeline.model import Attention, LogEntry
from pipeline.tracker.content.layout import ATTENTION
from pipeline.tracker.merge.tables import SheetTable, TableRow, table
from pipeline.tracker.model import Base
from pipeline.tracker.workbook.book import Book, book, relations
from pipeline.tracker.workbook.grid import cell_spans
from pipeline.tracker.workbook.row_order import RowOrder, in_order
from pipeline.tracker.workbook.values import canonical

SETTLED = "Settled"
"""The event of a line of the log that tells of an item which left the sheet."""
OPENED_AGAIN = "Opened again from the Log"
_NOTED = re.compile(rb'\sref="[A-Z]+(\d+)"')


class SettledItem(NamedTuple):
    """An item that left the sheet, by its id, and the line of the log that tells of it."""

    item: str
    line: LogEntry


def settled_items(
    base: Base, attention: Iterable[Attention], *, told: Callable[[str], str], now: datetime
) -> tuple[SettledItem, ...]:
    """The items that `base` wrote on the sheet and that are open no more, but for those of which the log has a line.

    `told` gives, as canonical text, when an item's line was written; an empty text where it has none.
    """
    written, still_open = base.get(ATTENTION.name, {}), _open(attention)
    left = ((key, texts) for key, texts in written.items() if texts.get("What") and key not in still_open)
    # What comes again after its line was written is another matter, and has a later beginning.
    untold = ((key, texts) for key, texts in left if told(key) < texts.get("Since", "~"))
    return tuple(SettledItem(key, _line(texts, now)) for key, texts in untold)


def _line(texts: Mapping[str, str], now: datetime) -> LogEntry:
    return LogEntry(at=now, event=SETTLED, detail=texts["What"], case_ref=texts.get("Ref", ""))


def with_what_is_open(package: bytes, attention: Sequence[Attention], *, base: Base) -> bytes:
    """The workbook with what is urgent above the rest of Needs attention, and without what is settled; the very same
    bytes where it is so.

    A row in which the office wrote something of its own stays, below all that is open. A sheet that the office has
    sorted stays as it sorted it.
    """
    found = table(package, ATTENTION.name)
    if found is None:
        return package
    of, open_items = book(package), _open(attention)
    ours = {*base.get(ATTENTION.name, {}), *(canonical(item.id) for item in attention)}
    rows = found.standing
    over = {row.row.number for row in rows if row.key in ours - open_items.keys()}
    kept = _kept(found, rows, over=over, of=of)
    if not _is_sorted_by_the_office(found, of):
        kept.sort(key=lambda row: (row.row.number in over, not open_items.get(row.key, False)))
    return package if kept == rows else in_order(_order(found, rows, kept=kept), of)


def _order(found: SheetTable, rows: list[TableRow], *, kept: list[TableRow]) -> RowOrder:
    numbers = [row.row.number for row in rows]
    moves = {row.row.number: number for row, number in zip(kept, numbers, strict=False)}
    return RowOrder(place=found.place, numbers=moves, emptied=numbers[len(kept) :])


def _kept(found: SheetTable, rows: list[TableRow], *, over: Collection[int], of: Book) -> list[TableRow]:
    """The rows that are open, and those that are over in which the office wrote something of its own."""
    noted = _rows_with_notes(found, of) if over else ()
    return [row for row in rows if row.row.number not in over or row.row.number in noted or _has_words(found, row)]


def base_without_the_gone(package: bytes, base: Base) -> Base:
    """`base` without the items whose rows have left the sheet."""
    found = table(package, ATTENTION.name)
    there = found.by_key if found else {}
    return {**base, ATTENTION.name: {key: texts for key, texts in base[ATTENTION.name].items() if key in there}}


def _open(attention: Iterable[Attention]) -> dict[str, bool]:
    """Whether each item that is open is urgent, by its key on the sheet."""
    return {canonical(item.id): item.urgent for item in attention if not item.resolved}


def _rows_with_notes(found: SheetTable, of: Book) -> Collection[int]:
    kinds = ("comments", "threadedComment")
    beside = (one.target for one in relations(of.package, found.place.part) if one.kind in kinds)
    return {int(n) for part in beside if part in of.package for n in _NOTED.findall(of.package.part(part))}


def _has_words(found: SheetTable, row: TableRow) -> bool:
    """Whether anything stands in a cell of the row that is no column of ours."""
    ours = set(found.columns.values())
    return any(b"</" in element and letters not in ours for letters, element in cell_spans(found.place.grid, row.row))


def _is_sorted_by_the_office(found: SheetTable, of: Book) -> bool:
    place = found.place
    part = of.package.part(place.described.name) if place.described else b""
    return b"sortState" in part + place.grid.xml[place.grid.data[1] :]
