"""What each cell of a table looks like by itself: a question, an answer, both, a row of boxes, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from parsers.form.layout.answer import Answer, is_instruction
from parsers.form.layout.chosen_options import choice, has_boxes, tokens
from parsers.form.layout.split import Split, in_lines, split
from parsers.form.vocabulary.labels import AskedField, asked
from parsers.form.vocabulary.phrases import one_of
from parsers.page import Cell, Mark, Paragraph, Table
from parsers.values.answer_state import folded, is_prompt
from parsers.values.contacts import email, phone
from parsers.values.dates import dates
from parsers.values.nhs import nhs_number

_ONLY_NUMBER = re.compile(r"\(?\d{1,2}(?:\.\d{1,2})?[.):]?\)?|\(?(?:[a-zA-Z]|[ivx]{1,4})[.):]\)?")
_FILLED = frozenset((Mark.CONTROL, Mark.PLACEHOLDER))
_FIGURE = re.compile(r"\d")
_TICK_MARKS = re.compile(rf"[x\u2713\u2714\u2611\u2612\u2717\u2718*/]|{one_of('answers.yes')}", re.I)


@dataclass(eq=False)
class Spot:
    """A cell with what can be told of it alone, much of it when first asked; no two are one, whatever they say."""

    cell: Cell
    lines: tuple[Paragraph, ...]
    nested: tuple[Table, ...]
    split: Split
    text: str  # its lines, prompts included
    empty: bool  # nothing is written in it
    bold: bool  # its first line, all of it
    label: str  # the text by which it is asked about: its printed question, or else all of it
    boxes: int  # how many tick boxes stand in it

    @cached_property
    def known(self) -> AskedField | None:
        """The question that its label, or else all of it, is known to be."""
        return asked(self.split.label or "\n".join(line.text for line in self.lines))

    @property
    def surely_asks(self) -> bool:
        """Whether its question is known for sure."""
        return self.known is not None and self.known.sure

    @property
    def asks_and_answers(self) -> bool:
        """Whether a question and an answer to it stand in it."""
        return bool(self.split.label and self.split.rest)

    @property
    def ends_as_question(self) -> bool:
        """Whether its question ends as questions end."""
        return self.label.rstrip(" *").endswith((":", "?"))

    @property
    def titles(self) -> tuple[str, ...]:
        """All of it, and its first words that look alike: a title as printed, whatever somebody wrote behind it."""
        begun = self.lines[0].spans[0].text if self.lines else ""
        return tuple(text.strip(" :*") for text in (self.text, begun))

    @property
    def stands_out(self) -> bool:
        """Whether it is shaded or begins in bold."""
        return self.cell.shaded or self.bold

    @cached_property
    def valued(self) -> bool:
        """Whether it can hardly be a question."""
        return _valued(self.lines, self.split) or _offers(self.cell, self.lines, parts=self.split)

    @cached_property
    def answer(self) -> Answer:
        """All of it as an answer."""
        return Answer(self.lines, self.lines[0].source if self.lines else self.cell.source)

    @property
    def answered(self) -> bool:
        """Whether something that may be an answer, and not an instruction, stands under its question."""
        below = self.split.rest
        return bool(below) and not all(is_instruction(line.text.strip()) for line in below)

    @property
    def only_boxes(self) -> bool:
        """Whether it holds a tick box and no word."""
        return self.boxes > 0 and not re.search(r"\w", self._words)

    @cached_property
    def ticked(self) -> bool:
        """Whether it holds a ticked box or a typed tick, and no other word."""
        if self.boxes:
            return any(box and text for line in self.lines for box, text in tokens(line))
        return bool(_TICK_MARKS.fullmatch(self.text.strip(" .()[]")))

    @cached_property
    def _words(self) -> str:
        return " ".join(text for line in self.lines for box, text in tokens(line) if not box)


def spot(cell: Cell) -> Spot:
    """What `cell` looks like."""
    lines = in_lines([block for block in cell.blocks if isinstance(block, Paragraph)])
    nested = tuple([block for block in cell.blocks if isinstance(block, Table)])
    cut, text = split(lines), "\n".join([line.text.strip() for line in lines])
    return Spot(
        cell=cell,
        lines=lines,
        nested=nested,
        split=cut,
        text=text,
        empty=not nested and not any(line.text.strip(" _.\u2026") for line in lines),
        bold=bool(lines) and lines[0].has(Mark.BOLD),
        label=cut.label or text,
        boxes=sum(map(_boxes, lines)),
    )


def lines_of(cells: Iterable[Spot]) -> tuple[Paragraph, ...]:
    """The lines of several cells, one below the other."""
    return tuple([line for each in cells for line in each.lines])


def _boxes(line: Paragraph) -> int:
    return sum(box for box, _ in tokens(line)) if has_boxes(line) else 0


def _valued(lines: tuple[Paragraph, ...], parts: Split) -> bool:
    """Whether the cell can hardly be a question: filled controls, prompts, dates, contacts, long prose."""
    if parts.label or not lines:
        return False
    if any(map(_is_filled, lines)):
        return True
    text = folded("\n".join(line.text for line in lines))
    if (is_prompt(text) and asked(text) is None) or _is_value(text):
        return True
    return len(text.split()) > 40 and "?" not in text


def _is_filled(line: Paragraph) -> bool:
    """Whether words stand in a control, be they its prompt."""
    if _FILLED.isdisjoint(line.marks):
        return False
    return any(_FILLED & span.marks and span.text.strip() for span in line.spans)


def _is_value(text: str) -> bool:
    """Whether a text holds an address for mail, a number, or is hardly more than a date."""
    if "@" in text and email(text):
        return True
    if not _FIGURE.search(text):
        return False
    return bool(phone(text) or nhs_number(text) or (len(text.split()) <= 8 and dates(text)))


def _offers(cell: Cell, lines: tuple[Paragraph, ...], *, parts: Split) -> bool:
    """Whether the cell offers options; in a shaded or bold one they may as well be how a question is put."""
    asks = bool(lines) and lines[-1].text.rstrip(" *").endswith(("?", ":"))
    found = None if parts.label or asks else choice(lines)
    styled = cell.shaded or all(line.has(Mark.BOLD) for line in lines)
    return found is not None and (bool(found.chosen) or not styled)


def is_number(candidate: Spot) -> bool:
    """Whether the cell holds only the number or letter of its row."""
    return (
        candidate.cell.column == 0
        and bool(_ONLY_NUMBER.fullmatch(candidate.text.strip()))
        and not candidate.boxes
        and candidate.text.strip() not in ("X", "x")
    )
