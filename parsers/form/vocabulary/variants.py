"""The shorter forms in which a printed label is looked up, the fullest first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.form.vocabulary.phrases import one_of, printed
from parsers.form.vocabulary.words import plain, without_articles
from parsers.values.answer_state import folded

_CUTS = tuple(map(re.compile, (r":", r"\?", r"\s-+\s", r"\.\s", r"\s\(")))
_HALVES = re.compile(r"\s/\s|\s-+\s|\n")
_LEAD = printed("labels.lead", shape=rf"{one_of('labels.polite')}?{{}}{one_of('labels.behind_a_lead')}? ")
_POLES = printed(
    "labels.choice_at_end", shape=rf"\s{{}}(?: {one_of('options.between')} {one_of('labels.choice_goes_on')})?$"
)
_QUALIFIED = printed("labels.qualified", shape=r"^{} (?=\S)")
_MAYBE_SEVERAL = printed("labels.plural_in_brackets", shape=r"\({}\)")


def variants(label: str) -> Iterator[str]:
    """`label` plain, then shorter: its first line, what stands before a dash, a colon or a question mark."""
    text = folded(label)
    heads = dict.fromkeys([text, text.split("\n")[0], *(cut.split(text, maxsplit=1)[0] for cut in _CUTS)])
    # Last come both halves of a bilingual label, and the words in brackets where little else is left.
    halves = _HALVES.split(text)
    shorter = [*map(plain, heads), plain(text, brackets=True), plain(halves[-1]), plain(halves[0])]
    yield from dict.fromkeys(short for short in (*shorter, *_trimmed(text)) if short)


def _trimmed(text: str) -> Iterator[str]:
    """The label as one asks about a single person, without `Y/N` at its end, articles, or `What is` at its head."""
    for head in dict.fromkeys((text, text.partition("?")[0])):
        short = plain(_MAYBE_SEVERAL.sub("", head))
        bare = without_lead(_POLES.sub("", short))
        for each in (short, _POLES.sub("", short), bare, _QUALIFIED.sub("", bare)):
            yield each
            yield without_articles(each)


def without_lead(short: str) -> str:
    """A plain label without the words that only make a sentence of it (`what is`, `please give`)."""
    return _LEAD.sub("", short, count=1) if _LEAD.match(short) else short
