"""What a workbook lacks as its library saves it: notes with own ids, names and targets that every reader finds."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from itertools import count

from pipeline.tracker.workbook.package import opened, rewritten, written

_SHAPE = re.compile(rb'(<(?:\w+:)?shape\b[^>]*?\sid="_x0000_s)\d+(")')
_BLOCK = re.compile(rb'(<(?:\w+:)?idmap\b[^>]*?\sdata=")[^"]*(")')
_SHAPES = 1024  # ids in the block of each sheet
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_TARGET = re.compile(rb'(\sTarget=")([^"]*)(")')
_TYPES = "[Content_Types].xml"
# Where Excel keeps notes: readers such as ExcelJS look for them nowhere else, nor for what is drawn without a prefix.
_NAMES = ((re.compile(r"xl/comments/comment(\d+)\.xml"), r"xl/comments\1.xml"),
          (re.compile(r"xl/drawings/commentsDrawing(\d+)\.vml"), r"xl/drawings/vmlDrawing\1.vml"))  # fmt: skip
_DRAWING = re.compile(r"xl/drawings/drawing\d+\.xml")
_BARE = re.compile(rb"<(/?)(\w+)(?=[\s>/])")


def finished(package: bytes) -> bytes:
    """The workbook with each note's shape under an id in the block of its own sheet, with parts called as Excel calls
    them, and with relative targets.

    Readers that join an absolute target to the folder of the part find no drawing under it.
    """
    whole = opened(called_as_excel_does(package))
    drawings = sorted(name for name in whole.entries if name.endswith(".vml"))
    changed = {name: _numbered(whole.part(name), block) for block, name in enumerate(drawings, start=1)}
    return written(whole, {name: part for name, part in changed.items() if part != whole.part(name)})


def called_as_excel_does(package: bytes) -> bytes:
    """The workbook with its notes and drawings under the names that Excel gives them, and with relative targets; the
    very same bytes where no part is called otherwise.

    A workbook that Excel saved once has no other names. What stands in a part stays as it is.
    """
    whole = opened(package)
    names = dict(filter(None, map(_renamed, whole.entries)))
    if not names or any(new in whole for new in names.values()):
        return package
    changed = {name: _prefixed(whole.part(name)) for name in whole.entries if _DRAWING.fullmatch(name)}
    changed |= {name: _led_to(name, whole.part(name), names=names) for name in whole.entries if name.endswith(".rels")}
    changed |= {new: whole.part(old) for old, new in names.items()}
    changed[_TYPES] = _typed(whole.part(_TYPES), names)
    return rewritten(whole, changed, dropped=frozenset(names))


def _renamed(name: str) -> tuple[str, str] | None:
    return next(((name, old.sub(said, name)) for old, said in _NAMES if old.fullmatch(name)), None)


def _typed(types: bytes, names: Mapping[str, str]) -> bytes:
    for old, new in names.items():
        types = types.replace(b'"/%b"' % old.encode(), b'"/%b"' % new.encode())
    return types


def _prefixed(drawing: bytes) -> bytes:
    if not drawing.lstrip().startswith(b"<wsDr xmlns="):
        return drawing
    return _BARE.sub(rb"<\1xdr:\2", drawing).replace(b" xmlns=", b" xmlns:xdr=", 1)


def _numbered(shapes: bytes, block: int) -> bytes:
    numbers = count(block * _SHAPES + 1)
    shapes = _BLOCK.sub(lambda found: found[1] + b"%d" % block + found[2], shapes)
    return _SHAPE.sub(lambda found: found[1] + b"%d" % next(numbers) + found[2], shapes)


def _led_to(part: str, rels: bytes, *, names: Mapping[str, str]) -> bytes:
    """The relationships in `part`, relative, and to the new names of what was renamed."""
    folder = posixpath.dirname(posixpath.dirname(part))

    def entry(found: re.Match[bytes]) -> bytes:
        return found[0] if b'"External"' in found[0] else _TARGET.sub(target, found[0])

    def target(found: re.Match[bytes]) -> bytes:
        place = posixpath.normpath(posixpath.join("/" + folder, found[2].decode())).lstrip("/")
        return found[1] + posixpath.relpath(names.get(place, place), folder or ".").encode() + found[3]

    return _RELATION.sub(entry, rels)
