"""What documents print (phrases.toml), as patterns that are blind to case."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path


@cache
def phrases() -> dict[str, dict[str, list[str]]]:
    """Every list by its section and its name."""
    told: dict[str, dict[str, list[str]]] = tomllib.loads(
        Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8")
    )
    return told


def listed(name: str) -> list[str]:
    """The list `name`, such as `titles.ours`."""
    section, _, key = name.partition(".")
    return phrases()[section][key]


def one_of(*names: str) -> str:
    """The lists `names` as a part of a pattern that finds any phrase of them."""
    return f"(?:{'|'.join(phrase for name in names for phrase in listed(name))})"


def printed(name: str, *, shape: str = "{}") -> re.Pattern[str]:
    """A pattern that finds any phrase of the list `name`, such as `titles.ours`, with `shape` round it."""
    return re.compile(shape.replace("{}", one_of(name)), re.I)
