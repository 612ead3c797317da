"""Takes in what comes back on our own mails: answers to invitations, and mails that could not be delivered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pipeline.facts import Fact, Source
from pipeline.model import Attention, Decision, LogEntry, MailKind, Message, Refusal
from pipeline.notices.meetings.calendar_reply import IN_THE_TRACKER, CalendarAnswer, answers
from pipeline.notices.model import NoticeKind
from scheduler.picture import contacts_of
from scheduler.world import World


def take_in_answer(world: World, message: Message, *, judged: Decision, now: datetime) -> bool:
    """Records an answer or a bounce, inside the transaction of its mail; says whether a person must look."""
    if judged.kind is MailKind.CALENDAR_REPLY and message.calendar:
        return _take_in_calendar_answer(world, answers(message.calendar), now=now)
    if judged.kind is MailKind.BOUNCE and message.report is not None:
        return _take_in_bounce(world, message, now=now)
    return False


def _take_in_calendar_answer(world: World, answer: CalendarAnswer | Refusal, *, now: datetime) -> bool:
    if isinstance(answer, Refusal):
        return True
    for ref, state in world.journal.kept.meetings.all().items():
        if state.meeting.uid != answer.uid:
            continue
        if answer.sequence < state.meeting.sequence:
            entry = LogEntry(
                at=now, event="Answer to an earlier date of the meeting", detail=answer.address, case_ref=ref
            )
            world.journal.casebook.log([entry])
            return False
        answered = replace(state, answers={**state.answers, answer.address: answer.answer})
        world.journal.kept.meetings.put(answered)
        world.journal.casebook.add_facts(_answer_fact(world, answer, ref=ref, now=now))
        entry = LogEntry(at=now, event=f"Invitation {answer.answer}", detail=answer.address, case_ref=ref)
        world.journal.casebook.log([entry])
        return answer.proposed_start is not None
    return True


def _answer_fact(world: World, answer: CalendarAnswer, *, ref: str, now: datetime) -> tuple[Fact, ...]:
    agency = next((one.agency for one in contacts_of(world) if one.address.lower() == answer.address), "")
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
            recorded_at=now,
            detail="calendar reply",
        )
        for name, value in (("agency_added", agency), ("agency_answer", said))
    )


def _take_in_bounce(world: World, message: Message, *, now: datetime) -> bool:
    report = message.report
    sent = world.journal.notices.came_back(report.original_message_id) if report else None
    if report is None or sent is None:
        return False
    if report.action.lower() in ("delayed", "relayed", "delivered", "expanded"):
        entry = LogEntry(at=now, event=f"Mail {report.action.lower()}", detail=sent.recipient, case_ref=sent.case_ref)
        world.journal.casebook.log([entry])
        return False
    world.journal.notices.refused(sent.key, fault=f"came back: {report.status} {report.diagnostic}"[:300])
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
    world.journal.casebook.show([item])
    world.journal.casebook.log(
        [LogEntry(at=now, event="Mail came back", detail=sent.recipient, case_ref=sent.case_ref)]
    )
    return True
