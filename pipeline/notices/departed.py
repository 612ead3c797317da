"""Contacts who have left by all that is known: not written to until the office changes their rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.notices.model import Contact


@dataclass(frozen=True, kw_only=True, slots=True)
class GoneContact:
    """Somebody who has left: their rows as they stood, and the item that says so."""

    rows: tuple[Contact, ...]
    item: str

    def stands(self, contacts: Iterable[Contact]) -> bool:
        """Whether the rows of that address among `contacts` are still as they were."""
        theirs = (one for one in contacts if one.recipient == self.rows[0].recipient)
        return tuple(map(_plain, theirs)) == tuple(map(_plain, self.rows))


def without_gone(contacts: tuple[Contact, ...], gone: Iterable[GoneContact]) -> tuple[Contact, ...]:
    """`contacts`, of whom those who are `gone` are no longer active; nobody whose row was changed since."""
    away = {row.recipient for one in gone if one.stands(contacts) for row in one.rows}
    return tuple(replace(one, active=False) if one.recipient in away else one for one in contacts)


def _plain(contact: Contact) -> Contact:
    return replace(contact, address=contact.recipient)
