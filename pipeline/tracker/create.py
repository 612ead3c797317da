"""A new workbook: the skeleton, filled by the same hand that later patches it."""

from __future__ import annotations

from pipeline.tracker.model import Base, TrackerContent
from pipeline.tracker.patch import patched
from pipeline.tracker.skeleton import skeleton


def workbook(content: TrackerContent) -> tuple[bytes, Base]:
    """The bytes of a new workbook that shows `content`, and the base that was written."""
    return patched(skeleton(office=content.office, marking=content.marking), content, base={})
