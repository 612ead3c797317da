"""What looks odd about a deadline beside the other facts of its case: shown to a person, never put right by machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.clock.duties.applies import WORDS, deciding_facts, remarks
from pipeline.clock.duties.events import header
from pipeline.clock.model import Deadline, Rule, RuleId
from pipeline.dates import long_date
from pipeline.facts import NOTIFIED_AS, Case, duty_subject


def doubts(deadline: Deadline, case: Case, *, rule: Rule, today: date) -> Iterator[str]:
    """What a person should look at, one sentence each."""
    yield from _of_dates(deadline, case, today=today)
    yield from _of_stopping(case, rule)
    if rule.id == RuleId.NOTIFY_PANEL:
        yield from remarks(deciding_facts(case))
        yield from _of_education(case)
    if rule.id == RuleId.PRACTICE_REVIEW:
        yield from _of_the_review(deadline, case)


def impossible(deadline: Deadline, case: Case, *, rule: Rule, today: date) -> Iterator[str]:
    """What of the dates of a duty cannot be right and what to correct, one sentence each."""
    if _lies_ahead(deadline, today=today):
        when = long_date(deadline.trigger_date)
        yield f"{header(deadline.trigger_event)} is {when}, which has not come yet: correct it."
    as_death = case.text("notified_as") == NOTIFIED_AS[1] and case.text("outcome") != "died"
    if as_death and rule.id in _OF_A_NOTIFICATION:
        yield (
            f"{header('notified_as')} says the death of a child, and nobody has said that this child died. Correct "
            f"{header('notified_as')} or {header('outcome')}."
        )


_OF_A_NOTIFICATION = (RuleId.NOTIFY_PANEL, RuleId.RAPID_REVIEW, "looked-after-death", "care-leaver-death")


def _lies_ahead(deadline: Deadline, *, today: date) -> bool:
    # A publication is planned ahead; every other start of a clock is a thing that has happened.
    return deadline.trigger_date > today and deadline.trigger_event != "planned_publication"


def _is_aware_before(deadline: Deadline, incident: date) -> bool:
    return deadline.trigger_event in ("la_aware", "partners_aware") and deadline.trigger_date < incident


def fact_key(deadline: Deadline) -> str:
    """The subject of a fact about a duty: its rule id, and for whom where one rule binds several."""
    return duty_subject(deadline.rule, deadline.subject)


def stops_with_the_case(rule: Rule) -> bool:
    """Whether a withdrawn notification stops the rule: the rapid review and the local steps before it."""
    return rule.id == RuleId.RAPID_REVIEW or rule.local_step


def _of_dates(deadline: Deadline, case: Case, *, today: date) -> Iterator[str]:
    incident, done = case.day("incident"), case.day("done_on", fact_key(deadline))
    if _lies_ahead(deadline, today=today):
        yield f"The date it is counted from, {long_date(deadline.trigger_date)}, has not come yet: check it."
    if incident and _is_aware_before(deadline, incident):
        yield f"Awareness is dated before the incident ({long_date(incident)}): check both dates."
    if done and done > today:
        yield f"Done on is {long_date(done)}, which has not come yet; the duty stays open until then."


def _of_stopping(case: Case, rule: Rule) -> Iterator[str]:
    complete = case.text("clock_stopped_because") and case.text("clock_stopped_by")
    if stops_with_the_case(rule) and case.day("clock_stopped") and not complete:
        yield "The clock has a stop date but no reason or no name, so it runs on: enter Because and Clock stopped by."


_EDUCATION = WORDS.printed("education", shape=r"\b{}\b")


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
