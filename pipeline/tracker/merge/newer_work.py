"""What a workbook shows that a newer journal than ours has written into it: lines of the Log, and references."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from pipeline.model import FactKind, LogEntry
from pipeline.tracker.content.layout import CASES, LOG
from pipeline.tracker.content.rows import log_keys
from pipeline.tracker.merge.rows_without_ref import case_of
from pipeline.tracker.merge.tables import TableRow, rows_in
from pipeline.tracker.model import NewCase
from pipeline.tracker.workbook.values import canonical, value_of

_REF = re.compile(r"[A-Z]{2,8}-\d{4}-\d{3,6}")


@dataclass(frozen=True, kw_only=True, slots=True)
class NewerWork:
    """Lines that the journal never wrote, in words that only a journal writes, and the cases that it does not have."""

    lines: tuple[LogEntry, ...] = ()
    refs: tuple[str, ...] = ()


def shown_refs(package: bytes, *, prefix: str, cases: Collection[str]) -> frozenset[str]:
    """The references on the Cases sheet that are of our kind and of no case, whoever wrote them there."""
    refs = {row.ref for row in rows_in(package, CASES.name)}.difference(cases)
    return frozenset(ref for ref in refs if ref.startswith(f"{prefix}-") and _REF.fullmatch(ref))


def newer_work(package: bytes, *, log: Iterable[LogEntry], cases: Collection[str], refs: Collection[str]) -> NewerWork:
    """What a newer journal has written into the workbook; nothing where all may be ours or the office's own.

    `cases` are the references that the journal knows, `refs` those on the Cases sheet that it does not.
    """
    known = tuple(log)
    keys, events = log_keys(known), {canonical(entry.event) for entry in known}
    newest = max((canonical(entry.at) for entry in known), default="")
    unknown = [row for row in rows_in(package, LOG.name) if row.key and row.key not in keys]

    def is_a_journals(row: TableRow) -> bool:
        # What the office notes on the Log sheet has words of its own; a journal without any word is older than all.
        if events and row.texts.get("Event") not in events:
            return False
        return row.texts["When"] > newest or bool(row.ref and row.ref not in cases)

    if not any(map(is_a_journals, unknown)):
        return NewerWork()
    return NewerWork(lines=tuple(_entries(unknown)), refs=tuple(sorted(refs)))


def _entries(rows: Iterable[TableRow]) -> Iterator[LogEntry]:
    for row in rows:
        at = value_of(row.texts.get("When", ""), FactKind.INSTANT)
        if isinstance(at, datetime):
            event, detail, ref = (row.texts.get(header, "") for header in ("Event", "Detail", "Ref"))
            yield LogEntry(at=at, event=event, detail=detail, case_ref=ref)


def rows_of(package: bytes, refs: Collection[str]) -> dict[str, NewCase]:
    """What the rows with these references say, by reference."""
    return {row.ref: case_of(row) for row in rows_in(package, CASES.name) if row.ref in refs}
