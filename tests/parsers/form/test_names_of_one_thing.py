"""Old, new and short names of one thing are one thing: in titles of forms, in printed questions, for agencies."""

import pytest

from parsers.form.vocabulary.labels import asked
from parsers.read import read_file
from pipeline.model import FormKind

# It asks what child protection forms ask as well, so that its title must say whose it is.
REFERRAL = """Name of child: Morgan Thistlewood
Date of birth: 04/05/2012
Date of incident: 01/07/2026
What happened: A fall.
What are you worried about?: Everything
Parental responsibility: Mother
Have the parents been informed?: Yes
Name: Ottilie Brandreth
Agency: Vale Academy"""
RETURN = """Agency: Vale Academy
Name of child: Morgan Thistlewood
Date of birth: 04/05/2012
Summary of involvement: At the school since 2019.
Learning identified: None."""


def kind(title: str, lines: str) -> FormKind:
    page = f"<h1>{title}</h1>" + "".join(f"<p>{line}</p>" for line in lines.split("\n"))
    return read_file("form.doc", f"<html><body>{page}</body></html>".encode()).kind


@pytest.mark.parametrize(
    "title",
    [
        *("LCSPR referral form", "LSCPR referral form", "LSPR Referral", "CSPR referral form", "SCR referral form"),
        *("Serious Case Review Referral Form", "Local Child Safeguarding Practice Review: referral"),
        *("Local Safeguarding Practice Review referral", "Child Safeguarding Practice Review referral"),
        *("SIN form", "Serious Incident Notification", "Notifiable incident referral"),
        *("Notifiable serious incident notification referral form", "Serious Child Safeguarding Notification Form"),
        *("Serious child safeguarding incident form", "RR referral form", "Rapid Review Referral Form"),
        *("Learning Review request", "Reflective Review request", "Alternative Review request"),
        *("Referral under section 16F of the Children Act 2004", "Referral under s.16C"),
        "Referral under section 17 of the Children and Social Work Act 2017",
    ],
)
def test_a_referral_form_is_known_under_every_name_of_its_review(title: str) -> None:
    assert kind(title, REFERRAL) is FormKind.REFERRAL


@pytest.mark.parametrize("title", ["Child in need referral form (section 17)", "Section 17 assessment request form"])
def test_section_17_of_the_act_of_1989_is_another_thing(title: str) -> None:
    assert kind(title, REFERRAL) is FormKind.OTHER_FORM


@pytest.mark.parametrize(
    "title",
    [
        *("IMR", "Individual Management Review", "Individual Management Report", "Internal Management Review"),
        *("Individual Agency Summary", "Individual Agency Report", "Agency return", "Agency information return"),
        *("Single agency summary", "Summary of agency involvement", "RR return", "Rapid Review agency template"),
    ],
)
def test_an_agencys_return_is_known_under_every_name(title: str) -> None:
    assert kind(title, RETURN) is FormKind.AGENCY_RETURN


@pytest.mark.parametrize("name", ["LCSPR", "LSCPR", "LSPR", "CSPR", "SCR", "serious case review", "rapid review", "RR"])
def test_a_question_is_known_whatever_it_calls_the_review(name: str) -> None:
    for label in (f"Grounds on which the criteria for an {name} may have been met", f"Criteria for {name}"):
        found = asked(label)
        assert found is not None and (found.group, found.heads) == ("referral", ("criteria",)), label
    found = asked(f"Do you think a {name} is needed?")
    assert found is not None and found.heads == ("review_type_sought",)


@pytest.mark.parametrize("name", ["notifiable incident", "serious incident", "serious child safeguarding incident"])
def test_the_date_of_the_incident_is_known_whatever_it_is_called(name: str) -> None:
    found = asked(f"Date of {name}")
    assert found is not None and (found.group, found.heads) == ("incident", ("date",))


@pytest.mark.parametrize("name", ["LSCB", "LSCP", "partnership", "Local Safeguarding Children Board"])
def test_the_partnership_is_known_under_its_old_name(name: str) -> None:
    found = asked(f"Date of referral to {name}"), asked(f"{name} reference")
    assert [each and each.heads for each in found] == [("date",), ("partnership_ref",)]


@pytest.mark.parametrize(
    "label", ["SIN reference", "SIN reference number", "Notification reference", "Panel reference"]
)
def test_the_panels_reference_is_not_the_partnerships(label: str) -> None:
    found = asked(label)
    assert found is not None and found.group == "aside"
