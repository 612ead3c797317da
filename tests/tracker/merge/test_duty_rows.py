"""What a pass adds to Deadlines stands with its case, and a sheet that the office sorted stays as it sorted it."""

import io
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import openpyxl
import pytest
from as_excel import Excel
from openpyxl.comments import Comment
from passes import Office, day, office_in
from workbooks import typed

from pipeline.facts import Source

pytestmark = pytest.mark.passes

FIRST = "CSP-2026-001"
NAME, OWN = "Deadlines", 25


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_in(tmp_path) as office:
        for initials in ("A.B.", "C.D.", "E.F."):
            office.open_case(initials)
        office.makes_a_pass()
        yield office


def duties(office: Office) -> list[tuple[str, str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(office.package))[NAME]
    return [(str(row[0]), str(row[1])) for row in sheet.iter_rows(min_row=5, values_only=True) if row[0]]


def notes_a_row(book: openpyxl.Workbook) -> None:
    """What an office puts beside its rows: words of its own, and a comment."""
    sheet = book[NAME]
    for row in range(5, sheet.max_row + 1):
        sheet.cell(row, OWN).value = f"ours of {sheet.cell(row, 1).value}, {sheet.cell(row, 2).value}"
        sheet.cell(row, 2).comment = Comment(f"seen {sheet.cell(row, 1).value}", "M")


def is_notified(office: Office) -> None:
    """The Panel is told, from which the duties of a rapid review run."""
    decided = {"criteria_met": "yes", "criteria_decided": day("2026-11-13"), "criteria_decided_by": "A. Chair"}
    office.say(FIRST, source=Source.TRACKER, la_aware=day("2026-11-12"), notified_panel=day("2026-11-16"), **decided)
    office.makes_a_pass()


def test_what_becomes_a_duty_later_stands_with_its_case_and_every_row_keeps_what_is_beside_it(office: Office) -> None:
    office.saves(typed(office.package, notes_a_row))
    before = duties(office)
    is_notified(office)
    after = duties(office)
    assert len(after) > len(before)
    assert [ref for ref, _ in groupby(ref for ref, _ in after)] == sorted({ref for ref, _ in before})
    sheet = openpyxl.load_workbook(io.BytesIO(office.package))[NAME]
    kept = [row for row in range(5, sheet.max_row + 1) if sheet.cell(row, OWN).value]
    assert len(kept) == len(before)
    for row in kept:
        assert sheet.cell(row, OWN).value == f"ours of {sheet.cell(row, 1).value}, {sheet.cell(row, 2).value}"
        assert sheet.cell(row, 2).comment.text == f"seen {sheet.cell(row, 1).value}"
    package = office.package
    office.makes_a_pass()
    assert office.package == package


def test_rows_that_the_office_sorted_by_something_else_stay_in_its_order(office: Office) -> None:
    excel = Excel(office.package)
    excel.sheet(NAME).sort(2)
    office.saves(excel.saved())
    before = duties(office)
    assert [title for _, title in before] == sorted(title for _, title in before)
    is_notified(office)
    assert duties(office)[: len(before)] == before
