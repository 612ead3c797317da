"""Tick boxes that a page draws with lines, and the small raised digits that only point to a footnote."""

from __future__ import annotations

import dataclasses
import itertools
import re

from parsers.page import EMPTY_BOX, TICKED_BOX, Mark
from parsers.readers.pdf.lines import TextLine, lines
from parsers.readers.pdf.shapes import Area, ByHeight, PdfSheet, TextRun
from parsers.readers.shared.tick_boxes import TICKED_SIGNS

_TICKS = TICKED_SIGNS | frozenset("xX✕✖√/×")
_TOUCHING = 1.5  # points
_NOTE = re.compile(r"(\d{1,2})(?=[^\d.)])")  # a number without a stop is set raised, or was
_RAISED = str.maketrans("0123456789", "\u2070\xb9\xb2\xb3\u2074\u2075\u2076\u2077\u2078\u2079")
# What Wingdings 2 and Wingdings draw as an empty box, and as ticked ones, and what those are as letters.
_LETTERS_OF_SIGNS = (("£", ("R", "Q", "P", "S", "T")), ("¨", ("þ", "ý", "ü", "û", "x")))


def with_boxes(sheet: PdfSheet) -> list[TextRun]:
    """The runs of a sheet with its drawn boxes among them, and without the references to its footnotes."""
    runs = _with_signs(_without_references(sheet))
    for square in _lone(sheet.squares):
        inside = [run for run in runs if square.holds(*run.middle)]
        # A form field lies on the square, or it is a box to write a letter in.
        if any(Mark.BOX in run.marks or run.text not in _TICKS for run in inside):
            continue
        # People who print, cross by hand in a drawing program, and send it back, leave lines and not letters.
        crossed = any(_shares(slash, square) for slash in sheet.slashes)
        runs = [run for run in runs if run not in inside]
        runs.append(_box(square, ticked=crossed or bool(inside)))
    return runs


def _with_signs(runs: list[TextRun]) -> list[TextRun]:
    """Letters that a program without the symbol font printed in place of its boxes, made boxes again.

    Nobody writes a pound sign alone, nor a diaeresis or a thorn; where two stand alone, they are empty boxes.
    """
    for empty, ticked in _LETTERS_OF_SIGNS:
        alone = [run for run in runs if run.text == empty and not _is_followed(run, runs)]
        if len(alone) > 1:
            signs = dict.fromkeys(alone, EMPTY_BOX)
            signs |= {each: TICKED_BOX for each in runs if each.text in ticked and each.font == alone[0].font}
            runs = [
                dataclasses.replace(each, text=signs[each], marks=each.marks | {Mark.BOX}) if each in signs else each
                for each in runs
            ]
    return runs


def _is_followed(run: TextRun, runs: list[TextRun]) -> bool:
    """Whether an amount stands after a sign."""
    return any(
        abs(each.y - run.y) < 1 and -0.5 <= each.x0 - run.x1 <= 0.4 * run.size and each.text[0].isdecimal()
        for each in runs
    )


def _lone(squares: list[Area]) -> list[Area]:
    """Squares that stand alone: those in a row that touch are places for single letters or digits."""
    # Only so many are compared, pair by pair: a form has dozens of boxes, a drawing may have thousands.
    distinct = list(dict.fromkeys(squares))
    touching = {
        square
        for first, then in itertools.permutations(distinct[:400], 2)
        if abs(first.x1 - then.x0) <= _TOUCHING and abs(first.y0 - then.y0) <= _TOUCHING
        for square in (first, then)
    }
    return [square for square in distinct if square not in touching]


def _shares(slash: Area, square: Area) -> bool:
    """Whether a slanting line runs over a square, and not far beyond it."""
    if slash.width > 2 * square.width or slash.height > 2 * square.height:
        return False
    across = min(slash.x1, square.x1) - max(slash.x0, square.x0)
    down = min(slash.y1, square.y1) - max(slash.y0, square.y0)
    return across > 0.4 * square.width and down > 0.4 * square.height


def _box(square: Area, *, ticked: bool) -> TextRun:
    return TextRun(
        text=TICKED_BOX if ticked else EMPTY_BOX,
        x0=square.x0,
        x1=square.x1,
        y=square.y0 + 0.15 * square.height,
        size=square.height,
        marks=frozenset({Mark.BOX}),
    )


def references(sheet: PdfSheet) -> set[str]:
    """The raised digits on a sheet that point to footnotes."""
    return {run.text for run in _raised(sheet)}


def _raised(sheet: PdfSheet) -> set[TextRun]:
    """The runs that are a small digit or two, raised beside larger letters."""
    digits = [run for run in sheet.runs if run.text.isdecimal() and len(run.text) <= 2]
    tallest = max((run.size for run in sheet.runs), default=0.0)
    others = ByHeight.of(sheet.runs if digits else (), lambda run: run.y)
    return {run for run in digits if any(_is_raised(run, near) for near in others.between(run.y - tallest, run.y))}


def _without_references(sheet: PdfSheet) -> list[TextRun]:
    """The runs without the digits that point to a note on the sheet; what is raised for another reason stays raised.

    It may be a square, a note on another sheet, or what somebody typed in small letters.
    """
    raised = _raised(sheet)
    numbers = {run.text for run in raised}
    below = lines(run for run in sheet.runs if raised and run.y < sheet.height / 2)
    noted = {number for line in below if (number := number_of_note(line)) in numbers}
    return [
        dataclasses.replace(run, text=run.text.translate(_RAISED)) if run in raised else run
        for run in sheet.runs
        if run.text not in noted or run not in raised
    ]


def number_of_note(line: TextLine) -> str:
    """The number with which a line begins as a footnote does, or nothing."""
    found = _NOTE.match(line.text)
    return found[1] if found else ""


def without_number(line: TextLine) -> TextLine:
    """A footnote without its number."""
    first, *rest = line.runs
    if first.text.isdecimal() and rest:
        return TextLine(tuple(rest))
    return TextLine((dataclasses.replace(first, text=_NOTE.sub("", first.text)), *rest))


def _is_raised(run: TextRun, other: TextRun) -> bool:
    if other.size < 1.25 * run.size or not 0.12 * other.size <= run.y - other.y <= 0.8 * other.size:
        return False
    return abs(run.x0 - other.x1) <= 0.25 * other.size or -0.1 <= other.x0 - run.x1 <= other.size
