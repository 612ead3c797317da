"""Rows of several cells: which way round they are read, by the evidence of the whole band."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from parsers.form.layout import header_grids as grids
from parsers.form.layout import tick_tables as tickings
from parsers.form.layout.answer import Answer, is_guidance, nothing
from parsers.form.layout.captions import under_captions
from parsers.form.layout.cells import Spot, lines_of
from parsers.form.layout.chosen_options import has_boxes
from parsers.form.layout.rows import FormRow, Styled, asks, is_question, question_columns, styled
from parsers.form.layout.split import split
from parsers.form.layout.spread_answers import one_answer, without_captions
from parsers.form.layout.stream import Close, Heading, Item, Loose, Pair
from parsers.form.meaning.ask import LONG
from parsers.form.vocabulary.labels import ASIDE, asked, section
from parsers.form.vocabulary.phrases import printed
from parsers.form.vocabulary.weights import weights
from parsers.form.vocabulary.words import words
from parsers.page import Block, Mark, Paragraph, paragraphs
from parsers.values.dates import dates
from parsers.values.names import looks_like_name

Inside = Callable[[tuple[Block, ...]], Iterator[Item]]
_WHO = printed("people.title_of_a_column")


def items(left: tuple[FormRow, ...], style: Styled, *, inside: Inside) -> tuple[int, list[Item]]:
    """How many rows the band at the beginning of `left` takes, and what it holds."""
    end = next((at for at, row in enumerate(left) if row.wide), len(left))
    # A line about each child across the table, below its row, would end the band and leave the next child without
    # captions.
    with_wide = grids.with_wide_rows(left, style)
    if with_wide > end:
        return with_wide, [grids.grid(left[:with_wide], style)]
    found: list[Item] = []
    for title, part in _sided(without_captions(left[:end]), style):
        if title is not None:
            found.append(Heading(title.text, title.cell.source, 3))
        found += _band(part, style, inside=inside)
        if title is not None:
            found.append(Close(3))
    return end, found


def _sided(band: tuple[FormRow, ...], style: Styled) -> Iterator[tuple[Spot | None, tuple[FormRow, ...]]]:
    """The band in parts, each with the title that stands at its side, if any, taken out of its rows."""
    group: list[FormRow] = []
    title: Spot | None = None
    for row in band:
        side = _side(row, band, style=style)
        if group and side is not title:
            yield title, tuple(group)
            group = []
        title = side
        spots = row.spots if side is None else tuple(s for s in row.spots if s is not side)
        if spots:
            group.append(row if side is None else _without(side, row, spots=spots))
    if group:
        yield title, tuple(group)


def _without(side: Spot, row: FormRow, *, spots: tuple[Spot, ...]) -> FormRow:
    return FormRow(row.index, spots, row.wide, tuple(s for s in row.carried if s is not side))


def _side(row: FormRow, band: tuple[FormRow, ...], *, style: Styled) -> Spot | None:
    """The cell over several rows that titles this one, if the rows beside it ask questions of their own."""
    return next((s for s in (*row.carried, *row.spots[:1]) if _titles_rows(s, band, style=style)), None)


def _titles_rows(each: Spot, band: tuple[FormRow, ...], *, style: Styled) -> bool:
    """Whether a cell stands to the left of several rows that ask questions of their own, and holds a title."""
    if each.cell.row_span < 2 or each.empty or each.valued:
        return False
    # A question merged over the two rows of its own answer stands at the side too: only questions beside it make it a
    # title.
    rows = range(each.cell.row, each.cell.row + each.cell.row_span)
    beside = [s for row in band if row.index in rows for s in row.spots]
    asking = any(s.cell.column > each.cell.column and is_question(s, style) for s in beside)
    return asking and each.cell.column <= min(s.cell.column for s in beside)


def _band(band: tuple[FormRow, ...], style: Styled, *, inside: Inside) -> list[Item]:
    if all(map(_holds_cards, band)):
        return _cards(band, inside=inside)
    if len(band) > 1 and grids.is_generic(band[0]):
        return _below_titles(band, inside=inside)
    office = _office(band[0])
    if office is not None and len(band) > 1:
        return _without_office(band, office, style=style, inside=inside)
    # The narrowest shape first: rows of captions, of ticks or of people all pass for questions and answers side by
    # side.
    remarked, blocks = partial(_remarked, inside=inside), partial(_side_by_side, inside=inside)
    titled = partial(_below_empty_titles, inside=inside)
    for reader in (_captioned, titled, remarked, blocks, tickings.matrix, tickings.ticks, _titled_people):
        found = reader(band, style)
        if found is not None:
            return found
    if grids.is_headed(band, style):
        return _headed(band, style, inside=inside)
    return _people(band, style) or list(_across(band, style, inside=inside))


def _below_titles(band: tuple[FormRow, ...], *, inside: Inside) -> list[Item]:
    """What stands below `Question` and `Answer`: of two columns the titles say which asks, whatever its words."""
    below = band[1:]
    columns = {row.columns for row in below}
    # With a third column, or rows of unlike cells, the titles do not say which one asks.
    if len(columns) > 1 or len(below[0].spots) != 2:
        return _band(below, styled(below), inside=inside)
    return [item for row in below for item in _asked(row.spots[0], [row.spots[1]], inside=inside)]


def _remarked(band: tuple[FormRow, ...], style: Styled, *, inside: Inside) -> list[Item] | None:
    """Questions, answers and remarks beside a few of them, which are no part of an answer; the titles over them too."""
    titles, below = band[0], band[1:]
    column = _remarks(below, style)
    titled = {s.cell.column for s in titles.solid if not (s.valued or is_question(s, style))}
    if column is None or not titled.issuperset(s.cell.column for row in below for s in row.spots):
        return None
    own = tuple(replace(row, spots=row.spots[:-1]) for row in below)
    beside = [*titles.solid, *(row.spots[-1] for row in below)]
    return [*_band(own, style, inside=inside), *_unasked(beside, inside=inside)]


def _remarks(below: tuple[FormRow, ...], style: Styled) -> int | None:
    """The last of three columns, where few questions have anything there and most have an answer before."""
    places = {row.columns for row in below}
    columns = places.pop() if len(places) == 1 else ()
    if len(columns) != 3 or question_columns(below, style) != {columns[0]}:
        return None
    answers, remarks = (sum(not row.spots[at].empty for row in below) for at in (1, 2))
    # Filled as often as the answers, the column would be a second answer and nobody's remarks.
    return columns[2] if remarks <= weights()["minority"] * len(below) < answers else None


def _office(titles: FormRow) -> Spot | None:
    """The title of a column for the office, if there is one beside the first."""
    parts = ((s, section(s.text)) for s in titles.spots[1:])
    return next((s for s, part in parts if part is not None and part.group == "office"), None)


def _captioned(band: tuple[FormRow, ...], style: Styled) -> list[Item] | None:
    return list(under_captions(band)) or None if style.plain else None


def _below_empty_titles(band: tuple[FormRow, ...], _style: Styled, *, inside: Inside) -> list[Item] | None:
    """What stands below titles that are each set over a question and its answer."""
    if len(band) < 3 or not _titles_pairs(band[0]):
        return None
    return [*_unasked(list(band[0].solid), inside=inside), *_band(band[1:], styled(band[1:]), inside=inside)]


def _titles_pairs(row: FormRow) -> bool:
    """Whether the first of each two cells names a part or a person and the other is empty: titles over two columns."""
    # Nobody merged the two cells under `Baby` and those under `Mother`: each title looks like a question left blank.
    titles, gaps = row.spots[::2], row.spots[1::2]
    if len(titles) < 2 or len(titles) != len(gaps) or not all(each.empty for each in gaps):
        return False
    return all(not each.empty and not each.answered and each.known is None for each in titles)


def _holds_cards(row: FormRow) -> bool:
    """Whether all cells are cards; the letter of a part may stand beside one (`S`, `B`, `A`, `R`)."""
    return all(s.nested or _is_card(s) for s in row.solid if len(s.text) > 1 or len(row.solid) == 1)


def _is_card(each: Spot) -> bool:
    """Whether a cell holds the title of a part and below it several known questions, a line each with its answer."""
    # Taken for one answer, the whole block of lines would become the child's name.
    titled = len(each.lines) > 2 and (section(each.lines[0].text) or each.split.label == each.lines[0].text.strip())
    below = [split((line,)) for line in each.lines[1:]] if titled else []
    known = [found for cut in below if cut.rest and (found := asked(cut.label)) is not None]
    return sum(found.sure for found in known) >= 2


def _cards(band: tuple[FormRow, ...], *, inside: Inside) -> list[Item]:
    return [item for row in band for s in row.spots for item in _card(s, inside=inside)]


def _card(each: Spot, *, inside: Inside) -> list[Item]:
    """A cell that holds a table of its own, as a page of its own: the title over it ends with it."""
    found = list(inside(each.cell.blocks))
    titled = any(isinstance(item, Heading) and item.depth == 1 for item in found)
    return [*found, Close(1)] if titled else found


def _without_office(band: tuple[FormRow, ...], office: Spot, *, style: Styled, inside: Inside) -> list[Item]:
    """A band with a column for the office: that column by itself, the rest as if it were not there."""
    column = office.cell.column
    # What the office notes beside an answer (`seen`, a date of its own) must not run into the answer.
    own = [replace(row, spots=tuple(s for s in row.spots if s.cell.column != column)) for row in band]
    theirs = [(row.spots[0], s) for row in band[1:] for s in row.spots[1:] if s.cell.column == column and not s.empty]
    found = _band(tuple(row for row in own if row.spots), style, inside=inside)
    found.append(Heading(office.text, office.cell.source, 3))
    found += [Pair(label.label, each.answer, each.cell.source) for label, each in theirs]
    return [*found, Close(3)]


def _headed(band: tuple[FormRow, ...], style: Styled, *, inside: Inside) -> list[Item]:
    """Headers above their answers, once or again and again; rows that ask in themselves are read across."""
    found: list[Item] = []
    at = 0
    while at < len(band):
        if not grids.is_header(band[at], style):
            found += _across((band[at],), style, inside=inside)
            at += 1
            continue
        end = at + 1
        while end < len(band) and not grids.is_header(band[end], style) and not _leaves(band[end], band, style=style):
            end += 1
        found.append(grids.grid(band[at:end], style))
        at = end
    return found


def _leaves(row: FormRow, band: tuple[FormRow, ...], *, style: Styled) -> bool:
    """Whether a row below a header asks something of its own, as few of its neighbours do."""
    if _asks_itself(row):
        return True
    first = row.spots[0]
    if len(row.spots) >= len(band[0].spots) or not (is_question(first, style) and first.surely_asks):
        return False
    # Agencies printed down the left (`GP`, `School`) read like questions as well, but then nearly every row begins so.
    return sum(is_question(each.spots[0], style) for each in band[1:]) <= len(band[1:]) / 3


def _asks_itself(row: FormRow) -> bool:
    """Whether every filled cell of a row holds its question and its answer."""
    return bool(row.solid) and all(s.asks_and_answers and s.known for s in row.solid)


def _side_by_side(band: tuple[FormRow, ...], _style: Styled, *, inside: Inside) -> list[Item] | None:
    """Parts or people side by side, the title of each over columns with questions and answers of its own."""
    titles, below = band[0].solid, band[1:]
    if len(titles) < 2 or not below or not all(map(_titles_columns, titles)):
        return None
    # Read across, the labels under the second title became names, and a blank form a referral.
    parts = [tuple(filter(None, (_under(title, row) for row in below))) for title in titles]
    if not all(len(row.spots) > 1 for part in parts for row in part) or not all(parts):
        return None
    found: list[Item] = []
    for title, part in zip(titles, parts, strict=True):
        own = _band(part, styled(part), inside=inside)
        found += [Heading(title.text, title.cell.source, 3), *own, Close(3)]
    return found


def _titles_columns(each: Spot) -> bool:
    """Whether a cell over several columns names a part of a form or a person."""
    return each.cell.column_span > 1 and not each.split.rest and bool(section(each.text) or _is_who(each.text))


def _under(title: Spot, row: FormRow) -> FormRow | None:
    """What of a row stands under a title, as a row of a table of its own."""
    first = title.cell.column
    under = [s for s in row.spots if s.cell.shares_column(title.cell)]
    spots = tuple(replace(s, cell=replace(s.cell, column=max(0, s.cell.column - first))) for s in under)
    return FormRow(row.index, spots, wide=False) if spots else None


def _titled_people(band: tuple[FormRow, ...], _style: Styled) -> list[Item] | None:
    """People as columns, their titles in the first row."""
    parts = _parts_as_columns(band)
    if parts:
        return parts
    titled = [s for s in band[0].spots if _is_who(s.text)]
    # The one cell without a person is the corner over the questions.
    if len(band) > 1 and len(titled) >= 2 and len(titled) >= len(band[0].solid) - 1:
        return list(_columns(band[1:], {s.cell.column: s.text for s in titled}))
    return None


def _parts_as_columns(band: tuple[FormRow, ...]) -> list[Item]:
    """Parts of the form side by side, such as referrer and safeguarding lead: their answers part by part, if any."""
    others = band[0].spots[1:]
    parts = [(s, section(s.text)) for s in others]
    groups = {part.group for _, part in parts if part is not None}
    # These two are asked in the same words: read across, the lead would answer for the referrer.
    if len(others) < 2 or not {"referrer", "lead"} <= groups or any(part is None for _, part in parts):
        return []
    found: list[Item] = []
    for title, _ in parts:
        found.append(Heading(title.text, title.cell.source, 3))
        for row in band[1:]:
            found += [
                Pair(row.spots[0].label, s.answer, row.spots[0].cell.source)
                for s in row.spots[1:]
                if s.cell.column == title.cell.column
            ]
        found.append(Close(3))
    return found


def _people(band: tuple[FormRow, ...], style: Styled) -> list[Item] | None:
    """People as columns without titles: the same questions answered in column after column, names first."""
    columns = question_columns(band, style)
    answers = sorted({s.cell.column for row in band for s in row.spots} - columns)
    if columns != {0} or len(answers) < 2 or len(band) < 3:
        return None
    named = next((row for row in band if _asks_name(row.spots[0])), None)
    # Nothing but two names beside `Name` tells a column for each child from an answer in two cells.
    if named is None or _names(named, style) < 2:
        return None
    return list(_columns(band, {column: str(number) for number, column in enumerate(answers, 1)}))


def _asks_name(each: Spot) -> bool:
    return each.known is not None and each.known.heads[0] in ("name", "surname")


def _names(row: FormRow, style: Styled) -> int:
    """How many names stand beside the question of a row."""
    return sum(looks_like_name(s.text) and not is_question(s, style) for s in row.spots[1:])


def _is_who(text: str) -> bool:
    plain = text.strip(" :").lower()
    return bool(_WHO.fullmatch(plain)) or plain in words().relations


def _columns(band: tuple[FormRow, ...], who: dict[int, str]) -> Iterator[Item]:
    for row in band:
        label = row.spots[0]
        for each in row.spots[1:]:
            if each.cell.column in who:
                yield Pair(label.label, each.answer, label.cell.source, who=who[each.cell.column])
            elif not each.empty:
                yield Pair(label.label, each.answer, label.cell.source)


def _across(band: tuple[FormRow, ...], style: Styled, *, inside: Inside) -> Iterator[Item]:
    """Question, answer, question, answer; answers may take several cells, questions several rows."""
    columns = question_columns(band, style) | style.asked
    label: Spot | None = None
    answers: list[Spot] = []
    for row in band:
        # A question merged over several rows is answered in each of them; cut off there, most of its answer would be
        # nobody's.
        if label is None or label not in row.carried or asks(row.spots, style):
            yield from _asked(label, answers, inside=inside)
            label, answers = _carried(row, style), []
        for each in row.spots:
            may_ask = _asks_here(each, style, columns=columns, first=not label and not answers)
            # What an answer would ask is looked for only where it could be a question: most answers are none.
            if may_ask and not (label is not None and not answers and _answers(each, label, columns=columns)):
                yield from _asked(label, answers, inside=inside)
                label, answers = each, []
            else:
                answers.append(each)
    yield from _asked(label, answers, inside=inside)


def _carried(row: FormRow, style: Styled) -> Spot | None:
    if asks(row.spots, style):
        return None
    return next((s for s in row.carried if is_question(s, style)), None)


def _answers(each: Spot, label: Spot, *, columns: frozenset[int]) -> bool:
    """Whether a cell in a column of answers answers the known question that waits for it, and asks no other."""
    waiting = label.known
    if waiting is None or not waiting.sure or waiting.group == ASIDE or label.answered:
        return False
    if each.stands_out or each.cell.column in columns:
        return False
    own = each.known
    return own is None or not own.sure or own.heads == waiting.heads


def _asks_here(each: Spot, style: Styled, *, columns: frozenset[int], first: bool) -> bool:
    if is_question(each, style):
        # Elsewhere stand answers in the words of questions (`School nurse`), so that more than its words have to tell.
        sure = (style.shaded and each.cell.shaded) or each.split.rest
        return bool(each.cell.column in columns or sure or first)
    if each.empty or each.only_boxes:
        return False
    if each.cell.column in style.asked:
        return not each.valued or each.surely_asks  # `Male/Female`
    return each.cell.column in columns and first and not each.valued


def _asked(label: Spot | None, answers: list[Spot], *, inside: Inside) -> Iterator[Item]:
    """One question of a row with the cells that answer it."""
    if label is None:
        yield from _unasked(answers, inside=inside)
    elif any(each.nested for each in answers) and label.known and label.known.heads[0] in LONG:
        # A story with a table in it, such as the times of calls, is one story.
        lines = tuple(line for each in answers for line in paragraphs(each.cell.blocks) if line.text.strip())
        yield Pair(label.label, Answer(lines, answers[0].cell.source), label.cell.source)
    elif any(each.nested for each in (label, *answers)):
        yield from _titling(label, answers, inside=inside)
    else:
        yield Pair(label.label, _answer(label, answers), label.cell.source)


def _unasked(answers: list[Spot], *, inside: Inside) -> Iterator[Item]:
    """Cells that no question of their row asks for."""
    for each in answers:
        if each.nested:
            yield from inside(each.cell.blocks)
        elif not each.empty:
            yield Loose(each.answer)


def _titling(label: Spot, answers: list[Spot], *, inside: Inside) -> Iterator[Item]:
    """A question over whole tables as their title."""
    yield Heading(label.label, label.cell.source, 3)
    yield from inside(label.nested)
    for each in answers:
        yield from inside(each.cell.blocks)
    yield Close(3)


def _answer(label: Spot, answers: list[Spot]) -> Answer:
    """What answers a question: the cells beside it, and what stands under it in its own."""
    lines = one_answer(answers) or lines_of(answers)
    own = label.split.rest
    if own and (not answers or _is_own_answer(label, filled=any(not each.empty for each in answers))):
        lines = (*own, *lines)
    if lines:
        return Answer(lines, lines[0].source)
    return nothing(answers[0].cell.source if answers else label.cell.source)


def _is_own_answer(label: Spot, *, filled: bool) -> bool:
    """Whether what stands under a question in its own cell is an answer, although there is a cell beside it."""
    # Under a question mostly stands how to answer it: a box, a control or a day there is what no form prints as a hint.
    own = [line for line in label.split.rest if not is_guidance(line)]
    return any(map(_is_field, own)) or (not filled and any(dates(line.text) for line in own))


def _is_field(line: Paragraph) -> bool:
    return has_boxes(line) or line.holds(Mark.CONTROL)
