"""How like a printed label is to the labels that are known, field by field: evidence to be weighed, never a verdict."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from parsers.form.vocabulary.labels import COMBINED
from parsers.form.vocabulary.phrases import printed
from parsers.form.vocabulary.weights import weights
from parsers.form.vocabulary.words import plain, words
from parsers.values.answer_state import folded

_ENDINGS = printed("endings.of_words", shape=r"(?<=\w{3}){}$")
_WORD = re.compile(r"[a-z]+")
MOST = 8  # candidates of one label; what lies behind them never won
Target = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Alike:
    """A field that a label may ask for: of `group`, empty where only its place can say of whom."""

    group: str
    heads: tuple[str, ...]
    likeness: float


@dataclass(frozen=True, slots=True)
class _Index:
    phrases: tuple[tuple[Target, frozenset[str]], ...]
    holding: dict[str, tuple[int, ...]]  # word -> the phrases that hold it
    weight: dict[str, float]
    unheard: float


@dataclass(frozen=True, slots=True)
class _Told:
    """kin.toml: words under the first of their kin, words that tell nothing, fields that no likeness may name."""

    kin: dict[str, str]
    idle: frozenset[str]
    in_known_words: frozenset[str]


@cache
def _told() -> _Told:
    told = tomllib.loads(Path(__file__).with_name("kin.toml").read_text(encoding="utf-8"))
    kin = {_stem(word): _stem(family[0]) for family in told["kin"] for word in family}
    return _Told(kin, frozenset(told["idle"]), frozenset(told["in_known_words"]))


def kin_words() -> frozenset[str]:
    """Every word that labels are compared by."""
    told = tomllib.loads(Path(__file__).with_name("kin.toml").read_text(encoding="utf-8"))
    return frozenset(word for family in (*told["kin"], told["idle"]) for word in family)


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    return _ENDINGS.sub("", word)


def told_words(text: str) -> frozenset[str]:
    """The words of a plain text that tell something, without their endings, kin as one."""
    found = (_stem(word) for word in _WORD.findall(text) if word not in _told().idle)
    return frozenset(_told().kin.get(word, word) for word in found)


def _indexed(phrases: Iterable[tuple[Target, str]]) -> _Index:
    pairs = tuple(dict.fromkeys((target, told) for target, phrase in phrases if (told := told_words(phrase))))
    spread: dict[str, set[Target]] = defaultdict(set)
    holding: dict[str, list[int]] = defaultdict(list)
    for at, (target, told) in enumerate(pairs):
        for word in told:
            spread[word].add(target)
            holding[word].append(at)
    count = len({target for target, _ in pairs})
    weight = {word: math.log(1 + count / len(targets)) for word, targets in spread.items()}
    unheard = weights()["unheard"] * math.log(1 + count)
    return _Index(pairs, {word: tuple(ats) for word, ats in holding.items()}, weight, unheard)


@cache
def _labels() -> _Index:
    known = words()
    whole = ((target, phrase) for phrase, target in known.whole.items())
    bare = ((("", head), phrase) for phrase, head in known.bare.items())
    return _indexed(each for each in (*whole, *bare) if each[0][1] not in _told().in_known_words)


@cache
def _columns(group: str) -> _Index:
    return _indexed(((group, head), phrase) for (told, phrase), head in words().columns.items() if told == group)


@cache
def _titles() -> _Index:
    return _indexed(((group, ""), title) for title, group in words().sections.items() if group != "guidance")


@lru_cache(maxsize=2048)
def alike(label: str, group: str = "") -> tuple[Alike, ...]:
    """The fields whose labels `label` is like, the likest first; `group` is that of the grid that it stands over."""
    found = _scored(label, _labels())
    for target, score in _scored(label, _columns(group)).items() if group else ():
        found[target] = max(found.get(target, 0.0), score)
    likest = sorted(found.items(), key=lambda pair: -pair[1])[:MOST]
    return tuple(Alike(group, COMBINED.get(head, (head,)), round(score, 3)) for (group, head), score in likest)


def is_like_a_question(text: str) -> bool:
    """Whether a line in words of its own is much like a known question."""
    likest = alike(text) if len(text.split()) <= weights()["like_words"] else ()
    return bool(likest) and likest[0].likeness >= weights()["like"]


def asks_like(head: str, label: str, *, of: str) -> bool:
    """Whether a label in words of its own is likest to one that asks for the `head` of one `of` a group."""
    likest = alike(label, of)
    about = bool(likest) and likest[0].group == of and head in likest[0].heads
    return about and likest[0].likeness >= weights()["like"]


@lru_cache(maxsize=1024)
def alike_title(title: str) -> tuple[str, float, float]:
    """The part of a form that a title is like, how like, and how much more than any other; empty if like none."""
    found = Counter(_scored(title, _titles())).most_common(2)
    if not found:
        return "", 0.0, 0.0
    (part, _), likeness = found[0]
    return part, likeness, likeness - (found[1][1] if len(found) > 1 else 0.0)


def _scored(label: str, index: _Index) -> dict[Target, float]:
    """How like `label` is to the likest phrase of each target."""
    # What a label says in brackets is mostly how to answer it.
    said = told_words(plain(label)) or told_words(folded(label).lower())
    of_label, of_phrase = weights()["left_in_label"], weights()["left_in_phrase"]
    told = {word: index.weight.get(word, index.unheard) for word in said}
    whole = sum(told.values())
    best: dict[Target, float] = {}
    for at in {at for word in said for at in index.holding.get(word, ())}:
        target, phrase = index.phrases[at]
        shared = sum(told[word] for word in phrase if word in told)
        lacking = sum(index.weight[word] for word in phrase if word not in told)
        score = shared / (shared + of_label * (whole - shared) + of_phrase * lacking)
        best[target] = max(best.get(target, 0.0), score)
    return best
