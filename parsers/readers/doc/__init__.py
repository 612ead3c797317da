"""A Word file of the years before 2007 (.doc) read into a page; one older than Word 97 goes through LibreOffice."""

from __future__ import annotations

import dataclasses
import itertools
import struct
from collections.abc import Iterator

from parsers.page import Block, Page, paragraphs
from parsers.readers import word
from parsers.readers.doc.stories import SHAPE_PLACE, DocReader, reader
from parsers.readers.doc.streams import WordFile, word_file
from parsers.readers.shared.block_builder import Draft, blocks
from parsers.readers.shared.comments import CHANGES, MACROS, on_comments, remarks
from parsers.readers.shared.libreoffice import converted
from parsers.unreadable import Unreadable, Why

_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_SECONDS = 25.0
_TABLES_OF_BOXES = {"box": 56, "header box": 58}  # by the pairs of the header ([MS-DOC] 2.5.6)
_COMMENT = "\x05"  # the letter that stands where one hangs ([MS-DOC] 2.8.26)
_BROKEN = (struct.error, IndexError, ValueError, RecursionError)


def page(content: bytes) -> Page:
    """The page of a .doc file; raises `Unreadable`."""
    try:
        return _page(content)
    except ImportError as error:
        raise Unreadable(Why.READER_MISSING) from error
    except Unreadable as refusal:
        if refusal.why is not Why.UNSUPPORTED:
            raise
    except _BROKEN as error:
        raise Unreadable(Why.DAMAGED) from error
    made = converted(content, suffix="doc", to="docx", seconds=_SECONDS)
    if made is None:
        raise Unreadable(Why.READER_MISSING)
    return dataclasses.replace(word.page(made), format="doc")


def _page(content: bytes) -> Page:
    file = word_file(content)
    found = reader(file)
    around = [*_around(file, found), *_around_boxes(file, found)]
    letters = "".join(piece.text for piece in found.pieces)[: file.lengths[0]]
    comments = letters.count(_COMMENT)
    boxes = list(_boxes(file, found, story="box"))
    # A shape may be a picture; only where each holds a text is it certain which text is whose.
    apart = [] if letters.count(SHAPE_PLACE) == len(boxes) else boxes
    found.boxes = [] if apart else boxes
    body = (*_story(found, "body"), *blocks((draft for box in apart for draft in box), source="box"))
    return Page(
        format="doc",
        body=body,
        headers=tuple(block for kind, block in around if kind == "header"),
        footers=tuple(block for kind, block in around if kind == "footer"),
        notes=(*_story(found, "footnote"), *_story(found, "endnote")),
        title=dict(file.properties).get("title", ""),
        properties=file.properties,
        warnings=remarks({MACROS: _MACROS in content, CHANGES: found.has_changes, on_comments(comments): comments}),
    )


def _story(found: DocReader, name: str) -> tuple[Block, ...]:
    """The blocks of a story; the last paragraph of every story but the body is Word's own and empty."""
    read = blocks(found.write(*found.file.story(name)).finished(), source=name)
    return read if name == "body" or any(each.text.strip() for each in paragraphs(read)) else ()


def _around_boxes(file: WordFile, found: DocReader) -> Iterator[tuple[str, Block]]:
    """What text boxes in headers and footers hold."""
    held = (draft for box in _boxes(file, found, story="header box") for draft in box)
    return (("header", block) for block in blocks(held, source="header box"))


def _boxes(file: WordFile, found: DocReader, *, story: str) -> Iterator[list[Draft]]:
    """What each text box holds ([MS-DOC] 2.8.32); the last of the table is none."""
    table = file.part(_TABLES_OF_BOXES[story])
    count = max(len(table) - 4, 0) // 26
    places = struct.unpack_from(f"<{count + 1}I", table) if count else ()
    for start, end in _parts(file, story, places=places[:-1]):
        if start < end:
            yield found.write(start, end).finished()


def _around(file: WordFile, found: DocReader) -> Iterator[tuple[str, Block]]:
    """Headers and footers, each once; six texts about notes come first, then six for each section ([MS-DOC] 2.8.22)."""
    table = file.part(11)
    places = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
    texts: set[str] = set()
    for number, (start, end) in enumerate(_parts(file, "header", places=places[6:-1])):
        kind = "footer" if number % 6 in (2, 3, 5) else "header"
        read = blocks(found.write(start, end).finished(), source=f"{kind} {len(texts) + 1}")
        words = "\n".join(each.text for each in paragraphs(read))
        if words.strip() and words not in texts:
            texts.add(words)
            yield from ((kind, block) for block in read)


def _parts(file: WordFile, story: str, *, places: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Where the parts of a story begin and end, in characters; one that lies outside it is empty."""
    begin, over = file.story(story)
    for first, last in itertools.pairwise(places):
        is_inside = first < last <= over - begin
        yield begin + first, begin + (last if is_inside else first)
