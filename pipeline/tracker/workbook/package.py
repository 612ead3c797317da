"""A zip package whose unchanged parts are carried over as they lie, compressed bytes and all."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from pipeline.errors import TrackerRefused, TrackerUnreadable
from pipeline.tracker.workbook.grid import DAMAGED

_MOST_UNPACKED = 1_000_000_000  # bytes; a tracker of 50,000 cases unpacks to about a third of this
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LEVEL = 2  # a sheet of two thousand cases packs in half the time of level 3, a thirtieth larger


@dataclass(frozen=True, kw_only=True, slots=True)
class Package:
    """The parts of a zip file; `entries` is its directory in its own order. A part is unpacked once and kept."""

    content: bytes
    entries: Mapping[str, zipfile.ZipInfo]
    _unpacked: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def part(self, name: str) -> bytes:
        """The bytes of the part called `name`; raises TrackerUnreadable where it is missing or damaged."""
        if name in self._unpacked:
            return self._unpacked[name]
        try:
            entry = self.entries[name]
            packed = self.packed(entry)
            unpacked = (
                packed if entry.compress_type == zipfile.ZIP_STORED else zlib.decompress(packed, -15, entry.file_size)
            )
        except (KeyError, zlib.error) as fault:
            raise TrackerUnreadable(f"The tracker is damaged: its part {name} cannot be read. {REMEDY}") from fault
        if zlib.crc32(unpacked) != entry.CRC:
            raise TrackerUnreadable(f"The tracker is damaged: its part {name} is not what was saved. {REMEDY}")
        self._unpacked[name] = unpacked
        return unpacked

    def packed(self, entry: zipfile.ZipInfo) -> bytes:
        """The bytes of `entry` as they lie in the file."""
        start = entry.header_offset
        names, extra = struct.unpack_from("<2H", self.content, start + 26)
        start += 30 + names + extra
        return self.content[start : start + entry.compress_size]


REMEDY = "Restore it from the backups beside it, or run `caseclock rebuild-tracker`."


def opened(content: bytes) -> Package:
    """The package in `content`; raises TrackerUnreadable with the reason where it is none, TrackerRefused where a
    person must save it in another way."""
    if content.startswith(_OLE):
        raise TrackerRefused(
            "The tracker is protected by a password, or saved as an old .xls; save it as .xlsx without a password."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError) as fault:
        raise TrackerUnreadable(f"The tracker is cut short or is not a workbook. {REMEDY}") from fault
    if min((entry.header_offset for entry in entries.values()), default=0) != 0:
        # Where a file is cut short just behind a workbook embedded in it, only that inner one is found.
        raise TrackerUnreadable(f"The tracker is cut short or is not a workbook. {REMEDY}")
    if sum(entry.file_size for entry in entries.values()) > _MOST_UNPACKED:
        raise TrackerRefused(f"The tracker unpacks to more than a gigabyte, which no tracker does. {REMEDY}")
    if any(entry.flag_bits & 1 for entry in entries.values()):
        raise TrackerRefused("The tracker is protected by a password; save it without one.")
    return Package(content=content, entries=entries)


def written(package: Package, changed: Mapping[str, bytes], *, dropped: frozenset[str] = frozenset()) -> bytes:
    """`package` with `changed` parts replaced or added and `dropped` ones left out; the others byte for byte."""
    out = bytearray()
    directory = bytearray()
    names = [name for name in dict.fromkeys((*package.entries, *changed)) if name not in dropped]
    for name in names:
        entry, packed = _entry(package, name, changed=changed)
        offset = len(out)
        out += _local_header(entry) + packed
        directory += _central_header(entry, offset)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(names), len(names), len(directory), len(out), 0)
    return bytes(out + directory + end)


def _entry(package: Package, name: str, *, changed: Mapping[str, bytes]) -> tuple[zipfile.ZipInfo, bytes]:
    old = package.entries.get(name)
    if name not in changed and old is not None:
        return old, package.packed(old)
    entry = zipfile.ZipInfo(name, date_time=old.date_time if old else (1980, 1, 1, 0, 0, 0))
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    packed = packer.compress(changed[name]) + packer.flush()
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.CRC, entry.file_size, entry.compress_size = zlib.crc32(changed[name]), len(changed[name]), len(packed)
    if old is not None:
        entry.external_attr, entry.create_system = old.external_attr, old.create_system
    return entry, packed


def _common(entry: zipfile.ZipInfo) -> tuple[int, ...]:
    year, month, day, hour, minute, second = entry.date_time
    # Bit 3 announces sizes behind the bytes; here they are always in the header. Bit 11 says that names are UTF-8.
    flags = (entry.flag_bits & ~0x0808) | (0 if entry.filename.isascii() else 0x800)
    clock = hour << 11 | minute << 5 | second // 2
    day_word = max(year - 1980, 0) << 9 | month << 5 | day
    return (20, flags, entry.compress_type, clock, day_word, entry.CRC, entry.compress_size, entry.file_size)


def _local_header(entry: zipfile.ZipInfo) -> bytes:
    name = entry.filename.encode("utf-8")
    return _LOCAL.pack(b"PK\x03\x04", *_common(entry), len(name), 0) + name


def _central_header(entry: zipfile.ZipInfo, offset: int) -> bytes:
    name = entry.filename.encode("utf-8")
    made_by = entry.create_system << 8 | 20
    fields = (len(name), 0, 0, 0, entry.internal_attr, entry.external_attr, offset)
    return _CENTRAL.pack(b"PK\x01\x02", made_by, *_common(entry), *fields) + name


def rewritten(package: Package, changed: Mapping[str, bytes], *, dropped: frozenset[str] = frozenset()) -> bytes:
    """As `written`, once it is sure that no part was lost and every changed one can be read (`require_whole`)."""
    new = written(package, changed, dropped=dropped)
    require_whole(package, new, changed=changed, dropped=dropped)
    return new


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
