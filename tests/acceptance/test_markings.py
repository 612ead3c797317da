"""The marking that a sender put on a mail goes out with its case; what a form prints about itself does not."""

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import docx
import pytest
from month_post import MAILBOX, REFERRALS, two_column
from office import MONDAY, Office, message

from parsers.read_mail import read_mail
from scheduler.demo.people import type_into

RECEIVED = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
ADVICE = "Confidential when completed"


def form_of(child: str, *, printed: str) -> bytes:
    """A filled-in form that has `printed` at the head of its pages."""
    form = docx.Document(io.BytesIO(two_column(REFERRALS[child])))
    form.sections[0].header.paragraphs[0].text = printed
    content = io.BytesIO()
    form.save(content)
    return content.getvalue()


def referral(
    *, printed: str, subject: str = "Serious incident referral", header: str = "", children: str = "A"
) -> bytes:
    """A mail with a form for each of `children`, and `header` as its own marking."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Merriel Thackwray <merriel.thackwray@northshire-police.example>"
    mail["To"] = MAILBOX
    mail["Subject"] = subject
    mail["Date"] = format_datetime(RECEIVED)
    mail["Message-ID"] = "<marked@northshire-police.example>"
    if header:
        mail["X-Protective-Marking"] = header
    mail.set_content("Good morning\n\nPlease find a referral attached.\n")
    for child in children:
        mail.add_attachment(
            form_of(child, printed=printed),
            maintype="application",
            subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
            filename="Serious Incident Referral Form.docx",
        )
    return mail.as_bytes()


def marking_in(subject: str) -> str:
    """The first words in square brackets: in front, or behind the meaning where a question is asked."""
    found = re.search(r"\[([^]]+)\]", subject)
    return found[1] if found else ""


def text_of(content: bytes) -> str:
    """The words of a Word file, those at the head and foot of its pages too."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = [file.read(name).decode() for name in file.namelist() if name.startswith("word/") and ".xml" in name]
    return re.sub(r"<[^>]+>", "", " ".join(parts))


def sent_about(office: Office, raw: bytes) -> list[str]:
    """The subjects of everything that two days of passes send about the case that `raw` opens."""
    office.deliver(raw, at=RECEIVED)
    office.make_pass(MONDAY)
    office.manager_types()
    office.make_pass(MONDAY)
    office.make_pass(TUESDAY)
    ref = office.first_death()
    subjects = [message(mail.raw).subject for mail in office.servers.sent]
    return [subject for subject in subjects if ref in subject]


def test_what_a_form_prints_about_itself_changes_the_marking_of_no_mail(office: Office) -> None:
    raw = referral(printed=ADVICE)
    subjects = sent_about(office, raw)
    assert len(subjects) >= 4
    assert {marking_in(subject) for subject in subjects} == {"OFFICIAL-SENSITIVE"}
    # It stays a field of the form, as it is printed.
    (form,) = [leaf for reading in read_mail(raw).readings for leaf in reading.leaves() if leaf.referral]
    assert form.referral is not None
    assert form.referral.referral["protective_marking"].value == ADVICE


@pytest.mark.parametrize(
    "raw",
    [
        referral(printed=ADVICE, subject="CONFIDENTIAL: serious incident referral"),
        referral(printed=ADVICE, header="confidential"),
        referral(printed="CONFIDENTIAL"),
    ],
    ids=["in the subject", "in a header of the mail", "on the document"],
)
def test_the_marking_that_the_sender_put_there_stands_on_every_mail_of_the_case(office: Office, raw: bytes) -> None:
    subjects = sent_about(office, raw)
    assert len(subjects) >= 4
    assert {marking_in(subject) for subject in subjects} == {"CONFIDENTIAL"}


def test_a_lower_marking_that_comes_in_lowers_no_document_of_the_office(office: Office) -> None:
    sent_about(office, referral(printed="Police copy", subject="OFFICIAL: serious incident referral"))
    with office.journal() as journal:
        (mail,) = journal.mails.decided()
    assert mail.arrival["marking"] == "OFFICIAL"
    papers = sorted((office.folder / "originals" / office.first_death()).glob("*.docx"))
    made = [text for file in papers if "Incident Referral Form" not in (text := text_of(file.read_bytes()))]
    assert made
    assert all("OFFICIAL-SENSITIVE" in text for text in made)


def test_the_marking_of_a_mail_stands_on_every_case_that_it_opens(office: Office) -> None:
    office.deliver(referral(printed="Police copy", header="confidential", children="AB"), at=RECEIVED)
    office.make_pass(MONDAY)
    with office.journal() as journal:
        refs = [case.ref for case in journal.casebook.cases()]
    assert len(refs) == 2
    type_into(office.tracker, "Cases", cells={ref: {"Make documents": "all"} for ref in refs})
    office.make_pass(MONDAY)
    for ref in refs:
        papers = (office.folder / "originals" / ref).glob("*.docx")
        made = [text for file in papers if "Incident Referral Form" not in (text := text_of(file.read_bytes()))]
        assert made
        assert all("CONFIDENTIAL" in text for text in made)
