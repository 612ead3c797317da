"""The pages on the law and on coverage keep up with the rules, the table and the tests."""

import re
from pathlib import Path

import pytest

from pipeline.clock.duties.applies import decision_table
from pipeline.clock.explain.state_words import STATE_WORDS
from pipeline.clock.law_files.rules import Law
from tests.clock.conftest import LAW_DATA

ROOT = Path(__file__).parent.parent.parent
COVERAGE = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
LAW_PAGE = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")
ROWS = [f"{page}-{row}" for page, last in enumerate((10, 14, 14, 18, 7, 14, 10, 5)) for row in range(1, last + 1)]


def test_every_acceptance_row_stands_on_the_page_once() -> None:
    assert re.findall(r"^\| (\d-\d+) \|", COVERAGE, flags=re.M) == ROWS


@pytest.mark.parametrize("cited", sorted(set(re.findall(r"`(tests/[\w/]+\.py::\w+)`", COVERAGE))))
def test_every_test_that_the_page_cites_exists(cited: str) -> None:
    path, _, name = cited.partition("::")
    assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("cited", sorted(set(re.findall(r"`((?:pipeline|parsers|templates)/[\w./]+)`", COVERAGE))))
def test_every_module_that_the_page_cites_exists(cited: str) -> None:
    assert (ROOT / cited).exists()


def test_every_rule_is_on_the_page_of_the_law(law: Law) -> None:
    assert [rule.id for rule in law.rules if f"`{rule.id}`" not in LAW_PAGE] == []


def test_the_conflict_about_the_duty_to_notify_is_a_note_on_the_date(law: Law) -> None:
    rule = law.rule("notify-panel")
    assert rule.owner == "local-authority"
    assert "says it rests with the safeguarding partners" in rule.notes[0]


def test_section_17_of_the_act_of_2017_is_named_as_what_inserted_section_16f(law: Law) -> None:
    assert any(
        "section 17 of the Children and Social Work Act 2017" in note for note in law.rule("practice-review").notes
    )


def test_every_state_and_every_kind_of_case_is_on_the_page_of_the_law() -> None:
    ledger = LAW_PAGE.partition("## The ledger of duties")[2].partition("\n## ")[0]
    assert [word for word in STATE_WORDS.values() if not re.search(rf"\| {word.lower()}\b", ledger)] == []
    told = LAW_PAGE.partition("## Who must be told")[2].partition("\n## ")[0]
    letters = {row.letter.partition("-")[0] for row in decision_table().row} - {"not yet known"}
    assert [letter for letter in letters if not re.search(rf"^\| .*\b{letter}\b.* \|", told, flags=re.M)] == []


def test_every_file_of_worked_answers_is_described() -> None:
    described = (LAW_DATA / "README.md").read_text(encoding="utf-8")
    assert [file.name for file in LAW_DATA.iterdir() if file.name not in described and file.name != "README.md"] == []
    assert "tests/law/README.md" in LAW_PAGE
