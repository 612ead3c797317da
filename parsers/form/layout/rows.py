"""A table as rows of spots, with the bands between its full-width rows and which cells in them are questions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.form.layout.cells import Spot, is_number, spot
from parsers.form.vocabulary.labels import section
from parsers.form.vocabulary.weights import weights
from parsers.page import Table
from parsers.values.names import looks_like_name

_ALTERNATE = {(0, 1), (0, 1, 2, 3)}


@dataclass(frozen=True, slots=True)
class FormRow:
    """The cells that begin in one row, left to right; `wide` if one cell fills it, `carried` those from rows above."""

    index: int
    spots: tuple[Spot, ...]
    wide: bool
    carried: tuple[Spot, ...] = ()

    @property
    def solid(self) -> tuple[Spot, ...]:
        """The cells in which something is written."""
        return tuple([s for s in self.spots if not s.empty])

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns in which its cells begin."""
        return tuple([s.cell.column for s in self.spots])


@dataclass(frozen=True, slots=True)
class Styled:
    """How a table sets its questions apart: by shading, by bold, or not at all; `bars` if its titles are shaded.

    Where nothing sets them apart in rows of two or four cells, `asked` are the columns in which they stand down it.
    """

    shaded: bool
    bold: bool
    bars: bool = False
    asked: frozenset[int] = frozenset()

    @property
    def plain(self) -> bool:
        """Whether nothing sets a question apart."""
        return not (self.shaded or self.bold)

    def sets_apart(self, each: Spot) -> bool:
        """Whether a cell is set as the questions are, where anything sets these apart."""
        return each.cell.shaded if self.shaded else self.bold and each.bold


def rows(table: Table) -> tuple[FormRow, ...]:
    """The rows of `table` that have any cell, numbers of rows left out."""
    # Each cell is looked at once: a table may have as many rows as a megabyte holds.
    here, carried = defaultdict[int, list[Spot]](list), defaultdict[int, list[Spot]](list)
    for found in map(spot, table.cells):
        first = found.cell.row
        here[first].append(found)
        for index in range(first + 1, min(first + found.cell.row_span, table.rows)):
            carried[index].append(found)
    every = (_row(table, index, here=here[index], carried=tuple(carried[index])) for index in range(table.rows))
    return _without_stripes(tuple(row for row in every if row.spots))


def _without_stripes(found: tuple[FormRow, ...]) -> tuple[FormRow, ...]:
    """The rows without the shade of a column in which every other cell has it, beside one that goes through.

    Such stripes mark no questions; where all of every other row is shaded, it asks what the row below it answers.
    """
    narrow = [{s.cell.column: s.cell.shaded for s in row.spots} for row in found if not row.wide]
    if narrow[:1] == narrow[1:2]:  # nothing changes from row to row
        return found
    columns = set().union(*narrow)
    striped = {at for at in columns if _alternate([row[at] for row in narrow if at in row])}
    return tuple(_unshaded(row, striped) for row in found) if 0 < len(striped) < len(columns) else found


def _alternate(shades: list[bool]) -> bool:
    # In three rows one may be shaded by chance, or two as titles of their parts.
    return len(shades) > 3 and all(one != other for one, other in pairwise(shades))


def _unshaded(row: FormRow, columns: set[int]) -> FormRow:
    plain = (replace(s, cell=replace(s.cell, shaded=False)) if s.cell.column in columns else s for s in row.spots)
    return replace(row, spots=tuple(plain))


def _row(table: Table, index: int, *, here: list[Spot], carried: tuple[Spot, ...]) -> FormRow:
    ordered = sorted(here, key=lambda s: s.cell.column)
    telling = tuple(s for s in ordered if not is_number(s)) or tuple(ordered)
    # Taken for captions, a title that nobody merged made questions and answers of the captions below: a first name was
    # `Birth date`.
    if (index == 0 and _is_title_alone(ordered)) or (not carried and _is_title_in_a_short_row(ordered, table.columns)):
        return FormRow(index, (ordered[0],), True, carried)
    return FormRow(index, telling, _fills(ordered, table.columns - len(carried), beside=bool(carried)), carried)


def _is_title_alone(here: list[Spot]) -> bool:
    """Whether a row is a title of a part in the first of three cells or more that nobody made one."""
    if len(here) < 3 or not all(each.empty for each in here[1:]):
        return False
    first = here[0]
    may_title = first.known is None or first.known.group in ("family", "agencies")  # `Parents, brothers and sisters`
    return may_title and not first.split.label and section(first.text) is not None


def _is_title_in_a_short_row(here: list[Spot], columns: int) -> bool:
    """Whether a row has one cell where others have more, and it names a part: a title that a program drew in."""
    if len(here) != 1 or here[0].cell.column + here[0].cell.column_span >= columns:
        return False
    return not (here[0].split.label or here[0].valued) and section(here[0].text) is not None


def _fills(here: list[Spot], width: int, *, beside: bool) -> bool:
    """Whether one cell fills the `width` of a row; `beside` one from above it has to look like a title."""
    if len(here) != 1 or here[0].cell.column_span < width:
        return False
    # The only cell beside a merged question is one more answer to it, unless it looks like a title.
    return not beside or here[0].stands_out or bool(here[0].split.label)


def styled(found: tuple[FormRow, ...]) -> Styled:
    """How the questions of these rows are set apart."""
    narrow = [row for row in found if not row.wide]
    solid = [s for row in narrow for s in row.solid]
    shaded = any(s.cell.shaded for s in solid) and _sets_apart(narrow)
    bold = {s.bold and not s.valued for s in solid}  # some are and some are not
    style = Styled(shaded, len(bold) > 1, any(row.wide and row.spots[0].stands_out for row in found))
    return replace(style, asked=_asked_down(tuple(narrow), style))


def _sets_apart(narrow: list[FormRow]) -> bool:
    """Whether shade parts the cells of a row, and marks what asks."""
    return any(map(_has_unshaded, narrow)) and not _shades_boxes(narrow)


def _shades_boxes(narrow: list[FormRow]) -> bool:
    """Whether shade marks where to write within rows: what surely asks stands mostly outside it."""
    # What stands first asks; and where whole rows are shaded, they are the titles of columns.
    if 2 * sum(row.spots[0].cell.shaded for row in narrow) >= len(narrow) or not any(map(_is_mixed, narrow)):
        return False
    asking = [s.cell.shaded for row in narrow for s in row.solid if s.surely_asks]
    return 2 * sum(asking) < len(asking)


def _is_mixed(row: FormRow) -> bool:
    return len({s.cell.shaded for s in row.spots}) > 1


def _asked_down(narrow: tuple[FormRow, ...], style: Styled) -> frozenset[int]:
    """Every other column of a plain table, if its rows have two cells or four and such columns alone ask.

    Where no question is known, the answers tell: dates, numbers and addresses beside, none of them in such a column.
    """
    first = min((row.columns[0] for row in narrow), default=0)  # right of the numbers of the rows, if they have any
    wide = {tuple(at - first for at in row.columns) for row in narrow}
    if not style.plain or len(narrow) < 3 or not wide <= _ALTERNATE:
        return frozenset()
    asking, every = question_columns(narrow, style), frozenset(at + first for at in max(wide)[::2])
    is_told = asking <= every if asking else len(wide) == 1 and _answered_beside(narrow, every)
    return every if is_told else frozenset()


def _answered_beside(narrow: tuple[FormRow, ...], asked: frozenset[int]) -> bool:
    """Whether every cell of the columns `asked` may be a question, and half the rows have what is none beside one."""
    questions = [s for row in narrow for s in row.spots if s.cell.column in asked]
    values = sum(any(s.valued for s in row.spots) for row in narrow)
    may_ask = not any(s.empty or s.valued for s in questions)
    # A column of names lists people: what stands beside them answers nobody's question.
    named = sum(looks_like_name(s.text) for s in questions)
    return may_ask and named < len(questions) / 2 and values >= len(narrow) / 2


def _has_unshaded(row: FormRow) -> bool:
    return not all(s.cell.shaded for s in row.spots)


def is_question(candidate: Spot, style: Styled) -> bool:
    """Whether a cell reads as a question (with or without its answer in it) in a table set like that."""
    if candidate.empty or candidate.valued or candidate.only_boxes:
        return False
    if candidate.asks_and_answers and _looks_asked(candidate):
        return True
    if not style.plain:
        return style.sets_apart(candidate) or _asks_plainly(candidate)
    return candidate.ends_as_question or (not candidate.boxes and candidate.surely_asks)


def asks(spots: tuple[Spot, ...], style: Styled) -> bool:
    """Whether a question stands among cells of a row."""
    return any(is_question(s, style) for s in spots)


def _asks_plainly(candidate: Spot) -> bool:
    return candidate.ends_as_question and candidate.surely_asks


def _looks_asked(candidate: Spot) -> bool:
    return bool(candidate.known or candidate.bold or candidate.boxes)


def question_columns(band: tuple[FormRow, ...], style: Styled) -> frozenset[int]:
    """The columns of a band in which questions stand rather than answers that happen to look like them."""
    columns: dict[int, list[bool]] = {}
    for row in band:
        for s in row.spots:
            if not s.empty:
                columns.setdefault(s.cell.column, []).append(is_question(s, style))
    return frozenset(column for column, found in columns.items() if sum(found) > weights()["minority"] * len(found))


def is_bar(candidate: Spot, style: Styled) -> bool:
    """Whether the one cell of a row looks like a title over the rows below it."""
    if candidate.split.rest or candidate.valued or candidate.boxes:
        return False
    if candidate.cell.shaded or candidate.bold:
        return True
    # Where a table shades its titles, a short line in capitals is an answer that somebody typed so.
    short = len(candidate.text.split()) <= 10 and not candidate.text.endswith((".", ","))
    return not style.bars and short and (section(candidate.text) is not None or candidate.text.isupper())
