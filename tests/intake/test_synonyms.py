"""Old, new and short names of one thing are one thing in mails too."""

from dataclasses import replace

import pytest

from pipeline.cases.outcome import returning_agency
from pipeline.intake.signs.words import says
from pipeline.model import FormKind, MailKind
from tests.cases.test_outcome import case
from tests.intake.build import decided, form, mail


@pytest.mark.parametrize(
    "text",
    [
        *("We made the SIN this morning.", "The serious incident notification was submitted today."),
        *("Copy of our serious child safeguarding incident notification.", "CSINS receipt below."),
        *("Notifiable incident form sent to London.", "We have notified the national Panel."),
    ],
)
def test_a_notification_is_known_under_every_name(text: str) -> None:
    assert decided(mail(text, subject="For you")).reason_code == "notification"


@pytest.mark.parametrize(
    "name",
    [
        *("IMR", "individual agency summary", "individual management report", "agency return", "RR return"),
        *("summary of involvement", "rapid review response", "information return"),
    ],
)
def test_a_document_with_any_name_of_a_return_is_one(name: str) -> None:
    document = form(FormKind.NOT_A_FORM, file="ours.docx")
    assert decided(mail(f"Please find our {name}.", subject="For you"), document).kind is MailKind.AGENCY_RETURN


@pytest.mark.parametrize("name", ["LCSPR", "LSCPR", "LSPR", "CSPR", "rapid review", "RR", "practice review"])
def test_talk_of_a_review_is_office_talk(name: str) -> None:
    assert says(f"The {name} is on Friday.", "voice.office")


@pytest.mark.parametrize("said", ["Northshire CCG", "Northshire Clinical Commissioning Group", "Northshire ICB"])
def test_a_return_of_a_clinical_commissioning_group_is_its_boards(said: str) -> None:
    (added,) = case(agency_added="Northshire Integrated Care Board").facts
    known = replace(case(), facts=(replace(added, subject="Northshire Integrated Care Board"),))
    leaf = replace(form(FormKind.AGENCY_RETURN, name="A B"), agency=said)
    assert returning_agency(known, (leaf,)) == "Northshire Integrated Care Board"
