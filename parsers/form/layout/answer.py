"""An answer as it stands on the page: its lines, the options it offers, and what of it a person chose or wrote."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.form.layout.chosen_options import Choice, choice
from parsers.form.vocabulary.phrases import printed
from parsers.page import Mark, Paragraph
from parsers.values import answer_state
from pipeline.model import State

_NOT_KEPT = frozenset((Mark.PLACEHOLDER, Mark.STRIKE))
_IMPERATIVE = printed("guidance.begins", shape=r"\W*{}")


def is_instruction(text: str) -> bool:
    """Whether `text` reads like an instruction that a form prints."""
    return bool(_IMPERATIVE.match(text))


def is_in_brackets(text: str) -> bool:
    """Whether brackets stand round a text, as round a hint."""
    return text[:1] in "([" and text[-1:] in ")]"


def is_guidance(line: Paragraph) -> bool:
    """Whether a line near an answer is printed guidance: in italics or brackets, and an instruction."""
    text = line.text.strip()
    apart = Mark.ITALIC in line.shared or is_in_brackets(text)
    if not (apart and text and is_instruction(text.strip("([ "))):
        return False
    # What stands in a control somebody typed there, be it in the italics of the prompt that it replaced.
    return not any(Mark.CONTROL in span.marks for span in line.spans if span.text.strip())


@dataclass(frozen=True, slots=True)
class Answer:
    """The lines that stand for an answer, printed guidance and prompts included; `said` is a mark in their place."""

    lines: tuple[Paragraph, ...]
    source: str
    said: str = ""
    written: tuple[Paragraph, ...] = field(init=False, compare=False, repr=False)
    """The lines without guidance."""
    choice: Choice | None = field(init=False, compare=False, repr=False)
    """What was chosen, where the answer offers options."""
    raw: str = field(init=False, compare=False, repr=False)
    """All the words that stand there, as they stand there."""
    text: str = field(init=False, compare=False, repr=False)
    """What was chosen or written: no prompts, no struck words, no ruled lines."""
    state: State = field(init=False, compare=False, repr=False)
    """How it stands, before it is typed."""

    def __post_init__(self) -> None:
        # Every answer is asked for all of it, and most of it many times.
        written = tuple([line for line in self.lines if not is_guidance(line)])
        found = choice(written) if written else None
        stripped = filter(None, [line.text.strip() for line in written])
        object.__setattr__(self, "written", written)
        object.__setattr__(self, "choice", found)
        object.__setattr__(self, "raw", self.said or "\n".join(stripped))
        object.__setattr__(self, "text", _text(found, written))
        object.__setattr__(self, "state", self._stands())

    @property
    def prompted(self) -> bool:
        """Whether a prompt of the form stands there."""
        return any(line.holds(Mark.PLACEHOLDER) for line in self.lines)

    @property
    def is_tick(self) -> bool:
        """Whether it is one ticked box without a word, which says yes to what is asked."""
        found = self.choice
        return found is not None and found.offered == ("",) and found.chosen == ("",) and not found.beside

    @property
    def chosen(self) -> tuple[str, ...]:
        """The options that were chosen there; none where none are offered."""
        return self.choice.chosen if self.choice else ()

    @property
    def iso(self) -> str:
        """The machine-readable date that a date control there holds, if its visible text is that date's."""
        return next((span.iso for line in self.lines for span in line.spans if span.iso), "")

    @property
    def filled(self) -> bool:
        """Whether a person wrote or chose anything there."""
        return self.state not in (State.BLANK, State.PLACEHOLDER)

    def _stands(self) -> State:
        """How it stands; what is left blank under a prompt of the form is a placeholder."""
        if self.choice is not None and not self.text:
            return State.BLANK
        stands = answer_state.state(self.text)
        return State.PLACEHOLDER if stands is State.BLANK and self.prompted else stands

    def joined(self, other: Answer) -> Answer:
        """This answer and another one below it."""
        return Answer((*self.lines, *other.lines), self.source)


def _text(found: Choice | None, written: tuple[Paragraph, ...]) -> str:
    """What was chosen, with what stands beside it, or else written."""
    if found is not None:
        return "\n".join(part for part in (*found.chosen, found.beside) if part)
    return answer_state.tidy("\n".join(map(kept, written)))


def kept(line: Paragraph) -> str:
    """The text of a line without prompts and without words struck through."""
    if _NOT_KEPT.isdisjoint(line.marks):
        return line.text
    return "".join(span.text for span in line.spans if _NOT_KEPT.isdisjoint(span.marks))


def nothing(source: str) -> Answer:
    """An empty answer at `source`."""
    return Answer((), source)
