"""Which cases are one incident by the office's word: on which of them its duties rest, and what keeps it from that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline.agency_names import is_same_agency
from pipeline.facts import Case
from pipeline.model import Attention

MOST_CHILDREN = 4
"""So many children one notification of the Panel holds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Joining:
    """That a case is one incident with another, which is named under Same incident as."""

    case_ref: str
    leads: str  # the case on which what goes with the incident rests; empty where that cannot be followed
    doubt: str = ""  # why it cannot, a sentence


def joinings(cases: Iterable[Case]) -> Mapping[str, Joining]:
    """What each case says under Same incident as, by its reference; a case that says nothing there is absent."""
    by_ref = {case.ref: case for case in cases}
    saying = [case for case in by_ref.values() if case.text("same_incident").strip() and not case.has_ended]
    named = {case.ref: case.text("same_incident").strip().upper() for case in saying}
    found: dict[str, Joining] = {}
    taken: dict[str, int] = {}
    for case in sorted(saying, key=_said_at):
        ref, to = case.ref, named[case.ref]
        doubt = _doubt(case, to, by_ref=by_ref, named=named)
        if not doubt:
            together = taken.get(to, _children(by_ref[to])) + _children(case)
            if together > MOST_CHILDREN:
                doubt = (
                    f"One notification holds {MOST_CHILDREN} children, and with this case there would be {together}."
                )
            else:
                taken[to] = together
        found[ref] = Joining(case_ref=ref, leads="" if doubt else to, doubt=doubt)
    return found


def _said_at(case: Case) -> tuple[datetime, str]:
    fact = case.fact("same_incident")
    return fact.recorded_at if fact else case.opened_at, case.ref


def _doubt(case: Case, to: str, *, by_ref: Mapping[str, Case], named: Mapping[str, str]) -> str:
    """Why it cannot be followed; what was typed is no reference, and may name somebody, so it is not repeated."""
    lead = by_ref.get(to)
    if lead is None:
        return "It names no case."
    if to == case.ref:
        return "It names this case itself."
    if named.get(to) == case.ref:
        return f"{case.ref} and {to} name each other."
    if to in named:
        return f"{to} is itself said to be one incident with another case: name that one."
    status, said = lead.fact("status"), case.fact("same_incident")
    # Once joined, the cases may be closed one after the other.
    closed = lead.text("status") == "Closed" and status and said and status.recorded_at <= said.recorded_at
    return f"{to} is closed." if lead.has_ended or closed else ""


def _children(case: Case) -> int:
    number = case.value("children")
    return number if isinstance(number, int) and number > 0 else 1


def incident_items(cases: Mapping[str, Case], found: Mapping[str, Joining], *, now: datetime) -> Iterator[Attention]:
    """What cannot be followed, and the agencies that only a case names whose requests rest on another."""
    for ref, joining in found.items():
        if joining.doubt:
            yield Attention(
                id=f"incident:{ref}",
                what="Same incident as cannot be followed",
                why=f"{joining.doubt} Until that is settled every duty stays with this case.",
                remedy="Correct or clear Same incident as on the Cases sheet. This line then goes by itself.",
                since=now,
                case_ref=ref,
            )
        elif unasked := tuple(_unasked(cases[ref], cases[joining.leads])):
            named = ", ".join(unasked)
            yield Attention(
                id=f"incident-agencies:{ref}",
                what="Agencies that nobody asks",
                why=f"The requests rest on {joining.leads}, which does not name: {named}.",
                remedy=f"Add them to {joining.leads} on the sheet Agencies, or say here why they are not needed. This "
                "line then goes by itself.",
                since=now,
                case_ref=ref,
            )


def _unasked(case: Case, lead: Case) -> Iterator[str]:
    known = (*lead.subjects("agency_added"), *lead.agencies)
    for agency in case.agencies:
        settled = case.text("agency_removed", agency) or case.value("agency_returned", agency) is not None
        if not settled and not any(is_same_agency(agency, one) for one in known):
            yield agency
