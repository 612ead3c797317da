"""Whether an answer can be of a field's type: what it looks like, told once, and which fields such an answer is for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from parsers.form.meaning.ask import Ask, Latest
from parsers.form.vocabulary.weights import weights
from parsers.values import choices
from parsers.values.ages import age, is_unborn
from parsers.values.answer_state import flat
from parsers.values.contacts import email, phone
from parsers.values.dates import Pivot, WrittenDate, dates, yearless
from parsers.values.names import is_agency, is_role, looks_like_name
from parsers.values.nhs import nhs_number
from parsers.values.phrases import printed
from parsers.values.postcodes import postcode
from pipeline.model import State

LONGEST = 400  # characters: what an answer is like shows in its first lines
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_WEEKDAY = printed("dates.weekdays", shape=r"(?:{}[,.]?\s)?")
FILE = Path(__file__).parents[1] / "vocabulary" / "fit.toml"


@dataclass(frozen=True, slots=True)
class Fitting:
    """What an answer for a field has to look like, must not look like, and may look like, which speaks for it.

    What looks like one that `tells` is hardly for another field; among the details of somebody who has the field, so
    is what looks like one that `tells_there`. A field is `usual` that nearly every form asks.
    """

    must: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    likes: frozenset[str] = frozenset()
    tells: frozenset[str] = frozenset()
    tells_there: frozenset[str] = frozenset()
    usual: bool = False


@cache
def fitting() -> tuple[dict[str, re.Pattern[str]], dict[str, Fitting]]:
    """The looks and what each field asks of them, from fit.toml."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    looks = {kind: re.compile(pattern) for kind, pattern in told.pop("looks").items()}
    return looks, {head: _fitting(of) for head, of in told.items()}


def _fitting(told: dict[str, Any]) -> Fitting:
    kinds = {key: frozenset(kinds) for key, kinds in told.items() if key != "usual"}
    return Fitting(**kinds, usual=told.get("usual", False))


def fitting_of(head: str) -> Fitting:
    """What an answer for a field has to look like; nothing where fit.toml does not say."""
    return fitting()[1].get(head, Fitting())


def fit(head: str, ask: Ask) -> float | None:
    """From 0 (nothing speaks for it) to 1; below 0 where it is rather unlike; None where the answer cannot be it."""
    wanted = fitting()[1].get(head)
    if ask.answer.state is not State.GIVEN or wanted is None:
        return 0.0
    found = looks(ask.text, ask.latest)
    # A hint that is printed over an answer hides what it looks like.
    by_line = frozenset().union(*(looks(line, ask.latest) for line in ask.text[:LONGEST].splitlines()))
    if (wanted.must and not wanted.must & (found | by_line)) or wanted.never & found:
        return None
    if wanted.likes & found:
        return 1.0
    half = weights()["half"]
    return half if wanted.must else -half if wanted.likes else 0.0


def told_by(ask: Ask) -> tuple[str, ...]:
    """The fields that an answer tells by itself."""
    return _telling(ask, lambda each: each.tells)


def told_there(ask: Ask) -> tuple[str, ...]:
    """The fields that an answer tells among the details of somebody who has them."""
    return _telling(ask, lambda each: each.tells_there)


def _telling(ask: Ask, looking: Callable[[Fitting], frozenset[str]]) -> tuple[str, ...]:
    if ask.answer.state is not State.GIVEN:
        return ()
    found = looks(ask.text, ask.latest)
    return tuple(head for head, each in fitting()[1].items() if looking(each) & found)


def says(kind: str, text: str) -> bool:
    """Whether `text` looks like one `kind` of answer that fit.toml tells by its words."""
    return bool(fitting()[0][kind].search(flat(text[:LONGEST]).strip()))


@lru_cache(maxsize=4096)
def looks(text: str, latest: Latest) -> frozenset[str]:
    """Every kind of answer that `text` looks like; `latest` is what the document last speaks of."""
    plain = flat(text[:LONGEST]).strip()
    patterns = {kind for kind, pattern in fitting()[0].items() if pattern.search(plain)}
    return frozenset(patterns | {kind for kind, holds in _KINDS.items() if holds(plain)} | _dated(plain, latest))


def _dated(text: str, latest: Latest) -> set[str]:
    """Whether a text is hardly more than a date, and when that is; a span of years is none."""
    found = dates(text, Pivot(latest=latest.year))
    if not found:
        return {"date", "recent"} if yearless(text, latest.day) else set()
    if not _is_hardly_more(text, found) or found[0].iso[:4] != found[-1].iso[:4]:
        return set()
    year, last = int(found[0].iso[:4]), latest.year or 0
    born = int(dates(text, Pivot(birth=True, latest=latest.year))[0].iso[:4])
    kinds = {
        "date": True,
        "ahead": found[0].iso >= latest.day[: len(found[0].iso)],
        "recent": year >= last - 1,
        "born": last - weights()["young"] <= born <= last,
    }
    return {kind for kind, holds in kinds.items() if holds}


def _is_hardly_more(text: str, found: tuple[WrittenDate, ...]) -> bool:
    """Whether few words stand beside the first date, or a line of them behind the date with which a text begins."""
    # `When were you told?` - `20/11/2026 at 8.45 by a friend of hers, by the police at ten`
    begins = _WEEKDAY.fullmatch(text[: found[0].start]) is not None and len(text.split()) <= weights()["long_words"]
    return begins or _beside(text, found) <= weights()["sentence_words"]


def _beside(text: str, found: tuple[WrittenDate, ...]) -> int:
    """How many words stand beside the first date; what is added to it in brackets does not count."""
    return len(_IN_BRACKETS.sub(" ", text[: found[0].start] + text[found[0].end :]).split())


def _is_name(text: str) -> bool:
    return (
        looks_like_name(text)
        and len(text.split()) <= weights()["name_words"]
        and not (is_agency(text) or choices.sex(text))
    )


def _is_address(text: str) -> bool:
    """A house's number with its street, or a postcode."""
    return bool(postcode(text) or says("house", text))


_KINDS: dict[str, Callable[[str], object]] = {
    "sentence": lambda text: len(text.split()) >= weights()["sentence_words"],
    "long": lambda text: len(text.split()) > weights()["long_words"],
    "answers": choices.yes_or_no,
    "name": _is_name,
    "role": is_role,
    "agency": is_agency,
    "organisation": lambda text: "," not in text and is_agency(text.rpartition(" ")[2]),
    "email": email,
    "phone": phone,
    "postcode": lambda text: postcode(text) and len(text.split()) <= 2,
    "address": _is_address,
    "whole_address": lambda text: postcode(text) and says("house", text),
    "ten_digits": lambda text: len(re.sub(r"\D", "", text)) == 10,
    "nhs": nhs_number,
    "sex": lambda text: len(text.split()) <= 3 and choices.sex(text),
    "age": age,
    "unborn": is_unborn,
}
