"""labels.toml, indexed, and the plain form in which labels are compared."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from parsers.form.vocabulary.phrases import listed, one_of, phrases, printed
from parsers.values.answer_state import folded

_NUMBERING = re.compile(
    rf"^\s*(?:{one_of('numbering.parts', 'numbering.questions')}"
    r"\s*\.?\s*(?:\d+(?:\.\d+)*[a-z]?|[a-z]|[ivx]+)\b\s*[.:)\-]*\s*"
    r"|\(?\d{1,2}(?:\.\d{1,2})*[a-z]?\s*[.):\-]+\s*"
    r"|\(?\d{1,2}\.\d{1,2}\s+|\d{1,2}\s+(?=[a-z])|\(?(?:[a-z]|[ivx]{1,4})(?:\)\s*|\.\s+)(?=\S{2}))+"
)
_PLURAL = printed("labels.plurals")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|\([^()]*$")
_FOOTNOTE = re.compile(r"(?<=[a-z]{3})\d{1,2}$|(?<!\*)\*++$")
_POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?=\s|$)")
_OR = printed("labels.says_or", shape=r"(?:(?<!\s)\s++)?{}\s*")
_BETWEEN = re.compile(r"[\s,;:\"'()\[\]]+")
_FORMAT = printed("labels.format_of_a_date", shape=r"\b{}\b")
_ARTICLES = frozenset(listed("labels.articles"))
_SAME = tuple((printed(f"one_name.{name}", shape=r"\b{}\b"), name) for name in phrases()["one_name"])
_EDGES = " \t:?*.,;-=_>\u2026\u25ba\u2192"


Target = TypeVar("Target")
LABELS = Path(__file__).with_name("labels.toml")


@dataclass(frozen=True, slots=True)
class Words:
    """labels.toml, indexed."""

    whole: dict[str, tuple[str, str]]
    columns: dict[tuple[str, str], str]
    bare: dict[str, str]
    sorted_bare: dict[tuple[str, ...], str]
    subjects: tuple[tuple[str, str], ...]  # the longest first
    subjects_by_first: dict[str, list[tuple[int, str, str]]]  # by their first words, each with its rank in `subjects`
    relations: dict[str, str]
    questions: tuple[tuple[re.Pattern[str], str, str], ...]
    sections: dict[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    stop: frozenset[str]
    guards: frozenset[str]


@cache
def words() -> Words:
    """The shipped vocabulary."""
    told = tomllib.loads(LABELS.read_text(encoding="utf-8"))
    stop = frozenset(told["stop"])
    bare = dict(_by_label(told["bare"]))
    subjects = tuple(sorted(_by_phrase(told["subjects"]), key=lambda pair: -len(pair[0])))
    return Words(
        whole=_with_short({label: (group, head) for group, label, head in _by_group(told["whole"])}),
        columns={
            (group, label): head
            for group, heads in told["columns"].items()
            for label, head in _with_short(dict(_by_label(heads))).items()
        },
        bare=bare,
        # Of two labels that differ in idle words only (`address`, `current address`), the shorter one is meant.
        # What is left of `known as` would find itself in `as child`.
        sorted_bare={
            left: bare[label]
            for label in sorted(bare, key=len, reverse=True)
            if len("".join(left := bag(label, stop))) > 2
        },
        subjects=subjects,
        subjects_by_first=_by_first(subjects),
        relations=told["relations"],
        questions=tuple(_questions(told["questions"])),
        sections=dict(_by_label(told["sections"])),
        patterns=tuple((re.compile(pattern), group) for pattern, group in _by_phrase(told["section_patterns"])),
        stop=stop,
        guards=frozenset(told["guards"]),
    )


def _by_phrase(told: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Each phrase with the name that it stands under."""
    return ((phrase, name) for name, phrases in told.items() for phrase in phrases)


def _by_label(told: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """The same with the phrases as labels are compared."""
    return ((plain(phrase), name) for phrase, name in _by_phrase(told))


def _by_group(told: dict[str, dict[str, list[str]]]) -> Iterator[tuple[str, str, str]]:
    """Each label with its group and what it asks of it."""
    return ((group, label, head) for group, heads in told.items() for label, head in _by_label(heads))


def _with_short(known: dict[str, Target]) -> dict[str, Target]:
    """The labels and, where no other has the same words, each without its articles."""
    return {**{without_articles(label): target for label, target in known.items()}, **known}


def _by_first(subjects: tuple[tuple[str, str], ...]) -> dict[str, list[tuple[int, str, str]]]:
    found: dict[str, list[tuple[int, str, str]]] = {}
    for rank, (phrase, group) in enumerate(subjects):
        found.setdefault(phrase.split()[0], []).append((rank, phrase, group))
    return found


def _questions(told: dict[str, Any]) -> Iterator[tuple[re.Pattern[str], str, str]]:
    for target, patterns in told.items():
        group, _, head = target.partition("#")[0].partition(".")
        yield from ((re.compile(pattern), group, head) for pattern in patterns)


def bag(text: str, stop: frozenset[str]) -> tuple[str, ...]:
    """The words of `text` that tell something, in alphabetical order."""
    return tuple(sorted(word for word in text.split() if word not in stop))


def without_articles(text: str) -> str:
    """A plain label without its articles."""
    return " ".join(word for word in text.split() if word not in _ARTICLES) or text


@lru_cache(maxsize=8192)
def plain(label: str, *, brackets: bool = False) -> str:
    """`label` as labels are compared: lower case, no numbering, guidance in brackets, possessives or trailing signs."""
    text = _PLURAL.sub(lambda found: found.group().strip("()/"), folded(label).replace("\n", " ").lower())
    text = text if brackets else _BRACKETS.sub(" ", text)
    text = _NUMBERING.sub("", _FORMAT.sub(" ", text).strip(), count=1).strip(_EDGES)
    text = _FOOTNOTE.sub("", _POSSESSIVE.sub("", text))
    text = _OR.sub(" or ", text.replace("&", " and "))
    text = _BETWEEN.sub(" ", text).strip(_EDGES).replace(" or or ", " or ")
    return in_one_name(text)


def unnumbered(text: str) -> str:
    """A text in lower case without the number or letter of a question at its head."""
    return _NUMBERING.sub("", text, count=1)


def in_one_name(text: str) -> str:
    """A text in lower case with one name for what forms call by several."""
    for pattern, name in _SAME:
        text = pattern.sub(name, text)
    return text
