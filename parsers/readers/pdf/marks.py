"""Lines and colours behind words: what is underlined, struck through or highlighted, and which cells are shaded."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from parsers.page import Mark
from parsers.readers.pdf.ruled import RuledGrid
from parsers.readers.pdf.shapes import Area, ByHeight, PdfSheet, TextRun
from parsers.readers.pdf.ticks import with_boxes

# Between which heights a line marks what it runs over, in letter sizes from the base line up.
_HEIGHTS = ((Mark.UNDERLINE, -0.35, -0.01), (Mark.STRIKE, 0.12, 0.5))
_TALLEST = 1.75  # letter sizes: more than this is no highlight of one line
_SLACK = 3.0
_ONE_LINE = 1.6


def marked(sheet: PdfSheet, grids: Iterable[RuledGrid]) -> list[TextRun]:
    """The runs of a sheet with the marks that lines and fills give them; the borders of tables mark nothing."""
    tables = list(grids)
    edges = ByHeight.of(_lying(border for grid in tables for border in grid.borders), lambda border: border.y0)
    strokes = [line for line in _lying(sheet.lines) if not _is_border(line, edges)]
    # A colour from border to border is the design of a cell; one behind words alone was put there by somebody.
    highlights = [fill for fill in sheet.fills if not any(is_ground(fill, grid) for grid in tables)]
    lines, grounds = (ByHeight.of(found, lambda each: each.middle[1]) for found in (strokes, highlights))
    return [_marked(run, strokes=lines, highlights=grounds) for run in with_boxes(sheet)]


def _lying(lines: Iterable[Area]) -> list[Area]:
    return [line for line in lines if line.width > line.height]


def is_ground(fill: Area, grid: RuledGrid) -> bool:
    """Whether a fill is the ground of cells of `grid`: it reaches from one border to another."""
    return any(abs(fill.x0 - x) <= _SLACK for x in grid.xs) and any(abs(fill.x1 - x) <= _SLACK for x in grid.xs)


def _marked(run: TextRun, *, strokes: ByHeight[Area], highlights: ByHeight[Area]) -> TextRun:
    marks, tallest = set(run.marks), _TALLEST * run.size
    for stroke in strokes.between(run.y - run.size, run.y + run.size):
        if _covers(stroke, run):
            height = (stroke.middle[1] - run.y) / run.size
            marks |= {mark for mark, low, high in _HEIGHTS if low <= height <= high}
    if any(_is_behind(fill, run) for fill in highlights.between(run.y - tallest, run.y + tallest)):
        marks.add(Mark.HIGHLIGHT)
    return dataclasses.replace(run, marks=frozenset(marks)) if marks != run.marks else run


def _covers(line: Area, run: TextRun) -> bool:
    """Whether a line runs over most of a run."""
    shared = min(line.x1, run.x1) - max(line.x0, run.x0)
    return shared >= 0.6 * max(run.x1 - run.x0, 0.5)


def _is_behind(fill: Area, run: TextRun) -> bool:
    _, middle = run.middle
    return fill.height <= _TALLEST * run.size and fill.y0 <= middle <= fill.y1 and _covers(fill, run)


def _is_border(line: Area, borders: ByHeight[Area]) -> bool:
    return any(
        border.x0 - _SLACK <= line.x0 and line.x1 <= border.x1 + _SLACK
        for border in borders.between(line.y0 - _ONE_LINE, line.y0 + _ONE_LINE)
    )
