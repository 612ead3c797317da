"""The names that senders give to files, made safe to show and store."""

from __future__ import annotations

import mimetypes
import re
import unicodedata

BODIES = ("body.html", "body.txt")
"""What a form written in a mail itself is called, which stands among the words of the mail's writer."""
# Separators, what Windows refuses in a name, and signs that turn or hide text so that `exe.docx` reads as `docx.exe`.
_UNSAFE = re.compile(
    r'[<>:"|?*\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffd]'
)
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST = 120
_EXTENSIONS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/ms-tnef": ".dat",
    "application/vnd.ms-outlook": ".msg",
    "message/rfc822": ".eml",
    "application/pkcs7-mime": ".p7m",
    "image/jpeg": ".jpg",
    "text/plain": ".txt",
    "text/html": ".html",
}


def safe_name(name: str, *, media_type: str = "", number: int = 1) -> str:
    """`name` without path, control and direction signs, reserved words and excess length, or one made for it."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    clean = " ".join(_UNSAFE.sub("", last).split()).strip(". ")
    if not clean:
        return f"attachment-{number}{extension_of(media_type)}"
    if _RESERVED.match(clean):
        clean = f"_{clean}"
    if len(clean) > _LONGEST:
        stem, dot, extension = clean.rpartition(".")
        short = dot and len(extension) <= 8
        clean = f"{stem[: _LONGEST - 9].rstrip()}.{extension}" if short else clean[:_LONGEST].rstrip(". ")
    return clean


def extension_of(media_type: str) -> str:
    """The usual extension of files of `media_type`, with its dot, or `.bin`."""
    return _EXTENSIONS.get(media_type) or mimetypes.guess_extension(media_type) or ".bin"


def unique_name(name: str, taken: set[str]) -> str:
    """`name`, numbered where `taken` already holds it in any case; it is added to `taken`."""
    stem, dot, extension = name.rpartition(".")
    stem, suffix = (stem, dot + extension) if stem else (name, "")
    chosen, number = name, 1
    while chosen.casefold() in taken:
        number += 1
        chosen = f"{stem} ({number}){suffix}"
    taken.add(chosen.casefold())
    return chosen
