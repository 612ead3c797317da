"""A table of one column in which questions and answers take turns, known by their words or by running numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from parsers.form.layout.answer import Answer
from parsers.form.layout.cells import Spot, lines_of
from parsers.form.layout.rows import FormRow, Styled
from parsers.form.layout.stream import Heading, Pair
from parsers.form.vocabulary.labels import section

_COUNTED = re.compile(r"(\d{1,3})[.)]\s*(?=[A-Z])")


def takes_turns(found: tuple[FormRow, ...], style: Styled) -> bool:
    """Whether a column holds a question in every other row, set apart or half of them known, and answers between."""
    # One odd row would put every answer under the next question, and two rows are as well a title over its text.
    if not all(map(_is_one_text, found)) or not style.plain or len(found) < 6 or len(found) % 2:
        return False
    asking, answers = ([row.spots[0] for row in found[first::2]] for first in (0, 1))
    if any(each.stands_out for each in answers) or not all(map(_may_ask, asking)):
        return False
    return _ask_by_turns(asking) and not any(map(_asks_plainly, answers))


def _ask_by_turns(asking: list[Spot]) -> bool:
    """Whether cells that all look alike are questions: at least half of them known, or set apart and ending as such."""
    bold = {each.stands_out for each in asking}
    known = sum(each.known is not None or (each.stands_out and each.ends_as_question) for each in asking)
    return len(bold) == 1 and 2 * known >= len(asking)


def _is_one_text(row: FormRow) -> bool:
    """Whether a row is one cell that holds no table."""
    return row.wide and not row.spots[0].nested


def _may_ask(each: Spot) -> bool:
    return not (each.split.rest or each.valued or each.empty)


def _asks_plainly(each: Spot) -> bool:
    return each.surely_asks and each.ends_as_question


def by_twos(found: tuple[FormRow, ...]) -> Iterator[Pair]:
    """Each question with the row below it."""
    for asks, own in zip(found[::2], found[1::2], strict=True):
        yield Pair(asks.spots[0].label, own.spots[0].answer, asks.spots[0].cell.source)


def is_counted(found: tuple[FormRow, ...]) -> bool:
    """Whether lines with running numbers go down the table, most with a line without one below: what answers it."""
    # A program that mails what was filled in on a web page prints no other sign: its answers are as bold as titles.
    if not all(map(_is_one_text, found)):
        return False
    numbers = [_number(row.spots[0]) for row in found]
    counted = [number for number in numbers if number]
    runs_on = all(below == above + 1 for above, below in pairwise(counted))
    answered = sum(bool(above) and not below for above, below in pairwise(numbers))
    return runs_on and len(counted) > 3 and answered > len(counted) / 2


def _number(each: Spot) -> int:
    """The running number of a question, or 0 of a line without one or with its answer behind it."""
    found = _COUNTED.match(each.text)
    return int(found[1]) if found and not each.split.rest else 0


def counted(found: tuple[FormRow, ...]) -> Iterator[Pair | Heading]:
    """Each numbered question with the lines below it, and the titles of parts."""
    asks: Spot | None = None
    answers: list[Spot] = []
    for each in (row.spots[0] for row in found):
        is_question = bool(_number(each))
        if not is_question and asks is not None and not (answers and _is_title(each)):
            answers.append(each)
            continue
        yield from _answered(asks, answers)
        asks, answers = each if is_question else None, []
        if not is_question and not each.empty:
            yield Heading(each.text, each.cell.source, 2)
    yield from _answered(asks, answers)


def _is_title(each: Spot) -> bool:
    return each.cell.shaded or section(each.text) is not None


def _answered(asks: Spot | None, answers: list[Spot]) -> Iterator[Pair]:
    if asks is not None:
        lines = lines_of(answers)
        yield Pair(asks.label, Answer(lines, lines[0].source if lines else asks.cell.source), asks.cell.source)
