"""The column that says how a case stands is headed State in a new workbook; one made before keeps Colour and works on."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from libreoffice import saved_by_libreoffice
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import TableColumn
from passes import office_in
from tracker_sample import CONTENT, NOW, sample_book, with_fact
from workbooks import column_of, drawn_with, put, typed, value

from pipeline.tracker.content.layout import ACTIONS, AGENCIES, CASES, DEADLINES, SheetLayout
from pipeline.tracker.merge.office_words import office_words
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.merge.tables import table
from pipeline.tracker.merge.upgrade.new_order import in_new_order
from pipeline.tracker.model import Base
from pipeline.tracker.new_workbook.create import workbook
from tests.workbook_seen import book_of

pytestmark = pytest.mark.passes

REF = "CSP-2026-0040"
LATER = with_fact("notified_panel", None, given=CONTENT, ref=REF)
NEWER = (CASES, AGENCIES, ACTIONS)


def as_before() -> AbstractContextManager[None]:
    """The layouts of the versions that headed the column Colour."""
    return drawn_with(*((layout, [replace(column, newer="") for column in layout.columns]) for layout in NEWER))


with as_before():
    OLD, OLD_BASE = workbook(CONTENT)
NEW, BASE = sample_book()


def headers(package: bytes, layout: SheetLayout = CASES) -> list[str]:
    sheet = book_of(package)[layout.name]
    shown = [cell.value for cell in sheet[4] if cell.value]
    assert [column.name for column in sheet.tables[layout.table].tableColumns] == shown
    return shown


def with_own_state(book: openpyxl.Workbook) -> None:
    """A column State of the office's own at the end of the table, and a formula that counts what is overdue."""
    sheet = book["Cases"]
    last = len(CASES.columns) + 1
    sheet.cell(4, last).value = "State"
    described = sheet.tables["Cases"]
    described.ref = described.autoFilter.ref = f"A4:{get_column_letter(last)}{described.ref.rpartition('12')[1]}"
    described.tableColumns.append(TableColumn(id=900, name="State"))
    put(book, REF, "State", "ours: with the chair")


def counting(book: openpyxl.Workbook) -> None:
    book.create_sheet("Ours")["A1"] = '=COUNTIF(Cases[Colour],"Overdue")'


def without_colour(book: openpyxl.Workbook) -> None:
    sheet = book["Cases"]
    at = column_of(sheet, "Colour")
    sheet.cell(4, at).value = "Gone"
    next(one for one in sheet.tables["Cases"].tableColumns if one.name == "Colour").name = "Gone"
    book.defined_names["cc.Cases.Colour"] = DefinedName("cc.Cases.Colour", attr_text="'Cases'!#REF!", hidden=True)


def test_a_new_workbook_is_headed_state_where_nothing_else_says_how_a_row_stands() -> None:
    for layout in NEWER:
        assert "State" in headers(NEW, layout)
        assert "Colour" not in headers(NEW, layout)
    assert {"Colour", "State"} <= set(headers(NEW, DEADLINES))
    assert value(NEW, REF, "State") not in (None, "")


def test_a_workbook_made_before_keeps_its_header_and_what_stands_below_it_follows() -> None:
    assert patched(OLD, CONTENT, base=OLD_BASE)[0] is OLD
    over = typed(OLD, lambda book: put(book, REF, "Colour", "mine"))
    found = office_words(over, OLD_BASE, cases=CONTENT.cases, now=NOW)
    assert [line.detail for line in found.log] == ["Cases: Colour was typed over; the counted value was put back"]
    package, _ = patched(over, CONTENT, base=OLD_BASE)
    assert value(package, REF, "Colour") == value(OLD, REF, "Colour") == value(NEW, REF, "State")
    assert headers(package) == headers(OLD)


def test_a_new_workbook_calls_it_state_where_it_is_typed_over() -> None:
    over = typed(NEW, lambda book: put(book, REF, "State", "mine"))
    found = office_words(over, BASE, cases=CONTENT.cases, now=NOW)
    assert [line.detail for line in found.log] == ["Cases: State was typed over; the counted value was put back"]


@pytest.mark.parametrize("edit", [with_own_state, lambda book: (with_own_state(book), without_colour(book))])
def test_a_column_state_of_the_office_s_own_is_never_taken_for_ours(edit: Callable[[openpyxl.Workbook], None]) -> None:
    for package in (typed(OLD, edit), in_new_order(typed(OLD, edit)).package):
        written, _ = patched(package, LATER, base=OLD_BASE)
        assert value(written, REF, "State") == "ours: with the chair"
        assert headers(written).count("State") == 1


def test_a_deleted_column_is_asked_for_by_the_word_that_headed_it_here() -> None:
    found = office_words(typed(OLD, without_colour), OLD_BASE, cases=CONTENT.cases, now=NOW)
    assert [item.what for item in found.refusals] == ["The column Colour is not on the Cases sheet."]


def test_whoever_has_the_columns_put_in_order_has_the_newer_word_too() -> None:
    package = in_new_order(OLD).package
    for layout in NEWER:
        assert headers(package, layout) == headers(NEW, layout)
    names = book_of(package).defined_names
    assert "cc.Cases.State" in names and "cc.Cases.Colour" not in names
    assert patched(package, CONTENT, base=OLD_BASE)[0] is package


def test_a_header_that_the_office_s_formulas_lean_on_stays() -> None:
    package = in_new_order(typed(OLD, counting)).package
    assert "Colour" in headers(package) and "State" not in headers(package)
    assert book_of(package)["Ours"]["A1"].value == '=COUNTIF(Cases[Colour],"Overdue")'


def test_an_office_goes_on_with_its_workbook_and_has_the_newer_word_when_it_asks_for_it(tmp_path: Path) -> None:
    with office_in(tmp_path) as office:
        with as_before():
            ref = office.open_case("O.F.")
            office.makes_a_pass()
        before = office.package
        office.makes_a_pass()
        assert office.package == before
        office.rebuilds()
        assert "State" in headers(office.package)
        assert value(office.package, ref, "State") == value(before, ref, "Colour")
        office.makes_a_pass()
        assert not [line for line in office.journal.casebook.entries() if "put back" in line.event]


@pytest.mark.libreoffice
@pytest.mark.parametrize(("package", "base", "header"), [(OLD, OLD_BASE, "Colour"), (NEW, BASE, "State")])
def test_both_words_are_found_again_in_what_libreoffice_saved(
    package: bytes, base: Base, header: str, tmp_path: Path
) -> None:
    over = typed(package, lambda book: put(book, REF, header, "mine"))
    written, _ = patched(saved_by_libreoffice(over, folder=tmp_path), CONTENT, base=base)
    found = table(written, "Cases")
    assert found is not None and found.headings["Colour"] == header
    assert value(written, REF, header) == value(package, REF, header)
