"""Cells that only together say something, and columns that say nothing of the case."""

import pytest
from form_pages import read, referral, table, values

TITLE = "**Rapid Review Referral**"


def child_of(*blocks: object) -> dict[str, object]:
    found = referral(TITLE, *blocks)  # type: ignore[arg-type]
    return values(found.children[0])


@pytest.mark.parametrize(
    "cells", [["09", "02", "2013"], ["9", "DD", "2", "MM", "13", "YYYY"], ["09", "/", "02", "/", "2013"]]
)
def test_a_date_in_three_cells_is_one_date(cells: list[str]) -> None:
    assert child_of(
        table(["#Child's name", "Riley Ashdown", *[None] * (len(cells) - 1)], ["#Date of birth", *cells])
    ) == {
        "name": "Riley Ashdown",
        "dob": "2013-02-09",
    }


def test_a_number_with_a_cell_for_each_digit_is_one_number() -> None:
    assert child_of("Child's name: Riley Ashdown", table(["#NHS number", *"9992046112"]))["nhs_number"] == "9992046112"


def test_notes_printed_beside_the_answers_are_no_answers() -> None:
    form = table(
        ["#Question", "#Answer", "#Notes to help you"],
        ["#Child's name", "Riley Ashdown", "//As on the birth certificate//"],
        ["#Date of birth", "3/4/15", "//dd/mm/yyyy//"],
        ["#First language", "", "//English, or another//"],
    )
    assert child_of(form) == {"name": "Riley Ashdown", "dob": "2015-04-03"}


def test_words_written_in_a_column_of_notes_are_shown() -> None:
    form = table(
        ["#Question", "#Answer", "#Guidance"],
        ["#Child's name", "Riley Ashdown", "//As on the birth certificate//"],
        ["#Date of birth", "3/4/15", "//dd/mm/yyyy//"],
        ["#First language", "Polish", "mother speaks some English"],
    )
    assert "mother speaks some English" in [left.text for left in read(TITLE, form).unmapped]


def test_referrer_and_lead_side_by_side_are_two_people() -> None:
    found = referral(
        TITLE,
        "Child's name: Riley Ashdown",
        table(
            ["", "#Referrer", "#Designated safeguarding lead"],
            ["#Name", "Jo Bloggs", "Sam Ode"],
            ["#Agency", "Foxton Council", "Foxton Council"],
        ),
    )
    assert values(found.referrer)["name"] == "Jo Bloggs"
    assert values(found.safeguarding_lead)["name"] == "Sam Ode"


def test_a_card_in_each_cell_is_a_child_in_each() -> None:
    cards = [
        table(["#Name", name], ["#DOB", born], number=n)
        for n, (name, born) in enumerate((("Riley Ashdown", "3/4/15"), ("Robin Ashdown", "5/6/17")), 2)
    ]
    found = referral(TITLE, "**Children**", table([cards[0], cards[1]]))
    assert [values(child)["dob"] for child in found.children] == ["2015-04-03", "2017-06-05"]


@pytest.mark.parametrize("printed", ["*Yes* / No", "[Yes] / No", "(Yes) / No", "<Yes> / No", "{Yes} / No"])
def test_a_choice_ringed_with_signs_is_the_choice(printed: str) -> None:
    assert child_of(table(["#Child's name", "Riley Ashdown"], ["#Looked after?", printed]))["looked_after"] == "yes"


def test_a_star_behind_the_choices_chooses_nothing() -> None:
    assert "looked_after" not in child_of(table(["#Child's name", "Riley Ashdown"], ["#Looked after?", "Yes / No*"]))


def test_no_to_death_leaves_what_the_criteria_say() -> None:
    found = referral(
        TITLE,
        "Child's name: Riley Ashdown",
        "**Criteria**",
        table(["", "#Yes", "#No"], ["The child has died", "", "X"], ["The child has been seriously harmed", "X", ""]),
    )
    assert values(found.incident)["outcome"] == "seriously_harmed"


@pytest.mark.parametrize(
    ("printed", "plan"),
    [("Yes [X]  No [ ]   2019-2020, neglect", "yes"), ("Yes [ ]  No [X]   never", "no"), ("[X] Yes  [ ] No", "yes")],
)
def test_a_box_belongs_to_its_word_whatever_is_written_after(printed: str, plan: str) -> None:
    assert (
        child_of(table(["#Child's name", "Riley Ashdown"], ["#On a child protection plan?", printed]))["cp_plan"]
        == plan
    )


def test_captions_above_the_figures_of_a_date_are_no_answer() -> None:
    assert (
        child_of(
            "Child's name: Riley Ashdown",
            table(["#Child's date of birth", "#Day", "#Month", "#Year"], ["", "17", "05", "2024"]),
        )["dob"]
        == "2024-05-17"
    )


def test_a_month_said_again_in_brackets_is_the_whole_date() -> None:
    assert child_of(table(["#Child's name", "Riley Ashdown"], ["#Born", "Eighth of March 2020 (08/03/2020)"])) == {
        "name": "Riley Ashdown",
        "dob": "2020-03-08",
    }
