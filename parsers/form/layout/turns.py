"""Questions in plain letters, each on a line over its answer, as the mailers of web forms set them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.form.layout.split import split
from parsers.form.vocabulary.labels import asked, section
from parsers.form.vocabulary.weights import weights
from parsers.page import Mark, Paragraph

LOWEST = 9  # of the levels of Word's headings: it is one by its place, not by its style


def set_apart(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """`lines` with such questions in bold and the titles over them as titles; as they are where few stand so."""
    turns = set(_turns([_asks(line) for line in lines]))
    if len(turns) < max(weights()["turns"], len(lines) / 4) or any(_is_set(lines[at]) for at in turns):
        return list(lines)
    told = list(lines)
    for at in turns:
        told[at] = _in_bold(lines[at])
        if at and not {at - 1, at - 2} & turns and section(lines[at - 1].text.strip()) is not None:
            told[at - 1] = replace(lines[at - 1], heading=LOWEST)
    return told


def _turns(asks: Sequence[bool]) -> Iterator[int]:
    """Where a question stands over what is none; of two questions in a row the second may be the answer."""
    at = 0
    while at < len(asks) - 1:
        is_left_open = asks[at + 1] and not all(asks[at + 2 : at + 3])
        taken = asks[at] and not is_left_open
        if taken:
            yield at
        at += 2 if taken else 1


def _is_set(line: Paragraph) -> bool:
    return bool(line.heading) or line.has(Mark.BOLD)


def _asks(line: Paragraph) -> bool:
    """Whether a whole line is a known question with nothing behind it."""
    found = asked(line.text.strip())
    return found is not None and not split((line,)).rest and (found.sure or line.text.rstrip().endswith("?"))


def _in_bold(line: Paragraph) -> Paragraph:
    return replace(line, spans=tuple(replace(span, marks=span.marks | {Mark.BOLD}) for span in line.spans))
