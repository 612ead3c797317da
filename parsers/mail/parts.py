"""The tree of a mail's parts, walked by own rules since the standard library's walk misses Apple's and signed mail."""

from __future__ import annotations

import base64
import email
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Part
from enum import StrEnum

from parsers.mail.headers import parameters, raw_text


class Role(StrEnum):
    """What a leaf of the tree is for."""

    TEXT = "text"
    HTML = "html"
    FILE = "file"
    MESSAGE = "message"
    CALENDAR = "calendar"
    REPORT = "report"


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """One leaf of the tree."""

    role: Role
    part: Part
    place: str  # its path in the tree: `1.2`
    media_type: str  # the declared one, in lower case
    name: str = ""  # the sender's, not yet safe; empty where none is given
    inline: bool = False  # declared to be shown among the text


_DEEPEST = 40
_SKIPPED = frozenset(
    {"text/vcard", "text/x-vcard", "text/directory", "text/x-amp-html", "text/watch-html", "application/pgp-encrypted"}
    | {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_ROLES = {
    **dict.fromkeys(("text/calendar", "application/ics"), Role.CALENDAR),
    **dict.fromkeys(("text/plain", "text/enriched"), Role.TEXT),
    "text/html": Role.HTML,
    "text/rtf": Role.FILE,
}
# Exchange names the pieces of an Apple mail and appended disclaimers so; they are text of the mail, not files.
_PIECE_OF_BODY = re.compile(r"ATT\d{5,}\.(txt|html?)$", re.IGNORECASE)
_BOUNDARY_LINE = re.compile(r"^--([^\s\"][^\r\n\"]{0,180}?)\s*$", re.MULTILINE)
_NAMED_BY = (("content-disposition", "filename"), ("content-type", "name"))
_NOT_BASE64 = bytes(set(range(256)) - set(f"{string.ascii_letters}{string.digits}+/=".encode()))
_SPACES = bytes(each for each in range(256) if chr(each).isspace())
_BASE64_OF_A_FILE = (b"UEsDB", b"JVBERi0", b"0M8R4KGx", b"eJ8+I")


def media_type(part: Part) -> str:
    """The declared type in lower case, `text/plain` where there is none or nonsense (RFC 2045, 5.2)."""
    return str(part.get_content_type()).lower()


def raw_header(part: Part, name: str) -> str:
    """The first header called `name` as it stands, its 8-bit bytes decoded."""
    return next((raw_text(str(value)) for key, value in part.raw_items() if key.lower() == name), "")


def given_name(part: Part) -> str:
    """The name that the sender gave to this part, as written, or an empty text."""
    names = (parameters(raw_header(part, header)).get(parameter, "") for header, parameter in _NAMED_BY)
    return next(filter(str.strip, names), "")


def leaves(part: Part, *, place: str = "1", depth: int = 0) -> Iterator[Leaf]:
    """The leaves of `part` in their order; nothing below a delivery report, signature or attached mail."""
    if depth > _DEEPEST:
        return
    kind = media_type(part)
    if not kind.startswith("multipart/"):
        yield from _leaf(part, kind, place=place)
        return
    children = inner_parts(part) if part.is_multipart() else _parts_without_boundary(part)
    if not children:
        yield Leaf(role=Role.TEXT, part=part, place=place, media_type="text/plain")
    elif kind == "multipart/report" or _report_type(part):
        yield Leaf(role=Role.REPORT, part=part, place=place, media_type=kind)
        # The first part tells a person what happened (RFC 6522, 3); the others are our own mail coming back.
        readable = (leaf for leaf in leaves(children[0], place=f"{place}.1", depth=depth + 1))
        yield from (leaf for leaf in readable if leaf.role in (Role.TEXT, Role.HTML))
    else:
        for number, child in enumerate(children, start=1):
            yield from leaves(child, place=f"{place}.{number}", depth=depth + 1)


def _report_type(part: Part) -> str:
    return parameters(raw_header(part, "content-type")).get("report-type", "")


def inner_parts(part: Part) -> list[Part]:
    """The parts that the parser found in `part`; for an attached mail the one that is its whole."""
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Part)] if isinstance(payload, list) else []


def _parts_without_boundary(part: Part) -> list[Part]:
    """The parts of a multipart whose boundary is not named or misspelt: the first line that looks like one is taken."""
    content, _ = part_bytes(part)
    text = content.decode("latin-1")
    found = _BOUNDARY_LINE.search(text)
    if found is None or text.count("--" + found[1]) < 2:
        return []
    head = f'Content-Type: multipart/mixed; boundary="{found[1]}"\r\n\r\n'
    return inner_parts(email.message_from_bytes(head.encode("latin-1") + content))


def _leaf(part: Part, kind: str, *, place: str) -> Iterator[Leaf]:
    name = given_name(part)
    disposition = raw_header(part, "content-disposition").partition(";")[0].strip().lower()
    of_the_body = bool(_PIECE_OF_BODY.match(name))
    role = _role(part, kind, named=bool(name) and not of_the_body)
    if role is None:
        return
    # A text with a name of its own was sent as a file, unless it is all that the mail holds.
    sent_as_file = disposition == "attachment" or (name and place != "1")
    if role in (Role.TEXT, Role.HTML) and sent_as_file and not of_the_body:
        role = Role.FILE
    yield Leaf(role=role, part=part, place=place, media_type=kind, name=name, inline=disposition == "inline")


def _role(part: Part, kind: str, *, named: bool) -> Role | None:
    if kind in _SKIPPED:
        return None
    if kind in ("message/rfc822", "message/global") and isinstance(part.get_payload(), list):
        return Role.MESSAGE
    return _ROLES.get(kind) or (Role.TEXT if kind.startswith("text/") and not named else Role.FILE)


def part_bytes(part: Part) -> tuple[bytes, str]:
    """The content of a leaf, its transfer encoding undone, and a sentence on what was wrong or an empty text."""
    encoding = raw_header(part, "content-transfer-encoding").partition(";")[0].strip().lower()
    try:
        if encoding == "base64":
            payload = part.get_payload()
            return _base64_bytes(payload if isinstance(payload, str) else "")
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError):
        return b"", "A part could not be decoded."
    content = content if isinstance(content, bytes) else _message_bytes(part)
    if content.lstrip()[:8].startswith(_BASE64_OF_A_FILE):
        # Seen from copiers: the header that says base64 is missing.
        return _base64_bytes(content.decode("latin-1"))[0], "A file's transfer encoding was not declared."
    return content, ""


def enclosed_bytes(part: Part) -> bytes:
    """What a message/* part holds where a transfer encoding, which RFC 2046, 5.2 forbids there, hides it."""
    inner = next(iter(inner_parts(part)), part)
    content, _ = part_bytes(inner)
    encoded = "base64" in raw_header(part, "content-transfer-encoding").lower() and inner is not part
    return _base64_bytes(content.decode("latin-1"))[0] if encoded else content


def _message_bytes(part: Part) -> bytes:
    """What a part holds that the parser took for mails within it."""
    try:
        return b"\n".join(child.as_bytes() for child in inner_parts(part))
    except (ValueError, LookupError, TypeError, AttributeError, KeyError):
        return b""


def _base64_bytes(text: str) -> tuple[bytes, str]:
    encoded = text.encode("latin-1", "replace")
    kept = encoded.translate(None, delete=_NOT_BASE64)
    broken = len(kept) != len(encoded.translate(None, delete=_SPACES)) or len(kept) % 4 != 0
    content = b"".join(_unpadded_bytes(run) for run in kept.split(b"="))
    return content, "A file's transfer encoding (base64) is damaged." if broken else ""


def _unpadded_bytes(text: bytes) -> bytes:
    whole = text[:-1] if len(text) % 4 == 1 else text
    return base64.b64decode(whole + b"=" * (-len(whole) % 4))
