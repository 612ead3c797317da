"""Questions in plain letters, each on a line over its answer: as the mailers of web forms set them, or numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.form.layout.split import split
from parsers.form.vocabulary.labels import asked, section
from parsers.form.vocabulary.phrases import printed
from parsers.form.vocabulary.weights import weights
from parsers.page import Mark, Paragraph

_NUMBER = printed("numbering.questions", shape=r"(?i:{}\s?)?(\d{1,2})\s?[.):]\s")
_LETTER = re.compile(r"\(?([a-z])[.)]\s")
_FIRST_OF_SEVERAL = re.compile(r"\(?(?:a|i)[.)]\s|\d{1,2}\.1[.)]?\s")
LOWEST = 9  # of the levels of Word's headings: it is one by its place, not by its style


def set_apart(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """`lines` with such questions in bold and the titles over them as titles; as they are where few stand so."""
    asks = _asking(lines)
    # Of two questions in a row the first is left blank and never answered by the next.
    told = [_in_bold(line) if at in asks else line for at, line in enumerate(lines)]
    turns = asks - {at - 1 for at in asks}
    for at in turns - {0}:
        if at - 2 not in turns and section(lines[at - 1].text.strip()) is not None:
            told[at - 1] = replace(lines[at - 1], heading=LOWEST)
    return told


def in_doubt(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Those of such questions that may be the answer to the one above, in a question's words: `Location`, `School`."""
    asks = _asking(lines)
    return [lines[at] for at in sorted(asks) if at - 1 in asks and (at + 1 in asks or at + 1 == len(lines))]


def _asking(lines: Sequence[Paragraph]) -> set[int]:
    """Where the questions stand; nothing where few stand over an answer."""
    asks = {at for at, line in enumerate(lines) if _asks(line)}
    turns = asks - {at - 1 for at in asks} - {len(lines) - 1}
    is_form = len(turns) >= max(weights()["turns"], len(lines) / 4) and not any(_is_set(lines[at]) for at in turns)
    return asks if is_form else set()


def numbered(lines: Sequence[Paragraph]) -> frozenset[str]:
    """The places of lines that are questions since they are numbered through, whatever their words.

    A list in somebody's story is numbered too: it begins anew in the midst, and hardly a line of it is known to ask.
    """
    found = {at for pattern in (_NUMBER, _LETTER) for at in _chain(lines, pattern)}
    asking = {at for at in found if at + 1 < len(lines) and at + 1 not in found}
    known = sum(asked(lines[at].text.strip()) is not None for at in asking)
    is_form = len(asking) >= weights()["numbered"] and 3 * known >= len(asking)
    return frozenset(lines[at].source for at in asking) if is_form else frozenset()


def _chain(lines: Sequence[Paragraph], pattern: re.Pattern[str]) -> list[int]:
    """Where lines are numbered one after the other, letters from `a` on again below each title or number."""
    chain: list[int] = []
    last = ""
    for at, line in enumerate(lines):
        told = pattern.match(line.text.strip())
        if told is None:
            continue
        begins = not last or (told[1] == "a" and _opens(lines[at - 1]))
        if begins or told[1] == _after(last):
            chain.append(at)
            last = told[1]
    return chain


def is_first_of_several(line: Paragraph) -> bool:
    """Whether a line begins the parts of what stands above it: `a)`, `(i)`, `2.1`."""
    return bool(_FIRST_OF_SEVERAL.match(line.text.strip()))


def _opens(line: Paragraph) -> bool:
    """Whether a line may have lettered questions below it."""
    return _is_set(line) or bool(_NUMBER.match(line.text.strip()))


def _after(mark: str) -> str:
    return str(int(mark) + 1) if mark.isdecimal() else chr(ord(mark) + 1)


def _is_set(line: Paragraph) -> bool:
    return bool(line.heading) or line.has(Mark.BOLD)


def _asks(line: Paragraph) -> bool:
    """Whether a whole line is a known question with nothing behind it."""
    found = asked(line.text.strip())
    return found is not None and not split((line,)).rest and (found.sure or line.text.rstrip().endswith("?"))


def _in_bold(line: Paragraph) -> Paragraph:
    return replace(line, spans=tuple(replace(span, marks=span.marks | {Mark.BOLD}) for span in line.spans))
