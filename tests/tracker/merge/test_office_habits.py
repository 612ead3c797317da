"""What business managers do to their workbook in a year, pass after pass: nothing of it takes a word back."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from passes import Office, day, office_in
from workbooks import column_of, parts, put, row_of, typed, value, with_parts

pytestmark = pytest.mark.passes

REF, OTHER = "CSP-2026-001", "CSP-2026-002"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with office_in(tmp_path) as office:
        office.open_case("A.B.", panel_ref="P-1", sex="female")
        office.open_case("C.D.", la_aware=day("2026-11-16"))
        office.say(OTHER, agency_added="Northmoor Police", subject="Northmoor Police")
        office.makes_a_pass()
        yield office


def edits(office: Office, edit: Callable[[openpyxl.Workbook], None]) -> None:
    office.saves(typed(office.package, edit))


def sheet_of(office: Office, name: str) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(office.package))[name]


def refs(office: Office) -> list[object]:
    return [cell.value for cell in sheet_of(office, "Cases")["A"][4:] if cell.value]


def below(sheet: Worksheet, cells: dict[str, object]) -> int:
    row = max(cell.row for cell in sheet["A"] if cell.value) + 1
    while any(sheet.cell(row, column).value for column in range(1, 20)):
        row += 1
    for header, text in cells.items():
        sheet.cell(row, column_of(sheet, header)).value = text
    return row


def settled(office: Office) -> None:
    """Another pass finds nothing and writes nothing."""
    before, facts = office.package, sum(len(case.facts) for case in office.cases)
    office.makes_a_pass()
    assert office.package == before
    assert sum(len(case.facts) for case in office.cases) == facts


def test_twins_entered_by_telephone_with_the_same_words_are_two_cases(office: Office) -> None:
    def enter(book: openpyxl.Workbook) -> None:
        below(book["Cases"], {"Child": "Baby", "Harm": "died"})

    edits(office, lambda book: (enter(book), enter(book)))
    office.makes_a_pass()
    assert refs(office) == [REF, OTHER, "CSP-2026-003", "CSP-2026-004"]
    settled(office)
    edits(office, enter)
    office.makes_a_pass()
    assert refs(office)[-1] == "CSP-2026-005"
    settled(office)


def test_a_row_in_which_nothing_can_be_read_yet_is_a_case_where_it_stands(office: Office) -> None:
    edits(office, lambda book: below(book["Cases"], {"LA aware on": "last Tuesday"}))
    office.makes_a_pass()
    assert refs(office) == [REF, OTHER, "CSP-2026-003"]
    assert value(office.package, "CSP-2026-003", "LA aware on") == "last Tuesday"
    assert "cell:Cases|row 7|LA aware on" in office.attention()
    office.makes_a_pass()
    assert "cell:Cases|CSP-2026-003|LA aware on" in office.attention()
    settled(office)


def test_a_case_still_being_typed_while_the_file_is_held_stays_one_case(office: Office) -> None:
    edits(office, lambda book: below(book["Cases"], {"Child": "Q."}))
    office.reads()
    edits(office, lambda book: below(book["Cases"], {"Child": "R."}))
    edits(office, lambda book: put_at(book["Cases"], 7, "Child", "Q. Z."))
    office.makes_a_pass()
    assert [office.case(ref).text("child") for ref in refs(office)] == ["A.B.", "C.D.", "Q. Z.", "R."]
    settled(office)


def put_at(sheet: Worksheet, row: int, header: str, text: object) -> None:
    sheet.cell(row, column_of(sheet, header)).value = text


def test_a_ref_that_was_cleared_is_put_back_and_no_second_case_is_opened(office: Office) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        put(book, REF, "Sex", "male")
        put_at(book["Cases"], row_of(book["Cases"], REF), "Ref", None)

    edits(office, edit)
    office.makes_a_pass()
    assert refs(office) == [REF, OTHER]
    assert office.case(REF).text("sex") == "male"
    assert not [item for item in office.attention() if item.startswith("deleted:")]
    settled(office)


@pytest.mark.parametrize(
    "typed_as", ["csp-2026-001", " CSP-2026-001\u200b", "CSP\u20112026\u2011001", "\ufeffCsp - 2026 - 001 "]
)
def test_a_ref_is_known_however_it_is_typed(office: Office, typed_as: str) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        put(book, REF, "Sex", "male")
        put_at(book["Cases"], row_of(book["Cases"], REF), "Ref", typed_as)
        below(book["Agencies"], {"Ref": typed_as, "Agency": "Riverside Probation"})

    edits(office, edit)
    office.makes_a_pass()
    assert office.case(REF).text("sex") == "male"
    assert office.case(REF).agencies == ("Riverside Probation",)
    assert not [item for item in office.attention() if item.startswith(("deleted:", "unknown:"))]
    assert len(refs(office)) == 2
    settled(office)


def test_a_column_that_was_deleted_and_inserted_again_as_the_tracker_asks_is_filled_again(office: Office) -> None:
    edits(office, lambda book: book["Cases"].delete_cols(column_of(book["Cases"], "Panel ref")))
    office.makes_a_pass()
    assert "column:Cases|Panel ref" in office.attention()
    office.open_case("E.F.", panel_ref="P-3")
    office.makes_a_pass()

    def insert(book: openpyxl.Workbook) -> None:
        book["Cases"].insert_cols(3)
        book["Cases"].cell(4, 3).value = "Panel ref"

    edits(office, insert)
    office.makes_a_pass()
    assert [office.case(ref).text("panel_ref") for ref in (REF, "CSP-2026-003")] == ["P-1", "P-3"]
    assert [value(office.package, ref, "Panel ref") for ref in (REF, "CSP-2026-003")] == ["P-1", "P-3"]
    assert "column:Cases|Panel ref" not in office.attention()
    settled(office)


def test_a_sheet_that_was_deleted_and_copied_back_from_a_backup_takes_nothing_back(office: Office) -> None:
    backup = office.package
    edits(office, lambda book: put(book, REF, "Rationale", "Typed later.", sheet="Decisions"))
    office.makes_a_pass()
    edits(office, lambda book: book.remove(book["Decisions"]))
    office.makes_a_pass()
    assert "sheet:Decisions" in office.attention()

    def copy_back(book: openpyxl.Workbook) -> None:
        old = openpyxl.load_workbook(io.BytesIO(backup))["Decisions"]
        new = book.create_sheet("Decisions")
        for row in old.iter_rows():
            for cell in row:
                new.cell(cell.row, cell.column).value = cell.value

    edits(office, copy_back)
    office.makes_a_pass()
    assert office.case(REF).text("rationale") == "Typed later."
    assert value(office.package, REF, "Rationale", sheet="Decisions") == "Typed later."
    settled(office)


@pytest.mark.parametrize("name", ["Calendar", "Contacts", "Agencies"])
def test_a_sheet_deleted_and_copied_back_from_before_takes_away_nobody_and_no_day(office: Office, name: str) -> None:
    backup = office.package

    def enter(book: openpyxl.Workbook) -> None:
        below(book["Calendar"], {"Date": datetime(2027, 6, 7), "Title": "Proclaimed holiday"})
        below(
            book["Contacts"], {"Agency": "Police", "Role": "police", "E-mail": "desk@police.example", "Active": "yes"}
        )
        below(book["Agencies"], {"Ref": REF, "Agency": "Riverside Probation"})

    edits(office, enter)
    office.makes_a_pass()
    edits(office, lambda book: book.remove(book[name]))
    office.makes_a_pass()
    old = openpyxl.load_workbook(io.BytesIO(backup))[name]

    def copy_back(book: openpyxl.Workbook) -> None:
        new = book.create_sheet(name)
        for row in old.iter_rows():
            for cell in row:
                new.cell(cell.row, cell.column).value = cell.value

    edits(office, copy_back)
    office.makes_a_pass()
    office.makes_a_pass()
    kept = office.journal.kept
    assert [day.date for day in kept.office_days.get()] == [date(2027, 6, 7)]
    addresses = [contact.address for contact in kept.contacts.get()]
    assert addresses == ["business.unit@partnership.example", "desk@police.example"]
    assert office.case(REF).agencies == ("Riverside Probation",)
    assert office.case(REF).text("agency_removed", "Riverside Probation") == ""
    assert office.case(OTHER).agencies == ("Northmoor Police",)
    settled(office)


def test_a_day_typed_by_mistake_is_taken_away_and_a_title_may_be_changed_and_changed_back(office: Office) -> None:
    edits(office, lambda book: below(book["Calendar"], {"Date": datetime(2026, 11, 24), "Title": "A day of mourning"}))
    office.makes_a_pass()
    kept = office.journal.kept
    assert [day.date for day in kept.office_days.get()] == [date(2026, 11, 24)]
    due = value(office.package, OTHER, "Working target")
    settled(office)

    def correct(book: openpyxl.Workbook) -> None:
        sheet = book["Calendar"]
        sheet.cell(next(c.row for c in sheet["A"] if c.value == datetime(2026, 11, 24)), 1).value = datetime(2027, 6, 7)

    edits(office, correct)
    office.makes_a_pass()
    assert [day.date for day in kept.office_days.get()] == [date(2027, 6, 7)]
    assert value(office.package, OTHER, "Working target") != due
    settled(office)

    def rename(text: str) -> Callable[[openpyxl.Workbook], None]:
        def edit(book: openpyxl.Workbook) -> None:
            sheet = book["Calendar"]
            put_at(sheet, next(c.row for c in sheet["A"] if c.value == datetime(2026, 12, 25)), "Title", text)

        return edit

    for text in ("Christmas Day (office shut)", "Christmas Day"):
        edits(office, rename(text))
        office.makes_a_pass()
        sheet = sheet_of(office, "Calendar")
        row = next(c.row for c in sheet["A"] if c.value == datetime(2026, 12, 25))
        assert sheet.cell(row, column_of(sheet, "Title")).value == text
        settled(office)
    assert [day.date for day in kept.office_days.get()] == [date(2027, 6, 7)]


def test_a_day_typed_with_a_time_is_that_day(office: Office) -> None:
    def correct(book: openpyxl.Workbook) -> None:
        sheet = book["Calendar"]
        below(sheet, {"Date": "24/11/2026 09:00", "Title": "A day of mourning"})
        sheet.cell(next(c.row for c in sheet["A"] if c.value == datetime(2026, 12, 25)), 1).value = "25/12/2026 00:30"

    edits(office, correct)
    office.makes_a_pass()
    assert [day.date for day in office.journal.kept.office_days.get()] == [date(2026, 11, 24)]
    settled(office)


def test_what_is_settled_leaves_the_sheet_for_the_log_and_is_opened_again_from_there(office: Office) -> None:
    edits(office, lambda book: put(book, REF, "LA aware on", "soon"))
    office.makes_a_pass()
    item = f"cell:Cases|{REF}|LA aware on"

    def resolve(book: openpyxl.Workbook) -> None:
        sheet = book["Needs attention"]
        ids = column_of(sheet, "Id")
        row = next(r for r in range(5, sheet.max_row + 1) if sheet.cell(r, ids).value == item)
        put_at(sheet, row, "Resolved", "yes")

    for times in (1, 2):
        edits(office, resolve)
        office.makes_a_pass()
        assert item in office.attention(resolved=True)
        assert item not in shown_items(office)
        assert [row["Event"] for row in log_rows(office)].count("Settled") == times
        settled(office)
        mark(office, "“LA aware on” on the Cases sheet cannot be used")
        office.makes_a_pass()
        assert item in office.attention()
        assert item in shown_items(office)
        assert [row["Event"] for row in log_rows(office)].count("Opened again from the Log") == times
        settled(office)


def test_what_ends_by_itself_is_told_in_the_log_too_and_is_not_opened_again_from_there(office: Office) -> None:
    edits(office, lambda book: put(book, REF, "LA aware on", "soon"))
    office.makes_a_pass()
    edits(office, lambda book: put(book, REF, "LA aware on", datetime(2026, 11, 13)))
    office.makes_a_pass()
    assert f"cell:Cases|{REF}|LA aware on" not in shown_items(office)
    assert [row["Event"] for row in log_rows(office)].count("Settled") == 1
    mark(office, "“LA aware on” on the Cases sheet cannot be used")
    office.makes_a_pass()
    assert str(log_rows(office)[0]["Event"]).startswith("Nothing was opened again")
    settled(office)


def test_of_two_items_in_the_same_words_each_has_its_own_line_in_the_log_and_is_opened_again_alone(
    office: Office,
) -> None:
    office.say(OTHER, agency_added="Northmoor College", subject="Northmoor College")
    office.makes_a_pass()

    def soon(book: openpyxl.Workbook) -> None:
        sheet = book["Agencies"]
        for row in range(5, 7):
            put_at(sheet, row, "Agreed date", "soon")

    def resolve(item: str) -> None:
        def choose(book: openpyxl.Workbook) -> None:
            sheet = book["Needs attention"]
            row = next(r for r in range(5, 20) if sheet.cell(r, column_of(sheet, "Id")).value == item)
            put_at(sheet, row, "Resolved", "yes")

        office.later(minutes=15)
        edits(office, choose)
        office.makes_a_pass()

    edits(office, soon)
    office.makes_a_pass()
    said = sorted(item for item in office.attention() if item.endswith("|Agreed date"))
    assert len(said) == 2
    for number, item in enumerate(said, start=1):
        resolve(item)
        assert [row["Event"] for row in log_rows(office)].count("Settled") == number
    mark(office, "“Agreed date” on the Agencies sheet cannot be used")
    office.makes_a_pass()
    assert [item for item in office.attention() if item.endswith("|Agreed date")] == said[1:]
    assert [item for item in shown_items(office) if str(item).endswith("|Agreed date")] == said[1:]
    settled(office)


def test_a_word_that_nobody_offered_under_resolved_is_asked_about(office: Office) -> None:
    edits(office, lambda book: put(book, REF, "LA aware on", "soon"))
    office.makes_a_pass()

    def settle(word: str) -> None:
        def choose(book: openpyxl.Workbook) -> None:
            sheet = book["Needs attention"]
            ids = column_of(sheet, "Id")
            row = next(r for r in range(5, 20) if str(sheet.cell(r, ids).value).endswith("|LA aware on"))
            put_at(sheet, row, "Resolved", word)

        edits(office, choose)
        office.makes_a_pass()

    settle("done")
    asked = f"cell:Needs attention|cell:Cases|{REF}|LA aware on|Resolved"
    assert asked in office.attention()
    assert asked in shown_items(office)
    settled(office)
    settle("yes")
    assert asked not in office.attention()
    assert f"cell:Cases|{REF}|LA aware on" in office.attention(resolved=True)


def with_formula(office: Office, header: str, written: str) -> None:
    """Puts `written` behind the opening of the cell of `REF` under `header`, as a program writes it."""
    sheet = sheet_of(office, "Cases")
    at = sheet.cell(row_of(sheet, REF), column_of(sheet, header)).coordinate
    part = next(
        name for name, xml in parts(office.package).items() if f'<c r="{at}"'.encode() in xml and b">A.B.<" in xml
    )
    cell = re.compile(rf'(<c r="{at}"[^>]*?)(?: t="\w+")?(?:/>|>.*?</c>)'.encode())
    xml, found = cell.subn(rf"\1 {written}</c>".encode(), parts(office.package)[part], count=1)
    assert found == 1
    office.saves(with_parts(office.package, {part: xml}))


def test_a_day_typed_as_a_formula_that_nobody_computed_is_doubted_and_no_clock_runs_from_it(office: Office) -> None:
    edits(office, lambda book: put(book, REF, "LA aware on", datetime(2026, 11, 13)))
    office.makes_a_pass()
    with_formula(office, "LA aware on", "><f>TODAY()</f>")
    office.makes_a_pass()
    item = next(one for one in office.journal.casebook.attention() if one.id == f"cell:Cases|{REF}|LA aware on")
    assert "a formula without a value" in item.why
    assert "no clock runs from it" in item.why
    assert item.id in shown_items(office)
    assert office.case(REF).value("la_aware") is None
    assert "<f>TODAY()</f>" in "".join(xml.decode("latin-1") for xml in parts(office.package).values())
    settled(office)
    with_formula(office, "LA aware on", "><f>TODAY()</f><v>46339</v>")
    office.makes_a_pass()
    assert office.case(REF).value("la_aware") == date(2026, 11, 13)
    assert item.id not in office.attention()


@pytest.mark.parametrize("value", ["<v></v>", "<v/>"])
def test_a_formula_that_was_computed_and_says_nothing_is_an_empty_cell(office: Office, value: str) -> None:
    with_formula(office, "LA aware on", f't="str"><f>IF(A5="","x","")</f>{value}')
    office.makes_a_pass()
    assert f"cell:Cases|{REF}|LA aware on" not in office.attention()
    assert office.case(REF).value("la_aware") is None
    settled(office)


def shown_items(office: Office) -> list[object]:
    sheet = sheet_of(office, "Needs attention")
    ids = column_of(sheet, "Id")
    return [said for r in range(5, sheet.max_row + 1) if (said := sheet.cell(r, ids).value)]


def test_an_agency_whose_ref_was_cleared_is_not_removed_but_asked_about(office: Office) -> None:
    edits(office, lambda book: put(book, OTHER, "Ref", None, sheet="Agencies"))
    office.makes_a_pass()
    assert office.case(OTHER).agencies == ("Northmoor Police",)
    assert office.case(OTHER).text("agency_removed", "Northmoor Police") == ""
    assert "incomplete:Agencies|5" in office.attention()
    settled(office)
    edits(office, lambda book: put_at(book["Agencies"], 5, "Ref", OTHER))
    office.makes_a_pass()
    assert "incomplete:Agencies|5" not in office.attention()
    settled(office)


def test_an_agency_row_without_its_name_says_nothing_of_nobody(office: Office) -> None:
    edits(office, lambda book: below(book["Agencies"], {"Ref": REF, "Agreed date": datetime(2026, 12, 3)}))
    office.makes_a_pass()
    assert [fact.name for fact in office.case(REF).facts if fact.name.startswith("agency")] == []
    assert "incomplete:Agencies|6" in office.attention()
    settled(office)


def test_a_case_deleted_twice_is_said_twice(office: Office) -> None:
    for number in (1, 2):
        edits(office, lambda book: book["Cases"].delete_rows(row_of(book["Cases"], REF)))
        office.makes_a_pass()
        assert len([item for item in office.attention() if item.startswith("deleted:")]) == number
        assert value(office.package, REF, "Panel ref") == "P-1"
        office.later(days=1)


@pytest.mark.parametrize("after", ["announced", "replaced"])
def test_a_pass_that_was_cut_off_takes_nothing_back_though_the_file_was_saved_since(office: Office, after: str) -> None:
    office.say(REF, sex="male", ethnicity="White Irish")
    office.say(OTHER, sex="male")
    office.later(days=1)
    office.is_cut_off(after=after)

    def edit(book: openpyxl.Workbook) -> None:
        put(book, REF, "Reviewer", "Dr Farrant")
        if after == "replaced":
            put(book, REF, "Ethnicity", None)

    edits(office, edit)
    office.makes_a_pass()
    case = office.case(REF)
    assert (case.text("sex"), case.text("reviewer")) == ("male", "Dr Farrant")
    assert case.text("ethnicity") == ("" if after == "replaced" else "White Irish")
    assert [fact.name for fact in office.case(OTHER).facts if fact.source == "tracker"] == []
    assert value(office.package, REF, "Ethnicity") == (None if after == "replaced" else "White Irish")
    settled(office)


def test_a_note_of_the_office_under_form_stands(office: Office) -> None:
    edits(office, lambda book: put(book, REF, "Form", "in the red folder"))
    office.makes_a_pass()
    office.makes_a_pass()
    assert value(office.package, REF, "Form") == "in the red folder"


def test_dates_of_the_office_are_days_however_the_cell_is_formatted(office: Office) -> None:
    edits(office, lambda book: put(book, OTHER, "Notified Panel on", " 17\u00a0November\u00a02026\u200b"))
    office.makes_a_pass()
    assert office.case(OTHER).day("notified_panel") == date(2026, 11, 17)
    settled(office)


FOLDED = ("Sex", "Panel ref")  # what a person who clears what they see may leave behind


def test_a_row_cleared_but_for_its_folded_columns_is_a_deleted_row_and_opens_no_case(office: Office) -> None:
    def clear(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        row = row_of(sheet, REF)
        kept = {column_of(sheet, header) for header in FOLDED}
        for column in range(1, sheet.max_column + 1):
            if column not in kept:
                sheet.cell(row, column).value = None

    before = value(office.package, REF, "Child")
    edits(office, clear)
    office.makes_a_pass()
    assert [case.ref for case in office.cases] == [REF, OTHER]
    assert (value(office.package, REF, "Child"), value(office.package, REF, "Sex")) == (before, "female")
    assert office.case(REF).text("child") == "A.B."
    assert [item for item in office.attention() if item.startswith("deleted:")]
    assert sorted(map(str, refs(office))) == [REF, OTHER]
    office.makes_a_pass()
    settled(office)


def test_what_is_typed_where_only_counted_things_stand_opens_no_case_and_is_asked_about(office: Office) -> None:
    edits(office, lambda book: below(book["Cases"], {"Next duty": "Q.Z."}) and None)
    office.makes_a_pass()
    assert [case.ref for case in office.cases] == [REF, OTHER]
    assert [item for item in office.attention() if item.startswith("incomplete:Cases|")]


@pytest.mark.parametrize("gap", [1, 2])
def test_a_telephone_case_below_a_blank_row_is_a_case(office: Office, gap: int) -> None:
    def enter(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        row = max(cell.row for cell in sheet["A"] if cell.value) + 1 + gap
        sheet.cell(row, column_of(sheet, "Child")).value = "Q.Z."
        sheet.cell(row, column_of(sheet, "LA aware on")).value = "17/11/2026"

    edits(office, enter)
    office.makes_a_pass()
    new = next(case for case in office.cases if case.ref not in (REF, OTHER))
    assert (new.text("child"), new.day("la_aware")) == ("Q.Z.", day("2026-11-17"))
    assert value(office.package, new.ref, "Child") == "Q.Z."
    assert not [item for item in office.attention() if item.startswith("below:")]
    office.makes_a_pass()
    settled(office)


@pytest.mark.parametrize("cells", [{"Child": "Remember the chair"}, {"Child": "Children in all:", "Children": 4}])
def test_a_remark_below_a_blank_row_is_no_case(office: Office, cells: dict[str, object]) -> None:
    def enter(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        row = max(cell.row for cell in sheet["A"] if cell.value) + 2
        for header, text in cells.items():
            sheet.cell(row, column_of(sheet, header)).value = text

    edits(office, enter)
    office.makes_a_pass()
    assert [case.ref for case in office.cases] == [REF, OTHER]
    assert [item for item in office.attention() if item.startswith("below:")]


def log_rows(office: Office) -> list[dict[str, object]]:
    rows = sheet_of(office, "Log").iter_rows(min_row=4, values_only=True)
    headers = [str(cell) for cell in next(rows)]
    return [dict(zip(headers, row, strict=True)) for row in rows if any(row)]


def mark(office: Office, said: str, *, word: str = "yes") -> None:
    """Chooses yes, or types another word, under Take back beside the newest line that says so."""

    def choose(book: openpyxl.Workbook) -> None:
        sheet = book["Log"]
        detail, column = column_of(sheet, "Detail"), column_of(sheet, "Take back")
        row = next(row for row in range(5, sheet.max_row + 1) if said in str(sheet.cell(row, detail).value))
        sheet.cell(row, column).value = word

    edits(office, choose)


def test_a_word_that_nobody_offered_under_take_back_is_asked_about_and_stays(office: Office) -> None:
    edits(office, lambda book: put(book, OTHER, "LA aware on", datetime(2026, 11, 13)))
    office.makes_a_pass()
    mark(office, "LA aware on: Mon 16", word="please")
    office.makes_a_pass()
    asked = [item for item in office.attention() if item.startswith("cell:Log|") and item.endswith("|Take back")]
    assert len(asked) == 1
    assert shown_items(office).count(asked[0]) == 1
    assert [row["Take back"] for row in log_rows(office) if row["Take back"]] == ["please"]
    assert office.case(OTHER).day("la_aware") == day("2026-11-13")
    settled(office)
    mark(office, "LA aware on: Mon 16")
    office.makes_a_pass()
    assert asked[0] not in office.attention()
    assert office.case(OTHER).day("la_aware") == day("2026-11-16")
    settled(office)


def test_an_edit_stands_in_the_log_with_both_words_newest_first_and_can_be_taken_back(office: Office) -> None:
    edits(office, lambda book: put(book, OTHER, "LA aware on", datetime(2026, 11, 13)))
    office.makes_a_pass()
    assert "LA aware on: Mon 16 November 2026 → Fri 13 November 2026" in str(
        next(row["Detail"] for row in log_rows(office) if row["Event"] == "The office typed")
    )
    stamps = [row["When"] for row in log_rows(office)]
    assert stamps == sorted(stamps, reverse=True)  # type: ignore[type-var]
    mark(office, "LA aware on: Mon 16")
    office.makes_a_pass()
    assert office.case(OTHER).day("la_aware") == day("2026-11-16")
    assert value(office.package, OTHER, "LA aware on") == datetime(2026, 11, 16)
    assert [row["Event"] for row in log_rows(office)].count("The office took back what it typed") == 1
    assert not any(row["Take back"] for row in log_rows(office))
    settled(office)


def test_what_was_typed_into_an_empty_cell_is_taken_back_to_empty_and_once_only(office: Office) -> None:
    edits(office, lambda book: put(book, REF, "Criteria met", "yes"))
    office.makes_a_pass()
    mark(office, "Criteria met: empty → yes")
    lock = office.path.with_name(f".~lock.{office.path.name}#")
    lock.write_text("Morgan Ellery,,,,;", encoding="utf-8")
    for _ in range(3):
        office.makes_a_pass()  # what is marked is taken back though the workbook is open, and not again and again
    lock.unlink()
    office.makes_a_pass()
    assert office.case(REF).text("criteria_met") == ""
    assert value(office.package, REF, "Criteria met") is None
    assert [row["Event"] for row in log_rows(office)].count("The office took back what it typed") == 1


def test_an_older_edit_over_which_another_word_has_come_is_not_taken_back(office: Office) -> None:
    for number in (1, 2):
        edits(office, lambda book, n=number: put(book, REF, "Panel ref", f"P-{n}9"))
        office.makes_a_pass()
    mark(office, "Panel ref: P-1 → P-19")
    office.makes_a_pass()
    assert office.case(REF).text("panel_ref") == "P-29"
    assert "Nothing was taken back" in str(log_rows(office)[0]["Event"])


def test_the_log_never_says_what_people_write_at_length(office: Office) -> None:
    edits(office, lambda book: put(book, REF, "Notes", "Riley was seen by her aunt"))
    edits(office, lambda book: put(book, REF, "Child", "Riley Ashdown"))
    office.makes_a_pass()
    said = " ".join(str(row["Detail"]) for row in log_rows(office))
    assert "Notes: empty → a text" in said
    assert "Riley" not in said
    mark(office, "Notes: empty")
    office.makes_a_pass()
    assert office.case(REF).text("notes") == ""


def strike_police(book: openpyxl.Workbook) -> None:
    book["Agencies"].delete_rows(row_of(book["Agencies"], OTHER))


def test_an_agency_that_was_removed_stays_so_when_an_older_version_is_put_back(office: Office) -> None:
    office.makes_a_pass()
    old = office.package
    edits(office, strike_police)
    office.makes_a_pass()
    assert office.case(OTHER).text("agency_removed", "Northmoor Police")
    office.saves(typed(old, lambda book: put(book, OTHER, "Notes", "typed into the older one")))
    for _ in range(3):
        office.makes_a_pass()
    assert office.case(OTHER).text("agency_removed", "Northmoor Police")


def test_an_agency_that_was_removed_stays_so_when_its_sheet_is_copied_back_from_before(office: Office) -> None:
    old = openpyxl.load_workbook(io.BytesIO(office.package))["Agencies"]
    edits(office, strike_police)
    office.makes_a_pass()
    edits(office, lambda book: book.remove(book["Agencies"]))
    office.makes_a_pass()

    def copy_back(book: openpyxl.Workbook) -> None:
        new = book.create_sheet("Agencies")
        for row in old.iter_rows():
            for cell in row:
                new.cell(cell.row, cell.column).value = cell.value

    edits(office, copy_back)
    for _ in range(2):
        office.makes_a_pass()
    assert office.case(OTHER).text("agency_removed", "Northmoor Police")


def test_the_removal_of_an_agency_is_taken_back_with_its_row(office: Office) -> None:
    edits(office, strike_police)
    office.makes_a_pass()
    mark(office, "Not needed because, Northmoor Police")
    for _ in range(3):
        office.makes_a_pass()
    assert office.case(OTHER).text("agency_removed", "Northmoor Police") == ""
    assert value(office.package, OTHER, "Agency", sheet="Agencies") == "Northmoor Police"
    settled(office)
