"""The morning digest: what is asked, overdue and due, what came and went, what waits; proof that the worker lives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from pipeline.clock.duties.question import CaseQuestion
from pipeline.clock.model import CountKind, Deadline, DutyState, RuleId, Task
from pipeline.dates import LONDON, london, utc
from pipeline.model import Attention, NoticeKind
from pipeline.notices import recipients
from pipeline.notices.kinds.agency_requests import agencies_of, wanted_returns
from pipeline.notices.kinds.alerts import open_items
from pipeline.notices.kinds.reminders import duty_today
from pipeline.notices.model import Contact, DutyLine, Notice, NoticeKey
from pipeline.notices.situation import Situation
from pipeline.notices.wording.plain_names import MAILS

_WEEK = 5  # working days ahead
# What the digest says of itself from the ledgers: by the beginnings of the ids under which the office is shown it.
_SAID_ELSEWHERE = ("question:", "evidence:")
_SENT_NAMES: dict[NoticeKind, tuple[str, str]] = {  # of one and of several
    NoticeKind.ACKNOWLEDGEMENT: ("acknowledgement", "acknowledgements"),
    NoticeKind.SEND_AGAIN: ("request to send again", "requests to send again"),
    NoticeKind.ALERT: ("alert", "alerts"),
    NoticeKind.REMINDER: ("reminder", "reminders"),
    NoticeKind.QUESTION: ("question", "questions"),
    NoticeKind.AGENCY_REQUEST: ("request to an agency", "requests to agencies"),
    NoticeKind.CHASER: ("chaser to an agency", "chasers to agencies"),
    NoticeKind.INVITATION: ("invitation", "invitations"),
    NoticeKind.LETTER: ("letter", "letters"),
}


def digests(situation: Situation, gaps: Iterable[Attention]) -> tuple[Notice, ...]:
    """Today's digest to each manager and deputy who has not had it, from the hour in the settings on."""
    if london(situation.now).time() < situation.settings.worker.digest_time:
        return ()
    # A gap that was shown in an earlier pass stands among the open items too.
    waiting = tuple({item.id: item for item in (*open_items(situation), *gaps)}.values())
    contacts = recipients.office(situation, NoticeKind.DIGEST)
    return tuple(
        _digest(situation, contact, waiting=waiting)
        for contact in contacts
        if not situation.has_said(_key(situation, contact))
    )


def _key(situation: Situation, contact: Contact) -> NoticeKey:
    return NoticeKey(
        kind=NoticeKind.DIGEST,
        case_ref="",
        duty="digest",
        due=situation.today,
        rung="morning",
        recipient=contact.address.lower(),
    )


def _digest(situation: Situation, contact: Contact, *, waiting: tuple[Attention, ...]) -> Notice:
    since = _since(situation, contact)
    meetings = [state.meeting for state in situation.meetings if not state.meeting.cancelled]
    return Notice(
        key=_key(situation, contact),
        recipient_name=contact.name,
        words={
            "fault_lines": situation.fault_lines,
            **_duty_words(situation),
            "questions": _questions(situation),
            "closed_early": _closed_early(situation),
            "undated": _undated(situation),
            "returns": _returns(situation),
            "meetings": tuple(meeting for meeting in meetings if meeting.start >= situation.now),
            "arrived": tuple(arrival for arrival in situation.arrivals if arrival.received_at > since),
            "sent": _sent(situation, since),
            "waiting": tuple(item for item in waiting if not item.id.startswith(_SAID_ELSEWHERE)),
            "since": since,
            "kinds": MAILS,
            "open_cases": len(situation.open_cases),
            "initials": situation.initials,
        },
    )


def _duty_words(situation: Situation) -> dict[str, object]:
    """What stands where, by the states of the ledgers alone: the same counts as in the workbook and in `status`."""
    every = [entry for found in situation.running_ledgers for entry in found.deadlines]
    due = _lines(situation, every, state=DutyState.DUE)
    passed = (entry for entry in every if _has_passed(entry, today=situation.today))
    return {
        "late": _lines(situation, every, state=DutyState.OVERDUE),
        "today": tuple(duty for duty in due if duty.left == 0),
        "week": tuple(duty for duty in due if 0 < duty.left <= _WEEK),
        "passed": tuple(sorted(passed, key=lambda entry: (entry.due, entry.case_ref))),
    }


def _lines(situation: Situation, deadlines: Iterable[Deadline], *, state: DutyState) -> tuple[DutyLine, ...]:
    cases = {case.ref: case for case in situation.cases}
    here = (entry for entry in deadlines if entry.state is state)
    ordered = sorted(here, key=lambda entry: (entry.due, entry.case_ref, entry.rule, entry.subject))
    return tuple(duty_today(situation, cases[entry.case_ref], deadline=entry) for entry in ordered)


def _has_passed(deadline: Deadline, *, today: date) -> bool:
    """Whether somebody else's act was expected by now: to know of, since nobody here is late with it."""
    expected = deadline.state is DutyState.EXPECTED and deadline.kind is CountKind.EXPECTED
    return expected and deadline.due < today


def _undated(situation: Situation) -> tuple[Task, ...]:
    """What is to be done for which no source gives a number of days; what is only asked stands under the questions."""
    return tuple(
        task
        for found in situation.running_ledgers
        for task in found.tasks
        if task.state is DutyState.DUE and task.rule != RuleId.DECIDE_CRITERIA
    )


def _questions(situation: Situation) -> tuple[CaseQuestion, ...]:
    """The question of each case, the one whose day comes first before the others."""
    found = (entry.question for entry in situation.running_ledgers if entry.question)
    return tuple(sorted(found, key=lambda question: (question.day, question.case_ref)))


def _closed_early(situation: Situation) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each case that was marked Closed and is open in effect, and what holds it open."""
    found = ((case.ref, situation.ledgers.get(case.ref)) for case in situation.cases if case.text("status") == "Closed")
    return tuple(
        (ref, tuple(dict.fromkeys((*(duty.title for duty in there.holding_open), *there.lacking))))
        for ref, there in found
        if there and there.is_open
    )


def _returns(situation: Situation) -> tuple[tuple[str, int, int, tuple[str, ...]], ...]:
    """Case, returns received, returns wanted, and the agencies outstanding, for cases that wait for any."""
    rows = []
    for case in situation.open_cases:
        wanted = [state for state in agencies_of(case) if not state.not_needed]
        late = tuple(state.agency for state in wanted_returns(situation, case))
        if late:
            rows.append((case.ref, len(wanted) - len(late), len(wanted), late))
    return tuple(rows)


def _since(situation: Situation, contact: Contact) -> datetime:
    midnight = datetime.combine(situation.today, datetime.min.time(), LONDON)
    last = situation.last_said(NoticeKind.DIGEST, contact.address.lower())
    return last or utc(midnight - timedelta(days=1))


def _sent(situation: Situation, since: datetime) -> tuple[tuple[str, int], ...]:
    kinds: Counter[NoticeKind] = Counter(
        key.kind for key, at in situation.said.items() if at >= since and key.kind is not NoticeKind.DIGEST
    )
    return tuple(
        (one if kinds[kind] == 1 else several, kinds[kind])
        for kind, (one, several) in _SENT_NAMES.items()
        if kinds[kind]
    )
