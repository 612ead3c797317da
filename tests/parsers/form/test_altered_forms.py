"""Words that people add to a form, move about in it or put behind what it prints are in its reading, every one."""

import json
import random
import zipfile
from pathlib import Path

import pytest
from altered_forms import Changes, altered
from form_pages import table
from lxml import etree

from parsers.document import document_reading
from parsers.file_reader import Document
from parsers.form.reading import reading
from parsers.page import Mark, Page, Paragraph, Span
from parsers.reading_json import as_json
from parsers.safe.file_types import FileType
from pipeline.model import FormKind
from tests.soak import TIMES

FORMS = Path(__file__).parents[2] / "forms"
FILLED = ("referral", "agency_return")


def is_filled(path: Path) -> bool:
    told = json.loads(path.with_name(f"{path.name}.expected.json").read_text(encoding="utf-8"))
    if told["kind"] not in FILLED or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        blob = archive.read("word/document.xml")
    return len(Changes(etree.fromstring(blob), seed=0).lines()) > 1


NAMES = [path.name for path in sorted(FORMS.glob("*.docx")) if is_filled(path)]


def lost(seed: int) -> tuple[int, str]:
    """How many words were added to one form, and which of them its reading lacks, with what was done."""
    name = random.Random(seed).choice(NAMES)
    content, words, done = altered((FORMS / name).read_bytes(), seed)
    found = as_json(document_reading(Document(name=name, content=content, kind=FileType.WORD, forms=())))
    said = json.dumps(found["referral"]) + json.dumps(found["unmapped"])
    gone = [word for word in words if word not in said]
    return len(words), f"{seed}: {name}, {done}: {gone}" if gone else ""


@pytest.mark.parametrize("seed", range(40))
def test_every_word_that_somebody_added_to_a_form_is_in_its_reading(seed: int) -> None:
    assert lost(seed)[1] == ""


@pytest.mark.soaked
@pytest.mark.skipif(TIMES == 1, reason="a soak reads a thousand, the daily loop forty")
def test_no_word_that_somebody_added_to_a_thousand_forms_is_lost() -> None:
    assert [each for _, each in map(lost, range(1_000)) if each] == []


def left(*blocks: Paragraph) -> list[tuple[str, str]]:
    """What is left over of a filled form with these lines in front of it."""
    first = table(["Name of child", "Ada Quill"], ["Date of birth", "3/4/2015"], ["Date of incident", "9/11/2026"])
    shown = reading(Page(format="word", body=(*blocks, first)), file="form.docx")
    return [(each.label, each.text) for each in shown.unmapped]


def test_what_is_answered_in_the_header_of_the_page_is_left_over() -> None:
    header = table(["Date of birth", "3/4/2015"], ["Version", "2.1"])
    first = table(["Name of child", "Ada Quill"], ["Date of incident", "9/11/2026"], ["Outcome", "Died"])
    found = reading(Page(format="word", body=(TITLE, first), headers=(header,)), file="form.docx")
    assert [(each.label, each.text) for each in found.unmapped] == [("Date of birth", "3/4/2015")]


def line(*parts: tuple[str, str], number: int = 1) -> Paragraph:
    looks = {"b": frozenset((Mark.BOLD,)), "i": frozenset((Mark.ITALIC,)), "": frozenset[Mark]()}
    return Paragraph(tuple(Span(text, looks[look]) for text, look in parts), f"body/paragraph {number}")


TITLE = line(("Rapid Review Referral Form", "b"))


def test_a_note_to_the_reader_over_the_form_is_left_over() -> None:
    note = "Sent for Dr Vole, who asks that nobody rings the mother before Thursday"
    assert left(TITLE, line((note, ""), number=2)) == [("", note)]


@pytest.mark.parametrize(
    "printed",
    ["Northshire Safeguarding Children Partnership", "Guidance notes are on our pages; boxes grow as you type."],
)
def test_what_speaks_of_the_form_over_it_is_printed(printed: str) -> None:
    assert left(TITLE, line((printed, ""), number=2)) == []


def test_what_is_typed_behind_a_hint_in_italics_is_left_over() -> None:
    hint = line(("Please give the name as on the birth certificate. ", "i"), ("Registered as Wren Lunt", ""), number=2)
    assert left(TITLE, hint) == [("Please give the name as on the birth certificate.", "Registered as Wren Lunt")]


def test_what_is_typed_behind_the_label_where_the_box_stays_empty_is_left_over() -> None:
    shown = reading(
        Page(
            format="word",
            body=(
                TITLE,
                table(
                    ["#Name of child", "Ada Quill"],
                    ["#Date of birth", "3/4/2015"],
                    ["#Home address 12 Larch Road", ""],
                    ["#Date of incident", "9/11/2026"],
                ),
            ),
        ),
        file="form.docx",
    )
    assert [(each.label, each.text) for each in shown.unmapped] == [("Home address", "12 Larch Road")]


def left_of(*rows: list[str]) -> list[tuple[str, str]]:
    """What is left over of a filled form with a table of these rows below it."""
    first = table(["Name of child", "Ada Quill"], ["Date of birth", "3/4/2015"], ["Date of incident", "9/11/2026"])
    shown = reading(Page(format="word", body=(TITLE, first, table(*rows, number=2))), file="form.docx")
    return [(each.label, each.text) for each in shown.unmapped]


CRITERIA = ["#Criteria", "#Tick"], ["A child has died and abuse is suspected", "[x]"]


@pytest.mark.parametrize(
    "criterion",
    ["Serious harm to a child where abuse is known or suspected", "Death of a care leaver up to the age of 24"],
)
def test_what_is_written_behind_an_option_that_nobody_ticked_is_left_over(criterion: str) -> None:
    assert left_of(*CRITERIA, [f"{criterion} rang Dr Vole", "[ ]"]) == [(criterion, "rang Dr Vole")]


def test_what_is_written_behind_the_last_of_the_ethnic_groups_is_left_over() -> None:
    mixed = ["#Mixed", "[ ] White and Asian", "[ ] Any other Mixed rang Dr Vole"]
    found = left_of(["#White", "[ ] British", "[x] Irish"], mixed)
    assert found[-1] == ("\N{BALLOT BOX} Any other Mixed", "rang Dr Vole")


def test_a_row_of_words_that_no_form_prints_is_left_over_among_options() -> None:
    row = ["Jory Wexham Vole", "Quillon", "Farrier", "Marchetti"]
    found = left_of(
        ["White British", "White Irish", "Gypsy/Roma", "Other White"],
        row,
        ["White and Asian", "White and Black African", "Indian", "X Other mixed"],
    )
    assert [text for _, text in found if text in row] == row


@pytest.mark.parametrize("written", ["Sender's pager went to Dr Vole", "Mustafa was told by Dr Vole"])
def test_what_begins_like_a_word_of_guidance_is_left_over(written: str) -> None:
    assert left_of(["#Household", ""], [f"#Ethnicity\n{written}", "Irish"])[-1][1].endswith("Dr Vole")


def test_an_option_that_nobody_ticked_is_printed() -> None:
    assert left_of(*CRITERIA, ["A child has died, which includes suicide", "[ ]"]) == []


def test_words_in_the_place_of_a_box_are_left_over_with_those_beside_it() -> None:
    assert left_of(*CRITERIA, ["Harm to a child", "[ ]"], ["Midwife", "rang on Monday"]) == [
        ("Midwife", "rang on Monday")
    ]


def test_a_short_line_that_no_form_prints_is_left_over_below_a_title() -> None:
    assert (
        left_of(["#Household\n//Aunt Jory moved in//", ""], ["#Ethnicity", "White British"])[0][1]
        == "Aunt Jory moved in"
    )


def test_a_line_in_an_empty_cell_of_a_head_is_left_over() -> None:
    below = "Dr Vole rang about her visit on Friday"
    head = [f"#\n{below}", "#**Referrer to complete**", "#**Office use only**"]
    assert [text for _, text in left_of(head, ["#Sex", "Female", ""], ["#Ethnicity", "Irish", ""])] == [below]


def test_words_behind_the_title_of_a_column_make_no_other_form_of_it() -> None:
    head = ["#No.\nrang twice", "#Question", "#Response"]
    shown = reading(
        Page(
            format="word",
            body=(TITLE, table(head, ["1", "Name of child", "Ada Quill"], ["2", "Date of incident", "9/11/2026"])),
        ),
        file="form.docx",
    )
    assert shown.referral is not None
    assert shown.referral.children[0]["name"].value == "Ada Quill"
    assert [each.text for each in shown.unmapped] == ["rang twice"]


def test_a_line_in_bold_below_a_label_or_an_option_is_left_over() -> None:
    told = "Dr Vole rang about her visit"
    rows = ["#**Address**", "1 Quay Lane"], [f"#**Nursery or club**\n**{told}**", ""], ["#**Sex**", "Female"]
    assert told in [text for _, text in left_of(*rows)]
    assert told in [text for _, text in left_of(*CRITERIA, [f"Harm to a child\n**{told}**", "[ ]"])]


def test_what_is_written_behind_guidance_beside_the_first_answer_is_left_over() -> None:
    head = ["#**Item**", "#**Guidance**", "#**Response**"]
    rows = (
        ["Name of child", "Use the legal name, Dr Vole says", "Ada Quill"],
        ["Date of birth", "Ten digits", "3/4/2015"],
        ["Date of incident", "If known", "9/11/2026"],
    )
    shown = reading(Page(format="word", body=(TITLE, table(head, *rows))), file="form.docx")
    assert "Use the legal name, Dr Vole says" in [each.text for each in shown.unmapped]


def test_words_behind_the_title_of_the_guidance_make_no_other_form_of_it() -> None:
    head = ["#**Item**", "#**Guidance** rang twice", "#**Response**"]
    rows = ["Name of child", "As on Spine", "Ada Quill"], ["Date of incident", "If known", "9/11/2026"]
    shown = reading(Page(format="word", body=(TITLE, table(head, *rows))), file="form.docx")
    assert shown.referral is not None
    assert shown.referral.children[0]["name"].value == "Ada Quill"
    assert "rang twice" in [each.text for each in shown.unmapped]


def test_what_is_written_behind_a_question_that_is_like_a_known_one_is_left_over() -> None:
    question = "Has the child died or suffered serious harm?"
    found = left_of(["#2", f"{question} rang Dr Vole", "Died"], ["#3", "Sex", "Female"])
    assert (question, "rang Dr Vole") in found


def test_several_words_that_no_form_prints_are_left_over_behind_an_option_that_nobody_knows() -> None:
    option = "Conduct of a member of staff"
    assert left_of(*CRITERIA, [f"{option} Jory Wexham", "[ ]"]) == [(option, "Jory Wexham")]


def test_a_line_in_bold_over_nothing_is_left_over_and_no_title() -> None:
    cards = ["**Child's details**\nName: Ada Quill\nDate of birth: 3/4/2015\n**Jory Wexham rang twice about it**"]
    found = left_of([*cards, "**Referrer**\nName: Una Vole\nAgency: Police"])
    assert "Jory Wexham rang twice about it" in [text for _, text in found]


@pytest.mark.parametrize("over", ["Send this form to us.", "* must be answered"])
def test_a_few_words_below_a_sentence_over_the_form_are_left_over(over: str) -> None:
    assert left(TITLE, line((over, ""), number=2), line(("Dr Vole rang", ""), number=3)) == [("", "Dr Vole rang")]


def test_a_question_in_a_table_that_is_not_understood_is_left_over() -> None:
    asked_for = "What was done straight away, Dr Vole says"
    found = left_of(["What Jory saw", asked_for], ["She was locked in.", "Both are in hospital."])
    assert asked_for in [text for _, text in found]


def test_what_is_no_form_but_tells_of_a_child_and_an_incident_shows_what_it_says() -> None:
    rows = ["Name of child", "Ada Quill"], ["Date of incident", "9/11/2026"], ["Seen by", "Dr Vole"]
    shown = reading(Page(format="word", body=(table(*rows),)), file="log.docx")
    assert (shown.kind, shown.referral) == (FormKind.NOT_A_FORM, None)
    assert [(each.label, each.text) for each in shown.unmapped] == [
        ("Date of incident", "9/11/2026"),
        ("Name of child", "Ada Quill"),
        ("Seen by", "Dr Vole"),
    ]
    assert "a person should read what it says" in str(shown.reason)
