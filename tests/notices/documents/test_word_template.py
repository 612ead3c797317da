"""Word documents: every word filled in, the return form known again, the office's own templates used."""

import io
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest

from pipeline.errors import TemplateInvalid
from pipeline.model import Field, Referral, State
from pipeline.notices.documents import papers
from pipeline.notices.documents.template_file import PACKAGED
from pipeline.notices.documents.word_template import file_of
from pipeline.notices.model import MailFile, Paper
from pipeline.notices.samples.sampled import sample_papers, sample_referral
from tests.notices.build import at, case, office

pytestmark = pytest.mark.slow

OFFICE = office()
WORDS = {"office": OFFICE.office, "marking": "OFFICIAL-SENSITIVE", "now": at("2026-07-14T09:00")}


def made(paper: Paper, folder: Path | None = None) -> MailFile:
    return file_of(paper, words=WORDS, folder=folder)


def text_of(file: MailFile) -> str:
    with zipfile.ZipFile(io.BytesIO(file.content)) as package:
        parts = [name for name in package.namelist() if name.startswith("word/") and name.endswith(".xml")]
        return "\n".join("".join(ET.fromstring(package.read(name)).itertext()) for name in parts)


@pytest.mark.parametrize("paper", sample_papers(OFFICE), ids=lambda paper: paper.template)
def test_every_document_is_whole_marked_and_names_its_case_only_in_its_file_name(paper: Paper) -> None:
    file = made(paper)
    text = text_of(file)
    assert "{{" not in text
    assert "OFFICIAL-SENSITIVE" in text
    assert "NSP-2026-0007" in text
    assert file.name.startswith("NSP-2026-0007 ")
    document = docx.Document(io.BytesIO(file.content))
    assert document.core_properties.author == "Northshire Safeguarding Children Partnership"
    assert document.core_properties.title == file.name.removesuffix(".docx")


def test_a_return_form_carries_case_and_agency_in_words_and_in_properties() -> None:
    file = made(papers.return_form(case(), agency='Smith & "Sons" <Health>', due=None))
    assert 'Smith & "Sons" <Health>' in text_of(file)
    assert "a date to be agreed" in text_of(file)
    with zipfile.ZipFile(io.BytesIO(file.content)) as package:
        root = ET.fromstring(package.read("docProps/custom.xml"))
        types = package.read("[Content_Types].xml").decode()
        rels = package.read("_rels/.rels").decode()
    assert {entry.attrib["name"]: "".join(entry.itertext()) for entry in root} == {
        "caseclock-case": "NSP-2026-0001",
        "caseclock-agency": 'Smith & "Sons" <Health>',
    }
    assert "/docProps/custom.xml" in types
    assert "custom-properties" in rels


def test_the_four_criteria_of_regulation_11_stand_in_report_and_decision() -> None:
    for paper in (papers.report(case(), agencies=(), due=None), papers.decision_record(case())):
        text = text_of(made(paper))
        for mark in ("(a)", "(b)", "(c)", "(d)"):
            assert mark in text
        assert "highlights or may highlight improvements needed" in text
        assert "Panel have considered and concluded" in text


def test_a_notification_pack_is_prefilled_and_its_gaps_are_marked() -> None:
    file = made(papers.notification_pack(case(), referral=sample_referral(), due=None))
    text = text_of(file)
    assert "Example Child" in text
    assert "3 February 2021" in text
    assert "seriously harmed" in text
    assert papers.GAP in text
    assert file.case_content
    with zipfile.ZipFile(io.BytesIO(file.content)) as package:
        assert b'w:highlight w:val="yellow"' in package.read("word/document.xml")


def test_only_the_gap_is_marked_and_what_is_known_beside_it_is_not() -> None:
    document = docx.Document(
        io.BytesIO(made(papers.agenda(case(), start="Mon 20 July", place=papers.GAP, attendance=())).content)
    )
    [gap] = [
        run for row in document.tables[0].rows for run in row.cells[1].paragraphs[0].runs if run.font.highlight_color
    ]
    assert gap.text == papers.GAP


def test_a_pack_says_what_the_office_corrected_and_asks_each_thing_about_each_of_four_children() -> None:
    corrected = case(incident=date(2026, 2, 27), outcome="died")
    five = tuple(
        {"name": Field(value=f"Child {number}", raw="", state=State.GIVEN)} for number in ("A", "B", "C", "D", "E")
    )
    words = papers.notification_pack(corrected, referral=Referral(children=five), due=None).words
    assert words["event"] == dict.fromkeys(words["event"], papers.GAP) | {"date": "27 February 2026", "outcome": "died"}
    asked = [row["question"] for row in words["answers"] if row["question"].endswith(": name")]
    assert asked == [f"Child {number}: name" for number in range(1, 5)]
    assert words["others"] == f"Child E, born {papers.GAP}"


def test_siblings_have_a_row_each() -> None:
    three = tuple({"name": Field(value=name, raw=name, state=State.GIVEN)} for name in ("First", "Second", "Third"))
    document = docx.Document(io.BytesIO(made(papers.search_details(case(), referral=Referral(children=three))).content))
    assert [row.cells[0].text.split()[0] for row in document.tables[-1].rows[1:]] == ["First", "Second", "Third"]


def test_not_known_is_an_answer_and_a_placeholder_is_a_gap() -> None:
    child = {
        "name": Field(value=None, raw="N/K", state=State.STATED_UNKNOWN),
        "dob": Field(value=None, raw="Click here", state=State.PLACEHOLDER),
        "nhs_number": Field(value=None, raw="bad", state=State.UNPARSED),
    }
    text = text_of(made(papers.search_details(case(), referral=Referral(children=(child,)))))
    assert "N/K" in text
    assert "bad" in text
    assert "Click here" not in text


def test_control_characters_in_a_form_do_not_break_the_document() -> None:
    assert "AB" in text_of(made(papers.return_form(case(), agency="A\x00\x0bB", due=None)))


def test_the_offices_own_template_is_used_even_where_word_has_cut_a_word_in_pieces(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    own = docx.Document()
    paragraph = own.add_paragraph()
    for piece in ("For {", "{ case_", "ref }}, ", "thank you"):
        paragraph.add_run(piece)
    own.save(str(tmp_path / "documents" / "agenda.docx"))
    found = made(papers.agenda(case(), start="x", place="y", attendance=()), tmp_path)
    assert "For NSP-2026-0001, thank you" in text_of(found)
    assert "Rapid review report" in text_of(made(papers.report(case(), agencies=(), due=None), tmp_path))


def test_a_broken_template_says_what_to_correct(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    path = tmp_path / "documents" / "agenda.docx"
    own = docx.Document()
    own.add_paragraph("{{ child_name }}")
    own.save(str(path))
    paper = papers.agenda(case(), start="x", place="y", attendance=())
    with pytest.raises(TemplateInvalid, match=r"agenda.docx: there is no word child_name; known are"):
        made(paper, tmp_path)
    path.write_bytes(b"not a document")
    with pytest.raises(TemplateInvalid, match=r"agenda.docx cannot be opened"):
        made(paper, tmp_path)
    shutil.copy(PACKAGED / "agenda.docx", path)
    assert made(paper, tmp_path).content


@pytest.mark.slow
@pytest.mark.libreoffice
def test_every_document_opens_in_libreoffice(tmp_path: Path) -> None:
    for paper in sample_papers(OFFICE):
        (tmp_path / f"{paper.template}.docx").write_bytes(made(paper).content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    documents = sorted(tmp_path.glob("*.docx"))
    subprocess.run([*command, *map(str, documents)], check=True, timeout=240, capture_output=True)
    assert {path.stem for path in tmp_path.glob("*.pdf")} == {path.stem for path in documents}
