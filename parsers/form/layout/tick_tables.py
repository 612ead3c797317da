"""Tables to tick: yes and no as columns, a column of boxes beside its options, options in every cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.form.layout.answer import Answer, nothing
from parsers.form.layout.cells import Spot, lines_of
from parsers.form.layout.chosen_options import choice
from parsers.form.layout.rows import FormRow, Styled
from parsers.form.layout.stream import Item, Option, Pair, Ticks
from parsers.form.vocabulary.phrases import one_of, printed
from parsers.page import Mark, Paragraph, Span

_ASKS = one_of("ticking.asks_for")
_POLE = printed("choices.pole", shape=rf"{{}}(?:\s*\W*{_ASKS}\W*)?")
_TICK = re.compile(
    rf"(?:{one_of('labels.polite')}|\()?{_ASKS}(?: {one_of('ticking.goes_on')})*\)?|{one_of('ticking.alone')}", re.I
)
_CROSSED = re.compile(r"^[xX\u2713\u2714]\s+(?=\S)|(?<=\S)\s+[xX\u2713\u2714]$")
_BESIDE = printed("columns.beside")


def matrix(band: tuple[FormRow, ...], _style: Styled) -> list[Item] | None:
    """Questions answered by a mark in one of the columns `Yes`, `No`, `Not known`."""
    poles = {s.cell.column: s.text for s in band[0].spots if _POLE.fullmatch(s.text.strip(" ?:()"))}
    # One such column is a list to tick; two of them are the answers to choose from.
    if len(poles) < 2 or len(band) < 2:
        return None
    return [asked for row in band[1:] if (asked := _marked(row, poles)) is not None]


def _marked(row: FormRow, poles: dict[int, str]) -> Pair | None:
    """The question of one row with what is marked for it; None where the row asks nothing."""
    labels = [s for s in row.solid if s.cell.column not in poles]
    if not labels:
        return None
    label, *beside = labels
    marked = [s for s in row.solid if s.cell.column in poles and (s.ticked or not s.boxes)]
    return Pair(label.text, _pole_answer(marked, beside, poles=poles) or nothing(label.cell.source), label.cell.source)


def _pole_answer(marked: list[Spot], beside: list[Spot], *, poles: dict[int, str]) -> Answer | None:
    """The title of the marked column, then what was written in it or in a column for details."""
    if not marked and not beside:
        return None
    lines: list[Paragraph] = []
    for each in marked:
        lines.append(Paragraph((Span(poles[each.cell.column]),), each.cell.source))
        # A cross says no more than its column does; words that were typed there say more.
        if not each.ticked:
            lines += each.lines
    lines += lines_of(beside)
    said = "\n".join(each.text for each in (*marked, *beside))
    return Answer(tuple(lines), (*marked, *beside)[0].cell.source, said)


def ticks(band: tuple[FormRow, ...], _style: Styled) -> list[Item] | None:
    """A list with a column of boxes, or a table with an option and its box in nearly every cell."""
    column = _box_column(band)
    if column is not None:
        return _listed(band, column)
    solid = [s for row in band for s in row.spots if not s.empty]
    if _is_crossed(solid):
        return [Ticks("", tuple(_crossed(solid)), band[0].spots[0].cell.source)]
    if _is_boxed(solid) and not _is_asking(band):
        return [Ticks("", tuple(_options(band)), band[0].spots[0].cell.source)]
    return None


def _is_crossed(solid: list[Spot]) -> bool:
    """Whether plain cells are options of which a few have a typed cross before or behind them."""
    # Where a list of ethnic groups or criteria is printed without boxes, people type an `x` beside what applies.
    if len(solid) < 6 or any(s.cell.shaded or s.boxes or s.valued for s in solid):
        return False
    return 1 <= sum(_CROSSED.search(s.text) is not None for s in solid) <= 3


def _is_boxed(solid: list[Spot]) -> bool:
    """Whether most cells are options with their boxes, and none of these a question with its own."""
    boxed = [s for s in solid if s.boxes and not s.only_boxes]
    return len(boxed) >= max(4, len(solid) * 0.6) and not any(s.split.rest for s in boxed)


def _is_asking(band: tuple[FormRow, ...]) -> bool:
    """Whether more than a third of the rows begin with a sure question."""
    # Questions with their boxes in the same cell fill a table with boxes as well, and are no options.
    firsts = [row.spots[0] for row in band]
    asking = sum(s.surely_asks and not (s.boxes and not s.split.rest) for s in firsts)
    return asking > len(firsts) / 3


def _crossed(solid: list[Spot]) -> Iterator[Option]:
    for each in solid:
        yield Option(_CROSSED.sub("", each.text).strip(), bool(_CROSSED.search(each.text)), each.lines[0].source)


def _box_column(band: tuple[FormRow, ...]) -> int | None:
    """The column that holds nothing but boxes or marks, if there is one."""
    headed = {s.cell.column for s in band[0].spots if _TICK.fullmatch(s.text.strip(" :?"))}
    every = [s for row in band for s in row.spots]
    if not headed and not any(s.boxes for s in every):
        return None
    columns = sorted({s.cell.column for s in every})
    return next((column for column in columns if _is_box_column(band, column, headed=column in headed)), None)


def _is_box_column(band: tuple[FormRow, ...], column: int, *, headed: bool) -> bool:
    """Whether a column holds only boxes; under a header that says `tick`, marks and empty cells will do."""
    cells = [s for row in band if (s := _at(row, column)) is not None]
    below = cells[1:] if headed or not cells[0].boxes else cells  # without its title, of whichever words
    # Under `Please tick` many makers draw no box, so that a column left blank is one of boxes all the same.
    boxes = sum(s.only_boxes for s in below)
    if boxes >= 2 and boxes == len(below):
        return True
    return headed and bool(below) and boxes + _marks(below) >= len(below)


def _marks(below: list[Spot]) -> int:
    return sum(s.empty or s.ticked for s in below)


def _at(row: FormRow, column: int) -> Spot | None:
    """The cell of a row that begins in a column."""
    return next((s for s in row.spots if s.cell.column == column), None)


@dataclass(frozen=True, slots=True)
class _Listing:
    """A list of ticks: the column of its boxes, the titles of all, and whether the options stand behind the boxes."""

    column: int
    titles: dict[int, str]
    behind: bool

    @property
    def title(self) -> str:
        """The first title that is not the one of the boxes."""
        return next((self.titles[c] for c in sorted(self.titles) if c != self.column and self.titles[c]), "")

    def is_behind(self, each: Spot) -> bool:
        """Whether a cell stands behind the boxes."""
        return each.cell.column > self.column

    def near(self, texts: list[Spot]) -> list[Spot]:
        """Those of the cells of a row that stand where the options do; all of them if none does."""
        return [s for s in texts if self.is_behind(s) == self.behind] or texts


def _listed(band: tuple[FormRow, ...], column: int) -> list[Item]:
    """A column of boxes with the options beside them."""
    headless = any(s.boxes for s in band[0].spots if s.cell.column == column)
    titles = {} if headless else {s.cell.column: s.text for s in band[0].spots}
    rows = band[0 if headless else 1 :]
    listing = _Listing(column, titles, _is_behind(rows, column))
    lines = [found for row in rows if (found := _option(row, listing)) is not None]
    options = tuple(line for line in lines if isinstance(line, Option))
    pairs = [line for line in lines if isinstance(line, Pair)]
    return [Ticks(listing.title, options, band[0].spots[0].cell.source), *pairs]


def _is_behind(rows: tuple[FormRow, ...], column: int) -> bool:
    """Whether the options stand behind their boxes: there, or before them, where more is written."""
    beside = [s.cell.column > column for row in rows for s in row.spots if s.cell.column != column and not s.empty]
    return sum(beside) >= len(beside) / 2


def _option(row: FormRow, listing: _Listing) -> Option | Pair | None:
    """The option of one row: the words nearest to its box, and what was written beside them.

    Where somebody wrote words in the place of the box, the row asks a question of its own.
    """
    box = _at(row, listing.column)
    texts = [s for s in row.solid if s is not box]
    near = listing.near(texts)
    if box is None or not near:
        return None
    text = near[0] if listing.is_behind(near[0]) else near[-1]
    others = [s for s in texts if s is not text]
    # `See letter` in the place of a tick would be lost with the option, which then counts as not ticked.
    if _holds_words(box):
        return Pair(text.text, _answers((box, *others)), text.cell.source)
    return Option(text.text, box.ticked, box.cell.source, _together([s for s in others if _is_beside(s, listing)]))


def _holds_words(box: Spot) -> bool:
    """Whether words stand where other rows have their box."""
    return not (box.empty or box.boxes or box.ticked or _TICK.fullmatch(box.text.strip(" :?")))


def _answers(cells: tuple[Spot, ...]) -> Answer:
    """The lines of several cells as one answer."""
    return Answer(lines_of(cells), cells[0].cell.source)


def _together(beside: list[Spot]) -> Answer | None:
    return _answers(tuple(beside)) if beside else None


def _is_beside(each: Spot, listing: _Listing) -> bool:
    """Whether a cell is for what somebody adds to an option: by its column's title, or as something was typed there."""
    return bool(_BESIDE.search(listing.titles.get(each.cell.column, ""))) or _written(each)


def _written(candidate: Spot) -> bool:
    return any(line.holds(Mark.CONTROL) for line in candidate.lines)


def _options(band: tuple[FormRow, ...]) -> Iterator[Option]:
    """Every option of a matrix, with the title of its row as its group."""
    for row in band:
        group = "" if row.spots[0].boxes else row.spots[0].text
        for each in row.spots:
            found = choice(each.lines) if each.boxes else None
            if found is not None:
                source = each.lines[0].source
                yield from (Option(text, text in found.chosen, source, group=group) for text in found.offered)
