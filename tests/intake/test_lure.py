"""What fishes for a password and what a telephone system sends is looked at, opens nothing and is never answered."""

import pytest

from pipeline.model import MailKind, Message
from tests.intake.build import decided, mail

LINK = "https://portal.example/x"


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (mail(f"Listen here: {LINK}", subject="New voicemail from 01632 960418"), "voicemail"),
        (mail("You have a new voice message of 0:42.", subject="Voice message from JO MARSH"), "voicemail"),
        (mail("", subject="You have received a new voicemail (1)"), "voicemail"),
        (mail("", "X-VoiceMessageDuration: 42", subject="01632 960418"), "voicemail"),
        (mail(f"Your mailbox is almost full. Click here {LINK}", subject="Action required"), "phishing"),
        (mail(f"Your password expires today.|Keep the same password: {LINK}", subject="IT"), "phishing"),
        (mail(f"We found unusual sign-in activity. {LINK}", subject="Security alert"), "phishing"),
        (mail(f"Verify your account now {LINK}", subject="Notice"), "phishing"),
        (
            mail(f"The form: {LINK}", "X-Forefront-Antispam-Report: CIP:203.0.113.7;CAT:PHSH;SFV:SPM", subject="x"),
            "phishing",
        ),
    ],
)
def test_it_waits_for_a_person_and_nobody_is_answered(one: Message, code: str) -> None:
    found = decided(one)
    assert (found.kind, found.reason_code) == (MailKind.NEEDS_PERSON, code)
    assert not (found.reply_to_it or found.reply_to_stranger)


@pytest.mark.parametrize(
    "one",
    [
        mail("I left you a voicemail yesterday about a referral.", subject="Referral"),
        mail("Please ring me, I keep getting your voicemail.", subject="Re: your voicemail yesterday evening"),
        mail(f"You have a secure message from Egress. Verify your account to read it: {LINK}", subject="Secure"),
        mail("The family's account is that the door was locked.", subject="Referral"),
        mail("My mailbox is full, so please resend.", subject="Form"),
    ],
)
def test_what_people_write_is_neither(one: Message) -> None:
    assert decided(one).reason_code not in ("voicemail", "phishing")


def test_danger_in_a_voice_message_s_words_is_still_seen() -> None:
    said = "Transcript: the baby is alone with him now, he is hitting her, please help."
    assert decided(mail(said, subject="New voicemail from 01632 960418")).urgent
