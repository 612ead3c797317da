"""The office's own timetable: windows, conventions of day zero, agreed dates, and never later than the national date."""

from datetime import date, timedelta

import pytest

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.duties.deadlines import due
from pipeline.clock.duties.events import without_cell
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.law_files.rules import Law
from pipeline.clock.model import DutyState, Force
from pipeline.settings import Clock, Timetable, TimetableStep
from tests.clock.conftest import CaseMaker, Finder, Whole
from tests.clock.test_examples import DEVON_LIKE

FACTS = {"outcome": "seriously harmed", "abuse_neglect": "suspected", "notified_panel": date(2025, 4, 15)}


def test_the_devon_like_profile_over_easter_and_early_may(case: CaseMaker, found: Finder) -> None:
    told = found(case(**FACTS), timetable=DEVON_LIKE, today=date(2025, 4, 15))
    assert told["agency-request"].due == date(2025, 4, 16)
    assert (told["agency-return"].window_from, told["agency-return"].due) == (date(2025, 4, 17), date(2025, 5, 1))
    meeting = told["rapid-review-meeting"]
    assert (meeting.window_from, meeting.due) == (date(2025, 5, 1), date(2025, 5, 6))
    off = told["partner-sign-off"]
    assert (off.window_from, off.milestone, off.due) == (date(2025, 5, 6), date(2025, 5, 8), date(2025, 5, 9))
    assert told["rapid-review"].due == date(2025, 5, 9)


def test_a_step_after_the_national_date_is_flagged_and_no_other(case: CaseMaker, found: Finder) -> None:
    told = found(case(**FACTS), timetable=DEVON_LIKE, today=date(2025, 4, 15))
    assert told["sent-to-panel"].due == date(2025, 5, 12)
    late = {rule for rule, entry in told.items() if any("after the national date" in flag for flag in entry.flags)}
    assert late == {"sent-to-panel"}


def test_a_bare_date_flags_a_late_step_too(law: Law, calendar: Calendar) -> None:
    step = due(
        "sent-to-panel",
        date(2025, 4, 15),
        basis=Basis(law=law, calendar=calendar, choices=Clock(), timetable=DEVON_LIKE),
    )
    assert any("after the national date, Fri 9 May 2025" in flag for flag in step.flags)


def test_steps_are_local_and_cite_the_offices_own_timetable(case: CaseMaker, found: Finder) -> None:
    step = found(case(**FACTS), today=date(2025, 4, 15))["agency-return"]
    assert step.force is Force.LOCAL
    assert step.citation.title == "The office’s own timetable: Local timetable"
    assert step.flags == ()


@pytest.mark.parametrize(
    ("anchor", "counts", "non_working", "day_one"),
    [
        (date(2025, 6, 10), 0, "stays", date(2025, 6, 11)),
        (date(2025, 6, 10), 1, "stays", date(2025, 6, 10)),
        (date(2025, 6, 14), 0, "stays", date(2025, 6, 16)),
        (date(2025, 6, 14), 1, "stays", date(2025, 6, 16)),
        (date(2025, 6, 14), 0, "next-working-day", date(2025, 6, 17)),
        (date(2025, 6, 14), 1, "next-working-day", date(2025, 6, 16)),
    ],
)
def test_each_convention_of_day_zero(
    case: CaseMaker, found: Finder, anchor: date, counts: int, non_working: str, day_one: date
) -> None:
    timetable = Timetable(
        anchor_is_working_day=counts,
        non_working_anchor=non_working,
        steps=(TimetableStep(rule="agency-request", from_day=1, to_day=1),),
    )
    told = found(case(**{**FACTS, "notified_panel": anchor}), timetable=timetable)
    assert told["agency-request"].due == day_one
    riskier = any("riskier" in flag for flag in told["agency-request"].flags)
    assert riskier is (non_working == "next-working-day")


def test_a_timetable_may_hang_on_another_event(case: CaseMaker, found: Finder) -> None:
    timetable = Timetable(anchor="la_aware", steps=(TimetableStep(rule="partners-meet", from_day=2, to_day=2),))
    told = found(case(la_aware=date(2025, 6, 10), **FACTS), timetable=timetable)
    assert (told["partners-meet"].due, told["partners-meet"].title) == (date(2025, 6, 12), "Partners meet")
    assert "partners-meet" not in found(case(**FACTS), timetable=timetable)


def test_without_an_anchor_there_are_no_steps(case: CaseMaker, found: Finder) -> None:
    assert "agency-request" not in found(case(la_aware=date(2025, 6, 10)))


def test_a_case_without_any_agency_has_its_dates(case: CaseMaker, found: Finder) -> None:
    told = found(case(**FACTS))
    assert {"rapid-review", "agency-request", "agency-return"} <= set(told)
    assert not any("|" in name for name in told)


def test_once_the_review_is_sent_no_step_is_chased(case: CaseMaker, found: Finder) -> None:
    told = found(case(**FACTS, rapid_review_sent=date(2025, 4, 30)), today=date(2025, 5, 1))
    assert told["partner-sign-off"].state is DutyState.NOT_NEEDED
    assert told["partner-sign-off"].because == "The rapid review has been sent."


def test_the_date_agreed_with_an_agency_goes_before_the_timetable(case: CaseMaker, found: Finder) -> None:
    told = found(
        case(
            **FACTS,
            rules=(
                ("Harbour School", "agency_added", "Harbour School"),
                ("Northshire Police", "agency_added", "Northshire Police"),
                ("Harbour School", "agency_agreed", date(2025, 5, 11)),
            ),
        ),
        timetable=DEVON_LIKE,
        today=date(2025, 4, 16),
    )
    agreed = told["agency-return|Harbour School"]
    assert (agreed.due, agreed.working_target) == (date(2025, 5, 11), date(2025, 5, 9))
    assert any("after the national date" in flag for flag in agreed.flags)
    assert told["agency-return|Northshire Police"].due == date(2025, 5, 1)


def test_an_agreed_date_stands_without_a_notification(case: CaseMaker, found: Finder) -> None:
    told = found(case(rules=(("Harbour School", "agency_agreed", date(2025, 5, 9)),)))
    assert told["agency-return|Harbour School"].due == date(2025, 5, 9)


@pytest.mark.parametrize(
    ("said", "in_mail"),
    [
        ("entered in the tracker, Cases!Y5", "entered by the office"),
        ("entered in the tracker, Agencies!F5, agreed by A. Partner", "entered by the office, agreed by A. Partner"),
        ("from a mail, mail 0123", "from a mail, mail 0123"),
        ("", ""),
    ],
)
def test_who_said_it_may_be_told_without_a_cell(said: str, in_mail: str) -> None:
    assert without_cell(said) == in_mail


WANTED = (("Harbour School", "agency_added", "Harbour School"),)
RETURN = "agency-return|Harbour School"


def test_an_agency_that_was_never_asked_is_not_late(case: CaseMaker, whole: Whole) -> None:
    known = case(**FACTS, criteria_met="yes", rules=WANTED)
    found = whole(known, timetable=DEVON_LIKE, today=date(2025, 5, 8)).deadlines
    (own,) = (entry for entry in found if entry.rule == "agency-return")
    assert (own.state, own.because) == (DutyState.NOT_YET, "Harbour School has not been asked.")


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2025, 4, 16), date(2025, 5, 1)),
        (date(2025, 4, 28), date(2025, 5, 1)),  # three working days before
        (date(2025, 4, 29), date(2025, 5, 7)),  # two; the 5th is a bank holiday
        (date(2025, 5, 7), date(2025, 5, 14)),
    ],
)
def test_an_agency_that_is_asked_late_has_five_working_days(
    case: CaseMaker, whole: Whole, asked: date, due: date
) -> None:
    known = case(**FACTS, criteria_met="yes", rules=WANTED)
    for today, state in ((due, DutyState.DUE), (due + timedelta(1), DutyState.OVERDUE)):
        found = whole(known, timetable=DEVON_LIKE, today=today, requested={"Harbour School": asked}).deadlines
        (own,) = (entry for entry in found if entry.rule == "agency-return")
        assert (own.due, own.state) == (due, state)


def test_a_return_that_came_and_an_agency_not_needed_are_settled(case: CaseMaker, found: Finder) -> None:
    rules = (
        ("Harbour School", "agency_added", "Harbour School"),
        ("Northshire Police", "agency_added", "Northshire Police"),
        ("Harbour School", "agency_returned", date(2025, 4, 25)),
    )
    told = found(case(**FACTS, rules=rules), today=date(2025, 4, 28))
    assert told["agency-return|Harbour School"].state is DutyState.DONE
    assert told["agency-return|Northshire Police"].state is DutyState.DUE
    assert "agency-return" not in told  # one late return is one duty
    removed = (*rules, ("Northshire Police", "agency_removed", "No involvement"))
    told = found(case(**FACTS, rules=removed), today=date(2025, 4, 28))
    assert told["agency-return|Northshire Police"].because == "Not needed: No involvement"
    assert (told["agency-return"].state, told["agency-return"].done_on) == (DutyState.DONE, date(2025, 4, 25))


def test_what_the_office_types_beside_an_agencys_own_date_ends_that_date(case: CaseMaker, found: Finder) -> None:
    rules = [("Harbour School", "agency_added", "Harbour School"), ("Police", "agency_added", "Police")]
    rules += [("agency-return|Police", "done_on", date(2025, 4, 25))]
    rules += [("agency-return|Harbour School", name, text) for name, text in ASIDE]
    told = found(case(**FACTS, rules=tuple(rules)), today=date(2025, 4, 28))
    assert told["agency-return|Police"].state is DutyState.DONE
    assert told["agency-return|Harbour School"].because == "Closed in July (A. Partner)."


ASIDE = (("not_applicable", "Closed in July"), ("said_by", "A. Partner"))
SHIPPED = {
    "agency-request": (None, date(2025, 4, 16)),
    "agency-return": (None, date(2025, 5, 1)),
    "rapid-review-meeting": (date(2025, 5, 1), date(2025, 5, 6)),
    "partner-sign-off": (date(2025, 5, 6), date(2025, 5, 9)),
}


def test_the_shipped_examples_stand_where_the_timetable_lacks_the_steps(law: Law, calendar: Calendar) -> None:
    basis = Basis(law=law, calendar=calendar, choices=Clock(), timetable=Timetable(steps=()))
    steps = {rule: due(rule, date(2025, 4, 15), basis=basis) for rule in SHIPPED}
    assert {rule: (step.window_from, step.due) for rule, step in steps.items()} == SHIPPED
    assert all("Devon" in step.citation.title for step in steps.values())
