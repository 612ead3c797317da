"""Acknowledgements and requests to send again: once per mail, capped, and only where a reply is allowed."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from pipeline.model import Assurance, MailKind, NoticeKind, ReadBack, ReasonCode
from pipeline.notices.all_due import gaps, notices
from pipeline.notices.model import Notice, NoticeKey
from pipeline.notices.situation import Situation
from pipeline.notices.wording.templates import mail
from tests.notices.build import PACKAGED_TEMPLATES, REF, arrival, at, office, queued, situation

REPLIES = (NoticeKind.ACKNOWLEDGEMENT, NoticeKind.SEND_AGAIN)


def replies(known: Situation) -> list[Notice]:
    return [notice for notice in notices(known) if notice.key.kind in REPLIES]


def test_a_referral_is_acknowledged_once_to_its_sender() -> None:
    known = situation(
        "2026-03-02T09:00", arrivals=(arrival(missing=("incident.abuse_neglect", "children[0].dob|age|edd")),)
    )
    (found,) = replies(known)
    assert found.key.recipient == "nurse@health.example"
    assert found.in_reply_to == "<1@health.example>"
    assert found.words["missing"] == (
        "whether abuse or neglect is known or suspected",
        "the child's date of birth, age or expected date of delivery",
    )
    said = queued({}, [found], known.now)
    assert replies(situation("2026-03-02T12:00", arrivals=known.arrivals, said=said)) == []


def test_a_mail_put_to_another_case_or_read_anew_is_not_answered_again() -> None:
    first = situation(
        "2026-03-02T09:00", arrivals=(arrival(kind=MailKind.NEEDS_PERSON, case_ref="", reason_code=ReasonCode.LINK),)
    )
    said = queued({}, replies(first), first.now)
    assert said
    assert replies(situation("2026-03-02T12:00", arrivals=(arrival(),), said=said)) == []


def test_mail_that_may_not_be_answered_is_not() -> None:
    automatic = arrival(reply_to_it=False)
    assert replies(situation("2026-03-02T09:00", arrivals=(automatic,))) == []


def test_answers_to_one_sender_are_capped_per_day_in_london() -> None:
    many = tuple(arrival(number) for number in range(1, 9))
    first = situation("2026-03-02T09:00", arrivals=many)
    assert len(replies(first)) == 5
    said = queued({}, replies(first), first.now)
    assert replies(situation("2026-03-02T17:00", arrivals=many, said=said)) == []
    assert len(replies(situation("2026-03-03T08:30", arrivals=many, said=said))) == 3


def test_two_senders_have_a_cap_each() -> None:
    many = tuple(arrival(number, sender=f"nurse{number % 2}@health.example") for number in range(1, 21))
    assert len(replies(situation("2026-03-02T09:00", arrivals=many))) == 10


@pytest.mark.parametrize(
    "code",
    [
        "encrypted",
        "rights-protected",
        "link",
        "linked",
        "scanned",
        "damaged",
        "empty",
        "too-large",
        "unsupported",
        "blank-form",
        "attachment-missing",
    ],
)
def test_what_cannot_be_read_is_asked_for_again_with_how(code: str) -> None:
    (found,) = replies(
        situation("2026-03-02T09:00", arrivals=(arrival(kind=MailKind.NEEDS_PERSON, reason_code=ReasonCode(code)),))
    )
    assert found.key.kind is NoticeKind.SEND_AGAIN
    assert found.words["why"]
    assert found.words["how"]


@pytest.mark.parametrize("code", ["free-text", "other-form", "recall", ""])
def test_other_mail_for_a_person_is_only_acknowledged(code: str) -> None:
    (found,) = replies(
        situation("2026-03-02T09:00", arrivals=(arrival(kind=MailKind.NEEDS_PERSON, reason_code=ReasonCode(code)),))
    )
    assert found.key.kind is NoticeKind.ACKNOWLEDGEMENT


def test_answers_wait_for_the_morning_but_not_where_a_child_may_be_in_danger() -> None:
    night = "2026-03-07T23:10"
    calm, urgent = arrival(1, received="2026-03-07T23:00"), arrival(2, received="2026-03-07T23:00", urgent=True)
    (found,) = replies(situation(night, arrivals=(calm, urgent)))
    assert found.key.duty == urgent.sha256
    assert found.urgent
    assert len(replies(situation("2026-03-09T08:00", arrivals=(calm,)))) == 1


def test_an_old_mail_is_not_answered_weeks_later() -> None:
    assert replies(situation("2026-03-20T09:00", arrivals=(arrival(),))) == []


def test_a_sender_outside_the_allowed_domains_is_not_answered_and_that_is_shown() -> None:
    closed = office('[outgoing]\nallowed_domains = ["council.example"]\n')
    known = situation("2026-03-02T09:00", arrivals=(arrival(),), settings=closed)
    assert replies(known) == []
    (item,) = [item for item in gaps(known) if item.id.startswith("domain-not-allowed:acknowledgement")]
    assert "health.example" in item.why
    assert "allowed_domains" in item.remedy


@pytest.mark.parametrize(
    "sender",
    ["a@x.example,b@y.example", "no-at-sign", "josé@health.example", "a b@health.example", "@health.example", ""],
)
def test_an_address_that_no_server_takes_is_refused_before_it_reaches_a_header(sender: str) -> None:
    known = situation("2026-03-02T09:00", arrivals=(arrival(sender=sender),))
    assert replies(known) == []
    assert any(item.id.startswith("address-unusable") for item in gaps(known))


def test_answers_are_marked_as_the_mail_was() -> None:
    (found,) = replies(situation("2026-03-02T09:00", arrivals=(arrival(marking="SECRET"),)))
    assert found.marking == "SECRET"
    assert at("2026-03-02T08:30") == found.words["received_at"]


READ = ReadBack(children="RA", incident=date(2026, 2, 27), referred_on=date(2026, 3, 1))


def answered(*, more: str = "", **given: object) -> str:
    known = situation("2026-03-02T09:00", settings=office(more), arrivals=(arrival(**given),))
    (found,) = replies(known)
    made = mail(found, settings=known.settings, now=known.now, environment=PACKAGED_TEMPLATES, secret="a secret")
    assert all(said in made.html for said in ("RA", "Fri 27 February 2026")) is ("what we read in it" in made.text)
    return made.text


def test_what_was_understood_is_read_back_in_initials_and_days() -> None:
    text = answered(read_back=(READ,))
    assert "This is what we read in it; if any of it is wrong, please tell us:\n- Child (initials): RA\n" in text
    assert "- Date of the incident: Fri 27 February 2026\n- Date of the referral: Sun 1 March 2026\n" in text
    assert "what we read" not in answered()


@pytest.mark.parametrize(
    "more",
    [
        {"assurance": Assurance.NOT_CONFIRMED},
        {"author": "colleague@health.example"},  # whoever is answered elsewhere may be somebody else
    ],
)
def test_it_is_read_back_to_the_confirmed_sender_alone(more: dict[str, object]) -> None:
    assert "what we read" not in answered(read_back=(READ,), **more)


def test_the_setting_keeps_it_back() -> None:
    assert "what we read" not in answered(read_back=(READ,), more="[notices]\nread_back = false\n")


@pytest.mark.parametrize(
    ("came", "now", "by"),
    [
        ("2026-03-02T08:30", "2026-03-02T09:00", "Tue 3 March 2026"),
        ("2026-03-02T07:30", "2026-03-02T09:00", "Mon 2 March 2026"),  # before the office opens
        ("2026-02-27T17:59", "2026-03-02T09:00", "Mon 2 March 2026"),  # a Friday
        ("2026-02-27T18:30", "2026-03-02T09:00", "Mon 2 March 2026"),
        ("2026-04-02T17:00", "2026-04-07T09:00", "Tue 7 April 2026"),  # Maundy Thursday: Easter Monday is the 6th
        ("2026-04-04T11:00", "2026-04-07T09:00", "Tue 7 April 2026"),
        ("2026-03-02T08:30", "2026-03-05T09:00", "Fri 6 March 2026"),  # after an outage no day that has passed
    ],
)
def test_it_says_by_when_somebody_looks_by_the_offices_hours_and_holidays(came: str, now: str, by: str) -> None:
    (found,) = replies(situation(now, arrivals=(arrival(received=came),)))
    made = mail(found, settings=office(), now=at(now), environment=PACKAGED_TEMPLATES, secret="a secret")
    for text in (made.text, made.html):
        assert f"Somebody in the office will look at it by the end of {by}." in text


@pytest.mark.parametrize(("answered_first", "refs"), [(True, [REF, "NSP-2026-0008"]), (False, ["NSP-2026-0008"])])
def test_a_form_that_gets_a_case_of_its_own_is_told_of_it_once(answered_first: bool, refs: list[str]) -> None:
    asked = arrival(kind=MailKind.UPDATE)
    said: dict[NoticeKey, datetime] = {}
    told = []
    own = replace(asked, own_case="NSP-2026-0008")
    for hour, came in enumerate(([asked] if answered_first else []) + [own] * 3, 9):
        known = situation(f"2026-03-02T{hour:02}:00", arrivals=(came,), said=said)
        found = replies(known)
        told += [notice.key.case_ref for notice in found]
        said = queued(said, found, known.now)
    assert told == refs
