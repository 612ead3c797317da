"""Answers to invitations as mail programs send them back (RFC 5546 REPLY and COUNTER)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from icalendar import Calendar, Component

from pipeline.dates import utc
from pipeline.model import ReasonCode, Refusal

_ANSWERS = {"ACCEPTED": "accepted", "TENTATIVE": "tentative", "DECLINED": "declined"}
IN_THE_TRACKER = {"accepted": "yes", "tentative": "maybe", "declined": "no"}
"""An answer as the Agencies sheet says it under `Coming to the review`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarAnswer:
    """One person's answer: `answer` is `accepted`, `tentative` or `declined`; `proposed_start` in UTC where another
    time was proposed. Comments are not read, since they may hold a name."""

    uid: str
    address: str
    name: str
    answer: str
    sequence: int
    answered_at: datetime | None = None
    proposed_start: datetime | None = None


def answers(calendar_text: str) -> CalendarAnswer | Refusal:
    """The answer that a calendar file holds, or why none could be read."""
    try:
        calendar = Calendar.from_ical(calendar_text)
        event = next(iter(calendar.walk("VEVENT")), None)
        method = str(calendar.get("METHOD", "")).upper()
        if event is None or method not in ("REPLY", "COUNTER"):
            return _refusal("It is not an answer to an invitation.")
        return _answer(event, counter=method == "COUNTER")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return _refusal("Its calendar part is damaged.")


def _answer(event: Component, *, counter: bool) -> CalendarAnswer | Refusal:
    attendees = event.get("ATTENDEE", [])
    attendee = attendees[0] if isinstance(attendees, list) and attendees else attendees
    if not attendee:
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
        answered_at=_instant(event, "DTSTAMP"),
        proposed_start=_instant(event, "DTSTART") if counter else None,
    )


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
