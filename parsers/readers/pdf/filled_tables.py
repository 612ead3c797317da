"""Tables of a sheet with what stands in their cells, joined where a page break cut one, and written into the page."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterable
from dataclasses import dataclass, field

from parsers.page import Block, Cell, Paragraph, Table
from parsers.readers.pdf.lines import TextLine, lines, paragraph, paragraphs
from parsers.readers.pdf.marks import is_ground
from parsers.readers.pdf.ruled import Region, RuledGrid, distinct
from parsers.readers.pdf.shapes import Area, TextRun, parted
from parsers.readers.shared.places import Places

_PADDING = 5.8  # points between text and border, a little over the usual 0.19 cm
_NEAR = 3.0
_PAGE_BORDER = 0.8  # of the sheet's height: a single box so tall is drawn round the page, not round an answer


@dataclass(kw_only=True, slots=True)
class Box:
    """One cell."""

    row: int  # the first that it covers, from 0
    rows: int
    x0: float  # its left edge on the sheet
    x1: float
    shaded: bool = False
    items: list[Item] = field(default_factory=list)  # from top to bottom


@dataclass(kw_only=True, slots=True)
class Ruled:
    """A table on a sheet."""

    top: float  # where it begins
    rows: int
    xs: list[float]  # the edges of its columns, from left to right
    boxes: list[Box]


Item = list[TextLine] | Ruled


def filled_grids(grids: list[RuledGrid], runs: list[TextRun], *, fills: list[Area], height: float) -> list[Ruled]:
    """The tables of a sheet, those within cells in their cells; takes what stands in them out of `runs`."""
    written: list[tuple[RuledGrid, Ruled]] = []
    for grid in grids:  # the smallest first
        inside, outside = parted(runs, functools.partial(_stands_in, grid.area))
        inner = [pair for pair in written if grid.area.holds(*pair[0].area.middle)]
        is_empty = not inside and not inner  # its lines are an ornament, or what is in it is a picture
        if is_empty or _is_page_border(grid, height):
            continue
        runs[:] = outside
        written = [pair for pair in written if pair not in inner]
        written.append((grid, _ruled(grid, inside, tables=[table for _, table in inner], fills=fills)))
    return [table for _, table in written]


def _stands_in(area: Area, run: TextRun) -> bool:
    return area.holds(*run.middle)


def _is_page_border(grid: RuledGrid, height: float) -> bool:
    return len(grid.regions) == 1 and grid.area.height > _PAGE_BORDER * height


def _ruled(grid: RuledGrid, runs: list[TextRun], *, tables: list[Ruled], fills: list[Area]) -> Ruled:
    grounds = [fill for fill in fills if is_ground(fill, grid)]
    smallest_first = sorted(grid.regions, key=lambda region: region.area.width * region.area.height)
    written: dict[Region, list[TextRun]] = {region: [] for region in grid.regions}
    held: dict[Region, list[Ruled]] = {region: [] for region in grid.regions}
    for run in runs:
        written[_place(smallest_first, run.middle)].append(run)
    for table in tables:
        held[_place(smallest_first, ((table.xs[0] + table.xs[-1]) / 2, table.top - 1))].append(table)
    boxes = [_box(region, own, tables=held[region], grounds=grounds) for region, own in written.items()]
    return Ruled(top=grid.ys[0], rows=len(grid.ys) - 1, xs=list(grid.xs), boxes=boxes)


def _place(smallest_first: list[Region], place: tuple[float, float]) -> Region:
    """The cell in which a place lies; lines that meet nowhere leave ground to none, and then the nearest has it."""
    inside = (region for region in smallest_first if region.area.holds(*place))
    return next(inside, None) or min(smallest_first, key=lambda region: region.area.distance(*place))


def _box(region: Region, runs: list[TextRun], *, tables: list[Ruled], grounds: list[Area]) -> Box:
    area = region.area
    own = lines(runs)
    found: list[tuple[float, Item]] = [(group[0].y, group) for group in paragraphs(own, right=area.x1 - _PADDING)]
    found += [(table.top, table) for table in tables]
    return Box(
        row=region.row,
        rows=region.row_span,
        x0=area.x0,
        x1=area.x1,
        shaded=any(fill.holds(*area.middle) for fill in grounds),
        items=[item for _, item in sorted(found, key=lambda pair: -pair[0])],
    )


def joined_over_pages(sheets: Iterable[list[Item]]) -> list[Item]:
    """The items of all sheets in order; a table that ends one sheet and one as wide that begins the next are one."""
    found: list[Item] = []
    for items in sheets:
        match found[-1:], items:
            case [Ruled() as last], [Ruled() as first, *rest] if _are_as_wide(last, first):
                _append(last, first)
                found += rest
            case _:
                found += items
    return found


def _are_as_wide(first: Ruled, then: Ruled) -> bool:
    return abs(first.xs[0] - then.xs[0]) <= _NEAR and abs(first.xs[-1] - then.xs[-1]) <= _NEAR


def _append(table: Ruled, more: Ruled) -> None:
    """Puts the rows of `more` under those of `table`; a row cut in two is made whole."""
    first = [box for box in more.boxes if box.row == 0]
    last = [box for box in table.boxes if box.row + box.rows == table.rows]
    if _goes_on(last, first):
        for above, box in zip(last, first, strict=True):
            above.items += box.items
        shift = table.rows - 1
        rest = [box for box in more.boxes if box.row > 0]
    else:
        shift, rest = table.rows, more.boxes
    for box in rest:
        box.row += shift
    table.boxes += rest
    table.rows = shift + more.rows
    table.xs = distinct([*table.xs, *more.xs])


def _goes_on(last: list[Box], first: list[Box]) -> bool:
    """Whether the first row of a sheet only ends the last row of the sheet before: its first cell says nothing new.

    A row of one cell does so where neither part is shaded or bold, as captions are.
    """
    if len(first) != len(last) or any(box.rows > 1 for box in first):
        return False
    if any(abs(above.x0 - box.x0) > _NEAR for above, box in zip(last, first, strict=True)):
        return False
    if len(first) > 1:
        return not first[0].items
    return not any(box.shaded or _is_bold(box) for box in (*first, *last))


def _is_bold(box: Box) -> bool:
    return any(isinstance(item, list) and item[0].is_bold for item in box.items)


def table_of(ruled: Ruled, *, source: str) -> Table:
    """The page's table; `source` and the person's count of rows and cells name each cell."""
    counts: dict[int, int] = {}
    cells: list[Cell] = []
    for box in sorted(ruled.boxes, key=lambda box: (box.row, box.x0)):
        counts[box.row] = counts.get(box.row, 0) + 1
        cells.append(_cell(box, ruled.xs, source=f"{source}/row {box.row + 1}/cell {counts[box.row]}"))
    columns = max((cell.column + cell.column_span for cell in cells), default=0)
    return Table(rows=ruled.rows, columns=columns, cells=tuple(cells), source=source)


def _cell(box: Box, xs: list[float], *, source: str) -> Cell:
    column = max(0, bisect.bisect_right(xs, box.x0 + _NEAR) - 1)
    end = max(column + 1, bisect.bisect_right(xs, box.x1 + _NEAR) - 1)
    return Cell(
        row=box.row,
        column=column,
        blocks=blocks(box.items, source=source) or (Paragraph((), f"{source}/paragraph 1"),),
        source=source,
        row_span=box.rows,
        column_span=end - column,
        shaded=box.shaded,
    )


def blocks(items: Iterable[Item], *, source: str, usual: float = 0.0) -> tuple[Block, ...]:
    """Paragraphs and tables with their places below `source`; letters larger than `usual` points make a heading."""
    places = Places(source=source)
    return tuple(
        table_of(item, source=places.table())
        if isinstance(item, Ruled)
        else paragraph(item, source=places.paragraph(), heading=_level(item, usual))
        for item in items
    )


def _level(group: list[TextLine], usual: float) -> int:
    if not usual or len(group) > 3:  # a heading is short; more lines in large letters are a form in large print
        return 0
    size = group[0].size / usual
    return 1 if size >= 1.4 else 2 if size >= 1.15 else 0
