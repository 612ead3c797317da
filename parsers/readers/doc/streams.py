"""The streams of a Word 97 file, its text in pieces, and the places of its tables ([MS-DOC] 2.4, 2.5, 2.8)."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.unreadable import Unreadable, Why

_WORD_97 = 0xA5EC  # wIdent ([MS-DOC] 2.5.2)
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_COMPRESSED = 0x40000000
_PLACES = 0x9A  # where the pairs of place and length begin in the header
_MOST_CHARACTERS = 20_000_000
STORIES = ("body", "footnote", "header", "macro", "comment", "endnote", "box", "header box")


@dataclass(frozen=True, kw_only=True, slots=True)
class TextPiece:
    """Characters from `start` on that stand at byte `at` of the text stream, each `width` bytes wide."""

    start: int
    text: str
    at: int
    width: int


@dataclass(frozen=True, kw_only=True, slots=True)
class WordFile:
    """The streams of one file."""

    text: bytes  # `WordDocument`: the header, the letters and the pages of properties
    tables: bytes  # `0Table` or `1Table`: what the header's places point into
    objects: bytes  # `Data`: pictures, form fields, long properties; may be empty
    lengths: tuple[int, ...]  # characters of each of the `STORIES`, which follow one another
    properties: tuple[tuple[str, str], ...] = ()

    def part(self, number: int) -> bytes:
        """The structure that the header names in its pair `number` ([MS-DOC] 2.5.6)."""
        place, length = struct.unpack_from("<II", self.text, _PLACES + 8 * number)
        return self.tables[place : place + length]

    def story(self, name: str) -> tuple[int, int]:
        """Where a story begins and ends, in characters."""
        at = STORIES.index(name)
        start = sum(self.lengths[:at])
        return start, start + self.lengths[at]


def word_file(content: bytes) -> WordFile:
    """The opened file; raises `Unreadable` for one that is encrypted, older than Word 97 or damaged."""
    from olefile import OleFileIO  # type: ignore[import-untyped]  # no types are published

    try:
        with OleFileIO(io.BytesIO(content)) as streams:
            text = _stream(streams, "WordDocument")
            (magic,) = struct.unpack_from("<H", text)
            (flags,) = struct.unpack_from("<H", text, 0x0A)
            if flags & _ENCRYPTED:
                raise Unreadable(Why.ENCRYPTED)
            if magic != _WORD_97:
                raise Unreadable(Why.UNSUPPORTED)
            tables = _stream(streams, "1Table" if flags & _SECOND_TABLE else "0Table")
            objects = _stream(streams, "Data") if streams.exists("Data") else b""
            properties = tuple(_properties(streams))
    except (OSError, struct.error, ValueError, IndexError, TypeError, AttributeError) as error:
        raise Unreadable(Why.DAMAGED) from error
    lengths = struct.unpack_from("<8i", text, 0x4C)
    if min(lengths) < 0 or sum(lengths) > _MOST_CHARACTERS:
        raise Unreadable(Why.DAMAGED)
    return WordFile(text=text, tables=tables, objects=objects, lengths=lengths, properties=properties)


def _properties(streams: object) -> Iterator[tuple[str, str]]:
    """Title, author and company, where the file has them."""
    metadata = streams.get_metadata()  # type: ignore[attr-defined]
    for name in ("title", "subject", "author", "company"):
        value = getattr(metadata, name, None)
        text = value.decode("cp1252", "replace").strip("\0 ") if isinstance(value, bytes) else ""
        if text:
            yield name, text


def _stream(streams: object, name: str) -> bytes:
    opened: bytes = streams.openstream(name).read()  # type: ignore[attr-defined]
    return opened


def pieces(file: WordFile) -> Iterator[TextPiece]:
    """The text of the file in order."""
    table = _piece_table(file.part(33))
    count = (len(table) - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", table)
    for number in range(count):
        (place,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)
        length = starts[number + 1] - starts[number]
        if place & _COMPRESSED:
            at, width, charset = (place & ~_COMPRESSED) // 2, 1, "cp1252"
        else:
            at, width, charset = place, 2, "utf-16-le"
        raw = file.text[at : at + length * width]
        yield TextPiece(start=starts[number], text=raw.decode(charset, "replace"), at=at, width=width)


def _piece_table(wrapper: bytes) -> bytes:
    """The piece table in its wrapper, which begins with changes from quick saves ([MS-DOC] 2.9.38)."""
    at = 0
    while wrapper[at : at + 1] == b"\x01":
        at += 3 + int.from_bytes(wrapper[at + 1 : at + 3], "little")
    if wrapper[at : at + 1] != b"\x02":
        raise Unreadable(Why.DAMAGED)
    length = int.from_bytes(wrapper[at + 1 : at + 5], "little")
    return wrapper[at + 5 : at + 5 + length]
