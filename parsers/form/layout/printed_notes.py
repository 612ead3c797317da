"""A column of notes that a form prints beside the boxes: it is neither question nor answer."""

from __future__ import annotations

from dataclasses import replace

from parsers.form.layout.answer import is_instruction
from parsers.form.layout.cells import Spot
from parsers.form.layout.rows import FormRow
from parsers.form.vocabulary.phrases import one_of, printed
from parsers.page import Mark

_TITLE = printed("columns.notes", shape=rf"{{}}(?: {one_of('columns.notes_go_on')})*")


def without_notes(found: tuple[FormRow, ...]) -> tuple[tuple[FormRow, ...], tuple[Spot, ...]]:
    """The rows without their column of printed notes, and the cells of it that may not be printed after all."""
    column = _column(found)
    if column is None:
        return found, ()
    parted = [(row, *_parted(row, column)) for row in found]
    kept = tuple(replace(row, spots=own) for row, own, _ in parted if own)
    _title, *notes = [s for *_, theirs in parted for s in theirs]
    return kept, tuple(s for s in notes if not s.empty and not _is_printed(s))


def _parted(row: FormRow, column: int) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    """The cells of a row without the one in the column of notes, and that one; a full-width row has none."""
    notes = () if row.wide else tuple(s for s in row.spots if s.cell.column == column)
    return tuple(s for s in row.spots if s not in notes), notes


def _column(found: tuple[FormRow, ...]) -> int | None:
    """The last column of at least three, where its title or all of its words are those of printed notes."""
    narrow = [row for row in found if not row.wide]
    solid = [row for row in narrow if len(row.spots) >= 3]
    if len(solid) < max(3, 0.8 * len(narrow)):
        return None
    last = max(row.spots[-1].cell.column for row in solid)
    title, *below = [row.spots[-1] for row in solid if row.spots[-1].cell.column == last]
    return last if _are_notes(title, [s for s in below if not s.empty]) else None


def _are_notes(title: Spot, written: list[Spot]) -> bool:
    """Whether the cells of a column are notes: half of them under the title of notes, else all, and at least three."""
    printed = sum(map(_is_printed, written))
    titled = bool(_TITLE.fullmatch(title.text.strip(" :").lower())) and not title.answered
    if titled and written and printed >= len(written) / 2:
        return True
    return len(written) >= 3 and printed == len(written)


def _is_printed(candidate: Spot) -> bool:
    """Whether every line of a cell is in italics or reads like an instruction."""
    return all(line.has(Mark.ITALIC) or is_instruction(line.text) for line in candidate.lines)
