"""The tokens of rich text (RTF 1.9.1): braces, control words with their numbers, and bytes of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n\0]+)|[\r\n\0]+"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A control word or sign with its number, a brace, or (where `word` is empty) bytes of text.

    `is_code` says that the bytes came as one code, which is skipped whole after a Unicode character.
    """

    word: str = ""
    number: int | None = None
    text: bytes = b""
    is_code: bool = False


def tokens(content: bytes) -> Iterator[Token]:
    """The tokens in order; binary content is left out."""
    at = 0
    while at < len(content):
        match = _TOKEN.match(content, at)
        if match is None:
            return
        at = match.end()
        if match["word"] == b"bin":
            at += max(0, int(match["number"] or 0))
            continue
        token = _token(match)
        if token is not None:
            yield token


def _token(match: re.Match[bytes]) -> Token | None:
    if match["word"]:
        return Token(match["word"].decode("ascii"), int(match["number"]) if match["number"] else None)
    if match["hex"]:
        return Token(text=bytes.fromhex(match["hex"].decode("ascii")), is_code=True)
    if match["brace"]:
        return Token(match["brace"].decode("ascii"))
    if match["text"]:
        return Token(text=match["text"])
    sign = (match["sign"] or b"").decode("latin-1")
    if sign in ("\\", "{", "}"):
        return Token(text=sign.encode("ascii"), is_code=True)
    return Token("par" if sign in ("\n", "\r") else sign) if sign else None
