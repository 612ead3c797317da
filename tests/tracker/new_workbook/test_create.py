"""A new workbook has everything that a careful person would have put into it."""

import re
from dataclasses import replace
from datetime import date

import pytest
from openpyxl.utils import get_column_letter
from tracker_sample import CALENDAR, NOW, content, said, sample_book, with_cases
from workbooks import LAST, column_of, parts, row_of, with_parts

from pipeline.clock.count.workdays import between
from pipeline.clock.explain.state_words import STATE_WORDS
from pipeline.facts import ACTION_FACTS, AGENCY_FACTS, CASE_FACTS, DEADLINE_FACTS, DECISION_FACTS, Fact, Owner, Source
from pipeline.tracker.content.colours import ON_TRACK, SOON, TO_DO, working_days
from pipeline.tracker.content.layout import LAYOUTS, SHEETS, SheetLayout
from pipeline.tracker.content.next_duty import CLOSED_TOO_EARLY
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.model import TrackerContent
from pipeline.tracker.new_workbook.create import workbook
from tests.workbook_seen import book_of

PACKAGE, _ = sample_book()
BOOK = book_of(PACKAGE)


def test_all_sheets_are_there_in_order_and_the_lists_are_hidden() -> None:
    assert tuple(BOOK.sheetnames) == SHEETS
    assert BOOK["Lists"].sheet_state == "hidden"


@pytest.mark.parametrize("facts", [CASE_FACTS, DEADLINE_FACTS, AGENCY_FACTS, DECISION_FACTS, ACTION_FACTS])
def test_every_fact_has_its_column(facts: tuple[object, ...]) -> None:
    headers = {column.header for layout in LAYOUTS for column in layout.columns}
    assert {fact.header for fact in facts} <= headers  # type: ignore[attr-defined]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_each_sheet_is_a_table_with_frozen_panes_and_a_print_set_up(layout: object) -> None:
    sheet = BOOK[layout.name]  # type: ignore[attr-defined]
    table = sheet.tables[layout.table]  # type: ignore[attr-defined]
    assert table.autoFilter.ref == table.ref
    assert sheet.freeze_panes.endswith("5")
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.oddHeader.center.text == "OFFICIAL-SENSITIVE"
    assert "&P" in sheet.oddFooter.center.text
    assert [cell.value for cell in sheet[4]] == [column.title for column in layout.columns]  # type: ignore[attr-defined]


def test_every_column_has_a_hidden_name() -> None:
    named = {name for name, entry in BOOK.defined_names.items() if entry.hidden}
    assert {"cc.Cases.LA_aware_on", "cc.Deadlines.Done_on", "cc.list.Status", "cc.marked"} <= named


def test_the_marks_are_read_from_the_column_that_names_the_cells() -> None:
    ((title, area),) = BOOK.defined_names["cc.marked"].destinations
    letter = get_column_letter(column_of(BOOK[title], "Cell"))
    assert (title, area) == ("Needs attention", f"${letter}$5:${letter}$2000")


def test_the_dashboard_counts_and_draws() -> None:
    sheet = BOOK["Dashboard"]
    counts = {sheet.cell(row, 5).value: sheet.cell(row, 11).value for row in range(5, 27)}
    assert counts["Deciding whether to notify"] == 3
    assert counts["Rapid review"] == 1
    assert counts["Clock stopped"] == 1
    asked = [ref for ref, found in content().ledgers.items() if found.question is not None]
    assert counts["Cases with an open question"] == len(asked) > 0
    assert counts["Mails and other things that wait for a person"] == 2
    assert [sheet.cell(row, 3).value for row in range(5, 9)] == [
        "Check the progress and quality of the practice review",
        "Notify the Child Safeguarding Practice Review Panel",
        "Report the incident to the safeguarding partners",
        None,
    ]
    assert len(sheet._charts) == 3
    days = [sheet.cell(row, 1).value.date() for row in range(16, 26)]
    assert days[0] == date(2026, 11, 18)
    assert all(CALENDAR.is_working_day(day) for day in days)


def test_received_is_a_moment_and_the_form_a_link() -> None:
    sheet = BOOK["Cases"]
    row = row_of(sheet, "CSP-2026-0041")
    assert f"{sheet.cell(row, column_of(sheet, 'Received')).value:%Y-%m-%d %H:%M}" == "2026-11-17 08:47"
    link = sheet.cell(row, column_of(sheet, "Form")).hyperlink
    assert link is not None
    assert link.target == "originals/CSP-2026-0041/form-3f2a.docx"


def test_a_link_with_blanks_and_letters_is_escaped() -> None:
    given = replace(content(), originals={"CSP-2026-0041": "old forms/Zoë & co.docx"})
    rels = parts(workbook(given)[0])["xl/worksheets/_rels/sheet3.xml.rels"]
    assert b'Target="old%20forms/Zo%C3%AB%20&amp;%20co.docx"' in rels


def test_days_left_agree_with_the_clock() -> None:
    days = working_days(NOW.date(), (holiday.day for holiday in CALENDAR.holidays))
    for due in (date(2026, 11, 18), date(2026, 11, 27), date(2027, 1, 4), date(2027, 4, 1)):
        assert days.left(due) == between(NOW.date(), due, calendar=CALENDAR)
    assert days.left(date(2026, 11, 16)) == -2


def test_an_empty_tracker_can_be_made() -> None:
    package, base = workbook(TrackerContent(now=NOW))
    book = book_of(package)
    assert book["Cases"].tables["Cases"].ref == f"A4:{LAST}5"
    assert "Cases" not in base


def test_only_the_sheets_on_which_nobody_types_are_protected_and_without_a_password() -> None:
    assert {sheet.title for sheet in BOOK if sheet.protection.sheet} == {"Today", "Dashboard", "Log", "How to use"}
    assert [sheet.title for sheet in BOOK if sheet.protection.password] == []


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_counted_cells_are_locked_and_the_others_are_not(layout: SheetLayout) -> None:
    sheet = BOOK[layout.name]
    locked = {column.header for at, column in enumerate(layout.columns, start=1) if sheet.cell(5, at).protection.locked}
    assert locked == {column.header for column in layout.columns if column.owner is Owner.COMPUTED}


def test_no_colour_hangs_on_the_first_row_of_data_since_libreoffice_loses_it_with_that_row() -> None:
    for name in ("Cases", "Deadlines", "Agencies", "Decisions", "Needs attention"):
        areas = book_of(PACKAGE)[name].conditional_formatting
        assert {str(area.sqref).partition(":")[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for area in areas} == {"4"}


def test_the_guide_explains_every_word_that_may_stand_under_colour() -> None:
    explained = {cell.value for cell in BOOK["How to use"]["A"]}
    assert {SOON, ON_TRACK, TO_DO, CLOSED_TOO_EARLY, *STATE_WORDS.values()} - {"Due"} <= explained


def test_nothing_is_counted_anew_when_it_is_opened_and_every_target_is_relative() -> None:
    held = parts(PACKAGE)
    assert b"fullCalcOnLoad" not in held["xl/workbook.xml"].replace(b'fullCalcOnLoad="0"', b"")
    for name, part in held.items():
        if name.endswith(".rels"):
            assert b'Target="/' not in part, name
    assert len(book_of(PACKAGE)["Dashboard"]._charts) > 0


def test_parts_are_called_as_excel_calls_them_since_some_readers_look_for_nothing_else() -> None:
    held = parts(PACKAGE)
    notes = [name for name in held if "omments" in name or name.endswith(".vml")]
    assert notes
    assert all(re.fullmatch(r"xl/(comments|drawings/vmlDrawing)\d+\.(xml|vml)", name) for name in notes)
    assert held["xl/drawings/drawing1.xml"].startswith(b"<xdr:wsDr xmlns:xdr=")
    assert BOOK["Cases"]["A4"].comment is not None


def shape_ids(package: bytes) -> dict[str, tuple[set[int], list[int]]]:
    """The blocks of each sheet's shapes, and their ids."""
    drawings = ((name, part) for name, part in parts(package).items() if name.endswith(".vml"))
    return {
        name: (
            {int(block) for found in re.findall(rb'idmap[^>]*data="([\d,]+)"', part) for block in found.split(b",")},
            [int(number) for number in re.findall(rb'id="_x0000_s(\d+)"', part)],
        )
        for name, part in drawings
    }


def test_a_note_more_has_an_id_where_the_first_block_of_its_sheet_is_full() -> None:
    package, base = workbook(content())
    full = {}
    for name, (blocks, ids) in shape_ids(package).items():
        left = {number for block in blocks for number in range(block * 1024 + 1, block * 1024 + 1024)} - set(ids)
        shapes = b"".join(b'<v:shape id="_x0000_s%d"/>' % number for number in sorted(left))
        full[name] = parts(package)[name].replace(b"</xml>", shapes + b"</xml>")
    package = with_parts(package, full)
    more = with_cases(content(), "C1")
    one = content(tuple(replace(case, facts=(*case.facts, aware(case.ref))) for case in more.cases))
    after = [number for _, ids in shape_ids(patched(package, one, base=base)[0]).values() for number in ids]
    assert len(after) == len(set(after)) > sum(len(ids) for _, ids in shape_ids(package).values())


@pytest.mark.parametrize("number", [0, 400])
def test_every_note_has_an_id_of_its_own_within_the_blocks_of_its_sheet(number: int) -> None:
    more = with_cases(content(), *(f"C{n}" for n in range(number))) if number else content()
    many = replace(more, cases=tuple(replace(c, facts=(*c.facts, aware(c.ref))) for c in more.cases))
    found = shape_ids(workbook(content(many.cases))[0])
    every = [one for _, ids in found.values() for one in ids]
    assert len(every) == len(set(every)) > number
    blocks = [block for owned, _ in found.values() for block in owned]
    assert len(blocks) == len(set(blocks))
    for owned, ids in found.values():
        assert {one // 1024 for one in ids} <= owned


def aware(ref: str) -> Fact:
    return said(ref, "la_aware", date(2026, 11, 16), source=Source.TRACKER)
