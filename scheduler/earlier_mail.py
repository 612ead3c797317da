"""What the journal knows when a mail is judged, as the value that the judging room understands, and the judgement."""

from __future__ import annotations

from collections.abc import Mapping

from parsers.read_mail import MailReading
from pipeline.cases.children import Child, known_children
from pipeline.domains import domain_of
from pipeline.edges.journal import Journal
from pipeline.edges.journal.mails import StoredMail
from pipeline.intake import decision
from pipeline.intake.earlier_mail import EarlierMail, Sent
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


def known_of(journal: Journal, mail: StoredMail, *, office: ConfiguredOffice) -> EarlierMail:
    """Everything by which `mail` may be recognised as belonging to something that came before it."""
    own = opened_by(journal, mail)
    marks: dict[tuple[str, str], list[str]] = {}
    by_message: dict[str, str] = {}
    for mark in journal.casebook.marks():
        # A mail that is read again must not be taken for a copy of itself.
        if mark.kind == "message-id" and (mark.value != mail.message_id or mark.case_ref not in own):
            by_message[mark.value] = mark.case_ref
        elif mark.kind not in ("message", "message-id") and mark.case_ref not in own:
            marks.setdefault((mark.kind, mark.value), []).append(mark.case_ref)
    earlier = tuple(other for other in journal.mails.decided() if other.sha256 != mail.sha256)
    senders: dict[str, dict[str, None]] = {}
    for other in earlier:
        sender = other.arrival.get("sender")
        if other.case_ref and isinstance(sender, list):
            senders.setdefault(other.case_ref, {})[domain_of(str(sender[1]))] = None
    panel_refs: dict[str, list[str]] = {}
    for ref, typed in journal.casebook.texts("panel_ref").items():
        panel_refs.setdefault(typed, []).append(ref)
    return EarlierMail(
        own_addresses=(office.settings.office.address,),
        reference_prefix=office.settings.office.reference_prefix,
        journal=True,
        case_refs=frozenset(journal.casebook.refs()),
        marks={mark: tuple(dict.fromkeys(refs)) for mark, refs in marks.items()},
        cases_by_message=by_message,
        sent={sent.message_id: Sent(case_ref=sent.case_ref, kind=sent.kind) for sent in journal.notices.all()},
        message_ids=frozenset(other.message_id for other in earlier if other.message_id),
        fingerprints={str(other.arrival.get("fingerprint") or ""): other.case_ref for other in earlier},
        senders={ref: tuple(domains) for ref, domains in senders.items()},
        panel_refs={typed: tuple(refs) for typed, refs in panel_refs.items()},
        children=_children(journal),
    )


def opened_by(journal: Journal, mail: StoredMail) -> Mapping[str, frozenset[str]]:
    """The cases that `mail` opened when it was read before, each with the SHA-256 of the files that it holds."""
    refs: list[str] = []
    while ref := journal.casebook.opened_by(origin(mail.sha256, len(refs))):
        refs.append(ref)
    held: dict[str, set[str]] = {ref: set() for ref in refs}
    for mark in journal.casebook.marks() if refs else ():
        if mark.kind == "attachment" and mark.case_ref in held:
            held[mark.case_ref].add(mark.value)
    return {ref: frozenset(files) for ref, files in held.items()}


def _children(journal: Journal) -> Mapping[str, tuple[Child, ...]]:
    casebook = journal.casebook
    marks: dict[str, list[str]] = {}
    for mark in casebook.marks():
        if mark.kind == "child":
            marks.setdefault(mark.case_ref, []).append(mark.value)
    rows = casebook.texts("child")
    return {ref: known_children(marks.get(ref, ()), row=rows.get(ref, "")) for ref in dict.fromkeys((*marks, *rows))}
