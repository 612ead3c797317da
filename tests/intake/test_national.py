"""Mail from the Panel, from its notification system and from Ofsted, and what only looks like it."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake.earlier_mail import EarlierMail, ListedMailIndex
from pipeline.intake.questions.notification import notified_day
from pipeline.intake.signs.panel_digits import digits_in, digits_of
from pipeline.intake.signs.reference import stands_in
from pipeline.model import Decision, MailKind, Message
from pipeline.settings import Intake
from tests.intake.build import OWN, decided, form, mail

CASE = "NSP-2026-0012"
PANEL, OFSTED = (f"desk@{domains[0]}" for domains in (Intake().panel_domains, Intake().ofsted_domains))
CONFIRMED = "Authentication-Results: mx; dmarc=pass"
LETTER = "The Child Safeguarding Practice Review Panel has considered your rapid review."
CASES = frozenset({CASE, "NSP-2026-0013"})
KNOWN = EarlierMail(
    own_addresses=(OWN,),
    reference_prefix="NSP",
    journal=True,
    index=ListedMailIndex(
        case_refs=CASES,
        typed_panel_refs={"SIN-4471": (CASE,)},
        marks={("nhs-number", "9990000018"): (CASE,)},
    ),
)


def told(text: str = LETTER, *, sender: str = PANEL, subject: str = "Letter", confirmed: str = CONFIRMED) -> Message:
    return mail(text, confirmed, subject=subject, sender=sender)


def standing(found: Decision) -> tuple[MailKind, str, str | None]:
    return (found.kind, found.reason_code, found.case_ref)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (f"[{CASE}] Panel response", LETTER),
        ("Letter", f"{LETTER} Your reference {CASE}."),
        ("Panel response SIN 4471", "Please see attached."),
        ("Panel letter", "It concerns SIN ref. 4471."),
        ("Panel letter", "It concerns sin-4471, as notified."),
    ],
)
def test_a_letter_of_the_panel_joins_its_case_by_our_reference_or_the_panels_own(subject: str, text: str) -> None:
    assert standing(decided(told(text, subject=subject), earlier=KNOWN)) == (MailKind.REPLY, "panel", CASE)


def test_a_letter_of_the_panel_in_a_conversation_joins_its_case() -> None:
    known = EarlierMail(
        own_addresses=(OWN,), journal=True, index=ListedMailIndex(case_refs=CASES, cases={"x@us": CASE})
    )
    found = decided(mail(LETTER, CONFIRMED, "In-Reply-To: <x@us>", sender=PANEL), earlier=known)
    assert standing(found) == (MailKind.REPLY, "panel", CASE)


@pytest.mark.parametrize("text", [LETTER, f"{LETTER} SIN 44711", f"{LETTER} SIN 14471", f"{LETTER} Pay 4471 pounds."])
def test_a_letter_of_the_panel_that_nothing_ties_to_a_case_is_not_guessed(text: str) -> None:
    assert standing(decided(told(text), earlier=KNOWN)) == (MailKind.NEEDS_PERSON, "panel", None)


@pytest.mark.parametrize(
    ("typed", "text", "joins"),
    [
        ("4471", "SIN 4471", True),
        ("4471", "our reference number is 4471", True),
        ("4471", "room 4471", False),
        ("CSI-0000-4471", "CSI 0000/4471", True),
        ("CSI-0000-4471", "0000-4471", False),
        ("SIN ref 4471", "SIN 4471", True),
        ("12", "SIN 12", False),
        ("awaited", "awaited", False),
    ],
)
def test_the_panels_reference_is_found_as_the_office_typed_it_and_never_in_any_number(
    typed: str, text: str, joins: bool
) -> None:
    known = EarlierMail(
        own_addresses=(OWN,), journal=True, index=ListedMailIndex(case_refs=CASES, typed_panel_refs={typed: (CASE,)})
    )
    assert decided(told(f"{LETTER} {text}"), earlier=known).case_ref == (CASE if joins else None)


def test_two_cases_under_one_reference_of_the_panel_are_shown_and_neither_is_chosen() -> None:
    known = EarlierMail(
        own_addresses=(OWN,),
        journal=True,
        index=ListedMailIndex(typed_panel_refs={"SIN 4471": (CASE, "NSP-2026-0013")}),
    )
    found = decided(told(f"{LETTER} SIN 4471"), earlier=known)
    assert (found.kind, found.case_ref, found.linked_to) == (MailKind.NEEDS_PERSON, None, (CASE, "NSP-2026-0013"))


def test_references_that_disagree_are_shown_and_neither_is_chosen() -> None:
    found = decided(told(f"{LETTER} SIN 4471", subject="[NSP-2026-0013] Letter"), earlier=KNOWN)
    assert (found.case_ref, found.linked_to) == (None, ("NSP-2026-0013", CASE))


@pytest.mark.parametrize(
    "near",
    [
        told(confirmed="Authentication-Results: mx; dmarc=fail"),
        told(confirmed="X-Nothing: checked"),
        told(confirmed="Authentication-Results: mx; spf=pass smtp.mailfrom=elsewhere.example; dkim=none"),
        told(sender=PANEL.replace("i", "l")),
        told(sender=PANEL.replace("o", "0")),
        told(sender=f"{PANEL}.letters.example"),
        told(sender=PANEL.replace(".", "-").replace("@", "@x.") + ".example"),
        mail("Send the review.", CONFIRMED, sender="a@b.example", name="Child Safeguarding Practice Review Panel"),
        mail("Send the review.", CONFIRMED, sender="a@b.example", name=f'"{PANEL} (National Panel)"'),
        mail(f"On behalf of the National Panel. {LETTER}", CONFIRMED, sender="a@b.example"),
    ],
)
def test_what_only_looks_like_the_panel_is_never_taken_for_it(near: Message) -> None:
    found = decided(near, earlier=KNOWN)
    assert (found.kind, found.reason_code, found.reply_to_it) == (MailKind.NEEDS_PERSON, "panel-doubted", False)
    assert "could not be confirmed" in found.reason


def test_a_doubted_sender_with_a_form_still_opens_a_case_and_the_doubt_is_shown() -> None:
    found = decided(told(confirmed="X-Nothing: checked"), form(name="A B"), earlier=KNOWN)
    assert found.kind is MailKind.REFERRAL
    assert "could not be confirmed" in " ".join(found.warnings)


@pytest.mark.parametrize(
    "other",
    [
        told("May I visit in January?"),
        told("The Child Death Overview Panel meets in March.", sender="a@b.example"),
        told("Our rapid review panel met and the panel agreed the draft.", sender="a@b.example"),
        told("I have read what the Child Safeguarding Practice Review Panel says.", sender="a@b.example"),
        mail("The panel has considered your rapid review.", CONFIRMED, sender="a@council.example", name="CSPR Panel"),
    ],
)
def test_not_everything_that_speaks_of_a_panel_is_the_panels(other: Message) -> None:
    found = decided(other, earlier=KNOWN, words=Intake(partner_domains=("council.example",)))
    assert found.reason_code == "free-text"


def test_the_panel_refers_nobody_and_its_files_give_no_answer() -> None:
    found = decided(told(), form(name="A B", nhs_number="9990000018"), earlier=KNOWN)
    assert (found.kind, found.case_ref) == (MailKind.NEEDS_PERSON, None)
    assert "nothing was taken from it" in " ".join(found.warnings)


def test_a_letter_of_the_panel_that_somebody_passes_on_is_said_to_be_passed_on() -> None:
    text = f"See below.||From: Desk <{PANEL}>|Sent: 2 July 2026 16:10|To: A|Subject: SIN 4471||{LETTER}"
    found = decided(told(text, sender="a@council.example", subject="FW: SIN 4471"), earlier=KNOWN)
    assert standing(found) == (MailKind.REPLY, "panel-passed-on", CASE)
    assert "only the original can prove" in found.reason


def test_the_reason_says_what_to_enter() -> None:
    assert "Panel replied on" in decided(told(), earlier=KNOWN).reason


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Submitted: 7 July 2026, 15:38", date(2026, 7, 7)),
        ("Date submitted: 7th July 2026", date(2026, 7, 7)),
        ("Submitted on 07/07/2026 at 10:24", date(2026, 7, 7)),
        ("Notification received 2026-07-07T10:24", date(2026, 7, 7)),
        ("Date: 7 Jul 2026", date(2026, 7, 7)),
        ("Date of incident: 1 July 2026|Submitted: 7 July 2026", date(2026, 7, 7)),
        ("Date of birth: 1 July 2020", None),
        ("Date the authority became aware: 1 July 2026", None),
        ("Submitted: 7 July 2027", None),
        ("Submitted: 31 June 2026", None),
        ("Submitted yesterday", None),
    ],
)
def test_the_day_of_a_notification_is_read_where_a_line_says_it_is_that(line: str, day: date | None) -> None:
    assert notified_day(line.replace("|", "\n"), latest=date(2026, 7, 8)) == day


RECEIPT = "Your notification has been submitted.|Reference: SIN 4471|Submitted: 7 July 2026"


def test_a_receipt_proposes_its_date_and_says_when_it_does_not_come_from_the_panels_domain() -> None:
    real = decided(told(RECEIPT, subject="Notification received"), earlier=KNOWN)
    assert standing(real) == (MailKind.REPLY, "notification", CASE)
    assert "dated Tue 7 July 2026" in real.reason
    assert "Notified Panel on" in real.reason and "does not come from" not in real.reason
    other = decided(told(RECEIPT, subject="Notification received", sender="csins@desk.example"), earlier=KNOWN)
    assert "does not come from the Panel's own domain" in other.reason


def test_the_word_that_the_panel_was_notified_is_shown_in_a_conversation_too() -> None:
    found = decided(
        told("We notified the Panel this morning.", subject=f"RE: [{CASE}]", sender="a@b.example"), earlier=KNOWN
    )
    assert standing(found) == (MailKind.REPLY, "notification", CASE)


def test_a_copy_of_the_notification_acts_as_the_referral_and_proposes_its_date() -> None:
    copy = form(name="A B", title="Child safeguarding incident notification", submitted="7 July 2026")
    found = decided(told("As agreed.", sender="a@b.example"), copy, earlier=KNOWN)
    assert (found.kind, found.reply_to_it) == (MailKind.REFERRAL, True)
    assert "copy of the notification" in found.reason
    assert "submitted on" in " ".join(found.warnings) and "Notified Panel on" in " ".join(found.warnings)


def test_a_briefing_acts_as_the_referral_whether_or_not_it_can_be_read() -> None:
    read = decided(told("N2K", sender="a@b.example"), form(name="A B", title="Need to Know Briefing"), earlier=KNOWN)
    assert read.kind is MailKind.REFERRAL and "acts as the referral" in read.reason
    prose = decided(told("A boy died on Friday.", subject="Need to Know briefing", sender="a@b.example"), earlier=KNOWN)
    assert prose.reason_code == "briefing" and "new row on the sheet Cases" in prose.reason


@pytest.mark.parametrize("subject", [f"[{CASE}] Concern", "Concern SIN 4471"])
def test_ofsteds_follow_up_joins_the_case_and_is_no_new_incident(subject: str) -> None:
    found = decided(told("We treat it as a complaint.", sender=OFSTED, subject=subject), earlier=KNOWN)
    assert standing(found) == (MailKind.REPLY, "ofsted", CASE)
    assert "no new incident" in found.reason


def test_ofsteds_mail_with_the_form_of_a_known_child_joins_the_case() -> None:
    found = decided(told("", sender=OFSTED), form(name="A B", nhs_number="9990000018"), earlier=KNOWN)
    assert standing(found) == (MailKind.REPLY, "ofsted", CASE)


def test_ofsteds_mail_that_nothing_ties_to_a_case_waits_and_a_first_referral_of_theirs_is_one() -> None:
    assert standing(decided(told("A concern.", sender=OFSTED), earlier=KNOWN)) == (
        MailKind.NEEDS_PERSON,
        "ofsted",
        None,
    )
    assert decided(told("", sender=OFSTED), form(name="C D"), earlier=KNOWN).kind is MailKind.REFERRAL


@pytest.mark.parametrize(
    "near",
    [
        told("Names, please.", sender=OFSTED, confirmed="Authentication-Results: mx; dmarc=fail"),
        told("Names, please.", sender=OFSTED.replace("s", "5")),
        told("Names, please.", sender=f"{OFSTED}.complaints.example"),
        told("Names, please.", sender="desk@ofsted-complaints.example"),
        mail("Names, please.", CONFIRMED, sender="a@b.example", name="Ofsted Complaints"),
    ],
)
def test_what_only_looks_like_ofsted_is_never_taken_for_it(near: Message) -> None:
    found = decided(near, earlier=KNOWN)
    assert (found.kind, found.reason_code, found.reply_to_it) == (MailKind.NEEDS_PERSON, "ofsted-doubted", False)


def test_recovered_or_discharged_is_correspondence_and_corrects_nothing() -> None:
    said = "He has recovered and was discharged on Monday, so the harm was not serious and the case can be closed."
    found = decided(told(said, sender="a@b.example", subject=f"RE: [{CASE}]"), earlier=KNOWN)
    assert standing(found) == (MailKind.REPLY, "talk", CASE)


TYPED = st.from_regex(r"(SIN|ref|NSPB)?[-/ ]{0,2}[0-9]{1,12}([-/][0-9]{1,12}){0,3}", fullmatch=True)
BETWEEN = st.sampled_from([" ", ": ", ". ", " is ", " no. ", " ref ", "-", "/", "\n"])


@given(
    typed=TYPED,
    words=st.lists(st.sampled_from(["SIN", "ref", "Notification", "NSPB", "12", "2026", "x", "_"]), max_size=6),
    between=BETWEEN,
    apart=st.sampled_from(["", " ", "-", "/"]),
)
def test_a_reference_that_stands_in_a_text_is_looked_up(typed: str, words: list[str], between: str, apart: str) -> None:
    number = apart.join(re.findall(r"[0-9]+", typed))
    text = between.join([*words, number, *words])
    if stands_in(typed, text):
        assert digits_of(typed) in digits_in(text)
