"""The words that a form prints, as far as they can be told from what somebody wrote on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from parsers.form.layout.answer import is_instruction
from parsers.form.layout.stream import Close, HeaderGrid, Heading, Item, Loose, Option, Pair, Ticks
from parsers.form.referral.written_among_printed import is_of_forms
from parsers.form.vocabulary.labels import asked, section
from parsers.page import Page, paragraphs


def printed(page: Page, items: Iterable[Item], *, opening: bool = True) -> str:
    """Titles, questions, choices, guidance, headers and footers, a line each; no answer.

    `opening` says that text before the first answer is the form's own: not in a mail, where it is its writer's, nor in
    a known form, which says itself what it prints.
    """
    return "\n".join(part for part in (*_edges(page), *_of_items(items, opening=opening)) if part)


def surely_printed(page: Page, items: Sequence[Item]) -> str:
    """The same without what may as well be a note: over the form, below a heading or an option, in a cell alone."""
    written = _written_rows(items)
    asked_for = (
        _without(item, written) for item, after in zip_longest(items, items[1:]) if not _has_no_room(item, after)
    )
    told = [*_edges(page), *(part.split("\n")[0] if many else part for part, many in _parts(asked_for, opening=False))]
    return "\n".join(part for part in told if part)


def _has_no_room(item: Item, after: Item | None) -> bool:
    """Whether words that nobody knows were taken for a question without any room for its answer, or title nothing."""
    if isinstance(item, Heading):
        return "/cell" in item.source and (after is None or isinstance(after, Close)) and section(item.text) is None
    # A line that somebody added alone in a cell looks like a question that was left blank.
    if not isinstance(item, Pair) or item.answer.lines or asked(item.label):
        return False
    return item.answer.source == item.source


def _written_rows(items: Iterable[Item]) -> frozenset[str]:
    """The rows of several options in which nothing is ticked and no word stands that any form prints."""
    rows = defaultdict[str, list[Option]](list)
    for item in items:
        for option in item.options if isinstance(item, Ticks) else ():
            rows[_row_of(option)].append(option)
    return frozenset(row for row, options in rows.items() if len(options) > 1 and not any(map(_may_print, options)))


def _row_of(option: Option) -> str:
    return option.source.partition("/cell")[0]


def _may_print(option: Option) -> bool:
    return option.ticked or any(map(is_of_forms, option.text.split()))


def _without(item: Item, written: frozenset[str]) -> Item:
    """A list of ticks without the options of the rows that somebody may have `written`."""
    if not isinstance(item, Ticks) or not written:
        return item
    return replace(item, options=tuple(option for option in item.options if _row_of(option) not in written))


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
