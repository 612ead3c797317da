"""What the record of a case still lacks before it may be closed, and how long its referral took."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pipeline.clock.duties.criteria import gaps
from pipeline.clock.duties.events import happened
from pipeline.facts import Case

_CRITERIA = ("criterion_improvements", "criterion_themes", "criterion_working_together", "criterion_panel_view")


def missing_evidence(case: Case) -> tuple[str, ...]:
    """What must be recorded before the case may be closed, one sentence each; nothing for a case opened in error.

    A decision not to hold a review needs clear evidence, and a decision not to seek the family's views a rationale.
    """
    if case.has_ended:
        return ()
    return tuple(sentence for part in _PARTS for sentence in missing_from(part, case))


def missing_from(part: str, case: Case) -> tuple[str, ...]:
    """What a part of the record (`decider`, `decision`, `criteria`, `family`) still lacks, one sentence each."""
    return tuple(_PARTS[part](case))


def referral_lag(case: Case) -> int | None:
    """Calendar days from the incident to the arrival of the referral, or None where either is not known."""
    incident, received = happened(case, "incident"), happened(case, "mail_received")
    return (received.day - incident.day).days if incident and received else None


def _decision(case: Case) -> Iterator[str]:
    # Where the criteria are not met, that is the decision: who took it and when stands with the criteria.
    not_met = case.text("criteria_met") == "no"
    recorded = {
        "The decision": not_met or any(map(case.text, ("decision", "review_outcome"))),
        "Who decided": not_met or any(map(case.text, ("decision_by", "criteria_decided_by"))),
        "The date of the decision": not_met or case.day("decision_on"),
        "The rationale of the decision": case.text("rationale"),
    }
    return (f"{what} is not recorded." for what, is_there in recorded.items() if not is_there)


def _criteria(case: Case) -> Iterator[str]:
    # The checklist of regulation 11 belongs to cases that were considered for a review.
    if case.text("criteria_met") != "no" and not all(map(case.text, _CRITERIA)):
        yield "The four criteria of regulation 11 are not all answered."


def _family(case: Case) -> Iterator[str]:
    # Nobody tells a family of a review that was never considered.
    if case.text("criteria_met") == "no":
        return
    if case.day("family_informed") is None:
        yield "The day on which the child and family were told of the decision is not recorded."
    if not case.text("family_views"):
        yield "The family’s views, or the reason why they were not sought, are not recorded."


_PARTS: Mapping[str, Callable[[Case], Iterator[str]]] = {
    "decider": gaps,
    "decision": _decision,
    "criteria": _criteria,
    "family": _family,
}
