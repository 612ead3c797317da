"""What the journal knows when a mail is judged, as the judging room asks for it, and the judgement."""

from __future__ import annotations

from collections.abc import Mapping

from parsers.read_mail import MailReading
from pipeline.edges.journal.mails import StoredMail
from pipeline.intake import decision
from pipeline.intake.earlier_mail import EarlierMail
from pipeline.model import Decision
from scheduler.world import World


def origin(sha256: str, number: int) -> str:
    """What the journal calls the mail as the opener of its `number`-th case."""
    return f"{sha256}:{number}"


def judgement(world: World, mail: StoredMail, *, read: MailReading, known: EarlierMail) -> Decision:
    """What `mail` is, from what was read of it and from everything that came before it."""
    return decision(
        read.message,
        read.readings,
        known=known,
        words=world.settings.intake,
        received_at=mail.received_at,
    )


def known_of(world: World, mail: StoredMail) -> EarlierMail:
    """Everything by which `mail` may be recognised as belonging to something that came before it."""
    return EarlierMail(
        own_addresses=(world.settings.office.address,),
        reference_prefix=world.settings.office.reference_prefix,
        journal=True,
        index=world.journal.mail_index(mail, opened=frozenset(opened_by(world, mail))),
    )


def opened_by(world: World, mail: StoredMail) -> Mapping[str, frozenset[str]]:
    """The cases that `mail` opened when it was read before, each with the SHA-256 of the files that it holds."""
    refs: list[str] = []
    while ref := world.journal.casebook.opened_by(origin(mail.sha256, len(refs))):
        refs.append(ref)
    held: dict[str, set[str]] = {ref: set() for ref in refs}
    for mark in world.journal.casebook.marks(*refs) if refs else ():
        if mark.kind == "attachment":
            held[mark.case_ref].add(mark.value)
    return {ref: frozenset(files) for ref, files in held.items()}
