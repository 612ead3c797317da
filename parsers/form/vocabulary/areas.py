"""Questions about an area and answers that name one, from areas.toml; it knows no office and no map."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from parsers.values.answer_state import flat

LONGEST_LABEL = 400  # characters
LONGEST_ANSWER = 80

Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class AreaQuestion:
    """What a label asks: the `field`, the `kind` of question, and the area that the form itself names, or empty."""

    field: str
    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class AreaWords:
    """areas.toml, compiled."""

    asks: tuple[tuple[str, str, Patterns], ...]  # field, kind of question, its patterns
    says: tuple[tuple[str, Patterns], ...]  # kind of answer, its patterns
    apart: re.Pattern[str]
    place: re.Pattern[str]
    denies: re.Pattern[str]
    leads: re.Pattern[str]  # words before a name
    begins: re.Pattern[str]  # a name


@cache
def area_words() -> AreaWords:
    """The shipped words."""
    told = tomllib.loads(Path(__file__).with_name("areas.toml").read_text(encoding="utf-8"))
    pieces: dict[str, str] = told["words"]

    def compiled(patterns: Iterable[str]) -> Patterns:
        return tuple(re.compile(_filled(pattern, pieces)) for pattern in patterns)

    return AreaWords(
        asks=tuple((field, kind, compiled(ps)) for field, kinds in told["asks"].items() for kind, ps in kinds.items()),
        says=tuple((kind, compiled(patterns)) for kind, patterns in told["says"].items()),
        apart=re.compile(told["apart"]["words"]),
        place=re.compile(told["place"]["words"]),
        denies=re.compile(told["denies"]["words"]),
        leads=re.compile(told["leads"]["words"]),
        begins=re.compile(told["begins"]["words"]),
    )


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    for word, piece in pieces.items():
        pattern = pattern.replace(f"<{word}>", piece)
    return pattern


@lru_cache(maxsize=4096)
def area_question(label: str) -> AreaQuestion | None:
    """What `label` asks about an area, or None where it asks about none."""
    text = flat(label)
    if len(text) > LONGEST_LABEL or area_words().apart.search(text):
        return None
    for field, kind, patterns in area_words().asks:
        found = next((match for pattern in patterns if (match := pattern.search(text))), None)
        if found is not None:
            name = found.groupdict().get("area") or ""
            # `In Hospital`, `In The Family Home`: capitals of a title make no area of a place.
            return None if is_place(name) else AreaQuestion(field, kind, name)
    return None


def area_said(text: str) -> str:
    """`outside_england`, `another_english`, `ours` or `england` where an answer says so in words, else empty."""
    plain = flat(text).strip(" .,;:()-")
    if len(plain) > LONGEST_LABEL:
        return ""
    said = {kind for kind, patterns in area_words().says if any(pattern.search(plain) for pattern in patterns)}
    return said.pop() if len(said) == 1 and not area_words().denies.search(plain) else ""


def named_area(text: str) -> str:
    """The area that an answer names, or an empty text where it is a place inside one, a sentence or a figure."""
    plain = area_words().leads.sub("", flat(text).strip(" .,;:()-"))
    plain_name = area_words().begins.match(plain) and not re.search(r"[\d?@]", plain)
    if not plain_name or len(plain) > LONGEST_ANSWER or len(plain.split()) > 7 or is_place(plain):
        return ""
    return plain


def is_place(text: str) -> bool:
    """Whether `text` speaks of a place inside an area."""
    return bool(area_words().place.search(text))
