"""Takes in what comes back on our own mails: answers to invitations, and mails that could not be delivered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.domains import domain_of
from pipeline.edges.journal import Journal
from pipeline.edges.journal.notice_queue import QueuedMail
from pipeline.facts import Fact, Source
from pipeline.intake.signs.assurance import counts_as_confirmed
from pipeline.model import (
    Assurance,
    Attention,
    Decision,
    DeliveryReport,
    LogEntry,
    MailKind,
    Message,
    NoticeKind,
    ReasonCode,
    Refusal,
)
from pipeline.notices.meetings.answer_items import AnswerMail, of_a_doubt, of_an_answer
from pipeline.notices.meetings.calendar_reply import IN_THE_TRACKER, CalendarAnswer, answers, doubt_about
from pipeline.notices.proofs import duty_uid
from pipeline.notices.recipients import STATUTORY_ROLES
from pipeline.notices.situation import MeetingState
from pipeline.settings import Intake
from scheduler.mails.departures import mark_as_gone
from scheduler.mails.replies import names_of
from scheduler.snapshot import Snapshot

_ACTIONS = ("delayed", "delivered", "relayed", "expanded", "displayed", "deleted")


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenIn:
    """What an answer came to: whether a person must look, and the case whose facts it has added to, if any."""

    needs_person: bool = False
    case_ref: str = ""


NOTHING = TakenIn()
FOR_A_PERSON = TakenIn(needs_person=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Came:
    """A mail that answers something of ours, as it was judged."""

    message: Message
    judged: Decision
    words: Intake
    is_old: bool = False  # from before the mailbox was taken in: whatever it answers was not sent from here

    @property
    def sender(self) -> str:
        """The sender's address, or an empty text."""
        return self.message.author.address


def take_in_answer(came: Came, *, journal: Journal, snapshot: Snapshot) -> TakenIn:
    """Records an answer or a bounce, inside the transaction of its mail."""
    if came.judged.kind is MailKind.CALENDAR_REPLY and came.message.calendar:
        return _take_in_calendar_answer(came, journal=journal, snapshot=snapshot)
    if came.judged.kind in (MailKind.BOUNCE, MailKind.RECEIPT):
        return _take_in_report(came, journal=journal, snapshot=snapshot)
    return NOTHING


def _doubted(item: Attention, came: Came, *, journal: Journal) -> TakenIn:
    """Shows what was not taken; an old mail asks nobody anything, and lies in its folder."""
    if not came.is_old:
        journal.casebook.show([item])
    return FOR_A_PERSON


# --- Answers to invitations ------------------------------------------------------------------------------------------


def _take_in_calendar_answer(came: Came, *, journal: Journal, snapshot: Snapshot) -> TakenIn:
    answer = answers(came.message.calendar, sender=came.sender)
    if isinstance(answer, Refusal):
        return _unclear(answer, came, journal=journal, now=snapshot.now)
    state = next((one for one in journal.kept.meetings.all().values() if one.meeting.uid == answer.uid), None)
    if state is None and _is_of_an_entry(answer, journal=journal):
        return _of_an_entry(answer, came, journal=journal, now=snapshot.now)
    if state is None:
        return _unasked(came, journal=journal, now=snapshot.now)
    told = _answer_mail(answer, came, state=state, journal=journal, snapshot=snapshot)
    if doubt := doubt_about(answer, state=state, sender=came.sender, assurance=_assurance(came)):
        return _doubted(of_a_doubt(doubt, told), came, journal=journal)
    if answer.sequence < state.meeting.sequence:
        _log(journal, told, event="Answer to an earlier date of the meeting", detail=answer.who)
        return NOTHING
    journal.kept.meetings.put(replace(state, answers={**state.answers, answer.address: answer.answer}))
    journal.casebook.add_facts(_answer_fact(answer, told))
    _log(journal, told, event=f"Invitation {answer.answer}", detail=answer.who)
    if item := of_an_answer(answer, told):
        journal.casebook.show([item])
    return TakenIn(needs_person=answer.proposed_start is not None, case_ref=told.case_ref)


def _assurance(came: Came) -> Assurance:
    """How far the sender can be believed; whoever was asked to a meeting is known to its case."""
    trusted = counts_as_confirmed(came.judged.sender, known=True, words=came.words)
    return Assurance.CONFIRMED if trusted else came.judged.assurance


def _answer_mail(
    answer: CalendarAnswer, came: Came, *, state: MeetingState, journal: Journal, snapshot: Snapshot
) -> AnswerMail:
    ref = state.meeting.case_ref
    whose = (answer.address, answer.delegated_from)
    contact = next((one for one in snapshot.contacts if one.address.lower() in whose), None)
    return AnswerMail(
        sha256=came.message.sha256,
        case_ref=ref,
        at=snapshot.now,
        agency=contact.agency if contact else "",
        is_statutory=contact is not None and contact.role in STATUTORY_ROLES,
        names=names_of(ref, journal, snapshot=snapshot),
    )


def _unclear(refused: Refusal, came: Came, *, journal: Journal, now: datetime) -> TakenIn:
    told = AnswerMail(sha256=came.message.sha256, case_ref=came.judged.case_ref or "", at=now)
    return _doubted(of_a_doubt(refused.why, told, remedy=refused.remedy), came, journal=journal)


def _unasked(came: Came, *, journal: Journal, now: datetime) -> TakenIn:
    """An answer to no invitation of ours: a colleague's own meeting, unless it names one of our cases."""
    if not came.judged.case_ref:
        return FOR_A_PERSON
    told = AnswerMail(sha256=came.message.sha256, case_ref=came.judged.case_ref, at=now)
    return _doubted(of_a_doubt("It answers no invitation that was sent from here.", told), came, journal=journal)


def _is_of_an_entry(answer: CalendarAnswer, *, journal: Journal) -> bool:
    entries = (key for key in journal.notices.said() if key.kind is NoticeKind.CALENDAR)
    return any(duty_uid(key, secret=journal.secret) == answer.uid for key in entries)


def _of_an_entry(answer: CalendarAnswer, came: Came, *, journal: Journal, now: datetime) -> TakenIn:
    """An answer to a deadline in somebody's own calendar, which asked for none: only its words are for a person."""
    told = AnswerMail(sha256=came.message.sha256, case_ref=came.judged.case_ref or "", at=now)
    if answer.comment or answer.proposed_start:
        why = "It answers a deadline in the sender's own calendar with words or another day; no date is moved by it."
        return _doubted(of_a_doubt(why, told), came, journal=journal)
    _log(journal, told, event=f"Calendar entry of a deadline {answer.answer}", detail=answer.who)
    return NOTHING


def _answer_fact(answer: CalendarAnswer, told: AnswerMail) -> tuple[Fact, ...]:
    if not told.agency:
        return ()
    said = IN_THE_TRACKER[answer.answer]
    return tuple(
        Fact(
            case_ref=told.case_ref,
            name=name,
            subject=told.agency,
            value=value,
            source=Source.MAIL,
            recorded_at=told.at,
            detail="calendar reply",
        )
        for name, value in (("agency_added", told.agency), ("agency_answer", said))
    )


def _log(journal: Journal, told: AnswerMail, *, event: str, detail: str) -> None:
    journal.casebook.log([LogEntry(at=told.at, event=event, detail=detail, case_ref=told.case_ref)])


# --- Bounces and receipts --------------------------------------------------------------------------------------------


def _take_in_report(came: Came, *, journal: Journal, snapshot: Snapshot) -> TakenIn:
    message, now = came.message, snapshot.now
    report = message.report or DeliveryReport(kind="")
    # Whoever sends bounces seldom proves who they are: the id of the mail, which nobody can guess, proves it.
    sent = journal.notices.came_back((*report.returned_ids, *message.answered))
    failed = came.judged.reason_code is ReasonCode.UNDELIVERED
    if sent is None:
        return _unproven(came, report, journal=journal, now=now) if failed else NOTHING
    if not failed:
        action = report.action.rpartition(";")[2].strip().lower()  # of RFC 8098: `manual-action/…; displayed`
        event = f"Mail {action if action in _ACTIONS else 'acknowledged'}"
        journal.casebook.log([LogEntry(at=now, event=event, detail=sent.recipient, case_ref=sent.case_ref)])
        return NOTHING
    return _came_back(sent, report, journal=journal, snapshot=snapshot)


# Of RFC 3463: there is no such mailbox or domain, it has moved, or it is closed; all else may pass.
_GONE_FOR_GOOD = ("5.1.", "5.2.1")


def _came_back(sent: QueuedMail, report: DeliveryReport, *, journal: Journal, snapshot: Snapshot) -> TakenIn:
    now, ident = snapshot.now, f"bounced:{sent.message_id}"
    gone = None
    if report.status.startswith(_GONE_FOR_GOOD):
        gone = mark_as_gone(sent.recipient, item=ident, is_proven=True, journal=journal, snapshot=snapshot)
    journal.notices.refused(sent.key, fault=f"came back: {report.status} {report.diagnostic}"[:300])
    item = Attention(
        id=ident,
        what=f"A mail of ours came back: {sent.subject}",
        why=f"It could not be delivered to {sent.recipient} (status {report.status or 'not given'})."
        f"{f' {gone.told}' if gone else ''}",
        remedy=gone.remedy
        if gone
        else "Correct the address on the sheet Contacts, and tell the person by another way.",
        since=now,
        case_ref=sent.case_ref,
        # A statutory reminder that reaches nobody is as urgent as the duty itself.
        urgent=journal.notices.reminds(sent.key),
    )
    journal.casebook.show([item])
    journal.casebook.log([LogEntry(at=now, event="Mail came back", detail=sent.recipient, case_ref=sent.case_ref)])
    return FOR_A_PERSON


def _unproven(came: Came, report: DeliveryReport, *, journal: Journal, now: datetime) -> TakenIn:
    """A bounce that names no mail of ours: of a colleague's own mail, or made up; it changes nothing."""
    # The address of a person whom a colleague wrote to may hold the family's name.
    domains = dict.fromkeys(map(domain_of, report.recipients))
    about = f" to {', '.join([*domains][:3])}" if domains else ""
    item = Attention(
        id=f"bounce-unproven:{came.message.sha256}",
        what="A mail that says that one of ours could not be delivered",
        why=f"It says so of a mail{about}, and does not give back the id of any that was sent from here: it may be "
        "about a mail that a colleague wrote by hand, or made up.",
        remedy="Look at it in the Needs attention folder; no notice was marked by it. Then choose yes under Resolved.",
        since=now,
        case_ref=came.judged.case_ref or "",
        message=came.message.sha256,
    )
    return _doubted(item, came, journal=journal)
