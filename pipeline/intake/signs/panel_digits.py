"""The digits by which a Panel's reference is looked up: those of one that was typed, and those that a text may hold."""

from __future__ import annotations

import re

_TYPED = re.compile(r"(?:\b([A-Za-z]{2,8})[-/ ]{0,3})?(\d[\d/-]+\d)")
_FEWEST_DIGITS = 3
_MOST_DIGITS = 20  # of a longer one, these find it, and the whole is compared afterwards
_AFTER_A_WORD = re.compile(rf"[^\W\d_]\W{{0,3}}(\d(?:[-/ ]?\d){{0,{_MOST_DIGITS - 1}}}\d*)")


def typed_reference(typed: str) -> re.Match[str] | None:
    """The letters (may be None) and the digits of a reference as the office typed it, or None where it is too short."""
    found = _TYPED.search(typed)
    return found if found and sum(map(str.isdigit, found[2])) >= _FEWEST_DIGITS else None


def digits_of(typed: str) -> str:
    """The digits of a reference as it was typed, twenty at most; an empty text where it has too few to be one."""
    found = typed_reference(typed)
    return "".join(re.findall(r"\d+", found[2]))[:_MOST_DIGITS] if found else ""


def digits_in(text: str) -> frozenset[str]:
    """Everything in `text` that may be the digits of a reference: behind a word, in one run or several."""
    found = set()
    for match in _AFTER_A_WORD.finditer(text):
        run = ""
        for part in re.findall(r"\d+", match[1]):
            run += part
            found.add(run[:_MOST_DIGITS])
    return frozenset(found)
