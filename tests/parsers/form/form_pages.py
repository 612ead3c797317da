"""Pages built by hand: tables of short texts in which `#` shades a cell, `**` makes bold, `[ ]` and `[x]` are boxes."""

import re

from parsers.form.reading import reading
from parsers.page import EMPTY_BOX, TICKED_BOX, Block, Cell, Mark, Page, Paragraph, Span, Table
from pipeline.model import Answers, Reading, Referral

_MARKS = {"**": Mark.BOLD, "~~": Mark.STRIKE, "__": Mark.UNDERLINE, "//": Mark.ITALIC, "==": Mark.HIGHLIGHT}
_PIECE = re.compile(r"(\*\*|~~|==|__(?=[A-Za-z])|(?<=[A-Za-z])__|(?<![:\d])//(?!\d)|\[x\]|\[ \]|<<.*?>>)")


def line(text: str, source: str = "body/paragraph 1") -> Paragraph:
    """A paragraph; `<<text>>` is the prompt of a control that nobody touched."""
    spans: list[Span] = []
    on: set[Mark] = set()
    for piece in _PIECE.split(text):
        if piece in _MARKS:
            on ^= {_MARKS[piece]}
        elif piece in ("[x]", "[ ]"):
            spans.append(Span(TICKED_BOX if piece == "[x]" else EMPTY_BOX, frozenset({Mark.BOX})))
        elif piece.startswith("<<"):
            spans.append(Span(piece[2:-2], frozenset({Mark.PLACEHOLDER})))
        elif piece:
            spans.append(Span(piece, frozenset(on)))
    return Paragraph(tuple(spans), source)


def table(*rows: list[object], number: int = 1) -> Table:
    """A table; a row of one text fills it; a cell may be a text, a table, or None where a cell from the left goes on."""
    columns = max(len(row) for row in rows)
    cells = []
    for r, row in enumerate(rows):
        for c, content in enumerate(row):
            if content is None:
                continue
            span = columns if len(row) == 1 else 1 + sum(1 for each in _after(row, c))
            source = f"body/table {number}/row {r + 1}/cell {c + 1}"
            cells.append(Cell(r, c, _blocks(content, source), source, 1, span, str(content).startswith("#")))
    return Table(len(rows), columns, tuple(cells), f"body/table {number}")


def _after(row: list[object], column: int) -> list[None]:
    found: list[None] = []
    for each in row[column + 1 :]:
        if each is not None:
            break
        found.append(each)
    return found


def _blocks(content: object, source: str) -> tuple[Block, ...]:
    if isinstance(content, Table):
        return (content,)
    lines = str(content).removeprefix("#").split("\n")
    return tuple(line(text, f"{source}/paragraph {n + 1}") for n, text in enumerate(lines))


def page(*blocks: Block | str, header: str = "", footer: str = "") -> Page:
    """A page of paragraphs and tables."""
    body = tuple(line(b, f"body/paragraph {n + 1}") if isinstance(b, str) else b for n, b in enumerate(blocks))
    return Page(
        "word", body, (line(header, "header 1"),) if header else (), (line(footer, "footer 1"),) if footer else ()
    )


def read(*blocks: Block | str, header: str = "", footer: str = "") -> Reading:
    """What a page of `blocks` is read as."""
    return reading(page(*blocks, header=header, footer=footer), file="form.docx")


def referral(*blocks: Block | str) -> Referral:
    """The referral that a page of `blocks` is read as."""
    found = read(*blocks).referral
    assert found is not None
    return found


def values(answers: Answers) -> dict[str, object]:
    """The given values of a group."""
    return {name: field.value for name, field in answers.items() if field.value is not None}
