"""An Excel workbook as a page: each sheet's cells as tables, parted where a row is empty; it knows no form."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from parsers.page import Block, Cell, Mark, Page, Paragraph, Span, Table

MOST_ROWS, MOST_COLUMNS = 2000, 40  # a form has fewer; what lies beyond is a list of something else
_WHITE = ("00000000", "FFFFFFFF", "00FFFFFF")


def page(content: bytes) -> Page:
    """The page of a workbook, in the order of its sheets; hidden sheets are left out."""
    book = load_workbook(io.BytesIO(content), data_only=True)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    body = tuple(block for number, sheet in enumerate(visible, 1) for block in _blocks(sheet, number))
    return Page(format="workbook", body=body, title=str(book.properties.title or ""))


def _blocks(sheet: Worksheet, number: int) -> Iterator[Block]:
    """Runs of filled rows as tables; a run of one cell alone is a line."""
    run: list[int] = []
    for index in range(1, min(sheet.max_row, MOST_ROWS) + 2):
        if _filled(sheet, index):
            run.append(index)
        elif run:
            yield _block(sheet, run, number=number)
            run = []


def _filled(sheet: Worksheet, index: int) -> list[int]:
    """The columns of a row in which something is written."""
    width = min(sheet.max_column, MOST_COLUMNS)
    return [column for column in range(1, width + 1) if _text(sheet.cell(index, column).value).strip()]


def _block(sheet: Worksheet, run: list[int], *, number: int) -> Block:
    columns = [column for index in run for column in _filled(sheet, index)]
    first, last = min(columns), max(columns)
    place = f"sheet {number}"
    if len(columns) == 1:
        cell = sheet.cell(run[0], first)
        return _line(cell, f"{place}/row {run[0]}/cell {first}")
    last = max(last, first + 1)
    spans = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    cells: list[Cell] = []
    for at, index in enumerate(run):
        for column in range(first, last + 1):
            held = sheet.cell(index, column)
            if isinstance(held, MergedCell):
                continue
            area = spans.get((index, column))
            source = f"{place}/row {index}/cell {column}"
            cells.append(
                Cell(
                    row=at,
                    column=column - first,
                    blocks=(_line(held, source),),
                    source=source,
                    row_span=1 if area is None else min(area.max_row - area.min_row + 1, len(run) - at),
                    column_span=1 if area is None else min(area.max_col, last) - column + 1,
                    shaded=held.fill.fill_type == "solid" and str(held.fill.fgColor.rgb) not in _WHITE,
                )
            )
    return Table(len(run), last - first + 1, tuple(cells), f"{place}/row {run[0]}")


def _line(cell: SheetCell | MergedCell, source: str) -> Paragraph:
    marks = {Mark.BOLD} if cell.font.bold else set()
    marks |= {Mark.ITALIC} if cell.font.italic else set()
    marks |= {Mark.STRIKE} if cell.font.strike else set()
    return Paragraph((Span(_text(cell.value), frozenset(marks)),), source)


def _text(value: object) -> str:
    """What a cell shows: dates with the day first, whole numbers without a point, ticks as words."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() != time():
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
