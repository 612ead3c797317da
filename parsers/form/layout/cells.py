"""What each cell of a table looks like by itself: a question, an answer, both, a row of boxes, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from parsers.form.layout.answer import Answer, is_instruction
from parsers.form.layout.chosen_options import choice, tokens
from parsers.form.layout.split import Split, in_lines, split
from parsers.form.vocabulary.labels import AskedField, asked
from parsers.page import Cell, Mark, Paragraph, Table
from parsers.values.answer_state import folded, is_prompt
from parsers.values.contacts import email, phone
from parsers.values.dates import dates
from parsers.values.nhs import nhs_number

_ONLY_NUMBER = re.compile(r"\(?\d{1,2}(?:\.\d{1,2})?[.):]?\)?|\(?(?:[a-zA-Z]|[ivx]{1,4})[.):]\)?")
_TICK_MARKS = re.compile(r"[xX\u2713\u2714\u2611\u2612\u2717\u2718*/]|[Yy](?:es)?")


@dataclass(frozen=True)
class Spot:
    """A cell with what can be told of it alone; `label` is the question it prints, if it looks like one."""

    cell: Cell
    lines: tuple[Paragraph, ...]
    nested: tuple[Table, ...]
    split: Split
    known: AskedField | None
    bold: bool
    boxes: int
    valued: bool

    @cached_property
    def text(self) -> str:
        """Its lines, prompts included."""
        return "\n".join(line.text.strip() for line in self.lines)

    @cached_property
    def empty(self) -> bool:
        """Whether nothing is written in it."""
        return not self.nested and not any(line.text.strip(" _.\u2026") for line in self.lines)

    @cached_property
    def answer(self) -> Answer:
        """All of it as an answer."""
        return Answer(self.lines, self.lines[0].source if self.lines else self.cell.source)

    @cached_property
    def label(self) -> str:
        """The text by which it is asked about: its printed question, or else all of it."""
        return self.split.label or self.text

    @cached_property
    def answered(self) -> bool:
        """Whether something that may be an answer, and not an instruction, stands under its question."""
        return any(not is_instruction(line.text.strip()) for line in self.split.rest)

    @cached_property
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
    lines = in_lines(tuple(block for block in cell.blocks if isinstance(block, Paragraph)))
    nested = tuple(block for block in cell.blocks if isinstance(block, Table))
    parts = split(lines)
    label = parts.label or "\n".join(line.text for line in lines)
    return Spot(
        cell=cell,
        lines=lines,
        nested=nested,
        split=parts,
        known=asked(label),
        bold=bool(lines) and lines[0].has(Mark.BOLD),
        boxes=sum(1 for line in lines for box, _ in tokens(line) if box),
        valued=_valued(lines, parts) or _offers(cell, lines, parts=parts),
    )


def _valued(lines: tuple[Paragraph, ...], parts: Split) -> bool:
    """Whether the cell can hardly be a question: filled controls, prompts, dates, contacts, long prose."""
    marks = {mark for line in lines for span in line.spans for mark in span.marks if span.text.strip()}
    if marks & {Mark.CONTROL, Mark.PLACEHOLDER} and not parts.label:
        return True
    text = folded("\n".join(line.text for line in lines))
    if parts.label or not text:
        return False
    if (
        (is_prompt(text) and asked(text) is None)
        or email(text)
        or phone(text)
        or nhs_number(text)
        or (dates(text) and len(text.split()) <= 8)
    ):
        return True
    return len(text.split()) > 40 and "?" not in text


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
