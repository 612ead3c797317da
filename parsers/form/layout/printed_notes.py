"""A column of notes that a form prints beside the boxes: it is neither question nor answer."""

from __future__ import annotations

from dataclasses import replace

from parsers.form.layout.answer import is_instruction
from parsers.form.layout.cells import Spot
from parsers.form.layout.header_grids import is_generic, is_titled_as_notes
from parsers.form.layout.rows import FormRow
from parsers.form.vocabulary.weights import weights
from parsers.page import Mark
from parsers.values.answer_state import is_prompt
from parsers.values.dates import dates


def without_notes(found: tuple[FormRow, ...]) -> tuple[tuple[FormRow, ...], tuple[Spot, ...]]:
    """The rows without their column of printed notes, and the cells of it that may not be printed after all."""
    between = _before_answers(found)
    column = _column(found) if between is None else between
    if column is None:
        return found, ()
    parted = [(row, *_parted(row, column)) for row in found]
    kept = tuple(replace(row, spots=own) for row, own, _ in parted if own)
    _title, *notes = [s for *_, theirs in parted for s in theirs]
    # What somebody wrote between a question and its answer is shown all the same: no word of a page is lost.
    is_printed = _is_printed if between is None else _is_no_value
    return kept, tuple(s for s in notes if not (s.empty or is_printed(s)))


def _is_no_value(candidate: Spot) -> bool:
    return not candidate.valued or _is_printed(candidate)


def _before_answers(found: tuple[FormRow, ...]) -> int | None:
    """A column under the title of notes that stands between the questions and their answers."""
    titles = found[0].spots if found and not found[0].wide else ()
    set_apart = all(s.stands_out for s in titles)  # behind one of several titles somebody may have gone on writing
    between = (s for s in titles[1:-1] if set_apart or not s.answered)
    return next((s.cell.column for s in between if is_titled_as_notes(s)), None)


def _parted(row: FormRow, column: int) -> tuple[tuple[Spot, ...], tuple[Spot, ...]]:
    """The cells of a row without the one in the column of notes, and that one; a full-width row has none."""
    notes = () if row.wide else tuple(s for s in row.spots if s.cell.column == column)
    return tuple(s for s in row.spots if s not in notes), notes


def _column(found: tuple[FormRow, ...]) -> int | None:
    """The last column of at least three, where the titles or all of its words say that it holds printed notes."""
    narrow = [row for row in found if not row.wide]
    solid = [row for row in narrow if len(row.spots) >= 3]
    if len(solid) < max(3, 0.8 * len(narrow)):
        return None
    last = max(row.spots[-1].cell.column for row in solid)
    title, *below = [row.spots[-1] for row in solid if row.spots[-1].cell.column == last]
    are_notes = _names_notes(solid[0]) or _are_notes(title, below) or _are_hints(solid)
    return last if are_notes else None


def _names_notes(titles: FormRow) -> bool:
    """Whether titles say whose each column is, the last of them notes: `Question`, `Answer`, `Notes to help you`."""
    return is_titled_as_notes(titles.spots[-1]) and is_generic(titles)


def _are_notes(title: Spot, below: list[Spot]) -> bool:
    """Whether the cells of a column are notes: half of them under the title of notes, else all, and at least three."""
    written = [s for s in below if not s.empty]
    printed = sum(map(_is_printed, written))
    if is_titled_as_notes(title) and written and printed >= len(written) / 2:
        return True
    return len(written) >= 3 and printed == len(written)


def _are_hints(solid: list[FormRow]) -> bool:
    """Whether beside known questions and their answers a few words stand in each row that are neither."""
    # A maker puts a hint beside nearly every box; what people add is seldom, and holds days, names or numbers.
    if any(len(row.spots) != 3 for row in solid):
        return False
    hints = [row.spots[2] for row in solid if not row.spots[2].empty]
    asked = sum(row.spots[0].known is not None for row in solid)
    answered = sum(row.spots[1].valued or not row.spots[1].boxes for row in solid if not row.spots[1].empty)
    is_form = (
        2 * asked >= len(solid) > 3 and 2 * answered >= len(solid) and len(hints) >= weights()["hinted"] * len(solid)
    )
    return is_form and all(map(_may_be_hint, hints))


def _may_be_hint(each: Spot) -> bool:
    if is_prompt(each.text):
        return True
    short = len(each.text.split()) <= weights()["hint_words"] and len(each.lines) == 1
    return short and not (each.valued or each.boxes or each.nested or dates(each.text))


def _is_printed(candidate: Spot) -> bool:
    """Whether every line of a cell is in italics or reads like an instruction."""
    return all(line.has(Mark.ITALIC) or is_instruction(line.text) for line in candidate.lines)
