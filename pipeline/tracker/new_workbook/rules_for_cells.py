"""The drop-downs, warnings and colours that the workbook itself applies to what is typed."""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.facts import Owner
from pipeline.model import FactKind
from pipeline.tracker.content import layout as sheets
from pipeline.tracker.content.layout import FIRST_ROW, HEADER_ROW, LAST_ROW, Column, SheetLayout, list_name
from pipeline.tracker.new_workbook.looks import fill

# Ink and fill of each word: told apart in grey by their darkness, and by everybody by the word in the cell. Red is for
# what is overdue alone; what nobody has decided or dated yet is a question, and looks calm.
_GREY = ("3E4C59", "E4E7EB")
COLOURS = {
    "Overdue": ("FFFFFF", "B42318"),
    "Due within": ("3D2A00", "F9C74F"),
    "On track": ("0B3B2E", "BFE3D0"),
    "To do": ("3B2A63", "DDD3F2"),
    "To be decided": ("3B2A63", "EDE7F8"),
    "Waits for a date": ("0B3A5A", "E1EEF8"),
    "Closed too early": ("3D2A00", "FCE8B2"),
    "Done": _GREY,
    "Stopped": ("3E4C59", "CBD2D9"),
    "Not needed": ("3E4C59", "CBD2D9"),
    "Not yet": _GREY,
    "Expected": _GREY,
}
OVER = ("Done", "Not needed", "Stopped", "Not yet", "Expected")
MARK = ("7A0000", "FFD6D6")


def add_drop_downs(sheet: Worksheet, layout: SheetLayout) -> None:
    """A list under each column with choices, a warning on odd dates, a refusal on computed cells."""
    for at, column in enumerate(layout.columns, start=1):
        validation = _validation(column, layout)
        if validation is not None:
            letter = get_column_letter(at)
            validation.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
            sheet.add_data_validation(validation)


def _validation(column: Column, layout: SheetLayout) -> DataValidation | None:
    if column.choices:
        return _with_words(
            DataValidation(type="list", formula1=list_name(column), allow_blank=True, errorStyle="warning"),
            "Choose from the list: " + ", ".join(column.choices) + ".",
        )
    if column.kind is FactKind.DATE and column.owner is not Owner.COMPUTED:
        dated = DataValidation(
            type="date", operator="between", formula1="32874", formula2="73050", allow_blank=True, errorStyle="warning"
        )
        return _with_words(dated, "This should be a date such as 12/11/2026 (day first).")
    if column.owner is Owner.COMPUTED and layout is not sheets.LOG and column.header not in layout.keys:
        return _with_words(
            DataValidation(type="custom", formula1="FALSE", allow_blank=True, errorStyle="stop"),
            "Caseclock counts this cell. To change it, change the dates that it is counted from.",
        )
    return None


def _with_words(validation: DataValidation, words: str) -> DataValidation:
    validation.errorTitle, validation.error, validation.showErrorMessage = "Case tracker", words[:225], True
    return validation


def add_colours(sheet: Worksheet, layout: SheetLayout) -> None:
    """The colour of each deadline, and marks on cells that cannot be read and on Refs that stand twice.

    Each area begins with the header, which no condition meets: LibreOffice loses the conditions of an area whose first
    row is deleted, and the first case is deleted or sorted away one day.
    """
    headers = [column.header for column in layout.columns]
    if layout in (sheets.CASES, sheets.DEADLINES, sheets.DECISIONS, sheets.AGENCIES, sheets.ACTIONS):
        _mark_unreadable(sheet, layout, headers=headers)
    if layout in (sheets.CASES, sheets.DECISIONS):
        area = f"A{HEADER_ROW}:A{LAST_ROW}"
        sheet.conditional_formatting.add(area, Rule(type="duplicateValues", dxf=_look(*MARK)))
    if "Colour" in headers:
        letter = get_column_letter(headers.index("Colour") + 1)
        for word, look in COLOURS.items():
            test = f'LEFT(${letter}{HEADER_ROW},{len(word)})="{word}"'
            sheet.conditional_formatting.add(f"{letter}{HEADER_ROW}:{letter}{LAST_ROW}", _rule(test, look))
    if layout is sheets.DEADLINES:
        _grey_what_is_over(sheet, headers=headers)
    if "Urgent" in headers:
        letter = get_column_letter(headers.index("Urgent") + 1)
        test = f'EXACT(${letter}{HEADER_ROW},"urgent")'
        sheet.conditional_formatting.add(f"{letter}{HEADER_ROW}:{letter}{LAST_ROW}", _rule(test, COLOURS["Overdue"]))


def _grey_what_is_over(sheet: Worksheet, *, headers: list[str]) -> None:
    # What nobody has to do any more steps back, so that what is open is seen.
    word = f"${get_column_letter(headers.index('Colour') + 1)}{HEADER_ROW}"
    test = f"OR({','.join(f'{word}=' + chr(34) + over + chr(34) for over in OVER)})"
    area = f"A{HEADER_ROW}:{get_column_letter(len(headers))}{LAST_ROW}"
    over = DifferentialStyle(font=Font(color="8A96A3"))
    sheet.conditional_formatting.add(area, Rule(type="expression", formula=[test], dxf=over))


def _mark_unreadable(sheet: Worksheet, layout: SheetLayout, *, headers: list[str]) -> None:
    # A cell is marked while the Needs attention sheet names it, so that no style of the office's is ever touched.
    last = get_column_letter(len(headers))
    parts = [f"${get_column_letter(headers.index(key) + 1)}{HEADER_ROW}" for key in layout.keys]
    if layout is sheets.DEADLINES:
        parts[-1:] = [f'{parts[1]}&IF({parts[2]}="","","|"&{parts[2]})']
        parts.pop(1)
    key = '&"|"&'.join(parts)
    # One item may mark several cells: the rows that came loose.
    cell = f'"{layout.name}|"&{key}&"|"&A${HEADER_ROW}'
    test = f'COUNTIF(cc.marked,{cell})+COUNTIF(cc.marked,"*;"&{cell}&";*")>0'
    sheet.conditional_formatting.add(f"A{HEADER_ROW}:{last}{LAST_ROW}", _rule(test, MARK))


def _rule(test: str, look: tuple[str, str]) -> Rule:
    ink, paper = look
    return Rule(type="expression", formula=[test], dxf=_look(ink, paper))


def _paper(colour: str) -> PatternFill:
    paper = fill(colour)
    paper.bgColor = paper.fgColor  # a differential fill is drawn in its background colour
    return paper


def _look(ink: str, paper: str) -> DifferentialStyle:
    return DifferentialStyle(font=Font(color=ink, bold=True), fill=_paper(paper))
