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
    """The question just read: its row, the relative it is about, and what was asked of the child so far."""

    row: str
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
        return Before(source.rpartition("/cell")[0], placed.place.block, relation, asked_so_far)


def of_relative(found: Meaning, pair: Pair, *, before: Before | None) -> Meaning:
    """`found`, or the same asked of the relative just named: in one row with her, or if the child had it already."""
    if before is None or before.relation is None or not _may_be_of_relative(found, pair, before=before):
        return found
    heads = tuple("address" if head == "home_address" else head for head in found.heads)
    if not before.relation or not set(heads) <= OF_GROUP["family"]:
        return Meaning(ASIDE, ("text",))
    return replace(found, group="family", heads=heads, relation=before.relation)


def _may_be_of_relative(found: Meaning, pair: Pair, *, before: Before) -> bool:
    """Whether a bare question about a child stands in one row with a relative, or was answered for the child before."""
    # `DOB` behind the mother's name is hers although it is a child's question by its words: it must never fill a blank
    # of the child's.
    bare = asked(pair.label)
    if found.group != "children" or bare is None or bare.group:
        return False
    row = pair.source.rpartition("/cell")[0]
    return (row != "" and row == before.row) or all((before.block, head) in before.of_child for head in found.heads)
