"""The sheet Today, put first into a workbook that was made before there was one."""

from __future__ import annotations

import io
from functools import lru_cache

from pipeline.tracker.content.layout import CASES, TODAY
from pipeline.tracker.merge.tables import title_of
from pipeline.tracker.workbook.added_sheet import NewSheet, with_sheet_first
from pipeline.tracker.workbook.book import book
from pipeline.tracker.workbook.package import opened, rewritten


def with_today(package: bytes, *, office: str, marking: str) -> bytes:
    """The workbook with the sheet Today before all others; the very same bytes where it is, was, or cannot be."""
    of = book(package)
    # Once it was there its names stay behind, so that an office that deletes it is not given it again.
    if any(name.startswith("cc.dash.today") for name in of.names) or TODAY in of.sheets or not title_of(CASES, of):
        return package
    if b"purl.oclc.org" in of.package.part(of.part)[:4000]:
        return package  # saved as Strict Open XML, whose every name is another
    parts = with_sheet_first(_drawn(office, marking), of)
    return rewritten(of.package, parts)


@lru_cache(maxsize=1)
def _drawn(office: str, marking: str) -> NewSheet:
    # Of use once in a workbook's life, and slow to import.
    from openpyxl import Workbook

    from pipeline.tracker.new_workbook.looks import set_up_print
    from pipeline.tracker.new_workbook.today_sheet import draw_today

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = TODAY
    draw_today(workbook, sheet, office=office)
    sheet.protection.sheet = True
    set_up_print(sheet, marking=marking, office=office)
    sheet.print_area = None
    out = io.BytesIO()
    workbook.save(out)
    drawn = book(out.getvalue())
    whole = opened(out.getvalue())
    styles = next(part for part in drawn.supports if "styles" in part)
    return NewSheet(
        title=TODAY,
        part=whole.part(drawn.sheets[TODAY]),
        styles=whole.part(styles),
        names={name: place for name, place in drawn.names.items() if name.startswith("cc.")},
    )
