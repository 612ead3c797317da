"""Links within the workbook that stands: from the lines of Today, and from what waits to the row of its case."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.today_screen import ROWS
from pipeline.tracker.content.layout import ATTENTION, BY_NAME, CASES, HEADER_ROW
from pipeline.tracker.content.today_blocks import LAST_COLUMN, TodayLink, today_links
from pipeline.tracker.merge.tables import RowsOf, address, table, title_of
from pipeline.tracker.model import TrackerContent
from pipeline.tracker.workbook.book import Book
from pipeline.tracker.workbook.grid import letters_of, number_of
from pipeline.tracker.workbook.links import CellLink, area_links
from pipeline.tracker.workbook.values import canonical


def today_link_parts(
    content: TrackerContent, of: Book, *, parts: Mapping[str, bytes], rows_of: RowsOf
) -> dict[str, bytes]:
    """The changed parts so that each line leads to its row and its original; `parts` are those changed already."""
    found = address(of.names.get("cc.dash.today", ""))
    if not found or found[0] not in of.sheets or content.today is None:
        return {}
    title, letters, top = found
    left, part = number_of(letters.encode()), of.sheets[title]
    wanted = {}
    for link in today_links(content):
        target = _target(link, of, rows_of=rows_of)
        if target:
            wanted[letters_of(left + link.column) + b"%d" % (top + link.row)] = target
    area = {
        letters_of(column) + b"%d" % row
        for column in range(left, left + LAST_COLUMN + 1)
        for row in range(top, top + ROWS)
    }
    return area_links(part, wanted=wanted, area=area, of=of, parts=parts)


def case_link_parts(
    content: TrackerContent, of: Book, *, parts: Mapping[str, bytes], rows_of: RowsOf
) -> dict[str, bytes]:
    """The changed parts so that each item's Ref leads to the row of its case; `parts` are those changed already."""
    entry, title = table(of.package.content, ATTENTION.name), title_of(CASES, of)
    if entry is None or "Ref" not in entry.columns:
        return {}
    refs = {canonical(item.id): item.case_ref for item in content.attention}
    cells = {key: entry.columns["Ref"] + b"%d" % row for key, row in rows_of(ATTENTION.name).items()}
    rows = {cell: rows_of(CASES.name).get(refs.get(key, "")) for key, cell in cells.items()}
    wanted = {cell: CellLink.to_row(title, row) for cell, row in rows.items() if row is not None}
    return area_links(entry.place.part, wanted=wanted, area=set(rows), of=of, parts=parts)


def _target(link: TodayLink, of: Book, *, rows_of: RowsOf) -> CellLink | None:
    if link.file:
        return CellLink(file=link.file)
    title = title_of(BY_NAME[link.sheet], of)
    row = rows_of(link.sheet).get(link.key) if link.key else HEADER_ROW
    if not title or row is None:
        return None
    return CellLink.to_row(title, row)
