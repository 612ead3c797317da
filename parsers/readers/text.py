"""Plain text read into a page: one paragraph a line, and runs of tab-separated lines as a table."""

from __future__ import annotations

import functools
import itertools

from parsers.mail.charsets import decoded
from parsers.page import Block, Page, Paragraph, Span
from parsers.readers.shared.grid import CellPlace, table
from parsers.readers.shared.tick_boxes import joined


def page(content: bytes) -> Page:
    """The page of a text file in any usual encoding."""
    text, _ = decoded(content)
    return Page(format="text", body=_blocks(text, source="body"))


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
    return Paragraph(spans=joined([Span(text)]), source=source)


def _row(line: str) -> list[CellPlace]:
    cells = (functools.partial(_cell, words.strip()) for words in line.split("\t"))
    return [CellPlace(column=column, blocks=cell) for column, cell in enumerate(cells)]


def _cell(words: str, *, source: str) -> tuple[Block, ...]:
    return (_paragraph(words, source=f"{source}/paragraph 1"),)
