"""A table as rows of spots, with the bands between its full-width rows and which cells in them are questions."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.form.layout.cells import Spot, is_number, spot
from parsers.form.vocabulary.labels import section
from parsers.page import Table

_MINORITY = 0.4


@dataclass(frozen=True, slots=True)
class FormRow:
    """The cells that begin in one row, left to right; `wide` if one cell fills it, `carried` those from rows above."""

    index: int
    spots: tuple[Spot, ...]
    wide: bool
    carried: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Styled:
    """How a table sets its questions apart: by shading, by bold, or not at all; `bars` if its titles are shaded."""

    shaded: bool
    bold: bool
    bars: bool = False


def rows(table: Table) -> tuple[FormRow, ...]:
    """The rows of `table` that have any cell, numbers of rows left out."""
    spots = [spot(cell) for cell in table.cells]
    return tuple(row for index in range(table.rows) if (row := _row(table, index, spots=spots)).spots)


def _row(table: Table, index: int, *, spots: list[Spot]) -> FormRow:
    here = sorted((s for s in spots if s.cell.row == index), key=lambda s: s.cell.column)
    carried = tuple(s for s in spots if s.cell.row < index < s.cell.row + s.cell.row_span)
    solid = [s for s in here if not is_number(s)] or here
    wide = len(solid) == 1 and sum(s.cell.column_span for s in here) >= table.columns - len(carried) - (len(here) - 1)
    wide = wide and (table.columns == 1 or len(here) == 1 or len(solid) < len(here))
    titled = bool(here) and (here[0].cell.shaded or here[0].bold or bool(here[0].split.label))
    return FormRow(index, tuple(solid), wide and len(here) == 1 and (not carried or titled), carried)


def styled(found: tuple[FormRow, ...]) -> Styled:
    """How the questions of these rows are set apart."""
    cells = [s for row in found for s in row.spots if not row.wide]
    solid = [s for s in cells if not s.empty]
    shaded = sum(1 for s in solid if s.cell.shaded)
    bold = sum(1 for s in solid if s.bold and not s.valued)
    plain = sum(1 for s in cells if not s.cell.shaded)
    bars = any(row.wide and (row.spots[0].cell.shaded or row.spots[0].bold) for row in found)
    return Styled(shaded > 0 and plain > 0, bold > 0 and bold < len(solid), bars)


def is_question(candidate: Spot, style: Styled) -> bool:
    """Whether a cell reads as a question (with or without its answer in it) in a table set like that."""
    if candidate.empty or candidate.valued or candidate.only_boxes:
        return False
    if candidate.split.label and candidate.split.rest and (candidate.known or candidate.bold or candidate.boxes):
        return True
    if style.shaded:
        return candidate.cell.shaded or (candidate.known is not None and candidate.known.sure and _ends(candidate))
    if style.bold:
        return candidate.bold or (candidate.known is not None and candidate.known.sure and _ends(candidate))
    return _ends(candidate) or (candidate.known is not None and candidate.known.sure and not candidate.boxes)


def _ends(candidate: Spot) -> bool:
    return candidate.label.rstrip(" *").endswith((":", "?"))


def question_columns(band: tuple[FormRow, ...], style: Styled) -> frozenset[int]:
    """The columns of a band in which questions stand rather than answers that happen to look like them."""
    columns: dict[int, list[bool]] = {}
    for row in band:
        for s in row.spots:
            if not s.empty:
                columns.setdefault(s.cell.column, []).append(is_question(s, style))
    return frozenset(column for column, found in columns.items() if sum(found) > _MINORITY * len(found))


def is_bar(candidate: Spot, style: Styled) -> bool:
    """Whether the one cell of a row looks like a title over the rows below it."""
    if candidate.split.rest or candidate.valued or candidate.boxes:
        return False
    if candidate.cell.shaded or candidate.bold:
        return True
    short = len(candidate.text.split()) <= 10 and not candidate.text.endswith((".", ","))
    return not style.bars and short and (section(candidate.text) is not None or candidate.text.isupper())
