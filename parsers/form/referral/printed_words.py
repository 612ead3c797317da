"""The words that a form prints, as far as they can be told from what somebody wrote on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from parsers.form.layout.answer import is_instruction
from parsers.form.layout.stream import HeaderGrid, Heading, Item, Loose, Pair, Ticks
from parsers.page import Page, paragraphs


def printed(page: Page, items: Iterable[Item], *, opening: bool = True) -> str:
    """Titles, questions, choices, guidance, headers and footers, a line each; no answer.

    `opening` says that text before the first answer is the form's own: not in a mail, where it is its writer's, nor in
    a known form, which says itself what it prints.
    """
    edges = (line.text for line in paragraphs((*page.headers, *page.footers)))
    return "\n".join(part for part in (*edges, *_of_items(items, opening=opening)) if part)


def _of_items(items: Iterable[Item], *, opening: bool) -> Iterator[str]:
    for item in items:
        if isinstance(item, Heading):
            yield item.text
        elif isinstance(item, Pair):
            yield from (item.label, item.guidance)
            opening = opening and not item.answer.filled
        elif isinstance(item, HeaderGrid):
            yield from item.headers
        elif isinstance(item, Ticks):
            yield from (item.title, *(option.text for option in item.options))
        elif isinstance(item, Loose) and (opening or item.answer.prompted or is_instruction(item.answer.text)):
            yield item.answer.raw
