"""Answers to invitations as Outlook, Exchange and phones send them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Refusal
from pipeline.notices.meetings.calendar_reply import CalendarAnswer, answers

EXCHANGE_ZONE = """BEGIN:VTIMEZONE
TZID:GMT Standard Time
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def reply(
    *, method: str = "REPLY", attendee: str = 'ATTENDEE;PARTSTAT=ACCEPTED;CN="Anwen Castellain":mailto:Anwen@Probation.example',
    start: str = "DTSTART;TZID=GMT Standard Time:20260720T143000", zone: str = EXCHANGE_ZONE,
) -> str:  # fmt: skip
    event = f"BEGIN:VEVENT\n{attendee}\nUID:rapid-review-nsp-2026-0007@northshire.example\n{start}\nDTSTAMP:20260709T090312Z\nSEQUENCE:3\nCOMMENT:about Riley\nEND:VEVENT\n"
    return f"BEGIN:VCALENDAR\nMETHOD:{method}\nPRODID:Microsoft Exchange Server 2010\nVERSION:2.0\n{zone}{event}END:VCALENDAR\n".replace(
        "\n", "\r\n"
    )


def test_an_acceptance_from_exchange_is_read() -> None:
    assert answers(reply()) == CalendarAnswer(
        uid="rapid-review-nsp-2026-0007@northshire.example",
        address="anwen@probation.example",
        name="Anwen Castellain",
        answer="accepted",
        sequence=3,
        comment="about Riley",
    )


@pytest.mark.parametrize(
    ("said", "expected"), [("DECLINED", "declined"), ("TENTATIVE", "tentative"), ("accepted", "accepted")]
)
def test_every_answer_is_read(said: str, expected: str) -> None:
    found = answers(reply(attendee=f"ATTENDEE;PARTSTAT={said}:MAILTO:a@b.example"))
    assert isinstance(found, CalendarAnswer)
    assert (found.answer, found.address) == (expected, "a@b.example")


def test_a_proposal_of_another_time_says_when_in_utc() -> None:
    found = answers(reply(method="COUNTER", attendee="ATTENDEE;PARTSTAT=TENTATIVE:mailto:a@b.example"))
    assert isinstance(found, CalendarAnswer)
    assert found.proposed_start == datetime(2026, 7, 20, 13, 30, tzinfo=UTC)
    assert found.answer == "tentative"


def test_of_everybody_whom_a_proposal_lists_the_one_who_writes_answers() -> None:
    listed = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\nATTENDEE;PARTSTAT=TENTATIVE:mailto:C@d.example"
    for sender, expected in (("c@d.example", "c@d.example"), ("", "a@b.example"), ("x@y.example", "a@b.example")):
        found = answers(reply(method="COUNTER", attendee=listed), sender=sender)
        assert isinstance(found, CalendarAnswer)
        assert found.address == expected


def test_who_writes_for_whom_is_read() -> None:
    said = 'ATTENDEE;PARTSTAT=ACCEPTED;SENT-BY="mailto:PA@b.example";DELEGATED-FROM="mailto:x@b.example":mailto:a@b.example'
    found = answers(reply(attendee=said))
    assert isinstance(found, CalendarAnswer)
    assert (found.who, found.delegated_from) == ("pa@b.example for a@b.example", "x@b.example")


def test_a_time_in_utc_or_without_a_zone_is_read_too() -> None:
    for start in ("DTSTART:20260720T133000Z", "DTSTART:20260720T143000"):
        found = answers(reply(method="COUNTER", start=start, zone=""))
        assert isinstance(found, CalendarAnswer)
        assert found.proposed_start == datetime(2026, 7, 20, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "nonsense", reply(method="REQUEST"), reply(attendee="X-NOTHING:1"),
        reply(attendee="ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:a@b.example"), reply(attendee="ATTENDEE:mailto:a@b.example"),
        reply(start="DTSTART;TZID=Nowhere/At all:99999999T999999", method="COUNTER"), reply().replace("END:VEVENT", ""),
    ],
)  # fmt: skip
def test_what_is_no_clear_answer_goes_to_a_person(text: str) -> None:
    found = answers(text)
    assert isinstance(found, Refusal)
    assert found.why
    assert found.remedy


@given(st.text(max_size=300))
def test_no_text_whatever_makes_it_fail(text: str) -> None:
    answers(text)
    answers(reply(attendee=f"ATTENDEE;PARTSTAT={text}:mailto:a@b.example", start=f"DTSTART:{text}"))
