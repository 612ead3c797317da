"""Lines outside drawn tables: columns that only gaps make, read as the rows of a table, and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.readers.pdf.filled_tables import Box, Item, Ruled
from parsers.readers.pdf.lines import TextLine, cut_at_gaps, paragraphs
from parsers.readers.pdf.shapes import grouped

_NEAR = 0.9  # letter sizes by which the cells of a column may start apart
_FARTHEST_ROW = 3.2  # letter sizes between rows of one table
_TIGHT = 1.45  # letter sizes between lines of one cell


def items(lines: list[TextLine], *, right: float) -> Iterator[Item]:
    """The paragraphs and gap-made tables of these lines, from top to bottom."""
    loose: list[TextLine] = []
    rows: list[list[TextLine]] = []
    for line in lines:
        parts = cut_at_gaps(line)
        if rows and _goes_on(rows, parts):
            rows.append(parts)
            continue
        if rows:
            yield _table(rows)
            rows = []
        if len(parts) > 1:
            yield from paragraphs(loose, right=right)
            loose = []
            rows = [parts]
        else:
            loose.append(line)
    yield from paragraphs(loose, right=right)
    if rows:
        yield _table(rows)


def _goes_on(rows: list[list[TextLine]], parts: list[TextLine]) -> bool:
    """Whether a line belongs to the table begun: in several columns itself, or going on in one of them."""
    last, size = rows[-1][0], parts[0].size
    distance = last.y - parts[0].y
    if len(parts) > 1:
        return distance <= _FARTHEST_ROW * size
    # A line in one column goes on the cell above it where it is as near as the lines of one paragraph are.
    starts = _starts(rows)
    if distance > _TIGHT * size or len(starts) < 2:
        return False
    at = _column(parts[0], starts)
    return at > 0 or (abs(parts[0].x0 - starts[0]) <= size and parts[0].x1 < starts[1])


def _starts(rows: list[list[TextLine]]) -> list[float]:
    """Where the columns of these rows begin."""
    parts = sorted((part for row in rows for part in row), key=lambda part: part.x0)
    columns = grouped(parts, lambda column, part: part.x0 - column[0].x0 <= _NEAR * part.size)
    return [column[0].x0 for column in columns]


def _column(part: TextLine, starts: list[float]) -> int:
    return next((at for at, start in enumerate(starts) if abs(start - part.x0) <= _NEAR * part.size), 0)


def _table(rows: list[list[TextLine]]) -> Ruled:
    starts = _starts(rows)
    end = max(part.x1 for row in rows for part in row) + 1
    xs = [*starts, max(end, starts[-1] + 1)]
    cells: dict[tuple[int, int], list[TextLine]] = {}
    count = 0
    for parts in rows:
        count += count == 0 or len(parts) > 1
        for part in parts:
            column = max(at for at, start in enumerate(starts) if start <= part.x0 + 0.1)
            cells.setdefault((count - 1, column), []).append(part)
    boxes = [Box(row=row, rows=1, x0=xs[at], x1=xs[at + 1], items=[group]) for (row, at), group in cells.items()]
    return Ruled(top=rows[0][0].y + rows[0][0].size, rows=count, xs=xs, boxes=boxes)
