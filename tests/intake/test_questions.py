"""What each question makes of a mail, and which mails an acknowledgement may go to."""

import pytest

from pipeline.intake.decide import QUESTIONS
from pipeline.intake.earlier_mail import EarlierMail, ListedMailIndex, Sent
from pipeline.model import Assurance, FormKind, MailKind, Message, NoticeKind
from pipeline.settings import Intake
from tests.intake.build import OWN, decided, form, mail


def test_what_a_machine_sent_is_asked_before_forms_and_talk_last() -> None:
    names = [question.__name__ for question in QUESTIONS]
    assert (
        names.index("delivery_report") < names.index("auto_reply") < names.index("calendar") < names.index("duplicate")
    )
    assert names.index("duplicate") < names.index("forms") < names.index("locked") < names.index("reply")
    assert names[-1] == "bulk"


@pytest.mark.parametrize(
    "automatic",
    [
        mail("", "Auto-Submitted: auto-replied"),
        mail("", "X-Autoreply: yes"),
        mail("", "X-Autorespond: x"),
        mail("", "Precedence: auto_reply"),
        mail("I am away.", subject="Automatic reply: x"),
        mail("", subject="Out of Office: x"),
        mail("", subject="Abwesenheitsnotiz: x"),
        mail("", subject="Réponse automatique : x"),
        mail("I am currently out of the office.", "In-Reply-To: <x@northshire.example>", subject="RE: x"),
    ],
)
def test_an_automatic_answer_is_never_answered(automatic: Message) -> None:
    found = decided(automatic)
    assert (found.kind, found.urgent, found.reply_to_it) == (MailKind.AUTO_REPLY, False, False)


def test_an_automatic_mail_that_brings_a_form_is_read_and_not_answered() -> None:
    found = decided(mail("", "Auto-Submitted: auto-generated"), form(name="A B"))
    assert (found.kind, found.reply_to_it) == (MailKind.REFERRAL, False)


def test_a_person_behind_exchange_is_no_machine() -> None:
    found = decided(mail("Attached.", "X-Auto-Response-Suppress: All"), form(name="A B"))
    assert (found.kind, found.reply_to_it) == (MailKind.REFERRAL, True)


@pytest.mark.parametrize(
    "unanswerable",
    [
        mail("", "List-Id: <x.example>"),
        mail("", "Precedence: bulk"),
        mail("", sender="no-reply@x.example"),
        mail("", sender="donotreply@x.example"),
        mail("", "Reply-To: noreply@x.example"),
        mail("", "Return-Path: <>"),
        mail("", sender=OWN),
        mail("", sender="referrals+tag@northshire.example"),
    ],
)
def test_a_form_from_where_nobody_reads_is_taken_in_and_not_answered(unanswerable: Message) -> None:
    found = decided(unanswerable, form(name="A B"))
    assert (found.kind, found.reply_to_it) == (MailKind.REFERRAL, False)


def test_our_own_mail_coming_back_is_known_by_its_id_or_its_marks() -> None:
    known = EarlierMail(
        own_addresses=(OWN,),
        journal=True,
        index=ListedMailIndex(ours={"ours@x": Sent(case_ref="", kind=NoticeKind.DIGEST)}),
    )
    assert decided(mail("x", "Message-ID: <ours@x>", sender=OWN), earlier=known).kind is MailKind.NOT_A_REFERRAL
    assert decided(mail("x", "Auto-Submitted: auto-generated", sender=OWN)).kind is MailKind.NOT_A_REFERRAL


def test_a_stranger_who_borrows_our_address_is_not_waved_through() -> None:
    forged = mail("The baby is alone now.", "Authentication-Results: mx; dmarc=fail", sender=OWN)
    found = decided(forged)
    assert (found.kind, found.urgent, found.assurance) == (MailKind.NEEDS_PERSON, True, Assurance.FAILED)


@pytest.mark.parametrize(
    ("text", "result", "answered"),
    [("Attached.", "pass", True), ("Attached.", "fail", False), ("The baby is alone now.", "fail", False)],
    ids=["confirmed", "failed", "failed and a child in danger"],
)
def test_whoever_fails_is_answered_once_the_office_has_accepted_the_mail(
    text: str, result: str, answered: bool
) -> None:
    found = decided(mail(text, f"Authentication-Results: mx; dmarc={result}"), form(name="A B"))
    assert (found.kind, found.reply_to_it, found.reply_withheld) == (MailKind.REFERRAL, answered, not answered)


@pytest.mark.parametrize(
    ("code", "kind"),
    [("encrypted", FormKind.UNREADABLE), ("scanned", FormKind.UNREADABLE), ("damaged", FormKind.UNREADABLE)],
)
def test_a_file_that_cannot_be_read_goes_to_a_person_with_its_reason(code: str, kind: FormKind) -> None:
    found = decided(mail("Attached."), form(kind, code=code))
    assert (found.kind, found.reason_code, found.reply_to_it) == (MailKind.NEEDS_PERSON, code, True)


@pytest.mark.parametrize(
    "link",
    [
        "Here: https://1drv.ms/w/s!x",
        "https://northshire.sharepoint.com/:w:/s/x",
        "https://we.tl/t-x",
        "https://www.dropbox.com/s/x",
        "It is too big to send: https://files.saltmarsh.example/x",
        "Perpetua shared a file with you https://x.example/y",
    ],
)
def test_a_link_in_place_of_a_file_goes_to_a_person(link: str) -> None:
    assert decided(mail(link)).reason_code == "link"


@pytest.mark.parametrize(
    "said",
    [
        "Please find attached our referral form.",
        "Please see the completed form attached.",
        "I enclose the referral.",
        "I have attached the form for a rapid review.",
        "The form is attached.",
        "Attached is our referral.",
        "Attached.",
    ],
)
@pytest.mark.parametrize("thread", [(), ("In-Reply-To: <x@northshire.example>",)])
def test_a_file_that_was_to_come_and_did_not_is_asked_for(said: str, thread: tuple[str, ...]) -> None:
    found = decided(mail(said, *thread))
    assert (found.kind, found.reason_code, found.reply_to_it) == (MailKind.NEEDS_PERSON, "attachment-missing", True)


@pytest.mark.parametrize(
    "said",
    [
        "I could not open the form attached to your last message.",
        "Should I attach the form here?",
        "I will attach the form tomorrow.",
        "There is nothing attached to the form.",
        "Thank you for the attached form.",
        "He is very attached to his grandmother.",
    ],
)
def test_words_about_another_file_ask_for_none(said: str) -> None:
    assert decided(mail(said)).reason_code == "free-text"


def test_a_file_that_came_is_not_asked_for_and_a_danger_in_the_words_is_still_seen() -> None:
    assert decided(mail("Please find attached."), form(FormKind.NOT_A_FORM)).reason_code == "free-text"
    alarming = decided(mail("Please find attached. The baby is alone with him now."))
    assert (alarming.reason_code, alarming.urgent) == ("attachment-missing", True)


def test_a_link_in_a_signature_is_no_file() -> None:
    found = decided(mail("Which form do I use?||Kind regards|Jo|https://x.sharepoint.com/about"))
    assert found.reason_code == "free-text"


def test_a_mail_of_a_list_is_no_referral_and_a_chain_letter_neither() -> None:
    assert decided(mail("News", "List-Unsubscribe: <x>")).kind is MailKind.NOT_A_REFERRAL
    assert decided(mail("Do not break the chain, send this to ten friends!")).kind is MailKind.NOT_A_REFERRAL


@pytest.mark.parametrize(
    "faint",
    [
        "A girl in year four drew her family and left herself out. It is probably nothing.",
        "My grandson is quieter than he was. I do not know whom to ask.",
        "One of our boys has stopped bringing lunch, and the others give him theirs.",
    ],
)
@pytest.mark.parametrize("header", ["X-Priority: 3", "X-Spam-Flag: YES", "X-MS-Exchange-Organization-SCL: 6"])
def test_a_faint_signal_goes_to_a_person_and_not_to_junk(faint: str, header: str) -> None:
    assert decided(mail(faint, header, subject="Not sure")).kind is MailKind.NEEDS_PERSON


def test_what_a_filter_calls_junk_and_tells_of_no_child_is_junk() -> None:
    for text in ("Verify your account.", "Your child has won a prize! Claim your gift card now."):
        assert decided(mail(text, "X-Spam-Flag: YES")).kind is MailKind.NOT_A_REFERRAL


def test_an_ignored_sender_is_ignored_only_without_a_form() -> None:
    words = Intake(ignored_senders=("jo@saltmarsh.sch.example",))
    assert decided(mail("Hello"), words=words).kind is MailKind.NOT_A_REFERRAL
    assert decided(mail("Hello"), form(name="A B"), words=words).kind is MailKind.REFERRAL


def test_free_text_waits_for_a_person_and_is_answered() -> None:
    found = decided(mail("Which form do I use?"))
    assert (found.kind, found.reply_to_it) == (MailKind.NEEDS_PERSON, True)


@pytest.mark.parametrize(
    "domain",
    [
        "n0rthshirecouncil.example",
        "northshirecounci1.example",
        "northshirecouncll.example",
        "northshlrecouncil.example",
        "northshirecouncil.exampIe".lower(),
        "northshire-council.example",
        "xn--nrthshirecouncil-mkn.example",
    ],
)
def test_a_look_alike_of_a_partner_is_flagged_and_read(domain: str) -> None:
    words = Intake(partner_domains=("northshirecouncil.example",))
    found = decided(mail("Attached.", sender=f"l@{domain}"), form(name="A B"), words=words)
    assert (found.kind, found.assurance) == (MailKind.REFERRAL, Assurance.FAILED)


@pytest.mark.parametrize("domain", ["northshirecouncil.example", "mail.northshirecouncil.example", "saltmarsh.example"])
def test_a_partner_and_a_stranger_are_no_look_alikes(domain: str) -> None:
    words = Intake(partner_domains=("northshirecouncil.example",))
    assert decided(mail("x", sender=f"l@{domain}"), words=words).assurance is Assurance.NOT_CONFIRMED


@pytest.mark.parametrize(
    ("subject", "marking"),
    [
        ("OFFICIAL: x", "OFFICIAL"),
        ("OFFICIAL-SENSITIVE x", "OFFICIAL-SENSITIVE"),
        ("[OFFICIAL - SENSITIVE - PERSONAL] x", "OFFICIAL-SENSITIVE PERSONAL"),
        ("RESTRICTED: x", "RESTRICTED"),
        ("an official complaint", ""),
    ],
)
def test_the_highest_marking_is_kept(subject: str, marking: str) -> None:
    assert decided(mail("x", subject=subject)).marking == marking


def test_no_reason_or_warning_repeats_a_name() -> None:
    named = mail("Riley Ashdown was hurt.", subject="Riley Ashdown")
    found = decided(named, form(name="Riley Ashdown", file="Riley Ashdown.docx"))
    assert "Ashdown" not in " ".join((found.reason, *found.warnings))


def test_danger_in_what_only_looks_like_an_automatic_answer_is_urgent() -> None:
    words = "I am on annual leave until Monday but her brother is still in the house with him."
    found = decided(mail(words, "In-Reply-To: <x@northshire.example>", subject="RE: x"))
    assert (found.kind, found.urgent) == (MailKind.AUTO_REPLY, True)


def test_without_a_journal_the_address_delivered_to_is_our_own() -> None:
    back = mail("x", "Delivered-To: box@other.example", "Auto-Submitted: auto-generated", sender="box@other.example")
    assert decided(back).kind is MailKind.NOT_A_REFERRAL
    known = EarlierMail(own_addresses=(OWN,), journal=True)
    assert decided(back, earlier=known).kind is MailKind.AUTO_REPLY
