"""The highest protective marking that a mail or its forms carry."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.model import Message, Reading

# From the lowest to the highest. The names before 2014 still stand on forms: PROTECT and RESTRICTED became OFFICIAL
# and OFFICIAL-SENSITIVE (Government Security Classifications, 2014).
_RANKS = ("OFFICIAL", "PROTECT", "CONFIDENTIAL", "RESTRICTED", "OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE-PERSONAL")
_ABOVE = ("SECRET", "TOP SECRET")
_MARKING = re.compile(
    r"(?<![\w-])(?:(OFFICIAL)(?:\s*[-:–—/]?\s*\(?\s*(SENSITIVE)(?:\s*[-:–—/]?\s*\[?\s*(PERSONAL))?)?|(RESTRICTED)|(PROTECT)|"
    r"(CONFIDENTIAL)(?= WHEN|\b)|(TOP SECRET|SECRET))(?![\w])"
)
_HEADERS = (
    "x-protective-marking",
    "x-classification",
    "x-marking",
    "x-headlabel",
    "classification",
    "x-security-label",
)


def marking(message: Message, leaves: Iterable[Reading]) -> str:
    """The highest marking in subject, headers and forms, as `OFFICIAL-SENSITIVE`, or an empty text."""
    texts = [message.subject, message.written[:200], message.text[:200]]
    texts += [message.header(name).upper() for name in _HEADERS]
    texts += [leaf.marking.upper() for leaf in leaves if leaf.marking]
    texts += [inner.subject for inner in message.messages]
    if message.header("sensitivity").strip().lower() == "company-confidential":
        texts.append("CONFIDENTIAL")
    found = [name for text in texts for name in _named(text)]
    ranked = (*_RANKS, *_ABOVE)
    return max(found, key=ranked.index, default="")


def _named(text: str) -> Iterable[str]:
    for match in _MARKING.finditer(text):
        official = "-".join(part for part in match.groups()[:3] if part)
        yield official or next(part for part in match.groups()[3:] if part)
