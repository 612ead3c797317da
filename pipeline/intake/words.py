"""The words by which mails are judged (words.toml) as patterns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    path = Path(__file__).with_name("words.toml")
    lists: dict[str, dict[str, list[str]]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return lists


@cache
def pattern(section: str, name: str) -> re.Pattern[str]:
    """One pattern, blind to case, that finds any phrase of the list `name` in `section`."""
    return re.compile("|".join(f"(?:{phrase})" for phrase in _lists()[section][name]), re.IGNORECASE)


def says(text: str, section: str, name: str) -> bool:
    """Whether `text` holds a phrase of that list."""
    return bool(pattern(section, name).search(plain(text)))


def plain(text: str) -> str:
    """`text` with typographic quotation marks and dashes made plain, so that one spelling of a phrase is enough."""
    return text.translate(_PLAIN)


_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
