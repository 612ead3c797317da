"""From the items of Needs attention to the rows of their cases, in the workbook that stands."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.tracker.content.layout import ATTENTION, CASES
from pipeline.tracker.merge.tables import RowsOf, table, title_of
from pipeline.tracker.model import TrackerContent
from pipeline.tracker.workbook.book import Book
from pipeline.tracker.workbook.links import CellLink, area_links
from pipeline.tracker.workbook.values import canonical


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
