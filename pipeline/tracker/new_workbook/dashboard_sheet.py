"""How the Dashboard is drawn: its blocks, and native charts over them."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
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

# The first row of each block's cells. On the left what must be done, in the middle what stands where, on the right the
# charts, so that a screen of 1440 x 900 shows it all.
_OVERDUE, _NEXT, _STAGE, _STATE, _RECORD = 5, 16, 5, 15, 29
_MIDDLE = 5  # the first column of the blocks in the middle
_COUNT = 11  # their last one
_PLACES = {
    "asof": "$A$2",
    "overdue": f"$A${_OVERDUE}",
    "next": f"$A${_NEXT}",
    "stage": f"$K${_STAGE}",
    "state": f"$K${_STATE}",
    "questions": f"$K${_STATE + len(STATE_LABELS)}",
    "waiting": f"$K${_STATE + len(STATE_LABELS) + 1}",
    "record": f"$E${_RECORD}",
}
_FILLS = ("B42318", "F9C74F", "8E7CC3", "7FA8D1")  # of the open states
_KEPT_FILLS = {"kept": "2A9D8F", "missed": "B42318", "not yet known": "CBD2D9"}


def draw_dashboard(workbook: Workbook, sheet: Worksheet, *, office: str) -> None:
    """The empty Dashboard of the office called `office`."""
    sheet.sheet_view.showGridLines = False
    widths = {"A": 16, "B": 9, "C": 50, "D": 2, "E": 18, **dict.fromkeys("FGHIJK", 7), "L": 2}
    for letter, width in (widths | dict.fromkeys("MNOPQRS", 8)).items():
        sheet.column_dimensions[letter].width = width
    _words(sheet, "A1", words=f"Dashboard – {office}", size=16)
    sheet.row_dimensions[1].height = 22
    sheet["A2"].font = Font(name=FONT, size=10, color=MUTED)
    late = ("Case", "Days late", "What")
    _block(sheet, (_OVERDUE, 1), title="What is overdue", headers=late, labels=("",) * OVERDUE_ROWS)
    _block(
        sheet, (_NEXT, 1), title="The next ten working days", headers=("Day", "Due", "What"), labels=("",) * NEXT_DAYS
    )
    _counts(sheet, _STAGE, title="Open cases by stage", head=("Stage", "Cases"), labels=STAGES)
    states = (*STATE_LABELS, "Cases with an open question", "Mails and other things that wait for a person")
    _counts(sheet, _STATE, title="Duties by state", head=("State", "Duties"), labels=states)
    headers = ("Quarter of the last day", "5 days: kept", "missed", "not yet known", "15 days: kept", "missed",
               "not yet known")  # fmt: skip
    _block(sheet, (_RECORD, _MIDDLE), title="Five and fifteen working days", headers=headers, labels=("",) * QUARTERS)
    for row in range(3, _RECORD + QUARTERS):
        sheet.row_dimensions[row].height = 13.75
    sheet.row_dimensions[_RECORD - 3].height = 6
    sheet.row_dimensions[_RECORD - 1].height = 27
    for row in range(_NEXT, _NEXT + NEXT_DAYS):
        sheet.cell(row, 1).number_format = "ddd dd mmm"
    for first, count in ((_OVERDUE, OVERDUE_ROWS), (_NEXT, NEXT_DAYS)):
        for row in range(first, first + count):
            sheet.cell(row, 3).number_format = "@"
            sheet.cell(row, 3).font = Font(name=FONT, size=9, color=INK)
            sheet.cell(row, 3).alignment = Alignment(horizontal="left", vertical="center", shrink_to_fit=True)
    for name, at in _PLACES.items():
        workbook.defined_names[f"cc.dash.{name}"] = DefinedName(
            f"cc.dash.{name}", attr_text=f"Dashboard!{at}", hidden=True
        )
    _draw_charts(sheet)


def _counts(sheet: Worksheet, first: int, *, title: str, head: tuple[str, str], labels: tuple[str, ...]) -> None:
    """A block in the middle whose labels reach over all columns but the last."""
    between = ("",) * (_COUNT - _MIDDLE - 1)
    _block(sheet, (first, _MIDDLE), title=title, headers=(head[0], *between, head[1]), labels=labels)
    for row in range(first - 1, first + len(labels)):
        sheet.merge_cells(start_row=row, end_row=row, start_column=_MIDDLE, end_column=_COUNT - 1)


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


def _draw_charts(sheet: Worksheet) -> None:
    states = _bars(sheet, "Duties that are open", rows=(_STATE, len(OPEN_STATES)), columns=(_MIDDLE, _COUNT, _COUNT))
    for at, ink in enumerate(_FILLS):
        point = DataPoint(idx=at)
        point.graphicalProperties.solidFill = ink
        states.series[0].dPt.append(point)
    sheet.add_chart(states, "M3")
    for title, column, place in (
        ("Five working days to notify the Panel", 1, "M13"),
        ("Fifteen working days to the rapid review", 4, "M24"),
    ):
        first = _MIDDLE + column
        kept = _bars(sheet, title, rows=(_RECORD, QUARTERS), columns=(_MIDDLE, first, first + 2))
        kept.grouping, kept.overlap = "stacked", 100
        for series, (name, ink) in zip(kept.series, _KEPT_FILLS.items(), strict=True):
            series.graphicalProperties.solidFill = ink
            series.tx = SeriesLabel(v=name)
        kept.legend.position = "b"
        sheet.add_chart(kept, place)


def _small(title: str) -> Title:
    look = CharacterProperties(sz=1000, b=True)
    line = Paragraph(pPr=ParagraphProperties(defRPr=look), r=[RegularTextRun(rPr=look, t=title)])
    return Title(tx=Text(rich=RichText(p=[line])), overlay=False)


def _bars(sheet: Worksheet, title: str, *, rows: tuple[int, int], columns: tuple[int, int, int]) -> BarChart:
    first, count = rows
    labels, left, right = columns
    chart = BarChart()
    chart.title = _small(title)
    chart.height, chart.width = 4.8, 9.1  # type: ignore[assignment]  # centimetres, fractions allowed
    chart.gapWidth = 60
    last = first + count - 1
    chart.add_data(Reference(sheet, min_col=left, max_col=right, min_row=first, max_row=last))
    chart.set_categories(Reference(sheet, min_col=labels, min_row=first, max_row=last))
    for series in chart.series:
        series.graphicalProperties.solidFill = "1F4E79"
    small = ParagraphProperties(defRPr=CharacterProperties(sz=800))  # so that each label has a place below its bar
    chart.x_axis.txPr = RichText(p=[Paragraph(pPr=small, endParaRPr=CharacterProperties(sz=800))])
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorGridlines = None
    chart.y_axis.number_format = "0"
    chart.y_axis.majorUnit = None
    if left == right:
        chart.legend = None
        chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    return chart
