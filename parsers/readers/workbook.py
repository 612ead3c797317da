"""An Excel workbook as a page: each sheet's cells as tables, parted where a row is empty; it knows no form."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain, groupby

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from parsers.page import Block, Cell, Mark, Page, Paragraph, Span, Table
from parsers.readers.shared.comments import on_comments, remarks
from parsers.readers.shared.strict_names import transitional

MOST_ROWS, MOST_COLUMNS = 2000, 40  # a form has fewer; what lies beyond is a list of something else
BEYOND = f"A sheet goes on beyond row {MOST_ROWS} or column {MOST_COLUMNS}; what stands there was not read: look at it."
_WHITE = ("00000000", "FFFFFFFF", "00FFFFFF")


def page(content: bytes) -> Page:
    """The page of a workbook, in the order of its sheets; hidden sheets are left out."""
    book = load_workbook(_transitional(content), data_only=True, keep_links=False)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    body = tuple(block for number, sheet in enumerate(visible, 1) for block in _blocks(sheet, f"sheet {number}"))
    return Page(format="workbook", body=body, title=str(book.properties.title or ""), warnings=_remarks(visible))


def _transitional(content: bytes) -> io.BytesIO:
    """The workbook, one in strict OOXML in the names that openpyxl knows."""
    held = io.BytesIO(content)
    with zipfile.ZipFile(held) as archive:
        names = archive.namelist()
        if not any(b"purl.oclc.org" in archive.read(name) for name in names if name.startswith("xl/workbook")):
            return held
        parts = {name: transitional(archive.read(name)) for name in names}
    put = io.BytesIO()
    with zipfile.ZipFile(put, "w") as archive:
        for name, blob in parts.items():
            archive.writestr(name, blob)
    return put


def _remarks(sheets: Sequence[Worksheet]) -> tuple[str, ...]:
    """Sentences about what the cells that are read do not show."""
    comments = sum(1 for sheet in sheets for row in _cells(sheet) for cell in row if cell.comment)
    beyond = any(sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS for sheet in sheets)
    return remarks({on_comments(comments): comments, BEYOND: beyond})


def _cells(sheet: Worksheet) -> Iterator[list[SheetCell]]:
    """The cells of each row that is read."""
    rows, columns = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
    return map(_unmerged, sheet.iter_rows(max_row=rows, max_col=columns))


def _unmerged(row: tuple[SheetCell | MergedCell, ...]) -> list[SheetCell]:
    """The cells of a row that are not merged into one before them, which alone holds anything."""
    return [cell for cell in row if isinstance(cell, SheetCell)]


def _blocks(sheet: Worksheet, place: str) -> Iterator[Block]:
    """Runs of filled rows as tables; a run of one cell alone is a line."""
    filled = ([cell for cell in row if _text(cell.value).strip()] for row in _cells(sheet))
    for is_filled, run in groupby(filled, key=bool):
        if is_filled:
            yield _block(sheet, [cell for row in run for cell in row], place=place)


def _block(sheet: Worksheet, written: list[SheetCell], *, place: str) -> Block:
    if len(written) == 1:
        return _line(written[0], _source(written[0], place))
    top, bottom = written[0].row, written[-1].row
    kept, titles = _columns(written), _titles(written)
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    cells: list[Cell] = []
    for held in chain.from_iterable(map(_unmerged, sheet.iter_rows(top, bottom, kept[0], kept[-1]))):
        area = merged.get((held.row, held.column))
        last = held.column if area is None else area.max_col
        if held.row in titles:
            last = kept[-1]
        within = [column for column in kept if held.column <= column <= last]
        if not within or (held.row in titles and held.column > kept[0]):
            continue
        cells.append(
            Cell(
                row=held.row - top,
                column=kept.index(within[0]),
                blocks=(_line(held, _source(held, place)),),
                source=_source(held, place),
                row_span=1 if area is None else min(area.max_row, bottom) - held.row + 1,
                column_span=len(within),
                shaded=_is_shaded(held),
            )
        )
    return Table(bottom - top + 1, len(kept), tuple(cells), f"{place}/row {top}")


def _columns(written: list[SheetCell]) -> list[int]:
    """The columns in which anything is written: empty ones only set others apart. One alone has the next beside it."""
    kept = sorted({cell.column for cell in written})
    return kept if len(kept) > 1 else [*kept, kept[0] + 1]


def _titles(written: list[SheetCell]) -> frozenset[int]:
    """The rows of titles that nobody merged: alone, set apart, and set as no question with its answer is."""
    rows = [list(run) for _, run in groupby(written, key=lambda cell: cell.row)]
    of_questions = {_look(row[0]) for row in rows if len(row) > 1}
    alone = (row[0] for row in rows if len(row) == 1 and row[0].column == written[0].column)
    return frozenset(
        cell.row for cell in alone if any(_look(cell)) and of_questions and _look(cell) not in of_questions
    )


def _look(cell: SheetCell) -> tuple[bool, bool]:
    return bool(cell.font.bold), _is_shaded(cell)


def _is_shaded(cell: SheetCell) -> bool:
    return cell.fill.fill_type == "solid" and str(cell.fill.fgColor.rgb) not in _WHITE


def _source(cell: SheetCell, place: str) -> str:
    return f"{place}/row {cell.row}/cell {cell.column}"


def _line(cell: SheetCell, source: str) -> Paragraph:
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
