"""A Word document read into a page: everything a careful reader of the printed form sees, and no more."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from lxml import etree

from parsers.page import Block, Page
from parsers.readers.shared.comments import CHANGES, EMBEDDED, MACROS, on_comments, remarks
from parsers.readers.shared.places import distinct_blocks
from parsers.readers.word.blocks import WordReader, blocks
from parsers.readers.word.complex_fields import settle_fields
from parsers.readers.word.flatten import VML, Element, flatten, w
from parsers.readers.word.numbering import lists, numbers
from parsers.readers.word.package import WordPackage, opened
from parsers.readers.word.styles import styles
from parsers.unreadable import Unreadable, Why

_REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_INK = "{http://schemas.microsoft.com/office/word/2010/wordml}contentPart"
_REVISIONS = tuple(w(name) for name in ("ins", "del", "moveFrom", "moveTo", "cellDel", "cellIns"))
_DRAWN_FROM_DATA = {"chart", "chartEx", "diagramData"}
_CIRCLES = frozenset({"ellipse", "donut", "oval"})
_PROPERTIES = ("custom-properties", "core-properties")
_ABSENT = etree.Element("absent")  # stands for the styles or the lists of a document that has none
_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"))


def page(content: bytes) -> Page:
    """The page of a Word file (.docx, .docm, .dotx, .dotm); raises `Unreadable`."""
    package = opened(content)
    try:
        return _page(package)
    except etree.XMLSyntaxError as error:
        raise Unreadable(Why.DAMAGED) from error


def _page(package: WordPackage) -> Page:
    body = package.tree(package.main).find(w("body"))
    if body is None:
        raise Unreadable(Why.DAMAGED)
    warnings = _remarks(package)  # before flattening takes away what they tell of
    reader = _reader(package)
    named = dict(_properties(package))
    return Page(
        format="word",
        body=_blocks(body, reader, source="body"),
        headers=_around(package, reader, kind="header"),
        footers=_around(package, reader, kind="footer"),
        notes=tuple(_notes(package, reader)),
        title=named.get("title", ""),
        properties=tuple(named.items()),
        warnings=warnings,
    )


def _trees(package: WordPackage, kind: str) -> Iterator[Element]:
    """The parts of one kind that the document names."""
    return map(package.tree, package.related(package.main, kind))


def _reader(package: WordPackage) -> WordReader:
    found = {kind: each for kind in ("styles", "numbering") for each in _trees(package, kind)}
    return WordReader(styles=styles(found.get("styles", _ABSENT)), lists=lists(found.get("numbering", _ABSENT)))


def _blocks(element: Element, reader: WordReader, *, source: str) -> tuple[Block, ...]:
    flatten(element)
    settle_fields(element)
    numbered = WordReader(
        styles=reader.styles, lists=reader.lists, numbers=numbers(element, reader.lists, styles=reader.styles)
    )
    return blocks(element, numbered, source=source)


def _around(package: WordPackage, reader: WordReader, *, kind: str) -> tuple[Block, ...]:
    targets = {each.id: each.target for each in package.relations(package.main)}
    named = dict.fromkeys(each.get(_REFERENCE, "") for each in package.tree(package.main).iter(w(f"{kind}Reference")))
    parts = (package.tree(targets[name]) for name in named if name in targets)
    return distinct_blocks((functools.partial(_blocks, part, reader) for part in parts), kind=kind)


def _notes(package: WordPackage, reader: WordReader) -> Iterator[Block]:
    for kind, name in _NOTES:
        for part in _trees(package, kind):
            real = [note for note in part.iterchildren(w(name)) if note.get(w("type"), "normal") == "normal"]
            for count, note in enumerate(real, start=1):
                yield from _blocks(note, reader, source=f"{name} {count}")


def _remarks(package: WordPackage) -> tuple[str, ...]:
    """Sentences about what the text alone does not show; the document must not be flattened yet."""
    root = package.tree(package.main)
    kinds = {each.kind for each in package.relations(package.main)}
    comments = sum(len(list(part.iter(w("comment")))) for part in _trees(package, "comments"))
    return remarks(
        {
            MACROS: "vbaProject" in kinds,
            CHANGES: _any(root, *_REVISIONS),
            on_comments(comments): comments,
            EMBEDDED: kinds & {"oleObject", "package"},
            "The form holds a chart or a diagram, whose words were not read; look at it.": kinds & _DRAWN_FROM_DATA,
            "A circle or oval is drawn on the form, perhaps round an answer; look at it.": _has_circle(root),
            "The form holds handwriting or drawing by pen, which was not read.": _any(root, _INK),
        }
    )


def _any(root: Element, *tags: str) -> bool:
    return next(root.iter(*tags), None) is not None


def _has_circle(root: Element) -> bool:
    shapes = (shape.get("prst", "") for shape in root.iter(f"{_DRAWING}prstGeom"))
    return not _CIRCLES.isdisjoint(shapes) or _any(root, f"{{{VML}}}oval")


def _properties(package: WordPackage) -> Iterator[tuple[str, str]]:
    """Names and values from the file's core and custom properties, core names in lower case as the file has them."""
    for relation in package.relations(""):
        for child in package.tree(relation.target) if relation.kind in _PROPERTIES else ():
            text = " ".join("".join(map(str, child.itertext())).split())
            if isinstance(child.tag, str) and text:
                yield child.get("name") or etree.QName(child).localname, text
