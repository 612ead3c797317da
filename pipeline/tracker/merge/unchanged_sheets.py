"""What stands as it was written: sheets that need no reading, and the rows of cases at rest, which need no counting."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from pipeline.tracker.content.case_texts import Rows, Texts
from pipeline.tracker.content.layout import ACTIONS, AGENCIES, CASES, DEADLINES, DECISIONS, LOG, SheetLayout
from pipeline.tracker.merge.tables import SheetTable, duplicated_keys, table, title_of
from pipeline.tracker.model import Base, TrackerContent
from pipeline.tracker.workbook.book import Book, book
from pipeline.tracker.workbook.package import Package

OF_CASES = (CASES, DEADLINES, AGENCIES, DECISIONS, ACTIONS)
"""The sheets on which each row is about one case."""
WATCHED = (*OF_CASES, LOG)
AS_WRITTEN = "as written"  # the part of the base that keeps the fingerprints


def is_untouched(layout: SheetLayout, *, of: Book, base: Base) -> bool:
    """Whether the sheet of `layout` holds the very bytes of which `base` says that they say what was written."""
    kept = base.get(AS_WRITTEN, {}).get(layout.name, {}).get("fingerprint", "")
    return bool(kept) and kept == fingerprint(layout, of=of, package=of.package)


def fingerprint(layout: SheetLayout, *, of: Book, package: Package) -> str:
    """A digest of everything in `package` that what the sheet says depends on: cells, strings, formats, epoch."""
    parts = (of.sheets.get(title_of(layout, of), ""), of.part, *of.supports)
    found = [package.packed(package.entries[part]) for part in parts if part in package]
    return hashlib.blake2b(b"\0".join(found), digest_size=16).hexdigest()


# --- Cases at rest ---------------------------------------------------------------------------------------------------


def touched_refs(content: bytes, base: Base) -> frozenset[str] | None:
    """The cases of which any row does not stand as `base` says that it was written; None where a sheet or a column is
    gone or comes back, so that no row can be relied on.

    Raises TrackerUnreadable where the bytes are no workbook.
    """
    of = book(content)
    found: set[str] = set()
    for layout in OF_CASES:
        if is_untouched(layout, of=of, base=base):
            continue
        entry = table(content, layout.name)
        if entry is None or entry.missing or entry.coming:
            return None
        found |= _touched(entry, base)
    return frozenset(found)


def _touched(entry: SheetTable, base: Base) -> set[str]:
    written = base.get(entry.layout.name, {})
    unread = {row.key for row in entry.differing(written)} | duplicated_keys(entry)
    over = [written[key] for key in written.keys() & unread | written.keys() - entry.keys]
    return {row.ref for row in entry.rows if row.key in unread} | {texts.get("Ref", "") for texts in over}


def with_rows_at_rest(due: Rows, content: TrackerContent, *, base: Base) -> Rows:
    """What is `due`, and of the cases at rest what was written."""
    if not content.resting:
        return due
    kept = {layout.name: _of_refs(base.get(layout.name, {}), content.resting) for layout in OF_CASES}
    return {name: {**kept[name], **texts} if name in kept else texts for name, texts in due.items()}


def _of_refs(written: Mapping[str, Texts], refs: frozenset[str]) -> dict[str, Texts]:
    return {key: texts for key, texts in written.items() if texts.get("Ref") in refs}
