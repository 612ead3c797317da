"""Needs attention in a workbook that people have edited: the urgent on top, nothing settled, and no row torn apart."""

from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from as_excel import Excel
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.filters import SortState
from openpyxl.worksheet.worksheet import Worksheet
from tracker_sample import NOW, content
from workbooks import column_of, typed

from pipeline.model import Attention, MailShown
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.merge.tables import table
from pipeline.tracker.model import TrackerContent
from pipeline.tracker.new_workbook.create import workbook
from tests.workbook_seen import book_of

NAME = "Needs attention"
OWN = 16  # a column of the office's own, beside the table


def item(number: int, **more: object) -> Attention:
    mail = MailShown(received_at=NOW, original=f"originals/mail-{number}.eml")
    given: dict[str, object] = {"message": f"{number}", "mail": mail, **more}
    since = NOW - timedelta(hours=20 - number)
    return Attention(id=f"mail:{number}", what=f"Item {number}", why="Why.", remedy="Do.", since=since, **given)  # type: ignore[arg-type]


def shown(*items: Attention) -> TrackerContent:
    return replace(content(), attention=items)


CALM = tuple(item(number) for number in range(4))
PACKAGE, BASE = workbook(shown(*CALM))
URGENT = item(8, urgent=True)


def sheet_of(package: bytes) -> Worksheet:
    return book_of(package)[NAME]


def told(package: bytes, column: str = "What") -> list[object]:
    sheet = sheet_of(package)
    return [sheet.cell(row, column_of(sheet, column)).value for row in range(5, sheet.max_row + 1)]


def worked_on(book: openpyxl.Workbook) -> None:
    """What an office puts into rows: words, a formula, a colour and a comment, all of which name their row."""
    sheet = book[NAME]
    for row in range(5, 9):
        said = sheet.cell(row, column_of(sheet, "What")).value
        sheet.cell(row, OWN).value = f"ours of {said}"
        sheet.cell(row, OWN + 1).value = f"=P{row}&P$5"
        sheet.cell(row, OWN).fill = PatternFill("solid", start_color=f"0000{said[-1]}{said[-1]}")
        sheet.cell(row, 6).comment = Comment(f"seen {said}", "M")


def test_an_urgent_item_comes_on_top_and_every_row_keeps_what_the_office_put_there() -> None:
    package = typed(PACKAGE, worked_on)
    given = shown(*CALM, URGENT)
    new, base = patched(package, given, base=BASE)
    assert told(new) == ["Item 8", "Item 0", "Item 1", "Item 2", "Item 3"]
    sheet = sheet_of(new)
    for row in range(6, 10):
        said = sheet.cell(row, column_of(sheet, "What")).value
        assert sheet.cell(row, OWN).value == f"ours of {said}"
        assert sheet.cell(row, OWN + 1).value == f"=P{row}&P$5"
        assert sheet.cell(row, OWN).fill.fgColor.rgb == f"000000{said[-1]}{said[-1]}"
        assert sheet.cell(row, 6).comment.text == f"seen {said}"
        assert sheet.cell(row, column_of(sheet, "Original")).hyperlink.target == f"originals/mail-{said[-1]}.eml"
    assert patched(new, given, base=base)[0] is new


def test_what_is_settled_leaves_no_gap_and_no_link_and_its_row_is_used_again() -> None:
    left, base = patched(PACKAGE, shown(CALM[0], CALM[3]), base=BASE)
    assert told(left) == ["Item 0", "Item 3", None, None]
    sheet = sheet_of(left)
    links = [cell.coordinate for row in sheet.iter_rows(min_row=5) for cell in row if cell.hyperlink]
    assert links == ["J5", "J6"]
    assert set(base[NAME]) == {"mail:0", "mail:3"}
    more, _ = patched(left, shown(CALM[0], CALM[3], item(5), item(6)), base=base)
    assert told(more) == ["Item 0", "Item 3", "Item 5", "Item 6"]
    assert sheet_of(more).tables["Attention"].ref == sheet_of(PACKAGE).tables["Attention"].ref


def test_a_settled_row_with_words_of_the_office_stays_below_what_is_open() -> None:
    given = shown(*CALM[1:])
    new, base = patched(typed(PACKAGE, worked_on), given, base=BASE)
    assert told(new) == ["Item 1", "Item 2", "Item 3", "Item 0"]
    assert told(new, "State") == ["open", "open", "open", "settled"]
    assert sheet_of(new).cell(8, OWN).value == "ours of Item 0"
    assert patched(new, given, base=base)[0] is new


def test_a_sheet_that_the_office_has_sorted_stays_as_it_sorted_it() -> None:
    def sort(book: openpyxl.Workbook) -> None:
        table = book[NAME].tables["Attention"]
        table.sortState = SortState(ref="A5:N8")

    assert told(patched(typed(PACKAGE, sort), shown(*CALM, URGENT), base=BASE)[0])[-1] == "Item 8"


def test_rows_that_are_merged_or_share_a_formula_stay_where_they_are() -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book[NAME].merge_cells("P5:P6")

    assert told(patched(typed(PACKAGE, merge), shown(*CALM, URGENT), base=BASE)[0])[-1] == "Item 8"


@pytest.mark.parametrize("number", [0, 2])
def test_it_holds_as_excel_saves_the_file(number: int) -> None:
    package = Excel(typed(PACKAGE, worked_on), rich=True).saved()
    given = shown(*CALM[:number], *CALM[number + 1 :], URGENT, item(9))
    new, base = patched(package, given, base=BASE)
    open_items = [f"Item {n}" for n in (0, 1, 2, 3) if n != number]
    assert told(new) == ["Item 8", *open_items, "Item 9", f"Item {number}"]
    found = table(new, NAME)
    assert found is not None
    assert [sheet_of(new).cell(row, OWN).value for row in (6, 7, 8, 10)] == [
        f"ours of {said}" for said in (*open_items, f"Item {number}")
    ]
    assert patched(new, given, base=base)[0] is new
