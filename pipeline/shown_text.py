"""Text as people are shown it: what every workbook, document, mail and calendar can hold, and numbers with nouns."""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 32_767  # Excel's limit for the text of a cell
_POINTER = " … (shortened: the whole text is in the stored form)"
# White space round a value, and the marks without width that come with text copied from a web page or a mail.
_EDGES = re.compile(
    "^[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+"
    "|(?<![\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff])[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]++$"
)
# XML 1.0, production 2: these characters cannot stand in a part at all; lone surrogates cannot be encoded either.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """`text` without the characters that XML and UTF-8 have no place for; line feeds and tabs stay."""
    return text if text.isprintable() else _ILLEGAL.sub("", text)


@lru_cache(maxsize=16_384)
def clean(text: str) -> str:
    """`text` as a cell can hold it: no control characters, line feeds alone, at most 32,767 characters."""
    if text.isprintable():
        text = text.strip()
    else:
        text = writable(text.replace("\r\n", "\n").replace("\r", "\n"))
        text = _EDGES.sub("", text)
    return text if len(text) <= LONGEST else text[: LONGEST - len(_POINTER)] + _POINTER


def amount(number: int, one: str, *, several: str = "") -> str:
    """A number and what it counts, `1 mail`, `3 mails`; `several` where the plural is not made by an s."""
    return f"{number} {one if number == 1 else several or f'{one}s'}"
