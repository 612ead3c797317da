"""The newest backup that can be read, from which a workbook that is gone or damaged is put back with all of its own."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.edges.journal import Journal
from pipeline.edges.tracker_file.workbook_file import TrackerFile
from pipeline.errors import TrackerRefused, TrackerUnreadable
from pipeline.tracker.content.layout import CASES
from pipeline.tracker.merge.bases import base_that_says, missing_lines
from pipeline.tracker.merge.tables import tables
from pipeline.tracker.model import Base
from pipeline.tracker.workbook.package import opened
from scheduler.tracker_base import base_of, kept_base


@dataclass(frozen=True, kw_only=True, slots=True)
class Backup:
    """A workbook that was kept, and what had been written when it was."""

    name: str  # of its file
    content: bytes
    base: Base


def newest_backup(journal: Journal, tracker: TrackerFile) -> Backup | None:
    """The newest backup in which the Cases sheet can be read; None where there is none."""
    for path in reversed(tracker.kept_backups()):
        try:
            content = path.read_bytes()
            opened(content)
            if CASES.name not in tables(content):
                continue
            base = base_of(journal, content)
        except (OSError, TrackerUnreadable, TrackerRefused):
            continue
        if missing_lines(content, base):
            # From before every write that is remembered: what it says was read long ago, and nothing in it is news.
            base = base_that_says(content, kept_base(journal))
        return Backup(name=path.name, content=content, base=base)
    return None
