"""What follows plainly from answers given elsewhere on the form: never from printed guidance, never by guessing."""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.form.meaning.area_answers import area_chosen
from parsers.form.meaning.slots import Slots, is_filled
from parsers.form.vocabulary.phrases import printed
from parsers.values.choices import (
    abuse_neglect,
    is_care_leaver,
    known_or_suspected,
    looked_after,
    outcome,
    plan,
    speaks_of_abuse,
    yes_or_no,
)
from parsers.values.postcodes import postcode
from pipeline.model import Field, State

_LOOKED_AFTER, _ELSEWHERE = printed("care.looked_after"), printed("care.or_elsewhere")
_PLAN, _OR = printed("care.plan", shape=r"\b{}\b"), printed("options.between", shape=r"\b{}\b")


def incident(found: Slots, criteria: Field | None, *, children: tuple[Slots, ...]) -> Slots:
    """The incident with what became of the child and whether abuse is known, where the criteria answered say so."""
    abuse = _abuse(criteria, asked="abuse_neglect" in found.fields)
    for name, value in (("outcome", _outcome(criteria)), ("abuse_neglect", abuse)):
        if not _settled(found, name):
            found = _with(found, name, value=value, by=criteria)
    if not _stated(found, "outcome"):
        # Many forms ask for the day of death and nowhere whether the child died.
        deaths = (each.fields["date_of_death"] for each in children if each.given("date_of_death"))
        found = _with(found, "outcome", value="died", by=next(deaths, None))
    if not _stated(found, "area"):
        found = _with(found, "area", value=area_chosen(found.given("location")), by=found.fields.get("location"))
    if not _stated(found, "regulated_setting"):
        found = _with(found, "regulated_setting", value=_yes(_alone(criteria, _REGULATED)), by=criteria)
    return found


def _with(found: Slots, name: str, *, value: str | None, by: Field | None) -> Slots:
    """The answers with `value` for `name`, as the field that says so has its words and its place; without one as is."""
    if not value or by is None:
        return found
    return Slots({**found.fields, name: replace(by, value=value, state=State.GIVEN)}, found.over)


def _yes(holds: object) -> str | None:
    return "yes" if holds else None


_REGULATED = printed("care.regulated_setting", shape=r"\b{}\b")
_LEAVER = printed("care.leaver", shape=r"\b{}\b")


def _alone(criteria: Field | None, words: re.Pattern[str]) -> bool:
    """Whether a criterion that applies says `words`, and not as one of several things that it may be met by."""
    # `Looked after or care leaver`, ticked as one criterion, says neither.
    return any(words.search(text) and not _OR.search(words.sub(" ", text)) for text in _texts(criteria))


def _settled(found: Slots, name: str) -> bool:
    """Whether a question was answered by more than a bare `no` to one of several outcomes (`The child has died`)."""
    if found.given(name):
        return True
    return _stated(found, name) and yes_or_no(found.fields[name].raw) != "no"


def _stated(found: Slots, name: str) -> bool:
    return name in found.fields and is_filled(found.fields[name])


def _texts(criteria: Field | None) -> tuple[str, ...]:
    return criteria.value if criteria is not None and isinstance(criteria.value, tuple) else ()


def _outcome(criteria: Field | None) -> str | None:
    said = {value for text in _texts(criteria) if (value := outcome(text)) in ("died", "seriously_harmed")}
    return said.pop() if len(said) == 1 else None


def _abuse(criteria: Field | None, *, asked: bool) -> str | None:
    about = [text for text in _texts(criteria) if speaks_of_abuse(text)]
    said = {value for text in about if (value := abuse_neglect(text)) in ("known", "suspected")}
    if said:
        return said.pop() if len(said) == 1 else None
    # A ticked line that says "known or suspected" says at least that it is suspected, where the form asks no further.
    return "suspected" if not asked and any(map(known_or_suspected, about)) else None


def child(found: Slots, criteria: Field | None, *, only: bool) -> Slots:
    """A child with the postcode of its address, and with what its legal status or the ticked criteria plainly mean."""
    legal, status = found.fields.get("legal_status"), found.given("legal_status")
    # A ticked criterion speaks of the child of the form; of several nobody can tell which.
    ticked = criteria if only else None
    if not found.given("postcode"):
        home = next((name for name in ("home_address", "current_residence") if found.given(name)), "")
        found = _with(found, "postcode", value=postcode(found.given(home)), by=found.fields.get(home))
    for name, holds, by in (
        ("cp_plan", _plan(status) == "yes", legal),
        ("looked_after", looked_after(status) == "yes", legal),
        ("looked_after", any(map(_is_looked_after, _texts(ticked))), ticked),
    ):
        if name not in found.fields:
            found = _with(found, name, value=_yes(holds), by=by)
    if not _stated(found, "care_leaver"):
        found = _with(found, "care_leaver", value="yes", by=_says_care_leaver(legal, ticked))
    return found


def _says_care_leaver(legal: Field | None, criteria: Field | None) -> Field | None:
    """The answer that calls the child a care leaver: its legal status, or a criterion where there is one child."""
    if legal is not None and legal.value and is_care_leaver(str(legal.value)):
        return legal
    return criteria if _alone(criteria, _LEAVER) else None


def _plan(text: str) -> str | None:
    return plan(text) if _PLAN.search(text) else None


def _is_looked_after(text: str) -> bool:
    return bool(_LOOKED_AFTER.search(text)) and not _ELSEWHERE.search(text)
