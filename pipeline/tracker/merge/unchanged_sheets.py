"""Sheets that nobody has saved since they were last seen to say exactly what was written: they need no reading."""

from __future__ import annotations

import hashlib

from pipeline.tracker.content.layout import ACTIONS, AGENCIES, CASES, DEADLINES, DECISIONS, LOG, SheetLayout
from pipeline.tracker.merge.tables import title_of
from pipeline.tracker.model import Base
from pipeline.tracker.workbook.book import Book
from pipeline.tracker.workbook.package import Package

WATCHED = (CASES, DEADLINES, AGENCIES, DECISIONS, ACTIONS, LOG)
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
