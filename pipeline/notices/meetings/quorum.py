"""Shortly before a meeting: who has not answered its invitation, and which statutory partner will be missing."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from pipeline.clock.count.workdays import between
from pipeline.dates import london_date
from pipeline.model import NoticeKind
from pipeline.notices import recipients
from pipeline.notices.kinds.in_the_digest import waits_for_the_digest
from pipeline.notices.meetings.rapid_review import meeting_key
from pipeline.notices.model import Notice
from pipeline.notices.situation import MeetingState, Situation

# Working days before the meeting: time for one more answer, or for somebody else of a partner to come.
_ASK_BEFORE = 2
_PARTNERS = {"la-lead": "the local authority", "icb": "the integrated care board", "police": "the police"}


class _Absence(Enum):
    """Why nobody of a partner comes; the values stand in the keys of alerts."""

    NOT_INVITED = "not invited"
    DECLINED = "declined"
    NO_ANSWER = "no answer yet"


_REASONS = {
    _Absence.NOT_INVITED: "not invited, since nobody is entered in Contacts",
    _Absence.DECLINED: "declined",
    _Absence.NO_ANSWER: "no answer yet",
}


def meeting_follow_ups(situation: Situation) -> tuple[Notice, ...]:
    """Two working days before a meeting: one question to those who have not answered, one alert on missing partners."""
    near = [state for state in situation.meetings if _is_near(situation, state)]
    found = [notice for state in near for notice in (*_questions(situation, state), *_quorum(situation, state))]
    return tuple(notice for notice in found if not situation.has_said(notice.key))


def _is_near(situation: Situation, state: MeetingState) -> bool:
    meeting = state.meeting
    # The days to a meeting of years ago are many to count, and it asks nothing of anybody.
    if meeting.cancelled or meeting.start <= situation.now:
        return False
    return between(situation.today, london_date(meeting.start), calendar=situation.calendar) <= _ASK_BEFORE


def _questions(situation: Situation, state: MeetingState) -> Iterator[Notice]:
    for person in state.asked:
        invited = meeting_key(state.meeting, rung=f"sequence-{state.meeting.sequence}", recipient=person.address)
        if person.address not in state.answers and not situation.was_today(invited):
            yield Notice(
                key=meeting_key(state.meeting, rung=f"answer-{state.meeting.sequence}", recipient=person.address),
                recipient_name=person.name,
                words={"meeting": state.meeting},
                marking=situation.markings.get(state.meeting.case_ref, ""),
                template="invitation-answer",
            )


def _quorum(situation: Situation, state: MeetingState) -> Iterator[Notice]:
    missing = tuple(
        (role, reason) for role in recipients.STATUTORY_ROLES if (reason := _absence(situation, state, role=role))
    )
    if not missing:
        return
    words = tuple(f"{_PARTNERS[role]}: {_REASONS[reason]}" for role, reason in missing)
    rung = "quorum " + ", ".join(f"{role} {reason.value}" for role, reason in missing)
    told_now = (one for one in recipients.managers(situation) if not waits_for_the_digest(situation, one))
    for contact in told_now:
        yield Notice(
            key=meeting_key(state.meeting, rung=rung, recipient=contact.recipient, kind=NoticeKind.ALERT),
            recipient_name=contact.name,
            words={"meeting": state.meeting, "missing": words},
            marking=situation.markings.get(state.meeting.case_ref, ""),
            template="quorum",
        )


def _absence(situation: Situation, state: MeetingState, *, role: str) -> _Absence | None:
    """Why a statutory partner will be missing; None where somebody of theirs comes."""
    theirs = recipients.addresses_of(recipients.with_role(situation, role))
    asked = [person.address for person in state.asked if person.address in theirs]
    said = [state.answers.get(address, "") for address in asked]
    if any(answer in ("accepted", "tentative") for answer in said):
        return None
    if not asked:
        return _Absence.NOT_INVITED
    return _Absence.DECLINED if all(said) else _Absence.NO_ANSWER
