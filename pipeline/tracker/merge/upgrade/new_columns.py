"""Columns that a newer version brings: added at the end of their groups in a workbook that never had them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.facts import Owner
from pipeline.tracker.content.layout import LAYOUTS, Column, anchor_name
from pipeline.tracker.merge.tables import SheetTable, is_named, table
from pipeline.tracker.workbook.added_columns import NewColumn, filled_in, last_letters, with_columns
from pipeline.tracker.workbook.book import book
from pipeline.tracker.workbook.grid import number_of
from pipeline.tracker.workbook.moved_columns import ColumnMove, TornError, with_columns_moved
from pipeline.tracker.workbook.package import rewritten


def with_new_columns(package: bytes) -> bytes:
    """The workbook with every column that it never had, where there is room; the very same bytes where it has all."""
    for layout in LAYOUTS:
        of = book(package)
        if all(is_named(layout, column, of=of) for column in layout.columns):
            continue
        while (found := table(package, layout.name)) is not None and found.coming:
            package = _with_next_group(package, found)
    return package


def _with_next_group(package: bytes, found: SheetTable) -> bytes:
    """The workbook with those of the columns that never were there which are of the same group as the first of them."""
    group = [column for column in found.coming if column.group == found.coming[0].group]
    of = book(package)
    end = _end_of(found, found.coming[0].group, last=number_of(last_letters(found.place, of=of)))
    if end:
        try:
            return _inserted(package, found, group=group, first=end + 1)
        except TornError:
            pass  # at the end of the table nothing need be moved
    return rewritten(of.package, with_columns(found.place, tuple(_new_columns(found, group)), of=of))


def _end_of(found: SheetTable, group: str, *, last: int) -> int:
    """The number of the last column of the `group`; none where it is the `last` of the table, or its columns stand
    apart."""
    ours = sorted(number_of(letters) for letters in found.columns.values())
    taken = sorted(number_of(found.columns[column.header]) for column in found.present if column.group == group)
    if not any(column.group for column in found.layout.columns) or not taken or taken[-1] == last:
        return 0
    at = ours.index(taken[0])
    return taken[-1] if ours[at : at + len(taken)] == taken else 0


def _inserted(package: bytes, found: SheetTable, *, group: Sequence[Column], first: int) -> bytes:
    headers = {first + at: column.title for at, column in enumerate(group)}
    move = ColumnMove(title=found.place.title, part=found.place.part, headers=headers)
    moved = with_columns_moved(move, book(package))
    again = table(moved, found.layout.name)
    if again is None:
        raise TornError
    columns = tuple(_new_columns(again, group))
    of = book(moved)
    return rewritten(of.package, filled_in(again.place, columns, first=first, of=of))


def _new_columns(found: SheetTable, columns: Sequence[Column]) -> Iterator[NewColumn]:
    for column in columns:
        yield NewColumn(
            header=column.title,
            name=anchor_name(found.layout, column),
            like=_like(column, found),
            width=column.width,
            kind=column.kind,
            choices=column.choices,
            computed=column.owner is Owner.COMPUTED,
        )


def _like(column: Column, found: SheetTable) -> bytes:
    """The letters of the column that looks as `column` should: the nearest in the layout of its owner and kind."""
    at = found.layout.columns.index(column)
    plain = [other for other in found.present if other.header not in ("Ref", "Form")] or found.present
    best = min(
        plain,
        key=lambda other: (
            other.owner is not column.owner,
            other.type.kind is not column.kind,
            abs(found.layout.columns.index(other) - at),
        ),
    )
    return found.columns[best.header]
