"""What a new workbook lacks as its library saves it: notes with ids of their own, targets that every reader finds."""

from __future__ import annotations

import posixpath
import re
from itertools import count

from pipeline.tracker.workbook.package import opened, written

_SHAPE = re.compile(rb'(<(?:\w+:)?shape\b[^>]*?\sid="_x0000_s)\d+(")')
_BLOCK = re.compile(rb'(<(?:\w+:)?idmap\b[^>]*?\sdata=")[^"]*(")')
_SHAPES = 1024  # ids in the block of each sheet
_TARGET = re.compile(rb'(\sTarget=")/([^"]*)(")')
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
    whole = opened(_called_as_excel_does(package))
    drawings = sorted(name for name in whole.entries if name.endswith(".vml"))
    changed = {name: _numbered(whole.part(name), block) for block, name in enumerate(drawings, start=1)}
    for name in whole.entries:
        if name.endswith(".rels"):
            changed[name] = _relative(whole.part(name), posixpath.dirname(posixpath.dirname(name)))
    return written(whole, {name: part for name, part in changed.items() if part != whole.part(name)})


def _called_as_excel_does(package: bytes) -> bytes:
    whole = opened(package)
    names = {name: new for name in whole.entries for old, said in _NAMES if (new := old.sub(said, name)) != name}
    changed = {name: _prefixed(whole.part(name)) for name in whole.entries if _DRAWING.fullmatch(name)}
    for name in whole.entries:
        if name.endswith(".rels") or name == "[Content_Types].xml":
            part = whole.part(name)
            for old, new in names.items():
                part = part.replace(b'"/%b"' % old.encode(), b'"/%b"' % new.encode())
            changed[name] = part
    changed |= {new: whole.part(old) for old, new in names.items()}
    return written(whole, changed, dropped=frozenset(names))


def _prefixed(drawing: bytes) -> bytes:
    if not drawing.lstrip().startswith(b"<wsDr xmlns="):
        return drawing
    return _BARE.sub(rb"<\1xdr:\2", drawing).replace(b" xmlns=", b" xmlns:xdr=", 1)


def _numbered(shapes: bytes, block: int) -> bytes:
    numbers = count(block * _SHAPES + 1)
    shapes = _BLOCK.sub(lambda found: found[1] + b"%d" % block + found[2], shapes)
    return _SHAPE.sub(lambda found: found[1] + b"%d" % next(numbers) + found[2], shapes)


def _relative(rels: bytes, folder: str) -> bytes:
    def target(found: re.Match[bytes]) -> bytes:
        place = posixpath.relpath(found[2].decode(), folder or ".")
        return found[1] + place.encode() + found[3]

    return _TARGET.sub(target, rels)
