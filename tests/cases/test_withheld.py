"""What a sender may change by themselves, by how far they can be believed and whether the case knows them."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from pipeline.cases.case_work import CaseWork, KnownCases, Received
from pipeline.cases.outcome import outcome
from pipeline.cases.proposals import Proposal, as_facts
from pipeline.cases.withheld import FormSender, doubted_referral, proposal_of
from pipeline.facts import Case, Fact, Source
from pipeline.intake.signs.assurance import may_change
from pipeline.model import Assurance, Decision, FormKind, MailKind, Reading, Referral, SenderAssurance
from pipeline.settings import Intake
from tests.intake.build import NOW, answer, form

CASE = "NSP-2026-0012"
MAIL = Received(sha256="f" * 64, received_at=NOW, now=NOW, links={})
POLICE = "Northshire Police"
CORRECTED = replace(
    form(name="Ottoline Brackwater", sex="Female"),
    referral=Referral(
        children=({"name": answer("Ottoline Brackwater"), "sex": answer("Female")},),
        incident={"outcome": answer("died"), "date": answer("2026-07-02")},
        referrer={"name": answer("Merriel Thackwray"), "agency": answer(POLICE)},
    ),
)
RETURN = replace(form(FormKind.AGENCY_RETURN), agency=POLICE)
SURE = SenderAssurance(assurance=Assurance.CONFIRMED, reason="DMARC passes.", has_results=True)
STANDING = {
    Assurance.CONFIRMED: SURE,
    Assurance.NOT_CONFIRMED: SenderAssurance(reason="No result says whose mail it is.", has_results=True),
    Assurance.FAILED: SenderAssurance(assurance=Assurance.FAILED, warnings=("It may be forged.",), has_results=True),
}


REFERRED = CaseWork(ref=CASE, opens=True, facts=(), marks=frozenset())


def said(name: str, value: str | date, subject: str = "") -> Fact:
    return Fact(case_ref=CASE, name=name, value=value, subject=subject, source=Source.FORM, recorded_at=NOW)


KNOWN = Case(ref=CASE, opened_at=NOW, facts=(said("outcome", "seriously harmed"), said("agency_added", POLICE, POLICE)))


def work_of(kind: MailKind, *readings: Reading, mail: Received = MAIL, known: Case = KNOWN) -> CaseWork:
    judged = Decision(kind=kind, reason="A reason.", case_ref=None if kind is MailKind.REFERRAL else CASE)
    cases = KnownCases(cases={CASE: known})
    (work,) = outcome(mail, judged, readings=readings, known_cases=cases, new_ref=lambda: "NSP-2026-0099").work
    return work


@pytest.mark.parametrize(("assurance", "known"), [*product(Assurance, (True, False))])
@pytest.mark.parametrize("kind", [MailKind.REFERRAL, MailKind.UPDATE, MailKind.AGENCY_RETURN])
def test_only_who_is_confirmed_and_known_to_the_case_changes_it(
    kind: MailKind, assurance: Assurance, known: bool
) -> None:
    trusted = may_change(STANDING[assurance], known=known, words=Intake())
    reading = RETURN if kind is MailKind.AGENCY_RETURN else CORRECTED
    work = work_of(kind, reading, mail=replace(MAIL, may_change=frozenset({CASE} if trusted else ())))
    written = kind is MailKind.REFERRAL or (assurance is Assurance.CONFIRMED and known)
    assert (bool(work.facts), work.withheld, bool(work.proposed)) == (written, not written, not written)
    assert work.opens == (kind is MailKind.REFERRAL)


@pytest.mark.parametrize(
    ("known", "setting", "trusted"), [(True, "propose", False), (True, "trust-known-senders", True)]
)
def test_where_a_server_stamps_nothing_the_settings_decide(known: bool, setting: str, trusted: bool) -> None:
    words = Intake.model_validate({"without_results": setting})
    unstamped = SenderAssurance()
    assert may_change(unstamped, known=known, words=words) == trusted
    assert not may_change(unstamped, known=False, words=words)
    assert not may_change(STANDING[Assurance.NOT_CONFIRMED], known=known, words=words)


def sender(assurance: Assurance = Assurance.CONFIRMED, *, who: str = "police.example", mail: str = "f") -> FormSender:
    sender = STANDING[assurance]
    return FormSender(who=who, mail=mail * 64, at=NOW, assurance=sender, is_known=False, agencies=frozenset({POLICE}))


def proposed(work: CaseWork, by: FormSender | None = None, *earlier: Proposal) -> tuple[Proposal, str] | None:
    found = proposal_of(work, kind=MailKind.UPDATE, sender=by or sender(), earlier=earlier)
    return (found[0], found[1].why) if found else None


def test_a_proposal_says_what_would_change_from_whom_and_how_sure_without_a_name() -> None:
    found = proposed(work_of(MailKind.UPDATE, CORRECTED))
    assert found is not None
    assert "It comes from police.example. Its sender is confirmed and is not known to this case." in found[1]
    assert "Harm: died" in found[1] and "Incident date: Thu 2 July 2026" in found[1]
    assert not any(name in found[1] for name in ("Ottoline", "Brackwater", "OB", "Merriel", "Thackwray"))


def test_a_return_is_proposed_with_its_agency_and_day() -> None:
    found = proposed(work_of(MailKind.AGENCY_RETURN, RETURN))
    assert found is not None
    assert f"Received on ({POLICE}): Wed 8 July 2026" in found[1]


def test_a_failed_sender_s_proposal_says_the_doubt() -> None:
    found = proposed(work_of(MailKind.UPDATE, CORRECTED), sender(Assurance.FAILED))
    assert found is not None
    assert "It says that it comes from police.example. It may be forged." in found[1]


def test_a_blank_is_proposed_and_not_filled() -> None:
    blank = replace(KNOWN, facts=())
    work = work_of(MailKind.UPDATE, CORRECTED, known=blank)
    assert (work.facts, work.referral is not None) == ((), True)
    assert {"outcome", "incident"} <= {fact.name for fact in work.proposed}


def test_a_second_return_does_not_move_the_day_of_the_first() -> None:
    came = replace(KNOWN, facts=(*KNOWN.facts, said("agency_returned", date(2026, 7, 1), POLICE)))
    work = work_of(MailKind.AGENCY_RETURN, RETURN, known=came)
    assert (work.withheld, work.proposed) == (True, ())


@pytest.mark.parametrize(
    ("choice", "who", "says"),
    [
        ("", "police.example", False),
        ("", "hospital.example", False),
        ("no", "police.example", False),
        ("no", "hospital.example", True),
        ("yes", "police.example", True),
    ],
)
def test_a_repeat_proposes_nothing_unless_it_is_news(choice: str, who: str, says: bool) -> None:
    work = work_of(MailKind.UPDATE, CORRECTED)
    first = proposed(work)
    assert first is not None
    again = proposed(work, sender(who=who, mail="e"), replace(first[0], answer=choice))
    assert (again is not None) == says


def test_a_form_that_differs_in_its_file_alone_proposes_nothing() -> None:
    work = CaseWork(ref=CASE, opens=False, facts=(), marks=frozenset(), withheld=True, proposed=(said("form", "x"),))
    assert proposed(work) is None


def test_what_is_accepted_is_the_office_s_word_but_for_the_form_s_own() -> None:
    work = work_of(MailKind.UPDATE, CORRECTED)
    found = proposed(replace(work, proposed=(*work.proposed, said("form", "originals/form.docx"))))
    assert found is not None
    sources = {fact.name: fact.source for fact in as_facts(found[0], case=KNOWN, now=NOW)}
    assert (sources["outcome"], sources["form"]) == (Source.TRACKER, Source.FORM)


def test_a_referral_in_doubt_proposes_no_fact_and_says_that_nobody_was_answered() -> None:
    proposal, item = doubted_referral(REFERRED, sender=sender(Assurance.FAILED))
    assert (proposal.facts, proposal.id) == ((), item.id)
    assert "may be forged" in item.why and "nobody was answered" in item.why
