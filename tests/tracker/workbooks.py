"""Edits as the office makes them, by openpyxl and at part level, for the tests of the tracker."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.tracker.content.layout import CASES, Column, SheetLayout
from pipeline.tracker.new_workbook import create
from pipeline.tracker.new_workbook.create import _skeleton
from pipeline.tracker.new_workbook.finishing import called_as_excel_does
from tests.workbook_seen import records_of

LAST = get_column_letter(len(CASES.columns))  # of the Cases sheet
FREE, NEXT_FREE, FAR = (get_column_letter(len(CASES.columns) + beyond) for beyond in (1, 2, 4))


def typed(package: bytes, edit: Callable[[openpyxl.Workbook], None]) -> bytes:
    """The workbook after `edit`, opened and saved by openpyxl, its parts called as Excel calls them."""
    workbook = openpyxl.load_workbook(io.BytesIO(package))
    edit(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return called_as_excel_does(out.getvalue())


@contextmanager
def drawn_with(*older: tuple[SheetLayout, Iterable[Column]]) -> Iterator[None]:
    """The product with other columns on these sheets, as an older version had them."""
    whole = [(layout, layout.columns) for layout, _ in older]

    def are(columns: Iterable[tuple[SheetLayout, Iterable[Column]]]) -> None:
        for layout, wanted in columns:
            object.__setattr__(layout, "columns", tuple(wanted))

    are(older)
    create._skeleton = _skeleton.__wrapped__  # type: ignore[assignment]
    try:
        yield
    finally:
        are(whole)
        create._skeleton = _skeleton


def column_of(sheet: Worksheet, header: str, row: int = 4) -> int:
    return next(cell.column for cell in sheet[row] if cell.value == header)


def row_of(sheet: Worksheet, ref: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == ref)


def put(workbook: openpyxl.Workbook, ref: str, header: str, value: object, *, sheet: str = "Cases") -> None:
    found = workbook[sheet]
    found.cell(row_of(found, ref), column_of(found, header)).value = value


def value(package: bytes, ref: str, header: str, *, sheet: str = "Cases") -> object:
    return next(row[header] for row in records_of(package, sheet) if row["Ref"] == ref)


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(package: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The package with parts replaced or added, as another program would zip it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts(package) | dict(changed)).items():
            archive.writestr(name, content)
    return out.getvalue()
