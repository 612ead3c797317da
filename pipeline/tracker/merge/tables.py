"""The tables of the workbook as they stand: columns found by header or hidden name, rows by their keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipeline.tracker.content.layout import BY_NAME, LAYOUTS, Column, SheetLayout, anchor_name
from pipeline.tracker.workbook.book import Book, book
from pipeline.tracker.workbook.cells import SheetCell, cell
from pipeline.tracker.workbook.grid import RawCell, SheetGrid, SheetGridRow, grid, raw_cells
from pipeline.tracker.workbook.table_parts import TablePart, table_part

_ADDRESS = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)$")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_NONE: Mapping[str, SheetCell] = {}
_SAYS_NOTHING = ("", "")
_HEADER_SEARCH = 40  # the header row is looked for in this many rows, should the office put rows above it


class TableRow(NamedTuple):
    """One row of a table: `texts` is canonical, by header, without empty cells; `key` is empty while its first part is.

    `odd` holds the cells that cannot be read or that hold a formula. A row that stands `apart` is the table's total
    row, or has a blank row between it and the table: it counts only if its key is known.
    """

    row: SheetGridRow
    key: str
    texts: Mapping[str, str]
    odd: Mapping[str, SheetCell]
    apart: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetTable:
    """A sheet's table: `columns` gives the letters of each header that was found, `part` the sheet's part."""

    layout: SheetLayout
    title: str
    part: str
    grid: SheetGrid
    header_row: int
    columns: Mapping[str, bytes]
    rows: tuple[TableRow, ...]
    described: TablePart | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The headers of the columns that are gone from the sheet."""
        return tuple(column.header for column in self.layout.columns if column.header not in self.columns)


@lru_cache(maxsize=len(LAYOUTS))
def table(content: bytes, name: str) -> SheetTable | None:
    """The table of the layout called `name` in the workbook `content`; None where its sheet or header row is gone."""
    of, layout = book(content), BY_NAME[name]
    anchors = _anchors(layout, of)
    title = title_of(layout, of)
    if title not in of.sheets:
        return None
    sheet = grid(of.package.part(of.sheets[title]))
    here = {header: (letters, row) for header, (name, letters, row) in anchors.items() if name == title}
    found = _header(layout, sheet, of=of, anchors=here)
    if found is None:
        return None
    number, columns = found
    described = table_part(of.sheets[title], number, of=of)
    rows = tuple(_rows(layout, sheet, of=of, below=number, columns=columns))
    return SheetTable(
        layout=layout,
        title=title,
        part=of.sheets[title],
        grid=sheet,
        header_row=number,
        columns=columns,
        rows=_told_apart(rows, described),
        described=described,
    )


def tables(content: bytes) -> Mapping[str, SheetTable]:
    """The tables of the workbook by the names of their layouts; one whose sheet or header row is gone is absent."""
    found = ((layout.name, table(content, layout.name)) for layout in LAYOUTS)
    return {name: entry for name, entry in found if entry is not None}


def title_of(layout: SheetLayout, of: Book) -> str:
    """What the sheet of `layout` is called now: a renamed one is known by its hidden names; empty where it is gone."""
    if layout.name in of.sheets:
        return layout.name
    named = (where[0] for where in _anchors(layout, of).values())
    return next((title for title in named if title in of.sheets), "")


def address(name: str) -> tuple[str, str, int] | None:
    """The sheet, column letters and row that a defined `name` refers to, or None where it is no single cell."""
    found = _ADDRESS.match(name)
    return ((found[1] or found[2]).replace("''", "'"), found[3], int(found[4])) if found else None


def _anchors(layout: SheetLayout, of: Book) -> dict[str, tuple[str, str, int]]:
    found = ((column.header, address(of.names.get(anchor_name(layout, column), ""))) for column in layout.columns)
    return {header: where for header, where in found if where is not None}


def _header(
    layout: SheetLayout, sheet: SheetGrid, *, of: Book, anchors: Mapping[str, tuple[str, int]]
) -> tuple[int, dict[str, bytes]] | None:
    best: tuple[int, dict[str, bytes]] | None = None
    for row, found in raw_cells(sheet, sheet.rows[:_HEADER_SEARCH]):
        texts = _header_texts(found, of)
        columns = _columns(
            layout, texts, anchors={h: at for h, (at, number) in anchors.items() if number == row.number}
        )
        if all(key in columns for key in layout.keys) and (best is None or len(columns) > len(best[1])):
            best = (row.number, columns)
            if len(columns) == len(layout.columns):
                break  # no row further down can have more
    return best


def _header_texts(found: list[RawCell], of: Book) -> dict[bytes, str]:
    plain_text = Column(header="")
    return {raw[0]: " ".join(cell(raw, plain_text, of=of).shown.split()) for raw in found}


def _columns(layout: SheetLayout, texts: Mapping[bytes, str], *, anchors: Mapping[str, str]) -> dict[str, bytes]:
    places: dict[str, list[bytes]] = {}
    for letters, text in texts.items():
        places.setdefault(text.casefold(), []).append(letters)
    out: dict[str, bytes] = {}
    for column in layout.columns:
        here = places.get(column.header.casefold(), [])
        anchored = anchors.get(column.header, "").encode()
        if here:
            # Of two columns with one header the hidden name says which is ours, else the first is.
            out[column.header] = anchored if anchored in here else here[0]
    taken = set(out.values())
    for column in layout.columns:
        anchored = anchors.get(column.header, "").encode()
        if column.header not in out and anchored and anchored not in taken and texts.get(anchored):
            out[column.header] = anchored
    return out


def _rows(
    layout: SheetLayout, sheet: SheetGrid, *, of: Book, below: int, columns: Mapping[str, bytes]
) -> Iterator[TableRow]:
    said = _Said({columns[column.header]: column for column in layout.columns if column.header in columns}, of)
    below_header = (row for row in sheet.rows if row.number > below)
    for row, found in raw_cells(sheet, below_header):
        texts = dict(map(said.__getitem__, found))
        texts.pop("", None)
        odd = dict(said.odd[raw] for raw in found if raw in said.odd) if said.odd else _NONE
        yield TableRow(row, row_key(layout, texts), texts, odd)


class _Said(dict[RawCell, tuple[str, str]]):
    """The header and text of each distinct cell: drop-downs and dates repeat down a column, so each is read once.

    `odd` gives the header and the cell of those that cannot be read or hold a formula.
    """

    def __init__(self, columns: Mapping[bytes, Column], of: Book) -> None:
        super().__init__()
        self._columns, self._of = columns, of
        self.odd: dict[RawCell, tuple[str, SheetCell]] = {}

    def __missing__(self, raw: RawCell) -> tuple[str, str]:
        column = self._columns.get(raw[0])
        if column is None:
            return _SAYS_NOTHING
        found = cell(raw, column, of=self._of)
        if found.problem or found.formula:
            self.odd[raw] = (column.header, found)
        text = typed_ref(found.text) if column.header == "Ref" else found.text
        self[raw] = said = (column.header, text) if text else _SAYS_NOTHING
        return said


def _told_apart(rows: tuple[TableRow, ...], described: TablePart | None) -> tuple[TableRow, ...]:
    end = described.end if described else 0
    if not rows or (described and rows[-1].row.number <= end):
        return rows
    totals = described.totals if described else 0
    out, last, apart = [], end, False
    for entry in rows:
        number = entry.row.number
        is_blank = not entry.texts and not entry.odd
        beyond = number > end + totals and not is_blank
        apart = apart or (beyond and bool(last) and number > last + 1)
        is_total = end < number <= end + totals
        out.append(entry._replace(apart=True) if (apart and not is_blank) or is_total else entry)
        last = number if not is_blank or number <= end + totals else last
    return tuple(out)


def typed_ref(text: str) -> str:
    """A case reference as it was given, however it was typed: in small letters, with spaces or another dash."""
    plain = text if text.isascii() else _DASHES.sub("-", text)
    return "".join(plain.split()).upper()


def row_key(layout: SheetLayout, texts: Mapping[str, str]) -> str:
    """What a row of `layout` is known by, or an empty text while its first key cell is empty."""
    first = texts.get(layout.keys[0], "")
    if not first or len(layout.keys) == 1:
        return first
    return "|".join([texts.get(header, "") for header in layout.keys]).rstrip("|")


def joined_key(parts: Sequence[str]) -> str:
    """The canonical parts of a key as one text; empty parts at its end are left out."""
    return parts[0] if len(parts) == 1 else "|".join(parts).rstrip("|")
