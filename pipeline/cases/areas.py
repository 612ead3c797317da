"""Whose area a form speaks of, seen from one office: ours, another English one, or none of England; unsure is empty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.phrases import Phrases

OURS, ANOTHER, OUTSIDE = "in our area", "another English area", "outside England"
"""The choices of the fact `incident_area`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Map:
    english: frozenset[str]
    outside: frozenset[str]
    too_wide: frozenset[str]


_WORDS = Phrases(Path(__file__).with_suffix(".toml"))
_any = _WORDS.printed


def where_it_happened(said: str, ours: tuple[str, ...]) -> str:
    """The choice of `incident_area` for what a form says, `ours` being the names of the office's own area."""
    if said in (OURS, ANOTHER, OUTSIDE):
        return said
    return "" if said.startswith("not ") else _whose(said, ours)


def lives_in_ours(said: str, ours: tuple[str, ...]) -> str:
    """`yes` or `no` for what a form says of a child's normal residence."""
    if said in ("yes", "no"):
        return said
    if said.startswith("not "):
        return "no" if _whose(said.removeprefix("not "), ours) == OURS else ""
    return {OURS: "yes", ANOTHER: "no", OUTSIDE: "no"}.get(_whose(said, ours), "")


def _whose(named: str, ours: tuple[str, ...]) -> str:
    """What one answer that names an area comes to; two areas in it, or one that may overlap ours, come to nothing."""
    parts = (named,) if _kind(named, ours) else re.split(r"[,;/()]|\s-\s", named)
    found = {kind for part in parts if (kind := _kind(part, ours))}
    return found.pop() if len(found) == 1 else ""


def _kind(named: str, ours: tuple[str, ...]) -> str:
    name, own, known = _folded(named), _own(ours), _map()
    if not name or _any("within_a_county").search(named.casefold()):
        return ""
    if name in own:
        return OURS
    if name in known.outside:
        return OUTSIDE
    if not own or name in known.too_wide or _may_overlap(name, own):
        return ""
    plainly = name in known.english or any(map(_any("plainly_an_authority").search, (name, _small(named))))
    return ANOTHER if plainly else ""


def _may_overlap(name: str, own: frozenset[str]) -> bool:
    """Whether a name shares a word with ours, as `Dorset` with `Pan-Dorset`, and is not plainly another authority's."""
    if name in _map().english and own & _map().english:
        return False
    words = {word for each in own for word in re.findall(r"\w{4,}", each)}
    return bool(words & set(re.findall(r"\w{4,}", name)))


def _own(ours: tuple[str, ...]) -> frozenset[str]:
    """Our area under each of its names; a joint partnership is each of its areas as well as all of them."""
    whole = {_folded(name) for name in ours}
    parts = {part for name in whole - _map().english for part in _any("between_areas").split(name)}
    return frozenset(each for each in whole | parts if each)


def _folded(name: str) -> str:
    return " ".join(_any("kinds_of_authority").sub(" ", _small(name)).split()).strip(" ,.-'")


def _small(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").replace("&", " and ").split())


@cache
def _map() -> _Map:
    english, outside, too_wide = (
        frozenset(map(_folded, _WORDS.listed(each))) for each in ("english", "outside_england", "too_wide")
    )
    return _Map(english=english, outside=outside, too_wide=too_wide)
