"""Answers to strangers: no case reference, the same words whatever case there is, and few of them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest

from pipeline.model import Assurance, MailKind, NoticeKind, ReasonCode
from pipeline.notices.all_due import notices
from pipeline.notices.model import Mail, Notice, NoticeKey
from pipeline.notices.situation import Arrival
from pipeline.notices.strangers import AnswerReach, reach_of
from pipeline.notices.wording.templates import mail
from pipeline.settings import Settings
from tests.notices.build import LA, PACKAGED_TEMPLATES, RECEIPT, REF, arrival, at, office, queued, situation

NOW = "2026-03-02T09:00"
NURSE, GUEST = "nurse@health.example", "guest@elsewhere.example"
YES, NO, FAILED = Assurance.CONFIRMED, Assurance.NOT_CONFIRMED, Assurance.FAILED
TOLD, STRANGER, FEW = AnswerReach.TOLD, AnswerReach.STRANGER, AnswerReach.UNCONFIRMED_STRANGER


def narrowed(**said: object) -> Settings:
    """The office's settings with `said` under intake or outgoing."""
    chosen = office()
    intake = chosen.intake.model_copy(update={name: value for name, value in said.items() if name == "references_to"})
    outgoing = chosen.outgoing.model_copy(
        update={name: value for name, value in said.items() if name != "references_to"}
    )
    return chosen.model_copy(update={"intake": intake, "outgoing": outgoing})


def answers(
    *arrivals: Arrival,
    now: str = NOW,
    said: Mapping[NoticeKey, datetime] | None = None,
    settings: Settings | None = None,
) -> list[Notice]:
    found = notices(situation(now, arrivals=arrivals, said=said or {}, settings=settings))
    return [notice for notice in found if notice.key.kind in (NoticeKind.ACKNOWLEDGEMENT, NoticeKind.SEND_AGAIN)]


def written(notice: Notice) -> Mail:
    return mail(notice, settings=office(), now=at(NOW), environment=PACKAGED_TEMPLATES, secret="a secret")


@pytest.mark.parametrize(
    ("sender", "assurance", "secret_of", "partners", "known"),
    [
        (NURSE, YES, "", TOLD, STRANGER),
        (NURSE, NO, "", FEW, FEW),
        (NURSE, FAILED, "", FEW, FEW),
        (GUEST, YES, "", STRANGER, STRANGER),
        (GUEST, NO, "", FEW, FEW),
        (GUEST, FAILED, REF, FEW, FEW),
        (GUEST, YES, REF, TOLD, TOLD),
        (GUEST, YES, "NSP-2026-0009", STRANGER, STRANGER),
        (LA, YES, "", TOLD, TOLD),
        (LA, NO, "", TOLD, TOLD),
        (LA, FAILED, "", TOLD, TOLD),
        ("nurse@health.example.test", YES, "", STRANGER, STRANGER),
    ],
)
def test_who_is_told_which_case_it_is(
    sender: str, assurance: Assurance, secret_of: str, partners: AnswerReach, known: AnswerReach
) -> None:
    came = arrival(sender=sender, assurance=assurance, secret_of=secret_of)
    for expected, setting in ((partners, "partners"), (known, "known")):
        there = situation(NOW, arrivals=(came,), settings=narrowed(references_to=setting))
        assert reach_of(there, came) is expected, setting


def test_a_stranger_who_wants_the_answer_at_a_partners_address_or_a_partner_elsewhere_is_told_nothing() -> None:
    to_partner = arrival(sender=NURSE, author=GUEST)
    to_stranger = arrival(sender=GUEST, author=NURSE)
    there = situation(NOW, arrivals=(to_partner, to_stranger))
    assert {reach_of(there, one) for one in (to_partner, to_stranger)} == {STRANGER}


def test_whoever_was_told_as_a_partner_is_told_again_where_the_server_confirms_nothing() -> None:
    first, later = arrival(1), arrival(2, assurance=NO)
    elsewhere = replace(later, case_ref="NSP-2026-0002")
    there = situation(NOW, arrivals=(first, later, elsewhere))
    assert [reach_of(there, one) for one in (later, elsewhere)] == [TOLD, FEW]


def test_whoever_referred_a_child_as_a_stranger_stays_one() -> None:
    first, second = arrival(1, sender=GUEST), arrival(2, sender=GUEST)
    assert reach_of(situation(NOW, arrivals=(first, second)), second) is STRANGER


def test_an_agency_that_was_asked_is_told() -> None:
    asked = NoticeKey(
        kind=NoticeKind.AGENCY_REQUEST, case_ref=REF, duty="agency-request", due=None, rung="asked", recipient=GUEST
    )
    came, other = arrival(1, sender=GUEST, assurance=NO), arrival(2, sender=GUEST, case_ref="NSP-2026-0002")
    there = situation(NOW, arrivals=(came, other), said={asked: at(NOW)})
    assert [reach_of(there, one) for one in (came, other)] == [TOLD, STRANGER]


WHATEVER = (
    {"kind": MailKind.REFERRAL},
    {"kind": MailKind.UPDATE},
    {"kind": MailKind.UPDATE, "case_ref": "NSP-2025-0999", "reason_wanted": True},
    {"kind": MailKind.NEEDS_PERSON, "reason_code": ReasonCode.WHICH_CHILD},
    {"kind": MailKind.REPLY, "reply_to_it": False, "reply_to_stranger": True},
    {"kind": MailKind.NEEDS_PERSON, "case_ref": ""},
)


@pytest.mark.parametrize("missing", [(), ("incident.date",)])
@pytest.mark.parametrize("assurance", [YES, NO])
def test_the_answer_is_the_same_whatever_case_there_is(assurance: Assurance, missing: tuple[str, ...]) -> None:
    said = set()
    for facts in WHATEVER:
        (notice,) = answers(arrival(sender=GUEST, assurance=assurance, missing=missing, **facts))
        found = written(notice)
        said.add((found.subject, found.text, found.html))
    ((subject, text, html),) = said
    assert subject == f"Your message has reached us [OFFICIAL-SENSITIVE] [{RECEIPT}]"
    assert all("number" in words and RECEIPT in words and "NSP-" not in words for words in (text, html))
    assert ("when the incident happened" in text or "date" in text) is bool(missing)


def test_a_stranger_whose_file_cannot_be_opened_gets_the_receipt_number_too() -> None:
    for code in (ReasonCode.ENCRYPTED, ReasonCode.ATTACHMENT_MISSING):
        (notice,) = answers(arrival(sender=GUEST, kind=MailKind.NEEDS_PERSON, reason_code=code))
        assert notice.key.kind is NoticeKind.SEND_AGAIN
        found = written(notice)
        assert all(RECEIPT in words and "NSP-" not in words for words in (found.subject, found.text, found.html))


def test_an_unconfirmed_stranger_is_answered_once_a_day() -> None:
    mails = tuple(arrival(number, sender=GUEST, assurance=NO) for number in range(1, 5))
    first = answers(*mails)
    assert len(first) == 1
    said = queued({}, first, at(NOW))
    assert answers(*mails, now="2026-03-02T15:00", said=said) == []
    assert len(answers(*mails, now="2026-03-03T09:00", said=said)) == 1


def test_unconfirmed_strangers_together_get_so_many_answers_a_day_and_nobody_else_waits_for_them() -> None:
    mails = [arrival(number, sender=f"guest{number}@elsewhere.example", assurance=NO) for number in range(1, 31)]
    others = [arrival(40), arrival(41, sender=GUEST), arrival(42, sender=LA, assurance=NO)]
    first = answers(*mails, *others)
    assert len(first) == 20 + len(others)
    said = queued({}, first, at(NOW))
    assert answers(*mails, *others, now="2026-03-02T15:00", said=said) == []
    assert len(answers(*mails, *others, now="2026-03-03T09:00", said=said)) == 10
    assert len(answers(*mails, settings=narrowed(answers_to_strangers_per_day=3))) == 3


def test_of_the_few_answers_the_first_go_where_a_child_may_be_in_danger() -> None:
    calm = [arrival(number, sender=f"guest{number}@elsewhere.example", assurance=NO) for number in range(1, 4)]
    urgent = arrival(9, sender="caller@elsewhere.example", assurance=NO, urgent=True)
    (found,) = answers(*calm, urgent, settings=narrowed(answers_to_strangers_per_day=1))
    assert found.key.recipient == "caller@elsewhere.example"


def test_an_address_that_no_server_takes_uses_up_no_strangers_answer() -> None:
    broken = [arrival(number, sender=f"guest {number}@elsewhere.example", assurance=NO) for number in range(1, 4)]
    (found,) = answers(
        *broken, arrival(9, sender=GUEST, assurance=NO), settings=narrowed(answers_to_strangers_per_day=1)
    )
    assert found.key.recipient == GUEST


def test_no_stranger_is_answered_where_the_office_says_none() -> None:
    settings = narrowed(answers_to_strangers="none")
    strangers = [arrival(1, sender=GUEST), arrival(2, sender=GUEST, assurance=NO), arrival(3, assurance=NO)]
    (found,) = answers(*strangers, arrival(4, sender=LA), settings=settings)
    assert found.key.recipient == LA


def test_a_stranger_is_answered_from_any_domain_and_only_with_a_receipt() -> None:
    closed = narrowed(allowed_domains=("council.example",))
    (found,) = answers(arrival(sender=GUEST), arrival(2), settings=closed)
    assert (found.key.recipient, found.to_stranger) == (GUEST, True)
