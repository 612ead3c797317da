"""What repeats at the head and foot of the sheets, and the footnotes: all that is not the text between."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from parsers.readers.pdf.lines import TextLine, lines
from parsers.readers.pdf.shapes import PdfSheet, TextRun, parted
from parsers.readers.pdf.ticks import number_of_note, references, without_number

_ZONE = 0.15  # of the sheet's height in which a repeated line is a header or footer
_EDGE = 44.0  # points: nearer to the edge than Word lets a body begin
_PAGE_NUMBER = re.compile(r"(?<![\d/.:-])\d{1,3}(?![\d/.:-])")
_SAME = 3.0  # points by which a repeated line may lie elsewhere


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """The runs of one sheet by where they belong."""

    head: tuple[TextLine, ...]
    body: list[TextRun]
    foot: tuple[TextLine, ...]
    notes: tuple[TextLine, ...] = ()


def cut(sheets: list[PdfSheet], runs: list[list[TextRun]]) -> list[Cut]:
    """Each sheet's runs in header, body and footer."""
    turned, upright = zip(*(parted(each, lambda run: run.is_turned) for each in runs), strict=True)
    rows = [lines(each) for each in upright]
    often = _repeated(sheets, rows)
    found = (_cut(sheet, own, often=often) for sheet, own in zip(sheets, rows, strict=True))
    return [dataclasses.replace(each, body=[*each.body, *aside]) for each, aside in zip(found, turned, strict=True)]


def without_notes(part: Cut, sheet: PdfSheet, *, lowest: float) -> Cut:
    """The cut with the footnotes taken out of its body: they begin with a digit that is raised above, under all else.

    `lowest` is where the last table of the sheet ends.
    """
    # A numbered line at the foot is a note only where a raised number above points to it; else it is a list.
    numbers = references(sheet)
    upright = [run for run in part.body if not run.is_turned]
    _, below = parted(lines(upright), lambda line: line.y >= min(lowest, sheet.height / 2))
    begun = next((at for at, line in enumerate(below) if number_of_note(line) in numbers), None)
    if begun is None:
        return part
    found = below[begun:]
    taken = {run for line in found for run in line.runs}
    body = [run for run in part.body if run not in taken]
    return dataclasses.replace(part, body=body, notes=tuple(without_number(line) for line in found))


def distinct_lines(found: Iterable[TextLine]) -> list[TextLine]:
    """Lines of headers or footers, each once, however the number of the page counts; other figures tell two apart."""
    return list({_PAGE_NUMBER.sub("#", line.text): line for line in reversed(list(found))}.values())[::-1]


def _repeated(sheets: list[PdfSheet], rows: list[list[TextLine]]) -> set[tuple[str, int]]:
    """The likeness and height of lines near the edges that stand on more than half of the sheets."""
    sheets_with: Counter[tuple[str, int]] = Counter()
    for sheet, found in zip(sheets, rows, strict=True):
        for key in {_keys(line)[0] for line in found if _is_near_edge(line, sheet)}:
            sheets_with[key] += 1
    return {key for key, count in sheets_with.items() if count > max(1, len(sheets) / 2)}


def _keys(line: TextLine) -> list[tuple[str, int]]:
    """The likeness of a line with its height in steps, its own first: a little higher or lower is the same line."""
    height = round(line.y / _SAME)
    return [(_likeness(line), height + step) for step in (0, -1, 1)]


def _likeness(line: TextLine) -> str:
    return re.sub(r"\d+", "#", line.text)


def _is_near_edge(line: TextLine, sheet: PdfSheet) -> bool:
    return not _ZONE * sheet.height < line.y < (1 - _ZONE) * sheet.height


def _cut(sheet: PdfSheet, found: list[TextLine], *, often: set[tuple[str, int]]) -> Cut:
    around, between = parted(found, lambda line: _is_around(line, sheet, often=often))
    head, foot = parted(around, lambda line: line.y >= sheet.height / 2)
    return Cut(head=tuple(head), body=[run for line in between for run in line.runs], foot=tuple(foot))


def _is_around(line: TextLine, sheet: PdfSheet, *, often: set[tuple[str, int]]) -> bool:
    """Whether a line is a header or footer: at the very edge, or near it and on most sheets in the same place."""
    at_edge = not _EDGE <= line.y <= sheet.height - _EDGE
    return at_edge or (_is_near_edge(line, sheet) and not often.isdisjoint(_keys(line)))
