"""Today as a small page beside the workbook: no script, nothing from elsewhere, references and initials only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from urllib.parse import quote

from pipeline.dates import long_time
from pipeline.today import Today, TodayLine
from pipeline.today_screen import RowKind, ScreenRow, screen

_HEADERS = ("Ref", "Child", "What", "By", "Days", "Who", "Open")
_STYLE = """
body{font:15px/1.35 Calibri,Arial,sans-serif;color:#1f2933;margin:24px auto;max-width:1280px;padding:0 16px}
h1{font-size:22px;margin:0 0 4px}p{margin:0 0 12px;color:#52606d;font-weight:bold}
table{border-collapse:collapse;width:100%}th{text-align:left;background:#4a5560;color:#fff;padding:4px 8px}
td{padding:3px 8px;border-bottom:1px solid #cbd2d9;vertical-align:top}a{color:#0b5cad}
tr.heading td{background:#e4e7eb;font-weight:bold}tr.empty td{color:#52606d;font-style:italic}
tr.fault td{background:#b42318;color:#fff;font-weight:bold}
tr.pressing td{background:#fdecea}tr.pressing td+td+td{color:#b42318;font-weight:bold}
@media print{@page{size:A4 landscape;margin:12mm}body{font-size:10.5pt;margin:0;max-width:none}}
"""

_MOMENT = re.compile("<time>[^<]*</time>")


@dataclass(frozen=True, kw_only=True, slots=True)
class PageLinks:
    """Where the lines of the page lead, each relative to the page."""

    workbook: str
    forms: Mapping[str, str] = field(default_factory=dict)  # the stored form, by Ref
    mails: Mapping[str, str] = field(default_factory=dict)  # the stored mail, by SHA-256


def page(today: Today, *, office: str, links: PageLinks) -> str:
    """The page in HTML; the moment at its head is that of the pass that wrote it."""
    title = escape(f"Today – {office}")
    headers = "".join(f"<th>{header}</th>" for header in _HEADERS)
    rows = "\n".join(_row(row, links) for row in screen(today))
    moment = f"{_moment(today.now)}: {escape(today.summary)}"
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body><h1>{title}</h1><p>{moment}</p>\n"
        f"<table><thead><tr>{headers}</tr></thead><tbody>\n{rows}\n</tbody></table></body></html>\n"
    )


def as_of(text: str, now: datetime) -> str | None:
    """The page `text`, otherwise unchanged, as a pass at `now` writes it; None where it is no such page."""
    found, number = _MOMENT.subn(_moment(now), text, count=1)
    return found if number else None


def _moment(now: datetime) -> str:
    return f"<time>{escape(long_time(now))}</time>"


def _row(row: ScreenRow, links: PageLinks) -> str:
    opening = f'<tr class="{row.kind.value}">'
    if row.line is None:
        words = _link(row.words, links.workbook) if row.kind in (RowKind.MORE, RowKind.ALSO) else escape(row.words)
        return f'{opening}<td colspan="{len(_HEADERS)}">{words}</td></tr>'
    return opening + "".join(f"<td>{cell}</td>" for cell in _cells(row.line, links)) + "</tr>"


def _cells(line: TodayLine, links: PageLinks) -> tuple[str, ...]:
    when = f"{line.when}, provisional" if line.provisional else line.when
    words = (line.initials, line.what, f"{line.by:%a} {line.by.day} {line.by:%b}" if line.by else "", when, line.who)
    return (_link(line.ref, links.workbook) if line.ref else "", *map(escape, words), _original(line, links))


def _original(line: TodayLine, links: PageLinks) -> str:
    if line.message in links.mails:
        return _link("the mail", links.mails[line.message])
    return _link("the form", links.forms[line.ref]) if line.ref in links.forms else ""


def _link(words: str, target: str) -> str:
    # Quoted it has no scheme, and two slashes at its head would name a server: it leads nowhere but beside the page.
    quoted = quote(target, safe="/.")
    return f'<a href="{"." if quoted.startswith("//") else ""}{quoted}">{escape(words)}</a>'
