"""Where a duty stands: done by its own fact, set aside, stopped with a reason and reopened, or still open."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from pipeline.clock.duties.missing_evidence import missing_evidence, referral_lag
from pipeline.clock.duties.question import is_unread
from pipeline.clock.duties.state import Truths, set_aside_by_nobody, state_of
from pipeline.clock.explain.in_words import heading
from pipeline.clock.model import (
    Applicability,
    Applying,
    CountKind,
    Done,
    DutyState,
    Started,
    StartKind,
    Stopped,
)
from pipeline.facts import Case, Fact, Source
from pipeline.settings import Clock, Timetable, TimetableStep
from tests.clock.conftest import HARMED, CaseMaker, Finder, Whole

NOTIFIED = {**HARMED, "la_aware": date(2025, 6, 2), "notified_panel": date(2025, 6, 5)}
DECIDED = {"criteria_met": "yes", "criteria_decided_by": "The partners", "criteria_decided": date(2025, 6, 4)}
NOT_MET = {"criteria_met": "no", "criteria_decided_by": "A. Partner", "criteria_decided": date(2025, 6, 12)}
STOP = {
    "clock_stopped": date(2025, 6, 12),
    "clock_stopped_because": "Withdrawn",
    "clock_stopped_by": "A. Partner",
}
RECORDED = {
    **DECIDED,
    "criterion_improvements": "yes",
    "criterion_themes": "no",
    "criterion_working_together": "no",
    "criterion_panel_view": "not known",
    "decision": "alternative learning",
    "decision_by": "The partners",
    "decision_on": date(2025, 6, 25),
    "rationale": "Learning is taken forward in another way.",
    "family_informed": date(2025, 6, 27),
    "family_views": "Views were sought by the chair.",
}


# The table of docs/law.md, its first row that fits: applies, started, done, stopped, kind, last day (from today).
YES, NO, UNDECIDED = Applicability
ON, AT_LATEST, NOT_KNOWN, NOT_YET = StartKind
KNOWN, EXPECTED = (ON, AT_LATEST), (CountKind.EXPECTED, CountKind.FLAG, CountKind.KEEP)
TABLE: tuple[tuple[DutyState, dict[str, tuple[object, ...]]], ...] = (
    (DutyState.DONE, {"done": (True,)}),
    (DutyState.NOT_NEEDED, {"applies": (NO,)}),
    (DutyState.STOPPED, {"stopped": (True,)}),
    (DutyState.EXPECTED, {"kind": EXPECTED}),
    (DutyState.NOT_YET, {"started": (NOT_YET,)}),
    (DutyState.DUE, {"applies": (YES,), "started": KNOWN, "last": (None,)}),
    (DutyState.OVERDUE, {"applies": (YES,), "started": KNOWN, "last": (-1,)}),
    (DutyState.DUE, {"applies": (YES,), "started": KNOWN, "last": (0, 1)}),
    (DutyState.WAITS_FOR_A_DATE, {"applies": (YES,), "started": (NOT_KNOWN,)}),
    (DutyState.TO_BE_DECIDED, {"applies": (UNDECIDED,)}),
)
ASKED = {
    "applies": tuple(Applicability),
    "started": tuple(StartKind),
    "done": (True, False),
    "stopped": (True, False),
    "kind": tuple(CountKind),
    "last": (None, -1, 0, 1),
}


def test_every_combination_of_the_truths_gives_the_state_of_its_row() -> None:
    today, fitted = date(2025, 6, 13), set()
    for values in product(*ASKED.values()):
        has: dict[str, Any] = dict(zip(ASKED, values, strict=True))
        row, (state, _) = next(
            (row, entry) for row, entry in enumerate(TABLE) if all(has[name] in entry[1][name] for name in entry[1])
        )
        fitted.add(row)
        truths = Truths(
            applies=Applying(value=has["applies"]),
            started=Started(kind=has["started"]),
            done=Done(on=today) if has["done"] else None,
            stopped=Stopped(on=today, because="Withdrawn", by="A. Partner") if has["stopped"] else None,
        )
        last_day = None if has["last"] is None else today + timedelta(has["last"])
        assert state_of(truths, last_day=last_day, kind=has["kind"], today=today) is state, has
    assert fitted == set(range(len(TABLE)))


def test_four_states_are_open_and_two_of_them_may_be_chased() -> None:
    assert {state for state in DutyState if state.is_open} == {
        DutyState.TO_BE_DECIDED,
        DutyState.WAITS_FOR_A_DATE,
        DutyState.DUE,
        DutyState.OVERDUE,
    }
    assert {state for state in DutyState if state.is_chased} == {DutyState.DUE, DutyState.OVERDUE}


@pytest.mark.parametrize(
    ("rule", "facts", "done"),
    [
        ("notify-panel", NOTIFIED, date(2025, 6, 5)),
        ("rapid-review", {**NOTIFIED, "rapid_review_sent": date(2025, 6, 20)}, date(2025, 6, 20)),
        ("looked-after-death", {**NOTIFIED, "outcome": "died", "looked_after": "yes"}, date(2025, 6, 5)),
        (
            "panel-reply-expected",
            {**NOTIFIED, "rapid_review_sent": date(2025, 6, 20), "panel_replied": date(2025, 6, 24)},
            date(2025, 6, 24),
        ),
        (
            "practice-review",
            {**HARMED, "review_decided": date(2025, 1, 6), "published": date(2025, 6, 24)},
            date(2025, 6, 24),
        ),
    ],
)
def test_a_duty_is_done_by_its_own_fact(
    case: CaseMaker, found: Finder, rule: str, facts: dict[str, object], done: date
) -> None:
    told = found(case(**facts), today=date(2025, 6, 30))[rule]
    assert (told.state, told.done_on) == (DutyState.DONE, done)
    assert told.done and told.done.by == "entered in the tracker"


def test_done_on_completes_any_duty_and_a_day_to_come_does_not(case: CaseMaker, found: Finder) -> None:
    marked = case(**NOTIFIED, rules=(("report-to-partners", "done_on", date(2025, 6, 9)),))
    assert found(marked, today=date(2025, 6, 9))["report-to-partners"].state is DutyState.DONE
    early = found(marked, today=date(2025, 6, 6))["report-to-partners"]
    assert early.state is DutyState.DUE
    assert any("stays open until then" in flag for flag in early.flags)


def test_a_duty_done_before_its_trigger_is_shown_as_odd(case: CaseMaker, found: Finder) -> None:
    marked = case(**NOTIFIED, rules=(("rapid-review", "done_on", date(2025, 6, 3)),))
    assert any("check both dates" in flag for flag in found(marked, today=date(2025, 6, 9))["rapid-review"].flags)


def test_nothing_is_odd_about_what_is_done_before_a_day_that_lies_ahead_or_is_not_known(
    case: CaseMaker, found: Finder
) -> None:
    same_day = case(**NOTIFIED, rules=(("rapid-review", "done_on", date(2025, 6, 5)),))
    assert not any("check both dates" in flag for flag in found(same_day, today=date(2025, 6, 9))["rapid-review"].flags)
    acts = (("pre-publication-copy", "done_on", date(2025, 6, 3)), ("report-to-partners", "done_on", date(2025, 6, 3)))
    told = found(
        case(**HARMED, incident=date(2025, 6, 5), planned_publication=date(2025, 6, 20), rules=acts),
        today=date(2025, 6, 9),
    )
    for rule, _, _ in acts:
        assert told[rule].state is DutyState.DONE
        assert not any("check both dates" in flag for flag in told[rule].flags)


def test_a_notification_dated_before_awareness_is_shown_as_odd(case: CaseMaker, found: Finder) -> None:
    told = found(case(**{**NOTIFIED, "notified_panel": date(2005, 6, 5)}), today=date(2025, 6, 9))["notify-panel"]
    assert any("Done on Sun 5 June 2005, before the day" in flag for flag in told.flags)


def test_a_named_person_may_say_that_a_duty_does_not_apply_and_nobody_else(case: CaseMaker, found: Finder) -> None:
    why = ("report-to-partners", "not_applicable", "They notified it themselves.")
    by = ("report-to-partners", "said_by", "A. Partner")
    told = found(case(**NOTIFIED, rules=(why, by)), today=date(2025, 6, 9))["report-to-partners"]
    assert (told.state, told.applies.by) == (DutyState.NOT_NEEDED, "A. Partner")
    assert told.because == "They notified it themselves (A. Partner)."
    for alone in (why, by):
        told = found(case(**NOTIFIED, rules=(alone,)), today=date(2025, 6, 9))["report-to-partners"]
        assert told.state is DutyState.DUE
    said = {
        name: case(**NOTIFIED, rules=rules) for name, rules in (("both", (why, by)), ("why", (why,)), ("by", (by,)))
    }
    assert [name for name, there in said.items() if set_aside_by_nobody(there, "report-to-partners")] == ["why"]


def test_by_the_offices_choice_the_fifteen_days_end_with_the_meeting(case: CaseMaker, found: Finder) -> None:
    met = case(**NOTIFIED, rapid_review_on=date(2025, 6, 19))
    convened = Clock(rapid_review_ends_with="convened")
    assert found(met, today=date(2025, 6, 20))["rapid-review"].state is DutyState.DUE
    assert found(met, today=date(2025, 6, 18), choices=convened)["rapid-review"].state is DutyState.DUE
    told = found(met, today=date(2025, 6, 20), choices=convened)["rapid-review"]
    assert (told.state, told.done_on) == (DutyState.DONE, date(2025, 6, 19))
    chosen = [
        (rule, bool(choices))
        for choices in (None, convened)
        for rule, entry in found(met, today=date(2025, 6, 20), choices=choices).items()
        if any("end with the meeting" in flag for flag in entry.flags)
    ]
    assert chosen == [("rapid-review", True)]


def test_a_withdrawn_notification_stops_the_rapid_review_and_its_steps_with_the_reason(
    case: CaseMaker, found: Finder
) -> None:
    facts = {**NOTIFIED, **STOP}
    told = found(case(**facts), today=date(2025, 6, 13))
    for rule in ("rapid-review", "agency-request", "agency-return", "rapid-review-meeting", "partner-sign-off"):
        assert told[rule].state is DutyState.STOPPED
        assert "Withdrawn (A. Partner)" in told[rule].because
    assert told["report-to-partners"].state is DutyState.OVERDUE
    assert found(case(**facts), today=date(2025, 6, 11))["rapid-review"].state is DutyState.DUE


def test_a_reason_that_names_the_state_stands_alone_and_any_other_follows_it(case: CaseMaker, found: Finder) -> None:
    school = (
        ("Harbour School", "agency_added", "Harbour School"),
        ("Harbour School", "agency_returned", date(2025, 6, 11)),
    )
    told = found(case(**NOTIFIED, **STOP, rules=school), today=date(2025, 6, 13))
    for rule in ("rapid-review", "agency-request"):
        assert heading(told[rule]).endswith(". Stopped on Thu 12 June 2025: Withdrawn (A. Partner)")
    assert heading(told["agency-return|Harbour School"]).endswith(" Done on Wed 11 June 2025: the return came.")


@pytest.mark.parametrize("left_out", ["clock_stopped_because", "clock_stopped_by"])
def test_stopping_a_clock_needs_a_day_a_reason_and_a_name(case: CaseMaker, found: Finder, left_out: str) -> None:
    stop = {name: value for name, value in STOP.items() if name != left_out}
    told = found(case(**NOTIFIED, **stop), today=date(2025, 6, 13))["rapid-review"]
    assert told.state is DutyState.DUE
    assert any("no reason or no name, so it runs on" in flag for flag in told.flags)


def test_reopening_restores_the_original_date(case: CaseMaker, found: Finder) -> None:
    stopped = case(**NOTIFIED, **STOP)
    taken_back = Fact(
        case_ref=stopped.ref,
        name="clock_stopped",
        value=None,
        source=Source.TRACKER,
        recorded_at=datetime(2025, 6, 20, tzinfo=UTC),
    )
    reopened = Case(ref=stopped.ref, opened_at=stopped.opened_at, facts=(*stopped.facts, taken_back))
    before = found(case(**NOTIFIED), today=date(2025, 6, 20))["rapid-review"]
    after = found(reopened, today=date(2025, 6, 20))["rapid-review"]
    assert (after.state, after.due) == (DutyState.DUE, before.due)


def test_criteria_found_not_to_be_met_after_notification_stop_the_rapid_review(case: CaseMaker, found: Finder) -> None:
    told = found(case(**NOTIFIED, **NOT_MET), today=date(2025, 6, 13))
    assert told["rapid-review"].state is DutyState.STOPPED
    assert "A. Partner" in told["rapid-review"].because


def test_a_case_in_error_says_so_before_anything_else_does_and_by_whom(case: CaseMaker, found: Finder) -> None:
    marked = {**NOTIFIED, "status": "Duplicate", "status_by": "A. Partner"}
    told = found(case(**marked, **NOT_MET), today=date(2025, 6, 13))["rapid-review"]
    assert (told.state, told.applies.by) == (DutyState.NOT_NEEDED, "A. Partner")
    sent = found(case(**marked, rapid_review_sent=date(2025, 6, 12)), today=date(2025, 6, 13))
    assert sent["partner-sign-off"].because == "The case is marked Duplicate (A. Partner)."
    timetable = Timetable(anchor="la_aware", steps=(TimetableStep(rule="partners-meet", from_day=2, to_day=2),))
    aware = case(**HARMED, la_aware=date(2025, 6, 2), status="Duplicate", status_by="A. Partner")
    step = found(aware, today=date(2025, 6, 13), timetable=timetable)["partners-meet"]
    assert step.because == "The case is marked Duplicate (A. Partner)."
    opened = found(case(**NOTIFIED, status="Open", status_by="A. Partner"), today=date(2025, 6, 13))
    assert opened["rapid-review"].state is DutyState.DUE


def test_the_steps_lie_ahead_until_the_panel_is_notified(case: CaseMaker, whole: Whole) -> None:
    steps = {"agency-request", "agency-return", "rapid-review-meeting", "partner-sign-off"}
    before = whole(case(**HARMED, la_aware=date(2025, 6, 2)), today=date(2025, 6, 6))
    assert steps | {"rapid-review", "practice-review"} <= {duty.rule for duty in before.ahead}
    assert {duty.state for duty in before.ahead} == {DutyState.NOT_YET}
    after = whole(case(**NOTIFIED), today=date(2025, 6, 6))
    assert not (steps | {"rapid-review"}) & {duty.rule for duty in after.ahead}


def test_an_unread_case_that_is_closed_says_what_it_lacks(case: CaseMaker, whole: Whole) -> None:
    unread = whole(case(mail_received=datetime(2025, 6, 2, 9, 0, tzinfo=UTC), status="Closed"))
    assert unread.is_open and unread.question and unread.lacking


def test_whom_the_settings_ask_in_every_case_makes_no_unread_case_a_read_one(case: CaseMaker) -> None:
    unread = case(mail_received=datetime(2025, 6, 2, 9, 0, tzinfo=UTC))
    added = Fact(
        case_ref=unread.ref,
        name="agency_added",
        value="Northshire Police",
        subject="Northshire Police",
        source=Source.SETTINGS,
        recorded_at=unread.opened_at,
    )
    assert is_unread(replace(unread, facts=(*unread.facts, added)))
    assert not is_unread(replace(unread, facts=(*unread.facts, replace(added, source=Source.TRACKER))))


def test_an_unread_case_that_is_in_error_is_not_asked_about(case: CaseMaker, whole: Whole) -> None:
    assert whole(case()).question is not None
    assert whole(case(status="Duplicate", status_by="A. Partner")).question is None
    assert whole(case(status="Duplicate")).question is not None


def test_a_form_opens_no_case_in_error(case: CaseMaker, found: Finder) -> None:
    told = found(
        case(**NOTIFIED, status="Opened in error", status_by="A. Partner", form=("status",)), today=date(2025, 6, 13)
    )
    assert told["rapid-review"].state is DutyState.DUE


def test_what_is_not_needed_says_so_though_its_clock_was_stopped(case: CaseMaker, found: Finder) -> None:
    told = found(case(**NOTIFIED, **STOP, status="Duplicate", status_by="A. Partner"), today=date(2025, 6, 13))
    review = told["rapid-review"]
    assert (review.state, review.applies.by) == (DutyState.NOT_NEEDED, "A. Partner")


@pytest.mark.parametrize("status", ["Opened in error", "Duplicate"])
def test_a_case_opened_in_error_owes_nothing_once_somebody_is_named(
    case: CaseMaker, found: Finder, status: str
) -> None:
    told = found(case(**NOTIFIED, status=status, status_by="A. Partner"), today=date(2025, 6, 13))["rapid-review"]
    assert told.state is DutyState.NOT_NEEDED
    unnamed = found(case(**NOTIFIED, status=status), today=date(2025, 6, 13))["rapid-review"]
    assert unnamed.state is DutyState.DUE


def test_a_case_is_not_closed_while_its_record_or_a_duty_of_statute_or_guidance_is_open(
    case: CaseMaker, whole: Whole
) -> None:
    today, closed = date(2025, 6, 30), {**NOTIFIED, **RECORDED, "status": "Closed"}
    lacking = whole(case(**{**NOTIFIED, "status": "Closed"}), today=today)
    assert lacking.is_open and lacking.lacking and lacking.question
    undone = whole(case(**closed), today=today)
    assert undone.is_open and [duty.rule for duty in undone.holding_open] == ["rapid-review"]
    complete = whole(case(**closed, rapid_review_sent=date(2025, 6, 26)), today=today)
    assert not complete.is_open and complete.holding_open == () and complete.question is None
    assert not [duty for duty in (*complete.deadlines, *complete.tasks) if duty.state.is_open]


def test_keeping_a_report_published_is_never_overdue_and_ends_with_its_time(case: CaseMaker, found: Finder) -> None:
    published = case(**HARMED, published=date(2023, 5, 9))
    kept = found(published, today=date(2024, 5, 9))["keep-published"]
    assert (kept.state, kept.due) == (DutyState.EXPECTED, date(2024, 5, 9))
    over = found(published, today=date(2024, 5, 10))["keep-published"]
    assert (over.state, over.done_on) == (DutyState.DONE, date(2024, 5, 9))


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ("decision", "The decision is not recorded."),
        ("decision_on", "The date of the decision is not recorded."),
        ("rationale", "The rationale of the decision is not recorded."),
        ("criterion_themes", "The four criteria of regulation 11 are not all answered."),
        ("family_informed", "The day on which the child and family were told of the decision is not recorded."),
        ("family_views", "The family’s views, or the reason why they were not sought, are not recorded."),
    ],
)
def test_each_gap_in_the_record_is_named(case: CaseMaker, left_out: str, words: str) -> None:
    facts = {name: value for name, value in RECORDED.items() if name != left_out}
    assert missing_evidence(case(**facts)) == (words,)


def test_a_complete_record_lacks_nothing_and_one_opened_in_error_needs_none(case: CaseMaker) -> None:
    assert missing_evidence(case(**RECORDED)) == ()
    assert missing_evidence(case(status="Duplicate", status_by="A. Partner")) == ()


def test_where_the_criteria_are_not_met_decider_date_and_rationale_are_enough(case: CaseMaker) -> None:
    assert missing_evidence(case(**NOT_MET)) == ("The rationale of the decision is not recorded.",)
    assert missing_evidence(case(**NOT_MET, rationale="No abuse or neglect.")) == ()


def test_the_lag_from_incident_to_referral_is_counted_in_calendar_days(case: CaseMaker) -> None:
    received = datetime(2025, 6, 9, 23, 30, tzinfo=UTC)
    assert referral_lag(case(incident=date(2025, 6, 1), mail_received=received)) == 9
    assert referral_lag(case(mail_received=received)) is None
