"""Action plans, parallel proceedings and the report of a delay that they may explain."""

from datetime import date

import pytest

from pipeline.cases.facts_of_forms import parallel_processes
from pipeline.clock.explain.would_change import would_change
from pipeline.clock.model import DutyState, Force
from tests.clock.conftest import CaseMaker, Finder
from tests.clock.duties.test_state import HARMED, NOTIFIED

AGREED = {**HARMED, "review_decided": date(2025, 1, 31)}
TODAY = date(2025, 6, 30)


def test_each_action_with_a_day_is_a_deadline_of_the_offices_own(case: CaseMaker, found: Finder) -> None:
    plan = case(**HARMED, rules=(("1", "action_due", date(2025, 8, 30)), ("2", "action", "Retrain the front door")))
    told = found(plan, today=TODAY)
    action = told["action-plan|1"]
    assert (action.due, action.working_target, action.force) == (date(2025, 8, 30), date(2025, 8, 29), Force.LOCAL)
    assert "action-plan|2" not in told
    assert would_change(action)[0] == "Correcting “Due” on the Actions sheet, from which it is counted."


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ((("1", "action_closed", date(2025, 6, 20)),), DutyState.DONE),
        ((("1", "action_closed", date(2025, 7, 20)),), DutyState.DUE),
        (
            (("action-plan|1", "not_applicable", "Overtaken"), ("action-plan|1", "said_by", "A. Partner")),
            DutyState.NOT_NEEDED,
        ),
        ((("action-plan|1", "not_applicable", "Overtaken"),), DutyState.DUE),
    ],
)
def test_an_action_ends_when_it_is_closed_or_set_aside(
    case: CaseMaker, found: Finder, facts: tuple[object, ...], state: DutyState
) -> None:
    plan = case(**HARMED, rules=(("1", "action_due", date(2025, 8, 30)), *facts))
    assert found(plan, today=TODAY)["action-plan|1"].state is state


def test_a_recorded_delay_owes_its_reasons_before_the_six_months_are_over(case: CaseMaker, found: Finder) -> None:
    assert "delay-report" not in found(case(**AGREED), today=TODAY)
    told = found(case(**AGREED, delay_because="A criminal trial"), today=TODAY)
    assert told["delay-report"].due == told["practice-review"].due == date(2025, 7, 31)
    assert told["delay-report"].state is DutyState.DUE
    reported = found(case(**AGREED, delay_because="A trial", delay_reported=date(2025, 6, 12)), today=TODAY)
    assert (reported["delay-report"].state, reported["delay-report"].done_on) == (DutyState.DONE, date(2025, 6, 12))


def test_parallel_processes_are_said_on_the_review_and_do_not_stop_its_clock(case: CaseMaker, found: Finder) -> None:
    told = found(case(**AGREED, parallel_processes="criminal, inquest"), today=TODAY)["practice-review"]
    assert (told.state, told.due) == (DutyState.DUE, date(2025, 7, 31))
    assert any("criminal, inquest" in flag and "Delay because" in flag for flag in told.flags)


def test_an_education_setting_is_flagged_for_ofsteds_questions(case: CaseMaker, found: Finder) -> None:
    told = found(case(**NOTIFIED, referring_agency="Saltmarsh Primary School"), today=TODAY)["notify-panel"]
    assert any("Mail from Ofsted about this child belongs to this case" in flag for flag in told.flags)
    other = found(case(**NOTIFIED, referring_agency="Northshire Police"), today=TODAY)["notify-panel"]
    assert not any("Ofsted may contact" in flag for flag in other.flags)


def test_who_agreed_an_agencys_date_stands_on_it(case: CaseMaker, found: Finder) -> None:
    agreed = (("Police", "agency_added", "Police"), ("Police", "agency_agreed", date(2025, 6, 18)))
    without = found(case(**NOTIFIED, rules=agreed), today=TODAY)["agency-return|Police"]
    assert any("Who agreed this date is not recorded" in flag for flag in without.flags)
    by = found(case(**NOTIFIED, rules=(*agreed, ("Police", "agency_agreed_by", "The chair"))), today=TODAY)
    assert "agreed by The chair" in by["agency-return|Police"].trigger_source
    assert by["agency-return|Police"].flags == ()


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("Police investigation ongoing; inquest opened and adjourned", "criminal, inquest"),
        ("Coroner informed. CDOP notified.", "inquest, child death review"),
        ("Care proceedings in the Family Court", "care proceedings"),
        ("No criminal proceedings; DHR being considered", "domestic homicide review"),
        ("None known", ""),
        ("N/A", ""),
        ("An audit by the trust", "named on the form"),
        ("PSII under way", "patient safety incident investigation"),
    ],
)
def test_a_form_gives_the_kinds_of_proceedings_and_never_its_words(said: str, kinds: str) -> None:
    assert parallel_processes(said) == kinds
