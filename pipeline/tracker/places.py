"""Where added rows go."""

from __future__ import annotations

from pipeline.tracker.read import Table


def free_rows(table: Table, count: int, *, end: int) -> tuple[int, ...]:
    """The numbers of `count` free rows under the last used row of `table`, whose range ends at row `end`.

    Blank rows inside the table are filled first. Where the office has something standing below the table and there is
    not room enough above it, the rows go below that: their Ref still makes them rows of the table.
    """
    used = [row.row.number for row in table.rows if has_content(table, row.row.body)]
    inside = max((number for number in used if number <= end), default=table.header_row)
    below = min((number for number in used if number > end), default=0)
    if not below or inside + count < below:
        return tuple(range(inside + 1, inside + 1 + count))
    last = max(used)
    return tuple(range(last + 1, last + 1 + count))


def has_content(table: Table, body: tuple[int, int]) -> bool:
    """Whether the cells between these two places of the part hold anything but formats."""
    start, end = body
    xml, prefix = table.grid.xml, table.grid.prefix
    return any(xml.find(b"<%b%b" % (prefix, name), start, end) >= 0 for name in (b"v>", b"is>", b"f>", b"f ", b"v "))
