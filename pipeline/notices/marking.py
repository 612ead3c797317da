"""Protective markings: which of several is the highest, and how one is put at the front of a subject."""

from __future__ import annotations

import re

# From low to high. The older names of the 2014 scheme's predecessors still arrive on printed forms.
_RANKS = (
    "OFFICIAL",
    "PROTECT",
    "CONFIDENTIAL WHEN COMPLETED",
    "RESTRICTED",
    "OFFICIAL-SENSITIVE",
    "OFFICIAL-SENSITIVE PERSONAL",
    "CONFIDENTIAL",
    "SECRET",
    "TOP SECRET",
)


def _plain(marking: str) -> str:
    text = re.sub(r"[^A-Z]+", " ", marking.upper()).strip()
    return text.replace("OFFICIALSENSITIVE", "OFFICIAL SENSITIVE")


_RANK = {_plain(name): rank for rank, name in enumerate(_RANKS)}


def highest(*markings: str) -> str:
    """The highest of `markings` in its usual spelling; one that is not known here stands above OFFICIAL alone."""
    present = [_plain(marking) for marking in markings if _plain(marking)]
    if not present:
        return ""
    chosen = max(present, key=lambda name: _RANK.get(name, 0.5))
    return _RANKS[_RANK[chosen]] if chosen in _RANK else chosen
