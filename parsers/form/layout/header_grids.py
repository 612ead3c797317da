"""Tables with headers above their columns."""

from __future__ import annotations

from parsers.form.layout.answer import Answer
from parsers.form.layout.cells import Spot
from parsers.form.layout.rows import FormRow, Styled, is_question
from parsers.form.layout.stream import HeaderGrid, HeaderGridRow, Pair
from parsers.form.vocabulary.phrases import printed

_GENERIC = printed("columns.says_nothing")


def is_header(row: FormRow, style: Styled) -> bool:
    """Whether every filled cell of a row is a bare question, and (nearly) all are filled."""
    solid = [s for s in row.spots if not s.empty]
    if (
        len(solid) < 2
        or len(solid) < len(row.spots) - 1
        or any((s.answered and not (style.shaded and s.cell.shaded)) or s.boxes or s.nested for s in solid)
    ):
        return False
    known = 0 if style.shaded or style.bold else sum(1 for s in solid if s.known and s.known.sure)
    return all(is_question(s, style) for s in solid) or (
        known >= 2 and known >= len(solid) - 1 and not any(s.valued for s in solid)
    )


def is_headed(band: tuple[FormRow, ...], style: Styled) -> bool:
    """Whether the first row of a band is a header: it asks, the row below does not (but perhaps in its first cell)."""
    if len(band) < 2 or not is_header(band[0], style):
        return False
    left = band[0].spots[0].cell.column
    beside = [s for s in band[1].spots if s.cell.column > left and (s.cell.shaded or s.known or not style.shaded)]
    if any(is_question(s, style) and not s.answered for s in beside):
        return False
    firsts = [row.spots[0] for row in band[1:]]
    known = sum(1 for s in firsts if s.known and s.known.sure and is_question(s, style))
    others = [s for s in band[0].spots[1:] if s.known and not _GENERIC.fullmatch(s.text.strip(" :"))]
    return not (known >= len(firsts) / 2 and not others)


def is_generic(row: FormRow) -> bool:
    """Whether a row only says `No.`, `Question`, `Answer` over the columns below."""
    solid = [s for s in row.spots if not s.empty]
    return len(solid) > 1 and all(_GENERIC.fullmatch(s.text.strip(" :*")) for s in solid)


def with_wide_rows(left: tuple[FormRow, ...], style: Styled) -> int:
    """How many rows a grid takes whose rows are each followed by a full-width question; 0 if it is no such grid."""
    if len(left) < 3 or left[0].wide or not is_header(left[0], style):
        return 0
    at = 1
    while at < len(left):
        row = left[at]
        belongs = _is_more(row) if row.wide else not any(is_question(s, style) for s in row.spots[1:])
        if not belongs or (row.wide and left[at - 1].wide and at == 1):
            break
        at += 1
    return at if at > 2 and any(row.wide for row in left[:at]) else 0


def _is_more(row: FormRow) -> bool:
    """Whether a full-width row asks one thing about the row above it."""
    each = row.spots[0]
    return bool(each.split.label and each.known and each.known.sure and len(each.lines) <= 3)


def grid(band: tuple[FormRow, ...], style: Styled) -> HeaderGrid:
    """The grid of a header row and the rows below it."""
    headers = band[0].spots
    found: list[HeaderGridRow] = []
    for row in band[1:]:
        more = _more(row, headers) if found else None
        if more is not None:
            found[-1] = HeaderGridRow(found[-1].cells, found[-1].title, (*found[-1].more, more))
        else:
            found.append(_row(row, headers))
    printed = [row.spots[0] for row in band[1:] if not row.wide]
    shaded = style.shaded and all(s.cell.shaded for s in printed)
    bold = not style.shaded and style.bold and all(s.bold for s in printed)
    texts = tuple(s.text for s in headers)
    return HeaderGrid(texts, tuple(found), headers[0].cell.source, printed_first=bool(printed) and (shaded or bold))


def _more(row: FormRow, headers: tuple[Spot, ...]) -> Pair | None:
    """The one thing that a row asks about the row above it, across all columns, or None for a row of its own."""
    first = row.spots[0]
    if row.wide:
        return (
            Pair(first.label, Answer(first.split.rest, first.cell.source), first.cell.source) if _is_more(row) else None
        )
    if (
        len(row.spots) != 2
        or len(headers) < 4
        or not (first.known and first.known.sure)
        or row.spots[1].cell.column_span < 3
    ):
        return None
    return Pair(first.label, row.spots[1].answer, first.cell.source)


def _row(row: FormRow, headers: tuple[Spot, ...]) -> HeaderGridRow:
    spots = (*row.carried, *row.spots)
    cells = tuple(_under(header, spots) for header in headers)
    outside = [s for s in row.spots if not s.empty and not any(_overlap(h, s) for h in headers)]
    return HeaderGridRow(cells, title=" ".join(s.text for s in outside))


def _under(header: Spot, spots: tuple[Spot, ...]) -> Answer | None:
    below = [s for s in spots if _overlap(header, s) and s.cell.row > header.cell.row]
    if not below:
        return None
    lines = tuple(line for s in below for line in s.lines)
    return Answer(lines, lines[0].source if lines else below[0].cell.source)


def _overlap(one: Spot, other: Spot) -> bool:
    start, end = one.cell.column, one.cell.column + one.cell.column_span
    return other.cell.column < end and start < other.cell.column + other.cell.column_span
