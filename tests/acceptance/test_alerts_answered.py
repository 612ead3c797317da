"""Urgent alerts as people meet them: down the line until somebody answers, or takes the mail out of its folder."""

import imaplib
from datetime import datetime, timedelta

import pytest
from office import MONDAY, Office, message
from put_back import kept
from test_a_flood import cry

from scheduler.demo.story import PASSWORD

pytestmark = pytest.mark.passes
MANAGER, CHAIR, LEAD = (
    "manager@northshire.example",
    "chair@northshire.example",
    "safeguarding.lead@northshire-council.example",
)
HOUR = timedelta(hours=1)


@kept
def alarmed(office: Office) -> Office:
    office.deliver(cry(1, "head@fellside-school.example", verdict="dmarc=pass", at=MONDAY), MONDAY)
    office.make_pass(MONDAY)
    assert told(office) == [MANAGER]
    return office


def told(office: Office) -> list[str]:
    return [mail.recipients[0] for mail in office.servers.sent if "URGENT" in message(mail.raw).subject]


def answer(office: Office, *, words: str, at: datetime, headers: str = "") -> None:
    alert = next(mail for mail in office.servers.sent if "URGENT" in message(mail.raw).subject)
    raw = (
        "Authentication-Results: mx01.northshire.example; dmarc=pass header.from=northshire.example\r\n"
        f"From: Manager <{MANAGER}>\r\nTo: referrals@northshire.example\r\nSubject: Re: it\r\n{headers}"
        f"Date: {at:%a, %d %b %Y %H:%M:%S} +0000\r\nMessage-ID: <answer.{at:%H%M}@northshire.example>\r\n"
        f"In-Reply-To: {message(alert.raw).message_id}\r\n\r\n{words}\r\n"
    )
    office.servers.deliver(raw.encode(), at=at)


def test_nobody_answers(alarmed: Office) -> None:
    for hours in range(1, 5):
        alarmed.make_pass(MONDAY + hours * HOUR)
    assert told(alarmed) == [MANAGER, MANAGER, CHAIR, CHAIR, LEAD, LEAD]
    last = message(alarmed.servers.sent[-1].raw).text
    assert "The business unit has not answered." in last
    assert "sheet" not in last


def test_any_words_in_reply_end_it_and_the_mail_still_waits(alarmed: Office) -> None:
    answer(alarmed, words="Thanks, ringing them.", at=MONDAY + HOUR / 2)
    for hours in range(1, 4):
        alarmed.make_pass(MONDAY + hours * HOUR)
    assert told(alarmed) == [MANAGER]
    with alarmed.snapshot(MONDAY + 4 * HOUR) as known:
        [waits] = [item for item in known.situation().attention if item.urgent and item.message]
    assert not waits.resolved


def test_an_out_of_office_is_no_answer_and_passes_it_on_at_once(alarmed: Office) -> None:
    answer(alarmed, words="I am away until Monday.", at=MONDAY + HOUR / 6, headers="Auto-Submitted: auto-replied\r\n")
    alarmed.make_pass(MONDAY + HOUR / 5)
    assert told(alarmed) == [MANAGER, MANAGER, CHAIR]


def test_a_mail_that_somebody_has_taken_out_of_its_folder_is_in_hand(alarmed: Office) -> None:
    with imaplib.IMAP4(alarmed.servers.host, alarmed.servers.imap_port) as person:
        person.login("referrals@northshire.example", PASSWORD)
        person.create('"With the front door"')
        person.select('"Needs attention"')
        person.copy("1:*", '"With the front door"')
        person.store("1:*", "+FLAGS", "\\Deleted")
        person.expunge()
    alarmed.make_pass(MONDAY + HOUR / 2)
    for hours in range(1, 4):
        alarmed.make_pass(MONDAY + hours * HOUR)
    assert told(alarmed) == [MANAGER]
