"""A plain Word tree read into the page's paragraphs and tables, merged cells at their true places."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.page import Block, Mark, Paragraph, Span, Table, paragraphs
from parsers.readers.shared.grid import CellPlace, table
from parsers.readers.shared.tick_boxes import box, joined, shown, symbol
from parsers.readers.word.flatten import (
    BOX,
    CELL,
    ISO,
    MARK,
    PARAGRAPH,
    PARAGRAPH_LOOK,
    ROW,
    RUN,
    RUN_LOOK,
    TABLE,
    VAL,
    Element,
    child_of,
    is_on,
    w,
    whole,
)  # fmt: skip
from parsers.readers.word.numbering import Lists
from parsers.readers.word.styles import Look, WordStyles, is_filled

_FIXED = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_MARKING = {mark.value: mark for mark in (Mark.BOLD, Mark.ITALIC, Mark.UNDERLINE, Mark.STRIKE, Mark.HIGHLIGHT)} | {
    "double_strike": Mark.STRIKE,
    "shade": Mark.HIGHLIGHT,
}
_OF_RUN = {mark.value: frozenset((mark,)) for mark in Mark}
_NO_MARK: frozenset[Mark] = frozenset()
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXTS = frozenset((w("t"), f"{_MATHS}t"))
_SYMBOL, _SYMBOL_FONT, _SYMBOL_CODE = map(w, ("sym", "font", "char"))
_SHOWN = frozenset((*_TEXTS, _SYMBOL, *_FIXED))
_MOST_COLUMNS = 1000  # Word itself stops at 63; more is made to exhaust memory
_RUNS = (RUN, f"{_MATHS}r")
_OF_ROW, _OF_CELL = map(w, ("trPr", "tcPr"))
_HIDDEN, _LATE = map(w, ("hidden", "gridBefore"))
_WIDTH, _DOWN, _ALONG, _SHADE = map(w, ("gridSpan", "vMerge", "hMerge", "shd"))
_Said = dict[object, Element]


@dataclass(frozen=True, kw_only=True, slots=True)
class WordReader:
    """What reading a part needs to know of the whole document."""

    styles: WordStyles
    lists: Lists
    numbers: dict[Element, str] = field(default_factory=dict)


def blocks(parent: Element, reader: WordReader, *, source: str) -> tuple[Block, ...]:
    """The paragraphs and tables right under `parent`, each with its place below `source`."""
    found: list[Block] = []
    paragraphs = tables = 0
    for child in parent:
        if child.tag == PARAGRAPH:
            paragraphs += 1
            found.append(_paragraph(child, reader, source=f"{source}/paragraph {paragraphs}"))
        elif child.tag == TABLE:
            tables += 1
            found.append(_table(child, reader, source=f"{source}/table {tables}"))
    return tuple(found)


def _paragraph(element: Element, reader: WordReader, *, source: str) -> Paragraph:
    look = reader.styles.paragraph(child_of(element, PARAGRAPH_LOOK))
    return Paragraph(
        spans=joined(_spans(element, reader, look=look)),
        source=source,
        heading=look.get("level", 0),
        number=reader.numbers.get(element, "") if reader.numbers else "",
        list_item=look.get("list", "0") != "0",
    )


def _spans(paragraph: Element, reader: WordReader, *, look: Look) -> list[Span]:
    found: list[Span] = []
    for run, properties, parts in _runs(paragraph):
        own = look if properties is None else reader.styles.run(properties, within=look)
        if own.get("hidden"):
            continue
        marks = _marks(own)
        if (of_run := run.get(MARK)) is not None:
            marks |= _OF_RUN.get(of_run, _NO_MARK)
        state = run.get(BOX)
        if state is not None:
            found.append(box(state == "1", marks=marks))
        elif text := "".join([_shown(part, own.get("font", "")) for part in parts]):
            found.append(Span(text, marks, run.get(ISO, "")))
    return found


def _runs(parent: Element) -> list[tuple[Element, Element | None, list[Element]]]:
    """Every run under `parent`, its properties and what it shows; runs in runs (ruby, objects) come after theirs."""
    # One loop over a run's children costs less than one search for each thing that is wanted of it.
    found: list[tuple[Element, Element | None, list[Element]]] = []
    for run in parent:
        if (tag := run.tag) not in _RUNS:
            found += _runs(run) if tag != PARAGRAPH_LOOK and len(run) else ()
            continue
        properties, parts, inner = None, [], []
        for part in run:
            if (tag := part.tag) in _SHOWN:
                parts.append(part)
            elif tag == RUN_LOOK:
                properties = part if properties is None else properties
            elif len(part):
                inner.append(part)
        found.append((run, properties, parts))
        for part in inner:
            found += _runs(part)
    return found


def _shown(child: Element, font: str) -> str:
    """What one element of a run shows."""
    if child.tag in _TEXTS:
        return shown(font, child.text or "")
    if child.tag != _SYMBOL:
        return _FIXED[child.tag]
    try:
        return symbol(child.get(_SYMBOL_FONT, ""), int(child.get(_SYMBOL_CODE, ""), 16))
    except ValueError:
        return ""


def _marks(look: Look) -> frozenset[Mark]:
    return frozenset([_MARKING[name] for name, on in look.items() if on and name in _MARKING])


def _table(element: Element, reader: WordReader, *, source: str) -> Table:
    said = ((row, _said(row, _OF_ROW)) for row in element.iterchildren(ROW))
    rows = (list(_places(row, reader, of_row=own)) for row, own in said if _is_seen(row, reader, said=own))
    return table(rows, source=source)


def _is_seen(row: Element, reader: WordReader, *, said: _Said) -> bool:
    """Whether a row is seen: a hidden one is only where all in it is hidden too (ISO 29500-1, 17.4.20)."""
    if not is_on(said.get(_HIDDEN)):
        return True
    return any(
        line.text.strip() for cell in row.iterchildren(CELL) for line in paragraphs(blocks(cell, reader, source=""))
    )


def _said(element: Element, tag: str) -> _Said:
    """What a row or a cell says of itself, by name; the first of two stands."""
    for properties in element:
        if properties.tag == tag:
            return {each.tag: each for each in reversed(properties)}
    return {}


def _places(row: Element, reader: WordReader, *, of_row: _Said) -> Iterator[CellPlace]:
    """The cells of a row at their grid columns: a row may start late, and a cell may be wide or go on from above."""
    column = _count(of_row.get(_LATE), least=0)
    for cell in row:
        if cell.tag != CELL:
            continue
        said = _said(cell, _OF_CELL)
        width = _count(said.get(_WIDTH), least=1) if _WIDTH in said else 1
        yield CellPlace(
            column,
            functools.partial(blocks, cell, reader),
            width,
            goes_on=_DOWN in said and _goes_on(said[_DOWN]),
            goes_on_left=_ALONG in said and _goes_on(said[_ALONG]),
            shaded=_SHADE in said and is_filled(said[_SHADE]),
        )
        column += width


def _goes_on(merge: Element) -> bool:
    """Whether a cell is a part of the one before; a merge mark without a value says so too (ISO 29500-1, 17.4.84)."""
    return (merge.get(VAL) or "continue") == "continue"


def _count(said: Element | None, *, least: int) -> int:
    """A number of columns; `least` where none is said."""
    return least if said is None else min(max(whole(said.get(VAL) or "", otherwise=least), least), _MOST_COLUMNS)
