"""Reminders and chasers: what of the duties that are due or overdue is said today, to whom, in one mail a day each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from pipeline.clock.count.calendars import SATURDAY
from pipeline.clock.count.workdays import between, on_or_before
from pipeline.clock.explain.in_words import two_lines
from pipeline.clock.model import Deadline, DutyState, Force, RuleId, Task
from pipeline.dates import london_date, long_date
from pipeline.facts import Case, Source
from pipeline.initials import initials
from pipeline.model import NoticeKind
from pipeline.notices import recipients
from pipeline.notices.kinds.agency_requests import requests_go_out, return_deadlines, unreachable
from pipeline.notices.meetings.slots import last_lawful_day
from pipeline.notices.model import Contact, DutyLine, MovedDeadline, Notice, NoticeKey, TaskLine
from pipeline.notices.reminder_ladder import escalates, rung
from pipeline.notices.situation import Situation
from pipeline.notices.wording.plain_names import where_done
from pipeline.protective_marking import highest_of

_KINDS = (NoticeKind.REMINDER, NoticeKind.CHASER)
# Questions of the office to itself, which stand in its digest: nobody else can answer them.
_ASKED_INSIDE = (
    RuleId.DECIDE_CRITERIA,
    RuleId.RECORD_CRITERIA,
    RuleId.RECORD_DECISION,
    RuleId.RECORD_FAMILY_VIEWS,
)
_A_WEEK = 7  # days


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    """One duty that is to be said to one contact."""

    key: NoticeKey
    contact: Contact
    duty: DutyLine | TaskLine


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
    return [line for line in lines if isinstance(line.duty, DutyLine) and _is_of_today(line.duty, line.key.rung)]


def _is_of_today(duty: DutyLine, step: str) -> bool:
    return step == "on-the-day" and duty.left == 0


def _lines(situation: Situation) -> Iterator[_Line]:
    for case in situation.running_cases:
        for deadline in situation.deadlines.get(case.ref, ()):
            if is_chased(situation, case, deadline=deadline):
                yield from _reminder_lines(situation, case, deadline=deadline)
        for agency, deadline in return_deadlines(situation, case):
            yield from _chaser_lines(situation, case, agency=agency, deadline=deadline)
        for task in situation.tasks.get(case.ref, ()):
            if task.state.is_chased and task.rule not in _ASKED_INSIDE:
                yield from _task_lines(situation, case, task=task)


def is_chased(situation: Situation, case: Case, *, deadline: Deadline) -> bool:
    """Whether its owner is reminded of a deadline: it is due or overdue, and neither sent by machine nor arranged."""
    if not deadline.state.is_chased or deadline.rule == RuleId.AGENCY_RETURN:
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
    for contact in _executives(situation, case, duty=duty, step=step, owners=told):
        if contact.address.lower() not in told:
            yield _line(replace(duty, escalated=True), contact, kind=NoticeKind.REMINDER, step=step)


def _executives(
    situation: Situation, case: Case, *, duty: DutyLine, step: str, owners: set[str]
) -> tuple[Contact, ...]:
    # Steps of the office's own timetable stay with their owners: they are no matter for chief executives.
    deadline = duty.deadline
    overdue = deadline.state is DutyState.OVERDUE and deadline.force is not Force.LOCAL
    # A day counted from a date that cannot be right accuses nobody before it is corrected.
    if not overdue or deadline.impossible or not escalates(duty.left, situation.settings.notices.ladder):
        return ()
    if not _owners_know(situation, case, deadline=deadline, step=step, owners=owners):
        return ()
    there = recipients.with_role(situation, "executive", case=case)
    return recipients.wanting(there, NoticeKind.REMINDER, rule=duty.deadline.rule)


def _owners_know(situation: Situation, case: Case, *, deadline: Deadline, step: str, owners: set[str]) -> bool:
    """Whether the owners heard of the duty on an earlier rung, since the case was opened again if ever it was; where
    there is nobody to tell, nobody is passed over."""
    since = _reopened_at(case)
    return not owners or any(
        (since is None or at >= since) and key.rung != step
        for key, at in situation.said.items()
        if (key.kind, key.case_ref, key.duty, key.due) == (NoticeKind.REMINDER, case.ref, deadline.rule, deadline.due)
        and key.recipient in owners
    )


def _reopened_at(case: Case) -> datetime | None:
    said = [fact for fact in case.facts if fact.name == "status" and fact.source is not Source.FORM]
    was_closed = any(fact.value == "Closed" for fact in said[:-1])
    return said[-1].recorded_at if was_closed and said[-1].value in ("Open", "", None) else None


def _task_lines(situation: Situation, case: Case, *, task: Task) -> Iterator[_Line]:
    audience = recipients.owners(situation, task.owner, case=case, rule=task.rule)
    for contact in audience.contacts:
        key = _task_key(situation, task, recipient=contact.address.lower())
        if key:
            duty = TaskLine(task=task, initials=initials(case.text("child")), nobody=audience.nobody)
            yield _Line(key=key, contact=contact, duty=duty)


def _task_key(situation: Situation, task: Task, *, recipient: str) -> NoticeKey | None:
    """The key under which a task is said to `recipient` today: once when it arises, then once a week."""
    first = NoticeKey(
        kind=NoticeKind.REMINDER,
        case_ref=task.case_ref,
        duty=task.rule,
        due=None,
        rung="arises",
        recipient=recipient,
    )
    if not situation.has_said(first):
        return first
    weeks = (situation.today - london_date(situation.said[first])).days // _A_WEEK
    return replace(first, rung=f"week-{weeks}") if weeks else None


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
    sheet, column = where_done(deadline.rule, choices=situation.settings.clock)
    left = _left(situation, deadline)
    return DutyLine(
        deadline=deadline,
        left=left,
        when=_when(situation, deadline, left=left),
        sheet=sheet,
        column=column,
        initials=initials(case.text("child")),
        counted=_counted(deadline),
        moved=_moved(situation.moved, deadline),
        note=_note(situation, case, rule=deadline.rule),
    )


def _left(situation: Situation, deadline: Deadline) -> int:
    """Working days to the day to work to, once that has passed to the last day; below zero only where overdue."""
    today, last = situation.today, on_or_before(deadline.due, situation.calendar)
    if deadline.state is DutyState.OVERDUE:
        return between(today, last, calendar=situation.calendar)
    aim = deadline.working_target if deadline.working_target >= today else last
    return max(0, between(today, aim, calendar=situation.calendar))


def _when(situation: Situation, deadline: Deadline, *, left: int) -> str:
    number = f"{abs(left)} working day{'' if abs(left) == 1 else 's'}"
    if deadline.state is DutyState.OVERDUE:
        return f"{number} overdue"
    if left:
        return f"{number} left"
    last = on_or_before(deadline.due, situation.calendar)
    return "due today" if last <= situation.today else "the day to work to is today"


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
    ordered = sorted(lines, key=_earliest_first)
    duties = tuple(line.duty for line in ordered if isinstance(line.duty, DutyLine))
    chasing = all(line.key.kind is NoticeKind.CHASER for line in ordered)
    refs = {line.key.case_ref for line in ordered}
    return Notice(
        key=ordered[0].key,
        also_keys=tuple(line.key for line in ordered[1:]),
        recipient_name=ordered[0].contact.name,
        words={
            "duties": duties,
            "tasks": tuple(line.duty for line in ordered if isinstance(line.duty, TaskLine)),
            "overdue": sum(duty.deadline.state is DutyState.OVERDUE for duty in duties),
            "has_tracker": recipients.has_tracker(situation, ordered[0].contact.address),
        },
        deadlines=tuple(duty.deadline for duty in duties),
        marking=highest_of(*(situation.markings.get(ref, "") for ref in refs)),
        template="chaser" if chasing else "reminder",
    )


def _earliest_first(line: _Line) -> tuple[date, str]:
    # What has no number of days stands last.
    return line.duty.deadline.due if isinstance(line.duty, DutyLine) else date.max, line.key.text()
