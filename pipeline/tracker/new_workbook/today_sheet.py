"""How the sheet Today is drawn: rows that take their look from the word in a hidden column."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.facts import Owner
from pipeline.today_screen import ROWS, RowKind
from pipeline.tracker.content.layout import TODAY
from pipeline.tracker.content.today_blocks import HEADERS
from pipeline.tracker.new_workbook.looks import FONT, HEADER_FILL, INK, LINE, MUTED, fill

_HEADER, _FIRST = 3, 4
_LAST = _FIRST + ROWS - 1
_WIDTHS = {"A": 9, "B": 16, "C": 9, "D": 80, "E": 12, "F": 37, "G": 18, "H": 10}
_LINK = "0B5CAD"
_RED, _RED_PAPER, _BAND = "B42318", "FDECEA", "E4E7EB"


def draw_today(workbook: Workbook, sheet: Worksheet, *, office: str) -> None:
    """The empty sheet Today of the office called `office`."""
    sheet.sheet_view.showGridLines = False
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["A"].hidden = True  # what a row is, by which it is dressed
    sheet["B1"] = f"Today – {office}"
    sheet["B1"].font = Font(name=FONT, size=16, bold=True, color=INK)
    sheet["B2"].font = Font(name=FONT, size=11, bold=True, color=MUTED)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 22, 17
    for at, header in enumerate(HEADERS, start=2):
        cell = sheet.cell(_HEADER, at, header)
        cell.font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
        cell.fill = fill(HEADER_FILL[Owner.COMPUTED])
    for row in range(_FIRST, _LAST + 1):
        _draw_row(sheet, row)
    _dress(sheet)
    sheet.freeze_panes = f"A{_FIRST}"
    sheet.print_area = f"B1:H{_LAST}"
    for name, place in (("today.asof", "$B$2"), ("today", f"$A${_FIRST}")):
        full = f"cc.dash.{name}"
        workbook.defined_names[full] = DefinedName(full, attr_text=f"{TODAY}!{place}", hidden=True)


def _draw_row(sheet: Worksheet, row: int) -> None:
    sheet.row_dimensions[row].height = 16.5
    for at in range(1, len(HEADERS) + 2):
        cell = sheet.cell(row, at)
        links = HEADERS[at - 2] in ("Ref", "Open") if at > 1 else False
        cell.font = Font(name=FONT, size=10, color=_LINK if links else INK, underline="single" if links else "none")
        cell.number_format = "ddd d mmm" if at == 5 else "@"
        cell.alignment = Alignment(horizontal="left", vertical="center")


def _dress(sheet: Worksheet) -> None:
    area, words = f"B{_FIRST}:H{_LAST}", f"C{_FIRST}:G{_LAST}"  # the links of a line stay links
    bold = Font(bold=True, underline="none", color=INK)
    looks: tuple[tuple[RowKind, str, DifferentialStyle], ...] = (
        (RowKind.FAULT, area, _style(Font(bold=True, underline="none", color="FFFFFF"), paper=_RED)),
        (RowKind.HEADING, area, _style(bold, paper=_BAND)),
        (RowKind.EMPTY, area, _style(Font(color=MUTED, italic=True, underline="none"))),
        (RowKind.ALSO, area, _style(Font(color=_LINK, underline="single"))),
        (RowKind.PRESSING, words, _style(Font(color=_RED, bold=True), paper=_RED_PAPER)),
        (RowKind.PRESSING, f"B{_FIRST}:B{_LAST} H{_FIRST}:H{_LAST}", _style(None, paper=_RED_PAPER)),
    )
    for kind, where, style in looks:
        test = f'$A{_FIRST}="{kind.value}"'
        sheet.conditional_formatting.add(where, Rule(type="expression", formula=[test], dxf=style))
    # LibreOffice draws only the first look of a cell that applies, in the order of the areas: this one has an area of
    # its own, the last, and every look its own line.
    last = f"B{_FIRST}:G{_LAST} H{_FIRST}:H{_LAST}"
    sheet.conditional_formatting.add(last, Rule(type="expression", formula=[f'$A{_FIRST}<>""'], dxf=_style(None)))


def _style(font: Font | None, *, paper: str = "") -> DifferentialStyle:
    ground = fill(paper) if paper else None
    if ground is not None:
        ground.bgColor = ground.fgColor  # a differential fill is drawn in its background colour
    return DifferentialStyle(font=font, fill=ground, border=Border(bottom=Side("thin", color=LINE)))
