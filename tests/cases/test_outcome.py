"""What follows in a case from mail of the national bodies and from late news, and what a person is told of it."""

from dataclasses import replace
from datetime import date

import pytest

from parsers.read_mail import read_mail
from pipeline.cases.case_work import KnownCases, Received
from pipeline.cases.outcome import MailOutcome, outcome
from pipeline.facts import Case, Fact, Source
from pipeline.model import Decision, FormIdentity, FormKind, MailKind, Reading, ReasonCode, Referral
from tests.intake.build import NOW, answer, form

CASE = "NSP-2026-0012"
MAIL = Received(sha256="f" * 64, received_at=NOW, now=NOW, links={}, may_change=frozenset({CASE}))


def case(**facts: str | date) -> Case:
    said = (
        Fact(case_ref=CASE, name=name, value=value, source=Source.TRACKER, recorded_at=NOW)
        for name, value in facts.items()
    )
    return Case(ref=CASE, opened_at=NOW, facts=tuple(said))


def follows(kind: MailKind, code: str, *, known: Case | None = None, readings: tuple[Reading, ...] = ()) -> MailOutcome:
    judged = Decision(
        kind=kind, reason="A reason.", reason_code=ReasonCode(code), case_ref=known.ref if known else None
    )
    cases = KnownCases(cases={known.ref: known} if known else {})
    return outcome(MAIL, judged, readings=readings, known_cases=cases, new_ref=lambda: "NSP-2026-0099")


@pytest.mark.parametrize("code", ["panel", "panel-passed-on", "ofsted", "notification"])
def test_what_the_national_tier_writes_on_a_case_is_shown_and_sets_nothing(code: str) -> None:
    found = follows(MailKind.REPLY, code, known=case(status="Open"))
    assert [item.case_ref for item in found.attention] == [CASE]
    assert found.unsettled
    assert [work.facts for work in found.work] == [()]


def test_talk_on_a_case_that_may_hold_news_waits_for_a_person() -> None:
    found = follows(MailKind.REPLY, "talk", known=case(status="Open"))
    assert [item.case_ref for item in found.attention] == [CASE]
    assert found.unsettled


def test_thanks_on_a_case_are_logged_and_not_shown() -> None:
    found = follows(MailKind.REPLY, "", known=case(status="Open"))
    assert (found.attention, found.unsettled) == ((), False)
    assert [entry.case_ref for entry in found.log] == [CASE]


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        (case(status="Open"), False),
        (case(status="Closed"), True),
        (case(status="Open", decision="no further action"), True),
        (case(status="Open", review_outcome="alternative learning"), True),
        (case(status="Open", review_decided=date(2026, 6, 1)), True),
    ],
)
def test_a_letter_of_the_panel_asks_for_a_second_look_where_the_decision_stands(known: Case, asked: bool) -> None:
    told = " ".join(item.why for item in follows(MailKind.REPLY, "panel", known=known).attention)
    assert ("regulation 11(d)" in told) == asked


def test_a_letter_of_the_panel_says_what_to_enter() -> None:
    (item,) = follows(MailKind.REPLY, "panel", known=case(status="Open")).attention
    assert "Panel replied on" in item.remedy and "Outcome" in item.remedy


def test_a_receipt_says_where_its_date_goes() -> None:
    (item,) = follows(MailKind.NEEDS_PERSON, "notification").attention
    assert "Notified Panel on" in item.remedy


@pytest.mark.parametrize("code", ["panel-doubted", "ofsted-doubted"])
def test_a_doubted_sender_is_asked_by_another_way(code: str) -> None:
    (item,) = follows(MailKind.NEEDS_PERSON, code).attention
    assert "claims to be" in item.what and "already have" in item.remedy


@pytest.mark.parametrize("code", ["panel", "panel-passed-on", "panel-doubted", "ofsted", "ofsted-doubted"])
def test_a_scan_from_the_national_tier_opens_no_case(code: str) -> None:
    scan = form(FormKind.UNREADABLE, code="scanned")
    assert follows(MailKind.NEEDS_PERSON, code, readings=(scan,)).work == ()
    assert [work.opens for work in follows(MailKind.NEEDS_PERSON, "scanned", readings=(scan,)).work] == [True]


@pytest.mark.parametrize("before", ["seriously harmed", "died"])
def test_a_later_form_that_calls_serious_harm_something_else_changes_nothing_and_is_shown(before: str) -> None:
    later = replace(form(name="A B"), referral=Referral(incident={"outcome": answer("other")}))
    found = follows(MailKind.UPDATE, "", known=case(status="Open", outcome=before), readings=(later,))
    assert [fact for work in found.work for fact in work.facts if fact.name == "outcome"] == []
    assert "recovery does not undo it" in " ".join(item.why for item in found.attention)


def test_a_later_form_may_call_harm_serious() -> None:
    later = replace(form(name="A B"), referral=Referral(incident={"outcome": answer("seriously_harmed")}))
    found = follows(MailKind.UPDATE, "", known=case(status="Open", outcome="other"), readings=(later,))
    assert [fact.value for work in found.work for fact in work.facts if fact.name == "outcome"] == ["seriously harmed"]


FORM_ON_ONE_WHO_HARMED = """From: A <a@b.example>
Subject: Referral
Content-Type: text/plain; charset=utf-8

Rapid Review Referral Form
Name of child: Morgan Thistlewood
Date of birth: 04/05/2012
Date of incident: 01/07/2026
Outcome: Seriously harmed
Abuse or neglect: Suspected
What happened: Morgan stabbed a classmate and is charged with wounding. He was himself neglected for years.
Your name: Ottilie Brandreth
Agency: Vale Academy
"""


def test_the_child_of_a_referral_may_be_the_one_who_caused_harm() -> None:
    read = read_mail(FORM_ON_ONE_WHO_HARMED.replace("\n", "\r\n").encode())
    found = follows(MailKind.REFERRAL, "", readings=read.readings)
    (work,) = found.work
    said = {fact.name: fact.value for fact in work.facts}
    assert (work.opens, said["child"], said["children"], said["abuse_neglect"]) == (True, "MT", 1, "suspected")


def test_a_form_that_is_out_of_date_is_told_once_for_each_version_of_it() -> None:
    def told(mail: str, edition: str) -> list[str]:
        identity = FormIdentity(id="two-column", edition=edition, outdated=("The form cites Working Together 2018.",))
        read = replace(form(name="A B"), form=identity)
        judged = Decision(kind=MailKind.REFERRAL, reason="A referral form.")
        found = outcome(
            replace(MAIL, sha256=mail),
            judged,
            readings=(read,),
            known_cases=KnownCases(),
            new_ref=lambda: "NSP-2026-0099",
        )
        return [item.id for item in found.attention if "Working Together 2018" in item.why]

    assert told("a" * 64, "v1") == told("b" * 64, "v1") != told("b" * 64, "v2")
    assert len(told("a" * 64, "v1")) == 1


def test_news_of_recovery_neither_closes_a_case_nor_makes_its_harm_less() -> None:
    known = case(status="Open", outcome="seriously harmed")
    found = follows(MailKind.REPLY, "", known=known)
    assert [work.facts for work in found.work] == [()]
