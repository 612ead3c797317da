"""Reminders and chasers: which duty is on which rung today, for whom, and all of one person's in one mail a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.clock.count.calendars import SATURDAY
from pipeline.clock.count.workdays import between
from pipeline.clock.explain.in_words import two_lines
from pipeline.clock.model import Deadline, Force, RuleId
from pipeline.dates import long_date
from pipeline.facts import Case
from pipeline.initials import initials
from pipeline.model import NoticeKind
from pipeline.notices import recipients
from pipeline.notices.kinds.agency_requests import requests_go_out, return_deadlines, unreachable
from pipeline.notices.meetings.slots import last_lawful_day
from pipeline.notices.model import Contact, DutyLine, MovedDeadline, Notice, NoticeKey
from pipeline.notices.reminder_ladder import escalates, rung
from pipeline.notices.situation import Situation
from pipeline.notices.wording.plain_names import where_done
from pipeline.protective_marking import highest_of

_KINDS = (NoticeKind.REMINDER, NoticeKind.CHASER)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    """One duty that is to be said to one contact."""

    key: NoticeKey
    contact: Contact
    duty: DutyLine


def reminders(situation: Situation) -> tuple[Notice, ...]:
    """Every reminder and chaser due and not yet said, one notice per person."""
    lines: dict[str, list[_Line]] = {}
    for line in _lines(situation):
        if not situation.has_said(line.key):
            lines.setdefault(line.key.recipient, []).append(line)
    kept = (_for_today(situation, address, lines=found) for address, found in lines.items())
    return tuple(_notice(situation, found) for found in kept if found)


def _for_today(situation: Situation, address: str, *, lines: list[_Line]) -> list[_Line]:
    # One mail a day to each person; only what is due this very day cannot wait for tomorrow's.
    if not situation.has_written_today(address, *_KINDS):
        return lines
    return [line for line in lines if line.key.rung == "on-the-day" and line.duty.left == 0]


def _lines(situation: Situation) -> Iterator[_Line]:
    for case in situation.running_cases:
        for deadline in situation.deadlines.get(case.ref, ()):
            if is_chased(situation, case, deadline=deadline):
                yield from _reminder_lines(situation, case, deadline=deadline)
        for agency, deadline in return_deadlines(situation, case):
            yield from _chaser_lines(situation, case, agency=agency, deadline=deadline)


def is_chased(situation: Situation, case: Case, *, deadline: Deadline) -> bool:
    """Whether somebody is reminded of a deadline: it is open, and neither sent by machine nor already arranged."""
    if not deadline.state.is_open or deadline.rule == RuleId.AGENCY_RETURN:
        return False
    if deadline.rule == RuleId.AGENCY_REQUEST:
        return not requests_go_out(situation, case)
    return deadline.rule != RuleId.RAPID_REVIEW_MEETING or not _is_arranged(situation, case)


def _is_arranged(situation: Situation, case: Case) -> bool:
    """Whether the rapid review meeting has a date that can stand."""
    meeting = case.day("rapid_review_on")
    if meeting is None:
        return False
    lawful = last_lawful_day(situation.deadlines.get(case.ref, ()), calendar=situation.calendar)
    return lawful is None or meeting <= lawful or bool(case.text("meeting_exception"))


def _reminder_lines(situation: Situation, case: Case, *, deadline: Deadline) -> Iterator[_Line]:
    duty = duty_today(situation, case, deadline=deadline)
    step = rung(duty.left, situation.settings.notices.ladder)
    if not step:
        return
    audience = recipients.owners(situation, deadline.owner, case=case, rule=deadline.rule)
    mine = replace(duty, nobody=audience.nobody)
    yield from (_line(mine, contact, kind=NoticeKind.REMINDER, step=step) for contact in audience.contacts)
    told = {contact.address.lower() for contact in audience.contacts}
    for contact in _executives(situation, case, duty=duty):
        if contact.address.lower() not in told:
            yield _line(replace(duty, escalated=True), contact, kind=NoticeKind.REMINDER, step=step)


def _executives(situation: Situation, case: Case, *, duty: DutyLine) -> tuple[Contact, ...]:
    # A step of the office's own timetable, or a date that is only provisional, is not a matter for chief executives.
    uncertain = duty.deadline.force is Force.LOCAL or duty.deadline.provisional
    if uncertain or not escalates(duty.left, situation.settings.notices.ladder):
        return ()
    there = recipients.with_role(situation, "executive", case=case)
    return recipients.wanting(there, NoticeKind.REMINDER, rule=duty.deadline.rule)


def _chaser_lines(situation: Situation, case: Case, *, agency: str, deadline: Deadline) -> Iterator[_Line]:
    duty = duty_today(situation, case, deadline=deadline)
    step = rung(duty.left, situation.settings.notices.ladder)
    if step:
        leads = recipients.wanting(recipients.of_agency(situation, agency), NoticeKind.CHASER)
        yield from (_line(duty, contact, kind=NoticeKind.CHASER, step=step) for contact in leads)


def _line(duty: DutyLine, contact: Contact, *, kind: NoticeKind, step: str) -> _Line:
    deadline = duty.deadline
    key = NoticeKey(
        kind=kind,
        case_ref=deadline.case_ref,
        duty=deadline.rule,
        subject=deadline.subject,
        due=deadline.due,
        rung=step,
        recipient=contact.address.lower(),
    )
    return _Line(key=key, contact=contact, duty=duty)


def duty_today(situation: Situation, case: Case, *, deadline: Deadline) -> DutyLine:
    """A deadline as a reminder of today says it."""
    sheet, column = where_done(deadline.rule)
    return DutyLine(
        deadline=deadline,
        left=between(situation.today, deadline.working_target, calendar=situation.calendar),
        sheet=sheet,
        column=column,
        initials=initials(case.text("child")),
        counted=_counted(deadline),
        moved=_moved(situation.moved, deadline),
        note=_note(situation, case, rule=deadline.rule),
    )


def _counted(deadline: Deadline) -> tuple[str, ...]:
    named = ", ".join(
        f"{long_date(day.date)} ({day.why})"
        for day in deadline.days
        if not day.counted and day.date.weekday() < SATURDAY
    )
    return (two_lines(deadline)[1], *([f"Not counted, besides weekends: {named}."] if named else []))


def _note(situation: Situation, case: Case, *, rule: str) -> str:
    unknown = unreachable(situation, case) if rule == RuleId.AGENCY_REQUEST else ()
    return f"Not asked, since nobody is entered in Contacts: {', '.join(unknown)}." if unknown else ""


def _moved(moves: Iterable[MovedDeadline], deadline: Deadline) -> MovedDeadline | None:
    same = [
        move
        for move in moves
        if (move.case_ref, move.rule, move.subject, move.new)
        == (deadline.case_ref, deadline.rule, deadline.subject, deadline.due)
    ]
    last = max(same, key=lambda move: move.at, default=None)
    return last if last and last.old else None


def _notice(situation: Situation, lines: list[_Line]) -> Notice:
    ordered = sorted(lines, key=lambda line: (line.duty.deadline.due, line.key.text()))
    duties = tuple(line.duty for line in ordered)
    chasing = all(line.key.kind is NoticeKind.CHASER for line in ordered)
    refs = {duty.deadline.case_ref for duty in duties}
    return Notice(
        key=ordered[0].key,
        also_keys=tuple(line.key for line in ordered[1:]),
        recipient_name=ordered[0].contact.name,
        words={"duties": duties},
        deadlines=tuple(duty.deadline for duty in duties),
        marking=highest_of(*(situation.markings.get(ref, "") for ref in refs)),
        template="chaser" if chasing else "reminder",
    )
