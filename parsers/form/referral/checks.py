"""Sense checks over a whole referral: they warn, they never refuse."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Answers, Field, Referral, State

GROWN_UP = 18  # years (Children Act 1989, section 105)


def warnings(referral: Referral) -> tuple[str, ...]:
    """What does not fit together, one sentence each, without a name."""
    return tuple(dict.fromkeys(_warned(referral)))


def _warned(referral: Referral) -> Iterator[str]:
    incident, referred = _day(referral.incident.get("date")), _day(referral.referral.get("date"))
    if incident and referred and incident > referred:
        yield "The incident is dated after the referral."
    for day, what in ((incident, "incident"), (referred, "referral")):
        if day and not "2000" <= day[:4] <= "2079":
            yield f"The year of the {what} is unlikely."
    for number, child in enumerate(referral.children, 1):
        yield from _of_child(child, number, incident=incident)


def _of_child(child: Answers, number: int, *, incident: str) -> Iterator[str]:
    born, died = _day(child.get("dob")), _day(child.get("date_of_death"))
    if born and incident and born > incident:
        yield f"Child {number} was born after the incident, as the form has it."
    if died and incident and died < incident:
        yield f"Child {number} died before the incident, as the form has it."
    if (years := _years(born, incident)) >= GROWN_UP:
        yield f"Child {number} was {years} at the incident."
    number_field = child.get("nhs_number")
    if number_field is not None and number_field.state is State.UNPARSED:
        yield f"The NHS number of child {number} fails its check digit; please ask for it again."


def _years(born: str, day: str) -> int:
    """How old somebody was on a day; 0 where either is not known to the day."""
    if len(born) < len("YYYY-MM-DD") or len(day) < len("YYYY-MM-DD"):
        return 0
    return int(day[:4]) - int(born[:4]) - (day[5:] < born[5:])


def _day(found: Field | None) -> str:
    """A date at the precision in which it is known, or an empty text."""
    return str(found.value) if found is not None and found.value else ""
