"""Calendar files against the rules of RFC 5545 and 5546, read line by line and not by the library that wrote them."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from pipeline.clock.model import Deadline, DutyState
from pipeline.notices.meetings.invitation import calendar_digest, deadlines_calendar, invitation
from pipeline.notices.model import Meeting
from pipeline.notices.situation import InvitedPerson
from tests.notices.build import at, case, office, situation

OFFICE = office().office
NOW = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
ASKED = (
    InvitedPerson(address="lead@council.example", name="Idris Penhallow", sequence=0),
    InvitedPerson(address="lead@health.example", name='Siân "Si"; Llewellyn-Ågård: Head, of: Safeguarding', sequence=0),
)
Lines = list[tuple[str, dict[str, str], str]]


def meeting(start: str = "2026-03-17T10:00", **more: object) -> Meeting:
    given = {"sequence": 0, "minutes": 120, "place": "Room 2; north, wing\nsecond floor"}
    return Meeting(
        case_ref="NSP-2026-0001", uid="rapid-review-1@northshire.example", start=at(start), **{**given, **more}
    )


def lines(raw: bytes) -> Lines:
    """Name, parameters and value of every content line (RFC 5545, 3.1), unfolded."""
    text = raw.decode("utf-8")
    assert text.endswith("\r\n")
    assert not re.search(r"(?<!\r)\n|\r(?!\n)", text), "bare line ends"
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75, "folded at 75 octets"
    found = []
    for line in re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1]:
        match = re.fullmatch(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', line)
        assert match, line
        params = re.findall(r';([A-Z-]+)=("[^"]*"|[^";:,]*)', match[2])
        found.append((match[1], {name: value.strip('"') for name, value in params}, match[3]))
    return found


def component(found: Lines, name: str) -> Lines:
    start = found.index(("BEGIN", {}, name))
    return found[start : found.index(("END", {}, name)) + 1]


def one(found: Lines, name: str) -> tuple[dict[str, str], str]:
    ((params, value),) = [(params, value) for key, params, value in found if key == name]
    return params, value


def test_a_request_holds_everything_that_the_rules_ask_once() -> None:
    found = lines(invitation(meeting(), asked=ASKED, office=OFFICE, now=NOW))
    assert found[0] == ("BEGIN", {}, "VCALENDAR")
    assert found[-1] == ("END", {}, "VCALENDAR")
    assert one(found, "METHOD") == ({}, "REQUEST")
    assert one(found, "PRODID")[1]
    assert one([line for line in found if line[0] == "VERSION"], "VERSION") == ({}, "2.0")
    event = component(found, "VEVENT")
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "ORGANIZER", "SUMMARY", "STATUS"):
        one(event, name)
    assert one(event, "DTSTAMP") == ({}, "20260309T090000Z")
    assert one(event, "SEQUENCE") == ({}, "0")
    assert one(event, "ORGANIZER")[1] == "mailto:referrals@northshire.example"
    attendees = [(params, value) for name, params, value in event if name == "ATTENDEE"]
    assert [value for _, value in attendees] == ["mailto:lead@council.example", "mailto:lead@health.example"]
    for params, _ in attendees:
        assert (params["ROLE"], params["PARTSTAT"], params["RSVP"]) == ("REQ-PARTICIPANT", "NEEDS-ACTION", "TRUE")
    assert one(event, "LOCATION")[1] == r"Room 2\; north\, wing\nsecond floor"


def test_a_change_differs_by_its_sequence_and_a_fresh_stamp() -> None:
    first = component(lines(invitation(meeting(), asked=ASKED, office=OFFICE, now=NOW)), "VEVENT")
    later = component(
        lines(invitation(meeting(sequence=1), asked=ASKED, office=OFFICE, now=NOW + timedelta(hours=1))), "VEVENT"
    )
    assert {name for (name, *a), (_, *b) in zip(first, later, strict=True) if a != b} == {"DTSTAMP", "SEQUENCE"}


def test_a_cancellation_names_the_same_meeting_and_everybody_who_was_asked() -> None:
    found = lines(invitation(meeting(sequence=2, cancelled=True), asked=ASKED, office=OFFICE, now=NOW))
    event = component(found, "VEVENT")
    assert one(found, "METHOD") == ({}, "CANCEL")
    assert one(event, "STATUS") == ({}, "CANCELLED")
    assert one(event, "UID")[1] == meeting().uid
    assert one(event, "ORGANIZER")[1] == "mailto:referrals@northshire.example"
    assert one(event, "SEQUENCE") == ({}, "2")
    assert len([line for line in event if line[0] == "ATTENDEE"]) == 2


def test_the_time_zone_has_two_plain_rules_and_no_list_of_dates() -> None:
    zone = component(lines(invitation(meeting(), asked=ASKED, office=OFFICE, now=NOW)), "VTIMEZONE")
    assert [value for name, _, value in zone if name == "BEGIN"] == ["VTIMEZONE", "DAYLIGHT", "STANDARD"]
    assert [value for name, _, value in zone if name == "RRULE"] == [
        "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    ]
    assert not [line for line in zone if line[0] == "RDATE"]


@pytest.mark.parametrize(
    ("start", "utc_hour"),
    [
        ("2026-03-27T10:00", 10),
        ("2026-03-30T10:00", 9),
        ("2026-10-23T10:00", 9),
        ("2026-10-26T10:00", 10),
        ("2028-02-29T10:00", 10),
    ],
)
def test_ten_in_london_stays_ten_on_both_sides_of_a_clock_change(start: str, utc_hour: int) -> None:
    raw = invitation(meeting(start), asked=ASKED, office=OFFICE, now=NOW)
    event = component(lines(raw), "VEVENT")
    assert one(event, "DTSTART") == ({"TZID": "Europe/London"}, start.replace("-", "").replace(":", "") + "00")
    (read,) = Calendar.from_ical(raw).walk("VEVENT")
    assert read["DTSTART"].dt.astimezone(UTC).hour == utc_hour
    assert read["DTEND"].dt - read["DTSTART"].dt == timedelta(hours=2)


def test_the_written_zone_agrees_with_the_real_one_every_day_for_fifteen_years() -> None:
    # An independent reader of VTIMEZONE; it knows no X- properties, which RFC 5545 allows.
    text = (
        invitation(meeting(), asked=ASKED, office=OFFICE, now=NOW)
        .decode()
        .replace("X-LIC-LOCATION:Europe/London\r\n", "")
    )
    written = tzical(StringIO(text)).get("Europe/London")
    london = ZoneInfo("Europe/London")
    noon = datetime(2024, 1, 1, 12)
    wrong = [
        day
        for day in (noon + timedelta(days=n) for n in range(16 * 365))
        if day.replace(tzinfo=written).utcoffset() != day.replace(tzinfo=london).utcoffset()
    ]
    assert wrong == []


def test_no_name_stands_in_a_calendar_entry_but_those_of_the_invited() -> None:
    known = situation(
        "2026-03-09T09:00",
        case(child="Riley Ashdown", la_aware=date(2026, 3, 5), outcome="died", abuse_neglect="known"),
    )
    raw = deadlines_calendar(known.deadlines["NSP-2026-0001"], office=OFFICE, now=NOW)
    assert b"Riley" not in raw
    found = lines(raw)
    assert one(found, "METHOD") == ({}, "PUBLISH")
    event = component(found, "VEVENT")
    params, value = one(event, "DTSTART")
    assert params == {"VALUE": "DATE"}
    assert len(value) == 8
    assert one(event, "TRANSP") == ({}, "TRANSPARENT")
    uids = [value for name, _, value in found if name == "UID"]
    assert len(uids) == len(set(uids)) >= 2


def test_a_deadline_done_leaves_the_calendar_of_duties() -> None:
    known = situation(
        "2026-03-09T09:00",
        case(la_aware=date(2026, 3, 5), notified_panel=date(2026, 3, 6), outcome="died", looked_after="no"),
    )
    raw = deadlines_calendar(known.deadlines["NSP-2026-0001"], office=OFFICE, now=NOW)
    assert b"notify-panel" not in raw


def test_the_digest_of_the_calendar_changes_with_what_it_says_and_not_with_the_hour() -> None:
    known = situation("2026-03-09T09:00", case(la_aware=date(2026, 3, 5), outcome="died", looked_after="no"))
    first, *others = known.deadlines["NSP-2026-0001"]
    assert first.state.is_open

    def said(*deadlines: Deadline, now: datetime = NOW) -> tuple[str, bytes]:
        undated = re.sub(rb"DTSTAMP[^\r\n]*", b"", deadlines_calendar(deadlines, office=OFFICE, now=now))
        return calendar_digest(deadlines, office=OFFICE), undated

    same = said(first, *others)
    assert said(first, *others, now=NOW + timedelta(hours=1)) == same
    later = replace(first, due=first.due + timedelta(days=1), working_target=first.working_target + timedelta(days=1))
    for changed in (later, replace(first, title="Another"), replace(first, state=DutyState.DONE)):
        digest, undated = said(changed, *others)
        assert digest != same[0]
        assert undated != same[1]


def test_the_same_meeting_moved_keeps_its_uid() -> None:
    moved = replace(meeting(), start=at("2026-03-18T10:00"), sequence=1)
    assert (
        one(component(lines(invitation(moved, asked=ASKED, office=OFFICE, now=NOW)), "VEVENT"), "UID")[1]
        == meeting().uid
    )
