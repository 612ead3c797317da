"""What a form prints that has been replaced: an edition of the guidance, or a body or review of an older name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parsers.values.answer_state import folded


@dataclass(frozen=True, slots=True)
class Editions:
    """editions.toml: what was replaced, and how a form says that it was, `before` its name or `behind` it."""

    replaced: tuple[Replaced, ...]
    before: re.Pattern[str]
    behind: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Replaced:
    """Something that was replaced: how it is printed, and the two halves of a sentence about it."""

    words: re.Pattern[str]
    cites: str
    then: str


def outdated(printed: str) -> tuple[str, ...]:
    """One sentence for each thing in `printed` that was replaced, unless the form itself says that it was."""
    text = folded(printed)
    return tuple(
        f"The form {each.cites}: {each.then}."
        for each in editions().replaced
        if any(not _says_so(found) for found in each.words.finditer(text))
    )


def _says_so(found: re.Match[str]) -> bool:
    # A form that is up to date says `formerly the LSCB` or `replaces the 2018 edition`, and must not be told of it.
    before, after = found.string[max(0, found.start() - 60) : found.start()], found.string[found.end() :][:60]
    told = editions()
    return bool(told.before.search(before.rpartition("\n")[2]) or told.behind.search(after.partition("\n")[0]))


@cache
def editions() -> Editions:
    """What is shipped."""
    told = tomllib.loads(Path(__file__).with_name("editions.toml").read_text(encoding="utf-8"))
    guidance = _any(told["working_together"])
    return Editions(
        replaced=tuple(
            Replaced(
                words=re.compile(each["words"].format(working_together=guidance), re.I),
                cites=each["cites"],
                then=each["then"],
            )
            for each in told["replaced"]
        ),
        before=re.compile(rf"\b{_any(told['before'])}\b[^.;]{{0,40}}$", re.I),
        behind=re.compile(rf"^[^.;]{{0,12}}\b{_any(told['behind'])}", re.I),
    )


def _any(phrases: list[str]) -> str:
    return f"(?:{'|'.join(phrases)})"
