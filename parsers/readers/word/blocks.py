"""A plain Word tree read into the page's paragraphs and tables, merged cells at their true places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from parsers.page import Block, Mark, Paragraph, Span, Table
from parsers.readers.shared.grid import CellPlace, table
from parsers.readers.shared.symbols import box, joined, shown, symbol
from parsers.readers.word.flatten import BOX, ISO, MARK, VAL, Element, is_on, w
from parsers.readers.word.numbering import Lists
from parsers.readers.word.styles import Look, WordStyles, is_filled

_FIXED = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXTS = (w("t"), f"{_MATHS}t")
_RUNS = (w("r"), f"{_MATHS}r")


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
        if child.tag == w("p"):
            paragraphs += 1
            found.append(_paragraph(child, reader, source=f"{source}/paragraph {paragraphs}"))
        elif child.tag == w("tbl"):
            tables += 1
            found.append(_table(child, reader, source=f"{source}/table {tables}"))
    return tuple(found)


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
    """What one piece of a run shows."""
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
    marks = {Mark(run.get(MARK, ""))} if run.get(MARK) else set()
    for mark in (Mark.BOLD, Mark.ITALIC, Mark.UNDERLINE, Mark.STRIKE, Mark.HIGHLIGHT):
        if look.get(mark.value):
            marks.add(mark)
    if look.get("double_strike"):
        marks.add(Mark.STRIKE)
    if look.get("shade"):
        marks.add(Mark.HIGHLIGHT)
    return frozenset(marks)


def _table(element: Element, reader: WordReader, *, source: str) -> Table:
    rows = (list(_places(row, reader, source=source)) for row in _visible_rows(element))
    return table(rows, source=source)


def _visible_rows(element: Element) -> Iterable[Element]:
    return (row for row in element.iterchildren(w("tr")) if not is_on(row.find(f"{w('trPr')}/{w('hidden')}")))


def _places(row: Element, reader: WordReader, *, source: str) -> Iterator[CellPlace]:
    """The cells of a row at their grid columns: a row may start late, and a cell may be wide or go on from above."""
    column = _number(row.find(f"{w('trPr')}/{w('gridBefore')}"), 0)
    for cell in row.iterchildren(w("tc")):
        properties = cell.find(w("tcPr"))
        width = max(1, _number(_property(properties, "gridSpan"), 1))
        yield CellPlace(
            column=column,
            width=width,
            goes_on=_merge(properties, "vMerge") == "continue",
            goes_on_left=_merge(properties, "hMerge") == "continue",
            shaded=is_filled(_property(properties, "shd")),
            blocks=lambda place, cell=cell: blocks(cell, reader, source=place),  # type: ignore[misc]
        )
        column += width


def _property(properties: Element | None, name: str) -> Element | None:
    return properties.find(w(name)) if properties is not None else None


def _merge(properties: Element | None, name: str) -> str:
    """`restart`, `continue` or nothing; a merge mark without a value continues (ISO 29500-1, 17.4.84)."""
    merge = _property(properties, name)
    return "" if merge is None else merge.get(VAL) or "continue"


def _number(element: Element | None, otherwise: int) -> int:
    text = element.get(VAL, "") if element is not None else ""
    return min(int(text), 1000) if text.isdecimal() else otherwise
