"""An answer spread over many small cells: a date in three, a number with one digit in each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.form.layout.cells import Spot
from parsers.form.layout.rows import FormRow
from parsers.form.vocabulary.phrases import printed
from parsers.page import Paragraph, Span

_CAPTION = printed("calendar.captions", shape=r"d{1,2}|m{1,2}|y{2,4}|{}|[/.\-]")
_MONTH = printed("calendar.months")


def one_answer(cells: Sequence[Spot]) -> tuple[Paragraph, ...] | None:
    """The one line that several cells spell together, captions such as `DD` left out; None if they do not."""
    if len(cells) < 3 or any(s.nested or s.boxes for s in cells):
        return None
    # Each box by itself would be an answer of one digit, and the number or the day nobody's.
    solid = [s for s in cells if s.text.strip()]
    figures = [s.text.strip() for s in solid if not _CAPTION.fullmatch(s.text.strip())]
    said = _spelled(figures, captioned=len(figures) < len(solid))
    return (Paragraph((Span(said),), solid[0].lines[0].source),) if said else None


def without_captions(band: tuple[FormRow, ...]) -> tuple[FormRow, ...]:
    """The rows, each whose cells only print `Day`, `Month`, `Year` made one with the figures below it."""
    found: list[FormRow] = []
    for row in band:
        above = found[-1] if found else None
        # Some makers print `Day`, `Month`, `Year` over the boxes instead of beside them, in a row that then answers the
        # question.
        columns = _caption_columns(above) if above is not None else frozenset()
        figures = tuple(s for s in row.spots if s.cell.column in columns)
        if above is not None and figures and all(s.empty or s in figures for s in row.spots):
            found[-1] = replace(above, spots=(above.spots[0], *figures))
        else:
            found.append(row)
    return tuple(found)


def _caption_columns(row: FormRow) -> frozenset[int]:
    """The columns of a row that asks one thing and prints captions beside it; none if it does not."""
    beside = row.spots[1:]
    if len(beside) < 3 or not all(_CAPTION.fullmatch(s.text.strip()) for s in beside):
        return frozenset()
    return frozenset(s.cell.column for s in beside)


def _spelled(figures: Sequence[str], *, captioned: bool) -> str:
    """What the figures say together; eight single ones under captions are a date, as others are a number."""
    if len(figures) == 3 and _is_date(figures):
        return "/".join(figures)
    if len(figures) < 6 or not all(len(text) == 1 and text.isdigit() for text in figures):
        return ""
    said = "".join(figures)
    return f"{said[:2]}/{said[2:4]}/{said[4:]}" if captioned and len(said) == 8 else said


def _is_date(figures: Sequence[str]) -> bool:
    """Whether three cells hold day, month and year, in this order."""
    # Three short figures are as well a house, a flat and a floor: only what can be a day is read as one.
    day, month, year = figures
    if not re.fullmatch(r"\d{1,2}", day) or not re.fullmatch(r"\d{2}|\d{4}", year):
        return False
    of_month = re.fullmatch(r"\d{1,2}", month) is not None and 1 <= int(month) <= 12
    return 1 <= int(day) <= 31 and (of_month or bool(_MONTH.fullmatch(month)))
