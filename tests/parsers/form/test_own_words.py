"""Questions in words that nobody had seen are told by label, place and answer; what stays open is shown as perhaps."""

import random
from itertools import product

import pytest
from form_pages import read, table

from parsers.form.evidence.assignment import best_total


def test_the_best_total_beats_the_best_first_choice() -> None:
    assert best_total([{"a": 0.9, "b": 0.8}, {"a": 0.85}]) == ("b", "a")


def test_the_total_is_the_best_of_all_ways_to_share_out() -> None:
    chance = random.Random(7)
    for _ in range(200):
        scores = [
            {slot: chance.choice([0.3, 0.5, 0.7, 0.9]) for slot in range(4) if chance.random() < 0.7} for _ in range(4)
        ]
        ways = product(*([None, *each] for each in scores))
        fair = (way for way in ways if len(used := [slot for slot in way if slot is not None]) == len(set(used)))
        best = max(sum(scores[at][s] for at, s in enumerate(way) if s is not None) for way in fair)
        given = best_total(scores)
        assert sum(scores[at][s] for at, s in enumerate(given) if s is not None) == pytest.approx(best)


CHILD = ["Name of child", "Ada Quill"]
TITLE = "**Rapid Review Referral Form**"


@pytest.mark.parametrize(
    ("label", "answer", "field", "value"),
    [
        ("Also goes by", "Zac", "aliases", "Zac"),
        ("Ethnic description", "White British", "ethnicity", "White British"),
        ("Nursery or school on roll", "Brook Primary", "school", "Brook Primary"),
        ("Registered practice", "Weir Surgery", "gp", "Weir Surgery"),
        ("Legal position", "Section 20", "legal_status", "Section 20"),
    ],
)
def test_a_question_in_words_of_its_own_finds_its_field(label: str, answer: str, field: str, value: str) -> None:
    found = read(TITLE, "**Details of the child**", table(CHILD, [label, answer]))
    assert found.referral is not None
    got = found.referral.children[0][field]
    assert (got.value, got.confidence) == (value, "likely")


def test_an_answer_that_cannot_be_of_the_type_takes_no_field() -> None:
    found = read(
        TITLE,
        "**Details of the child**",
        table(CHILD, ["Date of birth", "3/4/2015"], ["Registered practice", "12/11/2026"]),
    )
    assert found.referral is not None
    assert "gp" not in found.referral.children[0]
    assert "12/11/2026" in [left.text for left in found.unmapped]


def test_a_name_is_no_yes_or_no() -> None:
    found = read(TITLE, table(CHILD), "**Referrer**", table(["Name", "No"], ["Job title", "Midwife"]))
    assert found.referral is not None
    assert found.referral.referrer["name"].value is None
    assert [left.text for left in found.unmapped] == ["No"]


def test_what_is_perhaps_answered_is_not_chased() -> None:
    rows = [CHILD, ["Date of birth", "3/4/2015"], ["When was it brought to light", "9 November 2026"]]
    found = read(TITLE, table(*rows))
    perhaps = {left.perhaps for left in found.unmapped}
    assert all(path not in found.missing for path in perhaps)


def test_a_surname_in_capitals_stands_last() -> None:
    found = read(TITLE, table(["Name of child", "ABERNATHY Lucas John"], ["Date of birth", "3/4/2015"]))
    assert found.referral is not None
    assert found.referral.children[0]["name"].value == "Lucas John Abernathy"


def test_a_question_that_is_asked_of_each_agency_is_no_agency_of_its_own() -> None:
    found = read(
        TITLE,
        table(CHILD, ["Date of birth", "3/4/2015"]),
        "**Other agencies involved**",
        table(
            ["#Agency", "Health visiting", "#Worker and contact", "Bettina Clough 01632 960882"],
            ["#Agency", "Family Help", "#Worker and contact", "Ivo Marchetti, ivo.marchetti@minster.example"],
        ),
    )
    assert found.referral is not None
    got = [{name: each.value for name, each in row.items()} for row in found.referral.agencies]
    assert got == [
        {"agency": "Health visiting", "name": "Bettina Clough", "contact": "01632 960882"},
        {"agency": "Family Help", "name": "Ivo Marchetti", "contact": "ivo.marchetti@minster.example"},
    ]


def test_a_whole_name_takes_the_place_of_initials() -> None:
    found = read(
        TITLE,
        table(
            ["Child's initials", "C.Y-A"], ["Name of child", "Caspian Yarwood-Adeleke"], ["Date of birth", "3/4/2015"]
        ),
    )
    assert found.referral is not None
    assert [child["name"].value for child in found.referral.children] == ["Caspian Yarwood-Adeleke"]
    assert "C.Y-A" in [left.text for left in found.unmapped]


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        ("Carys Mabbutt and Lewis Hale", ["Carys Mabbutt", "Lewis Hale"]),
        ("Mother Simone Hart, 5/5/1987, 12 Gasworks Row\nFather Adewale Ayodele", ["Simone Hart", "Adewale Ayodele"]),
    ],
)
def test_a_name_that_is_several_relatives_is_told_person_by_person(answer: str, names: list[str]) -> None:
    rows = [CHILD, ["Date of birth", "3/4/2015"], ["Parents' names, dates of birth and addresses", answer]]
    found = read(TITLE, table(*rows))
    assert found.referral is not None
    assert [relative["name"].value for relative in found.referral.family] == names


def test_a_bare_no_is_no_legal_standing() -> None:
    found = read(TITLE, table(CHILD, ["Date of birth", "3/4/2015"], ["Legal status", "No"]))
    assert found.referral is not None
    assert found.referral.children[0]["legal_status"].value is None


STORY = "She fell from a wall behind the flats. Nobody had seen her since noon."


def test_the_longest_story_that_no_words_explain_is_what_happened_where_no_question_asks_for_it() -> None:
    incident = ["#Date of incident", "1/7/2026"], ["#Modus operandi", STORY], ["#Hereafter", "He was moved."]
    found = read(TITLE, table(CHILD), "**The incident**", table(*incident))
    assert found.referral is not None
    told = found.referral.incident["narrative"]
    assert (told.value, told.confidence) == (STORY, "likely")


def test_beside_a_question_for_what_happened_such_a_story_is_perhaps_more_of_it() -> None:
    incident = ["What happened", "A fall."], ["Modus operandi", STORY]
    found = read(TITLE, table(CHILD), "**The incident**", table(*incident))
    assert found.referral is not None
    assert found.referral.incident["narrative"].value == "A fall."
    assert [left.perhaps for left in found.unmapped if left.text == STORY] == ["incident.narrative"]


def test_an_answer_that_can_be_of_one_field_alone_tells_its_question() -> None:
    rows = ["Blue card", "999 000 0018"], ["Roots", "Mixed White and Asian"], ["Pigeon post", "jo@combe.example"]
    found = read(TITLE, table(CHILD, ["Date of birth", "3/4/2015"], *rows))
    assert found.referral is not None
    child, referrer = found.referral.children[0], found.referral.referrer
    assert (child["nhs_number"].value, child["ethnicity"].value) == ("9990000018", "Mixed White and Asian")
    assert (referrer["email"].value, referrer["email"].confidence) == ("jo@combe.example", "likely")


def test_nobodys_heritage_is_what_happened() -> None:
    found = read(TITLE, table(CHILD, ["Date of birth", "3/4/2015"], ["Background and heritage", "White British"]))
    assert found.referral is not None
    assert found.referral.children[0]["ethnicity"].value == "White British"
    assert "narrative" not in found.referral.incident


def test_a_box_for_the_office_above_the_title_is_over_with_the_title() -> None:
    found = read(
        "**FOR BUSINESS UNIT USE**",
        table(["Case no.", "LV-26-19"]),
        "**Rapid Review / LCSPR Referral**",
        "**Whoever sends it**",
        table(["Print name", "Cosmo Adeyinka"], ["Job title", "Team Manager"], ["E-mail", "c.adeyinka@yjs.example"]),
        "**Details of the child**",
        table(CHILD, ["Date of birth", "3/4/2015"]),
    )
    assert found.referral is not None
    assert found.referral.referrer["name"].value == "Cosmo Adeyinka"
    assert "LV-26-19" in [left.text for left in found.unmapped]


def test_a_name_is_no_other_question_of_the_form() -> None:
    rows: list[list[object]] = [
        ["Form 7b", "", ""],
        ["Family name", "Given names", "Birth date"],
        ["Lisle", "Temperance Jo", "11/01/2024"],
        ["Ethnic group", "Religion", "Language at home"],
        ["Black African", "Christian", "French"],
    ]
    found = read(TITLE, table(*rows), table(["Name of referrer", "Per Lund"]))
    assert found.referral is not None
    assert found.referral.children[0]["name"].value != "Birth date"
    assert "Temperance Jo" in [left.text for left in found.unmapped]


def test_parts_side_by_side_in_cells_of_lines_are_read_each_by_itself() -> None:
    child = "THE YOUNG PERSON\nName: Idris Fairweather\nBorn: 09.09.2010\nSchool: Norwick Academy"
    referrer = "THE REFERRER\nName: Lottie Vance\nPost: Team Manager\nTel: 01632 960599"
    found = read(TITLE, table([child, referrer]))
    assert found.referral is not None
    first, sender = found.referral.children[0], found.referral.referrer
    assert [first[name].value for name in ("name", "dob", "school")] == [
        "Idris Fairweather",
        "2010-09-09",
        "Norwick Academy",
    ]
    assert [sender[name].value for name in ("name", "role", "phone")] == [
        "Lottie Vance",
        "Team Manager",
        "01632 960599",
    ]


def test_dots_part_a_question_in_words_of_its_own_from_its_answer() -> None:
    found = read(TITLE, table(CHILD, ["Date of birth", "3/4/2015"]), "Happened at ......... Quay Road nursery")
    assert found.referral is not None
    assert found.referral.incident["location"].value == "Quay Road nursery"


def test_a_title_in_the_first_of_several_empty_cells_stands_over_the_captions_below() -> None:
    rows: list[list[object]] = [
        ["A. Details of the child", "", ""],
        ["Family name", "Given names", "Birth date"],
        ["Lisle", "Temperance Jo", "11/01/2024"],
    ]
    found = read(TITLE, table(*rows), table(["Name of referrer", "Per Lund"]))
    assert found.referral is not None
    got = found.referral.children[0]
    assert (got["name"].value, got["dob"].value) == ("Temperance Jo Lisle", "2024-01-11")


def test_the_left_column_of_a_plain_table_asks_down_the_table() -> None:
    rows: list[list[object]] = [
        ["About the event"],
        ["Date of incident", "9/11/2026"],
        ["Outcome", "Died"],
        ["Abuse or neglect known or suspected", "Suspected"],
        ["Home address", "4 Quay Road, Norwick"],
        ["About you"],
        ["Sender", "Per Lund"],
        ["Sender's position", "Midwife"],
        ["Sender's agency", "Weir NHS Trust"],
    ]
    found = read(TITLE, table(CHILD), table(*rows, number=2))
    assert found.referral is not None
    got = found.referral.referrer
    assert [got[name].value for name in ("name", "role", "agency")] == ["Per Lund", "Midwife", "Weir NHS Trust"]


def test_every_other_cell_asks_in_a_plain_table_of_four_below_a_line_that_names_its_part() -> None:
    rows: list[list[object]] = [
        ["Date of incident", "9/11/2026", "Takes place at", "4 Quay Road, Norwick"],
        ["Outcome", "Died", "Brief facts", "She fell from a wall behind the flats."],
        ["Time", "10 pm", "Made safe by", "Police protection for her brother since Monday"],
    ]
    found = read(TITLE, table(CHILD), "Incident", table(*rows, number=2))
    assert found.referral is not None
    got = found.referral.incident
    assert (got["narrative"].value, got["time"].value) == ("She fell from a wall behind the flats.", "22:00")
    assert got["immediate_action"].value == "Police protection for her brother since Monday"


def test_a_line_alone_over_a_table_that_names_a_part_of_the_form_is_its_title() -> None:
    family = [["Name", "Relationship"], ["Per Lund", "Father"], ["Jory Lund", "Sister"]]
    referrer = [["Name", "Ida Vole"], ["E-mail", "i.vole@weir.example"], ["Agency", "Weir NHS Trust"]]
    found = read(TITLE, table(CHILD), "Household", table(*family, number=2), "Referrer", table(*referrer, number=3))
    assert found.referral is not None
    assert found.referral.referrer["name"].value == "Ida Vole"
