"""Rows of captions and rows of answers by turns: below each line to write on what belongs there, or over it."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.form.layout.cells import Spot
from parsers.form.layout.header_grids import is_kin
from parsers.form.layout.rows import FormRow
from parsers.form.layout.stream import Pair
from parsers.page import Mark


def over_captions(found: tuple[FormRow, ...]) -> tuple[Pair, ...]:
    """The caption of each cell with what stands over it; none where the rows are not written so.

    It takes two signs that captions are below: they ask and nothing over them does, and they are known or set apart.
    """
    # A hospice rules lines to write on and prints small below each what belongs there: read downwards, each answer
    # would go to the caption of the next.
    if not found or not _is_even(found):
        return ()
    written, captions = ([s for row in found[first::2] for s in row.spots] for first in (0, 1))
    if any(map(_may_be_caption, written)) or not all(map(_may_be_caption, filter(_says, captions))):
        return ()
    return tuple(_pairs(written, captions)) if _is_told(captions) else ()


def under_captions(found: tuple[FormRow, ...]) -> tuple[Pair, ...]:
    """The caption of each cell with what stands below it; none where the rows are not written so twice at least."""
    # Once only, captions over answers are a grid with one row, and read as such.
    if len(found) < 4 or not _is_even(found):
        return ()
    captions, written = ([s for row in found[first::2] for s in row.spots] for first in (0, 1))
    asking = sum(s.surely_asks for s in written)
    if any(map(_is_no_caption, captions)) or 4 * asking > len(written) or not _are_known(found[::2]):
        return ()
    return tuple(_pairs(written, captions))


def _are_known(titles: tuple[FormRow, ...]) -> bool:
    """Whether most captions are known, and some in two rows."""
    known = [[s.known is not None for s in row.spots] for row in titles]
    return 2 * sum(map(sum, known)) > sum(map(len, known)) and sum(map(any, known)) > 1


def _is_no_caption(each: Spot) -> bool:
    return each.empty or each.valued or bool(each.split.rest) or is_kin(each)


def _is_even(found: tuple[FormRow, ...]) -> bool:
    """Whether rows with the same columns can be taken by twos."""
    return len(found) % 2 == 0 and all(row.columns == found[0].columns for row in found)


def _says(each: Spot) -> bool:
    return not each.empty


def _may_be_caption(each: Spot) -> bool:
    """Whether a cell holds a caption: known for sure, or a line in italics alone."""
    return each.surely_asks or _is_italic(each)


def _is_italic(each: Spot) -> bool:
    return bool(each.lines) and all(line.has(Mark.ITALIC) for line in each.lines)


def _is_told(captions: list[Spot]) -> bool:
    """Whether most captions are known, or all are set apart from what is written over them and one is known."""
    solid = [s for s in captions if _says(s)]
    known = sum(s.known is not None for s in solid)
    return len(solid) > 1 and (2 * known > len(solid) or (known > 0 and all(map(_is_italic, solid))))


def _pairs(written: list[Spot], captions: list[Spot]) -> Iterator[Pair]:
    for own, caption in zip(written, captions, strict=True):
        yield Pair(caption.label, own.answer, caption.cell.source)
