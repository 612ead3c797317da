"""One question to be typed, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.form.layout.answer import Answer
from parsers.form.vocabulary.phrases import printed
from pipeline.model import Field, State

LONG = frozenset(
    ("narrative", "immediate_action", "interagency_concern", "parallel_processes", "media_interest", "event")
)


_YES = printed("answers.yes", shape=r"^\s*{}\b[\s,.:;\u2013-]*")


def behind_yes(text: str) -> str:
    """What an answer says behind a `Yes`, if it begins with one."""
    return _YES.sub("", text)


@dataclass(frozen=True, slots=True)
class Latest:
    """The last year and the last whole day (`YYYY-MM-DD`) of which a document speaks; None and empty if of none."""

    year: int | None = None
    day: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to be typed: its label, its answer, and what the document last speaks of."""

    label: str
    answer: Answer
    latest: Latest = Latest()

    @property
    def text(self) -> str:
        """What was chosen or written."""
        return self.answer.text

    def field(self, value: str | tuple[str, ...] | None, state: State | None = None) -> Field:
        """The field with `value`; without one, in the state in which the answer stands, or unparsed."""
        if value:
            return self._made(value, State.GIVEN)
        stands = self.answer.state
        return self._made(None, state or (State.UNPARSED if stands is State.GIVEN else stands))

    def _made(self, value: str | tuple[str, ...] | None, state: State) -> Field:
        return Field(value=value, raw=self.answer.raw, state=state, label=self.label, source=self.answer.source)


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields that came of one question, and what a person should look at."""

    fields: dict[str, Field]
    doubts: tuple[str, ...] = ()
