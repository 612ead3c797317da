"""Two readings of the tracker by LibreOffice, before and after a pass: what may differ, and everything else."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

from rounds_model import KEYS

from tests.tracker.libreoffice_seen import NOTHING, Place, SeenBook, SeenCell, SeenSheet

OURS = "Counted by Caseclock"


@dataclass(frozen=True, kw_only=True)
class SeenTable:
    """The table of one sheet as it is seen: its header row, its columns by header, its rows by key in their order."""

    top: int
    columns: Mapping[str, int]
    rows: tuple[tuple[str, int], ...]

    @property
    def end(self) -> int:
        return max((number for _, number in self.rows), default=self.top)


def table_of(sheet: SeenSheet, name: str, *, titles: Mapping[str, str]) -> SeenTable:
    """The table of the sheet called `name`; `titles` gives the headers that the office renamed, by their old names."""
    wanted = {titles.get(key, key): key for key in KEYS[name]}
    top = next(row for row in range(60) if wanted.keys() <= {sheet.text((row, column)) for column in range(200)})
    old = {new: header for header, new in titles.items()}
    columns = {}
    for column in range(200):
        text = sheet.text((top, column))
        if isinstance(text, str):
            columns.setdefault(old.get(text, text), column)
    rows = []
    for number in range(top + 1, max(row for row, _ in sheet.cells) + 1):
        key = "|".join(_plain(sheet.text((number, columns[header]))) for header in KEYS[name]).rstrip("|")
        if key and sheet.text((number, columns[KEYS[name][0]])) is not None:
            rows.append((key, number))
    return SeenTable(top=top, columns=columns, rows=tuple(rows))


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def moved(at: Place, *, start: int, by: int) -> Place:
    """Where a cell stands after rows from `start` on went down by `by`."""
    return (at[0] + by, at[1]) if at[0] >= start else at


def differences(
    before: SeenSheet, after: SeenSheet, *, owned: set[Place], free: Container[int], start: int, by: int
) -> list[tuple[Place, object, object]]:
    """The cells that do not look the same, nor, outside `owned`, say the same.

    Blank ones of rows in `free` may be written and dressed; what stood from row `start` on moved by `by`.
    """
    found = []
    for at, cell in before.cells.items():
        if at[0] in free and _says_nothing(cell):
            continue
        other = after.cells.get(moved(at, start=start, by=by), NOTHING)
        if at in owned and cell.value is None and other.value is not None and "background-color" not in cell.look:
            continue  # a blank cell of a row that was typed by hand is dressed like its column when it is written
        if at in owned:
            cell, other = _looks_only(cell), _looks_only(other)  # noqa: PLW2901
        elif by and cell.formula:
            cell, other = _without_rows(cell), _without_rows(other)  # noqa: PLW2901
        if cell != other:
            found.append((at, _short(cell, other), _short(other, cell)))
    return found


def _short(cell: SeenCell, other: SeenCell) -> object:
    """Only what differs, so that a failure can be read."""
    parts = (set(re.split(r"[,<>]", one.look)) for one in (cell, other))
    own, theirs = parts
    return cell.value, cell.formula, cell.note, cell.span, sorted(own - theirs)


def _looks_only(cell: SeenCell) -> SeenCell:
    note = "" if OURS in cell.note else cell.note
    return SeenCell(look=cell.look, note=note, span=cell.span)


def _without_rows(cell: SeenCell) -> SeenCell:
    # What stands below follows the rows that it refers to; that its value is right is asked elsewhere.
    return SeenCell(formula=re.sub(r"\d+", "#", cell.formula), look=cell.look, note=cell.note, span=cell.span)


def _says_nothing(cell: SeenCell) -> bool:
    return cell.value is None and not cell.formula and not cell.note


def beside_cells(book: SeenBook, name: str, *, start: int = 0, by: int = 0) -> dict[str, object]:
    """What a sheet has besides cells; ranges are told by where they begin, since they grow with the table.

    With `by`, as it will be once what stands from row `start` on has gone down by so many rows.
    """
    sheet = book.sheets[name]
    return {
        "widths": sheet.widths,
        "hidden columns": sheet.hidden_columns,
        "colours": sorted((_begin(area, start, by=by), _begin(test, start, by=by)) for area, test in sheet.colours),
        "charts": [(chart, _begin(source)) for chart, source in sheet.charts],
        "pictures": sheet.pictures,
        "frozen": sheet.frozen,
        "visible": sheet.visible,
    }


def _begin(area: str, start: int = 0, *, by: int = 0) -> str:
    def down(found: re.Match[str]) -> str:
        number = int(found[2])
        return found[1] + str(number + by if by and number > start else number)

    return re.sub(r"(\.\$?[A-Z]{1,3}\$?)(\d+)", down, re.sub(r":[^ \])]+", "", area))
