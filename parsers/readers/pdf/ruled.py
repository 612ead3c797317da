"""The tables that lines draw on a sheet: which squares of the grid belong together as one cell, and where they lie."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from parsers.readers.pdf.shapes import Area, PdfSheet

_NEAR = 3.0  # points: lines that should meet miss each other by the width of a border
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
    lines = sheet.lines[:_MOST_LINES]
    flat = _joined([line for line in lines if line.width >= line.height], upright=False)
    upright = _joined([line for line in lines if line.height > line.width], upright=True)
    found = [grid for group in _crossing(flat, upright) for grid in _grids(*group)]
    return sorted(found, key=lambda grid: grid.area.width * grid.area.height)


def _joined(lines: list[Area], *, upright: bool) -> list[Area]:
    """Lines in one direction with those that go on one another made one."""

    def across(line: Area) -> float:
        return (line.x0 + line.x1) / 2 if upright else (line.y0 + line.y1) / 2

    found: list[Area] = []
    for group in _clusters(sorted(lines, key=across), across, near=1.5):
        at = sum(map(across, group)) / len(group)
        spans = sorted((line.y0, line.y1) if upright else (line.x0, line.x1) for line in group)
        for low, high in _merged(spans):
            if high - low >= _SHORTEST:
                found.append(Area(x0=at, y0=low, x1=at, y1=high) if upright else Area(x0=low, y0=at, x1=high, y1=at))
    return found


def _clusters(lines: list[Area], key: Callable[[Area], float], *, near: float) -> Iterator[list[Area]]:
    group: list[Area] = []
    for line in lines:
        if group and key(line) - key(group[-1]) > near:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _merged(spans: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Spans on one line, in order, with those that touch made one."""
    begun: tuple[float, float] | None = None
    for low, high in spans:
        if begun is not None and low <= begun[1] + _NEAR:
            begun = (begun[0], max(begun[1], high))
            continue
        if begun is not None:
            yield begun
        begun = (low, high)
    if begun is not None:
        yield begun


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
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _cells(flat: list[Area], upright: list[Area], *, xs: list[float], ys: list[float]) -> Iterator[Area]:
    """The cells: squares without a line between them belong together."""
    reached: set[tuple[int, int]] = set()
    for start in itertools.product(range(len(ys) - 1), range(len(xs) - 1)):
        if start in reached:
            continue
        reached.add(start)
        waiting, squares = [start], [start]
        while waiting:
            for square in _open_sides(waiting.pop(), flat=flat, upright=upright, xs=xs, ys=ys):
                if square not in reached:
                    reached.add(square)
                    waiting.append(square)
                    squares.append(square)
        yield _ground(squares, xs=xs, ys=ys)


def _open_sides(
    square: tuple[int, int], *, flat: list[Area], upright: list[Area], xs: list[float], ys: list[float]
) -> Iterator[tuple[int, int]]:
    """The neighbours of a square that no line parts from it."""
    row, column = square
    x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
    for step, at in ((-1, column), (1, column + 1)):
        inside = 0 <= column + step < len(xs) - 1
        if inside and not any(abs(line.x0 - xs[at]) <= _NEAR and line.y0 <= y <= line.y1 for line in upright):
            yield row, column + step
    for step, at in ((-1, row), (1, row + 1)):
        inside = 0 <= row + step < len(ys) - 1
        if inside and not any(abs(line.y0 - ys[at]) <= _NEAR and line.x0 <= x <= line.x1 for line in flat):
            yield row + step, column


def _ground(squares: list[tuple[int, int]], *, xs: list[float], ys: list[float]) -> Area:
    rows, columns = [row for row, _ in squares], [column for _, column in squares]
    return Area(x0=xs[min(columns)], y0=ys[max(rows) + 1], x1=xs[max(columns) + 1], y1=ys[min(rows)])
