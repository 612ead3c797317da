"""A Word file of the years before 2007 (.doc) read into a page, through LibreOffice or else as antiword tells it."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess

from parsers import word
from parsers.docbook import docbook_blocks
from parsers.libreoffice import converted
from parsers.page import Page
from parsers.remarks import MACROS
from parsers.text import blocks
from parsers.unreadable import Unreadable, Why

_SECTOR = 512
_STARTS = (b"\xec\xa5", b"\xdc\xa5")  # of the stream of the text, in Word 97 and in Word 6 ([MS-DOC] 2.5.2)
_ENCRYPTED = 0x0100
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_SECONDS = 25.0
_PLAIN_ONLY = (
    "An old Word file, read without its formatting: ticks in boxes and words struck out cannot be seen; "
    "look at the form itself."
)


def page(content: bytes) -> Page:
    """The page of a .doc file; raises `Unreadable`."""
    if _is_encrypted(content):
        raise Unreadable(Why.ENCRYPTED)
    made = converted(content, suffix="doc", to="docx", seconds=_SECONDS)
    found = word.page(made) if made is not None else _plain_page(content)
    macros = (MACROS,) if _MACROS in content else ()
    return dataclasses.replace(found, format="doc", warnings=(*found.warnings, *macros))


def _is_encrypted(content: bytes) -> bool:
    """Whether the header of the text says that it is encrypted or obfuscated."""
    starts = (at for at in range(_SECTOR, len(content) - 12, _SECTOR) if content[at : at + 2] in _STARTS)
    at = next(starts, None)
    return at is not None and bool(int.from_bytes(content[at + 10 : at + 12], "little") & _ENCRYPTED)


def _plain_page(content: bytes) -> Page:
    """What antiword, or else catdoc, tells of the text."""
    told = _told(["antiword", "-x", "db", "-"], content)
    if told is not None:
        return Page(format="doc", body=docbook_blocks(told), warnings=(_PLAIN_ONLY,))
    told = _told(["catdoc", "-d", "utf-8", "-w"], content)
    if told is not None:
        return Page(format="doc", body=blocks(told.decode("utf-8", "replace"), source="body"), warnings=(_PLAIN_ONLY,))
    raise Unreadable(Why.READER_MISSING)


def _told(command: list[str], content: bytes) -> bytes | None:
    """What a program says of the file; None where it is not installed."""
    if shutil.which(command[0]) is None:
        return None
    try:
        made = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(Why.TOO_SLOW) from error
    if made.returncode or not made.stdout.strip():
        raise Unreadable(Why.DAMAGED)
    return made.stdout
