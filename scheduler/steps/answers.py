"""Takes in what comes back on our own mails: answers to invitations, and mails that could not be delivered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.edges.journal import Journal
from pipeline.facts import Fact, Source
from pipeline.model import Attention, Decision, LogEntry, MailKind, Message, NoticeKind, Refusal
from pipeline.notices.meetings.calendar_reply import IN_THE_TRACKER, CalendarAnswer, answers
from scheduler.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenIn:
    """What an answer came to: whether a person must look, and the case whose facts it has added to, if any."""

    needs_person: bool = False
    case_ref: str = ""


NOTHING = TakenIn()
FOR_A_PERSON = TakenIn(needs_person=True)


def take_in_answer(message: Message, judged: Decision, *, journal: Journal, snapshot: Snapshot) -> TakenIn:
    """Records an answer or a bounce, inside the transaction of its mail."""
    if judged.kind is MailKind.CALENDAR_REPLY and message.calendar:
        return _take_in_calendar_answer(journal, answers(message.calendar), snapshot=snapshot)
    if judged.kind is MailKind.BOUNCE and message.report is not None:
        return _take_in_bounce(journal, message, now=snapshot.now)
    return NOTHING


def _take_in_calendar_answer(journal: Journal, answer: CalendarAnswer | Refusal, *, snapshot: Snapshot) -> TakenIn:
    if isinstance(answer, Refusal):
        return FOR_A_PERSON
    now = snapshot.now
    for ref, state in journal.kept.meetings.all().items():
        if state.meeting.uid != answer.uid:
            continue
        if answer.sequence < state.meeting.sequence:
            entry = LogEntry(
                at=now, event="Answer to an earlier date of the meeting", detail=answer.address, case_ref=ref
            )
            journal.casebook.log([entry])
            return NOTHING
        answered = replace(state, answers={**state.answers, answer.address: answer.answer})
        journal.kept.meetings.put(answered)
        journal.casebook.add_facts(_answer_fact(answer, ref, snapshot=snapshot))
        entry = LogEntry(at=now, event=f"Invitation {answer.answer}", detail=answer.address, case_ref=ref)
        journal.casebook.log([entry])
        return TakenIn(needs_person=answer.proposed_start is not None, case_ref=ref)
    return FOR_A_PERSON


def _answer_fact(answer: CalendarAnswer, ref: str, *, snapshot: Snapshot) -> tuple[Fact, ...]:
    agency = next((one.agency for one in snapshot.contacts if one.address.lower() == answer.address), "")
    if not agency:
        return ()
    said = IN_THE_TRACKER[answer.answer]
    return tuple(
        Fact(
            case_ref=ref,
            name=name,
            subject=agency,
            value=value,
            source=Source.MAIL,
            recorded_at=snapshot.now,
            detail="calendar reply",
        )
        for name, value in (("agency_added", agency), ("agency_answer", said))
    )


def _take_in_bounce(journal: Journal, message: Message, *, now: datetime) -> TakenIn:
    report = message.report
    sent = journal.notices.came_back(report.original_message_id) if report else None
    if report is None or sent is None:
        return NOTHING
    if report.action.lower() in ("delayed", "relayed", "delivered", "expanded"):
        entry = LogEntry(at=now, event=f"Mail {report.action.lower()}", detail=sent.recipient, case_ref=sent.case_ref)
        journal.casebook.log([entry])
        return NOTHING
    journal.notices.refused(sent.key, fault=f"came back: {report.status} {report.diagnostic}"[:300])
    item = Attention(
        id=f"bounced:{sent.message_id}",
        what=f"A mail of ours came back: {sent.subject}",
        why=f"It could not be delivered to {sent.recipient} (status {report.status or 'not given'}).",
        remedy="Correct the address on the sheet Contacts, and tell the person by another way.",
        since=now,
        case_ref=sent.case_ref,
        # A statutory reminder that reaches nobody is as urgent as the duty itself.
        urgent=sent.kind == NoticeKind.REMINDER.value,
    )
    journal.casebook.show([item])
    journal.casebook.log([LogEntry(at=now, event="Mail came back", detail=sent.recipient, case_ref=sent.case_ref)])
    return FOR_A_PERSON
