"""The words in a form's answers by which something of its case is told (form_words.toml), as patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def _patterns() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {part: {name: re.compile("|".join(each), re.I) for name, each in of.items()} for part, of in told.items()}


def says(name: str, text: str) -> bool:
    """Whether one of the phrases listed under `name` stands in `text`."""
    return bool(_patterns()["answers"][name].search(text))


def proceedings(text: str) -> tuple[str, ...]:
    """The kinds of proceedings beside a review that `text` names."""
    return tuple(kind for kind, pattern in _patterns()["parallel_processes"].items() if pattern.search(text))
