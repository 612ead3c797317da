"""Text as every workbook, document, mail and calendar can hold it."""

from __future__ import annotations

import re

# XML 1.0, production 2: these characters cannot stand in a part at all; lone surrogates cannot be encoded either.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """`text` without the characters that XML and UTF-8 have no place for; line feeds and tabs stay."""
    return text if text.isprintable() else _ILLEGAL.sub("", text)
