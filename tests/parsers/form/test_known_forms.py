"""A form that is known beats every heuristic: its labels, its parts, and what it prints."""

import tomllib
from pathlib import Path

import pytest
from form_pages import page, table, values

from parsers.form.kind.known_forms import known_forms, line_key, recognised
from parsers.form.kind.learn import proposal
from parsers.form.reading import reading
from parsers.page import Page
from pipeline.model import FormKind

ODD = """
id = "foxton"
title = "Foxton Form 7"
fingerprint = ["Colour of the folder", "Foxton Safeguarding Partnership"]
printed = ["Think of what the next reader will need."]
[sections]
"The grey part" = "office"
[labels]
"Colour of the folder" = "children.name"
"Moon" = "incident.date"
"""


def form(name: str, moon: str) -> Page:
    return page(
        "**Foxton Form 7**",
        "Foxton Safeguarding Partnership",
        table(
            ["#Colour of the folder", name],
            ["#Moon", moon],
            ["#What happened", "Think of what the next reader will need."],
        ),
        "**The grey part**",
        table(["#Outcome", "Died"]),
    )


def known(folder: Path) -> tuple[object, ...]:
    (folder / "foxton.toml").write_text(ODD, encoding="utf-8")
    return known_forms(folder)


def test_a_known_form_says_what_its_own_words_mean(tmp_path: Path) -> None:
    found = reading(form("Riley Ashdown", "9/11/26"), file="f.docx", forms=known(tmp_path))  # type: ignore[arg-type]
    assert found.form is not None
    assert found.form.id == "foxton"
    assert found.kind is FormKind.REFERRAL
    assert found.referral is not None
    assert values(found.referral.children[0]) == {"name": "Riley Ashdown"}
    assert values(found.referral.incident) == {"date": "2026-11-09"}
    assert "Died" in {each.text for each in found.unmapped}


def test_a_form_of_another_title_is_not_the_known_one(tmp_path: Path) -> None:
    assert recognised(page("**Foxton Form 8**", "Colour of the folder"), known(tmp_path)) is None  # type: ignore[arg-type]


def test_a_broken_form_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text("title = [", encoding="utf-8")
    with pytest.raises(ValueError, match=r"odd\.toml"):
        known_forms(tmp_path)


def test_the_shipped_forms_are_usable() -> None:
    assert {form.id for form in known_forms()}
    assert all(form.title and form.fingerprint for form in known_forms())


def test_a_proposal_from_a_blank_form_reads_the_filled_one(tmp_path: Path) -> None:
    def riverside(name: str, born: str) -> Page:
        return page(
            "**Riverside Serious Incident Referral Form**",
            "Riverside Safeguarding Children Partnership",
            "Keep to facts and say where each of them comes from, please.",
            "**1. Child**",
            table(["#Name", name], ["#DOB", born]),
            "**2. Incident**",
            table(["#Date of incident", "9/11/26" if name else ""], ["#Circumstances", ""]),
        )

    told = proposal(riverside("", ""), "riverside")
    (tmp_path / "riverside.toml").write_text(told, encoding="utf-8")
    assert line_key("Keep to facts and say where each of them comes from, please.") in {
        line_key(line) for line in tomllib.loads(told)["printed"]
    }
    found = reading(riverside("Riley Ashdown", "3/4/15"), file="f.docx", forms=known_forms(tmp_path))
    assert found.form is not None
    assert found.form.id == "riverside"
    assert found.referral is not None
    assert values(found.referral.children[0]) == {"name": "Riley Ashdown", "dob": "2015-04-03"}
    assert reading(riverside("", ""), file="f.docx", forms=known_forms(tmp_path)).kind is FormKind.BLANK_FORM


def test_what_stands_above_the_first_answer_of_a_known_form_and_is_not_printed_there_is_left_over(
    tmp_path: Path,
) -> None:
    (tmp_path / "foxton.toml").write_text(ODD, encoding="utf-8")
    noted = page("Her mother must not be told of this.", *form("Riley Ashdown", "9/11/26").body)
    found = reading(noted, file="form.docx", forms=known_forms(tmp_path))
    assert "Her mother must not be told of this." in [left.text for left in found.unmapped]


def harbour(name: str = "", number: str = "", reached: str = "", town: str = "") -> Page:
    return page(
        "**Harbour Serious Incident Referral Form**",
        "Harbour Safeguarding Children Partnership",
        "**1. Child**",
        table(["#Name", name], ["#Blue card", number]),
        "**2. Referrer**",
        table(["#Pigeon post", reached], ["#Tea", town]),
        "**3. Incident**",
        table(["#Date of incident", "9/11/26" if name else ""], ["#Circumstances", ""]),
    )


COPIES = (
    harbour("Riley Ashdown", "999 000 0018", "j.vole@combe.example", "Milk"),
    harbour("Ada Quill", "999 000 0026", "t.lunt@combe.example", "None"),
)


def test_two_filled_copies_tell_what_labels_in_words_of_the_forms_own_ask() -> None:
    labels = tomllib.loads(proposal(harbour(), "harbour", filled=COPIES))["labels"]
    assert labels["Blue card"] == "children.nhs_number"
    assert labels["Pigeon post"] == "referrer.email"
    assert "Tea" not in labels


def test_the_blank_alone_and_one_copy_leave_such_a_label_open() -> None:
    for copies in ((), COPIES[:1]):
        told = proposal(harbour(), "harbour", filled=copies)
        assert "Blue card" not in tomllib.loads(told)["labels"]
        assert '# ? "Blue card"' in told


def test_a_form_that_was_learnt_from_copies_reads_the_next_one(tmp_path: Path) -> None:
    (tmp_path / "harbour.toml").write_text(proposal(harbour(), "harbour", filled=COPIES), encoding="utf-8")
    third = harbour("Nell Mossop", "999 000 0034", "r.pellow@combe.example", "Sugar")
    found = reading(third, file="f.docx", forms=known_forms(tmp_path)).referral
    assert found is not None
    assert found.children[0]["nhs_number"].raw == "999 000 0034"
    assert found.referrer["email"].value == "r.pellow@combe.example"


def hamlet(name: str = "", *household: list[object]) -> Page:
    return page(
        "**Hamlet Serious Incident Referral Form**",
        "Hamlet Safeguarding Children Partnership",
        "**1. Child**",
        table(["#Name", name], ["#DOB", "3/4/15" if name else ""]),
        "**2. Household members**",
        table(["#Whoever", "#Tie", "#Hatched", "#Colour"], *(household or [["", "", "", ""], ["", "", "", ""]])),
        "**3. Incident**",
        table(["#Date of incident", "9/11/26" if name else ""], ["#Circumstances", ""]),
    )


def test_a_blank_and_one_filled_copy_tell_what_the_columns_of_a_list_hold(tmp_path: Path) -> None:
    copy = hamlet("Ada Quill", ["Per Lund", "Father", "4/5/1990", "Red"], ["Jory Lund", "Sister", "6/7/2019", "Blue"])
    told = proposal(hamlet(), "hamlet", filled=(copy,))
    labels = tomllib.loads(told)["labels"]
    assert (labels["Whoever"], labels["Tie"], labels["Hatched"]) == ("family.name", "family.relationship", "family.dob")
    assert '# ? "Colour"' in told
    (tmp_path / "hamlet.toml").write_text(told, encoding="utf-8")
    other = hamlet("Nell Mossop", ["Lodger, name not given", "Not known", "Not known", "Green"])
    found = reading(other, file="f.docx", forms=known_forms(tmp_path)).referral
    assert found is not None
    assert [each["name"].value for each in found.family] == ["Lodger, name not given"]


def test_the_blank_alone_leaves_such_columns_open() -> None:
    told = proposal(hamlet(), "hamlet")
    assert all(f'# ? "{title}"' in told for title in ("Whoever", "Tie", "Hatched", "Colour"))


def test_the_title_of_a_column_says_what_a_known_form_lists(tmp_path: Path) -> None:
    (tmp_path / "foxton.toml").write_text(ODD + '"Kite" = "family.name"\n"Weather" = "family.dob"\n', encoding="utf-8")
    listed = table(["#Kite", "#Weather"], ["Per Lund", "4/5/1990"], ["Jory Lund", "6/7/2019"])
    first = form("Riley Ashdown", "9/11/26").body[:3]
    form_with = page(*first, "**Further particulars**", listed)
    found = reading(form_with, file="f.docx", forms=known_forms(tmp_path)).referral
    assert found is not None
    assert [values(each) for each in found.family] == [
        {"name": "Per Lund", "dob": "1990-05-04"},
        {"name": "Jory Lund", "dob": "2019-07-06"},
    ]


def test_what_a_known_form_says_of_a_label_stands_beside_a_relative_too(tmp_path: Path) -> None:
    beside = page(
        "**Foxton Form 7**",
        "Foxton Safeguarding Partnership",
        "Colour of the folder",
        table(["#Mother", "Jory Lunt", "#DOB", "3/4/2015"]),
    )
    told = ODD + '"DOB" = "children.dob"\n'
    (tmp_path / "foxton.toml").write_text(told, encoding="utf-8")
    found = reading(beside, file="f.docx", forms=known_forms(tmp_path)).referral
    assert found is not None
    assert values(found.children[0])["dob"] == "2015-04-03"


def test_the_title_of_the_whole_form_opens_no_part_in_a_proposal() -> None:
    assert tomllib.loads(proposal(harbour(), "harbour"))["sections"] == {
        "1. Child": "children",
        "2. Referrer": "referrer",
        "3. Incident": "incident",
    }
