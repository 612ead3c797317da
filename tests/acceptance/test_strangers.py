"""What a stranger learns from an answer: nothing about any case; whole passes on real servers."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from month_post import REFERRALS
from office import Office, message
from put_back import kept

from pipeline.intake.signs.receipt import receipts_in

# The path of the builders is put in place by `month_post`.
from northshire import two_column  # isort: skip
from mail_builders import bodies, multipart, outlook, outlook_file  # isort: skip

MORNING = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
LATER = MORNING + timedelta(hours=2)
KNOWN = REFERRALS["B"]
UNKNOWN = KNOWN | {
    "name": "MARCHBANK, Isolde",
    "dob": "11/09/2024",
    "nhs": "999 471 2098",
    "incident": "15/10/2026",
    "address": "8 Cooperage Yard, Haverstoke NX3 4PL",
}
PARTNER, GUEST = "ds@northshire-police.example", "w.ludgate@elsewhere.example"
PASSES, FAILS = "dmarc=pass", "dmarc=fail"


def stamped(raw: bytes, verdict: str, sender: str) -> bytes:
    """The mail with the receiving server's one verdict, or with none."""
    head, _, rest = raw.partition(b"Authentication-Results:")
    end = next(at for at in range(len(rest)) if rest[at : at + 2] == b"\r\n" and rest[at + 2 : at + 3] not in b"\t ")
    line = f"Authentication-Results: mx01.northshire.example; {verdict} header.from={sender.partition('@')[2]}\r\n"
    return head + (line.encode() if verdict else b"") + rest[end + 2 :]


def form(answers: dict[str, Any], sender: str, *, at: datetime, verdict: str = "", **how: str) -> bytes:
    boundary = f"_004_LO2P123MB{at:%H%M}_"
    words = bodies(how.get("text", "Here is the updated form."), boundary=boundary.replace("_004_", "_000_"))
    content = multipart("mixed", boundary, words, outlook_file("Form.docx", two_column(answers), at=at))
    subject = how.get("subject", "Updated form")
    raw = outlook(content, name="W Ludgate", sender=sender, subject=subject, at=at)
    return stamped(raw, verdict, sender)


def talk(text: str, sender: str, *, at: datetime, subject: str = "A question") -> bytes:
    boundary = f"_000_LO2P123MB{at:%H%M}_"
    raw = outlook(bodies(text, boundary=boundary), name="W Ludgate", sender=sender, subject=subject, at=at)
    return stamped(raw, PASSES, sender)


def told(office: Office, address: str) -> list[tuple[str, str, str]]:
    """Subject, words and page of each answer to `address`, as they went over the wire."""
    found = []
    for sent in office.servers.sent:
        if sent.recipients[0] == address:
            read = message_from_bytes(sent.raw, policy=policy.default)
            plain, page = (read.get_body((kind,)) for kind in ("plain", "html"))
            found.append((str(read["Subject"]), plain.get_content(), page.get_content()))
    return found


def receipt(answer: tuple[str, str, str]) -> str:
    """The one receipt number of an answer, which stands in its subject, its words and its page."""
    numbers = {receipts_in(part) for part in answer}
    ((number,),) = numbers
    return number


def without_receipt(answer: tuple[str, str, str]) -> tuple[str, ...]:
    return tuple(part.replace(receipt(answer), "R") for part in answer)


@kept
def opened(office: Office) -> Office:
    """An office with a case, opened by a partner's referral."""
    office.deliver(form(KNOWN, PARTNER, at=MORNING, verdict=PASSES), MORNING)
    assert office.make_pass(MORNING).faults == []
    return office


def test_a_confirmed_partner_is_told_the_reference(opened: Office) -> None:
    ((subject, words, page),) = told(opened, PARTNER)
    assert all("NSH-2026-001" in part and not receipts_in(part) for part in (subject, words, page))


@pytest.mark.parametrize("verdict", [PASSES, ""], ids=["confirmed", "not confirmed"])
@pytest.mark.parametrize(
    "how",
    [
        {},
        {"text": "Please find our referral attached.", "subject": "Referral"},
        {"subject": "Re: [NSH-2026-001]"},
        {"subject": "Re: [NSH-2026-001]", "text": "Thanks, I will ask the ward."},
    ],
    ids=["an update", "a referral", "with a guessed reference", "that only chats"],
)
def test_a_form_of_a_stranger_is_answered_alike_for_a_known_and_an_unknown_child(
    opened: Office, verdict: str, how: dict[str, str]
) -> None:
    askers = {"a@elsewhere.example": KNOWN, "b@elsewhere.example": UNKNOWN}
    for sender, answers in askers.items():
        opened.deliver(form(answers, sender, at=LATER, verdict=verdict, **how), LATER)
    assert opened.make_pass(LATER).faults == []
    ((known,), (unknown,)) = (told(opened, sender) for sender in askers)
    assert receipt(known) != receipt(unknown)
    assert without_receipt(known) == without_receipt(unknown)
    assert not any("NSH-2026" in part or name in part for part in known for name in ("QUENNELL", "Updated form"))


def test_a_question_in_words_is_answered_alike_for_a_known_and_an_unknown_child(opened: Office) -> None:
    asked = "Is {} known to you? I am a neighbour and I am worried.\n\nW Ludgate"
    for sender, name, subject in (
        ("a@elsewhere.example", "Thaddeus Quennell", "A question on NSH-2026-001"),
        ("b@elsewhere.example", "Isolde Marchbank", "A question on NSH-2026-777"),
    ):
        opened.deliver(talk(asked.format(name), sender, at=LATER, subject=subject), LATER)
    opened.make_pass(LATER)
    (known,), (unknown,) = told(opened, "a@elsewhere.example"), told(opened, "b@elsewhere.example")
    assert without_receipt(known) == without_receipt(unknown)
    assert not any("NSH-2026" in part or "Quennell" in part for part in known)


def test_a_receipt_number_joins_a_later_mail_to_the_case_and_proves_nothing(office: Office) -> None:
    office.deliver(form(UNKNOWN, GUEST, at=MORNING, verdict=PASSES), MORNING)
    office.make_pass(MORNING)
    number = receipt(told(office, GUEST)[0])
    colleague = "m.ferrar@another.example"
    office.deliver(talk("The ward rang again.", colleague, at=LATER, subject=f"Our message {number}"), LATER)
    assert office.make_pass(LATER).faults == []
    with office.journal() as journal:
        first, second = journal.mails.decided()
        assert (second.kind, second.case_ref) == ("reply", first.case_ref) and first.case_ref
        assert second.arrival["secret_of"] == ""
    (answer,) = told(office, colleague)
    assert receipt(answer) != number and not any(first.case_ref in part for part in answer)


def test_a_mail_keeps_its_receipt_number_when_it_is_read_again(opened: Office) -> None:
    opened.deliver(form(UNKNOWN, GUEST, at=LATER), LATER)
    opened.make_pass(LATER)
    number = receipt(told(opened, GUEST)[0])
    with opened.journal() as journal:
        (mail,) = [mail for mail in journal.mails.decided() if mail.arrival["author"] == GUEST]
        with journal.writing():
            journal.mails.read_again(mail.sha256)
    opened.make_pass(LATER + timedelta(minutes=5))
    with opened.journal() as journal:
        assert journal.mails.mail(mail.sha256).arrival["receipt"] == number
    assert len(told(opened, GUEST)) == 1


def test_thirty_strangers_get_the_days_total_and_whoever_failed_gets_nothing(office: Office) -> None:
    office.config.write_text(
        office.config.read_text(encoding="utf-8").replace("[outgoing]", "[outgoing]\nanswers_to_strangers_per_day = 7"),
        encoding="utf-8",
    )
    for number in range(30):
        at = MORNING + timedelta(minutes=number)
        raw = talk(f"I worry about a child. {number}", f"guest{number}@elsewhere.example", at=at)
        office.deliver(stamped(raw, "", GUEST), at)
    forged = form(UNKNOWN, "forged@elsewhere.example", at=MORNING, verdict=FAILS)
    office.deliver(forged, MORNING)
    office.deliver(form(KNOWN, PARTNER, at=LATER, verdict=PASSES), LATER)
    assert office.make_pass(LATER).faults == []
    strangers = [sent for sent in office.servers.sent if sent.recipients[0].endswith("@elsewhere.example")]
    assert len(strangers) == 7
    assert "forged@elsewhere.example" not in {sent.recipients[0] for sent in strangers}
    assert len(told(office, PARTNER)) == 1
    # Every answer went out after whatever a duty or a person's safety asks for.
    kinds = [message(sent.raw).subject for sent in office.servers.sent]
    answers = [at for at, subject in enumerate(kinds) if "We have received" in subject or "has reached us" in subject]
    assert answers == list(range(len(kinds) - len(answers), len(kinds)))
    office.make_pass(LATER + timedelta(hours=1))
    assert len([sent for sent in office.servers.sent if sent.recipients[0].endswith("@elsewhere.example")]) == 7
    with office.journal() as journal:
        (mail,) = [mail for mail in journal.mails.decided() if mail.arrival["author"] == "forged@elsewhere.example"]
        assert mail.case_ref
        assert any("could not confirm the sender" in item.why for item in journal.casebook.attention())
