"""The page of plain words that comes with the workbook."""

from __future__ import annotations

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.facts import Owner
from pipeline.tracker.new_workbook.looks import BAND_FILL, BAND_WORDS, FONT, HEADER_FILL, INK, fill

_PARAGRAPHS: tuple[tuple[str, str], ...] = (
    (
        "Whose file this is",
        "Yours. Sort it, filter it, colour it, move and add columns, sheets and comments. Caseclock writes only into "
        "the columns that it knows by their headers, and finds a case by its Ref wherever it stands.",
    ),
    (
        "Where to type",
        "Type in the columns with a blue header. Correct a green one when the form was wrong: from then on your word "
        "stands, and a later form that says something else is shown to you under Needs attention. Grey ones are "
        "counted; what is typed over them is put back.",
    ),
    (
        "Dates",
        "Day first: 12/11/2026 or 12 Nov 2026. A date that cannot be read stays as you typed it, is marked red and "
        "listed under Needs attention; no clock runs from it until it is put right. Clearing a cell takes its date "
        "back.",
    ),
    (
        "The four dates that must not be confused",
        "When it happened; when the local authority became aware; when the partners became aware; when the mail "
        "arrived. The five working days run from LA aware on, and the fifteen from Notified Panel on.",
    ),
    (
        "A case that came by telephone",
        "Add a row on the Cases sheet and leave Ref empty. The next pass gives it a Ref and starts its clock.",
    ),
    (
        "Cases from the old mailbox",
        "Rows without a Status were taken in from mail that lay there before, newest first, and wait to be sorted. "
        "Filter, choose Ended before with a name under Status said by, or Open, and fill down; until then they ask "
        "nothing by mail.",
    ),
    (
        "Duties without a date",
        "Some duties have no number of days in any source. They stand on the Deadlines sheet as To do, without a date, "
        "until you enter Done on, the fact that completes them, or why they do not apply.",
    ),
    (
        "A review that is delayed",
        "Parallel processes stop no clock. Where they delay the practice review, enter Delay because: the report to "
        "the Panel and the Secretary of State then becomes a duty with a date, and Delay reported on ends it.",
    ),
    (
        "The action plan",
        "Add a row on the Actions sheet with the Ref of the case and a number of your own. An action with a Due date "
        "joins the Deadlines sheet; Closed on ends it.",
    ),
    (
        "Closing a case",
        "Choose Closed under Status. Do not delete the row: a deleted row comes back. A case closed without a review "
        "needs its rationale on the Decisions sheet; what is still to be recorded stands there in the last column.",
    ),
    (
        "Colours",
        "Overdue is red, due within two working days amber, on track green, done blue, to do without a date violet, "
        "stopped or not needed grey. The word stands in the cell, so nothing depends on seeing the colour.",
    ),
    (
        "Why a date is what it is",
        "Rest the mouse on a date, or read How counted on the Deadlines sheet: the trigger, every day skipped and "
        "where the duty is written.",
    ),
    (
        "While the file is open",
        "Caseclock waits and writes when it is closed; reminders still go out. Nothing that you type is ever lost to "
        "it.",
    ),
)


def write_guide(sheet: Worksheet, *, office: str) -> None:
    """The page, for the office called `office`, with the legend of the three kinds of column."""
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["B"].width = 100
    sheet["A1"] = "How to use this tracker"
    sheet["A1"].font = Font(name=FONT, size=16, bold=True, color=INK)
    sheet.row_dimensions[1].height = 24
    sheet["A2"] = office
    row = 4
    for owner in (Owner.FORM, Owner.OFFICE, Owner.COMPUTED):
        sheet.cell(row, 1, {"form": "Green", "office": "Blue", "computed": "Grey"}[owner.value])
        sheet.cell(row, 1).fill = fill(HEADER_FILL[owner])
        sheet.cell(row, 1).font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
        sheet.cell(row, 2, BAND_WORDS[owner]).fill = fill(BAND_FILL[owner])
        row += 1
    for title, words in _PARAGRAPHS:
        row += 1
        sheet.cell(row, 1, title).font = Font(name=FONT, size=11, bold=True, color=INK)
        sheet.cell(row, 1).alignment = Alignment(vertical="top", wrap_text=True)
        sheet.cell(row, 2, words).font = Font(name=FONT, size=11, color=INK)
        sheet.cell(row, 2).alignment = Alignment(vertical="top", wrap_text=True)
        sheet.row_dimensions[row].height = 18 + 15 * (len(words) // 105)
