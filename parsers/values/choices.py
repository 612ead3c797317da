"""Answers out of a closed set: yes and no, sex, what became of the child, whether abuse or neglect is known."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsers.values.answer_state import flat, folded
from parsers.values.phrases import one_of, printed

Readings = tuple[tuple[re.Pattern[str], str | None], ...]
"""What an answer says by what stands in it; None where what stands there tells nothing."""


def _readings(*said: tuple[str, str | None]) -> Readings:
    """What an answer says by the lists of phrases that stand in it."""
    return tuple((printed(name), value) for name, value in said)


def _words(*said: tuple[str, str | None]) -> Readings:
    """The same for lists of whole words."""
    return tuple((printed(name, shape=r"\b{}\b"), value) for name, value in said)


def _first(text: str, readings: Readings) -> str | None:
    return next((value for pattern, value in readings if pattern.search(text)), None)


def _only(text: str, readings: Readings) -> str | None:
    """The one value that `text` names, or None where it names none or several."""
    said = [value for pattern, value in readings if pattern.search(text)]
    return said[0] if len(said) == 1 else None


_YES_OR_NO = _readings(("choices.both", None), ("choices.yes", "yes"), ("choices.no", "no"))


def yes_or_no(text: str) -> str | None:
    """`yes` or `no` where the answer begins with or plainly is one; None for `YES/NO` and anything else."""
    return _first(flat(text).strip(" .,:;()[]*-"), _YES_OR_NO)


_PLAN = _readings(("choices.plan_over", None), ("choices.plan_since", "yes"))
_NAMES_A_PLAN = printed("choices.named_plan")
_NAMED_PLAN = _readings(("choices.plan_over", None), ("choices.no_named_plan", None), ("choices.named_plan", "yes"))


def plan(text: str) -> str | None:
    """Whether a child is on a child protection plan, as far as `text` says it plainly."""
    plain = flat(text)
    return yes_or_no(plain) or _first(plain, _NAMED_PLAN if _NAMES_A_PLAN.search(plain) else _PLAN)


_CARE = (*_readings(("choices.not_in_care", None)), *_words(("choices.in_care", "yes")))


def looked_after(text: str) -> str | None:
    """Whether a child is looked after, as far as `text` says it plainly."""
    plain = flat(text)
    return yes_or_no(plain) or _first(plain, _CARE)


def is_in_care(text: str) -> bool:
    """Whether `text` plainly says that a child is in care now."""
    return _first(flat(text), _CARE) == "yes"


_LEAVER = _readings(("choices.no_leaver", None), ("choices.leaver", "yes"))


def is_care_leaver(text: str) -> bool:
    """Whether `text` plainly calls a child or young person a care leaver."""
    return _first(flat(text), _LEAVER) == "yes"


def care_leaver(text: str) -> str | None:
    """Whether a child or young person is a care leaver, as far as `text` says it plainly."""
    return yes_or_no(text) or ("yes" if is_care_leaver(text) else None)


_REGULATED = _readings(("choices.not_regulated", None), ("choices.regulated", "yes"))


def regulated_setting(text: str) -> str | None:
    """Whether it happened in a regulated setting, as far as the answer says it plainly or names the kind of setting."""
    return yes_or_no(text) or _first(flat(text), _REGULATED)


_NEITHER_SEX = _readings(("sexes.neither", "other"))
_SEXES = _words(("sexes.female", "female"), ("sexes.male", "male"), ("sexes.other", "other"))


def sex(text: str) -> str | None:
    """`male`, `female` or `other`, or None where the answer names none or several."""
    plain = folded(text)
    return _first(plain, _NEITHER_SEX) or _only(plain, _SEXES)


_NOT_DEAD, _DIED = printed("outcomes.not_dead"), printed("outcomes.died", shape=r"\b{}\b")
_HARMED, _BOTH = printed("outcomes.harmed"), printed("outcomes.both")
_OTHERWISE = _readings(("outcomes.harmed", "seriously_harmed"), ("outcomes.other", "other"))
_NOT = re.compile(rf"\b{one_of('choices.not')}\b")


def outcome(text: str) -> str | None:
    """`died`, `seriously_harmed` or `other` where `text` says one plainly; None where it says both or neither."""
    plain = flat(text).strip(" .")
    if _BOTH.search(plain):
        return None
    died = _DIED.search(plain) and not _NOT_DEAD.search(plain)
    if died and not (_HARMED.search(plain) and _NOT.search(plain)):
        return "died"
    return _first(plain, _OTHERWISE)


_ABUSE = printed("abuse.spoken_of", shape=r"\b{}\b")
_KNOWN_OR, _NO_ABUSE = printed("abuse.known_or_suspected"), printed("abuse.none")
_BUT_SUSPECTED = printed("abuse.none_but_suspected")
_KNOWN_FIRST = _readings(("abuse.known_first", "known"))
_HOW_SURE = (*_words(("abuse.suspected", "suspected")), *_readings(("abuse.known", "known")))


def abuse_neglect(text: str) -> str | None:
    """`known`, `suspected` or `no` where `text` says one plainly; None for a bare `yes` to `known or suspected`."""
    plain = flat(text).strip(" .")
    rest = _KNOWN_OR.sub(" ", plain)
    if rest != plain and _NO_ABUSE.search(plain):
        return "no"
    if _NO_ABUSE.search(rest) and not _BUT_SUSPECTED.search(rest):
        return "no"
    return _first(rest, _KNOWN_FIRST) or _only(rest, _HOW_SURE)


# What forms offer to choose from, by the field that it answers: both have to be offered.
_OFFERED = {
    "outcome": (outcome, {"died", "seriously_harmed"}),
    "abuse_neglect": (abuse_neglect, {"known", "suspected"}),
}


def offered(texts: Iterable[str]) -> dict[str, dict[str, str]]:
    """What the options of one list answer: by field, which value each option gives; one alone may be any statement."""
    options = tuple(texts)
    said = {field: {text: value for text in options if (value := says(text))} for field, (says, _) in _OFFERED.items()}
    return {field: values for field, values in said.items() if _OFFERED[field][1] <= set(values.values())}


def speaks_of_abuse(text: str) -> bool:
    """Whether `text` is about abuse or neglect at all."""
    return bool(_ABUSE.search(text))


def known_or_suspected(text: str) -> bool:
    """Whether `text` leaves open which of the two it is."""
    return bool(_KNOWN_OR.search(folded(text)))
