"""Bytes of a mail as text, by a ladder of character sets that never fails."""

from __future__ import annotations

import codecs
import re

# What browsers and Outlook read under these names (WHATWG Encoding Standard): Windows quotation marks stand in the
# range that ISO 8859-1 leaves empty, and Korean and Chinese mail is labelled with the narrower set.
_READ_AS = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
# Codecs of Python that are no character sets of mail; two of them take quadratic time.
_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"})
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def decoded(content: bytes, declared: str = "") -> tuple[str, str]:
    """The text of `content` and a sentence on what was wrong with its `declared` character set, or an empty text."""
    for mark, charset in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(charset, "replace"), ""
    wanted = declared.strip("\"' \t").lower()
    charset = _codec(wanted)
    if charset:
        text = _attempt(content, charset)
        if text is not None:
            return text, ""
    text = _first_that_fits(content)
    if not wanted and (not content or content.isascii() or _attempt(content, "utf-8") is not None):
        return text, ""
    said = re.sub(r"[^\w.-]", "", wanted, flags=re.ASCII)[:40] or "none"
    return text, f"The text does not agree with its declared character set ({said}); it was read as well as possible."


def _codec(wanted: str) -> str:
    try:
        name = codecs.lookup(wanted).name if wanted else ""
    except (LookupError, ValueError):
        return ""
    return "" if name in _NO_CHARSETS else _READ_AS.get(name, name)


def _attempt(content: bytes, charset: str) -> str | None:
    try:
        return content.decode(charset)
    except (UnicodeError, LookupError, ValueError):
        return None


def _first_that_fits(content: bytes) -> str:
    for charset in ("utf-8", "cp1252"):
        text = _attempt(content, charset)
        if text is not None:
            return text
    return content.decode("latin-1")


def without_controls(text: str) -> str:
    """`text` without control characters other than tab and line ends, its line ends made newlines."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
