"""Words that somebody wrote in the same line as what a form prints: behind a label, a hint or a title."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parsers.form.layout.answer import is_instruction
from parsers.form.vocabulary import words as vocabulary
from parsers.form.vocabulary.labels import asked
from parsers.page import Mark, Paragraph
from parsers.values.answer_state import is_prompt

FILE = Path(vocabulary.__file__).with_name("printed.toml")
LONGEST_LABEL = 6  # words of a known label behind which somebody may have gone on
_WORD = re.compile(r"[^\W_]+")
_CLOSED = re.compile(r"[?:][\s*]+(?=\w)")
_LOOKS = frozenset((Mark.BOLD, Mark.ITALIC))


@dataclass(frozen=True, slots=True)
class PrintedWords:
    """printed.toml, and every word that a known label or title holds."""

    speaks_of_the_form: re.Pattern[str]
    goes_on: frozenset[str]
    of_labels: frozenset[str]


@cache
def printed_words() -> PrintedWords:
    """The shipped words."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    known = vocabulary.words()
    phrases = (*known.whole, *known.bare, *known.sections, *(phrase for phrase, _ in known.subjects))
    columns = (phrase for _, phrase in known.columns)
    return PrintedWords(
        speaks_of_the_form=re.compile(rf"\b(?:{'|'.join(map(re.escape, told['speaks_of_the_form']))})\b", re.I),
        goes_on=frozenset(told["goes_on"]),
        of_labels=frozenset(word for phrase in (*phrases, *columns) for word in phrase.split()),
    )


def speaks_of_the_form(text: str) -> bool:
    """Whether a text is about the form itself, its process or its publisher, as what stands over a form is."""
    return bool(printed_words().speaks_of_the_form.search(text))


def written_behind(line: Paragraph) -> tuple[str, str] | None:
    """What the line prints and what somebody seems to have written behind it; None where all may be printed."""
    about_itself = speaks_of_the_form(line.text) or is_instruction(line.text.strip())
    ends = () if about_itself else _ends_of_label(line.text)
    cuts = (_end_of_look(line), _end_of_question(line.text, known=about_itself), *ends)
    parts = ((line.text[:cut].strip(), line.text[cut:].strip()) for cut in cuts if cut)
    return next((part for part in parts if _is_own(part[1])), None)


def _end_of_look(line: Paragraph) -> int:
    """Where the bold or italics with which a line begins are over, or 0 where they go on or there are none."""
    at, begun = 0, None
    for span in line.spans:
        look = _LOOKS & span.marks if span.text.strip() else None
        if begun and look is not None and not begun <= look:
            return at
        begun = look if begun is None else begun
        at += len(span.text)
    return 0


def _end_of_question(text: str, *, known: bool) -> int:
    """Where a question mark or a colon ends a question, a `known` one if told so, or 0."""
    closed = _CLOSED.search(text)
    return closed.end() if closed and (not known or _is_label(text[: closed.end()])) else 0


def _ends_of_label(text: str) -> Iterator[int]:
    """Where known labels end with which a line begins, the longest first."""
    ends = [found.end() for found in _WORD.finditer(text)][:LONGEST_LABEL]
    known = asked(text)
    if known is None or not known.sure:
        yield from (end for end in reversed(ends) if end < len(text.rstrip()) and _is_label(text[:end]))


def _is_label(text: str) -> bool:
    """Whether the first words of a line are a known label that is over with them."""
    known = asked(text)
    return known is not None and known.sure and _WORD.findall(text.lower())[-1] not in printed_words().goes_on


def _is_hint(text: str) -> bool:
    return is_instruction(text) or is_prompt(text)


def _is_own(text: str) -> bool:
    """Whether words behind something printed are no more of it: no hint, and not all such as labels are made of."""
    told = _WORD.findall(text.lower())
    if not told or text[0] in "([/&,-\u2013" or told[0] in printed_words().goes_on or _is_hint(text):
        return False
    printed = printed_words().of_labels | printed_words().goes_on
    return not all(word in printed or (word.isdecimal() and len(word) <= 2) for word in told)
