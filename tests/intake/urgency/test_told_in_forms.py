"""A referral form tells of past harm; what it tells of today, or does not answer, somebody looks at first."""

from dataclasses import replace

import pytest

from pipeline.intake.urgency.told_in_forms import leaves_open
from pipeline.model import Band, Field, FormKind, Reading, State, Unmapped
from tests.intake.build import answer, decided, form, mail
from tests.intake.urgency.test_bands import paragraphs

ASKED = "What has been done to keep this child and others safe?"


def told(narrative: str = "", **incident: Field) -> Reading:
    if narrative:
        incident["narrative"] = answer(narrative)
    bare = form(name="A B")
    return replace(bare, referral=replace(bare.understood, incident=incident))


def action(raw: str, *, label: str = ASKED, state: State = State.GIVEN) -> Field:
    return Field(value=raw or None, raw=raw, state=state, label=label)


@pytest.mark.parametrize(
    "narrative",
    [
        "He had a fractured arm. There are two younger brothers, who are presently with their mother and her partner.",
        "The baby died on Monday. He has been bailed to his mother's, where the sisters live.",
        "Long-standing neglect; the children have not been seen since the spring.",
        "She was burned at her nan's. The older sister is still there.",
    ],
)
def test_a_child_within_somebodys_reach_today_is_a_doubt_and_no_alarm(narrative: str) -> None:
    found = decided(mail("Please find our referral attached."), told(narrative))
    assert found.band is Band.CANNOT_RULE_OUT
    assert "look first" in found.warnings[0]


@pytest.mark.parametrize(
    "narrative",
    [
        "Ottoline was found not breathing in her parents' bed and died the next morning. The flat was cold.",
        "She was living with an uncle at the time. She is in intensive care.",
        "The baby died on Monday. The older children are with foster carers, and the father is in custody.",
        "Safety plan agreed with grandmother. His brother and sister are with their grandmother.",
        "He told the crew that he did not want to go back to the placement.",
        "Stepfather is on bail not to enter the home where his sister lives.",
    ],
)
def test_past_harm_and_children_in_safe_hands_are_none(narrative: str) -> None:
    assert decided(mail("Please find our referral attached."), told(narrative)).band is Band.CALM


@pytest.mark.parametrize(
    ("given", "left_open"),
    [
        (action("", state=State.BLANK), True),
        (action("Click here to enter text.", state=State.PLACEHOLDER), True),
        (action("Not known"), True),
        (action("Siblings placed with their aunt."), False),
        (action("", label="What action has been taken?", state=State.BLANK), False),
    ],
)
def test_no_answer_on_whether_children_are_safe_is_a_doubt(given: Field, left_open: bool) -> None:
    assert leaves_open(told("Scald to the leg.", immediate_action=given)) is left_open


def test_a_question_on_safety_that_no_field_holds_is_looked_at_too() -> None:
    rest = Unmapped(label="Are the other children safe?", text="unknown", source="")
    assert leaves_open(replace(told("Scald."), unmapped=(rest,)))
    assert not leaves_open(replace(told("Scald."), unmapped=(replace(rest, text="Yes, seen today"),)))


def test_a_form_of_another_kind_is_judged_by_its_own_questions() -> None:
    assert not decided(mail("Attached."), form(FormKind.AGENCY_RETURN, name="A B")).warnings


# Written as mails, and told as narratives are.
def test_of_narratives_none_that_accounts_for_its_children_is_doubted_and_some_that_do_not_are() -> None:
    heard = {
        band: [leaves_open(told(text)) for _, text in paragraphs("paragraphs_whereabouts.tsv", band)]
        for band in ("live", "calm")
    }
    assert sum(heard["calm"]) == 0
    assert sum(heard["live"]) >= 13  # of 50: the manager reads the others with the form
