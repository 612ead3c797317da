"""What looks odd about a deadline beside the other facts of its case: shown to a person, never put right by machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline.clock.duties.applies import deciding_facts, remarks
from pipeline.clock.model import Deadline, Rule, RuleId
from pipeline.dates import long_date
from pipeline.facts import Case


def doubts(deadline: Deadline, case: Case, *, rule: Rule, today: date) -> Iterator[str]:
    """What a person should look at, one sentence each."""
    yield from _of_dates(deadline, case, today=today)
    yield from _of_stopping(case, rule)
    if rule.id == RuleId.NOTIFY_PANEL:
        yield from remarks(deciding_facts(case))
        yield from _of_education(case)
    if rule.id == RuleId.PRACTICE_REVIEW:
        yield from _of_the_review(deadline, case)


def fact_key(deadline: Deadline) -> str:
    """The subject of a fact about a duty: its rule id, and for whom where one rule binds several."""
    return f"{deadline.rule}|{deadline.subject}" if deadline.subject else deadline.rule


def stops_with_the_case(rule: Rule) -> bool:
    """Whether a withdrawn notification stops the rule: the rapid review and the local steps before it."""
    return rule.id == RuleId.RAPID_REVIEW or rule.local_step


def _of_dates(deadline: Deadline, case: Case, *, today: date) -> Iterator[str]:
    incident, done = case.day("incident"), case.day("done_on", fact_key(deadline))
    # A publication is planned ahead; every other start of a clock is a thing that has happened.
    if deadline.trigger_date > today and deadline.trigger_event != "planned_publication":
        yield f"The date it is counted from, {long_date(deadline.trigger_date)}, has not come yet: check it."
    if incident and deadline.trigger_event in ("la_aware", "partners_aware") and deadline.trigger_date < incident:
        yield f"Awareness is dated before the incident ({long_date(incident)}): check both dates."
    if done and done > today:
        yield f"Done on is {long_date(done)}, which has not come yet; the duty stays open until then."


def _of_stopping(case: Case, rule: Rule) -> Iterator[str]:
    complete = case.text("clock_stopped_because") and case.text("clock_stopped_by")
    if stops_with_the_case(rule) and case.day("clock_stopped") and not complete:
        yield "The clock has a stop date but no reason or no name, so it runs on: enter Because and Clock stopped by."


_EDUCATION = re.compile(r"(?i)\b(schools?|academy|college|nursery|pre-?school|sixth form|child-?minders?|education)\b")


def _of_education(case: Case) -> Iterator[str]:
    # Darlington briefing, September 2022: Ofsted treats what it learns of a setting as it would a complaint.
    if any(_EDUCATION.search(agency) for agency in (case.text("referring_agency"), *case.agencies)):
        yield (
            "An education or childcare setting is involved: Ofsted may contact it, and treats what it is told as it "
            "would a complaint. Mail from Ofsted about this child belongs to this case and is no new incident."
        )


def _of_the_review(deadline: Deadline, case: Case) -> Iterator[str]:
    parallel = case.text("parallel_processes")
    if parallel and not case.text("delay_because"):
        yield (
            f"Parallel processes are recorded ({parallel}). They do not stop this clock; if they delay the review, "
            "enter Delay because on the Cases sheet, and the report of the delay becomes a duty."
        )
    outcome, planned = case.text("review_outcome"), case.day("planned_publication")
    if outcome not in ("", "local practice review"):
        yield f"A practice review was agreed, yet the outcome says {outcome}: one of the two needs correcting."
    if planned and planned > deadline.due:
        yield (
            f"Publication is planned for {long_date(planned)}, after the six months: the Panel and the Secretary of "
            "State are to be told why before they have passed (wording not verified). Enter Delay because on the Cases "
            "sheet."
        )
