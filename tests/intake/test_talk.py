"""What people write on a case and nobody asked for: all but thanks waits for a person, since it may be news."""

import pytest

from pipeline.model import Band, MailKind, ReasonCode
from tests.intake.build import decided, mail
from tests.intake.test_national import CASE, KNOWN

NEWS = (
    "He died in hospital at four this morning.",
    "We have just heard from the ward that the child has sadly passed away.",
    "DOB should be 4/3/21 not 3/4/21, apologies.",
    "Great, thanks. Spelling of surname is Ashdowne with an e.",
    "On behalf of Moira: we became aware on 10/11/2026",
    "When will the rapid review be held?",
    "Please withdraw this referral, wrong family.",
    "We act for the mother. Please disclose the report within 14 days.",
    "All three partners agree that it does not meet the criteria.",
    "Thanks. The Gazette has got hold of this and goes to print on Friday.",
    "Many thanks for the extension, although he has moved to Southshire.",
    "Yes",
    "2 days ago",
    "",
)
THANKS = (
    "Thanks, received.",
    "Many thanks, received.||Joan Pell|Named Nurse for Safeguarding Children",
    "Dear Kit||Thank you for the update.||Kind regards|Jo",
    "Thanks both, noted. I will chase the team for this.||Leopold",
    "Thanks, that is all clear.||Ottilie",
    "ok",
    "Great, thanks! Sent from my iPhone",
    "Will do, have a good weekend",
)


@pytest.mark.parametrize("text", NEWS)
def test_whatever_may_be_news_on_a_case_waits_for_a_person(text: str) -> None:
    found = decided(mail(text, subject=f"RE: [{CASE}]"), earlier=KNOWN)
    assert (found.kind, found.reason_code, found.case_ref) == (MailKind.REPLY, ReasonCode.TALK, CASE)


@pytest.mark.parametrize("text", THANKS)
def test_thanks_wait_for_nobody(text: str) -> None:
    found = decided(mail(text, subject=f"RE: [{CASE}]"), earlier=KNOWN)
    assert (found.kind, found.reason_code, found.band) == (MailKind.REPLY, ReasonCode.NONE, Band.CALM)
