"""Answers to invitations as mail programs send them back (RFC 5546 REPLY and COUNTER)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from icalendar import Calendar, Component

from pipeline.dates import utc
from pipeline.domains import domain_of
from pipeline.model import Assurance, ReasonCode, Refusal
from pipeline.notices.proofs import is_proof
from pipeline.notices.situation import MeetingState

_ANSWERS = {"ACCEPTED": "accepted", "TENTATIVE": "tentative", "DECLINED": "declined"}
IN_THE_TRACKER = {"accepted": "yes", "tentative": "maybe", "declined": "no"}
"""An answer as the Agencies sheet says it under `Coming to the review`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarAnswer:
    """One person's answer: `answer` is `accepted`, `tentative` or `declined`; `proposed_start` in UTC where another
    time was proposed."""

    uid: str
    address: str  # of whom it is the answer
    name: str
    answer: str
    sequence: int
    proposed_start: datetime | None = None
    sent_by: str = ""  # who wrote it for them (RFC 5545, 3.2.18); else empty
    delegated_from: str = ""  # who was asked, where somebody comes in their place; else empty
    comment: str = ""  # as written: it may hold a name

    @property
    def who(self) -> str:
        """Whose answer it is, as the log says it."""
        return f"{self.sent_by} for {self.address}" if self.sent_by else self.address


def answers(calendar_text: str, *, sender: str = "") -> CalendarAnswer | Refusal:
    """The answer that a calendar file from `sender` holds, or why none could be read."""
    try:
        calendar = Calendar.from_ical(calendar_text)
        event = next(iter(calendar.walk("VEVENT")), None)
        method = str(calendar.get("METHOD", "")).upper()
        if event is None or method not in ("REPLY", "COUNTER"):
            return _refusal("It is not an answer to an invitation.")
        return _answer(event, counter=method == "COUNTER", sender=sender)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return _refusal("Its calendar part is damaged.")


def doubt_about(answer: CalendarAnswer, *, state: MeetingState, sender: str, assurance: Assurance) -> str:
    """Why the answer is not taken as that of somebody who was asked to the meeting, or an empty text."""
    asked = {person.address for person in state.asked}
    wrote_for_them = answer.sent_by == sender and domain_of(sender) == domain_of(answer.address)
    doubts = (
        (assurance is Assurance.FAILED, "The receiving server says that it does not come from whom it names."),
        (answer.delegated_from in asked, "Somebody who was not asked answers in the place of one who was."),
        (answer.address not in asked, "It answers for an address that was not asked."),
        (sender != answer.address and not wrote_for_them, "It comes from another address than the one that was asked."),
        # The identifier of an earlier version could be guessed, so that it proves nothing.
        (
            assurance is Assurance.NOT_CONFIRMED and not is_proof(state.meeting.uid),
            "The receiving server could not confirm its sender.",
        ),
    )
    return next((why for applies, why in doubts if applies), "")


def _answer(event: Component, *, counter: bool, sender: str) -> CalendarAnswer | Refusal:
    attendee = _answering(event, sender)
    if attendee is None:
        return _refusal("It does not say who answers.")
    said = _ANSWERS.get(str(attendee.params.get("PARTSTAT", "")).upper(), "tentative" if counter else "")
    if not said:
        return _refusal("It neither accepts nor declines.")
    return CalendarAnswer(
        uid=str(event.get("UID", "")),
        address=_address(str(attendee)),
        name=str(attendee.params.get("CN", "")),
        answer=said,
        sequence=int(event.get("SEQUENCE", 0)),
        proposed_start=_instant(event, "DTSTART") if counter else None,
        sent_by=_address(str(attendee.params.get("SENT-BY", ""))),
        delegated_from=_first_address(attendee.params.get("DELEGATED-FROM", "")),
        comment=" ".join(str(each) for each in _listed(event.get("COMMENT"))),
    )


def _answering(event: Component, sender: str) -> Any:
    """The attendee who answers: a COUNTER may list everybody who was invited (RFC 5546, 3.2.7)."""
    listed = _listed(event.get("ATTENDEE"))
    theirs = (one for one in listed if sender in (_address(str(one)), _address(str(one.params.get("SENT-BY", "")))))
    return next(theirs, next(iter(listed), None))


def _listed(found: Any) -> list[Any]:
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def _first_address(said: Any) -> str:
    return next((_address(str(each)) for each in _listed(said)), "")


def _address(text: str) -> str:
    return text.partition(":")[2].lower() if text[:7].lower() == "mailto:" else text.lower()


def _instant(event: Component, name: str) -> datetime | None:
    found = event.get(name)
    when: date | None = found.dt if found is not None else None
    return utc(when) if isinstance(when, datetime) else None


def _refusal(why: str) -> Refusal:
    return Refusal(
        code=ReasonCode.CALENDAR_REPLY_UNCLEAR,
        why=why,
        remedy="Read the mail and type the answer on the Agencies sheet.",
    )
