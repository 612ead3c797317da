"""Proposes that a case which a mail opens is one incident with a case that there is: another child of the same day."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.cases.case_work import CaseWork
from pipeline.cases.facts_of_forms import ONE_INCIDENT
from pipeline.cases.outcome import MailOutcome
from pipeline.cases.proposals import Proposal, ProposedFact
from pipeline.cases.taken_in import MailAge
from pipeline.edges.journal import Journal
from pipeline.edges.journal.mails import StoredMail
from pipeline.intake.earlier_mail import MailIndex
from pipeline.item_ids import ItemKind
from pipeline.model import Attention
from scheduler.snapshot import Snapshot
from scheduler.steps.taking_in import age_of


def propose_incident(
    found: MailOutcome, mail: StoredMail, *, index: MailIndex, journal: Journal, snapshot: Snapshot
) -> None:
    """Keeps and shows the proposal for each case that `mail` opens, inside its transaction."""
    if age_of(mail, journal) is MailAge.OLD:
        return
    for work in found.work:
        lead = next(_alike(work, index=index, snapshot=snapshot), "") if work.opens else ""
        if not lead:
            continue
        ident = f"{ItemKind.PROPOSAL}{mail.sha256[:16]}:{work.ref}:incident"
        # Accepting it says nothing of the mail itself, whose answer may be withheld.
        fact = ProposedFact(name="same_incident", value=lead)
        journal.kept.proposals.put(ident, Proposal(id=ident, case_ref=work.ref, mail="", facts=(fact,)))
        journal.casebook.show([_item(ident, work.ref, lead=lead, mail=mail, snapshot=snapshot)])


def _alike(work: CaseWork, *, index: MailIndex, snapshot: Snapshot) -> Iterator[str]:
    """The open cases that share the day of the incident and a family name, address or police reference with it."""
    shared = index.cases_of_marks([mark for mark in work.marks if mark[0] == ONE_INCIDENT])
    for ref in sorted({ref for refs in shared.values() for ref in refs} - {work.ref}):
        case = snapshot.cases_by_ref.get(snapshot.leads.get(ref, ref))
        if case is not None and case.is_open:
            yield case.ref


def _item(ident: str, ref: str, *, lead: str, mail: StoredMail, snapshot: Snapshot) -> Attention:
    return Attention(
        id=ident,
        what="Another child of one incident, it seems",
        why=f"{ref} and {lead} give the same day of the incident, and share a family name, an address or a police "
        "reference.",
        remedy=f"If it is one incident choose yes under Accept: the notification, the rapid review, the requests and "
        f"the meeting then rest on {lead}. Clearing Same incident as on the Cases sheet undoes it. Choose no to leave "
        "both as they are.",
        since=snapshot.now,
        case_ref=ref,
        message=mail.sha256,
    )
