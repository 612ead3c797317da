"""How many duties stand where, over all cases: the one count that every surface shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.clock.duties.ledger import Ledger
from pipeline.clock.model import DutyState

# The most pressing first: under the first of these that a case has a duty in, it is counted.
_PRESSING = (DutyState.OVERDUE, DutyState.TO_BE_DECIDED, DutyState.WAITS_FOR_A_DATE, DutyState.DUE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """The counts of some ledgers."""

    duties: Mapping[DutyState, int]  # those that have a day, by their state
    to_do: int  # due, without a day
    questions: int  # cases with a question that waits
    open_cases: Mapping[DutyState | None, int]  # by their most pressing duty; None where nothing is open


def tally(ledgers: Iterable[Ledger]) -> Tally:
    """How many duties and cases of `ledgers` stand where."""
    every = tuple(ledgers)
    return Tally(
        duties=Counter(entry.state for found in every for entry in found.deadlines),
        to_do=sum(task.state is DutyState.DUE for found in every for task in found.tasks),
        questions=sum(found.question is not None for found in every),
        open_cases=Counter(_most_pressing(found) for found in every if found.is_open),
    )


def _most_pressing(found: Ledger) -> DutyState | None:
    states = {entry.state for entry in found.deadlines} | {task.state for task in found.tasks}
    return next((state for state in _PRESSING if state in states), None)
