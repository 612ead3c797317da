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
        wanted = self.rows[0].address.lower()
        return tuple(_plain(one) for one in contacts if one.address.lower() == wanted) == tuple(map(_plain, self.rows))


def without_gone(contacts: tuple[Contact, ...], gone: Iterable[GoneContact]) -> tuple[Contact, ...]:
    """`contacts`, of whom those who are `gone` are no longer active; nobody whose row was changed since."""
    away = {row.address.lower() for one in gone if one.stands(contacts) for row in one.rows}
    return tuple(replace(one, active=False) if one.address.lower() in away else one for one in contacts)


def _plain(contact: Contact) -> Contact:
    return replace(contact, address=contact.address.lower())
