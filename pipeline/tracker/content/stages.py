"""How far a case has come, in a few words."""

from __future__ import annotations

from pipeline.facts import Case

STAGES = (
    "Deciding whether to notify",
    "Rapid review",
    "With the Panel",
    "Practice review",
    "Published",
    "Criteria not met",
    "Clock stopped",
)


def stage(case: Case) -> str:
    """How far an open case has come."""
    named = _names(case)
    for name, reached in (
        ("clock_stopped", "Clock stopped"),
        ("published", "Published"),
        ("review_decided", "Practice review"),
        ("rapid_review_sent", "With the Panel"),
        ("notified_panel", "Rapid review"),
    ):
        if name in named and case.fact(name):
            return reached
    return "Criteria not met" if case.text("criteria_met") == "no" else "Deciding whether to notify"


def _names(case: Case) -> set[str]:
    # What was never said need not be looked for: most cases have only few of the facts that are asked for here.
    return {fact.name for fact in case.facts}
