"""What an agency is also called, so that one body under two names is one (agency_names.toml)."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path


@lru_cache(maxsize=4096)  # a pass asks for the same few hundred names over and over
def plain_agency(name: str) -> str:
    """`name` in small letters without punctuation or a leading `the`, and with its other names made one."""
    text = " ".join(re.sub(r"[^\w]+", " ", name.casefold().replace("&", " and ")).split()).removeprefix("the ")
    for one, pattern in _other_names():
        text = pattern.sub(one, text)
    return text


def is_same_agency(one: str, other: str) -> bool:
    """Whether both names mean one agency: the same, or one within the other, as `Northshire Police` in a team's."""
    first, second = plain_agency(one), plain_agency(other)
    return bool(first and second) and (first in second or second in first)


@cache
def _other_names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    names = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple((one, re.compile(rf"\b(?:{'|'.join(map(re.escape, others))})\b")) for one, others in names.items())
