"""The one table of protective markings: their ranks, how they are recognised, and which of several is the highest."""

from __future__ import annotations

import re
from collections.abc import Iterator

# From the lowest to the highest. The names before 2014 still stand on forms (Government Security Classifications, 2014,
# made OFFICIAL and OFFICIAL-SENSITIVE of PROTECT and RESTRICTED); CONFIDENTIAL stood above those then, and still does.
_TABLE = (
    "OFFICIAL",
    "PROTECT",
    "RESTRICTED",
    "OFFICIAL-SENSITIVE",
    "OFFICIAL-SENSITIVE PERSONAL",
    "CONFIDENTIAL",
    "SECRET",
    "TOP SECRET",
)
CONFIDENTIAL = _TABLE[5]
# One that an office invented stands above OFFICIAL alone.
_UNKNOWN = 0.5

_BETWEEN = r"[\s()\[\],:;/*\u2013\u2014-]"
_MARKING = r"""
    (?<![\w-])(?:
        (OFFICIAL)(?:\s{0,3}[-:/\u2013\u2014]?\s{0,3}\(?\s{0,3}(SENSITIVE)(?:\s{0,3}[-:/\u2013\u2014)]?\s{0,3}[(\[]?\s{0,3}(PERSONAL))?)?
        |(RESTRICTED)|(PROTECT)|(CONFIDENTIAL)|(TOP\ SECRET|SECRET)
    )(?!\w)
"""
_IN_CAPITALS = re.compile(_MARKING, re.VERBOSE)
_AT_THE_START = re.compile(_MARKING, re.VERBOSE | re.IGNORECASE)
# What a form prints about itself: "when completed", "(personal) once this form has been completed", "on completion".
_ADVICE = re.compile(
    rf"{_BETWEEN}{{0,8}}"
    rf"(?:(?:personal|commercial|medical|patient|staff|data|information|form|document){_BETWEEN}{{1,8}}){{0,2}}"
    r"(?:when|once|after|if|upon|on)\s{1,4}(?:(?:it|this|the|form|document|is|has|been|fully)\s{1,4}){0,5}"
    r"(?:complet|filled)",
    re.IGNORECASE,
)


def named_in(text: str) -> Iterator[str]:
    """The markings that stand in `text` in capitals, each in its usual spelling.

    One that holds only when a form is completed is advice about the form, not a marking of what was sent.
    """
    for match in _IN_CAPITALS.finditer(text):
        if not is_advice(text[match.end() : match.end() + 120]):
            yield _usual(" ".join(filter(None, match.groups())))


def begins_with_marking(text: str) -> bool:
    """Whether a printed line begins with a marking, in whatever capitals, be it advice or not."""
    return _AT_THE_START.match(text.lstrip("*([ ")) is not None


def is_advice(text: str) -> bool:
    """Whether what follows a marking says that it holds only when the form is completed."""
    return _ADVICE.match(text) is not None


def highest_of(*markings: str) -> str:
    """The highest of `markings` in its usual spelling, or an empty text; those that are empty do not count."""
    return max(map(_usual, filter(_plain, markings)), key=_rank, default="")


def _rank(usual: str) -> float:
    return _TABLE.index(usual) if usual in _TABLE else _UNKNOWN


def _usual(marking: str) -> str:
    plain = _plain(marking)
    return _USUAL.get(plain, plain)


def _plain(marking: str) -> str:
    text = re.sub(r"[^A-Z]+", " ", marking.upper()).strip()
    return text.replace("OFFICIALSENSITIVE", "OFFICIAL SENSITIVE")


_USUAL = {_plain(name): name for name in _TABLE}
