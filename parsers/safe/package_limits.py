"""A zip package looked at before any reader opens it: how many parts, how large, and no document type declaration."""

from __future__ import annotations

import io
import zipfile
import zlib

from parsers.safe.limits import USUAL_LIMITS, Limits
from parsers.unreadable import Unreadable, Why

PARTS = 3_000  # a form with a hundred pictures has some 150 parts
XML_BYTES = 48_000_000  # a tree takes about ten times the room of its XML
RATIO = 200  # deflate on the XML of real forms reaches about 30
RATIO_FROM = 20_000_000  # below this unpacked size the ratio does no harm
DIRECTORY_BYTES = 2_000_000
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, KeyError)


def has_doctype(blob: bytes) -> bool:
    """Whether an XML part declares a document type, in any encoding that the parser would detect."""
    return any(mark in blob for mark in _DOCTYPES)


def checked_archive(content: bytes, *, limits: Limits = USUAL_LIMITS) -> zipfile.ZipFile:
    """The opened zip, whose directory promises no more than `limits` allow; raises `Unreadable`."""
    if _directory_bytes(content) > DIRECTORY_BYTES:
        raise Unreadable(Why.UNPACKS_TOO_LARGE)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _BROKEN as error:
        raise Unreadable(Why.DAMAGED) from error
    entries = archive.infolist()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unreadable(Why.ENCRYPTED)
    unpacked = sum(entry.file_size for entry in entries)
    too_dense = unpacked > RATIO_FROM and unpacked > RATIO * len(content)
    if len(entries) > PARTS or unpacked > limits.unpacked_bytes or too_dense:
        raise Unreadable(Why.UNPACKS_TOO_LARGE)
    return archive


def checked_package(content: bytes, *, limits: Limits = USUAL_LIMITS) -> dict[str, bytes]:
    """The parts of an XML package by name; raises `Unreadable` for what no reader should open."""
    archive = checked_archive(content, limits=limits)
    try:
        # zipfile never yields more than the directory declares, so the sum checked above holds.
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}
    except _BROKEN as error:
        raise Unreadable(Why.DAMAGED) from error
    markup = [blob for name, blob in parts.items() if name.lower().endswith((".xml", ".rels"))]
    if sum(map(len, markup)) > XML_BYTES:
        raise Unreadable(Why.UNPACKS_TOO_LARGE)
    if any(map(has_doctype, markup)):
        raise Unreadable(Why.FORBIDDEN_MARKUP)
    return parts


def _directory_bytes(content: bytes) -> int:
    """The size of the central directory as the end record tells it (APPNOTE 4.3.16); zipfile reads it all at once."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 66_000))
    return int.from_bytes(content[at + 12 : at + 16], "little") if at >= 0 else 0
