"""The questions that are open: who is asked today, and by which step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.cases.taken_in import is_touched
from pipeline.clock.count.calendars import Calendar
from pipeline.clock.count.workdays import between, nth_working_day
from pipeline.clock.duties.question import FIRST_DAYS, Asked, CaseQuestion, QuestionPart, hangs
from pipeline.clock.model import Deadline
from pipeline.dates import london_date
from pipeline.facts import Case
from pipeline.model import Attention, NoticeKind
from pipeline.notices import recipients
from pipeline.notices.model import Contact, NoticeKey
from pipeline.notices.question_steps import (
    REPEATED,
    TOGETHER,
    AskStep,
    StepReached,
    is_last_chance,
    reached,
    reached_by,
)
from pipeline.notices.situation import Situation

_LOUD = ("la-lead", "chair")
# Who is asked instead of somebody whose mailbox answers that they are away.
_NEXT = {
    "manager": ("deputy",),
    "la-lead": ("la-lead", "chair"),
    "chair": ("deputy", "manager"),
    "executive": ("executive",),
}
# What of a mail needs a person: it could not be read, or nobody can say to which case it belongs.
_TO_BE_OPENED = ("read", "failed", "match", "asks")


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """One case or mail that one person is asked about by one step."""

    contact: Contact
    reached: StepReached
    keys: tuple[NoticeKey, ...]  # one for each part of the question
    case: Case | None = None  # None where a mail waits to be opened
    question: CaseQuestion | None = None
    parts: tuple[QuestionPart, ...] = ()
    mail: Attention | None = None
    instead_of: str = ""  # the role for which nobody is entered
    passed_on: bool = False  # by an automatic reply of whoever was asked first
    is_ahead: bool = False  # its day comes within two working days, and it is said with one whose day is today
    cannot_wait: bool = False  # for another day's mail

    @property
    def whose(self) -> str:
        """The case, or the mail that waits to be opened, in whose block it stands."""
        return f"mail {self.keys[0].duty}" if self.mail else self.keys[0].case_ref

    @property
    def goes_at_once(self) -> bool:
        """Whether it belongs to the pass in which it arose: what a new case asks, and what somebody away passes on."""
        return self.passed_on or self.reached.step is AskStep.OPENED

    def rank(self, today: date) -> int:
        """How pressing it is beside what else is said `today`; mails to open come last."""
        if self.mail:
            return 5
        return 0 if self.day == today else 2

    def presses(self, before: Sequence[NoticeKey]) -> bool:
        """Whether it goes out though its reader has had enough this week: its day has come, or it was not asked
        `before`."""
        return self.cannot_wait or self.is_of_the_day or not before

    @property
    def day(self) -> date:
        """Its day; of a mail that waits to be opened, the last of all."""
        return self.question.day if self.question else date.max

    @property
    def is_of_the_day(self) -> bool:
        """Whether its day has come, so that whoever is asked hears of it now, and of what comes soon as well."""
        return self.reached.step is AskStep.DAY and not self.is_ahead


def questions(situation: Situation) -> tuple[Asking, ...]:
    """Everything that is due to be asked and was not yet."""
    return tuple(entry for entry in _asked_today(situation) if not all(map(situation.has_said, entry.keys)))


# --- Who is asked ----------------------------------------------------------------------------------------------------


def _asked_today(situation: Situation) -> Iterator[Asking]:
    """Everybody who is asked by the step of today, said before or not; the same mail to the same person once."""
    for case in situation.open_cases:
        if asked := situation.ledger_of(case).question:
            question = as_asked(situation, asked)
            yield from _with_substitutes(situation, _of_a_case(situation, case, question=question))
    for item in mails_to_open(situation):
        yield from _with_substitutes(situation, _of_a_mail(situation, item))


def as_asked(situation: Situation, question: CaseQuestion) -> CaseQuestion:
    """The question with the day on which it was truly first asked: after an outage, later than it could have been."""
    if question.day_is_known or _is_to_be_opened(question):
        return question
    said = (day for _, day in situation.asked(question.case_ref) if day >= question.since)
    first = min(said, default=situation.today)
    if between(question.since, first, calendar=situation.calendar) <= 1:
        return question
    not_before = nth_working_day(first, FIRST_DAYS, calendar=situation.calendar)
    return replace(question, day=max(question.day, not_before))


def _of_a_case(situation: Situation, case: Case, *, question: CaseQuestion) -> Iterator[Asking]:
    for own in _with_their_own_days(situation, question):
        yield from _of_a_question(situation, case, question=own)


def _with_their_own_days(situation: Situation, question: CaseQuestion) -> Iterator[CaseQuestion]:
    """The question, and each of its parts that arose or was emptied later as one with days of its own."""
    parts: dict[date, list[QuestionPart]] = {}
    for part in question.parts:
        parts.setdefault(_asked_since(situation, question, part=part), []).append(part)
    for since, asked in parts.items():
        own = replace(question, parts=tuple(asked))
        yield own if since == question.since else _from_its_own_day(own, since, calendar=situation.calendar)


def _asked_since(situation: Situation, question: CaseQuestion, *, part: QuestionPart) -> date:
    said = [(key.duty, day) for key, day in situation.asked(question.case_ref) if day >= question.since]
    # Whoever has no manager is asked by no first step, from which a later part could begin.
    if not said or _is_to_be_opened(question) or not recipients.managers(situation):
        return question.since
    of_part = (day for duty, day in said if duty == part.about.value and day >= part.since)
    first = min(of_part, default=situation.today)
    # What was asked late of the whole case, after an outage, arose with the rest.
    of_the_case = min(day for _, day in said)
    return first if between(of_the_case, first, calendar=situation.calendar) > 1 else question.since


def _from_its_own_day(question: CaseQuestion, since: date, *, calendar: Calendar) -> CaseQuestion:
    # A last day that had passed before anybody was asked this makes no accusation of it.
    last_day = question.last_day if question.last_day and question.last_day >= since else None
    known = question.day_is_known and last_day is not None
    day = question.day if known else max(question.day, nth_working_day(since, FIRST_DAYS, calendar=calendar))
    return replace(question, since=since, day=day, day_is_known=known, last_day=last_day)


def _of_a_question(situation: Situation, case: Case, *, question: CaseQuestion) -> Iterator[Asking]:
    today, calendar = situation.today, situation.calendar
    now = reached_by(question, today=today, calendar=calendar)
    if _is_to_be_opened(question):
        yield from _inside_the_office(situation, case, question=question, now=now)
        return
    soon = reached_by(question, today=nth_working_day(today, TOGETHER, calendar=calendar), calendar=calendar)
    to_manager = now if now.is_loud else StepReached(step=AskStep.OPENED)
    yield from _by_role(situation, case, question=question, roles=("manager",), now=to_manager)
    if now.is_loud:
        yield from _by_role(situation, case, question=question, roles=_LOUD, now=now)
    elif (
        now.step is AskStep.AWARENESS
        and question.asks_about(Asked.AWARENESS)
        and _may_leave_the_office(situation, case)
    ):
        yield from _by_role(situation, case, question=question, roles=("la-lead",), now=now)
    if now.step is AskStep.UNANSWERED and _was_asked_loudly_before(situation, case.ref):
        yield from _by_role(situation, case, question=question, roles=("executive",), now=now)
    if not now.is_loud and soon.step is AskStep.DAY:
        for asking in _by_role(situation, case, question=question, roles=("manager", *_LOUD), now=soon):
            yield replace(asking, is_ahead=True)


def _inside_the_office(
    situation: Situation, case: Case, *, question: CaseQuestion, now: StepReached
) -> Iterator[Asking]:
    """Who is asked to open what nobody has read: it has no duty yet, so that nobody else hears of it."""
    if now.is_loud:
        yield from _by_role(situation, case, question=question, roles=recipients.OFFICE_ROLES, now=now)
    elif not any(item.case_ref == case.ref for item in _unopened(situation)):  # else the alert has said it
        yield from _by_role(
            situation, case, question=question, roles=("manager",), now=StepReached(step=AskStep.OPENED)
        )


def _may_leave_the_office(situation: Situation, case: Case) -> bool:
    """Whether somebody outside may be asked early: the sender is confirmed, or the office has touched the case."""
    return case.ref in situation.confirmed or is_touched(case)


def _was_asked_loudly_before(situation: Situation, case_ref: str) -> bool:
    """Whether lead and chair were asked on an earlier day: executives are never the first to hear of a question."""
    loud = (AskStep.DAY.value, AskStep.UNANSWERED.value)
    asked = situation.asked(case_ref)
    return any(key.rung.startswith(loud) and day < situation.today for key, day in asked)


def _by_role(
    situation: Situation, case: Case, *, question: CaseQuestion, roles: tuple[str, ...], now: StepReached
) -> Iterator[Asking]:
    cannot_wait = now.step is AskStep.OPENED or (
        now.step is AskStep.DAY and is_last_chance(question, today=situation.today, calendar=situation.calendar)
    )
    for role in roles:
        there = _people(situation, role, case=case)
        for contact in there or recipients.managers(situation):
            parts = _parts_for(situation, contact, question=question, now=now)
            if not parts:
                continue
            yield Asking(
                contact=contact,
                reached=now,
                keys=tuple(
                    _spaced(situation, _key(question, part.about, now=now, contact=contact), since=question.since)
                    for part in parts
                ),
                case=case,
                question=question,
                parts=parts,
                instead_of="" if there else role,
                cannot_wait=cannot_wait,
            )


def _parts_for(
    situation: Situation, contact: Contact, *, question: CaseQuestion, now: StepReached
) -> tuple[QuestionPart, ...]:
    """What somebody is asked: outside the office of the child's circumstances only where nothing else is open and a
    duty in law or guidance hangs on them."""
    if now.step is AskStep.AWARENESS:
        return tuple(part for part in question.parts if part.about is Asked.AWARENESS)
    others = tuple(part for part in question.parts if part.about is not Asked.CIRCUMSTANCES)
    if contact.role in recipients.OFFICE_ROLES:
        return question.parts
    return others or (question.parts if _a_binding_duty_hangs(situation, question.case_ref) else ())


def _a_binding_duty_hangs(situation: Situation, case_ref: str) -> bool:
    found = situation.ledgers.get(case_ref)
    return any(isinstance(duty, Deadline) and hangs(duty) for duty in (found.holding_open if found else ()))


def _people(situation: Situation, role: str, *, case: Case | None) -> tuple[Contact, ...]:
    if role == "manager":
        return recipients.managers(situation)
    there = recipients.with_role(situation, role, case=case)
    # A question that every one of them has declined would be asked of nobody.
    return recipients.wanting(there, NoticeKind.QUESTION) or there


def _key(question: CaseQuestion, about: Asked, *, now: StepReached, contact: Contact) -> NoticeKey:
    return NoticeKey(
        kind=NoticeKind.QUESTION,
        case_ref=question.case_ref,
        duty=about.value,
        # A target that moves begins nothing anew; a last day that becomes known does.
        due=question.day if question.day_is_known and now.is_loud else question.since,
        rung=now.rung,
        recipient=contact.recipient,
    )


def _spaced(situation: Situation, key: NoticeKey, *, since: date) -> NoticeKey:
    """The key of a question without an answer: until five working days after this person was last asked so, the key of
    that asking, whatever its day did since."""
    if not key.rung.startswith(AskStep.UNANSWERED.value):
        return key
    asked = situation.asked(key.case_ref)
    before = {
        day: said
        for said, day in asked
        if (said.duty, said.recipient) == (key.duty, key.recipient)
        and day >= since
        and said.rung.startswith(AskStep.UNANSWERED.value)
    }
    last = max(before, default=None)
    if last is not None and between(last, situation.today, calendar=situation.calendar) < REPEATED:
        return before[last]
    number = len(before)
    while situation.has_said(following := replace(key, rung=f"{AskStep.UNANSWERED.value}-{number}")):
        number += 1
    return following


# --- Mails that wait to be opened ------------------------------------------------------------------------------------


def mails_to_open(situation: Situation) -> tuple[Attention, ...]:
    """What came and could not be read, or belongs to nobody knows which case; the alert has said it once."""
    asked = {ref for ref, found in situation.ledgers.items() if found.question and _is_to_be_opened(found.question)}
    return tuple(item for item in _unopened(situation) if item.case_ref not in asked)


def _unopened(situation: Situation) -> Iterator[Attention]:
    for item in situation.attention:
        if item.message and not item.resolved and not item.urgent and item.id.rpartition(":")[2] in _TO_BE_OPENED:
            yield item


def _is_to_be_opened(question: CaseQuestion) -> bool:
    return question.asks_about(Asked.OPENING)


def day_to_open(situation: Situation, item: Attention) -> date:
    """The second working day after a mail was first shown."""
    return nth_working_day(london_date(item.since), FIRST_DAYS, calendar=situation.calendar)


def _of_a_mail(situation: Situation, item: Attention) -> Iterator[Asking]:
    since, day = london_date(item.since), day_to_open(situation, item)
    now = reached(since, day, last_day=None, today=situation.today, calendar=situation.calendar)
    if not now.is_loud:
        return
    for contact in recipients.with_role(situation, *recipients.OFFICE_ROLES):
        key = NoticeKey(
            kind=NoticeKind.QUESTION,
            case_ref=item.case_ref,
            duty=item.id,
            due=since,
            rung=now.rung,
            recipient=contact.recipient,
        )
        yield Asking(contact=contact, reached=now, keys=(key,), mail=item)


# --- Whoever is away -------------------------------------------------------------------------------------------------


def _with_substitutes(situation: Situation, entries: Iterable[Asking]) -> Iterator[Asking]:
    entries = tuple(entries)
    yield from entries
    for entry in entries:
        seen = {entry.contact.recipient}
        while _is_away(situation, entry) and (next_one := _next_in_line(situation, entry, seen=seen)):
            entry = next_one  # noqa: PLW2901 -- the next in line may be away too
            seen.add(entry.contact.recipient)
            yield entry


def _is_away(situation: Situation, entry: Asking) -> bool:
    """Whether an automatic reply has come since this person was asked by this step; it is never an answer."""
    asked = max((situation.said[key] for key in entry.keys if key in situation.said), default=None)
    return asked is not None and any(
        arrival.sender.address.lower() == entry.contact.recipient and arrival.received_at >= asked
        for arrival in situation.automatic_replies
    )


def _next_in_line(situation: Situation, entry: Asking, *, seen: set[str]) -> Asking | None:
    roles = _NEXT.get(entry.contact.role, ())
    line = recipients.with_role(situation, *roles, case=entry.case)
    contact = next((one for one in line if one.address.lower() not in seen), None)
    if contact is None:
        return None
    keys = tuple(replace(key, recipient=contact.recipient) for key in entry.keys)
    return replace(entry, contact=contact, keys=keys, passed_on=True, cannot_wait=True, instead_of="")
