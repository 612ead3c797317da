"""What may be shown of a child outside the store: initials, even where the office typed a whole name."""

from __future__ import annotations

import re

# Words that say how many or which child, and identify nobody.
_HARMLESS = frozenset(("child", "children", "baby", "unborn", "infant", "sibling", "siblings", "twin", "twins", "of"))


def initials(child: str) -> str:
    """The Child cell of the tracker cut down to initials: `Riley Ashdown` gives `RA`, `JW, TW` stays as it is."""
    groups = re.split(r"\s*(?:[,;/&+\n]|\band\b)\s*", child.strip())
    return ", ".join(short for group in groups if (short := _short(group)))


def _short(group: str) -> str:
    words = [word for word in re.findall(r"[^\W_]+", group) if sum(letter.isdigit() for letter in word) <= 2]
    if all(_is_safe(word, alone=len(words) == 1) for word in words):
        return " ".join(words)
    return "".join(word if _is_harmless(word) else word[0].upper() for word in words)


def _is_harmless(word: str) -> bool:
    return word.casefold() in _HARMLESS or word.isdigit()


def _is_safe(word: str, *, alone: bool) -> bool:
    longest = 4 if alone else 2
    return _is_harmless(word) or (word.isupper() and len(word) <= longest)
