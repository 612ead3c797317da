"""What may be shown of a child outside the store: initials, even where the office typed a whole name."""

from __future__ import annotations

import re

# Words that say how many or which child, and identify nobody.
_HARMLESS = frozenset(("child", "children", "baby", "unborn", "infant", "sibling", "siblings", "twin", "twins", "of"))
_LONGEST_INITIALS = 3


def initials(child: str) -> str:
    """The Child cell of the tracker cut down to initials: `Riley Ashdown` gives `RA`, `JW, TW` stays as it is."""
    groups = re.split(r"(?:(?<![^\S\n])[^\S\n]++)?(?:[,;/&+\n]|\band\b)\s*", child.strip())
    return ", ".join(filter(None, map(_short, groups)))


def _short(group: str) -> str:
    words: list[str] = []
    for word in re.findall(r"[^\W_]+", group):
        # A digit counts children (`Child 1`); longer numbers are dates of birth and NHS numbers.
        if word.isalpha() or (len(word) == 1 and words and words[-1].casefold() in _HARMLESS):
            words.append(word)
    if len(words) == 1 and words[0].isupper() and len(words[0]) <= _LONGEST_INITIALS:
        return words[0]
    return _joined([word if word.casefold() in _HARMLESS or word.isdigit() else word[0].upper() for word in words])


def _joined(parts: list[str]) -> str:
    """The parts with initials run together and words apart: `Unborn baby of JD`."""
    return re.sub(r"\b(\w) (?=\w\b)", r"\1", " ".join(parts))
