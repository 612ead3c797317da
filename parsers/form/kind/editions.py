"""What a form prints that has been replaced: an edition of the guidance, or a body or review of an older name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parsers.values.answer_state import folded

_WORKING_TOGETHER = r"\b(?:working together\b(?: to safeguard children\b)?|WT(?=\W|\d))"
_FORMER = re.compile(
    r"\b(?:former(?:ly)?|formally|previous(?:ly)?|replac\w+|supersed\w+|old|was|were)\b[^.;]{0,40}$", re.I
)
_NOW = re.compile(r"^[^.;]{0,12}\b(?:now\b|replaced by|superseded|ICBs?\b|integrated care)", re.I)


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
        for each in replaced()
        if any(not _says_so(found) for found in each.words.finditer(text))
    )


def _says_so(found: re.Match[str]) -> bool:
    before, after = found.string[max(0, found.start() - 60) : found.start()], found.string[found.end() :][:60]
    return bool(_FORMER.search(before.rpartition("\n")[2]) or _NOW.search(after.partition("\n")[0]))


@cache
def replaced() -> tuple[Replaced, ...]:
    """The list of editions.toml."""
    told = tomllib.loads(Path(__file__).with_name("editions.toml").read_text(encoding="utf-8"))
    return tuple(
        Replaced(
            words=re.compile(each["words"].format(working_together=_WORKING_TOGETHER), re.I),
            cites=each["cites"],
            then=each["then"],
        )
        for each in told["replaced"]
    )
