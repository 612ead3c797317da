"""A Word document read into a page: everything a careful reader of the printed form sees, and no more."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from docx.opc.package import OpcPackage
from docx.opc.part import Part
from lxml import etree

from parsers.page import Block, Page
from parsers.readers.shared.comments import CHANGES, EMBEDDED, MACROS, on_comments, remarks
from parsers.readers.shared.places import distinct_blocks
from parsers.readers.word.blocks import WordReader, blocks
from parsers.readers.word.complex_fields import settle_fields
from parsers.readers.word.flatten import VML, Element, flatten, w
from parsers.readers.word.numbering import lists, numbers
from parsers.readers.word.package import opened, related, tree
from parsers.readers.word.styles import styles
from parsers.unreadable import Unreadable, Why

_REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_INK = "{http://schemas.microsoft.com/office/word/2010/wordml}contentPart"
_REVISIONS = tuple(w(name) for name in ("ins", "del", "moveFrom", "moveTo", "cellDel", "cellIns"))
_CIRCLES = frozenset({"ellipse", "donut", "oval"})
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_ABSENT = etree.Element("absent")  # stands for the styles or the lists of a document that has none
_NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"))


def page(content: bytes) -> Page:
    """The page of a Word file (.docx, .docm, .dotx, .dotm); raises `Unreadable`."""
    main = opened(content)
    try:
        return _page(main)
    except etree.XMLSyntaxError as error:
        raise Unreadable(Why.DAMAGED) from error


def _page(main: Part) -> Page:
    root = tree(main)
    body = root.find(w("body"))
    if body is None:
        raise Unreadable(Why.DAMAGED)
    warnings = _remarks(main, root)  # before flattening takes away what they tell of
    reader = _reader(main)
    named = dict(_properties(main.package))
    return Page(
        format="word",
        body=_blocks(body, reader, source="body"),
        headers=_around(main, reader, kind="header"),
        footers=_around(main, reader, kind="footer"),
        notes=tuple(_notes(main, reader)),
        title=named.get("title", ""),
        properties=tuple(named.items()),
        warnings=warnings,
    )


def _reader(main: Part) -> WordReader:
    found = {kind: tree(part) for kind in ("styles", "numbering") for part in related(main, kind)}
    return WordReader(styles=styles(found.get("styles", _ABSENT)), lists=lists(found.get("numbering", _ABSENT)))


def _blocks(element: Element, reader: WordReader, *, source: str) -> tuple[Block, ...]:
    flatten(element)
    settle_fields(element)
    numbered = WordReader(
        styles=reader.styles, lists=reader.lists, numbers=numbers(element, reader.lists, styles=reader.styles)
    )
    return blocks(element, numbered, source=source)


def _around(main: Part, reader: WordReader, *, kind: str) -> tuple[Block, ...]:
    names = dict.fromkeys(each.get(_REFERENCE, "") for each in tree(main).iter(w(f"{kind}Reference")))
    parts = (main.related_parts[name] for name in names if name in main.related_parts)
    return distinct_blocks((functools.partial(_blocks, tree(part), reader) for part in parts), kind=kind)


def _notes(main: Part, reader: WordReader) -> Iterator[Block]:
    for kind, name in _NOTES:
        for part in related(main, kind):
            real = [note for note in tree(part).iterchildren(w(name)) if note.get(w("type"), "normal") == "normal"]
            for count, note in enumerate(real, start=1):
                yield from _blocks(note, reader, source=f"{name} {count}")


def _remarks(main: Part, root: Element) -> tuple[str, ...]:
    """Sentences about what the text alone does not show; `root` must not be flattened yet."""
    kinds = {relation.reltype.rpartition("/")[2] for relation in main.rels.values()}
    comments = sum(len(list(tree(part).iter(w("comment")))) for part in related(main, "comments"))
    return remarks(
        {
            MACROS: "vbaProject" in kinds,
            CHANGES: _any(root, *_REVISIONS),
            on_comments(comments): comments,
            EMBEDDED: kinds & {"oleObject", "package"},
            "A circle or oval is drawn on the form, perhaps round an answer; look at it.": _has_circle(root),
            "The form holds handwriting or drawing by pen, which was not read.": _any(root, _INK),
        }
    )


def _any(root: Element, *tags: str) -> bool:
    return next(root.iter(*tags), None) is not None


def _has_circle(root: Element) -> bool:
    shapes = (shape.get("prst", "") for shape in root.iter(f"{_DRAWING}prstGeom"))
    return not _CIRCLES.isdisjoint(shapes) or _any(root, f"{{{VML}}}oval")


def _properties(package: OpcPackage) -> Iterator[tuple[str, str]]:
    """Names and values from the file's core and custom properties, core names in lower case as the file has them."""
    for relation in package.rels.values():
        if relation.is_external or relation.reltype not in (_CUSTOM, _CORE):
            continue
        for child in tree(relation.target_part):
            text = " ".join("".join(map(str, child.itertext())).split())
            if isinstance(child.tag, str) and text:
                yield child.get("name") or etree.QName(child).localname, text
