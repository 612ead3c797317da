"""Contacts who have left, by what comes back: marked until the office changes them, and who is now lacking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.agency_names import plain_agency
from pipeline.cases.answers.departure import says_that_they_left
from pipeline.edges.journal import Journal
from pipeline.item_ids import ItemKind
from pipeline.model import Attention, Decision, LogEntry, MailKind, Message
from pipeline.notices.departed import GoneContact, without_gone
from pipeline.notices.model import Contact
from pipeline.notices.recipients import somebody_in_charge
from scheduler.snapshot import Snapshot

_ROLES = {
    "la-lead": "lead of the local authority",
    "icb": "lead of the integrated care board",
    "police": "lead of the police",
    "chair": "chair",
    "executive": "executive",
    "reviewer": "reviewer",
    "manager": "business manager",
    "deputy": "deputy",
    "standing-invitee": "standing invitee",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Marked:
    """What came of a contact's leaving: whether they are marked, and what the manager is told of it."""

    is_marked: bool
    told: str  # sentences
    remedy: str  # one sentence


def take_in_departure(message: Message, judged: Decision, *, journal: Journal, snapshot: Snapshot) -> bool:
    """Marks a contact of whom an answer says that they have left, inside the transaction of its mail; says whether."""
    if judged.kind not in (MailKind.AUTO_REPLY, MailKind.REPLY) or judged.sender.failed:
        return False
    sent = journal.notices.came_back(message.answered)
    address = sent.recipient if sent else message.author.address
    name = next((one.name for one in snapshot.contacts if one.address.lower() == address.lower()), "")
    is_automatic = judged.kind is MailKind.AUTO_REPLY
    if not says_that_they_left(message.written, name=name, is_automatic=is_automatic):
        return False
    item = f"{ItemKind.GONE}{message.sha256[:16]}"
    is_proven = sent is not None or judged.sender.is_confirmed
    found = mark_as_gone(address, item=item, is_proven=is_proven, journal=journal, snapshot=snapshot)
    if found is None:
        return False
    shown = Attention(
        id=item,
        what="A contact who has left",
        why=f"An answer says that whoever reads {address} has left. {found.told}",
        remedy=found.remedy,
        since=snapshot.now,
        case_ref=sent.case_ref if sent else "",
        message=message.sha256,
        urgent=is_proven and not found.is_marked,
    )
    journal.casebook.show([shown])
    return True


def mark_as_gone(address: str, *, item: str, is_proven: bool, journal: Journal, snapshot: Snapshot) -> Marked | None:
    """Marks the contact at `address`, who has left by what the item `item` shows; None where there is no such contact.

    Whoever is alone in charge stays: without a manager nothing at all would be sent.
    """
    rows = tuple(one for one in snapshot.contacts if one.address.lower() == address.lower())
    if not any(one.active for one in rows):
        return None
    gone = GoneContact(rows=rows, item=item)
    left = without_gone(snapshot.contacts, (gone,))
    is_marked = is_proven and somebody_in_charge(left, area=snapshot.area)
    if is_marked:
        journal.kept.gone_contacts.put((*journal.kept.gone_contacts.get(), gone))
        snapshot.renew_contacts()
        journal.casebook.log([LogEntry(at=snapshot.now, event="A contact has left", detail=address)])
    stays = "They are no longer written to." if is_marked else "They are still written to."
    lacking = dict.fromkeys(_lacking(row, left=left) for row in rows)
    back = "; choose no under Accept if they are still there" if is_marked else ""
    return Marked(
        is_marked=is_marked,
        told=" ".join((stays, *lacking)),
        remedy=f"Enter on the sheet Contacts who takes their place, or correct the address{back}. Then choose yes "
        "under Resolved.",
    )


def _lacking(row: Contact, *, left: tuple[Contact, ...]) -> str:
    """Whether anybody is left in the place of a contact, in a sentence."""
    wanted = plain_agency(row.agency)
    for_agency = row.role == "agency"
    role = f"lead of {row.agency}" if for_agency else _ROLES.get(row.role, row.role)
    there = any(
        one.active and (plain_agency(one.agency) == wanted if for_agency else one.role == row.role) for one in left
    )
    return f"There is another {role}." if there else f"There is no other {role} among the contacts."


def still_there(items: Iterable[str], *, journal: Journal) -> None:
    """Takes back the marks of these items, which the office has answered with no, and of rows that it has changed."""
    kept, contacts = journal.kept.gone_contacts.get(), journal.kept.contacts.get()
    back = frozenset(items)
    stand = tuple(one for one in kept if one.item not in back and (not contacts or one.stands(contacts)))
    if stand != kept:
        journal.kept.gone_contacts.put(stand)
