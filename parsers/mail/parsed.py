"""The standard library's tree of a mail, without its looking at every line of the files that are packed in it."""

from __future__ import annotations

import email
import string
from email.message import Message as Part

_PACKED = f"{string.ascii_letters}{string.digits}+/=\r\n".encode("ascii")  # base64 and its line ends
_LEAST = 1000  # bytes: it takes the parser about a microsecond a line
_ASIDE = "CaseclockPutAside"  # as little a header or a boundary as the lines for which it stands


def parsed(raw: bytes) -> Part:
    """The mail in `raw` as the standard library reads it, line for line."""
    packed: list[bytes] = []
    pieces = raw.split(b"\n--")
    blank = b"\r\n\r\n" if raw.partition(b"\n")[0].endswith(b"\r") else b"\n\n"
    for at, piece in enumerate(pieces):
        head, _, below = piece.partition(blank)
        body = below.rstrip(b"\r\n")
        # Blank lines part the fields of a report (RFC 3464, 2.1).
        if len(body) > _LEAST and not body.translate(None, _PACKED) and all(body.splitlines()):
            pieces[at] = b"".join((head, blank, f"{_ASIDE}{len(packed)}=".encode("ascii"), below[len(body) :]))
            packed.append(body)
    if not packed or _ASIDE.encode("ascii") in raw:
        return email.message_from_bytes(raw)
    part = email.message_from_bytes(b"\n--".join(pieces))
    # What stands in no part's text, as before the first boundary, or among letters beyond ASCII, is not put back here.
    return part if _put_back(part, packed) == len(packed) else email.message_from_bytes(raw)


def _put_back(part: Part, packed: list[bytes]) -> int:
    """How many of the texts that were put aside stand in their places again."""
    count = 0
    for leaf in part.walk():
        text = leaf.get_payload()
        if isinstance(text, str) and _ASIDE in text and text.isascii():
            before, *pieces = text.split(_ASIDE)
            told = [piece.partition("=") for piece in pieces]
            restored = [packed[int(number)].decode("ascii") + rest for number, _, rest in told]
            leaf.set_payload(before + "".join(restored))
            count += len(pieces)
    return count
