"""Where it happened, where a child lives, its standing, the setting and whether the safeguarding lead was consulted."""

import pytest
from form_pages import referral, table, values

from pipeline.model import Referral, State

CHILD = ["Name of child", "Morgan Thistlewood"]
REST = [["Date of incident", "01/07/2026"], ["Your name", "Ottilie Brandreth"], ["Your agency", "Vale Academy"]]


def asked(label: str, answer: str, *more: list[object]) -> Referral:
    return referral("**Rapid Review Referral Form**", table(CHILD, [label, answer], *more, *REST))


@pytest.mark.parametrize(
    ("label", "answer", "value"),
    [
        ("Did the incident take place in Northshire?", "Yes", "Northshire"),
        ("Did the incident take place in Northshire?", "No", "not Northshire"),
        ("Did the incident take place in Northshire?", "No - Southmere", "Southmere"),
        ("Did the incident take place in the Northshire area? Yes/No", "Yes", "Northshire"),
        ("Did the incident occur in our area?", "[x] Yes [ ] No", "in our area"),
        ("Did the incident occur in our area?", "[ ] Yes [x] No", None),
        ("Did the incident occur in another English local authority?", "Yes", "another English area"),
        ("Did the incident occur in another local authority area?", "Yes", None),
        ("Did the incident occur in another local authority area?", "Yes, Southmere", "Southmere"),
        ("Did the incident occur outside England?", "Yes", "outside England"),
        ("Did the incident occur outside England?", "Yes - on holiday", "outside England"),
        ("Did the incident occur outside England?", "No", "England"),
        ("Local authority area where the incident occurred", "Southmere County Council", "Southmere County Council"),
        ("Local authority area where the incident occurred", "Wales", "outside England"),
        ("Local authority area where the incident occurred", "At home", None),
        ("Local authority area where the incident occurred", "22 Tollgate Rise", None),
        ("In which local authority did the incident happen?", "Another English area", "another English area"),
    ],
)
def test_only_a_question_about_the_area_says_in_which_area_it_happened(
    label: str, answer: str, value: str | None
) -> None:
    assert asked(label, answer).incident["area"].value == value


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("[x] In our area [ ] Another English area [ ] Outside England", "in our area"),
        ("[ ] In our area [x] Another English area [ ] Outside England", "another English area"),
        ("Abroad, on holiday", "outside England"),
        ("In the play area", None),
        ("England", None),
    ],
)
def test_a_place_told_as_one_of_three_areas_is_that_area(answer: str, value: str | None) -> None:
    assert values(asked("Where did the incident occur?", answer).incident).get("area") == value


@pytest.mark.parametrize(
    ("label", "answer"),
    [
        ("Location of incident", "Southmere"),
        ("Where did the incident take place?", "Family home, Southmere"),
        ("Did the incident take place in the family home?", "Yes"),
        ("Did The Incident Take Place In The Family Home?", "Yes"),
        ("Did the incident occur in custody?", "No"),
        ("Did the incident occur in March?", "Yes"),
    ],
)
def test_a_place_settles_no_area(label: str, answer: str) -> None:
    assert "area" not in asked(label, answer).incident


@pytest.mark.parametrize(
    ("label", "answer", "value"),
    [
        ("Is the child normally resident in the area?", "Yes", "yes"),
        ("Is the child normally resident in the area?", "No", "no"),
        ("Is the child normally resident in the area?", "Not known", None),
        ("Is the child normally resident in Northshire?", "Yes", "Northshire"),
        ("Is the child normally resident in Northshire?", "No", "not Northshire"),
        ("Is the child normally resident outside England?", "Yes", "no"),
        ("Area of normal residence", "Northshire", "Northshire"),
        ("Home local authority", "Southmere Borough Council", "Southmere Borough Council"),
        ("Home local authority", "with his grandmother", None),
    ],
)
def test_a_childs_normal_residence_is_yes_no_or_the_area_named(label: str, answer: str, value: str | None) -> None:
    assert asked(label, answer).children[0]["normally_resident"].value == value


@pytest.mark.parametrize(
    ("label", "answer", "value"),
    [
        ("Is the child a care leaver?", "Yes", "yes"),
        ("Care leaver", "No", "no"),
        ("Care leaver", "[x]", "yes"),
        ("Legal status", "Care leaver, former relevant child", "yes"),
        ("Legal status", "Not a care leaver", None),
        ("Legal status", "Section 20", None),
        ("Is the child looked after or a care leaver?", "Yes", None),
        ("Is the child looked after or a care leaver?", "Yes - care leaver", "yes"),
    ],
)
def test_a_care_leaver_is_called_one(label: str, answer: str, value: str | None) -> None:
    assert values(asked(label, answer).children[0]).get("care_leaver") == value


@pytest.mark.parametrize(
    ("label", "answer", "value"),
    [
        ("Did the incident take place in a regulated setting or service?", "Yes", "yes"),
        ("Did the child die in a regulated setting?", "No", "no"),
        ("Regulated setting", "Children's home", "yes"),
        ("Regulated setting", "At home", None),
    ],
)
def test_a_regulated_setting_is_asked_for_by_that_name(label: str, answer: str, value: str | None) -> None:
    found = asked(label, answer)
    assert values(found.incident).get("regulated_setting") == value
    assert "outcome" not in values(found.incident)


@pytest.mark.parametrize(
    ("label", "answer", "value", "name"),
    [
        ("Has your designated safeguarding lead been consulted?", "Yes", "yes", None),
        ("Discussed with line manager / DSL", "No", "no", None),
        ("Designated safeguarding lead consulted", "Yes - Perpetua Lisle", "yes", "Perpetua Lisle"),
        ("Safeguarding lead consulted", "Perpetua Lisle, 01632 960222", "yes", "Perpetua Lisle"),
        ("Name of safeguarding lead", "Perpetua Lisle", None, "Perpetua Lisle"),
        ("Discussed with line manager", "Yes", None, None),
    ],
)
def test_whether_the_safeguarding_lead_was_consulted_is_beside_who_it_is(
    label: str, answer: str, value: str | None, name: str | None
) -> None:
    found = values(asked(label, answer).safeguarding_lead)
    assert (found.get("consulted"), found.get("name")) == (value, name)


def test_the_nearer_answer_stands_and_a_contradiction_proposes_nothing() -> None:
    outside, here = "Did the incident occur outside England?", "Did the incident occur in our area?"
    assert asked(outside, "No", [here, "Yes"]).incident["area"].value == "in our area"
    both = asked(outside, "Yes", [here, "Yes"]).incident["area"]
    assert (both.value, both.state) == (None, State.UNPARSED)
