"""A contact who has left is written to no more, and the manager learns who is lacking; whole passes on real servers."""

from datetime import timedelta

import month_post as post
import pytest
from office import LATER, Office
from test_answers_taken import reminder, reply

from pipeline.model import Attention
from pipeline.notices.model import Contact
from scheduler.demo.people import type_into

LEAD = "safeguarding.lead@northshire-council.example"


def answered(office: Office, text: str, *, automatic: bool = True, stranger: bool = False) -> list[Attention]:
    """What is told of contacts who left once an answer to the lead's reminder came."""
    asked = reminder(office)
    mail = reply(asked, f"{text}\n", references="<guessed@northshire.example>" if stranger else None)
    if automatic:
        mail["Auto-Submitted"] = "auto-replied"
        mail.replace_header("Subject", f"Automatic reply: {asked.subject}")
    return comes(office, mail.as_bytes())


def comes(office: Office, raw: bytes, hours: int = 1) -> list[Attention]:
    office.deliver(raw, LATER + timedelta(hours=hours))
    assert office.make_pass(LATER + timedelta(hours=hours + 1)).faults == []
    with office.journal() as journal:
        return [one for one in journal.casebook.attention() if one.id.startswith(("left:", "bounced:"))]


def hard(bounce: bytes) -> bytes:
    return bounce.replace(b"552 5.2.2 mailbox full", b"550 5.1.1 user unknown").replace(b"5.2.2", b"5.1.1")


def lead(office: Office) -> Contact:
    with office.snapshot(LATER + timedelta(days=1)) as known:
        return next(one for one in known.contacts if one.address == LEAD)


@pytest.mark.parametrize(
    ("how", "text", "items", "is_active"),
    [
        ({}, "I have now left the Council. Please write to the duty desk.", 1, False),
        ({}, "I am out of the office until Monday 7 December.", 0, True),
        ({"automatic": False}, "I no longer work here.", 1, False),
        ({"automatic": False}, "The child has left the school.", 0, True),
        ({"stranger": True}, "I have now left the Council.", 1, True),
    ],
    ids=["left", "away", "says so themselves", "a child", "nobody vouches"],
)
def test_who_has_left_is_written_to_no_more_and_who_is_away_is(
    reminded: Office, how: dict[str, bool], text: str, items: int, is_active: bool
) -> None:
    told = answered(reminded, text, **how)
    assert len(told) == items
    assert lead(reminded).active == is_active
    for item in told:
        assert "There is no other lead of the local authority among the contacts." in item.why
        assert ("no longer written to" in item.why) != is_active


@pytest.mark.parametrize("by", ["row", "choice"])
def test_the_office_changes_the_row_or_says_that_they_are_still_there(reminded: Office, by: str) -> None:
    (item,) = answered(reminded, "I have now left the Council.")
    assert not lead(reminded).active
    if by == "choice":
        type_into(reminded.tracker, "Needs attention", cells={item.id: {"Accept": "no"}})
    else:
        type_into(reminded.tracker, "Contacts", cells={f"{LEAD}|la-lead": {"Areas": "Northshire"}})
    assert reminded.make_pass(LATER + timedelta(hours=3)).faults == []
    assert lead(reminded).active


def test_a_hard_bounce_marks_the_contact_the_same_way(reminded: Office) -> None:
    asked = reminder(reminded)
    sent = next(one for one in reminded.servers.sent if asked.message_id.encode() in one.raw)
    (item,) = comes(reminded, hard(post.bounce(sent, at=LATER)))
    assert "They are no longer written to. There is no other lead of the local authority" in item.why
    assert item.urgent
    assert not lead(reminded).active


def test_the_only_manager_stays_though_their_mail_comes_back(reminded: Office) -> None:
    manager = next(one for one in reminded.servers.sent if one.recipients == ("manager@northshire.example",))
    (item,) = comes(reminded, hard(post.bounce(manager, at=LATER)))
    assert "They are still written to." in item.why
