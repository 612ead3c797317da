"""What follows plainly from answers given elsewhere on the form: never from printed guidance, never by guessing."""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.form.meaning.area_answers import area_chosen
from parsers.form.meaning.slots import Slots, is_filled
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

_LOOKED_AFTER = re.compile(r"\blooked[ -]after\b(?! or)|\bin care\b(?! or)|\bchild in care\b", re.I)


def incident(found: Slots, criteria: Field | None, *, children: tuple[Slots, ...]) -> Slots:
    """The incident with what became of the child and whether abuse is known, where the criteria answered say so."""
    abuse = _abuse(criteria, asked="abuse_neglect" in found.fields)
    said: tuple[tuple[str, str | None], ...] = (("outcome", _outcome(criteria)), ("abuse_neglect", abuse))
    for name, value in said:
        if value and criteria is not None and not found.given(name) and not _settled(found, name):
            found = Slots({**found.fields, name: replace(criteria, value=value, state=State.GIVEN)}, found.over)
    death = next((each.fields["date_of_death"] for each in children if each.given("date_of_death")), None)
    if death is not None and not found.given("outcome") and not _stated(found, "outcome"):
        found = Slots({**found.fields, "outcome": replace(death, value="died")}, found.over)
    where = found.fields.get("location")
    if where is not None and where.value and not _stated(found, "area") and (area := area_chosen(str(where.value))):
        found = Slots({**found.fields, "area": replace(where, value=area)}, found.over)
    if criteria is not None and not _stated(found, "regulated_setting") and _alone(criteria, _REGULATED):
        found = Slots({**found.fields, "regulated_setting": replace(criteria, value="yes")}, found.over)
    return found


_REGULATED = re.compile(r"\bregulated setting(?: or service)?\b", re.I)
_LEAVER = re.compile(r"\bcare[ -]leaver\b", re.I)


def _alone(criteria: Field, words: re.Pattern[str]) -> bool:
    """Whether a criterion that applies says `words`, and not as one of several things that it may be met by."""
    return any(words.search(text) and not re.search(r"\bor\b", words.sub(" ", text), re.I) for text in _texts(criteria))


def _settled(found: Slots, name: str) -> bool:
    """Whether a question was answered by more than a bare `no` to one of several outcomes (`The child has died`)."""
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
    fields = dict(found.fields)
    if not found.given("postcode"):
        address = next((fields[name] for name in ("home_address", "current_residence") if found.given(name)), None)
        code = postcode(str(address.value)) if address is not None else None
        if address is not None and code:
            fields["postcode"] = replace(address, value=code)
    legal = fields.get("legal_status")
    if legal is not None and legal.value:
        for name, value in (("cp_plan", _plan(str(legal.value))), ("looked_after", looked_after(str(legal.value)))):
            if value == "yes" and name not in fields:
                fields[name] = replace(legal, value=value)
    if (
        only
        and "looked_after" not in fields
        and criteria is not None
        and any(_is_looked_after(t) for t in _texts(criteria))
    ):
        fields["looked_after"] = replace(criteria, value="yes")
    leaver = _says_care_leaver(legal, criteria if only else None)
    if leaver is not None and not _stated(found, "care_leaver"):
        fields["care_leaver"] = replace(leaver, value="yes")
    return Slots(fields, found.over)


def _says_care_leaver(legal: Field | None, criteria: Field | None) -> Field | None:
    """The answer that calls the child a care leaver: its legal status, or a criterion where there is one child."""
    if legal is not None and legal.value and is_care_leaver(str(legal.value)):
        return legal
    return criteria if criteria is not None and _alone(criteria, _LEAVER) else None


def _plan(text: str) -> str | None:
    return plan(text) if re.search(r"\b(?:cp|cpp|child protection)\b", text, re.I) else None


def _is_looked_after(text: str) -> bool:
    return bool(_LOOKED_AFTER.search(text)) and not re.search(
        r"\bor\b.{0,40}(?:regulated|custody|setting)|\bwhile\b.*\bor\b", text, re.I
    )
