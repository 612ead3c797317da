"""A workbook edited and saved by LibreOffice between passes: every edit is honoured, everything else stays."""

from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from libreoffice import converted
from libreoffice_desk import Desk, desk
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from tracker_sample import NOW, content, said
from workbooks import column_of, parts, row_of, value

from pipeline.facts import Case, Source
from pipeline.tracker.content.layout import CASES
from pipeline.tracker.merge.office_words import office_words
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.model import Base, OfficeWords, TrackerContent
from pipeline.tracker.new_workbook.create import workbook
from tests.workbook_seen import book_of

BESIDE = get_column_letter(len(CASES.columns) + 3)  # a column of the office's own, to the right of the table
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


def edited(office: Desk, package: bytes, *commands: tuple[object, ...], path: Path) -> bytes:
    """The workbook as LibreOffice saves it after these commands."""
    path.write_bytes(package)
    office("open", str(path))
    for name, *arguments in commands:
        office(str(name), *arguments)
    office("save", str(path))
    office("close")
    return path.read_bytes()


def case(number: str) -> dict[str, str]:
    return {"Ref": f"CSP-2026-{number}"}


@pytest.mark.uno
def test_every_edit_made_in_libreoffice_is_honoured(tmp_path: Path) -> None:
    given = content()
    package, base = workbook(given)
    path = tmp_path / "tracker.xlsx"
    with desk(tmp_path) as office:
        package = edited(office, package, *FIRST, path=path)
        package, base, given, words = office_pass(package, base, given)
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

        package = edited(office, package, *SECOND, path=path)
        package, base, given, words = office_pass(package, base, given)
        assert facts_of(words) == {
            ("0041", "la_aware", date(2026, 11, 16)),
            ("0040", "agency_added", "Riverside Probation"),
        }
        assert words.deleted == ("CSP-2026-0012",)
        assert words.resolved == ("mail:3f2a",)
        assert [entry.case_ref for entry in words.log] == ["CSP-2026-0040"]

        package = edited(office, package, path=path)
    package, base, given, words = office_pass(package, base, given)
    assert (facts_of(words), words.refusals, words.log, words.new_cases) == (set(), (), (), ())
    _assert_the_office_still_has_its_own(package)
    again, _ = patched(package, given, base=base)
    assert again is package


FIRST = (
    ("type", "Cases", case("0040"), "Notified Panel on", "16/11/2026"),
    ("type", "Cases", case("0040"), "Panel ref", "P-99"),
    ("type", "Cases", case("0041"), "LA aware on", "next week"),
    ("type", "Cases", case("0039"), "Rapid review on", "1 December 2026 at 2pm"),
    ("clear", "Cases", case("0033"), "LA aware on"),
    ("type_at", "Cases", f"{BESIDE}4", "Our own"),
    ("type_at", "Cases", f"{BESIDE}5", '=A5&" ours"'),
    ("note", "Cases", case("0041"), "Notes", "ask the chair"),
    ("add_sheet", "Minutes", {"A1": "minutes of the office"}),
    ("append", "Cases", "Ref", {"Child": "Z.Z.", "LA aware on": "17/11/2026"}),
)
SECOND = (
    ("sort", "Cases", "Ref", "Ref", True),
    ("delete_row", "Cases", case("0012")),
    ("type", "Cases", case("0041"), "LA aware on", "16.11.26"),
    ("type", "Cases", case("0040"), "State", "Done"),
    ("append", "Agencies", "Ref", {"Ref": "CSP-2026-0040", "Agency": "Riverside Probation"}),
    ("type", "Needs attention", {"Id": "mail:3f2a"}, "Resolved", "yes"),
)


def _assert_the_office_still_has_its_own(package: bytes) -> None:
    book = book_of(package)
    cases = book["Cases"]
    assert book["Minutes"]["A1"].value == "minutes of the office"
    row = row_of(cases, "CSP-2026-0041")
    assert cases[f"{BESIDE}4"].value == "Our own"
    assert cases[f"{BESIDE}{row}"].value == f'=A{row}&" ours"'
    note = cases.cell(row, column_of(cases, "Notes")).comment
    assert note is not None
    assert "ask the chair" in note.text
    closed = row_of(cases, "CSP-2026-0012")
    assert "Closed" in [cell.value for cell in cases[closed]]
    assert value(package, "CSP-2026-0040", "Notified Panel on") == datetime(2026, 11, 16)


def test_a_new_workbook_opens_and_prints(tmp_path: Path) -> None:
    package, _ = workbook(content())
    assert converted(package, folder=tmp_path / "print", to="pdf").startswith(b"%PDF")
    assert "xl/charts/chart3.xml" in parts(package)


def test_what_libreoffice_itself_drops_from_a_tracker_that_it_saves(tmp_path: Path) -> None:
    """No pass can keep these: the stripes of tables go, and drop-downs reach a thousand rows below the last one."""
    package, _ = workbook(content())
    saved = converted(package, folder=tmp_path / "saved", to="xlsx:Calc MS Excel 2007 XML")
    before, after = (book_of(content) for content in (package, saved))
    assert before.defined_names.keys() <= after.defined_names.keys()
    for name in before.sheetnames:
        assert before[name].tables.keys() == after[name].tables.keys()
        assert all(table.tableStyleInfo is None for table in after[name].tables.values())
        assert len(_lists(after[name])) == len(_lists(before[name]))
        assert all(1000 <= area.max_row < 2000 for entry in _lists(after[name]) for area in entry.sqref.ranges)
        assert _coloured(after[name]) == _coloured(before[name])


def _lists(sheet: Worksheet) -> list[DataValidation]:
    return [entry for entry in sheet.data_validations.dataValidation if entry.type == "list"]


def _coloured(sheet: Worksheet) -> set[str]:
    return {str(area.sqref) for area in sheet.conditional_formatting}
