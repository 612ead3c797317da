"""The unit in which a form is understood: one question, typed, and of whom it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.form.layout.answer import Answer
from parsers.form.meaning.ask import Ask
from pipeline.model import Field, Unmapped


@dataclass(frozen=True, slots=True)
class Entry:
    """What one question gave: `fields` of the `row`-th of `group` (0 if no number is given) in a block of the page."""

    group: str
    fields: dict[str, Field] = field(default_factory=dict)
    row: int = 0
    relation: str = ""
    block: int = 0
    own_block: bool = False
    weak: bool = False
    asks: Ask | None = None
    doubts: tuple[str, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()


def left_over(label: str, answer: Answer, *, perhaps: str = "") -> tuple[Unmapped, ...]:
    """The words of an answer that no field takes; `perhaps` is the field that they may answer."""
    return (Unmapped(label=label, text=answer.raw, source=answer.source, perhaps=perhaps),) if answer.filled else ()
