"""What somebody writes on a case without being asked comes before a person, and is said once."""

from datetime import timedelta

import pytest
from office import LATER, Office
from test_answers_taken import reminder, reply

from scheduler.demo.people import type_into


def shown(office: Office, text: str) -> list[tuple[str, str]]:
    """Case and title of the items that a reply with `text` brings; the mail lies where they say."""
    with office.journal() as journal:
        before = {item.id for item in journal.casebook.attention()}
    raw = reply(reminder(office), f"{text}\n\nKind regards\n").as_bytes()
    office.deliver(raw, LATER + timedelta(hours=1))
    assert office.make_pass(LATER + timedelta(hours=2)).faults == []
    with office.journal() as journal:
        items = [item for item in journal.casebook.attention() if item.id not in before]
    waiting = [mail.raw for mail in office.servers.mails("Needs attention")]
    assert (raw in waiting) == bool(items)
    return [(item.case_ref, item.what.partition(",")[0]) for item in items]


@pytest.mark.parametrize("text", ["Sorry to tell you that he died in hospital.", "Yes"])
def test_news_that_answers_nothing_waits_for_a_person(reminded: Office, text: str) -> None:
    ((_, what),) = shown(reminded, text)
    assert what.startswith("Correspondence that a person must read")


def test_an_answer_that_was_understood_is_not_shown_a_second_time(reminded: Office) -> None:
    assert shown(reminded, "NSH-2026-001: the rapid review was sent on 1 December.") == [
        ("NSH-2026-001", "An answer that can be taken over")
    ]


def test_thanks_are_filed_and_tell_nobody(reminded: Office) -> None:
    assert shown(reminded, "Many thanks, noted.") == []


def test_news_that_was_read_is_settled_and_its_mail_filed(reminded: Office) -> None:
    assert len(shown(reminded, "The family have moved to Southshire.")) == 1
    with reminded.journal() as journal:
        item = next(one for one in journal.casebook.attention() if one.what.startswith("Correspondence"))
    type_into(reminded.tracker, "Needs attention", cells={item.id: {"Resolved": "yes"}})
    assert reminded.make_pass(LATER + timedelta(hours=3)).faults == []
    with reminded.journal() as journal:
        assert next(one for one in journal.casebook.attention() if one.id == item.id).resolved
