"""A printed label or section title -> what it asks for, from labels.toml; it knows no layout and reads no value."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from parsers.values.written import folded

ASIDE = "aside"
"""The group of labels that are known, and known to have no field of ours."""

_NUMBERING = re.compile(
    r"^\s*(?:(?:section|part|question|q|box|step|stage)\s*\.?\s*(?:\d+(?:\.\d+)*[a-z]?|[a-z]|[ivx]+)\b\s*[.:)\-]*\s*"
    r"|\(?\d{1,2}(?:\.\d{1,2})*[a-z]?\s*[.):\-]+\s*"
    r"|\(?\d{1,2}\.\d{1,2}\s+|\d{1,2}\s+(?=[a-z])|\(?(?:[a-z]|[ivx]{1,4})(?:\)\s*|\.\s+)(?=\S{2}))+"
)
_PLURAL = re.compile(r"\((s|ren|es|'s)\)|/(s|ren)\b")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|\([^()]*$")
_FOOTNOTE = re.compile(r"(?<=[a-z]{3})\d{1,2}$|\*+$")
_FORMAT = re.compile(r"\b(?:dd|d)[ /.\-]?(?:mm|m)[ /.\-]?y{2,4}\b|\bhh[:.]?mm\b")
_EDGES = " \t:?*.,;-=_>\u2026\u25ba\u2192"
_INDEX = re.compile(r"\b(child|children|baby|young person|subject|twin)\s*(?:no\.?|number|#)?\s*\(?([1-9])\)?(?![\d/])")
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
}
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)}) (?=child|baby|subject|young person)")
_COMBINED = {
    "name_role": ("name", "role"),
    "name_agency": ("name", "agency"),
    "agency_role": ("agency", "role"),
    "name_role_agency": ("name", "role", "agency"),
    "name_dob": ("name", "dob"),
    "ethnicity_language": ("ethnicity", "language"),
    "sex_dob": ("sex", "dob"),
    "date_time": ("date", "time"),
    "date_place": ("date", "time", "location"),
}
_RANK = ("other", "family", "lead", "referrer", "child")
_GROUPS = {"child": "children", "other": ASIDE}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a label asks for: `group` is empty where only the section can say of whom; `index` numbers a child from 1.

    `relation` is what the label itself says of a relative; `sure` is False for a likeness or a sentence understood.
    """

    group: str
    heads: tuple[str, ...]
    relation: str = ""
    index: int = 0
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """What part of a form a title opens; `index` numbers a child from 1."""

    group: str
    index: int = 0
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """labels.toml, indexed."""

    whole: dict[str, tuple[str, str]]
    bare: dict[str, str]
    sorted_bare: dict[tuple[str, ...], str]
    subjects: tuple[tuple[str, str], ...]
    relations: dict[str, str]
    questions: tuple[tuple[re.Pattern[str], str, str], ...]
    sections: dict[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    stop: frozenset[str]
    guards: frozenset[str]


@cache
def words() -> Words:
    """The shipped vocabulary."""
    told = tomllib.loads((Path(__file__).parent / "labels.toml").read_text(encoding="utf-8"))
    stop = frozenset(told["stop"])
    bare = {plain(label): head for head, labels in told["bare"].items() for label in labels}
    subjects = [(phrase, group) for group, phrases in told["subjects"].items() for phrase in phrases]
    return Words(
        whole={
            plain(label): (group, head)
            for group, heads in told["whole"].items()
            for head, ls in heads.items()
            for label in ls
        },
        bare=bare,
        sorted_bare={_bag(label, stop): head for label, head in bare.items()},
        subjects=tuple(sorted(subjects, key=lambda pair: -len(pair[0]))),
        relations=told["relations"],
        questions=tuple(_questions(told["questions"])),
        sections={plain(title): group for group, titles in told["sections"].items() for title in titles},
        patterns=tuple((re.compile(p), group) for group, ps in told["section_patterns"].items() for p in ps),
        stop=stop,
        guards=frozenset(told["guards"]),
    )


def _questions(told: dict[str, Any]) -> Iterator[tuple[re.Pattern[str], str, str]]:
    for target, patterns in told.items():
        group, _, head = target.partition(".")
        yield from ((re.compile(pattern), group, head) for pattern in patterns)


def _bag(text: str, stop: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(word for word in text.split() if word not in stop))


def plain(label: str, *, brackets: bool = False) -> str:
    """`label` as labels are compared: lower case, no numbering, guidance in brackets, possessives or trailing signs."""
    text = _PLURAL.sub(lambda found: found.group(1) or found.group(2), folded(label).replace("\n", " ").lower())
    text = text if brackets else _BRACKETS.sub(" ", text)
    text = _NUMBERING.sub("", _FORMAT.sub(" ", text).strip(), count=1).strip(_EDGES)
    text = _FOOTNOTE.sub("", re.sub(r"'s\b|(?<=s)'(?=\s|$)", "", text))
    text = re.sub(r"\s*(?:/|\bor/|\band/or\b|\|)\s*", " or ", text.replace("&", " and "))
    return re.sub(r"[\s,;:\"'()\[\]]+", " ", text).strip(_EDGES).replace(" or or ", " or ")


def variants(label: str) -> Iterator[str]:
    """`label` plain, then shorter: its first line, what stands before a dash, a colon or a question mark."""
    seen = set()
    text = folded(label)
    heads = [
        text,
        text.split("\n")[0],
        *(re.split(cut, text, maxsplit=1)[0] for cut in (r":", r"\?", r"\s-+\s", r"\.\s", r",\s", r"\s\(")),
    ]
    for head in heads:
        short = plain(head)
        if short and short not in seen:
            seen.add(short)
            yield short


@lru_cache(maxsize=4096)
def asked(label: str, group: str = "") -> Asked | None:
    """What `label` asks for, or None where it is no known label; in a grid `group` its column words come first."""
    if len(label) > 400 or not re.search(r"[A-Za-z]", label):
        return None
    index, text = _numbered(label)
    for finder in (_exact, _composed):
        for short in variants(text):
            found = finder(short, group)
            if found is not None:
                return replace(found, index=found.index or index)
    found = _alike(plain(text)) or _question(text)
    return None if found is None else replace(found, index=index, sure=False)


def _numbered(label: str) -> tuple[int, str]:
    """The number of the child that `label` speaks of, or 0, and the label without it."""
    text = folded(label).lower()
    found, ordinal = _INDEX.search(text), _ORDINAL.search(text)
    if found:
        return int(found.group(2)), f"{text[: found.end(1)]} {text[found.end() :]}"
    if ordinal:
        return _ORDINALS[ordinal.group(1)], text[: ordinal.start()] + text[ordinal.end() :]
    return 0, label


def _made(group: str, head: str, relation: str = "") -> Asked:
    return Asked(group, _COMBINED.get(head, (head,)), relation)


def _exact(text: str, group: str) -> Asked | None:
    known = words()
    bare = known.bare.get(text) or known.sorted_bare.get(_bag(text, known.stop) or ("",))
    if bare and (group in ("family", "agencies", "chronology") or text not in known.whole):
        return _made("", bare)
    if text in known.whole:
        return _made(*known.whole[text])
    return None


def _composed(text: str, group: str) -> Asked | None:
    """`Date of birth of mother` as a bare question and whom it is about."""
    present = list(_subjects(text))
    for phrase, subject in present:
        found = _of_subject(_without(text, [phrase]), subject, phrase)
        if found is not None and (subject != "child" or not group.startswith("fam")):
            return found
    if len(present) < 2:
        return None
    phrase, subject = min(present, key=lambda pair: _RANK.index(pair[1]))
    return _of_subject(_without(text, [phrase for phrase, _ in present]), subject, phrase)


def _subjects(text: str) -> Iterator[tuple[str, str]]:
    rest = f" {text} "
    for phrase, subject in words().subjects:
        if f" {phrase} " in rest:
            rest = rest.replace(f" {phrase} ", "  ")
            yield phrase, subject


def _without(text: str, phrases: list[str]) -> str:
    rest = f" {text} "
    for phrase in phrases:
        rest = rest.replace(f" {phrase} ", " ")
    return rest.strip()


def _of_subject(text: str, subject: str, phrase: str) -> Asked | None:
    known = words()
    head = known.bare.get(text) or known.sorted_bare.get(_bag(text, known.stop) or ("",))
    if head is None:
        return None
    relation = known.relations.get(phrase, "") if subject == "family" else ""
    return _made(_GROUPS.get(subject, subject), head, relation)


def _alike(text: str) -> Asked | None:
    """The label that `text` nearly is; the words that say of whom must be the very same (docs: loose scorers mislead)."""
    known = words()
    if not 5 <= len(text) <= 90:
        return None
    guards = known.guards & set(text.split())
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        for pool in (known.whole, known.bare):
            for candidate, _, _ in process.extract(text, list(pool), scorer=scorer, score_cutoff=88, limit=3):
                if known.guards & set(candidate.split()) == guards:
                    return _made(*known.whole[candidate]) if pool is known.whole else _made("", known.bare[candidate])
    return None


def _question(label: str) -> Asked | None:
    text = re.sub(r"\s+", " ", folded(label).lower().replace("/", " or "))
    if len(text.split()) < 2:
        return None
    for pattern, group, head in words().questions:
        if pattern.search(text):
            return _made(group, head)
    return None


@lru_cache(maxsize=4096)
def section(title: str) -> Section | None:
    """The part of a form that `title` opens, or None where it is not known as one."""
    if len(title) > 200 or not re.search(r"[A-Za-z]", title):
        return None
    known = words()
    index, text = _numbered(title)
    whole = plain(text, brackets=True)
    for pattern, group in known.patterns:
        if group in ("office", "decision", "agency_summary") and pattern.search(whole):
            return Section(group, index)
    for short in variants(text):
        if short in known.sections:
            return Section(known.sections[short], index, known.relations.get(short.removesuffix(" details"), ""))
    for pattern, group in known.patterns:
        if len(whole.split()) <= 24 and pattern.search(whole):
            return Section(group, index)
    return None
