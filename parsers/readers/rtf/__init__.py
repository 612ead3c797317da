"""Rich text (.rtf) read into a page."""

from __future__ import annotations

import functools

from parsers.page import Block, Page, paragraphs
from parsers.readers.rtf.destinations import DESTINATIONS
from parsers.readers.rtf.groups import Found, RtfReader
from parsers.readers.rtf.shapes_of_text import LAYOUT
from parsers.readers.shared.block_builder import blocks
from parsers.readers.shared.comments import CHANGES, EMBEDDED, on_comments, remarks
from parsers.readers.shared.places import distinct_blocks
from parsers.unreadable import Unreadable, Why

_LOST_BOXES = "The program that saved this form left out which boxes are ticked; look at the sender's own copy."


def page(content: bytes) -> Page:
    """The page of a rich text file; raises `Unreadable`."""
    reader = RtfReader(actions={**LAYOUT, **DESTINATIONS})
    try:
        reader.follow(content)
        body = blocks(reader.builder.finished(), source="body")
    except RecursionError as error:
        raise Unreadable(Why.DAMAGED) from error
    if reader.found.pictures and not any(paragraph.text.strip() for paragraph in paragraphs(body)):
        raise Unreadable(Why.SCANNED)
    named = {name: value for name, value in reader.found.properties if value}
    return Page(
        format="rtf",
        body=body,
        headers=_around(reader.found, kind="header"),
        footers=_around(reader.found, kind="footer"),
        notes=_notes(reader.found),
        title=named.get("title", ""),
        properties=tuple(named.items()),
        warnings=_remarks(reader.found),
    )


def _around(found: Found, *, kind: str) -> tuple[Block, ...]:
    builders = (builder for each, builder in found.around if each == kind)
    return distinct_blocks((functools.partial(blocks, builder.finished()) for builder in builders), kind=kind)


def _notes(found: Found) -> tuple[Block, ...]:
    notes = [builder.finished() for kind, builder in found.around if kind == "footnote"]
    return tuple(block for at, note in enumerate(notes, 1) for block in blocks(note, source=f"footnote {at}"))


def _remarks(found: Found) -> tuple[str, ...]:
    return remarks(
        {
            CHANGES: found.has_changes,
            on_comments(found.comments): found.comments,
            _LOST_BOXES: found.has_lost_boxes,
            EMBEDDED: found.has_objects,
        }
    )
