"""Whether the criteria were decided, by a named person on a day; a decision without them is a word, not a decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipeline.facts import Case


class Criteria(StrEnum):
    """How the criteria of section 16C stand; see `criteria`."""

    MET = "yes"
    NOT_MET = "no"
    UNDECIDED = "undecided"


@dataclass(frozen=True, kw_only=True, slots=True)
class CriteriaDecision:
    """Who decided on the criteria and when, as far as it is recorded."""

    by: str
    on: date | None


def criteria(case: Case) -> Criteria:
    """How the criteria stand: that they are met counts at once, that they are not only with a name and a day."""
    # Of two errors the silent one is worse: a duty that runs for want of a name is seen, one that ends is not.
    met = case.text("criteria_met")
    if met == "yes":
        return Criteria.MET
    return Criteria.NOT_MET if met == "no" and is_decided_by_a_person(case) else Criteria.UNDECIDED


def decision_of(case: Case) -> CriteriaDecision:
    """Who decided on the criteria and when."""
    return CriteriaDecision(by=case.text("criteria_decided_by"), on=case.day("criteria_decided"))


def is_decided_by_a_person(case: Case) -> bool:
    """Whether the criteria were decided, either way, by a named person on a day."""
    return not any(gaps(case))


def gaps(case: Case) -> Iterator[str]:
    """What the decision on the criteria still lacks, a sentence each."""
    if case.text("criteria_met") not in ("yes", "no"):
        yield "Whether the criteria are met is not decided."
        return
    decided = decision_of(case)
    if not decided.by:
        yield "Who decided on the criteria is not recorded."
    if decided.on is None:
        yield "The day on which the criteria were decided is not recorded."
