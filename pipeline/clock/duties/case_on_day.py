"""One case on one day, with everything that its duties are worked out from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pipeline.clock.duties.applies import DecidingFacts
from pipeline.clock.duties.events import Trigger
from pipeline.clock.duties.rule_applied import Basis
from pipeline.facts import Case


@dataclass(frozen=True, kw_only=True, eq=False)
class CaseOnDay:
    """What the duties of a case follow from; there is nothing else that they look at."""

    case: Case
    facts: DecidingFacts  # of the case
    basis: Basis  # with the law as the office's people have read it
    today: date  # in London
    requested: Mapping[str, date]  # when each agency was asked for its return
    # What starts each national duty, by its rule, once it was asked for: also what has not started is told of.
    starts: dict[str, Trigger | None] = field(default_factory=dict, init=False)
