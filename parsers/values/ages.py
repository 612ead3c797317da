"""Ages, and what stands in the place of a birth date: gestation, an expected date of delivery, `unborn`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.values.answer_state import flat, folded
from parsers.values.dates import Pivot, WrittenDate, dates

_UNITS = {"y": "year", "m": "month", "w": "week", "d": "day", "h": "hour"}
_COUNTED = re.compile(
    r"(?i)(?<![\d/.])(?P<n>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?P<half>\s?½|\.5"
    r"| and a half)?\s*-?\s*"
    r"(?P<unit>years?|yrs?|y/o|yo|y(?![a-z])|months?|mths?|mnths?|mos?(?![a-z])|m(?![a-z])|weeks?|wks?|w(?![a-z])"
    r"|days?|hours?|hrs?)"
)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_CLINICAL = re.compile(r"(?<![\d/.])(?P<n>\d{1,2})\s?/\s?(?P<of>12|52|7)(?![\d/])")
_GESTATION = re.compile(
    r"(?i)(?<![\d/.])(?:[1-3]?\d|4[0-2])(?:\s?\+\s?\d)?\s?/\s?40(?![\d/])|\b\d{1,2}\s*(?:weeks?|wks?)\s*(?:pregnant"
    r"|gestation)"
)
_BARE = re.compile(
    r"(?:age[d:]?\s*)?(?:approx(?:imately|\.)?\s*|about\s*|c\.?\s*)?(\d{1,2})(?:\s*(?:years? old|approx\.?))?", re.I
)
_UNBORN = re.compile(
    r"(?i)\bun-?born\b|\bu\.?b\.?b\b|\bedd\b|\be\.d\.d\b|\bedc\b|\be\.d\.c\b|\bedb\b|\b(?:expected"
    r"|estimated) (?:date of )?(?:delivery|confinement|birth|due)"
    r"|\bdue (?:date|in|on|early|mid|late|around|about|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d)|\bpregnan"
    r"|\bnot yet born\b|\bgestation\b"
)
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
    bare = _BARE.fullmatch(plain.strip(" .,;()-"))
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


_DEATH = re.compile(r"\b(?:died|dod|d\.o\.d|death|deceased)\b", re.I)
_EXPECTED = re.compile(r"\b(?:edd|edc|edb|e\.d\.d|e\.d\.c|due|expected|estimated|delivery)\b", re.I)
_BRACKET_AGE = re.compile(r"[(\[,;-]\s*(?:age[d:]?\s*)?(\d{1,2})\s*(?:yrs?|years?(?: old)?|y/?o?)?\s*[)\]]?\s*$", re.I)


def birth(text: str, pivot: Pivot = Pivot(birth=True)) -> Birth:  # noqa: B008 - a frozen value
    """The birth date, age and expected delivery in `text`, each only if it is written there."""
    plain = flat(text)
    if is_unborn(plain):
        return Birth(edd=next((written.iso for written in dates(plain)), ""), unborn=True)
    found = [written for written in dates(plain, pivot) if not _DEATH.search(plain[: written.start][-12:])]
    if not found:
        return Birth(age=age(plain) or "")
    first = found[0]
    approximate = re.search(r"approx|about|circa|\bc\.?\s*$|roughly", plain[: first.start], re.I)
    doubt = "The birth date is given only roughly." if approximate and first.whole else first.doubt
    return Birth(dob=first.iso, age=_age_near(plain, first), doubt=doubt)


def _age_near(text: str, found: WrittenDate) -> str:
    rest = f"{text[: found.start]} {text[found.end :]}"
    bracket = _BRACKET_AGE.search(text[found.end :])
    leading = re.match(r"\s*(\d{1,2})\s*[(,;-]?\s*(?:dob|d\.o\.b|born)", text[: found.start], re.I)
    number = bracket or leading
    return age(number[1] if number else rest) or ""
