"""Where added rows go: into blank rows of the table first, then right below it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.tracker.merge.tables import SheetTable
from pipeline.tracker.workbook.grid import SheetGridRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """The row `numbers` for added rows; `short` rows of room are missing above row `below`, where something stands."""

    numbers: tuple[int, ...]
    below: int = 0
    short: int = 0


def room(table: SheetTable, count: int, *, end: int) -> Room:
    """The room for `count` rows under the last used row of `table`, whose last row is `end`."""
    if not count:
        return Room(numbers=())
    used = [row.row.number for row in table.rows if has_content(table, row.row)]
    inside = max((number for number in used if number <= end), default=table.header_row)
    below = min((number for number in used if number > end), default=0)
    numbers = tuple(range(inside + 1, inside + 1 + count))
    # A blank row that parts a remark from the table stays: without it the remark would be read as a row of the table.
    totals = table.described.totals if table.described else 0
    gap = 1 if below > end + 1 and not totals else 0
    short = max(0, inside + count + gap - (below - 1)) if below else 0
    return Room(numbers=numbers, below=below, short=short)


def has_content(table: SheetTable, row: SheetGridRow) -> bool:
    """Whether the cells of `row` hold anything but formats."""
    xml, prefix = table.grid.xml, table.grid.prefix
    names = (b"v>", b"is>", b"f>", b"f ", b"v ")
    return any(xml.find(b"<%b%b" % (prefix, name), row.first, row.last) >= 0 for name in names)
