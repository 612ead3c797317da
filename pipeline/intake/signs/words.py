"""The words by which mails are judged (words.toml, harm.toml, bands.toml) as patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.phrases import plain


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    lists: dict[str, dict[str, list[str]]] = {}
    for name in ("words.toml", "harm.toml", "bands.toml"):
        lists |= tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return lists


def compile_patterns() -> None:
    """Makes every pattern now: processes forked from this one begin with them."""
    for section, lists in _lists().items():
        for words in lists:
            pattern(f"{section}.{words}")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One pattern, blind to case, that finds any phrase of the list `name`, such as `danger.child`."""
    section, _, words = name.partition(".")
    return re.compile("|".join(f"(?:{phrase})" for phrase in _lists()[section][words]), re.IGNORECASE)


def says(text: str, *names: str) -> bool:
    """Whether `text` holds a phrase of any of the lists `names`."""
    words = plain(text)
    return any(pattern(name).search(words) for name in names)


def different(text: str, name: str) -> int:
    """How many of the phrases of a list are in `text`, which is plain, each counted once."""
    return len({found[0].lower() for found in pattern(name).finditer(text)})


@dataclass(frozen=True, kw_only=True, slots=True)
class Saying:
    """What a text says that holds a phrase of any of the lists `words`, one of each list `beside` them, and none of
    the lists that take it back."""

    words: tuple[str, ...]
    beside: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def __call__(self, text: str) -> bool:
        told = says(text, *self.words) and all(says(text, name) for name in self.beside)
        return told and not says(text, *self.unless)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a mail's text, its wrapped lines joined."""
    joined = (" ".join(piece.split()) for piece in pattern("parts.sentence_end").split(plain(text)))
    return filter(None, joined)
