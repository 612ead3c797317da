"""A workbook as a test looks at it: reading one takes longer than a pass, so each is read once, and nothing is written into it."""

import io
from contextlib import closing
from functools import lru_cache

import openpyxl


@lru_cache(maxsize=8)
def book_of(package: bytes) -> openpyxl.Workbook:
    """The whole workbook with its looks; who writes into one loads it for himself."""
    return openpyxl.load_workbook(io.BytesIO(package))


@lru_cache(maxsize=32)
def rows_of(package: bytes, sheet: str) -> tuple[tuple[object, ...], ...]:
    """What stands in each row of a sheet, from the first; all are as long as the longest."""
    with closing(openpyxl.load_workbook(io.BytesIO(package), read_only=True)) as book:
        found = book[sheet]
        found.reset_dimensions()  # what a program says of them may be wrong
        rows = list(found.iter_rows(values_only=True))
    width = max(map(len, rows), default=0)
    return tuple((*row, *[None] * (width - len(row))) for row in rows)


def records_of(package: bytes, sheet: str, *, key: str = "Ref") -> list[dict[str, object]]:
    """Each row of a sheet's table in which something stands under `key`, by its headers."""
    rows = rows_of(package, sheet)
    header = next(row for row in rows if key in row)
    found = (dict(zip(header, row, strict=True)) for row in rows[rows.index(header) + 1 :])
    return [row for row in found if row[key]]


def words_on(package: bytes, sheet: str) -> str:
    """Everything that stands on a sheet."""
    return "\n".join(str(value) for row in rows_of(package, sheet) for value in row if value)
