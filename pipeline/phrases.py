"""Files of phrases in lists, each under its name, in a section or in none, as patterns that are blind to case.

A phrase may name another list of its file as a part: `{dates.months}` stands for any phrase of that list.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_NAMED = re.compile(r"\{(\w+\.\w+)\}")


@cache
def _told(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Phrases:
    """The lists of the file at `path`, read once."""

    path: Path

    def all(self) -> dict[str, dict[str, list[str]]]:
        """Every list by its section and its name."""
        return _told(self.path)

    def listed(self, name: str) -> list[str]:
        """The list `name`, such as `titles.ours`; in a file without sections its name alone."""
        section, _, key = name.rpartition(".")
        found: list[str] = (_told(self.path)[section] if section else _told(self.path))[key]
        return found

    def one_of(self, *names: str) -> str:
        """The lists `names` as a part of a pattern that finds any phrase of them."""
        every = "|".join(phrase for name in names for phrase in self.listed(name))
        return f"(?:{_NAMED.sub(lambda named: self.one_of(named[1]), every)})"

    def printed(self, name: str, *, shape: str = "{}") -> re.Pattern[str]:
        """A pattern that finds any phrase of the list `name`, such as `titles.ours`, with `shape` round it."""
        return _pattern(self, name, shape=shape)


def plain(text: str) -> str:
    """`text` with typographic quotation marks and dashes made plain, so that one spelling of a phrase is enough."""
    return text.translate(_PLAIN)


_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})


@cache
def _pattern(of: Phrases, name: str, *, shape: str) -> re.Pattern[str]:
    return re.compile(shape.replace("{}", of.one_of(name)), re.I)
