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

from pipeline.tracker.content.dashboard import (
    NEXT_DAYS,
    OPEN_STATES,
    OVERDUE_ROWS,
    QUARTERS,
    STATE_LABELS,
)
from pipeline.tracker.content.stages import STAGES
from pipeline.tracker.new_workbook.looks import COMPUTED_FILL, FONT, INK, LINE, MUTED, fill

# The first row of each block's cells.
_OVERDUE, _STAGE, _NEXT, _RECORD = 6, 18, 32, 46
_QUESTIONS = _STAGE + len(STATE_LABELS)  # the states stand beside the stages
_STATE_LABEL, _STATE_COUNT = 4, 7  # columns
_PLACES = {
    "asof": "$A$3",
    "overdue": f"$A${_OVERDUE}",
    "stage": f"$B${_STAGE}",
    "state": f"$G${_STAGE}",
    "questions": f"$G${_QUESTIONS}",
    "next": f"$A${_NEXT}",
    "record": f"$A${_RECORD}",
}
_FILLS = ("B42318", "F9C74F", "8E7CC3", "7FA8D1")  # of the open states
_KEPT_FILLS = {"kept": "2A9D8F", "missed": "B42318", "not yet known": "CBD2D9"}


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
    late = ("Case", "Days late", "What")
    _block(sheet, (_OVERDUE, 1), title="What is overdue", headers=late, labels=("",) * OVERDUE_ROWS)
    _block(sheet, (_STAGE, 1), title="Open cases by stage", headers=("Stage", "Cases"), labels=STAGES)
    _draw_states(sheet)
    _block(
        sheet, (_NEXT, 1), title="The next ten working days", headers=("Day", "Due", "What"), labels=("",) * NEXT_DAYS
    )
    headers = ("Quarter of the last day", "5 days: kept", "missed", "not yet known", "15 days: kept", "missed",
               "not yet known")  # fmt: skip
    _block(sheet, (_RECORD, 1), title="Five and fifteen working days", headers=headers, labels=("",) * QUARTERS)
    _finish_lines(sheet, _OVERDUE, count=OVERDUE_ROWS, height=16)
    _finish_lines(sheet, _NEXT, count=NEXT_DAYS, height=27)
    for row in range(_NEXT, _NEXT + NEXT_DAYS):
        sheet.cell(row, 1).number_format = "ddd dd mmm yyyy"
    for name, at in _PLACES.items():
        workbook.defined_names[f"cc.dash.{name}"] = DefinedName(
            f"cc.dash.{name}", attr_text=f"Dashboard!{at}", hidden=True
        )
    _draw_charts(sheet)


def _draw_states(sheet: Worksheet) -> None:
    labels = (*STATE_LABELS, "Cases with an open question")
    headers = ("State", "", "", "Duties")
    _block(sheet, (_STAGE, _STATE_LABEL), title="Duties by state", headers=headers, labels=labels)
    for row in range(_STAGE - 1, _STAGE + len(labels)):
        sheet.merge_cells(start_row=row, end_row=row, start_column=_STATE_LABEL, end_column=_STATE_COUNT - 1)


def _words(sheet: Worksheet, at: str, *, words: str, size: int) -> None:
    sheet[at] = words
    sheet[at].font = Font(name=FONT, size=size, bold=True, color=INK)


def _block(
    sheet: Worksheet, place: tuple[int, int], *, title: str, headers: tuple[str, ...], labels: tuple[str, ...]
) -> None:
    first, left = place
    _words(sheet, sheet.cell(first - 2, left).coordinate, words=title, size=12)
    for at, header in enumerate(headers, start=left):
        head = sheet.cell(first - 1, at, header)
        head.font = Font(name=FONT, size=9, bold=True, color=MUTED)
        head.border = Border(bottom=Side("thin", color=MUTED))
        head.alignment = Alignment(horizontal="left" if at == left or header == "What" else "center", wrap_text=True)
    for row, label in enumerate(labels, start=first):
        for at in range(left, left + len(headers)):
            cell = sheet.cell(row, at)
            cell.font = Font(name=FONT, size=10, color=INK)
            cell.border = Border(bottom=Side("hair", color=LINE))
            cell.fill = fill(COMPUTED_FILL)
            cell.number_format = "@" if at == left else "0"
            cell.alignment = Alignment(horizontal="left" if at == left else "center")
        sheet.cell(row, left).value = label or None


def _finish_lines(sheet: Worksheet, first: int, *, count: int, height: float) -> None:
    """The third column of a block of `count` lines reaches over all that follow, so that names fit."""
    sheet.merge_cells(start_row=first - 1, end_row=first - 1, start_column=3, end_column=7)
    for row in range(first, first + count):
        sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=7)
        sheet.cell(row, 1).alignment = Alignment(horizontal="left", vertical="top")
        sheet.cell(row, 2).alignment = Alignment(horizontal="center", vertical="top")
        sheet.cell(row, 3).number_format = "@"
        sheet.cell(row, 3).alignment = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)
        sheet.row_dimensions[row].height = height


def _draw_charts(sheet: Worksheet) -> None:
    stages = _bars(sheet, "Open cases by stage", rows=(_STAGE, len(STAGES)), columns=(1, 2, 2))
    stages.barDir = "bar"
    stages.y_axis.scaling.min = 0
    stages.x_axis.scaling.orientation = "maxMin"
    sheet.add_chart(stages, "I4")
    states = _bars(
        sheet,
        "Duties that are open",
        rows=(_STAGE, len(OPEN_STATES)),
        columns=(_STATE_LABEL, _STATE_COUNT, _STATE_COUNT),
    )
    for at, ink in enumerate(_FILLS):
        point = DataPoint(idx=at)
        point.graphicalProperties.solidFill = ink
        states.series[0].dPt.append(point)
    sheet.add_chart(states, "I19")
    for title, column, place in (
        ("Five working days to notify the Panel", 2, "I34"),
        ("Fifteen working days to the rapid review", 5, "P34"),
    ):
        kept = _bars(sheet, title, rows=(_RECORD, QUARTERS), columns=(1, column, column + 2), width=11.5)
        kept.grouping, kept.overlap = "stacked", 100
        for series, (name, ink) in zip(kept.series, _KEPT_FILLS.items(), strict=True):
            series.graphicalProperties.solidFill = ink
            series.tx = SeriesLabel(v=name)
        kept.legend.position = "b"
        sheet.add_chart(kept, place)


def _bars(
    sheet: Worksheet, title: str, *, rows: tuple[int, int], columns: tuple[int, int, int], width: float = 23.5
) -> BarChart:
    first, count = rows
    labels, left, right = columns
    chart = BarChart()
    chart.title = title
    chart.height, chart.width = 7.5, width  # type: ignore[assignment]  # centimetres, fractions allowed
    chart.gapWidth = 60
    last = first + count - 1
    chart.add_data(Reference(sheet, min_col=left, max_col=right, min_row=first, max_row=last))
    chart.set_categories(Reference(sheet, min_col=labels, min_row=first, max_row=last))
    for series in chart.series:
        series.graphicalProperties.solidFill = "1F4E79"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorGridlines = None
    chart.y_axis.number_format = "0"
    chart.y_axis.majorUnit = None
    if left == right:
        chart.legend = None
        chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    return chart
