"""The action plan of a case: each action with a day by which it is to be done, as a deadline of the office's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.clock.count.workdays import on_or_before
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.duties.state import ReasonedState, case_ended, set_aside, with_state
from pipeline.clock.model import Citation, Deadline, DeadlineState, Force, SourceEvidence
from pipeline.dates import long_date
from pipeline.facts import Case

RULE = "action-plan"
_PLAN = Citation(
    title="The action plan of the case", pinpoint="Actions sheet of the tracker", url="", evidence=SourceEvidence.SEEN
)


def action_deadlines(case: Case, *, basis: Basis, today: date) -> Iterator[Deadline]:
    """A deadline for each action of the plan that has a day; closing the action or the case ends it."""
    for number in case.subjects("action_due"):
        fact, day = case.fact("action_due", number), case.day("action_due", number)
        if fact is None or day is None:
            continue
        plain = Deadline(
            case_ref=case.ref,
            rule=RULE,
            subject=number,
            title=f"Action {number} of the action plan",
            owner="manager",
            trigger_event="action_agreed",
            trigger_date=day,
            trigger_source=fact.detail,
            due=day,
            working_target=on_or_before(day, basis.calendar),
            force=Force.LOCAL,
            edition="Action plan",
            citation=_PLAN,
            counting="agreed for",
        )
        yield with_state(plain, _closed(case, number, today=today) or set_aside(plain, case) or case_ended(case))


def _closed(case: Case, number: str, *, today: date) -> ReasonedState | None:
    closed = case.day("action_closed", number)
    if closed is None or closed > today:
        return None
    return ReasonedState(state=DeadlineState.DONE, done_on=closed, because=f"Closed on {long_date(closed)}.")
