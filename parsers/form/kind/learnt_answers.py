"""What filled copies of a form tell of the labels that its blank leaves open: by what is answered there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from parsers.form.evidence.columns import LISTED, columns
from parsers.form.evidence.fit import fit, fitting_of
from parsers.form.evidence.questions import understood
from parsers.form.layout import items as layout
from parsers.form.layout.stream import HeaderGrid, Pair
from parsers.form.meaning.ask import Ask, Latest
from parsers.form.meaning.entries import grid_group
from parsers.form.meaning.meaning import OF_GROUP, Meaning
from parsers.form.meaning.places import Placed, placed
from parsers.form.reading import latest_of
from parsers.form.vocabulary.labels import ASIDE
from parsers.form.vocabulary.weights import weights
from parsers.form.vocabulary.words import plain
from parsers.page import Page
from pipeline.model import State

# A row of a list names one person whole.
_NOT_IN_A_ROW = ("people", "parents", "mother", "father", "surname", "forenames")
SURELY = 1.0  # of the fit of an answer


def by_answers(copies: Iterable[Page], open_labels: Sequence[str], *, taken: Iterable[str]) -> dict[str, str]:
    """The field (`group.field`) of each of `open_labels` that its answers in two copies or more tell.

    A field of `taken` is another label's; so is one that an earlier label was given.
    """
    answers = [each for page in copies for each in _answers(page)]
    found: dict[str, str] = {}
    for label in open_labels:
        of_label = [(told, ask, group) for key, told, ask, group in answers if key == plain(label)]
        if len(of_label) >= weights()["copies"]:
            target = _agreed([told for told, _, _ in of_label]) or _by_type(of_label, {*taken, *found.values()})
            found |= {label: target} if target else {}
    return found


def _answers(page: Page) -> list[tuple[str, str, Ask, str]]:
    """Each answered question of a copy: its plain label, the field that it likely asks for, the answer and its part."""
    latest = latest_of(page)
    flat = [replace(each, item=pair) for each in placed(layout.items(page.body), {}) for pair in pairs_of(each)]
    told = understood(flat, {}, latest=latest)
    asked = [
        (plain(pair.label), target_of(told[at].meaning), Ask(pair.label, pair.answer, latest), each.place.group)
        for at, each in enumerate(flat)
        if isinstance(pair := each.item, Pair) and pair.answer.state is State.GIVEN
    ]
    return asked + [each for item in placed(layout.items(page.body), {}) for each in _in_columns(item, latest)]


def _in_columns(each: Placed, latest: Latest) -> Iterator[tuple[str, str, Ask, str]]:
    """The same of each answered cell of a list of people, agencies or events, the title of its column for a label."""
    grid, titles = each.item, columns_of(each, latest)
    for row in grid.rows if isinstance(grid, HeaderGrid) and titles else ():
        for (title, group, target), cell in zip(titles, row.cells, strict=True):
            if cell is not None and cell.state is State.GIVEN and title.strip():
                yield plain(title), target, Ask(title, cell, latest), group


def columns_of(each: Placed, latest: Latest) -> tuple[tuple[str, str, str], ...]:
    """The titles over a list of people, agencies or events, what it lists, and the field of each, empty if open."""
    grid = each.item
    group = grid_group(grid, each.place, latest=latest, labels={}) if isinstance(grid, HeaderGrid) else ""
    if not isinstance(grid, HeaderGrid) or group not in LISTED:
        return ()
    told = zip(grid.headers, columns(grid, group, latest=latest, labels={}), strict=True)
    return tuple((title, group, f"{group}.{heads[0]}" if len(heads) == 1 else "") for title, heads in told)


def _agreed(targets: Sequence[str]) -> str:
    """The one field that every copy tells, or an empty text."""
    return targets[0] if len(set(targets)) == 1 else ""


def _by_type(of_label: Sequence[tuple[str, Ask, str]], taken: set[str]) -> str:
    """The only field of the part of the form that all the answers plainly look like, or an empty text.

    A field that takes one kind of answer alone (an e-mail address) goes before those that take others as well.
    """
    group = of_label[0][2]
    asks = [ask for _, ask, _ in of_label]
    heads = (head for head in sorted(OF_GROUP.get(group, ())) if f"{group}.{head}" not in taken)
    fitting = [head for head in heads if _fits(head, asks, listed=group in LISTED)]
    alone = [head for head in fitting if len(fitting_of(head).must) == 1] or fitting
    return f"{group}.{alone[0]}" if len(alone) == 1 else ""


def _fits(head: str, asks: Sequence[Ask], *, listed: bool) -> bool:
    """Whether all answers plainly look like a field's; in a list, like one whole name, or like a grown-up's birth."""
    if listed and (head in _NOT_IN_A_ROW or (head == "name" and any(len(ask.text.split()) < 2 for ask in asks))):
        return False
    least = weights()["half"] if listed and fitting_of(head).must else SURELY
    return all((fit(head, ask) or 0.0) >= least for ask in asks)


def target_of(meaning: Meaning | None) -> str:
    """A meaning as a form file writes it, or an empty text where it is no single field of ours."""
    if meaning is None or len(meaning.heads) != 1 or meaning.criterion or meaning.group == ASIDE:
        return ""
    return f"{meaning.group}.{meaning.heads[0]}"


def pairs_of(each: Placed) -> tuple[Pair, ...]:
    """The questions that an item asks of one person or thing."""
    if isinstance(each.item, Pair):
        return (each.item,)
    listed = each.place.group in LISTED
    if listed or not isinstance(each.item, HeaderGrid) or not each.item.rows:
        return ()
    cells = zip(each.item.headers, each.item.rows[0].cells, strict=True)
    return tuple(Pair(header, cell, each.item.source) for header, cell in cells if cell is not None)
