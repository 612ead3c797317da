"""Receipt numbers, by which a stranger's mail is found again: `R-7K3M-9QX2`."""

from __future__ import annotations

import re

LETTERS = "234679CDFGHJKMNPQRTVWXY"
"""Of a receipt number: none that is read as another, and no vowel that would make words."""
LENGTH = 8
_DASH = r"[-\u2010-\u2015 ]"
_RECEIPT = re.compile(rf"(?i)(?<![A-Za-z0-9-])R{_DASH}([{LETTERS}]{{4}}){_DASH}([{LETTERS}]{{4}})(?![A-Za-z0-9-])")
# A mail that quotes more than these is no answer to any.
_MOST = 20


def receipt(letters: str) -> str:
    """`letters` as they are shown."""
    return f"R-{letters[:4]}-{letters[4:]}"


def receipts_in(text: str) -> tuple[str, ...]:
    """The receipt numbers that stand in `text`, as they were given, each once."""
    found = (receipt(f"{match[1]}{match[2]}".upper()) for match in _RECEIPT.finditer(text))
    return tuple(dict.fromkeys(found))[:_MOST]
