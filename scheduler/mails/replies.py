"""Reads a reply to our reminders, questions and requests, and shows what it proposes to the office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.agency_names import plain_agency
from pipeline.cases.answers.quoted import names_in
from pipeline.cases.answers.reading import (
    AWARENESS,
    AskedDuty,
    answer_parts,
    only_answers,
    references_in,
    says_seen,
)
from pipeline.cases.proposals import AnswerFrom, Proposal, as_facts, proposals
from pipeline.clock.duties.question import Asked
from pipeline.clock.law_files.rules import Law
from pipeline.clock.model import RuleId
from pipeline.dates import london_date
from pipeline.edges.journal import Journal
from pipeline.edges.journal.mails import StoredMail
from pipeline.edges.journal.notice_queue import MOST_ANSWERED, QueuedMail
from pipeline.facts import FACT_NAMES
from pipeline.model import Decision, FactKind, LogEntry, MailKind, Message, NoticeKind
from pipeline.notices.model import Contact, NoticeKey
from pipeline.notices.situation import OF_THE_DAY
from scheduler.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True, slots=True)
class Replied:
    """What came of a reply: whether any of it waits for the office, and the cases that it changed."""

    waits: bool = False
    is_read: bool = False  # whether its words were understood as an answer, which has an item of its own
    changed: tuple[str, ...] = ()


def propose_from_reply(
    message: Message, judged: Decision, *, mail: StoredMail, journal: Journal, snapshot: Snapshot
) -> Replied:
    """Keeps and shows what a reply proposes, inside the transaction of its mail, or enters it by the settings.

    What it answers is found by the ids of our own mails, which nobody can guess; an automatic reply is no answer.
    """
    if not judged.kind.is_of_a_machine:
        _acknowledge(message, judged, mail=mail, journal=journal, snapshot=snapshot)
    if judged.kind is not MailKind.REPLY:
        return Replied()
    asked = tuple(dict.fromkeys(_asked(message, journal, law=snapshot.basis.law)))
    if not asked:
        return Replied()
    named = tuple(references_in(message.written))
    snapshot.wake((*named, *(one.case_ref for one in asked)))
    refs = tuple(ref for ref in named if ref in snapshot.cases_by_ref)
    parts = answer_parts(message.written, asked=asked, refs=refs, written_on=london_date(mail.received_at))
    sender = AnswerFrom(
        who=organisation(message, snapshot),
        mail=mail.sha256,
        at=snapshot.now,
        doubt=" ".join(judged.sender.warnings[:1]),
        person=_person(message, snapshot),
        names={part.case_ref: names_of(part.case_ref, journal, snapshot=snapshot) for part in parts},
    )
    found, items = proposals(parts, sender=sender)
    # Below an alert `done` may be said of either.
    is_plain = _alert_answered(message, journal) is None
    taken = _kept(found, at_once=is_plain and _may_be_taken(judged, snapshot), journal=journal)
    journal.casebook.show(items)
    for proposal in taken:
        case = snapshot.cases_by_ref[proposal.case_ref]
        journal.casebook.add_facts(as_facts(proposal, case=case, now=snapshot.now))
        said = LogEntry(at=snapshot.now, event="An answer was entered", detail="", case_ref=proposal.case_ref)
        journal.casebook.log([said])
    journal.casebook.resolve((one.id for one in taken), now=snapshot.now)
    return Replied(waits=len(items) > len(taken), is_read=bool(parts), changed=tuple(one.case_ref for one in taken))


def _may_be_taken(judged: Decision, snapshot: Snapshot) -> bool:
    return snapshot.intake.answers == "take" and judged.sender.is_confirmed


def _kept(found: Iterable[Proposal], *, at_once: bool, journal: Journal) -> list[Proposal]:
    """Keeps what is proposed, and gives what of it is entered at once."""
    taken = []
    for proposal in found:
        # A mail that is read again says nothing new, and an answer that was given holds.
        if journal.kept.proposals.get(proposal.id) is None:
            is_taken = at_once and proposal.is_sure
            journal.kept.proposals.put(proposal.id, replace(proposal, answer="yes" if is_taken else ""))
            taken += [proposal] if is_taken else []
    return taken


def _acknowledge(message: Message, judged: Decision, *, mail: StoredMail, journal: Journal, snapshot: Snapshot) -> None:
    """Notes that somebody has answered an urgent alert, in whatever words: it is then said to nobody else.

    An answer to nothing but the duties that stand below it leaves it open.
    """
    sent = _alert_answered(message, journal)
    if judged.sender.failed or sent is None:
        return
    keys = journal.notices.keys_of(sent.key)
    items = {key.duty for key in keys if key.kind is NoticeKind.ALERT}
    before = journal.kept.acknowledged.get() or frozenset()
    if items <= before:
        return
    is_open = any(key.kind in OF_THE_DAY for key in keys) and _is_of_duties(message, judged, mail=mail)
    if not is_open:
        journal.kept.acknowledged.put(before | items)
    event = "Duties were answered, and not the urgent alert above them" if is_open else "An urgent alert was answered"
    who = organisation(message, snapshot)
    journal.casebook.log([LogEntry(at=snapshot.now, event=event, detail=who, case_ref="")])


def _alert_answered(message: Message, journal: Journal) -> QueuedMail | None:
    """The urgent alert that a mail answers, whatever stands below it."""
    sent = journal.notices.came_back(message.answered)
    return sent if sent and sent.key.kind is NoticeKind.ALERT and sent.urgent else None


def _is_of_duties(message: Message, judged: Decision, *, mail: StoredMail) -> bool:
    """Whether a mail says nothing of an alert: it brings the form that was asked for, or only answers."""
    if says_seen(message.subject):
        return False
    if judged.kind in (MailKind.REFERRAL, MailKind.UPDATE, MailKind.AGENCY_RETURN):
        return not says_seen(message.written)
    return only_answers(message.written, written_on=london_date(mail.received_at))


def _asked(message: Message, journal: Journal, *, law: Law) -> Iterator[AskedDuty]:
    """What the mails of ours that it answers asked for, the nearest mail alone where it asked for anything."""
    for one in message.answered[:MOST_ANSWERED]:
        sent = journal.notices.came_back((one,))
        found = tuple(filter(None, (_duty(key, law) for key in journal.notices.keys_of(sent.key)))) if sent else ()
        if found:
            yield from found
            return


def _duty(key: NoticeKey, law: Law) -> AskedDuty | None:
    if not key.case_ref:
        return None
    if key.kind in (NoticeKind.CHASER, NoticeKind.AGENCY_REQUEST):
        return AskedDuty(case_ref=key.case_ref, rule=RuleId.AGENCY_RETURN.value, subject=key.subject, entered="")
    # Of a question only its day can be entered from words; the rest of it the office answers in its workbook.
    if key.kind is NoticeKind.QUESTION and key.duty == Asked.AWARENESS:
        return AskedDuty(case_ref=key.case_ref, rule=AWARENESS, entered="la_aware")
    if key.kind is not NoticeKind.REMINDER:
        return None
    entered = _own_column(key.duty, law) or "done_on"
    return AskedDuty(case_ref=key.case_ref, rule=key.duty, subject=key.subject, entered=entered)


def _own_column(rule_id: str, law: Law) -> str:
    """The fact in whose column the day of doing a duty is typed, or an empty text where it has none of its own."""
    names = law.rule(rule_id).done_by if law.knows(rule_id) else ()
    columns = (FACT_NAMES[name] for name in names if name in FACT_NAMES)
    return next((column.name for column in columns if column.kind is FactKind.DATE), "")


def names_of(ref: str, journal: Journal, *, snapshot: Snapshot) -> frozenset[str]:
    """Every word of the names of a case's children and family: what is never said outside the store."""
    snapshot.wake((ref,))
    child = snapshot.cases_by_ref[ref].text("child") if ref in snapshot.cases_by_ref else ""
    return names_in(journal.kept.referrals.get(ref), child)


def _person(message: Message, snapshot: Snapshot) -> str:
    """Who signs a mail: as Contacts calls them, else as the mail does; empty where it gives an address alone."""
    said = " ".join((_contact(message, snapshot).name or message.author.name).split())[:80]
    return said if "@" not in said else ""


def _contact(message: Message, snapshot: Snapshot) -> Contact:
    """The sender as the office has entered them; a contact of no name and no agency where it has not."""
    address = message.author.address
    unknown = Contact(name="", address=address, agency="", role="")
    return next((one for one in snapshot.contacts if one.recipient == address.lower()), unknown)


def organisation(message: Message, snapshot: Snapshot, *, names: frozenset[str] = frozenset()) -> str:
    """The sender's organisation as Contacts calls it, or their domain; never their name, nor a domain with `names`."""
    author, agency = message.author, _contact(message, snapshot).agency
    if plain_agency(agency):
        return agency
    # A family may have a domain of its own.
    is_named = any(len(name) > 3 and name in author.domain for name in names)
    return "a private address" if is_named else author.domain or "An unnamed sender"
