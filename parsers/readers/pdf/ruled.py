"""The tables that lines draw on a sheet: which squares of the grid belong together as one cell, and where they lie."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parsers.readers.pdf.shapes import Area, PdfSheet, grouped, parted

_NEAR = 3.0  # points: lines that should meet miss each other by the width of a border
_ONE_LINE = 1.5  # points: pieces of a line lie no further apart
_SHORTEST = 6.0  # points: a shorter line is a stroke of a sign, not a border
_MOST_SQUARES = 20_000  # of a grid, and lines of a sheet: time grows with their product, and no form has as many
_MOST_LINES = 3_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """One cell: its first row and column in the grid, how many it covers, and its ground on the sheet."""

    row: int
    column: int
    row_span: int
    column_span: int
    area: Area


@dataclass(frozen=True, kw_only=True, slots=True)
class RuledGrid:
    """A table drawn by lines."""

    xs: tuple[float, ...]  # the edges of its columns, from left to right
    ys: tuple[float, ...]  # the edges of its rows, from top to bottom
    regions: tuple[Region, ...]
    borders: tuple[Area, ...]  # the lines that draw it and the tables within it

    @property
    def area(self) -> Area:
        """The ground that the table covers."""
        return Area(x0=self.xs[0], y0=self.ys[-1], x1=self.xs[-1], y1=self.ys[0])


def grids(sheet: PdfSheet) -> list[RuledGrid]:
    """The tables on a sheet, the smallest first, so that a table inside a cell comes before the one round it."""
    lines, upright = parted(sheet.lines[:_MOST_LINES], lambda line: line.width >= line.height)
    flat = _joined(lines)
    crossing = _crossing(flat, [line.turned for line in _joined([line.turned for line in upright])])
    found = [grid for group in crossing for grid in _grids(*group)]
    return sorted(found, key=lambda grid: grid.area.width * grid.area.height)


def _joined(lines: list[Area]) -> list[Area]:
    """Flat lines with those that go on one another made one."""
    found: list[Area] = []
    ordered = sorted(lines, key=_height)
    for group in grouped(ordered, lambda group, line: _height(line) - _height(group[-1]) <= _ONE_LINE):
        at = sum(map(_height, group)) / len(group)
        merged = _merged(sorted((line.x0, line.x1) for line in group))
        found += [Area(x0=low, y0=at, x1=high, y1=at) for low, high in merged if high - low >= _SHORTEST]
    return found


def _height(line: Area) -> float:
    return (line.y0 + line.y1) / 2


def _merged(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans on one line, in order, with those that touch made one."""
    found: list[tuple[float, float]] = []
    for low, high in spans:
        if found and low <= found[-1][1] + _NEAR:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def _crossing(flat: list[Area], upright: list[Area]) -> Iterator[tuple[list[Area], list[Area]]]:
    """Groups of lines that hang together, each with at least two in both directions."""
    owner = list(range(len(flat) + len(upright)))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    for (i, row), (j, column) in itertools.product(enumerate(flat), enumerate(upright)):
        if _meet(row, column):
            owner[root(i)] = root(len(flat) + j)
    groups: dict[int, tuple[list[Area], list[Area]]] = {}
    for at, line in enumerate([*flat, *upright]):
        groups.setdefault(root(at), ([], []))[at >= len(flat)].append(line)
    yield from (group for group in groups.values() if min(map(len, group)) >= 2)


def _meet(row: Area, column: Area) -> bool:
    return row.x0 - _NEAR <= column.x0 <= row.x1 + _NEAR and column.y0 - _NEAR <= row.y0 <= column.y1 + _NEAR


def _grids(flat: list[Area], upright: list[Area]) -> Iterator[RuledGrid]:
    """The table that crossing lines draw, and those that stand whole inside one of its cells."""
    xs = distinct(line.x0 for line in upright)
    ys = distinct(line.y0 for line in flat)[::-1]
    if min(len(xs), len(ys)) < 2 or len(xs) * len(ys) > _MOST_SQUARES:
        return
    cells = list(_cells(flat, upright, xs=xs, ys=ys))
    borders = (*flat, *upright)
    for outer in sorted(cells, key=lambda cell: cell.width * cell.height):
        inner = [cell for cell in cells if cell is not outer and outer.covers(cell)]
        # Several cells within one are a table in a cell; a single one is a frame that somebody drew inside it.
        if len(inner) > 1:
            yield _grid(inner, borders)
            cells = [cell for cell in cells if cell not in inner]
    yield _grid(cells, borders)


def _grid(cells: list[Area], borders: tuple[Area, ...]) -> RuledGrid:
    xs = distinct(x for cell in cells for x in (cell.x0, cell.x1))
    ys = distinct(y for cell in cells for y in (cell.y0, cell.y1))[::-1]

    def region(cell: Area) -> Region:
        left, right = (_nearest(xs, x) for x in (cell.x0, cell.x1))
        top, bottom = (_nearest(ys, y) for y in (cell.y1, cell.y0))
        return Region(row=top, column=left, row_span=bottom - top, column_span=right - left, area=cell)

    regions = sorted(map(region, cells), key=lambda each: (each.row, each.column))
    return RuledGrid(xs=tuple(xs), ys=tuple(ys), regions=tuple(regions), borders=borders)


def _nearest(values: list[float], value: float) -> int:
    return min(range(len(values)), key=lambda at: abs(values[at] - value))


def distinct(values: Iterable[float]) -> list[float]:
    """Values in order, with those that lie near each other made one."""
    return [group[0] for group in grouped(sorted(values), lambda group, value: value - group[0] <= _NEAR)]


def _cells(flat: list[Area], upright: list[Area], *, xs: list[float], ys: list[float]) -> Iterator[Area]:
    """The cells: squares without a line between them belong together."""
    squares = list(itertools.product(range(len(ys) - 1), range(len(xs) - 1)))
    left = set(squares)
    level = [line.turned for line in flat]
    for start in squares:
        if start not in left:
            continue
        left.discard(start)
        waiting, group = [start], []
        while waiting:
            group.append(waiting.pop())
            reached = left.intersection(_open_sides(group[-1], level=level, upright=upright, xs=xs, ys=ys))
            left -= reached
            waiting += reached
        yield _ground(group, xs=xs, ys=ys)


def _open_sides(
    square: tuple[int, int], *, level: list[Area], upright: list[Area], xs: list[float], ys: list[float]
) -> Iterator[tuple[int, int]]:
    """The neighbours of a square that no line parts from it, those outside the table too; `level` lines are turned."""
    row, column = square
    x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
    for step in (0, 1):
        if not _is_parted(upright, at=xs[column + step], across=y):
            yield row, column + 2 * step - 1
        if not _is_parted(level, at=ys[row + step], across=x):
            yield row + 2 * step - 1, column


def _is_parted(lines: list[Area], *, at: float, across: float) -> bool:
    return any(abs(line.x0 - at) <= _NEAR and line.y0 <= across <= line.y1 for line in lines)


def _ground(squares: list[tuple[int, int]], *, xs: list[float], ys: list[float]) -> Area:
    rows, columns = [row for row, _ in squares], [column for _, column in squares]
    return Area(x0=xs[min(columns)], y0=ys[max(rows) + 1], x1=xs[max(columns) + 1], y1=ys[min(rows)])
