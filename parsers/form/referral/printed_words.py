"""The words that a form prints, as far as they can be told from what somebody wrote on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from parsers.form.layout.answer import is_instruction
from parsers.form.layout.stream import HeaderGrid, Heading, Item, Loose, Pair, Ticks
from parsers.form.vocabulary.labels import asked
from parsers.page import Page, paragraphs


def printed(page: Page, items: Iterable[Item], *, opening: bool = True) -> str:
    """Titles, questions, choices, guidance, headers and footers, a line each; no answer.

    `opening` says that text before the first answer is the form's own: not in a mail, where it is its writer's, nor in
    a known form, which says itself what it prints.
    """
    return "\n".join(part for part in (*_edges(page), *_of_items(items, opening=opening)) if part)


def surely_printed(page: Page, items: Iterable[Item]) -> str:
    """The same without what may as well be a note: over the form, below a heading or an option, in a cell alone."""
    asked_for = (item for item in items if not _has_no_room(item))
    told = [*_edges(page), *(part.split("\n")[0] if many else part for part, many in _parts(asked_for, opening=False))]
    return "\n".join(part for part in told if part)


def _has_no_room(item: Item) -> bool:
    """Whether words that nobody knows were taken for a question, without any room for its answer."""
    if not isinstance(item, Pair) or item.answer.lines or asked(item.label):
        return False
    return item.answer.source == item.source


def _edges(page: Page) -> Iterator[str]:
    return (line.text for line in paragraphs((*page.headers, *page.footers)))


def _of_items(items: Iterable[Item], *, opening: bool) -> Iterator[str]:
    return (part for part, _ in _parts(items, opening=opening))


def _parts(items: Iterable[Item], *, opening: bool) -> Iterator[tuple[str, bool]]:
    """Each printed text, and whether it is one of many like it, which a form prints in a line each."""
    for item in items:
        if isinstance(item, Pair):
            yield from ((item.label, True), (item.guidance, False))
            opening = opening and not item.answer.filled
        elif isinstance(item, Loose):
            if opening or item.answer.prompted or is_instruction(item.answer.text):
                yield item.answer.raw, False
        else:
            yield from ((text, True) for text in _titles(item))


def _titles(item: Item) -> Iterator[str]:
    """What a heading, a grid or a list of ticks prints."""
    if isinstance(item, Heading):
        yield item.text
    elif isinstance(item, HeaderGrid):
        yield from item.headers
    elif isinstance(item, Ticks):
        yield from (item.title, *(option.text for option in item.options))
