"""What the columns of a grid of people or agencies hold: by the phrase book, else by titles and cells together."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from itertools import islice

from parsers.form.evidence.assignment import best_total
from parsers.form.evidence.fit import fit, looks
from parsers.form.layout.stream import HeaderGrid
from parsers.form.meaning.ask import Ask, Latest
from parsers.form.meaning.meaning import OF_GROUP
from parsers.form.vocabulary.labels import asked
from parsers.form.vocabulary.likeness import alike
from parsers.form.vocabulary.weights import weights
from parsers.form.vocabulary.words import plain
from pipeline.model import State

Heads = tuple[str, ...]
LISTED = ("family", "agencies", "chronology")
"""Of whom or what there are several, a row of a grid for each."""

# What asks for several people where it stands alone names one in each row of a grid.
_OF_A_ROW = {"people": "name", "parents": "name", "mother": "name", "father": "name"}


def columns(grid: HeaderGrid, group: str, *, latest: Latest, labels: Mapping[str, str]) -> tuple[Heads, ...]:
    """The fields of `group` that each column asks for, as a known form's `labels` say; none where nothing tells."""
    by_book = _known(grid, group, latest=latest, labels=labels)
    taken = {head for heads in by_book for head in heads}
    open_ = [at for at, heads in enumerate(by_book) if not heads and grid.headers[at].strip()]
    left = [_likely(_scores(grid, at, group=group, latest=latest), taken) for at in open_]
    given = dict(zip(open_, best_total(left), strict=True))
    if "relationship" in OF_GROUP[group] - taken:
        given |= _related(given, grid, latest=latest)
    return tuple(heads or _given(given.get(at)) for at, heads in enumerate(by_book))


def _known(grid: HeaderGrid, group: str, *, latest: Latest, labels: Mapping[str, str]) -> tuple[Heads, ...]:
    """The fields that the titles of the columns are known to ask, in a known form's `labels` or by the phrase book."""
    told = tuple(_told(header, group, labels=labels) for header in grid.headers)
    return tuple(heads or _fitting(grid, at, group=group, latest=latest) for at, heads in enumerate(told))


def _related(given: Mapping[int, Hashable | None], grid: HeaderGrid, *, latest: Latest) -> dict[int, Hashable]:
    """The first column that was `given` no field and whose cells say how somebody is related, as the one that asks."""
    found = (at for at, head in given.items() if head is None and _says_how_related(grid, at, latest=latest))
    return dict.fromkeys(islice(found, 1), "relationship")


def _fitting(grid: HeaderGrid, at: int, *, group: str, latest: Latest) -> Heads:
    """What the title of a column asks by the phrase book; a `role` in which nobody is related is no relationship."""
    heads = _by_book(grid.headers[at], group)
    if heads != ("relationship",) or asked(grid.headers[at]) == asked(grid.headers[at], group):
        return heads
    cells = [looks(ask.text, latest) for ask in _asks(grid, at, latest=latest)]
    return heads if not cells or any("relation" in found for found in cells) else ()


def _likely(scores: dict[str, float], taken: set[str]) -> dict[Hashable, float]:
    """The fields that no column is known to hold and that one may well."""
    return {head: score for head, score in scores.items() if head not in taken and score >= weights()["sure_enough"]}


def _given(head: Hashable) -> Heads:
    return (head,) if isinstance(head, str) else ()


def listed_by(grid: HeaderGrid, labels: Mapping[str, str]) -> str:
    """What a grid lists as a known form says of the title of a column: relatives, agencies or events; else empty."""
    groups = (labels.get(plain(header), "").partition(".")[0] for header in grid.headers)
    return next((group for group in groups if group in LISTED), "")


def _told(header: str, group: str, *, labels: Mapping[str, str]) -> Heads:
    about, _, head = labels.get(plain(header), "").partition(".")
    return (head,) if about == group and head in OF_GROUP[group] else ()


def _by_book(header: str, group: str) -> Heads:
    found = asked(header, group)
    heads = (_WHERE.get(head, head) for head in found.heads) if found else ()
    return tuple(head for head in heads if head in OF_GROUP[group])


# Where a row's person lives, in words that ask it of the child.
_WHERE = {"home_address": "address", "current_residence": "address"}


def _scores(grid: HeaderGrid, at: int, *, group: str, latest: Latest) -> dict[str, float]:
    """What a column may hold: how like its title is to that of such a column, and how many of its cells fit."""
    found: dict[str, float] = {}
    for each in alike(grid.headers[at], group):
        head = _OF_A_ROW.get(each.heads[0], each.heads[0])
        fits = [fit(head, ask) for ask in _asks(grid, at, latest=latest)]
        if len(each.heads) == 1 and head in OF_GROUP[group] and fits and None not in fits:
            values = [value for value in fits if value is not None]
            if head == "relationship" and max(values) < 0:  # nobody in it is related
                continue
            fitting = sum(values) / len(values)
            found[head] = max(found.get(head, 0.0), each.likeness + weights()["fit"] * fitting)
    return found


def _asks(grid: HeaderGrid, at: int, *, latest: Latest) -> Iterator[Ask]:
    """The answered cells of a column."""
    for row in grid.rows:
        cell = row.cells[at]
        if cell is not None and cell.state is State.GIVEN:
            yield Ask(grid.headers[at], cell, latest)


def lists_relatives(grid: HeaderGrid, latest: Latest) -> bool:
    """Whether a column of a grid says of two or more how they are related."""
    return any(_says_how_related(grid, at, latest=latest) for at in range(1, len(grid.headers)))


def _says_how_related(grid: HeaderGrid, at: int, *, latest: Latest) -> bool:
    """Whether a column says in few words of two or more, and of half of those listed, how they are related."""
    told = [
        "relation" in looks(ask.text, latest) and len(ask.text.split()) <= 3 for ask in _asks(grid, at, latest=latest)
    ]
    return len(told) > 1 and all(told) and 2 * len(told) >= len(grid.rows)


def lists_agencies(grid: HeaderGrid, latest: Latest) -> bool:
    """Whether a grid of several rows names an agency first and asks of each whether it still is involved."""
    involved = (_scores(grid, at, group="agencies", latest=latest) for at in range(1, len(grid.headers)))
    return len(grid.rows) > 1 and any(each.get("still_involved", 0.0) >= weights()["sure_enough"] for each in involved)
