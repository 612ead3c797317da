"""What somebody wrote, fit to be shown: the family's names as initials, no long numbers, not too long."""

from __future__ import annotations

import re

from pipeline.model import Answers, Referral

_LONGEST = 200  # characters
_NUMBER = re.compile(r"\d(?:[ /.-]?\d){5,}")
_WORD = re.compile(r"[^\W\d_]+")


def names_in(referral: Referral | None, child: str) -> frozenset[str]:
    """Every word of the names of the children and the family of a case."""
    people: tuple[Answers, ...] = (*referral.children, *referral.family) if referral else ()
    names = (str(person[key].value or "") for person in people for key in ("name", "aliases") if key in person)
    words = _WORD.findall(" ".join((*names, child)))
    # Initials stay: they are what is said anyway.
    return frozenset(word.casefold() for word in words if len(word) > 3 or (len(word) > 1 and not word.isupper()))


def holds_a_name(words: str, names: frozenset[str]) -> bool:
    """Whether one of `names` stands in `words`."""
    return any(word.casefold() in names for word in _WORD.findall(words))


def quoted(words: str, names: frozenset[str]) -> str:
    """`words` in quotation marks, or an empty text where nothing is said."""

    def shortened(word: re.Match[str]) -> str:
        return f"{word[0][0].upper()}." if word[0].casefold() in names else word[0]

    plain = _WORD.sub(shortened, _NUMBER.sub("…", " ".join(words.split())))
    if not plain:
        return ""
    return f"“{plain[:_LONGEST].rstrip()}{'…' if len(plain) > _LONGEST else ''}”"
