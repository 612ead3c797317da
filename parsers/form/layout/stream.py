"""What a page comes down to before it is understood: headings, questions with answers, grids, loose text."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.form.layout.answer import Answer


@dataclass(frozen=True, slots=True)
class Heading:
    """A title over what follows; `depth` 1 stands on the page, 2 is a bar in a table, 3 a title at the side of rows.

    `level` is its outline level, 0 if it has none.
    """

    text: str
    source: str
    depth: int = 1
    level: int = 0


@dataclass(frozen=True, slots=True)
class Close:
    """The end of what a heading of `depth` and deeper ones stood over: a table or its side title is over."""

    depth: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A printed question and what stands for its answer; `who` is the title of its column where people are columns."""

    label: str
    answer: Answer
    source: str
    who: str = ""
    guidance: str = ""


@dataclass(frozen=True, slots=True)
class HeaderGridRow:
    """One row of a grid: an answer for each header, and the questions of full-width rows that belong to it."""

    cells: tuple[Answer | None, ...]
    title: str = ""
    more: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class HeaderGrid:
    """A table with headers above its columns."""

    headers: tuple[str, ...]
    rows: tuple[HeaderGridRow, ...]
    source: str
    printed_first: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a list of ticks: its printed text, whether it is ticked, and what was written beside it."""

    text: str
    ticked: bool
    source: str
    beside: Answer | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Ticks:
    """A list of things to tick; `title` is its own header, if it has one."""

    title: str
    options: tuple[Option, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Loose:
    """Text that no question claims."""

    answer: Answer
    italic: bool = False


Item = Heading | Close | Pair | HeaderGrid | Ticks | Loose


@dataclass(frozen=True, slots=True)
class Wording:
    """What a known form says of its own labels and titles, before any heuristic: plain text to a target or a group."""

    labels: dict[str, str] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
