"""The rules that follow from the three truths (docs/law.md), for every combination of facts and for random histories."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given

from pipeline.clock.duties.criteria import is_decided_by_a_person
from pipeline.clock.duties.events import by_office
from pipeline.clock.duties.ledger import Ledger
from pipeline.clock.duties.notification import Notification, notification
from pipeline.clock.duties.question import Asked, is_unread
from pipeline.clock.explain.in_words import cell_note, paragraphs, two_lines
from pipeline.clock.model import Applicability, CountKind, Deadline, DutyAhead, DutyState, Force, StartKind, Task
from pipeline.facts import Source
from tests.clock.duties.seen_cases import Seen, every_combination, histories, seen
from tests.soak import TIMES, examples

GREY = (DutyState.DONE, DutyState.NOT_NEEDED, DutyState.STOPPED)
NATIONAL = ("notify-panel", "report-to-partners", "looked-after-death", "care-leaver-death", "rapid-review")
Check = Callable[[Seen], Iterator[str]]
CHECKS: list[Check] = []


def holds(check: Check) -> Callable[[], None]:
    """A test that a rule holds for random histories; it is remembered for every combination too."""
    CHECKS.append(check)

    @examples(60)
    @given(histories())
    def test(seen: Seen) -> None:
        assert next(check(seen), "") == "", str(seen)

    test.__name__ = test.__qualname__ = check.__name__
    test.__doc__ = check.__doc__
    return test


def by_rule(found: Ledger) -> dict[str, Deadline]:
    return {entry.rule: entry for entry in found.deadlines if not entry.subject}


@holds
def test_never_overdue_with_an_unknown_start(seen: Seen) -> Iterator[str]:
    """Rule 1."""
    for entry in seen.ledger.deadlines:
        if entry.started.kind in (StartKind.ON, StartKind.AT_LATEST) or entry.state in GREY:
            continue
        if entry.state is DutyState.OVERDUE:
            yield f"{entry.rule} is overdue from {entry.started}"
        text = "\n".join((*paragraphs(entry), *two_lines(entry), cell_note(entry)))
        if re.search(r"(?i)\b(overdue|missed)\b|days? late", text):
            yield f"{entry.rule} is called late: {text}"


@holds
def test_never_grey_while_a_duty_of_statute_applies_and_is_undone(seen: Seen) -> Iterator[str]:
    """Rule 2: what is grey is done by an act, set aside by somebody, or stopped by a named person."""
    for duty in seen.duties:
        if duty.state is DutyState.DONE and (duty.done is None or not duty.done.act):
            yield f"{duty.rule} is done by no act"
        if duty.state is DutyState.NOT_NEEDED and not (duty.applies.value is Applicability.NO and duty.applies.by):
            yield f"{duty.rule} is not needed by nobody’s word"
        if duty.state is DutyState.STOPPED and duty.stopped is None:
            yield f"{duty.rule} is stopped by nothing"
        if duty.applies.value is Applicability.YES and not (duty.done or duty.stopped) and duty.state in GREY:
            yield f"{duty.rule} applies and is {duty.state}"


@holds
def test_never_closed_while_a_duty_of_statute_or_guidance_applies_and_is_undone(seen: Seen) -> Iterator[str]:
    """Rule 2: Closed counts only with the record complete and every such duty ended."""
    found = seen.ledger
    if found.is_open or seen.case.has_ended:
        return
    for duty in seen.duties:
        forces = {duty.force, duty.duty.force if isinstance(duty, Deadline) and duty.duty else duty.force}
        only_time_ends = isinstance(duty, Deadline) and (
            duty.kind is not CountKind.DUTY or duty.rule == "progress-check"
        )
        binds = forces & {Force.STATUTE, Force.STATUTORY_GUIDANCE, Force.PANEL_GUIDANCE} and not only_time_ends
        applies = duty.applies.value is not Applicability.NO and duty.started.kind is not StartKind.NOT_YET
        by_closing = duty.stopped is not None and duty.stopped.because == "The case is closed."
        if binds and applies and not duty.done and (duty.stopped is None or by_closing):
            yield f"the case is closed over {duty.rule}"
    if found.lacking:
        yield f"the case is closed without its record: {found.lacking}"


@holds
def test_every_case_is_asked_about_until_a_named_person_has_decided(seen: Seen) -> Iterator[str]:
    """Rule 3, of every death and every serious harm, and so of every other referral."""
    if is_decided_by_a_person(seen.case) or seen.case.has_ended or is_unread(seen.case):
        return
    found = seen.ledger
    if found.question is None or not found.question.asks_about(Asked.CRITERIA):
        yield "nobody is asked whether the criteria are met"
    task = next((task for task in found.tasks if task.rule == "decide-criteria"), None)
    if task is None or not (task.state.is_open or task.applies.value is Applicability.NO):
        yield f"the decision is nobody’s task: {task and task.state}"


@holds
def test_one_act_ends_every_duty_that_it_discharges(seen: Seen) -> Iterator[str]:
    """Rule 4, of the national form, the partners' awareness and their decision."""
    case, found = seen.case, by_rule(seen.ledger)
    sent, sent_as = case.day("notified_panel"), notification(case)
    if sent and sent <= seen.today and sent_as is not Notification.NONE:
        for rule in ("looked-after-death", "care-leaver-death"):
            if rule in found and not found[rule].done:
                yield f"{rule} goes on after the national form"
        alone = sent_as is Notification.DEATH_ALONE
        if alone and (other := found.get("notify-panel")) and other.done and other.done.act != "done_on":
            yield "a notification of a death alone ends notify-panel"
        if alone and (review := found.get("rapid-review")) and review.started.event == "notified_panel":
            yield "a notification of a death alone starts the rapid review"
        if sent_as is Notification.SERIOUS_INCIDENT and "notify-panel" in found and not found["notify-panel"].done:
            yield "notify-panel goes on after the notification"
    aware = case.day("partners_aware") if by_office(case, "partners_aware") else None
    decided = case.day("criteria_decided") if is_decided_by_a_person(case) else None
    report = found.get("report-to-partners")
    if report and not report.done and any(day and day <= seen.today for day in (aware, decided)):
        yield "the partners know, and report-to-partners goes on"


@holds
def test_only_the_act_itself_ends_a_duty(seen: Seen) -> Iterator[str]:
    """Rule 4, the other way: without the form, the day of awareness or a decision nothing is done."""
    case = seen.case
    acts = {"notified_panel", "partners_aware", "criteria_decided", "rapid_review_sent", "rapid_review_on"}
    unsaid = acts - {name for name in acts if by_office(case, name)}
    found = by_rule(seen.ledger)
    for rule in NATIONAL:
        ended = found[rule].done if rule in found else None
        if ended and ended.act in unsaid | ({"national_form_sent"} if "notified_panel" in unsaid else set()):
            yield f"{rule} is done by {ended.act}, which the office has not said"


@holds
def test_a_clock_stops_only_on_a_day_for_a_reason_by_a_person(seen: Seen) -> Iterator[str]:
    """Rule 7."""
    for duty in seen.duties:
        stopped = duty.stopped
        if duty.state is DutyState.STOPPED and stopped and not (stopped.on and stopped.because and stopped.by):
            yield f"{duty.rule} is stopped without a day, a reason or a name: {stopped}"


@holds
def test_a_meeting_may_fulfil_the_fifteen_days_and_sends_nothing(seen: Seen) -> Iterator[str]:
    """Rule 8."""
    found, case = by_rule(seen.ledger), seen.case
    review = found.get("rapid-review")
    if review is None or review.done is None or review.done.act != "rapid_review_on":
        return
    if "sent" in review.because:
        yield f"a meeting is told as a sending: {review.because}"
    for rule in ("agency-return", "partner-sign-off"):
        step = found.get(rule)
        wanted = step and review.applies.value is Applicability.YES and not (step.done or step.stopped)
        if step and wanted and step.applies.value is Applicability.NO and not case.text("said_by", rule):
            yield f"the meeting ends {rule}"
    sent = any(task.rule == "copy-rapid-review" and task.state is DutyState.DONE for task in seen.ledger.tasks)
    if sent and not case.day("rapid_review_sent") and not case.day("done_on", "copy-rapid-review"):
        yield "the copy is done though nothing was sent"


@holds
def test_nothing_that_only_a_form_says_ends_a_duty(seen: Seen) -> Iterator[str]:
    """Rule 9 and the first truth: what a form says proposes."""
    without = seen.with_facts([fact for fact in seen.case.facts if fact.source is not Source.FORM])
    open_still = {duty.rule for duty in (*without.deadlines, *without.tasks) if duty.state not in GREY}
    for duty in seen.duties:
        if duty.rule in open_still and duty.state in (DutyState.NOT_NEEDED, DutyState.STOPPED):
            yield f"{duty.rule} is {duty.state} by a form: {duty.because}"


@holds
def test_what_a_form_proposes_of_place_and_status_is_asked_where_it_could_matter(seen: Seen) -> Iterator[str]:
    """Rule 9."""
    case, question = seen.case, seen.ledger.question
    if case.has_ended or case.text("status") == "Closed" or is_decided_by_a_person(case) or is_unread(case):
        return
    names = {"incident_area": "Where it happened"}
    if case.text("outcome") == "died":
        names |= {"looked_after": "Looked after", "outcome": "Harm"}
    undecided = case.text("criteria_met") != "yes" and notification(case) is not Notification.SERIOUS_INCIDENT
    asked = {header for part in question.parts for header in part.headers} if question else set()
    for fact, header in names.items():
        open_still = not by_office(case, fact) or case.text(fact) == "not known"
        told = notification(case) is Notification.SERIOUS_INCIDENT
        if (undecided or (fact in ("looked_after", "outcome") and not told)) and open_still and header not in asked:
            yield f"{header} is not asked"


@holds
def test_a_reopened_case_counts_from_its_true_days(seen: Seen) -> Iterator[str]:
    """Rule 13: closing and opening again leaves every date as it was."""
    plain = [fact for fact in seen.case.facts if fact.name not in ("status", "status_by")]
    fact = seen.case.facts[0] if seen.case.facts else None
    if fact is None:
        return
    marks = [
        replace(fact, name="status", value=value, source=Source.TRACKER, subject="") for value in ("Closed", "Open")
    ]
    before, after = seen.with_facts(plain), seen.with_facts([*plain, *marks])
    if before.deadlines != after.deadlines or before.tasks != after.tasks or not after.is_open:
        yield "reopening has moved a date or a state"


def next_step(duty: Deadline | Task | DutyAhead, found: Ledger) -> str:
    """What moves a duty on, in words; empty where nothing does."""
    if isinstance(duty, DutyAhead):
        return f"awaits {duty.awaits}" if duty.awaits or duty.applies.value is not Applicability.YES else ""
    if duty.state in (DutyState.TO_BE_DECIDED, DutyState.WAITS_FOR_A_DATE):
        return "; ".join(part.asks for part in found.question.parts) if found.question else ""
    if duty.state in (DutyState.DUE, DutyState.OVERDUE):
        return duty.promptly if isinstance(duty, Task) else f"by {duty.due}"
    return f"waits for {duty.started.event}" if duty.state is DutyState.NOT_YET else duty.because


@holds
def test_every_state_has_an_owner_and_a_next_step(seen: Seen) -> Iterator[str]:
    found = seen.ledger
    for duty in (*found.deadlines, *found.tasks, *found.ahead):
        if not duty.owner or not next_step(duty, found):
            yield f"{duty.rule}, {duty.state}, has no owner or no next step"


# A step that shares no factor with the number of alternatives, so that every two of them still meet; a soak takes them all.
STEP = 29 if TIMES == 1 else 1


@pytest.mark.slow
@pytest.mark.soaked
def test_each_rule_holds_for_every_combination_of_the_facts() -> None:
    reached: Counter[DutyState] = Counter()
    for each in islice(every_combination(), 0, None, STEP):
        for check in CHECKS:
            assert next(check(each), "") == "", f"{check.__name__}: {each}"
        reached.update(duty.state for duty in each.duties)
    # What only the Panel is expected to do, and what waits for a notification, come in the histories.
    assert set(reached) >= set(DutyState) - {DutyState.NOT_YET, DutyState.EXPECTED}


def test_a_case_about_which_nothing_is_known_has_no_duty_of_statute_yet() -> None:
    unread = seen(()).ledger
    assert unread.deadlines == () and [task.rule for task in unread.tasks] == ["decide-criteria"]
