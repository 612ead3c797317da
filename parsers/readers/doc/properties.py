"""The properties of paragraphs and letters: lists of changes, kept in pages of 512 bytes ([MS-DOC] 2.6, 2.9.33)."""

from __future__ import annotations

import bisect
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.readers.doc.streams import WordFile

_PAGE = 512
_SIZES = (
    1,
    1,
    2,
    4,
    2,
    2,
    0,
    3,
)  # of the operand, by the highest three bits of a change; 0 means that its first byte says it
_TABLE = 0xD608  # sprmTDefTable, whose length takes two bytes
_TABS = 0xC615  # sprmPChgTabs; of a length of 255 the operand must be counted, and forms show no tab stops

Changes = dict[int, bytes]
"""The operand of each change by its code."""


def changes(listed: bytes) -> Changes:
    """The changes in a list; of a repeated one the last."""
    found: Changes = {}
    at = 0
    while at + 2 < len(listed):
        (code,) = struct.unpack_from("<H", listed, at)
        at += 2
        size = _SIZES[code >> 13]
        if code == _TABLE:
            size = max(int.from_bytes(listed[at : at + 2], "little") + 1, 2)
        elif code == _TABS and listed[at] == 255:
            return found
        elif not size:
            size = listed[at] + 1
        found[code] = listed[at : at + size]
        at += size
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Runs:
    """Properties by the bytes of the text stream that they hold for: from each start to the next."""

    starts: list[int]
    lists: list[bytes]

    def at(self, place: int) -> bytes:
        """The list of changes that holds at a byte."""
        found = bisect.bisect_right(self.starts, place) - 1
        return self.lists[found] if found >= 0 else b""

    def ends(self, start: int, end: int) -> list[int]:
        """The places after `start` and before `end` at which other properties begin, and `end`."""
        low, high = bisect.bisect_right(self.starts, start), bisect.bisect_left(self.starts, end)
        return [*self.starts[low:high], end]


def runs(file: WordFile, *, of_paragraphs: bool) -> Runs:
    """The properties of all paragraphs, or of all letters."""
    bins = file.part(13 if of_paragraphs else 12)
    count = max(len(bins) - 4, 0) // 8
    found: list[tuple[int, bytes]] = []
    for number in range(count):
        (page,) = struct.unpack_from("<I", bins, 4 * (count + 1) + 4 * number)
        at = (page & 0x3FFFFF) * _PAGE
        content = file.text[at : at + _PAGE]
        if len(content) == _PAGE:
            found += _paragraphs(content) if of_paragraphs else _letters(content)
    found.sort(key=lambda run: run[0])
    return Runs(starts=[start for start, _ in found], lists=[listed for _, listed in found])


def _paragraphs(page: bytes) -> Iterator[tuple[int, bytes]]:
    """Start and list of each paragraph on a page; the list begins with the number of its style, two bytes."""
    count = min(page[-1], 29)
    for number in range(count):
        (start,) = struct.unpack_from("<I", page, 4 * number)
        at = page[4 * (count + 1) + 13 * number] * 2
        if not at:
            yield start, b""
        elif page[at]:
            yield start, page[at + 1 : at + 2 * page[at]]
        else:
            yield start, page[at + 2 : at + 2 + 2 * page[at + 1]]


def _letters(page: bytes) -> Iterator[tuple[int, bytes]]:
    count = min(page[-1], 101)
    for number in range(count):
        (start,) = struct.unpack_from("<I", page, 4 * number)
        at = page[4 * (count + 1) + number] * 2
        yield start, page[at + 1 : at + 1 + page[at]] if at else b""
