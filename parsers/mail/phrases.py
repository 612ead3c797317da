"""The standing phrases of mail programs, servers and organisations (phrases.toml) as patterns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path


@cache
def _phrases() -> dict[str, list[str]]:
    path = Path(__file__).with_name("phrases.toml")
    lists: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return lists


def pattern(name: str) -> re.Pattern[str]:
    """One pattern, blind to case, that finds any phrase of the list `name`."""
    return re.compile("|".join(f"(?:{phrase})" for phrase in _phrases()[name]), re.IGNORECASE | re.MULTILINE)
