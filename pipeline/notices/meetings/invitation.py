"""Calendar files (RFC 5545, 5546): a meeting asked for, changed or cancelled, a duty's last day, all deadlines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache

from icalendar import Calendar, Component, Event, Timezone, vCalAddress, vText

from pipeline.clock.model import Deadline, DutyState
from pipeline.dates import LONDON, utc
from pipeline.notices.model import DutyEntry, Meeting
from pipeline.notices.situation import InvitedPerson
from pipeline.settings import Office
from pipeline.shown_text import writable

PRODID = "-//Caseclock//Rapid review//EN"

_ENTRY = (
    "The partnership's case system entered this day, since you asked for it. It moves with the day and goes once "
    "nothing is left to do. Nobody waits for an answer to it: to say that something is done, answer a reminder."
)

# Outlook ignores lists of RDATE ([MS-STANOICAL] 3.6.5): two plain rules, right for every day since 1996.
_VTIMEZONE = """BEGIN:VTIMEZONE
TZID:Europe/London
X-LIC-LOCATION:Europe/London
BEGIN:DAYLIGHT
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


def invitation(meeting: Meeting, *, asked: Iterable[InvitedPerson], office: Office, now: datetime) -> bytes:
    """The calendar file that asks for, changes or (where the meeting is cancelled) withdraws a meeting.

    A change differs from the first invitation by its higher SEQUENCE alone (RFC 5546, 3.2.2).
    """
    calendar = _calendar(method_of(meeting))
    calendar.add_component(_vtimezone())
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", utc(now))
    event.add("dtstart", meeting.start.astimezone(LONDON))
    event.add("dtend", _end(meeting).astimezone(LONDON))
    event.add("summary", _summary(meeting))
    event.add("location", writable(meeting.place))
    event.add("description", _description(meeting))
    event.add("organizer", _person("", office.address, name=office.sender_name), encode=False)
    for person in asked:
        event.add("attendee", _attendee(person, cancelled=meeting.cancelled), encode=False)
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def method_of(entry: Meeting | DutyEntry) -> str:
    """The iTIP method of the next mail of a meeting or of a duty's entry."""
    return "CANCEL" if entry.cancelled else "REQUEST"


def deadlines_calendar(deadlines: Iterable[Deadline], *, office: Office, now: datetime) -> bytes:
    """A calendar of open duties as whole days, to be subscribed to or opened; references only, no initials."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", _name(office))
    for said in _whole_days(deadlines, office=office):
        calendar.add_component(_whole_day(said, now=now))
    return bytes(calendar.to_ical())


def calendar_digest(deadlines: Iterable[Deadline], *, office: Office) -> str:
    """What tells whether `deadlines_calendar` would say the same again, the moment of writing apart."""
    found = hashlib.sha256(f"{PRODID}\n{_name(office)}".encode())
    for said in _whole_days(deadlines, office=office):
        found.update(repr(said).encode())
    return found.hexdigest()


def _name(office: Office) -> str:
    return f"{office.partnership}: duties"


def _whole_days(deadlines: Iterable[Deadline], *, office: Office) -> Iterator[tuple[str, date, str, str]]:
    """UID, day, summary and description of each open duty."""
    domain = office.address.rpartition("@")[2]
    for deadline in deadlines:
        if not deadline.state.is_open:
            continue
        parts = (deadline.case_ref, deadline.rule, deadline.subject, deadline.trigger_date.isoformat())
        uid = writable("-".join(filter(None, parts))).lower().replace(" ", "-")
        yield (
            f"{uid}@{domain}",
            deadline.due if deadline.has_known_start else deadline.working_target,
            f"[{deadline.case_ref}] {deadline.title}{_doubt(deadline)}",
            f"{deadline.citation.title}, {deadline.citation.pinpoint} ({deadline.edition}).",
        )


def duty_entry(entry: DutyEntry, *, office: Office, now: datetime) -> bytes:
    """The calendar file that puts a duty's last day into somebody's own calendar, moves it or takes it out again.

    A REQUEST that wants no answer and not a PUBLISH: Exchange, Outlook and Google put a request into the calendar by
    themselves, move it by its UID and SEQUENCE and mark it when it is cancelled, while a published file is opened by
    hand each time and often doubles what stands there. A request holds no entry but one (RFC 5546, 3.2.2).
    """
    calendar = _calendar(method_of(entry))
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", utc(now))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    words = writable(f"[{entry.case_ref}] Last day: {entry.title}")
    event.add("summary", f"Cancelled: {words}" if entry.cancelled else words)
    event.add("description", _ENTRY)
    event.add("organizer", _person("", office.address, name=office.sender_name), encode=False)
    holder = _person("REQ-PARTICIPANT", entry.holder, name="")
    holder.params["RSVP"] = vText("FALSE")
    event.add("attendee", holder, encode=False)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


@cache
def _vtimezone() -> Component:
    return Timezone.from_ical(_VTIMEZONE.replace("\n", "\r\n"))


def _end(meeting: Meeting) -> datetime:
    return utc(meeting.start) + timedelta(minutes=meeting.minutes)


def _summary(meeting: Meeting) -> str:
    words = f"[{meeting.case_ref}] Rapid review meeting"
    return f"Cancelled: {words}" if meeting.cancelled else words


def _description(meeting: Meeting) -> str:
    if meeting.cancelled:
        return f"The rapid review meeting for case {meeting.case_ref} will not take place at this time."
    return (
        f"Rapid review meeting for case {meeting.case_ref}.\n"
        "Please answer with Accept, Tentative or Decline, so that the quorum of the three partners is known.\n"
        "Bring your agency's summary and chronology. Do not write the child's name in your answer."
    )


def _person(role: str, address: str, *, name: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    if name:
        person.params["CN"] = vText(writable(name))
    if role:
        person.params["ROLE"] = vText(role)
    return person


def _attendee(asked: InvitedPerson, *, cancelled: bool) -> vCalAddress:
    person = _person("REQ-PARTICIPANT", asked.address, name=asked.name)
    person.params["CUTYPE"] = vText("INDIVIDUAL")
    if not cancelled:
        person.params["PARTSTAT"] = vText("NEEDS-ACTION")
        person.params["RSVP"] = vText("TRUE")
    return person


def _whole_day(said: tuple[str, date, str, str], *, now: datetime) -> Event:
    uid, day, summary, description = said
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", utc(now))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", description)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _doubt(deadline: Deadline) -> str:
    if not deadline.has_known_start:
        return " (working target)"
    if deadline.state is DutyState.TO_BE_DECIDED:
        return " (to be decided)"
    return " (provisional)" if deadline.provisional else ""
