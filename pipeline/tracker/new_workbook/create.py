"""A new workbook: sheets, tables, drop-downs, colours and print set-up, filled by what later patches it."""

from __future__ import annotations

import io
from functools import lru_cache

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.properties import Outline
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.tracker.content.layout import (
    ATTENTION,
    FIRST_ROW,
    HEADER_ROW,
    LAYOUTS,
    LOG,
    MARKED,
    SHEETS,
    TODAY,
    Column,
    SheetLayout,
    anchor_name,
    list_name,
    marked_place,
)
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.model import Base, TrackerContent
from pipeline.tracker.new_workbook import looks
from pipeline.tracker.new_workbook.dashboard_sheet import draw_dashboard
from pipeline.tracker.new_workbook.finishing import finished
from pipeline.tracker.new_workbook.guide import write_guide
from pipeline.tracker.new_workbook.rules_for_cells import add_colours, add_drop_downs
from pipeline.tracker.new_workbook.today_sheet import draw_today
from pipeline.tracker.workbook.package import opened, written

_PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WITH_MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def workbook(content: TrackerContent, *, macros: bool = False) -> tuple[bytes, Base]:
    """The bytes of a new workbook that shows `content`, and the base that was written.

    Excel opens a file called .xlsm only where its type says that it may hold `macros`.
    """
    package, base = patched(_skeleton(office=content.office, marking=content.marking), content, base={})
    if macros:
        types, whole = "[Content_Types].xml", opened(package)
        package = written(whole, {types: whole.part(types).replace(_PLAIN, _WITH_MACROS)})
    return package, base


@lru_cache(maxsize=4)
def _skeleton(*, office: str, marking: str) -> bytes:
    """The bytes of a workbook without rows, for the office called `office`, printed with `marking`; slow to draw."""
    workbook = Workbook()
    sheets = {name: workbook.create_sheet(name) for name in SHEETS}
    del workbook["Sheet"]
    _write_lists(workbook, sheets["Lists"])
    for layout in LAYOUTS:
        _write_sheet(workbook, sheets[layout.name], layout=layout)
    place = marked_place(get_column_letter(1 + ATTENTION.columns.index(ATTENTION.headers["Cell"])))
    workbook.defined_names[MARKED] = DefinedName(MARKED, attr_text=place, hidden=True)
    draw_today(workbook, sheets[TODAY], office=office)
    draw_dashboard(workbook, sheets["Dashboard"], office=office)
    write_guide(sheets["How to use"], office=office)
    for name in (TODAY, "Dashboard", LOG.name, "How to use"):
        _protect(sheets[name])
    for sheet in sheets.values():
        looks.set_up_print(sheet, marking=marking, office=office)
    sheets["Lists"].sheet_state = "hidden"
    workbook.properties.title = "Case tracker"
    workbook.properties.creator = office
    out = io.BytesIO()
    # There is no formula whose value is not written beside it, so nothing need be counted when it is opened.
    workbook.calculation.fullCalcOnLoad = False
    workbook.save(out)
    return finished(out.getvalue())


def _write_lists(workbook: Workbook, sheet: Worksheet) -> None:
    chosen = {list_name(column): column.choices for layout in LAYOUTS for column in layout.columns if column.choices}
    for at, (name, choices) in enumerate(sorted(chosen.items()), start=1):
        letter = get_column_letter(at)
        sheet[f"{letter}1"] = name
        for row, choice in enumerate(choices, start=2):
            sheet[f"{letter}{row}"] = choice
        area = f"Lists!${letter}$2:${letter}${len(choices) + 1}"
        workbook.defined_names[name] = DefinedName(name, attr_text=area, hidden=True)


def _write_sheet(workbook: Workbook, sheet: Worksheet, *, layout: SheetLayout) -> None:
    looks.write_heading(sheet, layout)
    for at, column in enumerate(layout.columns, start=1):
        _write_column(sheet, column, at=at, layout=layout)
        anchor = f"'{layout.name}'!${get_column_letter(at)}${HEADER_ROW}"
        name = anchor_name(layout, column)
        workbook.defined_names[name] = DefinedName(name, attr_text=anchor, hidden=True)
    looks.write_bands(sheet, layout)
    sheet.row_dimensions[FIRST_ROW].height = layout.height
    last = get_column_letter(len(layout.columns))
    table = Table(displayName=layout.table, ref=f"A{HEADER_ROW}:{last}{FIRST_ROW}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
    sheet.freeze_panes = f"{get_column_letter(layout.frozen + 1)}{FIRST_ROW}"
    add_drop_downs(sheet, layout)
    add_colours(sheet, layout)


def _write_column(sheet: Worksheet, column: Column, *, at: int, layout: SheetLayout) -> None:
    letter = get_column_letter(at)
    sheet.column_dimensions[letter].width = column.width
    sheet.column_dimensions[letter].hidden = column.hidden or column.folded
    if column.folded:
        sheet.column_dimensions[letter].outlineLevel = 1
        # The sign that opens a group stands over its first column, which is always shown.
        sheet.sheet_properties.outlinePr = Outline(summaryRight=False)
    looks.dress_column(sheet.column_dimensions[letter], column, wraps=layout.height > 20)
    header = sheet.cell(HEADER_ROW, at, column.title)
    looks.dress_header(header, column)
    looks.dress_cell(sheet.cell(FIRST_ROW, at), column, wraps=layout.height > 20)
    said = looks.header_note(column, layout)
    if said:
        header.comment = Comment(said, "Caseclock", width=260, height=90)


def _protect(sheet: Worksheet) -> None:
    # Without a password, and only where nobody types: on a protected sheet Excel neither adds rows to a table nor sorts
    # it. On the others a validation refuses typing into counted cells, and the next pass puts back what was pasted.
    protection = sheet.protection
    protection.sheet = True
    protection.sort = protection.autoFilter = protection.formatColumns = protection.formatRows = False
    protection.formatCells = protection.insertColumns = False
    protection.objects = protection.scenarios = False
