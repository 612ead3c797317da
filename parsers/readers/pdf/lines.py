"""Runs of text put together to lines, and lines to paragraphs where one was only broken at the edge."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parsers.page import Mark, Paragraph, Span
from parsers.readers.pdf.shapes import TextRun, grouped
from parsers.readers.shared.tick_boxes import EMPTY_SIGNS, TICKED_SIGNS, joined

_SAME_LINE = 0.4  # of the letter size: raised and lowered letters stay on their line
_TOUCHING = 0.12  # of the letter size
_AGAIN = 0.15  # of the letter size: no letter is as narrow
_OVER = 0.5  # of the letter size: what is printed over the end of a word is no part of it
_SPACE = 0.28  # of the letter size, the usual width of a space
_WIDE = 0.48  # of the letter size: from here on a gap was made by hand, and is kept
_COLUMN_GAP = 1.8  # letter sizes
FARTHEST = 1.75  # letter sizes between the base lines of one paragraph
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](19|20)\d\d")
_WHOLE_ADDRESS = re.compile(r"\.(uk|com|org|net|eu|ie|info|example|email)$", re.IGNORECASE)
_LETTER = 0.6  # of the letter size: less room than this is none for another letter
_NARROW = 8  # letter sizes: only in narrower cells a word of a form is too wide
_BULLETS = EMPTY_SIGNS | TICKED_SIGNS | frozenset("•●▪–-·○■")


@dataclass(frozen=True, slots=True)
class TextLine:
    """Runs on one base line, from left to right; `is_cut` says that it ends within a word."""

    runs: tuple[TextRun, ...]
    is_cut: bool = False

    @property
    def x0(self) -> float:
        return self.runs[0].x0

    @property
    def x1(self) -> float:
        return max(run.x1 for run in self.runs)

    @property
    def y(self) -> float:
        return self.runs[0].y

    @property
    def size(self) -> float:
        return max(run.size for run in self.runs)

    @property
    def text(self) -> str:
        """The words with the spaces that the gaps stand for."""
        return "".join(span.text for span in spans(self))

    @property
    def is_bold(self) -> bool:
        return all(Mark.BOLD in run.marks for run in self.runs)


def lines(runs: Iterable[TextRun]) -> list[TextLine]:
    """The lines of these runs, from top to bottom."""
    ordered = sorted(runs, key=lambda run: (-run.y, run.x0))
    found = grouped(ordered, lambda line, run: line[0].y - run.y <= _SAME_LINE * max(run.size, line[0].size))
    return [TextLine(tuple(_once(sorted(line, key=lambda run: run.x0)))) for line in found]


def _once(runs: list[TextRun]) -> Iterator[TextRun]:
    """Runs of one line without those that only print another one again, a shade beside it, to make it bold."""
    before: TextRun | None = None
    for run in runs:
        if before is None or run.text != before.text or run.x0 - before.x0 > _AGAIN * run.size:
            before = run
            yield run


def cut_at_gaps(line: TextLine) -> list[TextLine]:
    """A line cut at its wide gaps."""
    gap = _COLUMN_GAP * line.size
    return [TextLine(tuple(part)) for part in grouped(line.runs, lambda part, run: run.x0 - part[-1].x1 <= gap)]


def spans(line: TextLine) -> Iterator[Span]:
    """The spans of a line; a space takes the marks that both its neighbours have."""
    before: TextRun | None = None
    for run in line.runs:
        if before is not None:
            yield Span(_spaces(before, run), before.marks & run.marks)
        yield Span(run.text, run.marks)
        before = run


def _spaces(before: TextRun, run: TextRun) -> str:
    gap, size = run.x0 - before.x1, min(before.size, run.size)
    if gap < _TOUCHING * size:
        is_over = gap < -_OVER * size and before.text[-1:].isalnum() and run.text[:1].isalnum()
        return " " if is_over else ""
    return " " * (min(round(gap / (_SPACE * size)), 60) if gap > _WIDE * size else 1)


def paragraphs(found: list[TextLine], *, right: float) -> Iterator[list[TextLine]]:
    """Lines by paragraph: a line goes on where its first word had no room before `right` on the line above."""
    for group in grouped(found, lambda group, line: _goes_on(group[-1], line, right=right)):
        cut = (_is_cut(above, line, right=right) for above, line in itertools.pairwise(group))
        yield [dataclasses.replace(line, is_cut=is_cut) for line, is_cut in zip(group, (*cut, False), strict=True)]


def _goes_on(above: TextLine, line: TextLine, *, right: float) -> bool:
    size = min(above.size, line.size)
    first = line.runs[0]
    if above.y - line.y > FARTHEST * size or abs(above.size - line.size) > 0.15 * size:
        return False
    if above.is_bold != line.is_bold or not _BULLETS.isdisjoint(first.text[:1]):
        return False
    return above.x1 + _SPACE * size + _word(line) > right


def _word(line: TextLine) -> float:
    """The width of the first word, which may be several runs."""
    end = line.x0
    for run in line.runs:
        if run.x0 - end > _TOUCHING * line.size and end > line.x0:
            break
        end = run.x1
    return end - line.x0


def _is_cut(above: TextLine, line: TextLine, *, right: float) -> bool:
    """Whether a line ends within a word: after a hyphen or stroke, or because the word is wider than its cell."""
    before, after = above.text.split(" ")[-1], line.text.split(" ")[0]
    if len(before) > 1 and before[-1] in "-/":
        return before[-2].isalnum()
    if _DATE.fullmatch(before + after) or _is_cut_address(before, after):
        return True
    # One word fills the line of a narrow cell, and the next line goes on with small letters: the word had no room.
    is_filled = len(before) > 4 and before == above.text and right - above.x1 < _LETTER * above.size
    return is_filled and before.isalpha() and after[:1].islower() and right - above.x0 < _NARROW * above.size


def _is_cut_address(before: str, after: str) -> bool:
    """Whether a mail or web address goes on: no space can stand in it, and `before` does not end as addresses do."""
    in_address = "@" in before or "://" in before
    return in_address and (after[:1] in (".", "@") or not _WHOLE_ADDRESS.search(before))


def paragraph(group: list[TextLine], *, source: str, heading: int = 0) -> Paragraph:
    """The paragraph that these lines make."""
    found: list[Span] = list(spans(group[0])) if group else []
    for above, line in itertools.pairwise(group):
        if not above.is_cut:
            found.append(Span(" "))
        found += spans(line)
    return Paragraph(spans=joined(found), source=source, heading=heading)
