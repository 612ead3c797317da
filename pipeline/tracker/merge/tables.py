"""The tables of the workbook as they stand: columns found by header or hidden name, rows by their keys."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from pipeline.tracker.content.case_texts import Texts
from pipeline.tracker.content.layout import BY_NAME, CONTACTS, LAYOUTS, Column, SheetLayout, anchor_names, row_key
from pipeline.tracker.model import Base
from pipeline.tracker.workbook.added_columns import has_room
from pipeline.tracker.workbook.book import Book, book
from pipeline.tracker.workbook.cells import CellType, Put, SheetCell, cell
from pipeline.tracker.workbook.grid import RawCell, SheetGrid, SheetGridRow, grid, raw_cells
from pipeline.tracker.workbook.rewritten_sheet import Puts
from pipeline.tracker.workbook.table_parts import PLAIN_RANGE, TablePart, TablePlace, table_part

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

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in any of the table's cells."""
        return not (self.texts or self.odd)

    @property
    def stands(self) -> bool:
        """Whether something stands in it, and it is part of the table."""
        return not (self.apart or self.is_blank)

    @property
    def ref(self) -> str:
        """What stands under Ref; empty where nothing does."""
        return self.texts.get("Ref", "")


RowsOf = Callable[[str], Mapping[str, int]]
"""The numbers of the rows of a sheet, by their keys."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetTable:
    """A sheet's table, where it lies, the letters of each header that was found, and what its rows say."""

    layout: SheetLayout
    place: TablePlace
    columns: Mapping[str, bytes]
    rows: tuple[TableRow, ...]
    coming: tuple[Column, ...] = ()  # the columns that never were there, and will be with the next write
    headings: Mapping[str, str] = field(default_factory=dict)  # what is to head each column here, by its header
    words: frozenset[str] = frozenset()  # of all cells of the header row, the office's own too, in small letters

    @property
    def standing(self) -> list[TableRow]:
        """The rows in which something stands, without those apart."""
        return [row for row in self.rows if row.stands]

    @property
    def present(self) -> list[Column]:
        """The columns of ours that are there, as the layout orders them."""
        return [column for column in self.layout.columns if column.header in self.columns]

    @property
    def keys(self) -> frozenset[str]:
        """What its rows are known by."""
        return frozenset(row.key for row in self.rows)

    @property
    def by_key(self) -> dict[str, Texts]:
        """What its rows say, by their keys; those without one are left out."""
        return {row.key: row.texts for row in self.rows if row.key}

    def differing(self, written: Mapping[str, Texts]) -> tuple[TableRow, ...]:
        """The rows that do not say just what was `written` there, by key."""
        return tuple(row for row in self.rows if row.odd or row.texts != written.get(row.key))

    @property
    def missing(self) -> tuple[str, ...]:
        """The headers of the columns that are gone from the sheet; `headings` says how each is to be called there."""
        gone = self.layout.headers.keys() - self.columns.keys() - {column.header for column in self.coming}
        return tuple(filter(gone.__contains__, self.layout.headers))

    def there(self, texts: Mapping[str, str]) -> Texts:
        """Those of `texts`, which are by header, whose columns are there."""
        return {header: text for header, text in texts.items() if header in self.columns}

    def puts(self, texts: Mapping[str, str]) -> Puts:
        """What is to be written for `texts`, which are by header, into the columns that are there."""
        placed = ((self.columns[header], text) for header, text in self.there(texts).items())
        return {letters: Put(text, self.place.kinds[letters]) for letters, text in placed}


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
    number, columns, headings, words = found
    known = layout.headers
    place = TablePlace(
        title=title,
        part=of.sheets[title],
        grid=sheet,
        header_row=number,
        kinds={letters: known[header].kind for header, letters in columns.items()},
        rows=tuple(row for row in sheet.rows if row.number > number),
        described=table_part(of.sheets[title], number, of=of),
    )
    rows = tuple(_rows(layout, place, of=of, columns=columns))
    return SheetTable(
        layout=layout,
        place=place,
        columns=columns,
        rows=_with_those_apart(rows, place.described or PLAIN_RANGE),
        coming=_coming(layout, place, of=of, there=columns.keys()),
        headings=headings,
        words=words,
    )


def _coming(layout: SheetLayout, place: TablePlace, *, of: Book, there: Collection[str]) -> tuple[Column, ...]:
    # A column that was deleted leaves its hidden name behind; one that a newer version brings never had it.
    unnamed = [column for column in layout.columns if not is_named(layout, column, of=of)]
    never = tuple(column for column in unnamed if column.header not in there)
    names_are_kept = len(unnamed) < len(layout.columns)
    return never if never and names_are_kept and has_room(place, len(never), of=of) else ()


def is_named(layout: SheetLayout, column: Column, *, of: Book) -> bool:
    """Whether the workbook ever had the column: its hidden name is there, though the column may be gone."""
    return not of.names.keys().isdisjoint(anchor_names(layout, column))


def rows_in(content: bytes, name: str) -> tuple[TableRow, ...]:
    """The rows of the table called `name`; none where it is gone."""
    found = table(content, name)
    return found.rows if found else ()


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
    found = (
        (column.header, address(of.names.get(name, "")))
        for column in layout.columns
        for name in reversed(anchor_names(layout, column))
    )
    return {header: where for header, where in found if where is not None}


class _Header(NamedTuple):
    row: int
    columns: dict[str, bytes]
    headings: dict[str, str]
    words: frozenset[str]


def _header(
    layout: SheetLayout, sheet: SheetGrid, *, of: Book, anchors: Mapping[str, tuple[str, int]]
) -> _Header | None:
    best: _Header | None = None
    for row, found in raw_cells(sheet, sheet.rows[:_HEADER_SEARCH]):
        texts = _header_texts(found, of)
        words = frozenset(text.casefold() for text in texts.values())
        headings = _headings(layout, words, of=of)
        columns = _columns(
            headings, texts, anchors={h: at for h, (at, number) in anchors.items() if number == row.number}
        )
        if all(key in columns for key in layout.keys) and (best is None or len(columns) > len(best.columns)):
            best = _Header(row.number, columns, headings, words)
            if len(columns) == len(layout.columns):
                break  # no row further down can have more
    return best


def _header_texts(found: list[RawCell], of: Book) -> dict[bytes, str]:
    return {raw[0]: " ".join(cell(raw, CellType(), of=of).shown.split()) for raw in found}


def _headings(layout: SheetLayout, words: Container[str], *, of: Book) -> dict[str, str]:
    """What heads each column here: the older word where this workbook had it, so that a column of the office's own
    under the newer one is never taken for ours."""

    def is_older(column: Column) -> bool:
        newer, *older = anchor_names(layout, column)
        return newer not in of.names and (column.header.casefold() in words or not of.names.keys().isdisjoint(older))

    return {
        column.header: column.header if column.newer and is_older(column) else column.title for column in layout.columns
    }


def _columns(
    headings: Mapping[str, str], texts: Mapping[bytes, str], *, anchors: Mapping[str, str]
) -> dict[str, bytes]:
    places: dict[str, list[bytes]] = {}
    for letters, text in texts.items():
        places.setdefault(text.casefold(), []).append(letters)
    out: dict[str, bytes] = {}
    for header, heading in headings.items():
        here = places.get(heading.casefold(), [])
        anchored = anchors.get(header, "").encode()
        if here:
            # Of two columns with one header the hidden name, which moves with its cell, says which is ours.
            out[header] = anchored if anchored in here else here[0]
    taken = set(out.values())
    for header in headings:
        anchored = anchors.get(header, "").encode()
        if header not in out and anchored and anchored not in taken and texts.get(anchored):
            out[header] = anchored
    return out


def _rows(layout: SheetLayout, place: TablePlace, *, of: Book, columns: Mapping[str, bytes]) -> Iterator[TableRow]:
    known = layout.headers
    said = _Said({letters: known[header] for header, letters in columns.items()}, of)
    for row, found in raw_cells(place.grid, place.rows):
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
        found = cell(raw, column.type, of=self._of)
        if found.problem or found.formula:
            self.odd[raw] = (column.header, found)
        text = typed_ref(found.text) if column.header == "Ref" else found.text
        self[raw] = said = (column.header, text) if text else _SAYS_NOTHING
        return said


def _with_those_apart(rows: tuple[TableRow, ...], described: TablePart) -> tuple[TableRow, ...]:
    out, last, apart = [], described.end, False
    for entry in rows:
        number = entry.row.number
        if number > described.bottom and not entry.is_blank:
            # Excel takes what is typed right below a table into it, LibreOffice does not; a blank row parts for both
            # (`test_a_row_typed_below_a_table_that_did_not_grow_belongs_to_it_and_stays_where_it_is`).
            apart = apart or 0 < last < number - 1
        is_total = described.end < number <= described.bottom
        out.append(entry._replace(apart=True) if is_total or (apart and not entry.is_blank) else entry)
        if number <= described.bottom or not entry.is_blank:
            last = number
    return tuple(out)


def typed_ref(text: str) -> str:
    """A case reference as it was given, however it was typed: in small letters, with spaces or another dash."""
    plain = text if text.isascii() else _DASHES.sub("-", text)
    return "".join(plain.split()).upper()


def duplicated_keys(table: SheetTable) -> frozenset[str]:
    """The keys that more than one row claims; none of those rows is trusted or written."""
    if table.layout.keys == ("Id",) or table.layout is CONTACTS:
        return frozenset()
    counts = Counter(row.key for row in table.rows)
    return frozenset(key for key, count in counts.items() if count > 1) - {""}


def has_rows(table: SheetTable) -> bool:
    """Whether anything at all is typed into the table."""
    return not all(row.is_blank for row in table.rows)


# --- Remarks below a table: one stays one, though the office fills the blank rows above it ----------------------------

STOOD_APART = "stood apart"  # the part of the base that keeps what stood below each table


def with_remarks(table: SheetTable, base: Base) -> SheetTable:
    """`table` with every row apart that stood apart when it was last read and says the same."""
    stood = base.get(STOOD_APART, {}).get(table.layout.name, {})
    if not stood:
        return table
    written = base.get(table.layout.name, {})
    still = {row.row.number for row in table.rows if row.key not in written and _words(row) in stood}
    return replace(table, rows=tuple(row._replace(apart=row.apart or row.row.number in still) for row in table.rows))


def base_with_remarks(base: Base, read: Mapping[str, SheetTable]) -> Base:
    """The base with what now stands apart on the sheets in `read`; the very same where that has not changed."""
    before = base.get(STOOD_APART, {})
    now = {name: _apart(table) for name, table in read.items()}
    kept = {name: texts for name, texts in {**before, **now}.items() if texts}
    return base if kept == before else {**base, STOOD_APART: kept}


def _apart(table: SheetTable) -> Texts:
    said = dict.fromkeys((_words(row) for row in table.rows if row.apart), "")
    said.pop("", None)
    return said


def _words(row: TableRow) -> str:
    # A total changes with what it counts, so of a formula only the place counts.
    said = {header: "=" if cell.formula else cell.shown for header, cell in row.odd.items()}
    return "\n".join(f"{header}: {text}" for header, text in sorted({**row.texts, **said}.items()))
