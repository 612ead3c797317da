"""Words as people in haste write them, made plain enough for the lists: apostrophes put in, near misses put right."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from rapidfuzz.distance import OSA

_WORD = re.compile(r"[^\W\d_][^\W_']*(?:'[a-z]+)?|\d[^\W_]+")
_LISTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_WITHOUT_SIGN = re.compile("|".join(_LISTS["without_sign"]), re.IGNORECASE)
_SHORT: dict[str, str] = _LISTS["short"]
_REAL = frozenset(_LISTS["real"])
_BY_LETTER: dict[str, list[str]] = {}
for _alarming in _LISTS["misspelt"]:
    _BY_LETTER.setdefault(_alarming[0], []).append(_alarming)
_VOWELS = "aeiou"


def spelt(text: str) -> str:
    """`text` with contractions written out with their sign and common misspellings of alarming words put right."""
    signed = _WITHOUT_SIGN.sub(_with_sign, text)
    return _WORD.sub(lambda found: _right(found[0]), signed)


def _with_sign(found: re.Match[str]) -> str:
    word = found[0]
    keep = 2 if word.lower().endswith(("nt", "re", "ve")) else 1
    return f"{word[:-1]}'t" if word.lower().endswith("nt") else f"{word[:-keep]}'{word[-keep:]}"


def _right(word: str) -> str:
    low = word.lower()
    if low in _SHORT:
        return _SHORT[low]
    # A slip in a word of five letters makes another word: `heard`, `beard`, and none of the list is longer than eleven.
    if not 6 <= len(low) <= 13 or low in _REAL:
        return word
    near = (right for right in _BY_LETTER.get(low[0], ()) if _slip(low, right))
    return next(near, word)


def _slip(written: str, right: str) -> bool:
    """Whether one slip leads from `right` to `written`: a letter lost, doubled or moved, or a vowel mistaken."""
    if written == right or OSA.distance(written, right, score_cutoff=1) != 1:
        return False
    if len(written) != len(right):
        return written.rstrip("s") != right.rstrip("s")
    differing = [(one, other) for one, other in zip(written, right, strict=True) if one != other]
    return len(differing) == 2 or all(sign in _VOWELS for sign in differing[0])
