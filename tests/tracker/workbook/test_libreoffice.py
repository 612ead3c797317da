"""A workbook edited and saved by LibreOffice between passes: every edit is honoured, everything else stays."""

import io
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from libreoffice import Document, converted
from tracker_sample import NOW, content, said
from workbooks import column_of, parts, row_of, value

from pipeline.facts import Case, Source
from pipeline.tracker.content.layout import CASES
from pipeline.tracker.merge.office_words import office_words
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.model import Base, OfficeWords, TrackerContent
from pipeline.tracker.new_workbook.create import workbook

BESIDE = len(CASES.columns) + 3  # a column of the office's own, to the right of the table
pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]


def office_pass(package: bytes, base: Base, given: TrackerContent) -> tuple[bytes, Base, TrackerContent, OfficeWords]:
    words = office_words(package, base, cases=given.cases, now=NOW)
    cases = tuple(
        replace(case, facts=(*case.facts, *(fact for fact in words.facts if fact.case_ref == case.ref)))
        for case in given.cases
    )
    for number, new in enumerate(words.new_cases, start=90):
        ref = f"CSP-2026-{number:04}"
        facts = (said(ref, name, value, source=Source.TRACKER) for name, value in new.values)
        cases += (Case(ref=ref, opened_at=NOW, facts=tuple(replace(fact, detail=new.where) for fact in facts)),)
    given = replace(content(cases), attention=given.attention)
    package, base = patched(package, given, base=words.base)
    return package, base, given, words


def facts_of(words: OfficeWords) -> set[tuple[str, str, object]]:
    return {(fact.case_ref[-4:], fact.name, fact.value) for fact in words.facts}


def test_every_edit_made_in_libreoffice_is_honoured(tmp_path: Path) -> None:
    given = content()
    package, base = workbook(given)

    first = Document(package, folder=tmp_path / "first")
    first.type_day("Cases", "CSP-2026-0040", "Notified Panel on", "2026-11-16")
    first.type_text("Cases", "CSP-2026-0040", "Panel ref", "P-99")
    first.type_text("Cases", "CSP-2026-0041", "LA aware on", "next week")
    first.type_text("Cases", "CSP-2026-0039", "Rapid review on", "1 December 2026 at 2pm")
    first.clear("Cases", "CSP-2026-0033", "LA aware on")
    first.put("Cases", 3, BESIDE - 1, "Our own")
    first.put("Cases", 4, BESIDE - 1, "", formula='of:=[.A5]&" ours"')
    first.write_note("Cases", "CSP-2026-0041", "Notes", "ask the chair")
    first.add_sheet("Minutes", "minutes of the office")
    first.append("Cases", {"Child": "Z.Z.", "LA aware on": "17/11/2026"})
    package, base, given, words = office_pass(first.saved(), base, given)
    assert facts_of(words) == {
        ("0040", "notified_panel", date(2026, 11, 16)),
        ("0040", "panel_ref", "P-99"),
        ("0039", "rapid_review_on", date(2026, 12, 1)),
        ("0039", "rapid_review_at", time(14, 0)),
        ("0033", "la_aware", None),
    }
    assert [item.case_ref for item in words.refusals] == ["CSP-2026-0041"]
    assert len(words.new_cases) == 1
    assert value(package, "CSP-2026-0090", "Child") == "Z.Z."

    second = Document(package, folder=tmp_path / "second")
    second.reverse_rows("Cases")
    second.delete_row("Cases", "CSP-2026-0012")
    second.type_text("Cases", "CSP-2026-0041", "LA aware on", "16.11.26")
    second.type_text("Cases", "CSP-2026-0040", "Colour", "Done")
    second.append("Agencies", {"Ref": "CSP-2026-0040", "Agency": "Riverside Probation"})
    second.type_text("Needs attention", "18 Nov 2026 06:30", "Resolved", "yes")
    package, base, given, words = office_pass(second.saved(), base, given)
    assert facts_of(words) == {
        ("0041", "la_aware", date(2026, 11, 16)),
        ("0040", "agency_added", "Riverside Probation"),
    }
    assert words.deleted == ("CSP-2026-0012",)
    assert words.resolved == ("mail:3f2a",)
    assert [entry.case_ref for entry in words.log] == ["CSP-2026-0040"]

    third = Document(package, folder=tmp_path / "third")
    package, base, given, words = office_pass(third.saved(), base, given)
    assert (facts_of(words), words.refusals, words.log, words.new_cases) == (set(), (), (), ())
    _assert_the_office_still_has_its_own(package)
    again, _ = patched(package, given, base=base)
    assert again is package


def _assert_the_office_still_has_its_own(package: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(package))
    cases = book["Cases"]
    assert book["Minutes"]["A1"].value == "minutes of the office"
    assert cases.cell(4, BESIDE).value == "Our own"
    assert cases.cell(row_of(cases, "CSP-2026-0041"), BESIDE).value == '=A5&" ours"'
    note = cases.cell(row_of(cases, "CSP-2026-0041"), column_of(cases, "Notes")).comment
    assert note is not None
    assert "ask the chair" in note.text
    assert cases.cell(row_of(cases, "CSP-2026-0012"), 2).value == "Closed"
    assert value(package, "CSP-2026-0040", "Notified Panel on") == datetime(2026, 11, 16)


def test_a_new_workbook_opens_and_prints(tmp_path: Path) -> None:
    package, _ = workbook(content())
    assert converted(package, folder=tmp_path / "print", to="pdf").startswith(b"%PDF")
    assert "xl/charts/chart4.xml" in parts(package)


def test_what_libreoffice_itself_drops_from_a_tracker_that_it_saves(tmp_path: Path) -> None:
    """No pass can keep these: the stripes of tables go, and drop-downs reach a thousand rows below the last one."""
    package, _ = workbook(content())
    saved = converted(package, folder=tmp_path / "saved", to="xlsx:Calc MS Excel 2007 XML")
    before, after = (openpyxl.load_workbook(io.BytesIO(held)) for held in (package, saved))
    for name in before.sheetnames:
        ours, theirs = before[name], after[name]
        assert ours.tables.keys() == theirs.tables.keys()
        assert all(table.tableStyleInfo is None for table in theirs.tables.values())
        lists = [entry for entry in theirs.data_validations.dataValidation if entry.type == "list"]
        assert len(lists) == len([entry for entry in ours.data_validations.dataValidation if entry.type == "list"])
        assert all(1000 <= area.max_row < 2000 for entry in lists for area in entry.sqref.ranges)
        assert {str(area.sqref) for area in theirs.conditional_formatting} == {
            str(area.sqref) for area in ours.conditional_formatting
        }
    assert before.defined_names.keys() <= after.defined_names.keys()
