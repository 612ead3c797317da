"""What the sheet Today says, row by row, and where each of its words leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import NamedTuple

from pipeline.dates import london_date, long_date
from pipeline.model import FactKind
from pipeline.shown_text import clean
from pipeline.today import TodayLine
from pipeline.today_screen import ROWS, ScreenRow, screen
from pipeline.tracker.content.block import Block
from pipeline.tracker.model import TrackerContent

HEADERS = ("Ref", "Child", "What", "By", "Days", "Who", "Open")
OPEN_MAIL, OPEN_FORM = "the mail", "the form"
_KINDS = (*(FactKind.TEXT,) * 4, FactKind.DATE, *(FactKind.TEXT,) * 3)
_REF, _WHAT, LAST_COLUMN = 1, 3, 7  # columns of the block, the kind of the row being the first
_BESIDE_A_DAY, _ALONE = 88, 124  # characters of What that a screen shows
_BLANK = ("",) * len(_KINDS)


class TodayLink(NamedTuple):
    """Where a cell of the block leads: to a file, to the row of a key on a sheet, or to the sheet."""

    row: int  # of the block, from nought
    column: int
    file: str = ""  # relative to the workbook
    sheet: str = ""
    key: str = ""


def today_blocks(content: TrackerContent) -> tuple[Block, ...]:
    """The blocks of the sheet Today; none where nobody has worked out what it is to say."""
    if content.today is None:
        return ()
    mails = mail_links(content)
    rows = [_row(row, content, mails=mails) for row in screen(content.today)]
    said = f"{long_date(london_date(content.now))}: {content.today.summary}"
    return (
        Block(name="today.asof", kinds=(FactKind.TEXT,), rows=((said,),)),
        Block(name="today", kinds=_KINDS, rows=(*rows, *(_BLANK,) * (ROWS - len(rows)))),
    )


def today_links(content: TrackerContent) -> Iterator[TodayLink]:
    """Where the cells of the block `today` lead."""
    mails = mail_links(content)
    for number, row in enumerate(screen(content.today) if content.today else ()):
        if row.line is None:
            if row.sheet:
                yield TodayLink(number, _REF, sheet=row.sheet)
            continue
        if row.line.ref:
            yield TodayLink(number, _REF, sheet="Cases", key=row.line.ref)
        if row.line.item:
            yield TodayLink(number, _WHAT, sheet="Needs attention", key=row.line.item)
        file, _ = _original(row.line, content, mails=mails)
        if file:
            yield TodayLink(number, LAST_COLUMN, file=file)


def mail_links(content: TrackerContent) -> dict[str, str]:
    """The stored mail of each open item that is about one, relative to the workbook, by its SHA-256."""
    waiting = (item for item in content.attention if not item.resolved and item.mail is not None)
    return {item.message: item.mail.original for item in waiting if item.mail and item.mail.original}


def _row(row: ScreenRow, content: TrackerContent, *, mails: Mapping[str, str]) -> tuple[str, ...]:
    line = row.line
    if line is None:
        return (row.kind.value, clean(row.words), *_BLANK[2:])
    when = f"{line.when}, provisional" if line.provisional else line.when
    # Beside a day there is room for fewer words; what is cut off says so, and stands whole where the line leads.
    what = shorten(clean(line.what), width=_BESIDE_A_DAY if line.by else _ALONE, placeholder=" …")
    words = (line.ref, line.initials, what)
    _, opens = _original(line, content, mails=mails)
    return (
        row.kind.value,
        *map(clean, words),
        line.by.isoformat() if line.by else "",
        clean(when),
        clean(line.who),
        opens,
    )


def _original(line: TodayLine, content: TrackerContent, *, mails: Mapping[str, str]) -> tuple[str, str]:
    """The file behind a line, relative to the workbook, and what the link to it is called."""
    if line.message in mails:
        return mails[line.message], OPEN_MAIL
    if line.ref in content.originals:
        return content.originals[line.ref], OPEN_FORM
    return "", ""
