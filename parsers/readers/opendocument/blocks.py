"""An OpenDocument tree read into the page's paragraphs and tables, merged cells at their true places."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.page import Block, Paragraph, Span, Table
from parsers.readers.opendocument.paragraph_line import ParagraphLine
from parsers.readers.opendocument.styles import Look, OpenDocumentStyles
from parsers.readers.opendocument.xml_names import Element, count, local, q
from parsers.readers.shared.grid import CellPlace, table
from parsers.readers.shared.places import Places
from parsers.readers.shared.tick_boxes import joined

_PARAGRAPHS = (q("text:p"), q("text:h"))
_LISTS = (q("text:list"), q("text:list-item"), q("text:list-header"))
_ROW_GROUPS = tuple(q(f"table:{name}") for name in ("table-rows", "table-header-rows", "table-row-group"))
_CELLS = (q("table:table-cell"), q("table:covered-table-cell"))
_INDEXES = ("table-of-content", "illustration-index", "table-index", "user-index", "object-index", "bibliography")
_OTHER_GROUPS = ("section", "alphabetical-index", "index-body", "index-title", "note-body", "numbered-paragraph")
_GROUPS = tuple(q(f"text:{name}") for name in (*_INDEXES, *_OTHER_GROUPS))
_MOST_REPEATED = 100  # a spreadsheet repeats empty rows by the thousand, and so do tables pasted from one


@dataclass(kw_only=True, slots=True)
class OpenDocumentReader:
    """What reading a part needs to know of the whole document, and the notes that were met on the way."""

    styles: OpenDocumentStyles
    controls: dict[str, tuple[Span, ...]]  # what each form control shows, by its id
    deletions: frozenset[str] = frozenset()  # the ids of tracked changes that delete
    fields: list[str] = field(default_factory=list)  # kinds of the form fields open at this place
    notes: list[Block] = field(default_factory=list)
    note_counts: dict[str, int] = field(default_factory=dict)  # of footnotes and of endnotes


def blocks(parent: Element, reader: OpenDocumentReader, *, source: str) -> tuple[Block, ...]:
    """The paragraphs and tables under `parent`, each with its place below `source`."""
    return tuple(_blocks(parent, reader, places=Places(source=source)))


def _blocks(parent: Element, reader: OpenDocumentReader, *, places: Places, in_list: bool = False) -> Iterator[Block]:
    for child in parent:
        if child.tag in _PARAGRAPHS:
            yield from _paragraph(child, reader, places=places, in_list=in_list)
        elif child.tag == q("table:table"):
            yield _table(child, reader, source=places.table())
        elif child.tag in _LISTS:
            yield from _blocks(child, reader, places=places, in_list=child.tag != q("text:list-header"))
        elif child.tag in _GROUPS and not _is_hidden(child):
            yield from _blocks(child, reader, places=places, in_list=in_list)
        elif isinstance(child.tag, str) and child.tag.startswith(_DRAWING):
            yield from _text_box(child, reader, places=places)


def _is_hidden(section: Element) -> bool:
    return section.get(q("text:display")) == "none" or section.get(q("text:is-hidden")) == "true"


def _paragraph(element: Element, reader: OpenDocumentReader, *, places: Places, in_list: bool) -> Iterator[Block]:
    """The paragraph, then what is in the text boxes that hang on it."""
    look = reader.styles.look("paragraph", element.get(q("text:style-name")))
    line = ParagraphLine(reader.styles, reader.controls, reader.fields, reader.deletions)
    line.write(element, look)
    yield Paragraph(
        spans=joined(line.spans), source=places.paragraph(), heading=_level(element, look), list_item=in_list
    )
    for note in line.notes:
        _keep_note(note, reader)
    for each in line.boxes:
        yield from _text_box(each, reader, places=places)


def _level(element: Element, look: Look) -> int:
    return count(element, "text:outline-level", most=9) if element.tag == q("text:h") else int(look.get("level", 0))


def _keep_note(note: Element, reader: OpenDocumentReader) -> None:
    kind = note.get(q("text:note-class"), "footnote")
    reader.note_counts[kind] = reader.note_counts.get(kind, 0) + 1
    reader.notes += blocks(note, reader, source=f"{kind} {reader.note_counts[kind]}")


def _text_box(shape: Element, reader: OpenDocumentReader, *, places: Places) -> Iterator[Block]:
    """What is written in a frame, a shape or a group of them."""
    if shape.tag == q("draw:control"):
        spans = reader.controls.get(shape.get(q("draw:control"), ""), ())
        yield Paragraph(spans=joined(list(spans)), source=places.paragraph())
        return
    yield from _blocks(shape, reader, places=places)


def _table(element: Element, reader: OpenDocumentReader, *, source: str) -> Table:
    return table((list(_cells(row, reader)) for row in _rows(element)), source=source)


def _rows(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == q("table:table-row") and child.get(q("table:visibility"), "visible") == "visible":
            yield from [child] * _repeated(child, "table:number-rows-repeated")
        elif child.tag in _ROW_GROUPS:
            yield from _rows(child)


def _cells(row: Element, reader: OpenDocumentReader) -> Iterator[CellPlace]:
    """The cells of a row at their grid columns; a covered cell only takes up room."""
    column = 0
    for cell in row.iterchildren(*_CELLS):
        for _ in range(_repeated(cell, "table:number-columns-repeated")):
            if local(cell) == "table-cell":
                yield _place(cell, reader, column=column)
            column += 1


def _place(cell: Element, reader: OpenDocumentReader, *, column: int) -> CellPlace:
    look = reader.styles.look("table-cell", cell.get(q("table:style-name")))
    return CellPlace(
        column=column,
        width=count(cell, "table:number-columns-spanned", most=1000),
        height=count(cell, "table:number-rows-spanned", most=1000),
        shaded=bool(look.get("shaded")),
        blocks=functools.partial(blocks, cell, reader),
    )


def _repeated(element: Element, name: str) -> int:
    """How often a row or cell stands; one that holds a table stands once, or a small file could unfold for ever."""
    if next(element.iter(q("table:table")), None) is not None:
        return 1
    return count(element, name, most=_MOST_REPEATED)


_DRAWING = q("draw:")
