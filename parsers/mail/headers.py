"""Header fields of a mail, each decoded on its own, so that one broken field costs nothing but itself."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.message import Message as Part
from email.utils import parsedate_tz
from urllib.parse import unquote_to_bytes

from parsers.mail.charsets import decoded

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(rf"({_ENCODED_WORD.pattern})[ \t\r\n]+(?==\?[^?\s]{{1,60}}\?[bBqQ]\?)")
_FOLD = re.compile(r"(?<![\r\n])[\r\n]++(?=[ \t])")
_LINE_ENDS_AND_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_MESSAGE_ID = re.compile(r"<\s*([^<>\s]{1,900})\s*>")
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_CONTINUED = re.compile(r"(?P<name>[^*]+)(?:\*(?P<index>\d{1,4}))?(?P<encoded>\*)?$")
_HEADER_CHARACTERS = 100_000  # a longer field is an attack or a list of thousands, and its beginning is enough


def decoded_headers(part: Part) -> tuple[tuple[str, str], ...]:
    """Every header of `part` with its name in lower case and its value decoded and free of line ends."""
    return tuple((name.lower(), header_text(str(value))) for name, value in part.raw_items())


def header_text(value: str) -> str:
    """A header's value with its encoded words (RFC 2047) and raw 8-bit bytes decoded, without line ends."""
    value = _FOLD.sub("", raw_text(value[:_HEADER_CHARACTERS]))
    joined = _BETWEEN_WORDS.sub(r"\1", value)
    read: list[str] = []
    position = 0
    waiting: tuple[str, bytes] = ("", b"")
    for word in _ENCODED_WORD.finditer(joined):
        between = joined[position : word.start()]
        charset = word[1].partition("*")[0]  # RFC 2231, 5: a language may follow the character set
        content = _word_bytes(word[2], word[3])
        if between or charset.lower() != waiting[0].lower():
            read += [_text_of(waiting), between]
            waiting = (charset, content)
        else:
            # Mail programs cut a multi-byte character over two words, so words of one set are joined before decoding.
            waiting = (charset, waiting[1] + content)
        position = word.end()
    text = "".join((*read, _text_of(waiting), joined[position:]))
    # A decoded word may hold line ends, with which a sender could plant headers in whatever is made of it.
    return _LINE_ENDS_AND_CONTROLS.sub(" ", text).strip()


def raw_text(value: str) -> str:
    """A header as the parser gives it, with bytes beyond ASCII (kept as surrogates) decoded by the ladder."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return decoded(value.encode("utf-8", "surrogateescape"))[0]
    return value


def _word_bytes(encoding: str, text: str) -> bytes:
    if encoding in "qQ":
        return binascii.a2b_qp(text.encode("utf-8"), header=True)
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", text.encode("utf-8"))
    kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
    return base64.b64decode(kept + b"=" * (-len(kept) % 4))


def _text_of(word: tuple[str, bytes]) -> str:
    return decoded(word[1], word[0])[0] if word[1] else ""


def message_ids(value: str) -> tuple[str, ...]:
    """The message ids of a `Message-ID`, `In-Reply-To` or `References` field, each in angle brackets."""
    found = _MESSAGE_ID.findall(value)
    if not found:
        found = [token.strip("<>") for token in value.split() if "@" in token and len(token) < 900]
    return tuple(dict.fromkeys(f"<{token}>" for token in found if token))


def instant(value: str) -> datetime | None:
    """A date field (RFC 5322, 3.3) as an aware instant in UTC, or None; a time without a zone is taken as UTC."""
    try:
        parsed = parsedate_tz(value[:200])
        if parsed is None:
            return None
        offset = timedelta(seconds=parsed[9] or 0)
        return datetime(*parsed[:6], tzinfo=UTC) - offset
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def received_instant(headers: Iterable[tuple[str, str]]) -> datetime | None:
    """When our own server took the mail: the date of the topmost `Received` field that has one, else of `Date`."""
    dates = ""
    for name, value in headers:
        if name == "received":
            found = instant(value.rpartition(";")[2])
            if found is not None:
                return found
        elif name == "date" and not dates:
            dates = value
    return instant(dates)


def parameters(value: str) -> dict[str, str]:
    """The parameters of a `Content-Type` or `Content-Disposition` value, decoded, names in lower case."""
    values: dict[str, list[tuple[int, bool, str]]] = {}
    for name, text in _PARAMETER.findall(";" + raw_text(value[:20_000]).partition(";")[2]):
        part = _CONTINUED.match(name.lower())
        if part is not None:
            numbered = (int(part["index"] or 0), bool(part["encoded"]), _unquoted(text))
            values.setdefault(part["name"], []).append(numbered)
    return {name: _joined(sorted(found)) for name, found in values.items()}


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
