"""The neutral page that every format is read into: blocks, tables with true spans, tick boxes, marks and places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

EMPTY_BOX = "\N{BALLOT BOX}"
TICKED_BOX = "\N{BALLOT BOX WITH X}"


class Mark(StrEnum):
    """Formatting that may carry an answer, or say that a text is not one."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKE = "strike"
    HIGHLIGHT = "highlight"
    CONTROL = "control"  # the content of a form control that somebody filled
    PLACEHOLDER = "placeholder"  # the prompt of a control that nobody touched
    BOX = "box"  # one tick box: the text is EMPTY_BOX or TICKED_BOX


_NO_MARK: frozenset[Mark] = frozenset()


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with the same marks; `iso` is the machine-readable date that a date control held, if any."""

    text: str
    marks: frozenset[Mark] = _NO_MARK
    iso: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `heading` is its outline level (1 to 9) or 0, `number` its automatic numbering as far as known."""

    spans: tuple[Span, ...]
    source: str
    heading: int = 0
    number: str = ""
    list_item: bool = False
    text: str = field(init=False, compare=False, repr=False)
    """The plain text, placeholders included, line breaks as newlines."""
    shared: frozenset[Mark] = field(init=False, compare=False, repr=False)
    """The marks that every span with visible text carries; none where there is no visible text."""
    marks: frozenset[Mark] = field(init=False, compare=False, repr=False)
    """The marks that any span carries."""

    def __post_init__(self) -> None:
        # Each line is looked at a hundred times: what it says and how it looks is told once.
        if len(self.spans) == 1:
            text, marks = self.spans[0].text, self.spans[0].marks
            shared = marks if text.strip() else _NO_MARK
        else:
            visible = [span.marks for span in self.spans if span.text.strip()]
            text = "".join([span.text for span in self.spans])
            marks = _NO_MARK.union(*[span.marks for span in self.spans])
            shared = frozenset.intersection(*visible) if visible else _NO_MARK
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "marks", marks)
        object.__setattr__(self, "shared", shared)

    def has(self, mark: Mark) -> bool:
        """Whether every span with visible text carries `mark`, and there is one."""
        return mark in self.shared

    def holds(self, mark: Mark) -> bool:
        """Whether any span carries `mark`."""
        return mark in self.marks


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at its true grid place; a merged cell stands once, with its spans."""

    row: int
    column: int
    blocks: tuple[Block, ...]
    source: str
    row_span: int = 1
    column_span: int = 1
    shaded: bool = False

    def covers(self, row: int, column: int) -> bool:
        """Whether it stands on a grid place."""
        return 0 <= row - self.row < self.row_span and 0 <= column - self.column < self.column_span

    def shares_column(self, other: Cell) -> bool:
        """Whether it stands above or below `other`, in part at least."""
        start, end = self.column, self.column + self.column_span
        return other.column < end and start < other.column + other.column_span

    @property
    def text(self) -> str:
        """The text of its blocks, one line each, nested tables included."""
        return "\n".join(paragraph.text for paragraph in paragraphs(self.blocks))


@dataclass(frozen=True, slots=True)
class Table:
    """A table of `rows` by `columns` grid places; places that no cell covers are simply absent."""

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    source: str

    @property
    def in_order(self) -> list[Cell]:
        """The cells row by row, left to right."""
        return sorted(self.cells, key=lambda cell: (cell.row, cell.column))

    def row(self, index: int) -> tuple[Cell, ...]:
        """The cells that begin in row `index`, left to right."""
        return tuple(sorted((cell for cell in self.cells if cell.row == index), key=lambda cell: cell.column))

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a grid place, or None."""
        return next((cell for cell in self.cells if cell.covers(row, column)), None)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Page:
    """One document read into blocks, in reading order."""

    format: str  # `word`, `opendocument`, `rtf`, `pdf`, `html`, `doc` or `text`
    body: tuple[Block, ...]
    headers: tuple[Block, ...] = ()  # of every section, each once; the footers too
    footers: tuple[Block, ...] = ()
    notes: tuple[Block, ...] = ()
    title: str = ""  # as its maker typed it into the file's properties
    properties: tuple[tuple[str, str], ...] = ()  # names and values that its maker hid in the file
    warnings: tuple[str, ...] = ()  # sentences for a person: macros, tracked changes, comments …
    lines: tuple[Paragraph, ...] = field(init=False, compare=False, repr=False)  # every one of the body, in its order

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", tuple(paragraphs(self.body)))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Headers, body, notes and footers, in that order."""
        return (*self.headers, *self.body, *self.notes, *self.footers)


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Every paragraph of `blocks` in reading order, those in tables and nested tables included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for cell in block.in_order:
                yield from paragraphs(cell.blocks)
