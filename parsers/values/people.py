"""Several people written in one box: who they are, and what is said of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from typing import Any

from parsers.values.ages import age, birth
from parsers.values.answer_state import folded, tidy
from parsers.values.choices import sex
from parsers.values.dates import Pivot
from parsers.values.names import looks_like_name, named
from parsers.values.phrases import printed

_CHILD, _NOT_YET_NAMED = printed("people.child", shape=r"{}\b"), printed("people.not_yet_named", shape=r"{}\b")
_UNBORN, _OF_A_BIRTH = printed("people.unborn", shape=r"\b{}\b"), printed("people.of_a_birth")
_RELATION, _SEX = printed("people.relation"), printed("sexes.alone")
_RELATED = printed("people.relation", shape=r"({})[\s:,-]+(?=[A-Z])")
_NO_NAME = re.compile(f"{_RELATION.pattern}|{_SEX.pattern}", re.I)
_BULLET = printed("people.bullets", shape=r"^\s*{}\s*")
_TOTAL = printed("people.totals", shape=r"^{}\b.{0,30}$")
_STARTS_REST, _ENDS_UNBORN = printed("people.starts_rest"), printed("people.ends_unborn")
_BETWEEN = printed("people.between")
_ADDRESS = printed("people.addresses", shape="^{}(?s:.*)")


@dataclass(frozen=True, slots=True)
class Person:
    """One person of several: empty where nothing is said; `raw` is the part of the text that speaks of this one."""

    raw: str
    name: str = ""
    dob: str = ""
    age: str = ""
    edd: str = ""
    unborn: bool = False
    sex: str = ""
    relationship: str = ""
    address: str = ""

    @property
    def aged(self) -> bool:
        return bool(self.dob or self.age or self.unborn)


def people(text: str, latest: int | None = None) -> tuple[Person, ...]:
    """Everybody in `text`, in order; empty if it does not read as a list of people."""
    found = [_person(part, latest) for part in _parts(text)]
    return tuple(found) if all(person.name for person in found) else ()


def _parts(text: str) -> Iterator[str]:
    """The pieces of `text` that each speak of one person."""
    for line in re.split(r"\n|;", tidy(text)):
        current: list[str] = []
        for piece in _cut(_BULLET.sub("", line)):
            if current and _starts_person(piece):
                yield ", ".join(current)
                current = []
            current.append(piece)
        if current:
            yield ", ".join(current)


def _cut(line: str) -> list[str]:
    """A line cut at commas outside brackets, and at `and` between two names."""
    found: list[str] = []
    for piece in re.split(r"(?:(?<!\s)\s++)?,\s*+(?![^()]{0,200}\))", line):
        halves = _family_named(_BETWEEN.split(piece))
        found += halves if all(map(_starts_person, halves)) else [piece]
    return _surnames_joined([piece for piece in found if piece.strip()])


def _family_named(halves: list[str]) -> list[str]:
    """`Milo` and `Max Stannage (twins)` as two full names, where only the last has the surname."""
    last = _before_rest(halves[-1])
    alone = all(re.fullmatch(r"[A-Z][\w'\u2019-]+", half.strip()) for half in halves[:-1])
    if len(halves) < 2 or not alone or len(last.split()) < 2 or not looks_like_name(last):
        return halves
    return [*(f"{half.strip()} {last.split()[-1]}" for half in halves[:-1]), halves[-1]]


def _surnames_joined(parts: list[str]) -> list[str]:
    """`ASHDOWN`, `Riley 3/4/15` as one piece again, the forename first."""
    for at, (one, other) in enumerate(pairwise(parts)):
        name = _before_rest(other)
        single = re.fullmatch(r"[^\W\d_][\w'\u2019-]*", one.strip()) and looks_like_name(name) and not name.isupper()
        if single and ((one.isupper() and len(one) > 2) or (len(parts) == 2 and name != other.strip())):
            joined = f"{name} {one.strip()}{other.strip()[len(name) :]}"
            return [*parts[:at], joined, *_surnames_joined(parts[at + 2 :])]
    return parts


def _before_rest(piece: str) -> str:
    """What stands in `piece` before a bracket, a number or a date: a name, if there is one."""
    return _STARTS_REST.split(piece, maxsplit=1)[0].strip(" -,")


def _starts_person(piece: str) -> bool:
    if _CHILD.match(piece):
        return True
    name = _before_rest(piece)
    related = _RELATED.match(name)
    name = name[related.end() :] if related else name
    if _NO_NAME.fullmatch(name) or not looks_like_name(name):
        return False
    return len(name.split()) >= 2 or len(name) < len(piece.strip())


def _person(part: str, latest: int | None) -> Person:
    cut = _STARTS_REST.split(part, maxsplit=1)[0]
    first, *rest = re.split(r"(?:(?<!\s)\s++)?,\s*", cut)
    name = first.strip(" -\u2013,:")
    if _NOT_YET_NAMED.match(part):
        name = _ENDS_UNBORN.split(part, maxsplit=1)[0].strip(" -(")
    about = part[len(first) :]
    related = _RELATED.match(name)
    found = birth(about if _OF_A_BIRTH.search(about) else "", Pivot(birth=True, latest=latest))
    unborn = found.unborn or bool(_UNBORN.search(part))
    name, relation = (name[related.end() :], related[1].strip()) if related else (name, "")
    person = Person(part, _named(name), found.dob, found.age, found.edd, unborn, relationship=relation.capitalize())
    return reduce(_with_phrase, (*rest, *re.split(r"[,()\[\]]|\s[-\u2013]\s", about)), person)


def _named(name: str) -> str:
    if _TOTAL.match(name) or not re.search(r"[A-Za-z]{2}|^[A-Z]\b", name):
        return ""
    return named(name).name if looks_like_name(name) or _CHILD.match(name) else ""


# What a phrase of its own says: the part of a person, whether it is said already, how it reads, and its value.
_PHRASES: tuple[tuple[str, str, re.Pattern[str], Callable[[str], str | None]], ...] = (
    ("age", "aged", re.compile(r"\d{1,2}"), age),
    ("sex", "sex", _SEX, sex),
    ("relationship", "relationship", _RELATION, lambda phrase: phrase[0].upper() + phrase[1:]),
    ("address", "address", _ADDRESS, str),
)


def _with_phrase(person: Person, phrase: str) -> Person:
    """`person` with the age, sex, relation or address that another phrase of the text says."""
    plain = folded(phrase).strip(" .:")
    for part, said, pattern, value in _PHRASES:
        if pattern.fullmatch(plain) and not getattr(person, said):
            found: dict[str, Any] = {part: value(plain) or ""}
            return replace(person, **found)
    return person
