"""DocBook as antiword writes it: paragraphs, and tables whose rows tell the widths of their columns."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from parsers.page import Block, Mark, Span
from parsers.rtf.rough import CellShape, Rough, RoughParagraph, RoughTable, RowShape, blocks

Element = etree._Element

_TWIPS = 20  # in a point


def docbook_blocks(content: bytes) -> tuple[Block, ...]:
    """The paragraphs and tables of a DocBook document."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(content, parser)
    return blocks(_rough(root) if root is not None else (), source="body")


def _rough(element: Element) -> Iterator[Rough]:
    for child in element:
        if child.tag == "informaltable":
            yield RoughTable(rows=[row for group in child.iter("tgroup") for row in _rows(group)])
        elif child.tag in ("para", "title"):
            yield from _paragraphs(child)
            yield from _rough(child)
        elif child.tag != "bookinfo":
            yield from _rough(child)


def _rows(group: Element) -> Iterator[tuple[RowShape, list[list[Rough]]]]:
    """The rows that share the widths told before them."""
    right, cells = 0.0, []
    for column in group.iter("colspec"):
        right += float((column.get("colwidth") or "0").removesuffix("pt")) * _TWIPS
        cells.append(CellShape(right=round(right)))
    for row in group.iter("row"):
        yield RowShape(cells=cells), [list(_paragraphs(entry)) for entry in row.iter("entry")]


def _paragraphs(element: Element) -> Iterator[Rough]:
    """The lines of an element, each a paragraph."""
    spans = list(_spans(element))
    line: list[Span] = []
    for span in spans:
        first, *others = span.text.split("\n")
        line.append(Span(first, span.marks))
        for text in others:
            yield from _line(line)
            line = [Span(text, span.marks)]
    yield from _line(line)


def _line(spans: list[Span]) -> Iterator[Rough]:
    if any(span.text.strip() for span in spans):
        yield RoughParagraph(spans=spans)


def _spans(element: Element) -> Iterator[Span]:
    yield Span(element.text or "")
    for child in element:
        if child.tag == "emphasis":
            mark = Mark.BOLD if child.get("role") == "bold" else Mark.ITALIC
            yield Span("".join(map(str, child.itertext())), frozenset({mark}))
        elif child.tag != "informaltable":
            yield from _spans(child)
        yield Span(child.tail or "")
