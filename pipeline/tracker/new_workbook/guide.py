"""The page of plain words that comes with the workbook."""

from __future__ import annotations

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.facts import Owner
from pipeline.tracker.new_workbook.looks import BAND_FILL, BAND_WORDS, FONT, HEADER_FILL, INK, fill
from pipeline.tracker.new_workbook.rules_for_cells import COLOURS

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
        "until you enter Done on, the fact that completes them, or why they do not apply and who says so.",
    ),
    (
        "Said by",
        "Deadlines sheet: who says that the duty does not apply. Without a name it runs on, and you are asked.",
    ),
    ("Status said by", "Who says that a case is closed, or ended before the mailbox was taken in."),
    ("Notified as", "Whether the Panel was notified of a serious incident, or only of a death that must be notified."),
    ("Clock stopped by", "Who stopped the clock: without a day, a reason and a name it runs on."),
    ("Lead consulted", "Whether the referrer spoke to the agency’s own safeguarding lead first."),
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
        "needs its rationale on the Decisions sheet, where Still to be recorded names what is missing. "
        "While a duty of law or guidance is open it says Closed too early, names it, and its clocks run on.",
    ),
    (
        "The record on the Dashboard",
        "Kept: done by the last day. Missed: done after it, or overdue. Not yet known: still running, not decided, or "
        "without a known start. There is no percentage, since it would count what nobody knows.",
    ),
    (
        "If something went wrong",
        "What you typed stands in the Log with the old and the new word; choose yes under Take back to undo it. If you "
        "sorted a block of columns without the rest, its rows are not read until you undo that, or choose yes under "
        "Accept on Needs attention because they are right as they stand.",
    ),
    (
        "What is settled",
        "Choose yes under Resolved on Needs attention. The row then stands in the Log; choose yes under Take back "
        "there to have it again. A row in which you wrote something of your own stays, below what is open.",
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


_STATES: tuple[tuple[str, str], ...] = (
    ("Overdue", "It applies, and its last day has passed: the only red."),
    ("Due within 2 days", "It is due, in two working days at the most."),
    ("On track", "It is due later."),
    ("To do", "It is due, and no source gives a number of days."),
    ("To be decided", "Nobody has decided yet whether it applies; it cannot be late before."),
    ("Waits for a date", "It applies, and nobody has said from which day: it has a Working target and no Due."),
    ("Closed too early", "The case was closed while a duty of law or guidance, or its record, is open; both run on."),
    ("Done", "It was done."),
    ("Not yet", "What starts it has not happened."),
    ("Expected", "What others will do, or a reason to look again: nobody is late with it."),
    ("Stopped", "Its clock was stopped from a day, for a reason, by a person."),
    ("Not needed", "It does not apply to this case, for the reason that How counted gives."),
)
"""Every word that may stand under Colour, with what it means; the word is always in the cell."""


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
    _write_legend(sheet, first=row + 2)


def _write_legend(sheet: Worksheet, *, first: int) -> None:
    sheet.cell(first, 1, "States and colours").font = Font(name=FONT, size=11, bold=True, color=INK)
    for row, (word, meaning) in enumerate(_STATES, start=first + 1):
        ink, paper = next(look for start, look in COLOURS.items() if word.startswith(start))
        sheet.cell(row, 1, word).font = Font(name=FONT, size=10, bold=True, color=ink)
        sheet.cell(row, 1).fill = fill(paper)
        sheet.cell(row, 2, meaning).font = Font(name=FONT, size=11, color=INK)
