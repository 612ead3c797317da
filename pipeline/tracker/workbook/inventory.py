"""The check before a workbook replaces another: no part lost, every changed part well formed."""

from __future__ import annotations

from collections.abc import Collection
from xml.parsers import expat

from pipeline.errors import TrackerRefused, TrackerUnreadable
from pipeline.tracker.workbook.grid import DAMAGED
from pipeline.tracker.workbook.package import Package, opened


def require_whole(old: Package, content: bytes, *, changed: Collection[str], dropped: Collection[str] = ()) -> None:
    """Raises TrackerRefused unless `content` has every part of `old` but the `dropped` ones, and its `changed` parts
    are well-formed XML; TrackerUnreadable where one of those was damaged before."""
    new = opened(content)
    lost = [name for name in old.entries if name not in new.entries and name not in dropped]
    if lost:
        raise TrackerRefused(
            f"The tracker was not written, because its part {lost[0]} would have been lost; the old file stands. "
            "Please report this with a copy of the workbook."
        )
    for name in changed:
        if not _is_well_formed(new.part(name)):
            if name in old and not _is_well_formed(old.part(name)):
                raise TrackerUnreadable(DAMAGED)
            raise TrackerRefused(
                f"The tracker was not written, because its part {name} would not have been readable; the old file "
                "stands. Please report this with a copy of the workbook."
            )


def _is_well_formed(part: bytes) -> bool:
    parser = expat.ParserCreate()
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        return False
    return True
