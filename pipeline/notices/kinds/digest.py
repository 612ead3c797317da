"""The morning digest: what is due, what came, what was sent, what waits for a person; proof that the worker lives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from math import inf

from pipeline.clock.duties.tasks import open_tasks
from pipeline.clock.model import Deadline, RuleId, Task
from pipeline.dates import LONDON, london, utc
from pipeline.facts import Case
from pipeline.model import Attention, NoticeKind
from pipeline.notices import recipients
from pipeline.notices.kinds.agency_requests import agencies_of, outstanding
from pipeline.notices.kinds.alerts import open_items
from pipeline.notices.kinds.reminders import duty_today, is_chased
from pipeline.notices.model import Contact, DutyLine, Notice, NoticeKey
from pipeline.notices.situation import Situation
from pipeline.notices.wording.plain_names import MAILS

_WEEK = 5  # working days ahead
_SENT_NAMES = {
    NoticeKind.ACKNOWLEDGEMENT: "acknowledgements",
    NoticeKind.SEND_AGAIN: "requests to send again",
    NoticeKind.ALERT: "alerts",
    NoticeKind.REMINDER: "reminders",
    NoticeKind.QUESTION: "questions",
    NoticeKind.AGENCY_REQUEST: "requests to agencies",
    NoticeKind.CHASER: "chasers to agencies",
    NoticeKind.INVITATION: "invitations",
    NoticeKind.LETTER: "letters",
}


def digests(situation: Situation, gaps: Iterable[Attention]) -> tuple[Notice, ...]:
    """Today's digest to each manager and deputy who has not had it, from the hour in the settings on."""
    if london(situation.now).time() < situation.settings.worker.digest_time:
        return ()
    waiting = (*open_items(situation), *gaps)
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
            **_duty_words(situation),
            "undated": _undated(situation),
            "returns": _returns(situation),
            "meetings": tuple(meeting for meeting in meetings if meeting.start >= situation.now),
            "arrived": tuple(arrival for arrival in situation.arrivals if arrival.received_at > since),
            "sent": _sent(situation, since),
            "waiting": waiting,
            "since": since,
            "kinds": MAILS,
            "open_cases": len(situation.open_cases),
            "initials": situation.initials,
        },
    )


def _duty_words(situation: Situation) -> dict[str, object]:
    duties = sorted(_duties(situation), key=lambda duty: (duty.deadline.due, duty.deadline.case_ref))

    def within(first: float, last: int) -> tuple[DutyLine, ...]:
        return tuple(duty for duty in duties if first <= duty.left <= last)

    return {"late": within(-inf, -1), "today": within(0, 0), "week": within(1, _WEEK)}


def _duties(situation: Situation) -> list[DutyLine]:
    return [
        duty_today(situation, case, deadline=deadline)
        for case in situation.running_cases
        for deadline in situation.deadlines.get(case.ref, ())
        if is_chased(situation, case, deadline=deadline) or _is_wanted_return(deadline, case)
    ]


def _undated(situation: Situation) -> tuple[Task, ...]:
    """What is to be done for which no source gives a number of days, on every case that is not in error."""
    return tuple(task for case in situation.running_cases for task in open_tasks(situation.tasks.get(case.ref, ())))


def _is_wanted_return(deadline: Deadline, case: Case) -> bool:
    wanted = deadline.rule == RuleId.AGENCY_RETURN and deadline.state.is_open
    return wanted and deadline.subject in {state.agency for state in outstanding(case)}


def _returns(situation: Situation) -> tuple[tuple[str, int, int, tuple[str, ...]], ...]:
    """Case, returns received, returns wanted, and the agencies outstanding, for cases that wait for any."""
    rows = []
    for case in situation.open_cases:
        wanted = [state for state in agencies_of(case) if not state.not_needed]
        late = tuple(state.agency for state in outstanding(case))
        if late:
            rows.append((case.ref, len(wanted) - len(late), len(wanted), late))
    return tuple(rows)


def _since(situation: Situation, contact: Contact) -> datetime:
    midnight = datetime.combine(situation.today, datetime.min.time(), LONDON)
    last = situation.last_said(NoticeKind.DIGEST, contact.address.lower())
    return last or utc(midnight - timedelta(days=1))


def _sent(situation: Situation, since: datetime) -> tuple[tuple[str, int], ...]:
    kinds = Counter(key.kind for key, at in situation.said.items() if at > since)
    return tuple((name, kinds[kind]) for kind, name in _SENT_NAMES.items() if kinds[kind])
