"""The names that senders give to files (RFC 2183, RFC 2231 and what programs write), made safe to show and store."""

from __future__ import annotations

import mimetypes
import re
import unicodedata
from email.message import Message as Part
from urllib.parse import unquote_to_bytes

from parsers.mail.charsets import decoded
from parsers.mail.headers import header_text, raw_text

BODIES = ("body.html", "body.txt")
"""What a form written in a mail itself is called, which stands among the words of the mail's writer."""
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_PIECE = re.compile(r"(?P<name>[^*]+)(?:\*(?P<index>\d{1,4}))?(?P<encoded>\*)?$")
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


def parameters(value: str) -> dict[str, str]:
    """The parameters of a `Content-Type` or `Content-Disposition` value, decoded, names in lower case."""
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for name, text in _PARAMETER.findall(";" + raw_text(value[:20_000]).partition(";")[2]):
        piece = _PIECE.match(name.lower())
        if piece is not None:
            entry = (int(piece["index"] or 0), bool(piece["encoded"]), _unquoted(text))
            pieces.setdefault(piece["name"], []).append(entry)
    return {name: _joined(sorted(found)) for name, found in pieces.items()}


def _unquoted(text: str) -> str:
    text = text.strip()
    if text.startswith('"'):
        text = re.sub(r'\\(["\\])', r"\1", text[1:].removesuffix('"'))
    return re.sub(r"\r?\n[ \t]*", " ", text)


def _joined(found: list[tuple[int, bool, str]]) -> str:
    """The continuations of one parameter (RFC 2231, 3 and 4), or the encoded words that most programs use instead."""
    if not any(encoded for _, encoded, _ in found):
        return header_text("".join(text for _, _, text in found))
    charset, content = "", b""
    for number, (_, encoded, text) in enumerate(found):
        if encoded and number == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)  # noqa: PLW2901  the value's head is taken off once
        content += unquote_to_bytes(text) if encoded else text.encode("utf-8")
    return header_text(decoded(content, charset)[0])


def given_name(part: Part) -> str:
    """The name that the sender gave to this part, as written, or an empty text."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        value = next((str(text) for name, text in part.raw_items() if name.lower() == header), "")
        name = parameters(value).get(parameter, "")
        if name.strip():
            return name
    return ""


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
