"""A table as items: full-width rows here, the bands between them in bands.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from parsers.form.layout import bands, one_column
from parsers.form.layout.answer import Answer, is_guidance, is_instruction
from parsers.form.layout.captions import over_captions
from parsers.form.layout.cells import Spot, lines_of
from parsers.form.layout.header_grids import is_generic
from parsers.form.layout.printed_notes import without_notes
from parsers.form.layout.rows import FormRow, Styled, is_bar, is_question, rows, styled
from parsers.form.layout.stream import Close, Heading, Item, Loose, Pair, Ticks
from parsers.form.vocabulary.labels import asked, section
from parsers.page import Block, Table

_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]\s+[A-Z]")
Inside = Callable[[tuple[Block, ...]], Iterator[Item]]
"""Reads the blocks of one cell as a page of their own."""


def items(table: Table, inside: Inside) -> Iterator[Item]:
    """Everything `table` asks and holds, in its order."""
    for part in _below_its_titles(rows(table)):
        yield from _part(part, inside)
    yield Close(2)


def _below_its_titles(found: tuple[FormRow, ...]) -> Iterator[tuple[FormRow, ...]]:
    """A table in two where lines alone stand over a row that names its columns, as on the sheet of a workbook."""
    # With the lines of titles in the same table the captions below were answers, and a whole workbook was no form.
    at = next((at for at, row in enumerate(found) if len(row.solid) > 1), 0)
    if at and is_generic(found[at]):
        yield found[:at]
        found = found[at:]
    yield found


def _part(part: tuple[FormRow, ...], inside: Inside) -> Iterator[Item]:
    found, beside = without_notes(part)
    found, asked_below = _below_generic_titles(found)
    style = styled(found)
    style = replace(style, asked=style.asked | asked_below)
    captioned = over_captions(found)
    if captioned:
        yield from captioned
        found = ()
    elif one_column.takes_turns(found, style):
        yield from one_column.by_twos(found)
        found = ()
    elif one_column.is_counted(found):
        yield from one_column.counted(found)
        found = ()
    at = 0
    while at < len(found):
        if found[at].wide:
            taken, produced = _wide(found[at:], style, inside=inside)
        else:
            taken, produced = bands.items(found[at:], style, inside=inside)
        yield from produced
        at += taken
    yield from (Loose(each.answer) for each in beside)


def _below_generic_titles(found: tuple[FormRow, ...]) -> tuple[tuple[FormRow, ...], frozenset[int]]:
    """The rows without `Ref`, `Question`, `Answer` over the bar of the first part, and the column that asks if told."""
    # Such titles stand for the whole table: left in, they were a band of their own and the rows below plain text.
    at = next((at for at, row in enumerate(found) if not row.wide), len(found))
    if at + 1 >= len(found) or not found[at + 1].wide or not is_generic(found[at]):
        return found, frozenset()
    below = (*found[:at], *found[at + 1 :])
    columns = {row.columns for row in below if not row.wide}
    told = len(columns) == 1 and all(len(each) == 2 for each in columns)
    return below, frozenset(each[0] for each in columns) if told else frozenset()


def is_frame(table: Table) -> bool:
    """Whether a table is only a frame round text, in which an answer may stand."""
    return len(table.cells) == 1 and not any(isinstance(block, Table) for block in table.cells[0].blocks)


def _wide(left: tuple[FormRow, ...], style: Styled, *, inside: Inside) -> tuple[int, list[Item]]:
    """How many rows a full-width row takes with it, and what it holds."""
    here, below = left[0].spots[0], left[1:]
    # A maker who leaves the box below white prints hints under the shaded question, which would stand for the answer.
    if _is_over_its_box(here, below, style=style):
        return 2, [Pair(here.split.label, below[0].spots[0].answer, here.cell.source)]
    if _is_page(here, style):
        return 1, _ended(list(inside(here.cell.blocks)))
    if here.empty:
        return 1, []
    if not (is_bar(here, style) or is_question(here, style) or _is_known(here, below=below[:1])):
        return 1, [Loose(here.answer, italic=all(map(is_guidance, here.lines)))]
    answers = _answers(below, style, numbered=_is_numbered(here))
    if answers and _asks(here, below, count=len(answers)):
        return 1 + len(answers), [Pair(here.text, _together(answers), here.cell.source)]
    return 1, [Heading(here.text, here.cell.source, 2)]


def _is_over_its_box(here: Spot, below: tuple[FormRow, ...], *, style: Styled) -> bool:
    """Whether a shaded question stands with its guidance over the box to write in."""
    asks = here.cell.shaded and bool(here.split.label) and not here.nested
    return asks and bool(below) and _is_plain_answer(below[0], style)


def _is_page(here: Spot, style: Styled) -> bool:
    """Whether a cell holds more than a title or a question: a table, an answer of its own, several lines."""
    return bool(here.nested or here.split.rest) or (len(here.lines) > 1 and not _is_title(here, style))


def _ended(found: list[Item]) -> list[Item]:
    """What a cell holds; a title over questions or boxes of its own in it ends with it."""
    # Left open, the title would speak of the rows below the cell as well.
    titled = next((at for at, item in enumerate(found) if isinstance(item, Heading)), len(found))
    if not any(isinstance(item, Pair | Ticks) for item in found[titled:]):
        return found
    return [*(replace(item, depth=3) if isinstance(item, Heading) else item for item in found), Close(3)]


def _together(answers: list[Spot]) -> Answer:
    """The lines of several cells as one answer, which stands where the first of them does that holds any."""
    lines = lines_of(answers)
    return Answer(lines, lines[0].source if lines else answers[-1].cell.source)


def _is_known(here: Spot, below: tuple[FormRow, ...]) -> bool:
    """Whether the words of a row that looks like any other are a question, answered in the row below."""
    if _is_numbered(here) and any(row.wide and not _is_numbered(row.spots[0]) for row in below):
        return True
    if here.known is None or here.known.sure:
        return here.known is not None
    # What only sounds like a question is a title as often (`Referral details`): over rows of several cells it asks
    # nothing.
    return here.known.group in ("incident", "referral") and any(row.wide for row in below)


def _is_numbered(each: Spot) -> bool:
    return bool(_NUMBERED.match(each.text))


def _is_plain_answer(below: FormRow, style: Styled) -> bool:
    """Whether the row below a shaded question with its guidance is a box to write in."""
    each = below.spots[0]
    return below.wide and not each.cell.shaded and not each.nested and not (is_question(each, style) and each.known)


def _is_title(candidate: Spot, style: Styled) -> bool:
    """Whether a cell of several lines is a title with guidance under it."""
    return is_bar(candidate, style) and all(
        is_guidance(line) or is_instruction(line.text) for line in candidate.lines[1:]
    )


def _answers(below: tuple[FormRow, ...], style: Styled, *, numbered: bool) -> list[Spot]:
    """The full-width rows right below a title that are no titles themselves, as far as the first empty one.

    Below a `numbered` question they go as far as the next one.
    """
    found: list[Spot] = []
    for row in below:
        if not row.wide or (numbered and _is_numbered(row.spots[0])) or not _may_answer(row.spots[0], style):
            break
        found.append(row.spots[0])
        # That was the box, left blank: what stands below it answers something else.
        if found[-1].empty:
            break
    return found


def _may_answer(each: Spot, style: Styled) -> bool:
    """Whether a full-width cell below a title may answer it: it asks nothing itself."""
    if each.nested or (each.asks_and_answers and each.known):
        return False
    asks = is_bar(each, style) or (is_question(each, style) and not each.boxes)
    return each.empty or each.valued or not asks


def _asks(title: Spot, below: tuple[FormRow, ...], *, count: int) -> bool:
    """Whether a title is a question that the rows below answer, and not a heading with guidance under it."""
    if asked(title.text) is not None:
        return True
    after = below[count] if len(below) > count else None
    # Instructions over rows of several cells tell how to fill these in, so that what stands over them is a title.
    guidance = all(is_instruction(row.spots[0].text) for row in below[:count])
    return section(title.text) is None and not (guidance and after is not None and not after.wide)
