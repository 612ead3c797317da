"""Tables with headers above their columns."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from parsers.form.layout.answer import Answer
from parsers.form.layout.cells import Spot, lines_of
from parsers.form.layout.chosen_options import choice
from parsers.form.layout.rows import FormRow, Styled, asks, is_question
from parsers.form.layout.stream import HeaderGrid, HeaderGridRow, Pair
from parsers.form.vocabulary.likeness import is_like_a_question
from parsers.form.vocabulary.phrases import one_of, printed
from parsers.form.vocabulary.words import words

_GENERIC = printed("columns.says_nothing")
_NOTES = printed("columns.notes", shape=rf"{{}}(?: {one_of('columns.notes_go_on')})*")


def is_header(row: FormRow, style: Styled) -> bool:
    """Whether every filled cell of a row is a bare question, and (nearly) all are filled."""
    solid = row.solid
    # One column may go without a caption: the number of the row, or what is printed down the left.
    if len(solid) < max(2, len(row.spots) - 1) or not all(_is_bare(s, style) for s in solid):
        return False
    return all(is_question(s, style) for s in solid) or _asks_by_words(row, style)


def _is_bare(each: Spot, style: Styled) -> bool:
    """Whether nothing stands with the words of a cell: no box, no table, and below them only guidance and choices."""
    if each.boxes or each.nested:
        return False
    return not each.answered or (style.shaded and each.cell.shaded) or _only_offers(each)


def _only_offers(each: Spot) -> bool:
    """Whether all that stands with the words of a cell are choices of which none is made (`Current? Y / N`)."""
    found = choice(each.split.rest)
    return found is not None and not found.chosen and not found.beside


def _asks_by_words(row: FormRow, style: Styled) -> bool:
    """Whether, in a table that sets no header apart, two in three cells are like questions and none is an answer."""
    if not (style.plain or _in_bold_column(row, style)) or any(s.valued and not s.surely_asks for s in row.solid):
        return False
    # Blank cells count too: a row of pairs whose answers were left out holds nothing but questions, as captions do.
    asking = sum(s.known is not None or is_like_a_question(s.text) for s in row.solid)
    return asking >= max(2, 2 * len(row.spots) / 3)


def _in_bold_column(row: FormRow, style: Styled) -> bool:
    """Whether bold is how the first of several columns is set, whatever stands in it."""
    first, *others = row.solid
    return not style.shaded and len(others) > 1 and first.bold and not any(s.bold for s in others)


def is_headed(band: tuple[FormRow, ...], style: Styled) -> bool:
    """Whether the first row of a band is a header: it asks, the row below does not (but perhaps in its first cell)."""
    if len(band) < 2 or not is_header(band[0], style) or (style.plain and _may_be_pairs(band, style)):
        return False
    return not _asks_beside(band[1], band[0].spots[0].cell.column, style=style) and not _asks_down(band, style)


def _may_be_pairs(band: tuple[FormRow, ...], style: Styled) -> bool:
    """Whether plain rows may as well hold questions and answers in pairs: by two cells, by questions below."""
    # Taken for captions, pairs put a question in the place of every answer below.
    titles = band[0].solid
    if len(titles) == 2 and len(band) > 2 and not all(s.surely_asks for s in titles):
        return True
    asking = sum(any(is_question(s, style) and not is_kin(s) for s in row.spots) for row in band[1:])
    return asking > max(1, (len(band) - 1) / 3)


def _asks_beside(row: FormRow, left: int, *, style: Styled) -> bool:
    """Whether a row asks something to the right of the column `left` that it does not answer in the same cell."""
    asking = [s for s in row.spots if s.cell.column > left and _asks_openly(s, style)]
    return _ask_plainly(asking, row, style=style) if style.plain else bool(asking)


def _asks_openly(each: Spot, style: Styled) -> bool:
    """Whether a cell asks what it does not answer itself; where questions are shaded, by shade or in known words."""
    if each.answered or not is_question(each, style):
        return False
    return not style.shaded or each.cell.shaded or each.known is not None


def _ask_plainly(asking: list[Spot], row: FormRow, *, style: Styled) -> bool:
    """Whether too many cells of a plain row sound like questions; of several answers one may: `Nursery head`."""
    may_sound = len(row.spots) not in (2, 4) and not is_question(row.spots[0], style)  # no pairs side by side
    return sum(not is_kin(s) for s in asking) > may_sound


def is_kin(each: Spot) -> bool:
    """Whether a cell says no more than how somebody is related, as an answer does."""
    # `Mother` is an answer under `Relationship` and elsewhere the label of a box for her name.
    known = each.known is not None and each.known.group == "family" and len(each.text.split()) <= 3
    return known or each.text.strip().lower() in words().relations


def _asks_down(band: tuple[FormRow, ...], style: Styled) -> bool:
    """Whether at least half of the rows begin with a known question, while the first row asks nothing beside it."""
    if any(s.known and not _says_nothing(s) for s in band[0].spots[1:]):
        return False
    firsts = [row.spots[0] for row in band[1:]]
    return sum(s.surely_asks and is_question(s, style) for s in firsts) >= len(firsts) / 2


def _says_nothing(each: Spot) -> bool:
    return any(map(_GENERIC.fullmatch, each.titles))


def is_generic(row: FormRow) -> bool:
    """Whether a row only says `No.`, `Question`, `Answer` over the columns below, whatever somebody added to them.

    Beside two of them one may stand over printed notes.
    """
    solid = row.solid
    others = [s for s in solid if not _says_nothing(s)]
    return len(solid) - len(others) > 1 and all(map(is_titled_as_notes, others))


def is_titled_as_notes(title: Spot) -> bool:
    """Whether a cell is the title of a column of printed notes."""
    return any(_NOTES.fullmatch(text.lower()) for text in title.titles)


def with_wide_rows(left: tuple[FormRow, ...], style: Styled) -> int:
    """How many rows a grid takes whose rows are each followed by a full-width question; 0 if it is no such grid."""
    # Some makers print `Where living:` across the table, below the row of each child.
    if len(left) < 3 or left[0].wide or not any(row.wide for row in left) or not is_header(left[0], style):
        return 0
    taken = left[:1] + tuple(takewhile(lambda row: _goes_on(row, style), left[1:]))
    return len(taken) if len(taken) > 2 and any(row.wide for row in taken) else 0


def _goes_on(row: FormRow, style: Styled) -> bool:
    """Whether a row below a header is one of its grid, or asks one thing more about the row above it."""
    return _is_more(row) if row.wide else not asks(row.spots[1:], style)


def _is_more(row: FormRow) -> bool:
    """Whether a full-width row asks one thing about the row above it."""
    each = row.spots[0]
    return bool(each.split.label) and each.surely_asks and len(each.lines) <= 3


def grid(band: tuple[FormRow, ...], style: Styled) -> HeaderGrid:
    """The grid of a header row and the rows below it."""
    headers, below = band[0].spots, band[1:]
    found: list[HeaderGridRow] = []
    for row in below:
        more = _more(row, headers) if found else None
        if more is None:
            found.append(_row(row, headers))
        else:
            found[-1] = replace(found[-1], more=(*found[-1].more, more))
    texts = tuple(s.text for s in headers)
    return HeaderGrid(texts, tuple(found), headers[0].cell.source, printed_first=_is_printed_first(below, style))


def _is_printed_first(below: tuple[FormRow, ...], style: Styled) -> bool:
    """Whether the first cell of each row is set as the questions of its table are."""
    firsts = [style.sets_apart(row.spots[0]) for row in below if not row.wide]
    return bool(firsts) and all(firsts)


def _more(row: FormRow, headers: tuple[Spot, ...]) -> Pair | None:
    """The one thing that a row asks about the row above it, across all columns, or None for a row of its own."""
    first = row.spots[0]
    if row.wide:
        own = Answer(first.split.rest, first.cell.source)
        return Pair(first.label, own, first.cell.source) if _is_more(row) else None
    # No row of a person has its second cell over three of four columns.
    if len(row.spots) != 2 or len(headers) < 4 or not first.surely_asks or row.spots[1].cell.column_span < 3:
        return None
    return Pair(first.label, row.spots[1].answer, first.cell.source)


def _row(row: FormRow, headers: tuple[Spot, ...]) -> HeaderGridRow:
    spots = (*row.carried, *row.spots)
    below = [
        [s for s in spots if header.cell.row < s.cell.row and s.cell.shares_column(header.cell)] for header in headers
    ]
    titles = (s.text for s in row.spots if not s.empty and not any(s in each for each in below))
    return HeaderGridRow(tuple(map(_together, below)), title=" ".join(titles))


def _together(below: list[Spot]) -> Answer | None:
    """The cells below one header as one answer."""
    if len(below) == 1:
        return below[0].answer
    lines = lines_of(below)
    return Answer(lines, lines[0].source if lines else below[0].cell.source) if below else None
