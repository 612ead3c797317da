"""That nothing is lost: every word that the blank form does not print is in an answer or among what is left over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from parsers.form.kind.known_forms import line_key
from parsers.page import Mark, Page, Paragraph, paragraphs
from pipeline.model import Answers, Reading

_WORD = re.compile(r"[^\W_]+")


def unaccounted(page: Page, reading: Reading, *, printed: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The words of `page` that are neither in `printed` (lines of the blank form, as `line_key`) nor in `reading`."""
    kept = {word for text in _texts(reading) for word in _words(text)}
    printed_words = {word for line in printed for word in line.split()}
    lost = (
        word for line in paragraphs(page.body) if line_key(line.text) not in printed for word in _words(_visible(line))
    )
    return tuple(dict.fromkeys(word for word in lost if word not in kept and word not in printed_words))


def printed_lines(blank: Page) -> frozenset[str]:
    """The lines that a blank form prints."""
    return frozenset(line_key(line.text) for line in paragraphs(blank.blocks) if line_key(line.text))


def _visible(line: Paragraph) -> str:
    return "".join(span.text for span in line.spans if Mark.PLACEHOLDER not in span.marks)


def _words(text: str) -> Iterable[str]:
    return (found.lower() for found in _WORD.findall(text))


def _texts(reading: Reading) -> Iterator[str]:
    for left in reading.unmapped:
        yield from (left.label, left.text)
    if reading.referral is None:
        return
    groups: list[Answers] = [
        reading.referral.referral,
        reading.referral.incident,
        reading.referral.referrer,
        reading.referral.safeguarding_lead,
    ]
    groups += [
        *reading.referral.children,
        *reading.referral.family,
        *reading.referral.agencies,
        *reading.referral.chronology,
    ]
    for group in groups:
        for found in group.values():
            yield from (found.label, found.raw)
