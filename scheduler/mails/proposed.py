"""Settles what a mail's sender may change, proposes the rest, and lets out what was withheld once it is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.cases.case_work import CaseWork
from pipeline.cases.outcome import MailOutcome
from pipeline.cases.proposals import Proposal, as_facts
from pipeline.cases.same_child import ACCEPTED_CHILD, ACCEPTED_FORM, CHILD
from pipeline.cases.taken_in import MailAge
from pipeline.cases.withheld import FormSender, doubted_referral, proposal_id, proposal_of, which_child
from pipeline.edges.journal import Journal
from pipeline.edges.journal.casebook import CaseMark
from pipeline.edges.journal.kept_records import arrival_of
from pipeline.edges.journal.mails import StoredMail
from pipeline.intake.signs.assurance import is_known_to_the_case
from pipeline.item_ids import ItemKind, item_id
from pipeline.model import Attention, Decision, LogEntry, Message
from scheduler.mails.replies import names_of, organisation
from scheduler.snapshot import Snapshot
from scheduler.steps.taking_in import age_of


@dataclass(frozen=True, kw_only=True, slots=True)
class FormMail:
    """A mail that may change a case, as it was judged."""

    message: Message
    judged: Decision
    mail: StoredMail


def is_known(came: FormMail, ref: str, *, journal: Journal, snapshot: Snapshot) -> bool:
    """Whether the sender is known to a case: who opened it, a contact, who was asked for a return, or its secret."""
    opener = journal.mails.mail(journal.casebook.opener(ref))
    first = arrival_of(opener) if opener else None
    return is_known_to_the_case(
        came.judged.sender.writes_for or came.message.author.address,
        referrers=(first.author,) if first else (),
        contacts=tuple(one.address for one in snapshot.contacts if one.active),
        asked=journal.notices.asked(ref),
        carries_secret=bool(ref) and came.judged.sender.secret_of == ref,
    )


def propose_withheld(came: FormMail, found: MailOutcome, *, journal: Journal, snapshot: Snapshot) -> bool:
    """Keeps and shows what a mail would change, inside its transaction; says whether any of it waits for the office."""
    if age_of(came.mail, journal) is MailAge.OLD:
        return False
    failed = came.judged.sender.failed
    concerned = [work for work in found.work if work.withheld or work.asks or (work.opens and failed)]
    # Each of them, whatever the first one says.
    waiting = [_waits(work, came, journal=journal, snapshot=snapshot) for work in concerned]
    return any(waiting)


def _waits(work: CaseWork, came: FormMail, *, journal: Journal, snapshot: Snapshot) -> bool:
    """Proposes what a mail would do to one case, where it is news; says whether that waits, or did before."""
    sender = FormSender(
        who=organisation(came.message, snapshot, names=names_of(work.ref, journal, snapshot=snapshot)),
        mail=came.mail.sha256,
        at=snapshot.now,
        assurance=came.judged.sender,
        is_known=is_known(came, work.ref, journal=journal, snapshot=snapshot),
        agencies=_agencies(work.ref, snapshot),
    )
    mine = journal.kept.proposals.get(proposal_id(work, sender))
    if mine is not None:
        # A mail that is read again says nothing new, and an answer that was given holds.
        return not (mine.answer or mine.own_case)
    new: tuple[Proposal, Attention] | None
    if work.asks:
        new = which_child(work, sender=sender)
    elif work.withheld:
        new = proposal_of(work, kind=came.judged.kind, sender=sender, earlier=_earlier(work.ref, journal))
    else:
        new = doubted_referral(work, sender=sender)
    if new is not None:
        _keep(*new, journal=journal)
    return new is not None


def _agencies(ref: str, snapshot: Snapshot) -> frozenset[str]:
    case = snapshot.cases_by_ref.get(ref)
    return frozenset((*(one.agency for one in snapshot.contacts), *(case.subjects("agency_added") if case else ())))


def _earlier(ref: str, journal: Journal) -> tuple[Proposal, ...]:
    """What mails have proposed for a case, answered or not."""
    here = (item.id for item in journal.casebook.attention() if item.case_ref == ref)
    ids = (ident for ident in here if item_id(ident).kind is ItemKind.PROPOSAL)
    return tuple(one for one in map(journal.kept.proposals.get, ids) if one is not None and not one.asks)


def _keep(proposal: Proposal, item: Attention, *, journal: Journal) -> None:
    journal.kept.proposals.put(proposal.id, proposal)
    journal.casebook.show([item])
    event = "Differences proposed" if proposal.facts else "Referral in doubt"
    if proposal.asks:
        event = "Asked whose form it is"
    journal.casebook.log([LogEntry(at=item.since, event=event, detail="", case_ref=proposal.case_ref)])


def take(proposal: Proposal, *, journal: Journal, now: datetime) -> None:
    """Enters what the office has accepted, and lets out what was withheld beside it; nothing of a form that has a case
    of its own by then, whose child is not to be written over another."""
    if proposal.own_case:
        journal.casebook.show([_came_too_late(proposal, now=now)])
        return
    ref = proposal.case_ref
    marks = frozenset((mark.kind, mark.value) for mark in journal.casebook.marks(ref))
    children = {mark for mark in proposal.marks if mark[0] == CHILD}
    # Who was asked about in two mails is one child of the case.
    if not (proposal.adds_children and children and children <= marks):
        for case in journal.casebook.cases(ref):
            journal.casebook.add_facts(as_facts(proposal, case=case, now=now))
    _let_out(proposal, journal=journal)


def _came_too_late(proposal: Proposal, *, now: datetime) -> Attention:
    ref = proposal.case_ref
    return Attention(
        id=f"too-late:{proposal.mail}:{ref}",
        what="A yes that came when the form had a case of its own",
        why=f"Before the answer the form was given a case of its own, so nothing of it was entered on {ref}.",
        remedy=f"If both are about one child, enter on {ref} what is new and choose Duplicate under Status of the "
        "other; then choose yes under Resolved.",
        since=now,
        case_ref=ref,
        message=proposal.mail,
    )


def _let_out(proposal: Proposal, *, journal: Journal) -> None:
    """Does what was withheld beside the facts of a proposal that was accepted: marks, the newest form, the answer."""
    ref = proposal.case_ref
    # What agreed only in part is the child's all the same, and no further child beside it.
    kinds = {CHILD: ACCEPTED_CHILD} if proposal.asks and proposal.is_form else {}
    marks = (CaseMark(kind=kinds.get(kind, kind), value=value, case_ref=ref) for kind, value in proposal.marks)
    accepted = (CaseMark(kind=ACCEPTED_FORM, value=proposal.mail, case_ref=ref),) if proposal.is_form else ()
    journal.casebook.mark((*marks, *accepted))
    form = journal.kept.read_forms.get(proposal.mail) if proposal.is_form else None
    mail = journal.mails.mail(proposal.mail)
    if form is not None and mail is not None:
        newest = journal.mails.newest_form(ref, but=proposal.mail)
        if newest is None or newest <= mail.received_at:
            journal.kept.referrals.put(ref, form)
    journal.mails.release(proposal.mail)
