"""What a sender is asked for again: nothing that perhaps stands somewhere on the form, and what was left blank."""

import pytest

from parsers.form.referral.missing import missing
from pipeline.model import Answers, Field, Referral, State, Unmapped


def field(raw: str, label: str = "", state: State = State.GIVEN) -> Field:
    return Field(value=raw or None, raw=raw, state=state, label=label)


def chased(*left: tuple[str, str], **groups: Answers) -> tuple[str, ...]:
    return missing(Referral(**groups), [Unmapped(label=label, text=text, source="") for label, text in left])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("label", "text", "path"),
    [
        ("", "Ada Quill", "children[0].name"),
        ("Logged by", "Una Vole", "referrer.name"),
        ("On behalf of", "Quayside Primary School", "referrer.agency"),
        ("OIC contact", "01632 960655", "referrer.phone|email"),
        ("", "Serious injury (stab wound)", "incident.outcome"),
        ("Suspected medical neglect:", "three appointments missed", "incident.abuse_neglect"),
        (
            "On what date did the incident take place, and when did your agency become aware?",
            "Happened Thurs 12 Nov 2026. We were told the next morning.",
            "incident.date",
        ),
    ],
)
def test_what_something_left_over_may_answer_is_not_chased(label: str, text: str, path: str) -> None:
    assert path in chased()
    assert path not in chased((label, text))


@pytest.mark.parametrize(
    ("label", "text", "path"),
    [
        ("Name of mother", "Una Vole", "children[0].name"),
        ("School", "Quayside Primary School", "referrer.agency"),
        ("Logged on", "5 November 2026", "incident.date"),
        ("Known to services since", "2020", "incident.abuse_neglect"),
        ("", "Tell us of a child who was harmed where neglect may have played a part.", "incident.abuse_neglect"),
    ],
)
def test_what_answers_another_question_or_is_printed_leaves_it_chased(label: str, text: str, path: str) -> None:
    assert path in chased((label, text))


def test_what_was_asked_plainly_and_left_blank_is_chased_whatever_stands_elsewhere() -> None:
    blank = field("", "Your name", State.BLANK)
    assert "referrer.name" in chased(("Logged by", "Una Vole"), referrer={"name": blank})


@pytest.mark.parametrize(
    ("line", "path"),
    [("Serious injury (stab wound)", "incident.outcome"), ("09/11/2026, early hours", "incident.date")],
)
def test_a_line_of_its_own_in_the_story_is_not_chased(line: str, path: str) -> None:
    assert path not in chased(incident={"narrative": field(f"{line}\nHe was found by a neighbour and taken away.")})
    assert path in chased(incident={"narrative": field("He was found by a neighbour and taken away.")})


def test_the_name_of_the_lead_is_perhaps_the_referrers_where_no_other_is_asked_for() -> None:
    assert "referrer.name" not in chased(safeguarding_lead={"name": field("Una Vole")})
    assert "referrer.name" in chased(safeguarding_lead={"name": field("", state=State.BLANK)})
