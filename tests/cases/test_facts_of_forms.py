"""What a form says of place, residence, standing, setting and consultation is proposed, seen from one office."""

from dataclasses import replace

import pytest

from pipeline.cases.case_work import Received
from pipeline.cases.facts_of_forms import facts_of, lacks_reason
from pipeline.facts import FACT_NAMES, Source
from pipeline.model import Answers, Field, FormKind, Reading, Referral, State
from tests.intake.build import NOW

NORTHSHIRE = ("", "Northshire Safeguarding Children Partnership")
MAIL = Received(sha256="f" * 64, received_at=NOW, now=NOW, links={}, our_area=NORTHSHIRE)


def answers(**said: str) -> Answers:
    return {name: Field(value=value, raw=value, state=State.GIVEN) for name, value in said.items()}


def proposed(referral: Referral, *our_area: str) -> dict[str, object]:
    mail = replace(MAIL, our_area=our_area or NORTHSHIRE)
    return {fact.name: fact.value for fact in facts_of(referral, case_ref="NSH-2026-001", mail=mail)}


def test_all_five_are_proposed_by_the_form_and_each_is_one_of_its_columns_choices() -> None:
    said = Referral(
        incident=answers(area="Northshire", regulated_setting="no"),
        children=(answers(normally_resident="yes", care_leaver="no"),),
        safeguarding_lead=answers(consulted="yes"),
    )
    facts = [fact for fact in facts_of(said, case_ref="NSH-2026-001", mail=MAIL) if fact.name != "children"]
    assert {fact.name: fact.value for fact in facts} == {
        "incident_area": "in our area",
        "regulated_setting": "no",
        "resident_here": "yes",
        "care_leaver": "no",
        "lead_consulted": "yes",
    }
    assert {fact.source for fact in facts} == {Source.FORM}
    assert all(fact.value in FACT_NAMES[fact.name].choices for fact in facts)


@pytest.mark.parametrize(
    ("said", "area", "resident"),
    [
        ("Northshire", "in our area", "yes"),
        ("NORTHSHIRE County Council", "in our area", "yes"),
        ("Fernbridge, Northshire", "in our area", "yes"),
        ("not Northshire", None, "no"),
        ("not Southshire", None, None),
        ("Southshire", "another English area", "no"),
        ("Leeds City Council", "another English area", "no"),
        ("London Borough of Barnet", "another English area", "no"),
        ("Bournemouth, Christchurch and Poole Council", "another English area", "no"),
        ("Cardiff Council", "outside England", "no"),
        ("Alicante, Spain", "outside England", "no"),
        ("England", None, None),
        ("Fernbridge", None, None),  # a town, perhaps of ours
        ("Fernbridge Borough Council", None, None),  # a district, perhaps of our county
        ("South Northshire", None, None),  # perhaps part of ours
        ("Northshire and Southshire", None, None),
        ("Northshire / Southshire", None, None),
        ("London", None, None),
    ],
)
def test_whose_area_is_named_is_said_only_where_it_is_sure(said: str, area: str | None, resident: str | None) -> None:
    found = proposed(Referral(incident=answers(area=said), children=(answers(normally_resident=said),)))
    assert (found.get("incident_area"), found.get("resident_here")) == (area, resident)


@pytest.mark.parametrize(
    ("ours", "said", "area"),
    [
        (("Derby and Derbyshire",), "Derby City Council", "in our area"),
        (("West Sussex",), "East Sussex", "another English area"),
        (("Pan-Dorset",), "Dorset", None),
        (("City of York",), "York", "in our area"),
        (("City of York",), "North Yorkshire", "another English area"),
        (("", "Local safeguarding children partnership"), "Leeds", None),
        (("", "Local safeguarding children partnership"), "Scotland", "outside England"),
    ],
)
def test_our_area_goes_by_the_names_in_the_settings(ours: tuple[str, ...], said: str, area: str | None) -> None:
    assert proposed(Referral(incident=answers(area=said)), *ours).get("incident_area") == area


def test_of_several_children_one_yes_is_enough_and_a_no_must_be_said_of_all() -> None:
    def of(*said: str) -> object:
        return proposed(Referral(children=tuple(answers(normally_resident=each) for each in said))).get("resident_here")

    assert (of("no", "yes"), of("no", "no"), of("no", "England")) == ("yes", "no", None)


WHY = Field(value=("Died with abuse suspected",), raw="x", state=State.GIVEN, label="Criteria")
STORY = Field(value="Morgan fell.", raw="Morgan fell.", state=State.GIVEN, label="What happened")


@pytest.mark.parametrize(
    ("referral", "lacks"),
    [
        (Referral(), True),
        (Referral(referral={"criteria": WHY}), False),
        (Referral(referral={"criteria": replace(WHY, value=None, raw="N/K", state=State.STATED_UNKNOWN)}), False),
        (Referral(referral={"criteria": replace(WHY, value=None, raw="", state=State.BLANK)}), True),
        (Referral(incident={"narrative": STORY}), True),
        (Referral(incident={"narrative": replace(STORY, label="Reason for referral")}), False),
        (Referral(incident={"narrative": replace(STORY, value="Morgan fell; the criteria are met.")}), False),
    ],
)
def test_a_reason_is_wanted_where_neither_the_criteria_nor_the_story_give_one(referral: Referral, lacks: bool) -> None:
    form = Reading(file="form.docx", kind=FormKind.REFERRAL, referral=referral)
    assert lacks_reason([form]) is lacks
    assert not lacks_reason([])
