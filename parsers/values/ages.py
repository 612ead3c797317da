"""Ages, and what stands in the place of a birth date: gestation, an expected date of delivery, `unborn`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.values.answer_state import flat, folded
from parsers.values.dates import Pivot, WrittenDate, dates
from parsers.values.phrases import listed, printed

_UNITS = {"y": "year", "m": "month", "w": "week", "d": "day", "h": "hour"}
_COUNTED, _NUMBERS = printed("ages.counted"), listed("ages.numbers")
_CLINICAL = re.compile(r"(?<![\d/.])(?P<n>\d{1,2})\s?/\s?(?P<of>12|52|7)(?![\d/])")
_GESTATION, _UNBORN = printed("ages.gestation"), printed("ages.unborn")
_BARE = printed("ages.bare")
_REMARK = re.compile(r"\s?[,;(]\s?(?=[a-z])")
_PER = {"12": "month", "52": "week", "7": "day"}


def is_unborn(text: str) -> bool:
    """Whether `text` speaks of a child not yet born."""
    plain = folded(text)
    return bool(_UNBORN.search(plain) or _GESTATION.search(plain))


def _said(count: str, unit: str) -> str:
    return f"{count} {unit}" if count == "1" else f"{count} {unit}s"


def age(text: str) -> str | None:
    """An age with its unit (`14 years 3 months`, `8 months` for `8/12`), or None; a bare number counts years."""
    plain = flat(text)
    if _GESTATION.search(plain):
        return None
    clinical = _CLINICAL.search(plain)
    parts = [_counted(found) for found in _COUNTED.finditer(plain)]
    if clinical and not dates(plain):
        parts = [*parts[:1], _said(clinical.group("n"), _PER[clinical.group("of")])]
    if parts:
        return " ".join(parts[:2])
    alone = plain.strip(" .,;()-")
    if alone.lower() in _NUMBERS:
        return _said(str(_NUMBERS.index(alone.lower()) + 1), "year")
    bare = _BARE.fullmatch(_REMARK.split(alone, maxsplit=1)[0])  # `15, nearly 16`
    return _said(str(int(bare.group(1))), "year") if bare else None


def _counted(found: re.Match[str]) -> str:
    count = found.group("n").lower()
    number = str(_NUMBERS.index(count) + 1) if count in _NUMBERS else str(int(count))
    return _said(number + ("½" if found.group("half") else ""), _UNITS[found.group("unit")[0].lower()])


@dataclass(frozen=True, slots=True)
class Birth:
    """What a box for a birth date, an age or an expected delivery really holds; empty where it does not say."""

    dob: str = ""
    age: str = ""
    edd: str = ""
    unborn: bool = False
    doubt: str = ""


_DEATH = printed("ages.death", shape=r"\b{}\b")
_AT_THE_END, _BEFORE_BIRTH_DATE = printed("ages.at_the_end"), printed("ages.before_birth_date")
_ROUGHLY = printed("ages.roughly")


def birth(text: str, pivot: Pivot = Pivot(birth=True)) -> Birth:  # noqa: B008 - a frozen value
    """The birth date, age and expected delivery in `text`, each only if it is written there."""
    plain = flat(text)
    if is_unborn(plain):
        days = {written.iso for written in dates(plain)}
        # Where years lie between them, some are the birth dates of others.
        expected = max(days, default="") if len({day[:4] for day in days}) <= 2 else ""
        return Birth(edd=expected, unborn=True)
    found = [written for written in dates(plain, pivot) if not _DEATH.search(plain[: written.start][-12:])]
    if not found:
        return Birth(age=age(plain) or "")
    first = found[0]
    approximate = _ROUGHLY.search(plain[: first.start])
    doubt = "The birth date is given only roughly." if approximate and first.whole else first.doubt
    return Birth(dob=first.iso, age=_age_near(plain, first), doubt=doubt)


def _age_near(text: str, found: WrittenDate) -> str:
    rest = f"{text[: found.start]} {text[found.end :]}"
    bracket = _AT_THE_END.search(text[found.end :])
    leading = _BEFORE_BIRTH_DATE.match(text[: found.start])
    number = bracket or leading
    return age(number[1] if number else rest) or ""
