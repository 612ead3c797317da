"""Values with template marks, control characters or no end in sight: every pass says them as they are and goes on."""

import io
import json
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import docx
import pytest
from office import FRIDAY, LATER, MONDAY, Office, message

from pipeline.facts import Fact, Source, Value
from scheduler.demo.people import type_into
from scheduler.demo.story import mailbox
from tests.workbook_seen import words_on

MARKS = (
    "{{ agency_name }}",
    "{{ agencies.agency }}",
    "{{ office.telephone }} Trust",
    "{% if %}",
    "{% endblock %}{{ 1 / 0 }}",
    "{# a note",
    "}} and {{",
)
HARD = ("Fellside\x0bClinic", "\x00Wherry\ufffeHouse", '=HYPERLINK("Moor & <Dale>")', "A|B|C", "Long " * 9000)


def types(office: Office, ref: str, **values: Value) -> None:
    """Records facts of the case `ref` as an operator gives them."""
    facts = [
        Fact(case_ref=ref, name=name, value=value, source=Source.OPERATOR, recorded_at=FRIDAY)
        for name, value in values.items()
    ]
    with office.journal() as journal, journal.writing():
        journal.casebook.add_facts(facts)


def names_agencies(office: Office, ref: str, agencies: tuple[str, ...]) -> None:
    """Records `agencies` on the case as a form names them."""
    facts = [
        Fact(case_ref=ref, name="agency_added", value=agency, subject=agency, source=Source.FORM, recorded_at=FRIDAY)
        for agency in agencies
    ]
    with office.journal() as journal, journal.writing():
        journal.casebook.add_facts(facts)


def has_contacts(office: Office, agencies: tuple[str, ...]) -> None:
    """Enters a lead of the same name for each of `agencies` in the settings."""
    entries = (
        f'[[contacts]]\nname = {json.dumps(agency)}\naddress = "lead{number}@northshire.example"\n'
        f'agency = {json.dumps(agency)}\nrole = "agency"\n'
        for number, agency in enumerate(agencies)
    )
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text("\n".join((text, *entries)), encoding="utf-8")


def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(p.text for p in (*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)))


def sent_words(office: Office, subject: str) -> str:
    """Everything that stands in the mails of that subject and in the Word files with them."""
    mails = [message(mail.raw) for mail in office.servers.sent]
    mine = [mail for mail in mails if subject in mail.subject]
    files = (words_of(file.content) for mail in mine for file in mail.attachments if file.name.endswith(".docx"))
    return "\n".join((*(mail.text for mail in mine), *files))


def sheet_words(office: Office, sheet: str) -> str:
    return words_on(office.tracker.read_bytes(), sheet)


def with_agency(raw: bytes, agency: str) -> bytes:
    """The mail with the referrer's agency in its Word form written over."""
    mail = message_from_bytes(raw, policy=SMTP)
    for part in mail.walk():
        if str(part.get_filename()).endswith(".docx"):
            document = docx.Document(io.BytesIO(part.get_content()))
            said = [
                paragraph
                for table in document.tables
                for row in table.rows
                for cell in row.cells
                for paragraph in cell.paragraphs
                if paragraph.text == "Northshire Police"
            ]
            assert said
            for paragraph in said:
                paragraph.runs[0].text = agency
            written = io.BytesIO()
            document.save(written)
            assert isinstance(part, EmailMessage)
            name = part.get_filename()
            part.set_content(
                written.getvalue(),
                maintype="application",
                subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
                filename=name,
            )
    return mail.as_bytes()


def test_a_form_with_an_unfilled_merge_field_stops_no_pass(office: Office) -> None:
    agency = "{{ agency_name }}"
    first, *others = [file.read_bytes() for file in mailbox()]
    office.deliver(with_agency(first, agency))
    assert office.make_pass(FRIDAY).faults == []
    for raw in others:
        office.deliver(raw)
    assert office.make_pass(FRIDAY).faults == []
    assert agency in sheet_words(office, "Agencies")
    type_into(office.tracker, "Cases", cells={office.first_death(): {"Make documents": "all"}})
    office.make_pass(FRIDAY)
    packs = [words_of(path.read_bytes()) for path in office.folder.rglob("*notification pack.docx")]
    assert any(agency in words for words in packs)
    assert "URGENT" in " ".join(message(mail.raw).subject for mail in office.servers.sent)


@pytest.mark.parametrize("agencies", [MARKS, HARD], ids=["marks", "hard"])
def test_every_pass_after_a_strange_value_says_it_as_it_is(office: Office, agencies: tuple[str, ...]) -> None:
    has_contacts(office, agencies)
    office.deliver_all()
    office.make_pass(FRIDAY)
    ref = office.first_death()
    type_into(office.tracker, "Cases", cells={ref: {"Rapid review place or link": MARKS[0] + MARKS[1]}})
    office.manager_types()
    names_agencies(office, ref, agencies)
    strange = agencies[0] + agencies[1]
    types(office, ref, reviewer=strange, sex=strange, referrer=strange, ethnicity=strange)
    types(office, ref, review_decided=FRIDAY.date(), planned_publication=LATER.date(), child=strange)
    for now in (MONDAY, LATER, LATER):
        assert office.make_pass(now).faults == []
    said = sent_words(office, "Information request")
    shown = sheet_words(office, "Agencies")
    for agency in agencies:
        words = "".join(letter for letter in agency if letter >= " " and letter != "\ufffe").strip()[:500]
        assert words in shown
        assert words in said or agencies is HARD
    assert MARKS[0] + MARKS[1] in sent_words(office, "Rapid review meeting")
