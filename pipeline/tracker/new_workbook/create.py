"""A new workbook: the skeleton, filled by the same hand that later patches it."""

from __future__ import annotations

from pipeline.tracker.merge.patch import patched
from pipeline.tracker.model import Base, TrackerContent
from pipeline.tracker.new_workbook.skeleton import skeleton
from pipeline.tracker.workbook.package import opened, written

_PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WITH_MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def workbook(content: TrackerContent, *, macros: bool = False) -> tuple[bytes, Base]:
    """The bytes of a new workbook that shows `content`, and the base that was written.

    Excel opens a file called .xlsm only where its type says that it may hold `macros`.
    """
    package, base = patched(skeleton(office=content.office, marking=content.marking), content, base={})
    if macros:
        types, whole = "[Content_Types].xml", opened(package)
        package = written(whole, {types: whole.part(types).replace(_PLAIN, _WITH_MACROS)})
    return package, base
