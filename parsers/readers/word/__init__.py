"""A Word document read into a page: everything a careful reader of the printed form sees, and no more."""

from __future__ import annotations

from collections.abc import Iterator

from docx.opc.part import Part
from lxml import etree

from parsers.page import Block, Page, paragraphs
from parsers.readers.word.blocks import WordReader, blocks
from parsers.readers.word.complex_fields import settle_fields
from parsers.readers.word.flatten import Element, flatten, w
from parsers.readers.word.numbering import lists, numbers
from parsers.readers.word.package import opened, related, tree
from parsers.readers.word.styles import styles
from parsers.readers.word.warnings import properties, remarks
from parsers.unreadable import Unreadable, Why

_REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
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
    noticed = remarks(main, root)
    reader = _reader(main)
    named = dict(properties(main.package))
    return Page(
        format="word",
        body=_blocks(body, reader, source="body"),
        headers=_around(main, reader, kind="header"),
        footers=_around(main, reader, kind="footer"),
        notes=tuple(_notes(main, reader)),
        title=named.get("title", ""),
        properties=tuple(named.items()),
        warnings=noticed,
    )


def _reader(main: Part) -> WordReader:
    found = {kind: tree(part) for kind in ("styles", "numbering") for part in related(main, kind)}
    return WordReader(styles=styles(found.get("styles")), lists=lists(found.get("numbering")))


def _blocks(element: Element, reader: WordReader, *, source: str) -> tuple[Block, ...]:
    flatten(element)
    settle_fields(element)
    numbered = WordReader(
        styles=reader.styles, lists=reader.lists, numbers=numbers(element, reader.lists, styles=reader.styles)
    )
    return blocks(element, numbered, source=source)


def _around(main: Part, reader: WordReader, *, kind: str) -> tuple[Block, ...]:
    """The headers or footers of every section and variant; one that says the same words again is left out."""
    found: dict[str, tuple[Block, ...]] = {}
    references = (each.get(_REFERENCE, "") for each in tree(main).iter(w(f"{kind}Reference")))
    for part in (main.related_parts[name] for name in dict.fromkeys(references) if name in main.related_parts):
        read = _blocks(tree(part), reader, source=f"{kind} {len(found) + 1}")
        words = "\n".join(paragraph.text for paragraph in paragraphs(read))
        if words.strip():
            found.setdefault(words, read)
    return tuple(block for read in found.values() for block in read)


def _notes(main: Part, reader: WordReader) -> Iterator[Block]:
    for kind, name in _NOTES:
        for part in related(main, kind):
            real = [note for note in tree(part).iterchildren(w(name)) if note.get(w("type"), "normal") == "normal"]
            for count, note in enumerate(real, start=1):
                yield from _blocks(note, reader, source=f"{name} {count}")
