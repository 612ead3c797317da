"""What the Cases sheet says of a case at a glance: what is next, when, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.clock.duties.ledger import Ledger
from pipeline.clock.duties.question import Asked, CaseQuestion
from pipeline.clock.duties.state import case_in_error
from pipeline.clock.explain.question_in_brief import in_brief
from pipeline.clock.model import Deadline, DutyState, Task
from pipeline.facts import Case
from pipeline.shown_text import clean
from pipeline.tracker.content import colours
from pipeline.tracker.content.case_texts import Texts
from pipeline.tracker.content.colours import WorkingDays, colour

CLOSED_TOO_EARLY, NOTHING_DUE = "Closed too early", "Nothing due"
_MOST_NAMED = 3  # duties that hold a closed case open; the Deadlines sheet has them all


def next_duty(case: Case, found: Ledger, *, days: WorkingDays) -> Texts:
    """The cells Next duty, Due, Working target, Working days left and Colour; empty ones are absent."""
    if case_in_error(case) is not None:
        return {"Colour": colours.NOT_NEEDED}
    pressing = _most_pressing(case, found, days=days)
    if case.text("status") == "Closed" and found.is_open:
        # Never grey and never done: what holds it open is named, and its day stays where it was.
        return {**pressing, "Next duty": _holding_open(found), "Colour": CLOSED_TOO_EARLY}
    if not pressing and found.with_case:
        return {"Next duty": f"With {found.with_case}", "Colour": colours.NOT_NEEDED}
    return pressing or {"Colour": _at_rest(found)}


def _most_pressing(case: Case, found: Ledger, *, days: WorkingDays) -> dict[str, str]:
    chased = [entry for entry in found.deadlines if entry.state.is_chased]
    if chased:
        return _dated(min(chased, key=_urgency), days)
    if found.question is not None:
        return _asked(case, found.question)
    waiting: Sequence[Deadline | Task] = (*found.deadlines, *found.tasks)
    first = next((duty for duty in waiting if duty.state.is_open), None)
    return {"Next duty": first.title, "Colour": colour(first, days)} if first is not None else {}


def _urgency(deadline: Deadline) -> tuple[bool, str]:
    return deadline.state is not DutyState.OVERDUE, deadline.due.isoformat()


def _dated(first: Deadline, days: WorkingDays) -> dict[str, str]:
    return {
        "Next duty": first.title,
        "Due": first.due.isoformat(),
        "Working target": first.working_target.isoformat(),
        "Working days left": str(days.left(first.due)),
        "Colour": colour(first, days),
    }


def _asked(case: Case, question: CaseQuestion) -> dict[str, str]:
    # The day of a question is a day to work to and never a last day: what is not decided cannot be late.
    part = question.parts[0]
    return {
        "Next duty": in_brief(part, case),
        "Working target": question.day.isoformat(),
        "Colour": colours.WAITS if part.about is Asked.AWARENESS else colours.TO_BE_DECIDED,
    }


def _holding_open(found: Ledger) -> str:
    titles = list(dict.fromkeys(duty.title for duty in found.holding_open))
    more = [f"and {len(titles) - _MOST_NAMED} more"] if len(titles) > _MOST_NAMED else []
    return clean("; ".join([*titles[:_MOST_NAMED], *more])) or " ".join(found.lacking[:1])


def _at_rest(found: Ledger) -> str:
    if not found.is_open:
        return colours.DONE
    stopped = any(entry.state is DutyState.STOPPED for entry in found.deadlines)
    return colours.STOPPED if stopped else NOTHING_DUE
