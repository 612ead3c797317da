"""Columns that a newer version brings: added at the end of their tables in a workbook that never had them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.facts import Owner
from pipeline.tracker.content.layout import LAYOUTS, Column, anchor_name
from pipeline.tracker.merge.tables import SheetTable, table
from pipeline.tracker.workbook.added_columns import NewColumn, with_columns
from pipeline.tracker.workbook.book import book
from pipeline.tracker.workbook.package import require_whole, written


def with_new_columns(package: bytes) -> bytes:
    """The workbook with every column that it never had, where there is room; the very same bytes where it has all."""
    for layout in LAYOUTS:
        of = book(package)
        if all(anchor_name(layout, column) in of.names for column in layout.columns):
            continue
        found = table(package, layout.name)
        if found is not None and found.coming:
            parts = with_columns(found.place, tuple(_new_columns(found)), of=of)
            new = written(of.package, parts)
            require_whole(of.package, new, changed=parts)
            package = new
    return package


def _new_columns(found: SheetTable) -> Iterator[NewColumn]:
    for column in found.coming:
        yield NewColumn(
            header=column.header,
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
    there = [other for other in found.layout.columns if other.header in found.columns]
    plain = [other for other in there if other.header not in ("Ref", "Form")] or there
    best = min(
        plain,
        key=lambda other: (
            other.owner is not column.owner,
            other.type.kind is not column.kind,
            abs(found.layout.columns.index(other) - at),
        ),
    )
    return found.columns[best.header]
