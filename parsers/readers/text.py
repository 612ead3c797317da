"""Plain text read into a page: one paragraph a line, and runs of tab-separated lines as a table."""

from __future__ import annotations

import functools
import itertools

from parsers.mail.charsets import decoded
from parsers.page import Block, Page, Paragraph, Span
from parsers.readers.shared.comments import remarks
from parsers.readers.shared.grid import CellPlace, table
from parsers.readers.shared.tick_boxes import joined

MOST_CHARACTERS = 1_000_000  # five hundred printed pages; the time to understand a text grows with its length


def page(content: bytes) -> Page:
    """The page of a text file in any usual encoding."""
    text, _ = decoded(content)
    kept = (
        text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS].rpartition("\n")[0] or text[:MOST_CHARACTERS]
    )
    blocks = _blocks(kept, source="body")
    left_out = f"The text is longer than is read; what follows its line {kept.count(chr(10)) + 1} was not read."
    return Page(format="text", body=blocks, warnings=remarks({left_out: len(kept) < len(text)}))


def _blocks(text: str, *, source: str) -> tuple[Block, ...]:
    """Lines as paragraphs, numbered as a person counts them; lines with tabs between words as rows of a table."""
    numbered = enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1)
    found: list[Block] = []
    for has_tabs, group in itertools.groupby(numbered, key=lambda line: "\t" in line[1].strip()):
        places = {f"{source}/line {number}": line for number, line in group}
        if has_tabs:
            found.append(table(map(_row, places.values()), source=next(iter(places))))
        else:
            found += (_paragraph(line, source=place) for place, line in places.items())
    return tuple(found)


def _paragraph(text: str, *, source: str) -> Paragraph:
    # `> ` marks the line to write on of a form in plain letters.
    return Paragraph(spans=joined([Span(text.removeprefix("> "))]), source=source)


def _row(line: str) -> list[CellPlace]:
    cells = (functools.partial(_cell, words.strip()) for words in line.split("\t"))
    return [CellPlace(column=column, blocks=cell) for column, cell in enumerate(cells)]


def _cell(words: str, *, source: str) -> tuple[Block, ...]:
    return (_paragraph(words, source=f"{source}/paragraph 1"),)
