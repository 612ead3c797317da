"""Words that somebody wrote in the same line as what a form prints: behind a label, a hint or a title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from parsers.form.layout.answer import is_instruction
from parsers.form.meaning.meaning import is_like_a_criterion
from parsers.form.vocabulary import words as vocabulary
from parsers.form.vocabulary.labels import asked
from parsers.form.vocabulary.likeness import kin_words
from parsers.form.vocabulary.phrases import phrases, printed
from parsers.form.vocabulary.weights import weights
from parsers.page import Mark, Paragraph
from parsers.values.answer_state import is_prompt

_ABOUT_ITSELF = printed("guidance.about_itself", shape=r"\b{}\b")
# An option ends with words that are known to end one: the statute's criterion, an ethnic group of the census.
_OPTION = printed("options.ends", shape=r"\W*(?:.{0,200}\b)?{}\b(?=\s+\w)")
_GOES_ON = frozenset(phrases()["guidance"]["goes_on"])
_WORD = re.compile(r"[^\W_]+")
_CLOSED = re.compile(r"[?:][\s*]+(?=\w)")
_LOOKS = frozenset((Mark.BOLD, Mark.ITALIC))


@cache
def _of_labels() -> frozenset[str]:
    """Every word that a known label or title holds, and those with which labels go on."""
    known = vocabulary.words()
    told = (*known.whole, *known.bare, *known.sections, *(phrase for phrase, _ in known.subjects))
    columns = (phrase for _, phrase in known.columns)
    return _GOES_ON | frozenset(word for phrase in (*told, *columns) for word in phrase.split())


@cache
def _of_forms() -> frozenset[str]:
    """Every word that forms print as far as the vocabulary knows: in labels, in guidance, in hints and captions."""
    lists = (phrase for part in phrases().values() for told in part.values() for phrase in told)
    return _of_labels() | frozenset(_WORD.findall("\n".join(lists).lower())) | kin_words()


def is_of_forms(text: str) -> bool:
    """Whether every word of a text, figures aside, is one that forms print."""
    return all(word in _of_forms() or not word.isalpha() for word in _WORD.findall(text.lower()))


def is_unheard(text: str) -> bool:
    """Whether a text has several words and none that forms print, as the names of those who make forms have some."""
    words = _WORD.findall(text)
    return len(words) > 1 and not any(map(is_of_forms, words))


def is_sentence(text: str) -> bool:
    """Whether a text ends like a sentence."""
    return text.rstrip().endswith((".", ";"))


def speaks_of_the_form(text: str) -> bool:
    """Whether a text is about the form itself, its process or its publisher, as what stands over a form is."""
    return bool(_ABOUT_ITSELF.search(text))


def written_behind(line: Paragraph, *, is_note: bool = False) -> tuple[str, str] | None:
    """What the line prints and what somebody seems to have written behind it; None where all may be printed.

    What `is_note` is no criterion to be met, and neither is a title.
    """
    about_itself = speaks_of_the_form(line.text) or is_instruction(line.text.strip())
    ends = () if about_itself else _ends_of_label(line.text)
    look, question = _end_of_look(line), _end_of_question(line.text, known=about_itself)
    is_option = not (is_note or line.heading or line.has(Mark.BOLD))
    option = _end_of_option(line.text) if is_option else 0
    unheard = 0 if is_note else _end_of_forms(line.text)
    # Where the look changes a word like `of` or `on` may begin an answer; where only the label ends it goes on with it.
    cuts = ((look, frozenset[str]()), *((cut, _GOES_ON) for cut in (question, option, *ends, unheard)))
    parts = ((line.text[:cut].strip(), line.text[cut:].strip(), never) for cut, never in cuts if cut)
    return next(((printed, own) for printed, own, never in parts if _is_own(own, never=never)), None)


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
    if closed is None:
        return 0
    # What is like a question and ends in its mark is one; before a colon may as well stand a sentence of guidance.
    label = text[: closed.end()]
    asks = asked(label) is not None if "?" in closed.group() else _is_label(label)
    return closed.end() if asks or not known else 0


def _end_of_option(text: str) -> int:
    """Where an option that is known, or a criterion in the words of forms, ends within a line, or 0."""
    known = _OPTION.match(text)
    if known is not None or not is_like_a_criterion(text):
        return known.end() if known else 0
    return next((found.start() for found in _WORD.finditer(text) if not is_of_forms(found.group())), 0)


def _ends_of_label(text: str) -> Iterator[int]:
    """Where known labels end with which a line begins, the longest first."""
    ends = [found.end() for found in _WORD.finditer(text)][: int(weights()["label_words"])]
    known = asked(text)
    if known is None or not known.sure:
        yield from (end for end in reversed(ends) if end < len(text.rstrip()) and _is_label(text[:end]))


def _end_of_forms(text: str) -> int:
    """Where the last word ends that forms print, if two or more follow that none prints; 0 in a sentence."""
    words = list(_WORD.finditer(text))
    own = len(list(takewhile(lambda word: not is_of_forms(word.group()), reversed(words))))
    return words[-own].start() if 2 <= own < len(words) and not is_sentence(text) else 0


def _is_label(text: str) -> bool:
    """Whether the first words of a line are a known label that is over with them."""
    known = asked(text)
    return known is not None and known.sure and _WORD.findall(text.lower())[-1] not in _GOES_ON


def _is_hint(text: str) -> bool:
    return is_instruction(text) or is_prompt(text)


def _is_own(text: str, *, never: frozenset[str]) -> bool:
    """Whether words behind something printed are no more of it: no hint, and not all such as labels are made of.

    `never` are the words with which what somebody wrote does not begin.
    """
    told = _WORD.findall(text.lower())
    if not told or text[0] in "([/&,-\u2013" or told[0] in never or _is_hint(text):
        return False
    return not all(word in _of_labels() or (word.isdecimal() and len(word) <= 2) for word in told)
