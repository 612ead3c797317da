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
