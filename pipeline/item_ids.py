"""What the id of an item of Needs attention says: of what kind the item is, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class ItemKind(StrEnum):
    """The kinds of items by which something else than being shown is decided; the value is how their ids begin.

    Ids are kept in journals for years, so no value is ever changed.
    """

    MAIL = "mail:"  # about a mail; its topic comes last
    PROPOSAL = "proposal:"  # what a mail proposes, to be accepted or declined
    PROPOSED = "proposed:"  # what the form of a case proposes
    QUESTION = "question:"  # what is asked about a case
    CLOSED_EARLY = "evidence:"  # a case that was marked Closed and is open in effect
    TAKEN_IN = "taken-in"  # the one item of all cases that wait to be sorted
    ANSWER = "answer:"  # an answer to an invitation that a person must know of
    GONE = "left:"  # a contact who has left
    CELL = "cell:"  # a cell of the workbook that cannot be read
    LOOSE = "loose:"  # rows of the workbook that came loose
    MAILBOX = "mailbox:"
    OUTGOING = "outgoing:"
    UNDECIDED = "undecided:"
    TRACKER_HELD = "tracker:held:"
    OTHER = ""  # every id begins so; it must stand last


OF_QUESTIONS = frozenset({ItemKind.QUESTION, ItemKind.PROPOSED})
"""What has a mail of its own."""
OF_THE_WORLD = frozenset({ItemKind.MAILBOX, ItemKind.OUTGOING, ItemKind.UNDECIDED, ItemKind.TRACKER_HELD})
"""What stands while the world fails; an alarm tells of it by a way of its own."""


class ItemTopic(StrEnum):
    """What an item says of its mail; the value is how its id ends, after a colon."""

    READ = "read"  # a person must read it
    TALK = "talk"  # a person must read it, with their next digest: what is written on a case beside forms and answers
    DOUBT = "cannot-rule-out"  # danger to a child cannot be ruled out
    ASKS = "asks"  # whose form it is
    FAILED = "failed"  # the program failed on it
    OTHER = ""


_OF_A_MAIL = (ItemKind.MAIL, ItemKind.PROPOSAL)
_TOPICS = frozenset(ItemTopic)


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemId:
    """An id, read."""

    kind: ItemKind
    about: str  # what follows the kind: a reference, a place in the workbook, a mail
    topic: ItemTopic = ItemTopic.OTHER  # of a mail; OTHER for every other kind


def mail_item(sha256: str, topic: str) -> str:
    """The id of what there is to say of a mail under one topic."""
    return f"{ItemKind.MAIL}{sha256}:{topic}"


@lru_cache(maxsize=8192)  # of each item it is asked several times a pass
def item_id(text: str) -> ItemId:
    """The id `text`, read; what nobody decides anything by is of the kind OTHER."""
    kind = next(kind for kind in ItemKind if text.startswith(kind))
    about = text.removeprefix(kind)
    said = about.rpartition(":")[2] if kind in _OF_A_MAIL else ""
    return ItemId(kind=kind, about=about, topic=ItemTopic(said) if said in _TOPICS else ItemTopic.OTHER)
