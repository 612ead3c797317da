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


def finished(package: bytes) -> bytes:
    """The workbook with each note's shape under an id in the block of its own sheet, and with relative targets.

    Readers that join an absolute target to the folder of the part find no drawing under it.
    """
    whole = opened(package)
    drawings = sorted(name for name in whole.entries if name.endswith(".vml"))
    changed = {name: _numbered(whole.part(name), block) for block, name in enumerate(drawings, start=1)}
    for name in whole.entries:
        if name.endswith(".rels"):
            changed[name] = _relative(whole.part(name), posixpath.dirname(posixpath.dirname(name)))
    return written(whole, {name: part for name, part in changed.items() if part != whole.part(name)})


def _numbered(shapes: bytes, block: int) -> bytes:
    numbers = count(block * _SHAPES + 1)
    shapes = _BLOCK.sub(lambda found: found[1] + b"%d" % block + found[2], shapes)
    return _SHAPE.sub(lambda found: found[1] + b"%d" % next(numbers) + found[2], shapes)


def _relative(rels: bytes, folder: str) -> bytes:
    def target(found: re.Match[bytes]) -> bytes:
        place = posixpath.relpath(found[2].decode(), folder or ".")
        return found[1] + place.encode() + found[3]

    return _TARGET.sub(target, rels)
