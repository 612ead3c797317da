"""How the workbook looks: fills, fonts, widths, bands and print set-up."""

from __future__ import annotations

from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.styleable import StyleableObject
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.facts import Owner
from pipeline.model import FactKind
from pipeline.tracker.content.layout import CASES, HEADER_ROW, LAST_ROW, MEETING, Column, SheetLayout

FONT = "Calibri"
INK, MUTED, LINE = "1F2933", "52606D", "CBD2D9"
HEADER_FILL = {Owner.FORM: "1B5E4B", Owner.OFFICE: "1F4E79", Owner.COMPUTED: "4A5560"}
BAND_FILL = {Owner.FORM: "DCEFE6", Owner.OFFICE: "DCE9F7", Owner.COMPUTED: "E4E7EB"}
BAND_WORDS = {
    Owner.FORM: "From the form – correct what is wrong",
    Owner.OFFICE: "For the office – type here",
    Owner.COMPUTED: "Counted by Caseclock – do not type",
}
COMPUTED_FILL = "F1F3F5"
FORMATS = {
    FactKind.DATE: "ddd dd mmm yyyy",
    FactKind.INSTANT: "dd mmm yyyy hh:mm",
    FactKind.TIME: "hh:mm",
    FactKind.COUNT: "0",
}


_LONGER_THAN_ROWS = ("How counted", "Source", "What", "Why", "What to do")  # cut off below, never above


def fill(colour: str) -> PatternFill:
    """A plain fill."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def write_heading(sheet: Worksheet, layout: SheetLayout) -> None:
    """The sheet's title and its one sentence, above the table."""
    sheet.sheet_view.showGridLines = False
    sheet["A1"] = layout.name
    sheet["A1"].font = Font(name=FONT, size=16, bold=True, color=INK)
    sheet["A2"] = layout.purpose
    sheet["A2"].font = Font(name=FONT, size=10, color=MUTED)
    sheet.row_dimensions[1].height = 24
    sheet.row_dimensions[2].height = 16
    sheet.row_dimensions[3].height = 15
    sheet.row_dimensions[HEADER_ROW].height = 46 if len(layout.columns) > 12 else 32


def write_bands(sheet: Worksheet, layout: SheetLayout) -> None:
    """The band above the headers that says whose word each group of columns holds; the legend in its place."""
    start = 0
    owners = [column.owner for column in layout.columns]
    has_groups = any(column.group for column in layout.columns)
    for at, owner in enumerate(owners, start=1):
        cell = sheet.cell(HEADER_ROW - 1, at)
        cell.fill = fill(BAND_FILL[owner])
        cell.font = Font(name=FONT, size=9, italic=True, color=HEADER_FILL[owner])
        if has_groups:
            column = layout.columns[at - 1]
            cell.value = group_sign(column)
        elif at == 1 or owners[at - 2] is not owner:
            start = at
            widths = sum(column.width for column in layout.columns[start - 1 : _end(owners, start)])
            cell.value = BAND_WORDS[owner] if widths > 34 else ""


def group_sign(column: Column) -> str:
    """What stands over the first column of a group, beside the sign that opens it; nothing over the others."""
    return f"{column.group} +" if column.group and not column.folded else ""


def _end(owners: list[Owner], start: int) -> int:
    end = start
    while end < len(owners) and owners[end] is owners[start - 1]:
        end += 1
    return end


def dress_header(cell: Cell | MergedCell, column: Column) -> None:
    """A header: white on the dark colour of its group, wrapped."""
    cell.font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
    cell.fill = fill(HEADER_FILL[column.owner])
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="left")
    cell.border = Border(right=Side("thin", color="FFFFFF"))


def dress_column(cell: StyleableObject, column: Column, *, wraps: bool) -> None:
    """How what is typed into a column looks, in new rows too: texts as text so that nothing typed turns into a date."""
    cell.font = Font(name=FONT, size=10, color=INK, bold=column.header == "Ref")
    cell.number_format = FORMATS.get(column.kind, "@")
    side = "center" if column.kind in (FactKind.COUNT, FactKind.TIME) else "left"
    cell.alignment = Alignment(
        wrap_text=wraps and column.kind in (FactKind.TEXT, FactKind.CHOICE),
        vertical="top" if column.header in _LONGER_THAN_ROWS else "center",
        horizontal=side,
    )
    # Where the office protects a sheet itself, only what is counted is locked.
    cell.protection = Protection(locked=column.owner is Owner.COMPUTED)


def dress_cell(cell: Cell | MergedCell, column: Column, *, wraps: bool) -> None:
    """A data cell: as its column, and computed ones shaded."""
    dress_column(cell, column, wraps=wraps)
    cell.border = Border(bottom=Side("hair", color=LINE), right=Side("hair", color=LINE))
    if column.owner is Owner.COMPUTED:
        cell.fill = fill(COMPUTED_FILL)
    if column.header == "Form":
        cell.font = Font(name=FONT, size=10, color="0B5CAD", underline="single")


def header_note(column: Column, layout: SheetLayout) -> str:
    """What the header's note says, where a header needs more words than fit."""
    return _NOTES.get(f"{layout.name}!{column.header}", "") or _NOTES.get(column.header, "")


_NOTES = {
    "Cases!Ref": "Given by Caseclock and never changed. Leave it empty in a row that you add: a case that came by "
    "telephone is given its Ref by the next pass.",
    "Agencies!Ref": "The Ref of the case, as on the Cases sheet. Type it in a row that you add.",
    "Actions!Ref": "The Ref of the case, as on the Cases sheet. Type it in a row that you add.",
    "Actions!No.": "A number of your own, each only once for a case.",
    "Actions!Due": "The day by which the action is to be done; it joins the Deadlines sheet.",
    "Parallel processes": "The kinds that the form names, without its words: correct and add to them. They stop no "
    "clock.",
    "Delay because": "Why the practice review will not be done in six months; the report to the Panel and the "
    "Secretary of State then becomes a duty.",
    "Criteria decided on": "The day on which it was decided whether the criteria are met.",
    "Not published because": "Why the report is not published; improvement information is then owed.",
    "Status": "Choose Closed when a case is finished; do not delete its row. A deleted row comes back.",
    "LA aware on": "The day on which the local authority became aware of an incident that meets the criteria. Not the "
    "day of the mail, nor the day on which the referring agency knew.",
    "Notified Panel on": "The day on which the notification went to the Panel. The rapid review is counted from it.",
    "Rapid review on": "A day, or a day with a time (16/11/2026 14:00).",
    "Clock stopped on": "Stops the rapid review of this case; say why and who in the columns for it. Clear "
    "them to let it run again.",
    "Colour": "Red: overdue. Amber: due within two working days. Green: on track. Violet: to do without a date, or to "
    "be decided. Pale blue: waits for a date. Grey: done, not yet, expected, stopped or not needed.",
    "Deadlines!State": "Where the duty stands, by the same word as in every mail. Overdue only where it applies and "
    "its last day is known.",
    "Deadlines!Due": "The last day in law or guidance. Empty while nobody has said from which day the duty runs.",
    "Working target": "The day to work to. While the true start is not known it is all there is, and nothing is "
    "overdue.",
    "Not applicable because": "Why this duty does not apply to this case. Without a name under Said by it runs on, and "
    "you are asked.",
    "Said by": "Whose word it is that the duty does not apply: a name and a role.",
    "Status said by": "Whose word the Status is: a name and a role. A case ended before the mailbox was taken in only "
    "with it.",
    "Notified as": "What the national form was sent as. As the death of a looked-after child or care leaver alone it "
    "starts no rapid review.",
    "Clock stopped by": "Who stopped the clock. Without a day, a reason and a name it runs on.",
    "Lead consulted": "Whether the referrer spoke to the agency’s safeguarding lead first.",
    "Done on": "The day on which the duty was done; reminders for it end.",
    "Agreed date": "Another date agreed with this agency; it replaces the one counted.",
    "Not needed because": "Say why this agency need not answer; it is not asked or chased any more.",
    "Resolved": "Choose yes when the matter is settled.",
}


def set_up_print(sheet: Worksheet, *, marking: str, office: str) -> None:
    """A4, header row repeated, pages numbered, the marking at the head of every page."""
    page = sheet.page_setup
    # Plain words read down a page; a table is wider than high.
    page.orientation, page.paperSize = "portrait" if sheet.title == "How to use" else "landscape", 9
    # The Dashboard is one page for the partners' meeting; a table takes as many as it has rows for.
    is_meeting = sheet.title == CASES.name
    page.fitToWidth, page.fitToHeight = 1 if is_meeting else _pages_wide(sheet), 0 if sheet.tables else 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEADER_ROW - 1}:{HEADER_ROW}" if sheet.tables else None
    sheet.HeaderFooter.oddHeader = _strip(
        left="Cases for the meeting" if is_meeting else "&A", center=f'&"{FONT},Bold"{marking.replace("&", "&&")}'
    )
    sheet.HeaderFooter.oddFooter = _strip(left=office.replace("&", "&&"), center="Page &P of &N", right="Printed &D")
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.7, 0.6
    if is_meeting:
        last = next(at for at, column in enumerate(CASES.columns, start=1) if column.header == MEETING)
        sheet.print_area = f"A1:{get_column_letter(last)}{LAST_ROW}"
    elif sheet.freeze_panes and _pages_wide(sheet) > 1:
        sheet.print_title_cols = f"A:{get_column_letter(3)}"


def _pages_wide(sheet: Worksheet) -> int:
    width = sum(dimension.width for dimension in sheet.column_dimensions.values() if not dimension.hidden)
    return max(1, round(width / 190))


def _strip(*, left: str, center: str, right: str = "") -> HeaderFooterItem:
    strip = HeaderFooterItem()
    strip.left.text, strip.center.text, strip.right.text = left, center, right or None
    return strip
