"""Which case a form belongs to, from the mail alone and with a journal behind it."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cases.facts_of_forms import recognised_by
from pipeline.intake.earlier_mail import EarlierMail, ListedMailIndex, Sent, fingerprint
from pipeline.intake.evidence import evidence
from pipeline.intake.signs.words import says
from pipeline.model import Attachment, FormKind, MailKind, NoticeKind, Reading
from pipeline.settings import Intake
from tests.intake.build import NOW, OWN, READ, decided, form, mail
from tests.intake.urgency.test_child_in_danger import lines

REF = "NSP-2026-0007"
CHILD = {"name": "ASHDOWN, Riley", "dob": "2015-04-03", "nhs_number": "9991205675"}
FIRST = form(file="first.docx", **CHILD)
JOURNAL = EarlierMail(
    own_addresses=(OWN,),
    reference_prefix="NSP",
    journal=True,
    index=ListedMailIndex(
        case_refs=frozenset({REF}),
        marks=dict.fromkeys(recognised_by((FIRST,)), (REF,)),
        ours={"<ack.1@northshire.example>": Sent(case_ref=REF, kind=NoticeKind.ACKNOWLEDGEMENT)},
        domains={REF: frozenset({"saltmarsh.sch.example"})},
    ),
)


def test_the_folder_of_texts_is_where_the_tests_look() -> None:
    assert {path.name for path in Path(__file__).parent.glob("*_texts.txt")} == {
        "urgent_texts.txt",
        "calm_texts.txt",
        "update_texts.txt",
        "first_texts.txt",
    }


@pytest.mark.parametrize("text", lines("update_texts.txt"))
def test_words_of_correction_are_an_update(text: str) -> None:
    assert decided(mail(text), form(**CHILD)).kind is MailKind.UPDATE


@pytest.mark.parametrize("text", lines("first_texts.txt"))
def test_words_of_a_first_form_are_a_referral(text: str) -> None:
    assert not says(text, "update.words")
    assert decided(mail(text), form(**CHILD)).kind is MailKind.REFERRAL


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("RR1 referral TVO v2.docx", MailKind.UPDATE),
        ("Referral WO v2 FINAL.docx", MailKind.UPDATE),
        ("Referral (corrected).docx", MailKind.UPDATE),
        ("RR1 blank form v4.docx", MailKind.REFERRAL),
        ("Rapid review referral form v3.docx", MailKind.REFERRAL),
        ("Rapid Review Referral v3.docx", MailKind.REFERRAL),
        ("Referral final.docx", MailKind.REFERRAL),
    ],
)
def test_the_edition_of_a_template_is_not_a_second_version(file: str, kind: MailKind) -> None:
    assert decided(mail("Attached."), form(file=file, **CHILD)).kind is kind


def test_a_form_in_our_thread_updates_its_case() -> None:
    found = decided(mail("Attached.", subject=f"RE: [{REF}] We have received your referral"), form(**CHILD))
    assert (found.kind, found.case_ref) == (MailKind.UPDATE, REF)


def test_an_old_form_on_a_conversation_is_correspondence() -> None:
    found = decided(mail("Thanks, I will ask the ward.", subject=f"RE: [{REF}] x"), form(**CHILD))
    assert (found.kind, found.case_ref, found.reply_to_it) == (MailKind.REPLY, REF, False)


def test_the_same_form_again_is_linked_and_not_dropped() -> None:
    found = decided(mail("Attached."), FIRST, earlier=JOURNAL)
    assert (found.kind, found.case_ref, found.reason_code) == (MailKind.UPDATE, REF, "duplicate")


def test_the_same_form_on_a_conversation_is_correspondence() -> None:
    reply = mail("Noted, thank you.", "In-Reply-To: <ack.1@northshire.example>", subject="RE: your referral")
    found = decided(reply, FIRST, earlier=JOURNAL)
    assert (found.kind, found.case_ref) == (MailKind.REPLY, REF)


def test_a_later_form_from_the_same_organisation_updates_the_childs_case() -> None:
    found = decided(mail("Attached."), form(file="b.docx", **CHILD), earlier=JOURNAL)
    assert (found.kind, found.case_ref) == (MailKind.UPDATE, REF)


def test_another_agencys_form_on_the_same_child_is_a_second_referral_of_its_case() -> None:
    other = mail("Attached.", sender="ds@northshire-police.example")
    found = decided(other, form(file="b.docx", name="Riley Ashdown", dob="2015-04-03"), earlier=JOURNAL)
    assert (found.kind, found.case_ref, found.reason_code) == (MailKind.REFERRAL, REF, "second-referral")


def test_initials_alone_match_nobody() -> None:
    known = EarlierMail(
        own_addresses=(OWN,),
        journal=True,
        index=ListedMailIndex(marks=dict.fromkeys(recognised_by((form(name="RA"),)), (REF,))),
    )
    assert decided(mail("Attached."), form(file="b.docx", name="RA"), earlier=known).linked_to == ()


def test_an_update_that_no_case_answers_to_is_a_referral_with_a_warning() -> None:
    found = decided(mail("Updated form attached."), form(name="C D", dob="2019-01-01"), earlier=JOURNAL)
    assert found.kind is MailKind.REFERRAL
    assert "The sender calls this an update, but no earlier form is known." in found.warnings


def test_a_reference_that_no_case_bears_is_not_believed() -> None:
    found = decided(mail("Attached. Police ref NP-2026-0042."), form(name="C D"), earlier=JOURNAL)
    assert (found.kind, found.case_ref) == (MailKind.REFERRAL, None)


@pytest.mark.parametrize("text", ["Attached. Police ref NP-2026-0042.", "Attached. Our reference: TR-2026-118."])
def test_another_organisations_reference_makes_no_update_even_without_a_journal(text: str) -> None:
    assert decided(mail(text), form(**CHILD)).kind is MailKind.REFERRAL


def test_a_return_is_matched_by_its_reference_or_left_to_a_person() -> None:
    matched = decided(mail("Our return.", subject=f"Agency return {REF}"), form(FormKind.AGENCY_RETURN))
    assert (matched.kind, matched.case_ref) == (MailKind.AGENCY_RETURN, REF)
    alone = decided(mail("Our return."), form(FormKind.AGENCY_RETURN))
    assert (alone.kind, alone.case_ref) == (MailKind.AGENCY_RETURN, None)


def test_a_chronology_in_answer_to_our_request_is_a_return() -> None:
    request = Sent(case_ref=REF, kind=NoticeKind.AGENCY_REQUEST)
    known = EarlierMail(
        own_addresses=(OWN,), journal=True, index=ListedMailIndex(case_refs=frozenset({REF}), ours={"<q@x>": request})
    )
    asked = mail("Our chronology is attached.", "In-Reply-To: <q@x>", subject="RE: x")
    found = decided(asked, form(FormKind.NOT_A_FORM, file="Chronology.xlsx"), earlier=known)
    assert (found.kind, found.case_ref) == (MailKind.AGENCY_RETURN, REF)


def test_two_mails_with_one_message_id_and_different_forms_are_both_taken_in() -> None:
    known = EarlierMail(own_addresses=(OWN,), journal=True, index=ListedMailIndex(message_ids=frozenset({"<same@x>"})))
    found = decided(mail("Attached.", "Message-ID: <same@x>"), form(name="C D"), earlier=known)
    assert found.kind is MailKind.REFERRAL


def test_the_same_mail_under_another_id_is_recognised() -> None:
    one = mail("Attached.", "Message-ID: <a@x>")
    two = mail("Attached.", "Message-ID: <b@x>")
    assert fingerprint(one) == fingerprint(two)
    assert fingerprint(one) != fingerprint(mail("Attached.", sender="other@x.example"))


def test_unrelated_children_in_one_mail_are_said_to_be_apart() -> None:
    found = decided(mail("Two."), form(file="a.docx", name="A B"), form(file="b.docx", name="C D"))
    assert (found.kind, found.reason) == (MailKind.REFERRAL, "2 referral forms in one mail; each child is kept apart.")


def test_a_field_given_in_words_is_proposed_to_a_person() -> None:
    found = decided(mail("DOB is 3/4/15", subject=f"RE: [{REF}] x"))
    assert found.kind is MailKind.REPLY
    assert any("in words" in warning for warning in found.warnings)


def test_a_first_form_in_answer_to_a_colleague_in_the_office_is_a_referral() -> None:
    answer = mail("Thanks for your help, referral attached.", "In-Reply-To: <typed.by.hand@northshire.example>")
    found = decided(answer, form(file="b.docx", name="C D"), earlier=JOURNAL)
    assert found.kind is MailKind.REFERRAL


def test_a_mail_of_ours_that_came_back_attached_takes_no_other_mail_with_it() -> None:
    ours, theirs = mail("Thank you.", sender=OWN), mail("A form is attached.", sender="pc@police.example")
    # The first attachment held formatting alone, so that nothing was read of it.
    formatting = Attachment(name="winmail.dat", media_type="application/ms-tnef", content=b"x")
    outer = replace(mail("See attached."), attachments=(formatting,), messages=(ours, theirs))
    readings = [
        Reading(file=f"{number}.eml", kind=FormKind.CONTAINER, attachments=(form(name=name),), sha256=inner.sha256)
        for number, (inner, name) in enumerate(((ours, "A B"), (theirs, "C D")))
    ]
    found = evidence(outer, tuple(readings), earlier=READ, words=Intake(), received_at=NOW)
    assert [leaf.sha256 for leaf in found.leaves] == [form(name="C D").sha256]
