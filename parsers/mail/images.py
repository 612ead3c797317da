"""Telling a logo or signature picture from a photograph or scan that somebody sent."""

from __future__ import annotations

import re
import struct

from parsers.mail.phrases import printed

_AUTOMATIC_NAME = printed("decoration", shape=r"{}(\.\w{3,4})?$")
_SMALL_FILE = 24_000  # bytes; a page that can be read takes more, whatever its format
_LARGE_FILE = 300_000
_READABLE_SIDE = 420  # pixels; a page of a form cannot be read on fewer, even on its shorter side

# PNG, GIF, JPEG, BMP, WebP, TIFF, icons, EMF, WMF and SVG.
_PICTURES = re.compile(
    rb"RIFF.{4}WEBP|II\*\x00|MM\x00\*|\x00\x00\x01\x00|\x01\x00\x00\x00.{36} EMF|\xd7\xcd\xc6\x9a"
    rb"|\s{0,64}(?:<\?xml[^>]{0,200}>\s{0,64})?(?:<!--.{0,400}?-->\s{0,64})?"
    rb"(?:<!DOCTYPE svg[^>]{0,300}>\s{0,64})?<svg\b"
    rb"|\x89PNG|GIF8|\xff\xd8|BM",
    re.DOTALL,
)

# Where the size stands in a PNG, a GIF and a BMP.
_SIZES = ((b"\x89PNG\r\n\x1a\n", ">16xII"), (b"GIF87a", "<6xHH"), (b"GIF89a", "<6xHH"), (b"BM", "<18xIi"))


def is_decoration(name: str, content: bytes, *, inline: bool, shown_in_html: bool) -> bool:
    """Whether a picture only decorates the mail: placed by the mail program and too small for a page of text."""
    if not (shown_in_html or inline or _AUTOMATIC_NAME.match(name)):
        return False
    size = pixels(content)
    if size is not None:
        return min(size) < _READABLE_SIDE and len(content) < _LARGE_FILE
    # A form that a program declares as a picture, or names like one, is a form.
    return len(content) < _SMALL_FILE and is_picture(content)


def is_picture(content: bytes) -> bool:
    """Whether the bytes themselves are those of a picture, whatever a program calls them."""
    return bool(_PICTURES.match(content))


def pixels(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, BMP or JPEG picture, or None."""
    for signature, layout in _SIZES:
        if content.startswith(signature) and len(content) >= struct.calcsize(layout):
            width, height = struct.unpack_from(layout, content)
            return width, abs(height)  # a BMP from the top down has a negative height
    return _jpeg_pixels(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_pixels(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 < len(content) and content[position] == 0xFF:
        marker, length = content[position + 1], int.from_bytes(content[position + 2 : position + 4], "big")
        # Start-of-frame markers hold the size; C4, C8 and CC lie among them and are tables (ITU T.81, table B.1).
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = content[position + 5 : position + 7], content[position + 7 : position + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        position += 2 + max(length, 2)
    return None
