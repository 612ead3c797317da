"""The action plan of a case: each action with a day by which it is to be done, as a deadline of the office's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.clock.count.workdays import on_or_before
from pipeline.clock.duties.events import said_by
from pipeline.clock.duties.odd_dates import fact_key
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.duties.state import Truths, case_in_error, set_aside, with_truths
from pipeline.clock.model import Applying, Citation, Deadline, Done, Force, SourceEvidence, Started
from pipeline.facts import Case

RULE = "action-plan"
_PLAN = Citation(
    title="The action plan of the case", pinpoint="Actions sheet of the tracker", url="", evidence=SourceEvidence.SEEN
)


def action_deadlines(case: Case, *, basis: Basis, today: date) -> Iterator[Deadline]:
    """A deadline for each action of the plan that has a day; closing the action ends it."""
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
            trigger_source=said_by(fact),
            due=day,
            working_target=on_or_before(day, basis.calendar),
            force=Force.LOCAL,
            edition="Action plan",
            citation=_PLAN,
            counting="agreed for",
        )
        truths = Truths(
            applies=set_aside(case, fact_key(plain)) or case_in_error(case) or Applying(by=said_by(fact)),
            started=Started(on=day, event="action_agreed", by=said_by(fact)),
            done=_closed(case, number, today=today),
        )
        yield with_truths(plain, truths, today=today)


def _closed(case: Case, number: str, *, today: date) -> Done | None:
    closed, fact = case.day("action_closed", number), case.fact("action_closed", number)
    if closed is None or fact is None or closed > today:
        return None
    return Done(on=closed, act="action_closed", by=said_by(fact))
