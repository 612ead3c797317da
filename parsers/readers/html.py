"""HTML read into a page: what a browser would show, with tables at their true spans and the state of form controls."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from lxml import etree

from parsers.mail.charsets import decoded
from parsers.mail.html_text import html_tree
from parsers.page import Block, Mark, Page, Paragraph, Span, Table
from parsers.readers.shared.grid import CellPlace, table
from parsers.readers.shared.places import Places
from parsers.readers.shared.tick_boxes import box, joined, shown

Element = etree._Element

_MARKS = {
    "b": Mark.BOLD,
    "strong": Mark.BOLD,
    "th": Mark.BOLD,
    "i": Mark.ITALIC,
    "em": Mark.ITALIC,
    "u": Mark.UNDERLINE,
    "ins": Mark.UNDERLINE,
    "s": Mark.STRIKE,
    "strike": Mark.STRIKE,
    "del": Mark.STRIKE,
    "mark": Mark.HIGHLIGHT,
}
_STYLED = (
    (re.compile(r"text-decoration[^;]*line-through"), Mark.STRIKE),
    (re.compile(r"text-decoration[^;]*underline"), Mark.UNDERLINE),
    (re.compile(r"font-weight\s*:\s*(bold|[6-9]00)"), Mark.BOLD),
    (re.compile(r"background(-color)?\s*:\s*(yellow|lime|aqua|fuchsia|#ff0\b|#ffff00)"), Mark.HIGHLIGHT),
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg", "datalist"})
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "footer"}
    | {"form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "html", "legend", "li", "main", "nav", "ol", "p", "pre"}
    | {"section", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption"}
)
_OF_TABLES = frozenset({"tr", "thead", "tbody", "tfoot", "colgroup", "col"})
_SPACE = re.compile(r"[ \t\r\n\f]+")
# LibreOffice leaves such marks round the values of form fields.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_FAMILY = re.compile(r"font-family\s*:\s*[\"']?([\w ]+)")
_DEEPEST = 200  # browsers stop at 512; a form never comes near, and recursion has an end


def page(content: bytes) -> Page:
    """The page of an HTML document, however broken."""
    text, _ = decoded(content, _declared(content))
    return page_of(text)


def page_of(html: str) -> Page:
    """The page of `html`."""
    root = html_tree(html)
    if root is None:
        return Page(format="html", body=())
    body = root.find(".//body")
    found = _Writer(Places(source="body")).blocks(root if body is None else body)
    return Page(format="html", body=found, title=root.findtext(".//title", "").strip())


def _declared(content: bytes) -> str:
    found = re.search(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", content[:2048])
    return found[1].decode("ascii") if found else ""


@dataclass(slots=True)
class _Writer:
    """Writes paragraphs and tables as they come."""

    places: Places

    def blocks(self, element: Element, *, marks: frozenset[Mark] = frozenset(), depth: int = 0) -> tuple[Block, ...]:
        """The blocks that the content of `element` shows."""
        return self._gathered(self._parts(element, marks=marks, depth=depth), element)

    def _gathered(self, parts: Iterable[Span | tuple[Block, ...]], element: Element) -> tuple[Block, ...]:
        spans: list[Span] = []
        found: list[Block] = []
        for part in parts:
            if isinstance(part, Span):
                spans.append(part)
                continue
            found += self._paragraph(spans, element)
            spans = []
            found += part
        return (*found, *self._paragraph(spans, element))

    def _parts(self, element: Element, *, marks: frozenset[Mark], depth: int) -> Iterator[Span | tuple[Block, ...]]:
        """Spans of the running line, and whole blocks where a block begins."""
        if element.text:
            yield _span(shown(_font(element), element.text), marks)
        for child in element if depth < _DEEPEST else ():
            if isinstance(child.tag, str) and not _is_unseen(child):
                yield from self._child(child, marks=marks | _own_marks(child), depth=depth + 1)
            if child.tail:
                yield _span(shown(_font(element), child.tail), marks)

    def _child(self, child: Element, *, marks: frozenset[Mark], depth: int) -> Iterator[Span | tuple[Block, ...]]:
        if child.tag == "table":
            before = self._gathered(self._beside_cells(child, marks=marks, depth=depth), child)
            yield (*before, self._table(child, marks=marks, depth=depth))
        elif child.tag == "dl" and child.find(".//dt") is not None and child.find(".//dd") is not None:
            yield (table(_terms(child, marks, depth=depth), source=self.places.table()),)
        elif child.tag == "br":
            yield Span("\n", marks)
        elif child.tag in ("input", "select", "textarea", "option"):
            yield from _control(child, marks)
        elif child.tag in _BLOCKS:
            yield self.blocks(child, marks=marks, depth=depth)
        else:
            yield from self._parts(child, marks=marks, depth=depth)

    def _beside_cells(
        self, element: Element, *, marks: frozenset[Mark], depth: int
    ) -> Iterator[Span | tuple[Block, ...]]:
        """What stands in a table and in none of its cells; browsers show it in front (HTML Standard, 13.2.6.1)."""
        yield _span(element.text or "", marks)
        for child in element if depth < _DEEPEST else ():
            if child.tag in _OF_TABLES:
                yield from self._beside_cells(child, marks=marks, depth=depth + 1)
            elif child.tag not in ("td", "th") and isinstance(child.tag, str) and not _is_unseen(child):
                yield from self._child(child, marks=marks, depth=depth + 1)
            yield _span(child.tail or "", marks)

    def _paragraph(self, spans: list[Span], element: Element) -> list[Block]:
        kept = _trimmed(spans)
        if not kept:
            return []
        level = re.fullmatch(r"h([1-6])", str(element.tag))
        return [
            Paragraph(
                spans=joined(kept),
                source=self.places.paragraph(),
                heading=int(level[1]) if level else 0,
                list_item=element.tag == "li",
            )
        ]

    def _table(self, element: Element, *, marks: frozenset[Mark], depth: int) -> Table:
        return table(_rows(element, marks, depth=depth), source=self.places.table())


def _rows(element: Element, marks: frozenset[Mark], *, depth: int) -> Iterator[list[CellPlace]]:
    """The rows of one table, each cell at the first free column, as browsers lay them out (HTML Standard, 4.9.12)."""
    taken: dict[int, int] = {}  # column -> rows that a cell above still reaches down
    for row in _table_rows(element):
        places: list[CellPlace] = []
        column = 0
        for cell in row.iterchildren("td", "th"):
            while taken.get(column, 0):
                column += 1
            width, height = _number(cell.get("colspan")), _number(cell.get("rowspan"))
            for covered in range(column, column + width):
                taken[covered] = height
            places.append(_place(cell, marks | _own_marks(cell), depth=depth, at=column))
            column += width
        taken = {covered: left - 1 for covered, left in taken.items() if left > 1}
        yield places


def _terms(element: Element, marks: frozenset[Mark], *, depth: int) -> Iterator[list[CellPlace]]:
    """The rows of a list of terms: each as a header cell, beside it all that is said of it (HTML Standard, 4.4.9)."""
    rows: list[list[Element]] = []
    for each in _of_list(element):
        if each.tag == "dt" or not rows:
            rows.append([])
        rows[-1].append(each)
    for row in rows:
        said = [each for each in row if each.tag == "dd"]
        asks = [_place(each, marks | _own_marks(each), depth=depth, at=0) for each in row if each.tag == "dt"]
        yield [each._replace(shaded=True) for each in asks] + ([_told(said, marks, depth=depth)] if said else [])


def _of_list(element: Element) -> Iterator[Element]:
    """The terms of a list and what is said of them, which groups may hold."""
    for child in element.iterchildren("dt", "dd", "div"):
        if not _is_unseen(child):
            yield from _of_list(child) if child.tag == "div" else (child,)


def _told(said: list[Element], marks: frozenset[Mark], *, depth: int) -> CellPlace:
    """All that is said of one term as one cell."""

    def blocks(*, source: str) -> tuple[Block, ...]:
        writer = _Writer(Places(source=source))
        every = (writer.blocks(each, marks=marks | _own_marks(each), depth=depth + 1) for each in said)
        return tuple(chain.from_iterable(every))

    return CellPlace(column=1, width=1, height=1, shaded=False, blocks=blocks)


def _table_rows(element: Element) -> Iterator[Element]:
    for child in element.iterchildren("tr", "thead", "tbody", "tfoot"):
        if not _is_unseen(child):
            yield from (child,) if child.tag == "tr" else child.iterchildren("tr")


def _place(cell: Element, marks: frozenset[Mark], *, depth: int, at: int) -> CellPlace:
    style = (cell.get("style") or "").lower()
    return CellPlace(
        column=at,
        width=_number(cell.get("colspan")),
        height=_number(cell.get("rowspan")),
        shaded=bool(cell.get("bgcolor")) or "background" in style or cell.tag == "th",
        blocks=functools.partial(_cell_blocks, cell, marks=marks - {Mark.HIGHLIGHT}, depth=depth + 1),
    )


def _cell_blocks(cell: Element, *, source: str, marks: frozenset[Mark], depth: int) -> tuple[Block, ...]:
    return _Writer(Places(source=source)).blocks(cell, marks=marks, depth=depth)


def _number(text: str | None) -> int:
    return min(max(int(text), 1), 100) if text and text.strip().isdecimal() else 1


def _span(text: str, marks: frozenset[Mark]) -> Span:
    return Span(_SPACE.sub(" ", _UNPRINTABLE.sub("", text)), marks)


def _font(element: Element) -> str:
    """The font that the element itself names, since some fonts draw boxes in the place of letters."""
    named = _FAMILY.search(element.get("style") or "")
    return element.get("face") or (named[1] if named else "")


def _trimmed(spans: list[Span]) -> list[Span]:
    """The spans of a paragraph without space at both ends; nothing where nothing is to be seen."""
    visible = [at for at, span in enumerate(spans) if span.text.strip()]
    kept = spans[visible[0] : visible[-1] + 1] if visible else []
    if kept:
        kept[0] = dataclasses.replace(kept[0], text=kept[0].text.lstrip())
        kept[-1] = dataclasses.replace(kept[-1], text=kept[-1].text.rstrip())
    return kept


def _own_marks(element: Element) -> frozenset[Mark]:
    style = (element.get("style") or "").lower()
    marks = {mark for pattern, mark in _STYLED if pattern.search(style)}
    if element.tag in _MARKS:
        marks.add(_MARKS[str(element.tag)])
    return frozenset(marks)


def _is_unseen(element: Element) -> bool:
    if element.tag in _UNSEEN or "hidden" in element.attrib or _HIDDEN.search(element.get("style") or ""):
        return True
    return element.tag == "input" and (element.get("type") or "").lower() == "hidden"


def _control(element: Element, marks: frozenset[Mark]) -> Iterator[Span]:
    """What a form control shows: a tick box, the text in it, or the choice made."""
    kind = (element.get("type") or "text").lower() if element.tag == "input" else str(element.tag)
    if kind in ("checkbox", "radio"):
        yield box("checked" in element.attrib, marks=marks)
    elif kind == "select":
        chosen = (_text(option).strip() for option in element.iter("option") if "selected" in option.attrib)
        yield Span("; ".join(chosen), marks | {Mark.CONTROL})
    elif kind == "textarea":
        yield Span(_text(element), marks | {Mark.CONTROL})
    elif kind not in ("submit", "button", "reset", "image", "file", "option"):
        yield Span(element.get("value") or "", marks | {Mark.CONTROL})


def _text(element: Element) -> str:
    return "".join(map(str, element.itertext()))
