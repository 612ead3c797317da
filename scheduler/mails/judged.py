"""What the journal knows when a mail is judged, as the judging room asks for it, and the judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from parsers.read_mail import MailReading
from pipeline.edges.journal import Journal
from pipeline.edges.journal.mails import StoredMail
from pipeline.intake.decide import decision
from pipeline.intake.earlier_mail import EarlierMail
from pipeline.model import Decision
from scheduler.office import ConfiguredOffice


def origin(sha256: str, number: int) -> str:
    """What the journal calls the mail as the opener of its `number`-th case."""
    return f"{sha256}:{number}"


def judgement(office: ConfiguredOffice, mail: StoredMail, *, read: MailReading, known: EarlierMail) -> Decision:
    """What `mail` is, from what was read of it and from everything that came before it."""
    return decision(
        read.message,
        read.readings,
        earlier=known,
        words=office.settings.intake,
        received_at=mail.received_at,
    )


def known_of(
    journal: Journal, mail: StoredMail, *, office: ConfiguredOffice, but: frozenset[str] = frozenset()
) -> EarlierMail:
    """Everything by which `mail` may be recognised as belonging to something that came before it; the cases `but` are
    left out."""
    return EarlierMail(
        own_addresses=(office.settings.office.address,),
        reference_prefix=office.settings.office.reference_prefix,
        journal=True,
        index=journal.mail_index(mail, opened=but | frozenset(opened_by(journal, mail))),
    )


def opened_by(journal: Journal, mail: StoredMail) -> Mapping[str, frozenset[str]]:
    """The cases that `mail` opened when it was read before, each with the SHA-256 of the files that it holds."""
    refs: list[str] = []
    while ref := journal.casebook.opened_by(origin(mail.sha256, len(refs))):
        refs.append(ref)
    return files_of(journal, refs)


def files_of(journal: Journal, refs: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The SHA-256 of the files that each of these cases has."""
    files: dict[str, set[str]] = {ref: set() for ref in refs}
    for mark in journal.casebook.marks(*files) if files else ():
        if mark.kind == "attachment":
            files[mark.case_ref].add(mark.value)
    return {ref: frozenset(each) for ref, each in files.items()}
