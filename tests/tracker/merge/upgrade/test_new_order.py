"""Whoever wants the order of this version has it, and everything of the office's own with it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import TableColumn
from openpyxl.worksheet.worksheet import Worksheet
from passes import Office, office_in
from tracker_sample import CONTENT
from workbooks import column_of, drawn_with, put, row_of, typed, value

from pipeline.tracker.content.layout import CASES
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.merge.tables import table
from pipeline.tracker.merge.upgrade.new_order import in_new_order
from pipeline.tracker.new_workbook.create import workbook
from tests.workbook_seen import book_of

REF = "CSP-2026-0040"
HEADERS = [column.title for column in CASES.columns]


def made_before() -> tuple[bytes, object]:
    """A workbook whose Cases sheet has its columns in another order and in no groups, as an older version made it."""
    first, *others = (replace(column, group="", folded=False) for column in CASES.columns)
    with drawn_with((CASES, [first, *reversed(others)])):
        return workbook(CONTENT)


OLD, OLD_BASE = made_before()


def cases_of(package: bytes) -> Worksheet:
    return book_of(package)["Cases"]


def headers(sheet: Worksheet) -> list[object]:
    return [cell.value for cell in sheet[4] if cell.value]


def letter(sheet: Worksheet, header: str) -> str:
    return get_column_letter(column_of(sheet, header))


def worked_on(book: openpyxl.Workbook) -> None:
    """An office's own column beside the table, a colour, a comment, a width, a formula and a sheet that counts."""
    sheet = book["Cases"]
    end, row = len(HEADERS) + 1, row_of(sheet, REF)
    harm, panel = letter(sheet, "Harm"), letter(sheet, "Panel ref")
    sheet.cell(4, end).value, sheet.cell(row, end).value = "Files", f"={harm}{row}&{panel}{row}"
    sheet.tables["Cases"].ref = sheet.tables["Cases"].autoFilter.ref = f"A4:{get_column_letter(end)}12"
    sheet.tables["Cases"].tableColumns.append(TableColumn(id=900, name="Files"))
    sheet[f"{panel}{row}"].fill = PatternFill("solid", start_color="FFEE00")
    sheet[f"{panel}{row}"].comment = Comment("asked twice", "M")
    sheet.column_dimensions[panel].width = 47
    book.create_sheet("Ours")["A1"] = f"=COUNTA(Cases!${panel}$5:${panel}$12)"


def test_every_column_stands_where_a_new_workbook_has_it_with_all_that_the_office_gave_it() -> None:
    ordered = in_new_order(typed(OLD, worked_on))
    assert ordered.left == ()
    sheet = cases_of(ordered.package)
    row, panel, harm = row_of(sheet, REF), letter(sheet, "Panel ref"), letter(sheet, "Harm")
    assert headers(sheet) == [*HEADERS, "Files"]
    assert [column.name for column in sheet.tables["Cases"].tableColumns] == [*HEADERS, "Files"]
    assert value(ordered.package, REF, "Files") == f"={harm}{row}&{panel}{row}"
    assert sheet[f"{panel}{row}"].fill.fgColor.rgb == "00FFEE00"
    assert sheet[f"{panel}{row}"].comment.text == "asked twice"
    assert sheet.column_dimensions[panel].width == 47
    book = book_of(ordered.package)
    assert book["Ours"]["A1"].value == f"=COUNTA(Cases!${panel}$5:${panel}$12)"
    assert book.defined_names["cc.Cases.Panel_ref"].attr_text == f"'Cases'!${panel}$4"


def test_no_word_changes_its_row_or_its_header_and_the_next_pass_writes_nothing() -> None:
    package = in_new_order(OLD).package
    before, after = table(OLD, "Cases"), table(package, "Cases")
    assert before is not None
    assert after is not None
    assert [row.texts for row in after.rows] == [row.texts for row in before.rows]
    assert patched(package, CONTENT, base=OLD_BASE)[0] is package  # type: ignore[arg-type]


def test_the_columns_stand_in_groups_that_open_with_one_click() -> None:
    sheet, new = cases_of(in_new_order(OLD).package), cases_of(workbook(CONTENT)[0])
    assert [cell.value for cell in sheet[3]] == [cell.value for cell in new[3]]
    for at in range(1, len(HEADERS) + 1):
        found, wanted = (one.column_dimensions[get_column_letter(at)] for one in (sheet, new))
        assert (found.hidden, found.outlineLevel) == (wanted.hidden, wanted.outlineLevel), HEADERS[at - 1]
    assert sheet.sheet_properties.outlinePr.summaryRight is False
    assert sheet.print_area == new.print_area


def test_a_column_of_the_office_s_own_among_ours_stays_where_it_is() -> None:
    def own(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        sheet.cell(4, column_of(sheet, "Because")).value = "Ours"
        book.defined_names["cc.Cases.Because"].attr_text = "'Cases'!$ZZ$4"

    at = headers(cases_of(OLD)).index("Because")
    found = headers(cases_of(in_new_order(typed(OLD, own)).package))
    assert found.pop(at) == "Ours"
    assert found == [header for header in HEADERS if header != "Because"]


def test_a_column_that_was_deleted_comes_back() -> None:
    def delete(book: openpyxl.Workbook) -> None:
        book["Cases"].cell(4, column_of(book["Cases"], "Notified as")).value = None
        book.defined_names["cc.Cases.Notified_as"].attr_text = "'Cases'!#REF!"

    package = in_new_order(typed(workbook(CONTENT)[0], delete)).package
    assert "Notified as" in headers(cases_of(package))


def test_a_sheet_whose_ranges_would_be_torn_apart_keeps_its_order_and_is_named() -> None:
    def counts(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        sheet.cell(1, len(HEADERS) + 3).value = "=COUNTA(A5:C12)"

    ordered = in_new_order(typed(OLD, counts))
    assert ordered.left == ("Cases",)
    assert headers(cases_of(ordered.package)) == headers(cases_of(OLD))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_in(tmp_path) as office:
        office.open_case("A.B.", panel_ref="P-1")
        office.makes_a_pass()
        yield office


def test_the_command_keeps_what_was_typed_since_and_the_old_workbook_beside_the_new(office: Office) -> None:
    ref = office.cases[0].ref

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        put(book, ref, "Panel ref", "P-99")
        sheet.cell(4, len(HEADERS) + 1).value, sheet.cell(5, len(HEADERS) + 1).value = "Ours", "shelf 3"

    office.saves(typed(office.package, edit))
    before = office.package
    aside = office.rebuilds()
    assert office.path.with_name(aside).read_bytes() == before
    assert value(office.package, ref, "Ours") == "shelf 3"
    office.makes_a_pass()
    assert office.case(ref).text("panel_ref") == "P-99"
    assert value(office.package, ref, "Panel ref") == "P-99"


def test_a_workbook_that_lacks_a_sheet_is_made_anew(office: Office) -> None:
    office.saves(typed(office.package, lambda book: book.remove(book["Deadlines"])))
    office.rebuilds()
    assert "Deadlines" in book_of(office.package).sheetnames
