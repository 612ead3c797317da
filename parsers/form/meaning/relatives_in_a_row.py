"""A bare question beside one about a relative: in the row `Mother | … | DOB | …` the date is the mother's."""

from __future__ import annotations

from dataclasses import dataclass, replace

from parsers.form.layout.stream import Pair
from parsers.form.meaning.meaning import OF_GROUP, Meaning
from parsers.form.meaning.places import Placed
from parsers.form.vocabulary.labels import ASIDE, asked

STATED = {"mother": "Mother", "father": "Father"}


@dataclass(frozen=True, slots=True)
class Before:
    """The question just read: its cell, the relative it is about, and what was asked of the child so far."""

    cell: str
    block: int
    relation: str | None
    of_child: frozenset[tuple[int, str]] = frozenset()

    @staticmethod
    def after(before: Before | None, placed: Placed, found: Meaning | None) -> Before:
        """What is known once `placed` was understood as `found`; `relation` is None if it is about no relative."""
        asked_so_far = before.of_child if before else frozenset()
        if found and found.group == "children" and not found.index:
            asked_so_far |= {(placed.place.block, head) for head in found.heads}
        relation = STATED.get(found.heads[0], found.relation) if found and found.group == "family" else None
        source = placed.item.source if isinstance(placed.item, Pair) else ""
        return Before(_cell(source), placed.place.block, relation, asked_so_far)


def of_relative(found: Meaning, pair: Pair, *, before: Before | None) -> Meaning:
    """`found`, or the same asked of the relative just named: in one row with her, or if the child had it already."""
    if before is not None and before.relation and found.group == "family" and _is_bare(found, pair):
        return replace(found, relation=before.relation)
    if before is None or before.relation is None or not _may_be_of_relative(found, pair, before=before):
        return found
    heads = tuple("address" if head == "home_address" else head for head in found.heads)
    if not before.relation or not set(heads) <= OF_GROUP["family"]:
        return Meaning(ASIDE, ("text",))
    return replace(found, group="family", heads=heads, relation=before.relation)


def _is_bare(found: Meaning, pair: Pair) -> bool:
    """Whether a question among those about relatives says of none which one it means: `Date of birth`."""
    bare = asked(pair.label)
    return not found.relation and bare is not None and not bare.group and "name" not in found.heads


def _may_be_of_relative(found: Meaning, pair: Pair, *, before: Before) -> bool:
    """Whether a bare question about a child stands in one row with a relative, or was answered for the child before."""
    # `DOB` behind the mother's name is hers although it is a child's question by its words: it must never fill a blank
    # of the child's.
    bare = asked(pair.label)
    if found.group != "children" or bare is None or bare.group:
        return False
    cell = _cell(pair.source)
    beside = cell != before.cell and _row(cell) == _row(before.cell) != ""  # lines of one cell stand in no row
    return beside or all((before.block, head) in before.of_child for head in found.heads)


def _cell(source: str) -> str:
    return source.partition("/paragraph")[0] if "/cell" in source else ""


def _row(cell: str) -> str:
    return cell.rpartition("/cell")[0]
