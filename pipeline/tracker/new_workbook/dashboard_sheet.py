"""How the Dashboard is drawn: its blocks, and native charts over them."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import SeriesLabel
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.tracker.content.dashboard import COLOURS, NEXT_DAYS, QUARTERS, STAGES
from pipeline.tracker.new_workbook.looks import COMPUTED_FILL, FONT, INK, LINE, MUTED, fill

_STAGE, _COLOUR, _NEXT, _QUARTER = 6, 16, 22, 36  # the first row of each block's cells
_FILLS = {"Overdue": "B42318", "Due within 2 days": "F9C74F", "On track": "2A9D8F"}


def draw_dashboard(workbook: Workbook, sheet: Worksheet, *, office: str) -> None:
    """The empty Dashboard of the office called `office`."""
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("ABCDEFGH", (28, 11, 11, 11, 11, 11, 11, 3), strict=True):
        sheet.column_dimensions[letter].width = width
    for letter in "IJKLMNOPQRSTU":
        sheet.column_dimensions[letter].width = 9
    _words(sheet, "A1", words=f"Dashboard – {office}", size=16)
    sheet.row_dimensions[1].height = 24
    sheet["A3"].font = Font(name=FONT, size=10, color=MUTED)
    _block(sheet, _STAGE, title="Open cases by stage", headers=("Stage", "Cases"), labels=STAGES)
    _block(sheet, _COLOUR, title="Running deadlines", headers=("Colour", "Deadlines"), labels=COLOURS)
    _block(sheet, _NEXT, title="The next ten working days", headers=("Day", "Due", "What"), labels=("",) * NEXT_DAYS)
    headers = ("Quarter of the due date", "5 days: kept", "missed", "% kept", "15 days: kept", "missed", "% kept")
    _block(sheet, _QUARTER, title="Five and fifteen working days", headers=headers, labels=("",) * QUARTERS)
    _finish_days(sheet)
    _finish_quarters(sheet)
    for name, at in (("asof", "$A$3"), ("stage", f"$B${_STAGE}"), ("colour", f"$B${_COLOUR}"), ("next", f"$A${_NEXT}"),
                     ("quarter", f"$A${_QUARTER}")):  # fmt: skip
        workbook.defined_names[f"cc.dash.{name}"] = DefinedName(
            f"cc.dash.{name}", attr_text=f"Dashboard!{at}", hidden=True
        )
    _draw_charts(sheet)


def _words(sheet: Worksheet, at: str, *, words: str, size: int) -> None:
    sheet[at] = words
    sheet[at].font = Font(name=FONT, size=size, bold=True, color=INK)


def _block(sheet: Worksheet, first: int, *, title: str, headers: tuple[str, ...], labels: tuple[str, ...]) -> None:
    _words(sheet, f"A{first - 2}", words=title, size=12)
    for at, header in enumerate(headers, start=1):
        head = sheet.cell(first - 1, at, header)
        head.font = Font(name=FONT, size=9, bold=True, color=MUTED)
        head.border = Border(bottom=Side("thin", color=MUTED))
        head.alignment = Alignment(horizontal="left" if at == 1 or header == "What" else "center", wrap_text=True)
    for row, label in enumerate(labels, start=first):
        for at in range(1, len(headers) + 1):
            cell = sheet.cell(row, at)
            cell.font = Font(name=FONT, size=10, color=INK)
            cell.border = Border(bottom=Side("hair", color=LINE))
            cell.fill = fill(COMPUTED_FILL)
            cell.number_format = "@" if at == 1 else "0"
            cell.alignment = Alignment(horizontal="left" if at == 1 else "center")
        sheet.cell(row, 1).value = label or None


def _finish_days(sheet: Worksheet) -> None:
    sheet.merge_cells(start_row=_NEXT - 1, end_row=_NEXT - 1, start_column=3, end_column=7)
    for row in range(_NEXT, _NEXT + NEXT_DAYS):
        sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=7)
        sheet.cell(row, 1).number_format = "ddd dd mmm yyyy"
        sheet.cell(row, 1).alignment = Alignment(horizontal="left", vertical="top")
        sheet.cell(row, 2).alignment = Alignment(horizontal="center", vertical="top")
        sheet.cell(row, 3).number_format = "@"
        sheet.cell(row, 3).alignment = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)
        sheet.row_dimensions[row].height = 27


def _finish_quarters(sheet: Worksheet) -> None:
    for row in range(_QUARTER, _QUARTER + QUARTERS):
        for at in (4, 7):
            sheet.cell(row, at).number_format = '0"%"'


def _draw_charts(sheet: Worksheet) -> None:
    stages = _bars(sheet, "Open cases by stage", rows=(_STAGE, len(STAGES)), columns=(2, 2))
    stages.barDir = "bar"
    stages.y_axis.scaling.min = 0
    stages.x_axis.scaling.orientation = "maxMin"
    sheet.add_chart(stages, "I4")
    colours = _bars(sheet, "Running deadlines", rows=(_COLOUR, len(COLOURS)), columns=(2, 2))
    for at, word in enumerate(COLOURS):
        point = DataPoint(idx=at)
        point.graphicalProperties.solidFill = _FILLS[word]
        colours.series[0].dPt.append(point)
    sheet.add_chart(colours, "I20")
    for title, column, place in (
        ("Five working days to notify the Panel", 2, "I31"),
        ("Fifteen working days to the rapid review", 5, "P31"),
    ):
        kept = _bars(sheet, title, rows=(_QUARTER, QUARTERS), columns=(column, column + 1), width=11.5)
        kept.grouping, kept.overlap = "stacked", 100
        for series, name, ink in zip(kept.series, ("kept", "missed"), ("2A9D8F", "B42318"), strict=True):
            series.graphicalProperties.solidFill = ink
            series.tx = SeriesLabel(v=name)
        kept.legend.position = "b"
        sheet.add_chart(kept, place)


def _bars(
    sheet: Worksheet, title: str, *, rows: tuple[int, int], columns: tuple[int, int], width: float = 23.5
) -> BarChart:
    first, count = rows
    chart = BarChart()
    chart.title = title
    chart.height, chart.width = 7.5, width  # type: ignore[assignment]  # centimetres, fractions allowed
    chart.gapWidth = 60
    last = first + count - 1
    chart.add_data(Reference(sheet, min_col=columns[0], max_col=columns[1], min_row=first, max_row=last))
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    for series in chart.series:
        series.graphicalProperties.solidFill = "1F4E79"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorGridlines = None
    chart.y_axis.number_format = "0"
    chart.y_axis.majorUnit = None
    if columns[0] == columns[1]:
        chart.legend = None
        chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    return chart
