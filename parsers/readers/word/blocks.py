"""A plain Word tree read into the page's paragraphs and tables, merged cells at their true places."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from parsers.page import Block, Mark, Paragraph, Span, Table
from parsers.readers.shared.grid import CellPlace, table
from parsers.readers.shared.places import Places
from parsers.readers.shared.tick_boxes import box, joined, shown, symbol
from parsers.readers.word.flatten import BOX, ISO, MARK, VAL, Element, is_on, value, w, whole
from parsers.readers.word.numbering import Lists
from parsers.readers.word.styles import Look, WordStyles, is_filled

_FIXED = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_SWITCHES = (Mark.BOLD, Mark.ITALIC, Mark.UNDERLINE, Mark.STRIKE, Mark.HIGHLIGHT)
_ALSO = {"double_strike": Mark.STRIKE, "shade": Mark.HIGHLIGHT}
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXTS = (w("t"), f"{_MATHS}t")
_MOST_COLUMNS = 1000  # Word itself stops at 63; more is made to exhaust memory
_RUNS = (w("r"), f"{_MATHS}r")


@dataclass(frozen=True, kw_only=True, slots=True)
class WordReader:
    """What reading a part needs to know of the whole document."""

    styles: WordStyles
    lists: Lists
    numbers: dict[Element, str] = field(default_factory=dict)


def blocks(parent: Element, reader: WordReader, *, source: str) -> tuple[Block, ...]:
    """The paragraphs and tables right under `parent`, each with its place below `source`."""
    places = Places(source=source)
    return tuple(
        _paragraph(child, reader, source=places.paragraph())
        if child.tag == w("p")
        else _table(child, reader, source=places.table())
        for child in parent.iterchildren(w("p"), w("tbl"))
    )


def _paragraph(element: Element, reader: WordReader, *, source: str) -> Paragraph:
    look = reader.styles.paragraph(element.find(w("pPr")))
    return Paragraph(
        spans=joined(list(_spans(element, reader, look=look))),
        source=source,
        heading=look.get("level", 0),
        number=reader.numbers.get(element, ""),
        list_item=look.get("list", "0") != "0",
    )


def _spans(paragraph: Element, reader: WordReader, *, look: Look) -> Iterator[Span]:
    for run in paragraph.iter(*_RUNS):
        own = reader.styles.run(run.find(w("rPr")), within=look)
        if own.get("hidden"):
            continue
        marks = _marks(run, own)
        state = run.get(BOX)
        if state is not None:
            yield box(state == "1", marks=marks)
            continue
        text = "".join(_shown(child, own.get("font", "")) for child in run)
        if text:
            yield Span(text, marks, run.get(ISO) or "")


def _shown(child: Element, font: str) -> str:
    """What one element of a run shows."""
    if child.tag in _TEXTS:
        return shown(font, child.text or "")
    if child.tag == w("sym"):
        code = child.get(w("char"), "")
        try:
            return symbol(child.get(w("font"), ""), int(code, 16))
        except ValueError:
            return ""
    return _FIXED.get(child.tag, "")


def _marks(run: Element, look: Look) -> frozenset[Mark]:
    marks = {mark for mark in _SWITCHES if look.get(mark.value)}
    marks |= {mark for name, mark in _ALSO.items() if look.get(name)}
    return frozenset(marks | ({Mark(run.get(MARK, ""))} if run.get(MARK) else set()))


def _table(element: Element, reader: WordReader, *, source: str) -> Table:
    rows = (list(_places(row, reader, source=source)) for row in _visible_rows(element))
    return table(rows, source=source)


def _visible_rows(element: Element) -> Iterable[Element]:
    return (row for row in element.iterchildren(w("tr")) if not is_on(row.find(f"{w('trPr')}/{w('hidden')}")))


def _places(row: Element, reader: WordReader, *, source: str) -> Iterator[CellPlace]:
    """The cells of a row at their grid columns: a row may start late, and a cell may be wide or go on from above."""
    column = _count(row, f"{w('trPr')}/{w('gridBefore')}", least=0)
    for cell in row.iterchildren(w("tc")):
        width = _count(cell, f"{w('tcPr')}/{w('gridSpan')}", least=1)
        yield CellPlace(
            column=column,
            width=width,
            goes_on=_goes_on(cell, "vMerge"),
            goes_on_left=_goes_on(cell, "hMerge"),
            shaded=is_filled(cell.find(f"{w('tcPr')}/{w('shd')}")),
            blocks=functools.partial(blocks, cell, reader),
        )
        column += width


def _goes_on(cell: Element, name: str) -> bool:
    """Whether a cell is a part of the one before; a merge mark without a value says so too (ISO 29500-1, 17.4.84)."""
    merge = cell.find(f"{w('tcPr')}/{w(name)}")
    return merge is not None and (merge.get(VAL) or "continue") == "continue"


def _count(element: Element, path: str, *, least: int) -> int:
    return min(max(whole(value(element, path), otherwise=least), least), _MOST_COLUMNS)
