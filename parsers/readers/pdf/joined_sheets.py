"""The sheets of a PDF put together to one page."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from pypdf import PdfReader

from parsers.page import Page
from parsers.readers.pdf.encodings import entry
from parsers.readers.pdf.filled_tables import Item, blocks, filled_grids, joined_over_pages
from parsers.readers.pdf.form_fields import is_signed, notes
from parsers.readers.pdf.lines import TextLine, lines
from parsers.readers.pdf.marks import marked
from parsers.readers.pdf.page_edges import Cut, cut, distinct_lines, without_notes
from parsers.readers.pdf.ruled import RuledGrid, grids
from parsers.readers.pdf.shapes import PdfSheet, parted
from parsers.readers.pdf.sheets import BROKEN, opened, sheet
from parsers.readers.pdf.unruled import items
from parsers.readers.shared.comments import EMBEDDED, MACROS, on_comments, remarks
from parsers.unreadable import Unreadable, Why

_DRAWN = ("/Ink", "/Circle", "/Square", "/Line", "/Polygon", "/PolyLine", "/Stamp")
_DRAWN_ON = "Something is drawn or stamped on the form, perhaps round an answer; look at it."


def page_of(content: bytes) -> Page:
    """The page of a PDF file; raises `Unreadable`."""
    reader = opened(content)
    try:
        return _page(reader)
    except BROKEN as error:
        raise Unreadable(Why.DAMAGED) from error


def _page(reader: PdfReader) -> Page:
    sheets = [sheet(each) for each in reader.pages]
    _refuse_unreadable(reader, sheets)
    tables = [grids(each) for each in sheets]
    cuts = cut(sheets, list(map(marked, sheets, tables)))
    usual = _usual_size(cuts)
    cuts = [_without_notes(part, each, grids=own) for part, each, own in zip(cuts, sheets, tables, strict=True)]
    body = joined_over_pages(
        _items(each, part, grids=own) for part, each, own in zip(cuts, sheets, tables, strict=True)
    )
    named = dict(_properties(reader))
    return Page(
        format="pdf",
        body=blocks(body, source="body", usual=usual),
        headers=blocks(_around(line for part in cuts for line in part.head), source="header 1"),
        footers=blocks(_around(line for part in cuts for line in part.foot), source="footer 1"),
        notes=blocks(([line] for part in cuts for line in part.notes), source="footnotes"),
        title=named.get("title", ""),
        properties=tuple(named.items()),
        warnings=_remarks(reader, sheets),
    )


def _refuse_unreadable(reader: PdfReader, sheets: list[PdfSheet]) -> None:
    """Raises `Unreadable` where no words are to be seen, or only those that ask for another program."""
    if not any(run.text.strip() for each in sheets for run in each.runs):
        raise Unreadable(Why.SCANNED if any(each.pictures or each.has_untold for each in sheets) else Why.EMPTY)
    if _is_shell(reader):
        raise Unreadable(Why.UNSUPPORTED)


def _usual_size(cuts: list[Cut]) -> float:
    """The size of most letters in the text, against which a heading is large."""
    return statistics.median_low([run.size for part in cuts for run in part.body] or [10.0])


def _without_notes(part: Cut, each: PdfSheet, *, grids: list[RuledGrid]) -> Cut:
    lowest = min((grid.area.y0 for grid in grids), default=each.height)
    return without_notes(part, each, lowest=lowest)


def _items(each: PdfSheet, part: Cut, *, grids: list[RuledGrid]) -> list[Item]:
    """The paragraphs and tables of one sheet's body, from top to bottom."""
    runs = list(part.body)
    tables = sorted(filled_grids(grids, runs, fills=each.fills, height=each.height), key=lambda table: -table.top)
    found: list[Item] = []
    turned, upright = parted(runs, lambda run: run.is_turned)
    waiting = lines(upright)
    margin = min([line.x0 for line in waiting] + [table.xs[0] for table in tables], default=0.0)
    # No text reaches further than the margin is wide on the other side, unless a line itself does.
    right = max([each.width - margin, *(line.x1 for line in waiting)])
    for table in tables:
        above = [line for line in waiting if line.y > table.top]
        waiting = waiting[len(above) :]
        found += [*items(above, right=right), table]
    return [*found, *items(waiting, right=right), *([TextLine((label,))] for label in turned)]


def _around(found: Iterator[TextLine]) -> list[Item]:
    return [[line] for line in distinct_lines(found)]


def _is_shell(reader: PdfReader) -> bool:
    """Whether the file only asks for Adobe's own reader, its form being kept as XFA without fields of PDF."""
    entries = entry(reader.root_object, "/AcroForm", otherwise={})
    return "/XFA" in entries and not entries.get("/Fields")


def _properties(reader: PdfReader) -> Iterator[tuple[str, str]]:
    for name, value in (reader.metadata or {}).items():
        words = " ".join(str(value).split())
        if words:
            yield name.lstrip("/").lower(), words


def _remarks(reader: PdfReader, sheets: list[PdfSheet]) -> tuple[str, ...]:
    kept = entry(reader.root_object, "/Names", otherwise={})
    comments = sum(len(notes(each, "/Text")) for each in reader.pages)
    blank = ", ".join(str(number) for number, each in enumerate(sheets, start=1) if each.pictures and not each.runs)
    untold = ", ".join(str(number) for number, each in enumerate(sheets, start=1) if each.has_untold)
    return remarks(
        {
            MACROS: "/JavaScript" in kept,
            EMBEDDED: "/EmbeddedFiles" in kept,
            on_comments(comments): comments,
            _DRAWN_ON: any(notes(each, *_DRAWN) for each in reader.pages),
            "The file is signed digitally; what its signature shows was not read.": any(map(is_signed, reader.pages)),
            f"Page {blank} is a picture, as a scan is, and was not read.": blank,
            f"Page {untold} has letters of which the file does not say what they mean; some were not read or may be "
            "wrong, look at it.": untold,
        }
    )
