"""Plain text read into a page: one paragraph a line, and runs of tab-separated lines as a table."""

from __future__ import annotations

import itertools

from parsers.mail.charsets import decoded
from parsers.page import Block, Page, Paragraph, Span
from parsers.readers.shared.grid import CellPlace, table
from parsers.readers.shared.symbols import joined


def page(content: bytes) -> Page:
    """The page of a text file in any usual encoding."""
    text, _ = decoded(content)
    return page_of(text)


def page_of(text: str) -> Page:
    """The page of `text`."""
    return Page(format="text", body=blocks(text, source="body"))


def blocks(text: str, *, source: str) -> tuple[Block, ...]:
    """Lines as paragraphs, numbered as a person counts them; lines with tabs between words as rows of a table."""
    numbered = enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1)
    found: list[Block] = []
    for has_tabs, lines in itertools.groupby(numbered, key=lambda line: "\t" in line[1].strip()):
        if has_tabs:
            group = list(lines)
            found.append(table((_row(line) for _, line in group), source=f"{source}/line {group[0][0]}"))
        else:
            found += [line_of(line, source=f"{source}/line {number}") for number, line in lines]
    return tuple(found)


def line_of(text: str, *, source: str) -> Paragraph:
    """One line as a paragraph, tick boxes cut out."""
    return Paragraph(spans=joined([Span(text)]), source=source)


def _row(line: str) -> list[CellPlace]:
    return [_place(words.strip(), column) for column, words in enumerate(line.split("\t"))]


def _place(words: str, column: int) -> CellPlace:
    return CellPlace(column=column, blocks=lambda place: (line_of(words, source=f"{place}/paragraph 1"),))
