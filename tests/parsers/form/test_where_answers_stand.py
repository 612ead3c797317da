"""Where an answer stands is told by the whole page: below its caption, under named columns, numbered through, in boxes."""

import pytest
from form_pages import referral, table, values

from parsers.values.choices import outcome

TITLE = "**Rapid Review Referral Form**"
STORY = "Ada was found at the foot of the stairs. Nobody had seen her fall."


def test_answers_may_stand_over_their_captions() -> None:
    found = referral(
        TITLE,
        table(
            ["Ada Quill", "3/4/2015"],
            ["Child's name", "Date of birth"],
            ["Female", "Brook Primary"],
            ["Sex", "School"],
        ),
        table(["9/11/2026", "Kitchen"], ["//Date of event//", "//Whereabouts in the building//"], number=2),
    )
    child = {"name": "Ada Quill", "dob": "2015-04-03", "sex": "female", "school": "Brook Primary"}
    assert values(found.children[0]) == child
    assert found.incident["date"].value == "2026-11-09"


def test_headers_over_their_answers_are_no_captions() -> None:
    found = referral(
        TITLE,
        table(["Child's name", "Date of birth"], ["Ada Quill", "3/4/2015"], ["Sex", "School"], ["Female", "Brook"]),
    )
    assert values(found.children[0]) == {"name": "Ada Quill", "dob": "2015-04-03", "sex": "female", "school": "Brook"}


def test_a_row_that_names_the_columns_below_lines_of_titles_says_which_asks() -> None:
    found = referral(
        TITLE,
        table(
            ["Weir Ambulance Service", "", "", ""],
            ["Escalation for rapid review", "", "", ""],
            ["#No.", "#Question", "#Your answer", "#Notes to help you"],
            ["1", "Child's name", "Ada Quill", "Not the caller"],
            ["2", "Date of birth", "3/4/2015", "As given on scene"],
            ["3", "Date of incident", "9/11/2026", ""],
            ["4", "Died / seriously harmed / neither", "Died", "Pick one"],
        ),
    )
    assert values(found.children[0]) == {"name": "Ada Quill", "dob": "2015-04-03"}
    assert values(found.incident) == {"date": "2026-11-09", "outcome": "died"}


def test_what_is_numbered_through_asks_whatever_its_words() -> None:
    found = referral(
        TITLE,
        *("Q1. Name of child", "Ada Quill", "Q2. Date of birth", "3/4/2015", "Q3. Date of incident", "9/11/2026"),
        *("Q4. The long and short of it", STORY),
    )
    assert (found.children[0]["name"].value, found.incident["narrative"].value) == ("Ada Quill", STORY)


def test_a_numbered_list_in_a_story_is_no_row_of_questions() -> None:
    found = referral(
        *(TITLE, "**Name of child**", "Ada Quill", "**What happened**", "1. Ada fell.", "2. Her aunt rang."),
        *("3. An ambulance came.", "4. She died."),
    )
    assert found.incident["narrative"].value == "1. Ada fell.\n2. Her aunt rang.\n3. An ambulance came.\n4. She died."


def test_where_each_answer_has_a_box_the_line_over_it_asks() -> None:
    lines = ("Name of child", "Ada Quill"), ("Date of birth", "3/4/2015"), ("The long and short of it", STORY)
    blocks = [part for at, (asks, told) in enumerate(lines) for part in (asks, table([told], number=at))]
    found = referral(TITLE, *blocks)
    assert (values(found.children[0])["dob"], found.incident["narrative"].value) == ("2015-04-03", STORY)


def test_what_a_form_offers_is_no_answer() -> None:
    label = "Outcome for the child: died, seriously harmed, other"
    found = referral(
        TITLE, table(["Name of child", "Ada Quill"], [label, "Seriously harmed (both children)"], ["Sex", "F"])
    )
    assert found.incident["outcome"].value == "seriously_harmed"


@pytest.mark.parametrize("text", ["Death; serious harm; other", "Died / seriously harmed", "Seriously injured; died"])
def test_a_text_that_offers_both_says_neither(text: str) -> None:
    assert outcome(text) is None


def test_the_line_that_says_one_counts_beside_one_that_offers_all() -> None:
    found = referral(
        TITLE, table(["Name of child", "Ada Quill"], ["Level of harm", "Death; harm; other\nSerious harm"])
    )
    assert found.incident["outcome"].value == "seriously_harmed"


@pytest.mark.parametrize(
    ("label", "answer", "field"),
    [
        ("Name as known to police", "Ada Quill", "name"),
        ("Address we hold", "4 Quay Road, Norwick", "home_address"),
        ("Ethnicity as on the census", "White British", "ethnicity"),
        ("Pupil's NHS number", "999 000 0018", "nhs_number"),
    ],
)
def test_what_a_label_says_more_closely_hides_no_question(label: str, answer: str, field: str) -> None:
    found = referral(TITLE, "**The pupil**", table(["Date of birth", "3/4/2015"], [label, answer]))
    assert found.children[0][field].raw == answer
