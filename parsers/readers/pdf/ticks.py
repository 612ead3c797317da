"""Tick boxes that a page draws with lines, and the small raised digits that only point to a footnote."""

from __future__ import annotations

import dataclasses
import itertools

from parsers.page import EMPTY_BOX, TICKED_BOX, Mark
from parsers.readers.pdf.shapes import Area, PdfSheet, TextRun
from parsers.readers.shared.symbols import TICKED_SIGNS

_TICKS = TICKED_SIGNS | frozenset("xX✕✖√/×")
_TOUCHING = 1.5  # points
# What Wingdings 2 and Wingdings draw as an empty box, and as ticked ones, and what those are as letters.
_LETTERS_OF_SIGNS = (("£", ("R", "Q", "P", "S", "T")), ("¨", ("þ", "ý", "ü", "û", "x")))


def with_boxes(sheet: PdfSheet) -> list[TextRun]:
    """The pieces of a sheet with its drawn boxes among them, and without the references to its footnotes."""
    pieces = _with_signs([piece for piece in sheet.pieces if not _is_reference(piece, sheet.pieces)])
    for square in _lone(sheet.squares):
        inside = [piece for piece in pieces if square.holds((piece.x0 + piece.x1) / 2, piece.y + 0.3 * piece.size)]
        if any(Mark.BOX in piece.marks for piece in inside) or any(piece.text not in _TICKS for piece in inside):
            continue  # a form field lies on it, or it is a box to write a letter in
        crossed = any(_shares(slash, square) for slash in sheet.slashes)
        pieces = [piece for piece in pieces if piece not in inside]
        pieces.append(_box(square, ticked=crossed or bool(inside)))
    return pieces


def _with_signs(pieces: list[TextRun]) -> list[TextRun]:
    """Letters that a program without the symbol font printed in place of its boxes, made boxes again.

    Nobody writes a pound sign alone, nor a diaeresis or a thorn; where two stand alone, they are empty boxes.
    """
    for empty, ticked in _LETTERS_OF_SIGNS:
        alone = [piece for piece in pieces if piece.text == empty and not _is_followed(piece, pieces)]
        if len(alone) > 1:
            signs = dict.fromkeys(alone, EMPTY_BOX)
            signs |= {each: TICKED_BOX for each in pieces if each.text in ticked and each.font == alone[0].font}
            pieces = [
                dataclasses.replace(each, text=signs[each], marks=each.marks | {Mark.BOX}) if each in signs else each
                for each in pieces
            ]
    return pieces


def _is_followed(piece: TextRun, pieces: list[TextRun]) -> bool:
    """Whether an amount stands after a sign."""
    return any(
        abs(each.y - piece.y) < 1 and -0.5 <= each.x0 - piece.x1 <= 0.4 * piece.size and each.text[0].isdecimal()
        for each in pieces
    )


def _lone(squares: list[Area]) -> list[Area]:
    """Squares that stand alone: those in a row that touch are places for single letters or digits."""
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
    return {piece.text for piece in sheet.pieces if _is_reference(piece, sheet.pieces)}


def _is_reference(piece: TextRun, pieces: list[TextRun]) -> bool:
    """Whether a piece is a small digit or two, raised beside larger letters."""
    return piece.text.isdecimal() and len(piece.text) <= 2 and any(_is_raised(piece, other) for other in pieces)


def _is_raised(piece: TextRun, other: TextRun) -> bool:
    if other.size < 1.25 * piece.size or not 0.12 * other.size <= piece.y - other.y <= 0.8 * other.size:
        return False
    return abs(piece.x0 - other.x1) <= 0.25 * other.size or -0.1 <= other.x0 - piece.x1 <= other.size
