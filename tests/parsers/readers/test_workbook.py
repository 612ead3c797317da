"""A form filled in as an Excel workbook is read as one; a list in a workbook stays what it was."""

import io
import zipfile
from datetime import date

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from parsers.read import read_file
from parsers.readers.shared.comments import on_comments
from parsers.readers.workbook import BEYOND, MOST_COLUMNS, page
from pipeline.model import FormKind, ReasonCode

FORM = (
    ("Rapid Review Referral Form",),
    (),
    ("Child details",),
    ("Name of child", "MERRIDEW Rowan"),
    ("Date of birth", date(2015, 4, 3)),
    ("NHS number", 9997339029),
    (),
    ("About the incident",),
    ("Date of incident", date(2026, 11, 4)),
    ("Did the child die or suffer serious harm?", "Seriously harmed"),
    ("Abuse or neglect known or suspected?", "Suspected"),
    ("What happened", "Rowan was found with burns to both hands."),
    (),
    ("Referrer",),
    ("Name", "Oona Trask"),
    ("Organisation", "Marsh Vale NHS Trust"),
    ("Telephone", "01632 960288"),
)


def workbook(rows: tuple[tuple[object, ...], ...]) -> bytes:
    """A sheet with titles merged over two shaded columns, as people make forms in Excel."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            sheet.cell(at, column, value).font = Font(bold=column == 1)
        if len(row) == 1 and at > 1:
            sheet.cell(at, 1).fill = PatternFill("solid", fgColor="FFBDD6EE")
            sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=2)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_form_in_a_workbook_is_a_referral() -> None:
    found = read_file("referral.xlsx", workbook(FORM))
    assert (found.kind, found.missing) == (FormKind.REFERRAL, ())
    assert found.referral is not None
    child = {name: field.value for name, field in found.referral.children[0].items()}
    assert child == {"name": "Rowan Merridew", "dob": "2015-04-03", "nhs_number": "9997339029"}
    assert found.referral.referrer["agency"].source == "sheet 1/row 16/cell 2"


def test_a_workbook_in_strict_names_is_read() -> None:
    content = workbook(FORM)
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(strict, "w") as made:
        for name in archive.namelist():
            blob = archive.read(name)
            for of in (b"officeDocument", b"spreadsheetml"):
                blob = blob.replace(
                    b"http://schemas.openxmlformats.org/%b/2006/" % of, b"http://purl.oclc.org/ooxml/%b/" % of
                )
            made.writestr(name, blob)
    assert page(strict.getvalue()).body == page(content).body


def test_a_list_in_a_workbook_is_no_form() -> None:
    rows = (("Date", "Event"), (date(2026, 11, 4), "Seen by the GP"), (date(2026, 11, 5), "Call to the school"))
    found = read_file("chronology.xlsx", workbook(rows))
    assert (found.kind, found.reason_code) == (FormKind.NOT_A_FORM, ReasonCode.SPREADSHEET)


def test_a_list_of_many_children_is_no_form() -> None:
    names = tuple((f"Child {n}", f"Ada Quill{'abcdef'[n]}", date(2015, 4, n + 1)) for n in range(6))
    rows = (("Rapid Review Referral", "Name of child", "Date of birth"), *names)
    assert read_file("cases.xlsx", workbook(rows)).kind is FormKind.NOT_A_FORM


def test_cells_show_what_a_person_sees() -> None:
    rows = (("Seen", True, 3.0, date(2026, 1, 2)), ("x", "", "", ""))
    table = page(workbook(rows)).body[0]
    assert [cell.text for cell in table.cells[:4]] == ["Seen", "Yes", "3", "02/01/2026"]  # type: ignore[union-attr]


def test_what_stands_beside_the_cells_that_are_read_is_told_to_a_person() -> None:
    book = load_workbook(io.BytesIO(workbook(FORM)))
    sheet = book.active
    assert sheet is not None
    sheet["B4"].comment = Comment("Spelt as in the passport", "A colleague")
    sheet.cell(1, MOST_COLUMNS + 1, "see over here")
    held = io.BytesIO()
    book.save(held)
    assert page(held.getvalue()).warnings == (on_comments(1), BEYOND)
    assert page(workbook(FORM)).warnings == ()


def test_columns_left_empty_and_titles_that_nobody_merged_hide_no_answer() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for at, row in enumerate(FORM, 2):
        for column, value in zip("BE", row, strict=False):
            sheet[f"{column}{at}"] = value
            sheet[f"{column}{at}"].font = Font(bold=len(row) == 1)
    held = io.BytesIO()
    book.save(held)
    found = read_file("referral.xlsx", held.getvalue())
    assert (found.kind, found.missing) == (FormKind.REFERRAL, ())
    assert found.referral is not None
    assert found.referral.children[0]["name"].value == "Rowan Merridew"
    assert found.referral.referrer["agency"].value == "Marsh Vale NHS Trust"
