"""Reminders and chasers: what of the duties that are due or overdue is said today, and to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from pipeline.clock.count.workdays import between, on_or_before
from pipeline.clock.model import Deadline, DutyState, RuleId, Task
from pipeline.dates import london_date
from pipeline.facts import Case, Source
from pipeline.initials import initials
from pipeline.model import NoticeKind
from pipeline.notices import recipients
from pipeline.notices.kinds.agency_requests import requests_go_out, return_deadlines, unreachable
from pipeline.notices.meetings.slots import last_lawful_day
from pipeline.notices.model import Contact, DutyLine, MovedDeadline, NoticeKey, TaskLine
from pipeline.notices.reminder_ladder import escalates, rung
from pipeline.notices.situation import Situation
from pipeline.notices.wording.plain_names import where_done
from pipeline.shown_text import amount

# Questions of the office to itself, which stand in its digest: nobody else can answer them.
_ASKED_INSIDE = (
    RuleId.DECIDE_CRITERIA,
    RuleId.RECORD_CRITERIA,
    RuleId.RECORD_DECISION,
    RuleId.RECORD_FAMILY_VIEWS,
)
_A_WEEK = 7  # days


@dataclass(frozen=True, kw_only=True, slots=True)
class DutySaid:
    """One duty of which one person is reminded by the rung of today."""

    key: NoticeKey
    contact: Contact
    duty: DutyLine | TaskLine

    @property
    def keys(self) -> tuple[NoticeKey, ...]:
        """Its one key."""
        return (self.key,)

    # Only what is asked is said before its day, passed on, or said in the pass in which it arose.
    is_ahead: ClassVar = False
    is_of_the_day: ClassVar = False
    passed_on: ClassVar = False
    goes_at_once: ClassVar = False

    @property
    def whose(self) -> str:
        """The case in whose block it stands."""
        return self.key.case_ref

    @property
    def instead_of(self) -> str:
        """The owner for whom nobody is entered."""
        return self.duty.nobody

    @property
    def day(self) -> date:
        """Its last day; of what has no number of days, the last of all."""
        return self.duty.day

    @property
    def cannot_wait(self) -> bool:
        """Whether today is its last day, or the day to work to, so that tomorrow's mail would be too late."""
        return isinstance(self.duty, DutyLine) and self.key.rung == "on-the-day" and self.duty.left == 0

    def rank(self, today: date) -> int:
        """How pressing it is beside what else is said `today`: the last day, overdue, due, without a day."""
        if self.cannot_wait:
            return 0
        return 1 if self.duty.is_overdue else 3 if self.day == date.max else 2

    def presses(self, before: Sequence[NoticeKey]) -> bool:
        """Whether it goes out though its reader has had enough this week, and `before` was said of it: its last day is
        today, it is newly overdue, or a new task."""
        late = self.duty.is_overdue and not any(key.rung.endswith("-late") for key in before)
        # A local step that was missed is no news for which a third mail of the week would be opened.
        return self.cannot_wait or (late and not self.duty.is_local) or self.key.rung == "arises"


def reminders(situation: Situation) -> tuple[DutySaid, ...]:
    """Every duty of which somebody is due to be reminded, or an agency chased, and was not yet."""
    return tuple(said for said in _lines(situation) if not situation.has_said(said.key))


def _lines(situation: Situation) -> Iterator[DutySaid]:
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


def _reminder_lines(situation: Situation, case: Case, *, deadline: Deadline) -> Iterator[DutySaid]:
    duty = duty_today(situation, case, deadline=deadline)
    step = rung(duty.left, situation.settings.notices.ladder)
    # A day counted from what cannot be right accuses nobody before it is corrected.
    if not step or (deadline.impossible and deadline.state is DutyState.OVERDUE):
        return
    audience = recipients.owners(situation, deadline.owner, case=case, rule=deadline.rule)
    mine = replace(duty, nobody=audience.nobody)
    yield from (_line(mine, contact, kind=NoticeKind.REMINDER, step=step) for contact in audience.contacts)
    told = recipients.addresses_of(audience.contacts)
    for contact in _executives(situation, case, duty=duty, step=step, owners=told):
        if contact.recipient not in told:
            yield _line(replace(duty, escalated=True), contact, kind=NoticeKind.REMINDER, step=step)


def _executives(
    situation: Situation, case: Case, *, duty: DutyLine, step: str, owners: frozenset[str]
) -> tuple[Contact, ...]:
    # Steps of the office's own timetable stay with their owners: they are no matter for chief executives.
    deadline = duty.deadline
    overdue = duty.is_overdue and not duty.is_local and escalates(duty.left, situation.settings.notices.ladder)
    if not (overdue and _owners_know(situation, case, deadline=deadline, step=step, owners=owners)):
        return ()
    there = recipients.with_role(situation, "executive", case=case)
    return recipients.wanting(there, NoticeKind.REMINDER, rule=duty.deadline.rule)


def _owners_know(situation: Situation, case: Case, *, deadline: Deadline, step: str, owners: frozenset[str]) -> bool:
    """Whether the owners heard of the duty on an earlier rung, since the case was opened again if ever it was; where
    there is nobody to tell, nobody is passed over."""
    since = _reopened_at(case)
    return not owners or any(
        (since is None or at >= since) and key.rung != step
        for key, at in situation.said_of_case(NoticeKind.REMINDER, case.ref)
        if (key.duty, key.due) == (deadline.rule, deadline.due) and key.recipient in owners
    )


def _reopened_at(case: Case) -> datetime | None:
    said = [fact for fact in case.facts if fact.name == "status" and fact.source is not Source.FORM]
    was_closed = any(fact.value == "Closed" for fact in said[:-1])
    return said[-1].recorded_at if was_closed and said[-1].value in ("Open", "", None) else None


def _task_lines(situation: Situation, case: Case, *, task: Task) -> Iterator[DutySaid]:
    audience = recipients.owners(situation, task.owner, case=case, rule=task.rule)
    for contact in audience.contacts:
        key = _task_key(situation, task, recipient=contact.recipient)
        if key:
            duty = TaskLine(task=task, initials=initials(case.text("child")), nobody=audience.nobody)
            yield DutySaid(key=key, contact=contact, duty=duty)


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


def _chaser_lines(situation: Situation, case: Case, *, agency: str, deadline: Deadline) -> Iterator[DutySaid]:
    duty = duty_today(situation, case, deadline=deadline)
    step = rung(duty.left, situation.settings.notices.ladder)
    if step:
        leads = recipients.wanting(recipients.of_agency(situation, agency), NoticeKind.CHASER)
        yield from (_line(duty, contact, kind=NoticeKind.CHASER, step=step) for contact in leads)


def _line(duty: DutyLine, contact: Contact, *, kind: NoticeKind, step: str) -> DutySaid:
    deadline = duty.deadline
    key = NoticeKey(
        kind=kind,
        case_ref=deadline.case_ref,
        duty=deadline.rule,
        subject=deadline.subject,
        due=deadline.due,
        rung=step,
        recipient=contact.recipient,
    )
    return DutySaid(key=key, contact=contact, duty=duty)


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
        moved=_moved(situation, deadline),
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
    number = amount(abs(left), "working day")
    if deadline.state is DutyState.OVERDUE:
        return f"{number} overdue"
    if left:
        return f"{number} left"
    last = on_or_before(deadline.due, situation.calendar)
    return "due today" if last <= situation.today else "the day to work to is today"


def _note(situation: Situation, case: Case, *, rule: str) -> str:
    unknown = unreachable(situation, case) if rule == RuleId.AGENCY_REQUEST else ()
    return f"Not asked, since nobody is entered in Contacts: {', '.join(unknown)}." if unknown else ""


def _moved(situation: Situation, deadline: Deadline) -> MovedDeadline | None:
    last = situation.last_move(deadline)
    return last if last and last.old else None
