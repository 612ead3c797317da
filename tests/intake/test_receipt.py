"""A receipt number is found as people quote it, and joins the mail without saying who quotes it."""

import pytest

from pipeline.intake.earlier_mail import EarlierMail, ListedMailIndex, Sent
from pipeline.intake.signs.receipt import LETTERS, receipt, receipts_in
from pipeline.model import Assurance, MailKind, NoticeKind, Reading
from tests.intake.build import OWN, decided, form, mail

REF, NUMBER, ACK = "NSP-2026-0007", "R-7K3M-9QX2", "<caseclock-ack@northshire.example>"
JOURNAL = EarlierMail(
    own_addresses=(OWN,),
    reference_prefix="NSP",
    journal=True,
    index=ListedMailIndex(
        case_refs=frozenset({REF}),
        ours={ACK: Sent(case_ref=REF, kind=NoticeKind.ACKNOWLEDGEMENT, proves=True)},
        receipts={NUMBER: REF},
    ),
)


@pytest.mark.parametrize(
    "text",
    [
        "RE: Your message has reached us [OFFICIAL-SENSITIVE] [R-7K3M-9QX2]",
        "our receipt number r-7k3m-9qx2.",
        "R 7K3M 9QX2",
        "R\u20117K3M\u20139QX2",
    ],
)
def test_a_receipt_number_is_found_as_people_write_it(text: str) -> None:
    assert receipts_in(text) == ("R-7K3M-9QX2",)


@pytest.mark.parametrize(
    "text", ["R-7K3M-9QX", "R-7K3M-9QX22", "AR-7K3M-9QX2", "R-7K3O-9QX2", "R7K3M9QX2", "R-7K3M-9QX2-A", ""]
)
def test_what_is_no_receipt_number_is_not_taken_for_one(text: str) -> None:
    assert receipts_in(text) == ()


def test_a_mail_that_lists_numbers_is_not_looked_up_for_ever() -> None:
    listed = " ".join(receipt(f"{first}{second}{'7' * 6}") for first in LETTERS for second in LETTERS)
    assert len(receipts_in(listed)) == 20


def test_its_letters_are_not_taken_for_each_other() -> None:
    assert not set("01OIL5S8BZ2") & set(LETTERS) - {"2"}


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (f"Re: [{NUMBER}] Your message has reached us", "The ward rang."),
        ("The ward", f"Our receipt is {NUMBER.lower()}."),
    ],
)
def test_whoever_quotes_a_receipt_number_joins_its_case_and_proves_nothing(subject: str, text: str) -> None:
    found = decided(mail(text, subject=subject), earlier=JOURNAL)
    assert (found.kind, found.case_ref) == (MailKind.REPLY, REF)
    assert (found.assurance, found.sender.secret_of) == (Assurance.NOT_CONFIRMED, "")
    other = decided(mail(text.replace("7k3m", "7k3x"), subject=subject.replace("7K3M", "7K3X")), earlier=JOURNAL)
    assert (other.kind, other.case_ref) == (MailKind.NEEDS_PERSON, None)


CHATS, ASKS, ANSWERS = "Thanks, I will ask the ward.", "Is she known to you?", f"In-Reply-To: {ACK}"


@pytest.mark.parametrize(
    ("subject", "text", "header", "files", "known", "stranger"),
    [
        (f"Re: {REF}", ASKS, "", (), False, True),
        ("Re: NSP-2026-0999", ASKS, "", (), True, True),
        (f"Re: {REF}", CHATS, "", (form(name="A B"),), False, True),
        ("Re: NSP-2026-0999", CHATS, "", (form(name="A B"),), True, True),
        ("Re: x", CHATS, ANSWERS, (form(name="A B"),), False, True),
        ("Re: x", ASKS, ANSWERS, (), False, False),
        ("x", ASKS, "Auto-Submitted: auto-replied", (), False, False),
        (f"Re: {REF}", ASKS, "Authentication-Results: mx; dmarc=fail", (), False, False),
        ("x", ASKS, "Authentication-Results: mx; dmarc=fail", (), False, False),
    ],
)
def test_whether_a_stranger_is_answered_does_not_tell_which_cases_there_are(
    subject: str, text: str, header: str, files: tuple[Reading, ...], known: bool, stranger: bool
) -> None:
    found = decided(mail(text, *filter(None, (header,)), subject=subject), *files, earlier=JOURNAL)
    assert (found.reply_to_it, found.reply_to_stranger) == (known, stranger)
