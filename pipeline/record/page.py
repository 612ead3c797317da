"""The record of a case as one page: no script, nothing from elsewhere, fit to print; its links lead into the bundle."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from pipeline.dates import long_time
from pipeline.record.case_record import BundledFile, CaseRecord, HeldFact, RecordedDate, RecordLine

_STYLE = """
body{font:15px/1.4 Calibri,Arial,sans-serif;color:#1f2933;margin:24px auto;max-width:1180px;padding:0 16px}
h1{font-size:24px;margin:0}h2{font-size:19px;margin:32px 0 8px;border-bottom:2px solid #4a5560}
h3{font-size:16px;margin:16px 0 4px}p{margin:0 0 6px}nav a{margin-right:16px}a{color:#0b5cad}
.mark{font-weight:bold;letter-spacing:.04em}.quiet{color:#52606d}.bad{color:#b42318;font-weight:bold}
table{border-collapse:collapse;width:100%}thead{display:table-header-group}
th{text-align:left;background:#4a5560;color:#fff;padding:4px 8px}
td{padding:3px 8px;border-bottom:1px solid #cbd2d9;vertical-align:top;overflow-wrap:anywhere}
td.when,td.number{white-space:nowrap}td.hash{font:11px/1.4 Consolas,monospace}section article{break-inside:avoid}
tr{break-inside:avoid}pre{background:#f0f2f4;padding:8px;white-space:pre-wrap}
@media print{@page{size:A4 landscape;margin:12mm}body{font-size:10pt;margin:0;max-width:none;padding:0}nav{display:none}
a{color:inherit}th{color:#000;background:none;border-bottom:2px solid #000}}
"""
_VERIFY = "sha256sum -c SHA256SUMS"
_SECTIONS = {
    "order": "What happened, in order",
    "dates": "Dates, with their law and how they were counted",
    "decisions": "Decisions",
    "facts": "Facts that now hold",
    "files": "Mails and documents",
    "proof": "How to verify this",
}


def page(record: CaseRecord) -> str:
    """The page in HTML."""
    title = escape(f"Record of {record.ref}")
    links = "".join(f'<a href="#{name}">{escape(heading)}</a>' for name, heading in _SECTIONS.items())
    decisions = tuple(fact for fact in record.facts if fact.is_decision)
    others = tuple(fact for fact in record.facts if not fact.is_decision)
    sections = {
        "order": _order(record.lines),
        "dates": "\n".join(map(_date, record.dates)) or "<p>None.</p>",
        "decisions": _facts(decisions),
        "facts": _facts(others),
        "files": _files(record.files),
        "proof": _proof(record),
    }
    body = "\n".join(
        f'<section id="{name}"><h2>{_SECTIONS[name]}</h2>\n{sections[name]}</section>' for name in sections
    )
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body>{_head(record, title)}\n<nav>{links}</nav>\n"
        f"{body}</body></html>\n"
    )


def _head(record: CaseRecord, title: str) -> str:
    marking = f'<p class="mark">{escape(record.marking)}</p>' if record.marking else ""
    opened, made = escape(long_time(record.opened_at)), escape(long_time(record.made_at))
    return (
        f"{marking}<h1>{title}</h1><p>{escape(record.partnership)}. Opened {opened}; this record was made {made}.</p>"
    )


def _order(lines: Iterable[RecordLine]) -> str:
    rows = (
        (str(line.number), long_time(line.at), _named(line.what, line.file), escape(line.said), escape(line.source))
        for line in lines
    )
    return _table(("Entry", "When", "What", "What was said", "Source"), rows, classes=("number", "when"))


def _date(found: RecordedDate) -> str:
    said = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in found.paragraphs)
    sent = "".join(f'<p class="quiet">Sent: {escape(line)}</p>' for line in found.sent)
    return f"<article><h3>{escape(found.title)}</h3>{said}{sent}</article>"


def _facts(facts: Iterable[HeldFact]) -> str:
    rows = ((escape(fact.what), escape(fact.value), escape(fact.source), long_time(fact.recorded_at)) for fact in facts)
    return _table(("What", "Value", "Source", "Recorded"), rows, classes=("", "", "", "when"))


def _files(files: Iterable[BundledFile]) -> str:
    rows = ((_named(file.what, file.name), escape(file.name or file.note), file.sha256) for file in files)
    return _table(("What", "File", "SHA-256"), rows, classes=("", "", "hash"))


def _proof(record: CaseRecord) -> str:
    return (
        "<p>The file SHA256SUMS beside this page names every file of the bundle with its checksum. In the bundle's own "
        f"folder, with no program of ours:</p><pre>{_VERIFY}</pre>"
        "<p>record.jsonl holds each entry above as it stands in the journal, a line each: the row, the salt, the "
        "digest (SHA-256 of the salt, a line feed and the row as JSON), and the hash (SHA-256 of the hash before, the "
        "number, the kind and the digest, a line each). The newest hash of the journal stands in each morning's "
        f"digest, in the inboxes of those who had it.</p><p>{escape(record.verdict)}</p>"
    )


def _named(what: str, file: str) -> str:
    return f'<a href="{quote(file)}">{escape(what)}</a>' if file else escape(what)


def _table(headers: tuple[str, ...], rows: Iterable[tuple[str, ...]], *, classes: tuple[str, ...]) -> str:
    """A table; the cells are HTML already."""
    names = (*classes, *("" for _ in headers))
    body = "\n".join(
        "<tr>" + "".join(f'<td class="{name}">{cell}</td>' for name, cell in zip(names, row, strict=False)) + "</tr>"
        for row in rows
    )
    if not body:
        return "<p>None.</p>"
    head = "".join(f"<th>{header}</th>" for header in headers)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"
