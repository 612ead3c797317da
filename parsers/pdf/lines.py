"""Pieces of text put together to lines, and lines to paragraphs where one was only broken at the edge."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parsers.page import Mark, Paragraph, Span
from parsers.pdf.shapes import Piece
from parsers.symbols import EMPTY_SIGNS, TICKED_SIGNS, joined

_SAME_LINE = 0.4  # of the letter size: raised and lowered letters stay on their line
_TOUCHING = 0.12  # of the letter size
_SPACE = 0.28  # of the letter size, the usual width of a space
_WIDE = 0.9  # of the letter size: from here on a gap was made by hand, and is kept
_FARTHEST = 1.75  # letter sizes between the base lines of one paragraph
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](19|20)\d\d")
_BULLETS = EMPTY_SIGNS | TICKED_SIGNS | frozenset("•●▪–-·○■")


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces on one base line, from left to right."""

    pieces: tuple[Piece, ...]

    @property
    def x0(self) -> float:
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        return max(piece.x1 for piece in self.pieces)

    @property
    def y(self) -> float:
        return self.pieces[0].y

    @property
    def size(self) -> float:
        return max(piece.size for piece in self.pieces)

    @property
    def text(self) -> str:
        """The words with the spaces that the gaps stand for."""
        return "".join(span.text for span in spans(self))

    @property
    def is_bold(self) -> bool:
        return all(Mark.BOLD in piece.marks for piece in self.pieces)


def lines(pieces: Iterable[Piece]) -> list[Line]:
    """The lines of these pieces, from top to bottom."""
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.y, piece.x0)):
        near = _SAME_LINE * max(piece.size, found[-1][0].size) if found else 0.0
        if found and abs(found[-1][0].y - piece.y) <= near:
            found[-1].append(piece)
        else:
            found.append([piece])
    return [Line(tuple(sorted(line, key=lambda piece: piece.x0))) for line in found]


def spans(line: Line) -> Iterator[Span]:
    """The spans of a line; a space takes the marks that both its neighbours have."""
    before: Piece | None = None
    for piece in line.pieces:
        if before is not None:
            yield Span(_spaces(before, piece), before.marks & piece.marks)
        yield Span(piece.text, piece.marks)
        before = piece


def _spaces(before: Piece, piece: Piece) -> str:
    gap, size = piece.x0 - before.x1, min(before.size, piece.size)
    if gap < _TOUCHING * size:
        return ""
    return " " * (min(round(gap / (_SPACE * size)), 60) if gap > _WIDE * size else 1)


def paragraphs(found: list[Line], *, right: float) -> Iterator[list[Line]]:
    """Lines by paragraph: a line goes on where its first word had no room before `right` on the line above."""
    group: list[Line] = []
    for line in found:
        if group and not _goes_on(group[-1], line, right=right):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _goes_on(above: Line, line: Line, *, right: float) -> bool:
    size = min(above.size, line.size)
    first = line.pieces[0]
    if above.y - line.y > _FARTHEST * size or abs(above.size - line.size) > 0.15 * size:
        return False
    if above.is_bold != line.is_bold or first.text[0] in _BULLETS:
        return False
    return above.x1 + _SPACE * size + _word(line) > right


def _word(line: Line) -> float:
    """The width of the first word, which may be several pieces."""
    end = line.x0
    for piece in line.pieces:
        if piece.x0 - end > _TOUCHING * line.size and end > line.x0:
            break
        end = piece.x1
    return end - line.x0


def _is_one_word(above: Line, line: Line) -> bool:
    """Whether a line ends within a word too long for its cell, such as an e-mail address or a date."""
    before, after = above.text, line.text.split(" ")[0]
    whole = before + after
    return " " not in before and ("@" in before or "://" in before or bool(_DATE.fullmatch(whole)))


def paragraph(group: list[Line], *, source: str, heading: int = 0) -> Paragraph:
    """The paragraph that these lines make."""
    found: list[Span] = list(spans(group[0])) if group else []
    for above, line in itertools.pairwise(group):
        if not _is_one_word(above, line):
            found.append(Span(" "))
        found += spans(line)
    return Paragraph(spans=joined(found), source=source, heading=heading)
