"""A workbook that an older version made is given the columns that it never had, at the end of their groups."""

import io
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import TableColumn
from openpyxl.worksheet.worksheet import Worksheet
from tracker_sample import CONTENT, NOW
from workbooks import column_of, drawn_with, parts, put, row_of, typed, value, with_parts

from pipeline.facts import STATUSES
from pipeline.tracker.content.layout import ATTENTION, CASES, DEADLINES, SheetLayout
from pipeline.tracker.merge.office_words import office_words
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.model import OfficeWords
from pipeline.tracker.new_workbook.create import workbook
from tests.workbook_seen import book_of

pytestmark = pytest.mark.passes

REF = "CSP-2026-0040"
LISTS = "xl/worksheets/sheet13.xml"
NEW = ("Working target", "Notified as", "Lead consulted", "Clock stopped by", "Status said by")  # as in the layout


def without(layout: SheetLayout, *headers: str) -> AbstractContextManager[None]:
    """The layout as an older version had it, when a case could not yet have ended before."""
    choices = (tuple(text for text in one.choices if text != "Ended before") for one in layout.columns)
    older = (replace(one, choices=had) for one, had in zip(layout.columns, choices, strict=True))
    return drawn_with((layout, [column for column in older if column.header not in headers]))


OF_THE_MAIL = ("Received", "From", "Original")

with without(CASES, *NEW), without(DEADLINES, "Said by"):
    OLD, OLD_BASE = workbook(CONTENT)


def words(package: bytes) -> OfficeWords:
    return office_words(package, OLD_BASE, cases=CONTENT.cases, now=NOW)


def sheet_of(package: bytes, name: str = "Cases") -> Worksheet:
    return book_of(package)[name]


def rows_of(sheet: Worksheet) -> list[tuple[object, ...]]:
    return list(sheet.iter_rows(min_row=4, values_only=True))


def test_needs_attention_gets_its_mail_beside_the_columns_of_the_office() -> None:
    with without(ATTENTION, *OF_THE_MAIL):
        older, base = workbook(CONTENT)
    book = openpyxl.load_workbook(io.BytesIO(older))
    sheet = book[ATTENTION.name]
    sheet.cell(4, sum(cell.value is not None for cell in sheet[4]) + 5).value = "Our notes"
    saved = io.BytesIO()
    book.save(saved)
    new = rows_of(sheet_of(patched(saved.getvalue(), CONTENT, base=base)[0], ATTENTION.name))[0]
    assert [header for header in new if header][-4:] == [*OF_THE_MAIL, "Our notes"]


BEFORE = {
    "Working target": "Outcome",
    "Notified as": "Working target",
    "Lead consulted": "Days from incident to referral",
    "Clock stopped by": "Delay reported on",
    "Status said by": "Make documents",
}  # the column after which each new one comes: the last of its group


def test_the_new_columns_come_at_the_end_of_their_groups_and_nothing_is_lost() -> None:
    package, base = patched(OLD, CONTENT, base=OLD_BASE)
    old, new = sheet_of(OLD), sheet_of(package)
    headers = list(rows_of(new)[0])
    assert {header: headers[headers.index(header) - 1] for header in NEW} == BEFORE
    left = [at for at, header in enumerate(headers) if header not in NEW]
    assert [tuple(row[at] for at in left) for row in rows_of(new)] == rows_of(old)
    assert new.tables["Cases"].ref == f"A4:{get_column_letter(len(headers))}12"
    assert [column.name for column in new.tables["Cases"].tableColumns] == headers
    assert value(package, REF, "Working target") == datetime(2026, 11, 19)
    assert "Said by" in rows_of(sheet_of(package, "Deadlines"))[0]
    before, after = parts(OLD), parts(package)
    assert {name for name in before if before[name] != after[name]} == {
        *("xl/workbook.xml", "xl/worksheets/sheet3.xml", "xl/worksheets/sheet4.xml", LISTS),
        *("xl/tables/table1.xml", "xl/tables/table2.xml"),
        *("xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"),
    }
    assert patched(package, CONTENT, base=base)[0] is package


def test_nobody_is_told_of_a_column_that_only_now_comes() -> None:
    found = words(OLD)
    assert (found.facts, found.refusals, found.log) == ((), (), ())


def test_a_new_column_is_dressed_like_its_neighbours_and_has_its_list() -> None:
    package, _ = patched(OLD, CONTENT, base=OLD_BASE)
    sheet = sheet_of(package)
    at = column_of(sheet, "Notified as")
    like = sheet.cell(4, column_of(sheet, "Panel ref"))
    assert sheet.cell(4, at).fill.fgColor.rgb == like.fill.fgColor.rgb
    letter = get_column_letter(at)
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists[f"{letter}5:{letter}50000"] == '"serious incident,death of a looked-after child or care leaver"'
    assert sheet.column_dimensions[letter].width == 24


def test_a_list_gets_the_choices_that_are_new() -> None:
    package, _ = patched(OLD, CONTENT, base=OLD_BASE)
    book = book_of(package)
    ((title, area),) = book.defined_names["cc.list.Status"].destinations
    assert [cell.value for (cell,) in book[title][area]] == list(STATUSES)
    assert sheet_of(OLD, "Lists")["A1"].value == book["Lists"]["A1"].value


def test_what_is_typed_into_a_new_column_is_a_fact_and_what_is_known_is_shown_there() -> None:
    package, base = patched(OLD, CONTENT, base=OLD_BASE)
    assert value(package, "CSP-2026-0038", "Notified as") == "serious incident"
    package = typed(package, lambda book: put(book, REF, "Notified as", "serious incident"))
    found = office_words(package, base, cases=CONTENT.cases, now=NOW)
    assert [(fact.case_ref, fact.name, fact.value) for fact in found.facts] == [
        (REF, "notified_as", "serious incident")
    ]


def test_they_come_before_the_columns_that_the_office_added_behind_the_last_group() -> None:
    def own(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        table, at = sheet.tables["Cases"], len(rows_of(sheet)[0]) + 1
        sheet.cell(4, at).value, sheet.cell(row_of(sheet, REF), at).value = "Files", "shelf 3"
        table.ref = f"A4:{get_column_letter(at)}12"
        table.autoFilter.ref = table.ref
        table.tableColumns.append(TableColumn(id=900, name="Files"))

    package, _ = patched(typed(OLD, own), CONTENT, base=OLD_BASE)
    assert rows_of(sheet_of(package))[0][-3:] == ("Make documents", "Status said by", "Files")
    assert value(package, REF, "Files") == "shelf 3"


def test_where_something_stands_beside_the_table_the_office_is_asked_to_make_room() -> None:
    def beside(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        sheet.cell(9, len(rows_of(sheet)[0]) + 2).value = "ask the chair"

    package = typed(OLD, beside)
    assert "column:Cases|Notified as" in {item.id for item in words(package).refusals}
    package, _ = patched(package, CONTENT, base=OLD_BASE)
    assert not set(NEW) & set(rows_of(sheet_of(package))[0])


def test_a_column_that_the_office_deleted_does_not_come_back_by_itself() -> None:
    package, base = workbook(CONTENT)

    def delete(book: openpyxl.Workbook) -> None:
        book["Cases"].cell(4, column_of(book["Cases"], "Notified as")).value = None
        book.defined_names["cc.Cases.Notified_as"].attr_text = "'Cases'!#REF!"

    package = typed(package, delete)
    found = office_words(package, base, cases=CONTENT.cases, now=NOW)
    assert [item.id for item in found.refusals] == ["column:Cases|Notified as"]
    assert "Notified as" not in rows_of(sheet_of(patched(package, CONTENT, base=base)[0]))[0]


def test_what_hangs_on_the_columns_behind_goes_with_them() -> None:
    def own(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        dates, notes = (get_column_letter(column_of(sheet, header)) for header in ("Rapid review by", "Notes"))
        at = len(rows_of(sheet)[0]) + 12
        sheet.cell(1, at).value = f"=COUNTA({notes}5:{notes}12)+{dates}$5-SUM(D5:{dates}5)"
        sheet.merge_cells(start_row=1, end_row=2, start_column=at, end_column=at + 1)
        sheet[f"{notes}5"].comment = Comment("ask M.", "M")
        sheet[f"{dates}1"].hyperlink = "https://partnership.example/"
        sheet.column_dimensions[notes].width = 77
        book.create_sheet("Ours")["A1"] = f"=Cases!${notes}$5&COUNTA(Cases!{notes}:{notes})"
        book.defined_names["our_dates"] = DefinedName("our_dates", attr_text=f"Cases!${dates}$5:${dates}$12")
        rule = Rule(type="expression", formula=[f"${dates}5>${notes}5"], dxf=DifferentialStyle(font=Font(bold=True)))
        sheet.conditional_formatting.add(f"{notes}5:{notes}12", rule)

    package, base = patched(typed(OLD, own), CONTENT, base=OLD_BASE)
    book = book_of(package)
    sheet = book["Cases"]
    dates, notes = (get_column_letter(column_of(sheet, header)) for header in ("Rapid review by", "Notes"))
    at = len(rows_of(sheet_of(OLD))[0]) + 12 + len(NEW) - 1  # the last one comes at the end of the table
    assert sheet.cell(1, at).value == f"=COUNTA({notes}5:{notes}12)+{dates}$5-SUM(D5:{dates}5)"
    assert str(sheet.merged_cells) == f"{get_column_letter(at)}1:{get_column_letter(at + 1)}2"
    assert sheet[f"{notes}5"].comment.text == "ask M."
    assert sheet[f"{dates}1"].hyperlink.target == "https://partnership.example/"
    assert sheet.column_dimensions[notes].width == 77
    assert book["Ours"]["A1"].value == f"=Cases!${notes}$5&COUNTA(Cases!{notes}:{notes})"
    assert book.defined_names["our_dates"].attr_text == f"Cases!${dates}$5:${dates}$12"
    rules = {str(area.sqref): [rule.formula for rule in area.rules] for area in sheet.conditional_formatting}
    assert rules[f"{notes}5:{notes}12"] == [[f"${dates}5>${notes}5"]]
    assert patched(package, CONTENT, base=base)[0] is package


def test_where_a_formula_stands_in_several_columns_they_come_at_the_end_of_the_table() -> None:
    package = typed(OLD, lambda book: book["Cases"].__setitem__("XY1", "=1"))
    xml = parts(package)["xl/worksheets/sheet3.xml"].replace(
        b"<f>1</f>", b'<f t="shared" ref="XY1:XZ1" si="0">A1</f>', 1
    )
    package, _ = patched(with_parts(package, {"xl/worksheets/sheet3.xml": xml}), CONTENT, base=OLD_BASE)
    assert [header for header in rows_of(sheet_of(package))[0] if header][-len(NEW) :] == list(NEW)
