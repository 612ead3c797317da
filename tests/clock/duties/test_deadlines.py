"""The deadlines of a case from its facts: which start, which are provisional, which do not exist yet."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.clock.count.calendars import Calendar, england_and_wales
from pipeline.clock.duties.deadlines import due
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.law_files.rules import Law
from pipeline.clock.model import DutyState
from pipeline.facts import Case, Fact, Source
from pipeline.settings import Clock, NonWorkingDay, Timetable
from tests.clock.conftest import HARMED, CaseMaker, Finder

RECEIVED = datetime(2025, 6, 10, 8, 30, tzinfo=UTC)
DAY = date(2025, 6, 16)


def test_a_referral_alone_starts_no_rapid_review(case: CaseMaker, found: Finder) -> None:
    only_mail = case(mail_received=RECEIVED, incident=date(2025, 6, 6), **HARMED, form=("mail_received", "incident"))
    assert set(found(only_mail)) == {"notify-panel", "report-to-partners"}


def test_without_a_day_of_awareness_the_earliest_known_date_gives_a_provisional_one(
    case: CaseMaker, found: Finder
) -> None:
    told = found(case(mail_received=RECEIVED, incident=date(2025, 6, 6), agency_aware=date(2025, 6, 9), **HARMED))
    for rule in ("notify-panel", "report-to-partners"):
        assert told[rule].provisional
        assert told[rule].trigger_event == "incident"
        assert told[rule].due == date(2025, 6, 13)
        assert "the local authority became aware has not been entered" in told[rule].provisional_because
        assert "the incident, Fri 6 June 2025" in told[rule].provisional_because


def test_an_instant_is_counted_from_its_london_day(case: CaseMaker, found: Finder) -> None:
    late = case(mail_received=datetime(2025, 6, 8, 23, 30, tzinfo=UTC), **HARMED)
    assert found(late)["notify-panel"].trigger_date == date(2025, 6, 9)


def test_the_day_of_awareness_replaces_every_provisional_date(case: CaseMaker, found: Finder) -> None:
    told = found(
        case(mail_received=RECEIVED, incident=date(2025, 6, 6), la_aware=date(2025, 6, 12), **HARMED), today=DAY
    )
    assert told["notify-panel"].due == date(2025, 6, 19)
    assert not told["notify-panel"].provisional
    assert told["notify-panel"].trigger_source == "entered in the tracker"


@pytest.mark.parametrize("name", ["la_aware", "notified_panel", "partners_aware"])
def test_a_form_never_sets_a_statutory_trigger(case: CaseMaker, found: Finder, name: str) -> None:
    by_form = case(**{name: date(2025, 6, 12)}, mail_received=RECEIVED, **HARMED, form=(name,))
    told = found(by_form)
    assert told["notify-panel"].provisional
    assert told["notify-panel"].state is DutyState.TO_BE_DECIDED
    assert not told["notify-panel"].has_known_start and "rapid-review" not in told


def test_a_notification_known_only_from_a_mail_is_provisional(found: Finder, case: CaseMaker) -> None:
    empty = case(**HARMED)
    receipt = Fact(
        case_ref=empty.ref,
        name="notified_panel",
        value=date(2025, 6, 12),
        source=Source.MAIL,
        recorded_at=RECEIVED,
    )
    told = found(Case(ref=empty.ref, opened_at=empty.opened_at, facts=(*empty.facts, receipt)))["rapid-review"]
    assert told.provisional
    assert "no person has confirmed it" in told.provisional_because


def test_taking_the_day_of_awareness_back_makes_the_date_provisional_again(found: Finder, case: CaseMaker) -> None:
    aware = case(la_aware=date(2025, 6, 12), mail_received=RECEIVED, **HARMED)
    taken_back = Fact(
        case_ref=aware.ref,
        name="la_aware",
        value=None,
        source=Source.TRACKER,
        recorded_at=datetime(2025, 6, 13, tzinfo=UTC),
    )
    again = Case(ref=aware.ref, opened_at=aware.opened_at, facts=(*aware.facts, taken_back))
    assert found(again)["notify-panel"].provisional


def test_the_rapid_review_runs_from_the_notification_and_shows_the_other_reading(
    case: CaseMaker, found: Finder
) -> None:
    told = found(case(la_aware=date(2025, 12, 17), notified_panel=date(2025, 12, 24), **HARMED), today=date(2026, 1, 5))
    review = told["rapid-review"]
    assert (review.due, review.trigger_event) == (date(2026, 1, 19), "notified_panel")
    assert [(other.reading, other.due) for other in review.readings] == [("counted from awareness", date(2026, 1, 12))]


def test_the_office_may_choose_awareness_and_then_sees_the_notification_as_the_other(
    case: CaseMaker, found: Finder
) -> None:
    facts = case(la_aware=date(2025, 12, 17), notified_panel=date(2025, 12, 24), **HARMED)
    review = found(facts, choices=Clock(rapid_review_from="awareness"), today=date(2026, 1, 5))["rapid-review"]
    assert (review.due, review.trigger_event, review.provisional) == (date(2026, 1, 12), "la_aware", False)
    assert [other.due for other in review.readings] == [date(2026, 1, 19)]


def test_counted_from_awareness_the_earlier_of_two_days_is_taken(case: CaseMaker, found: Finder) -> None:
    facts = case(
        la_aware=date(2025, 6, 12), partners_aware=date(2025, 6, 10), notified_panel=date(2025, 6, 16), **HARMED
    )
    review = found(facts, choices=Clock(rapid_review_from="awareness"), today=DAY)["rapid-review"]
    assert (review.trigger_event, review.due) == ("partners_aware", date(2025, 7, 1))


def test_counted_from_awareness_it_is_provisional_until_the_panel_is_notified(case: CaseMaker, found: Finder) -> None:
    review = found(case(la_aware=date(2025, 6, 12), **HARMED), choices=Clock(rapid_review_from="awareness"))
    assert review["rapid-review"].provisional
    assert "until the Panel has been notified" in review["rapid-review"].provisional_because


def test_equal_dates_show_no_other_reading(case: CaseMaker, found: Finder) -> None:
    told = found(case(la_aware=date(2025, 6, 13), notified_panel=date(2025, 6, 14), **HARMED))
    assert told["rapid-review"].readings == ()


def test_awareness_at_a_weekend_is_day_zero_unless_the_office_chooses_otherwise(case: CaseMaker, found: Finder) -> None:
    saturday = case(la_aware=date(2024, 6, 8), **HARMED)
    assert found(saturday)["notify-panel"].due == date(2024, 6, 14)
    deemed = found(saturday, choices=Clock(weekend_awareness="next-working-day"))["notify-panel"]
    assert deemed.due == date(2024, 6, 17)
    assert any("riskier" in flag for flag in deemed.flags)
    assert [other.due for other in deemed.readings] == [date(2024, 6, 14)]


def test_the_weekend_choice_leaves_other_triggers_alone(case: CaseMaker, found: Finder) -> None:
    notified = case(notified_panel=date(2026, 4, 4), **HARMED)
    chosen = found(notified, choices=Clock(weekend_awareness="next-working-day"))["rapid-review"]
    assert chosen.due == date(2026, 4, 27)


def test_the_local_reading_from_the_incident_is_a_second_date(case: CaseMaker, found: Finder) -> None:
    facts = case(incident=date(2025, 6, 2), la_aware=date(2025, 6, 12), **HARMED)
    told = found(facts, choices=Clock(local_notify_from_incident=True), today=DAY)["notify-panel"]
    assert told.due == date(2025, 6, 19)
    assert [other.due for other in told.readings] == [date(2025, 6, 9)]
    others = found(facts, choices=Clock(local_notify_from_incident=True))["report-to-partners"]
    assert others.readings == found(facts)["notify-panel"].readings == ()


def test_the_practice_review_runs_only_from_the_decision_to_hold_it(case: CaseMaker, found: Finder) -> None:
    told = found(case(notified_panel=date(2025, 6, 2), rapid_review_sent=date(2025, 6, 20), **HARMED))
    assert "practice-review" not in told
    told = found(case(review_decided=date(2025, 8, 31), **HARMED))
    assert (told["practice-review"].due, told["practice-review"].working_target) == (
        date(2026, 2, 28),
        date(2026, 2, 27),
    )


def test_the_copy_before_publication_is_counted_back(case: CaseMaker, found: Finder) -> None:
    facts = case(planned_publication=date(2025, 1, 9), **HARMED)
    assert found(facts)["pre-publication-copy"].due == date(2024, 12, 30)
    clear = found(facts, choices=Clock(clear_days_target=True))["pre-publication-copy"]
    assert (clear.due, clear.working_target) == (date(2024, 12, 30), date(2024, 12, 27))
    assert any("Fri 27 December 2024" in flag for flag in clear.flags)


def test_publication_later_than_six_months_asks_for_reasons(case: CaseMaker, found: Finder) -> None:
    facts = case(review_decided=date(2025, 1, 10), planned_publication=date(2025, 9, 1), **HARMED)
    assert any("to be told why" in flag for flag in found(facts)["practice-review"].flags)


def test_the_panels_reply_is_expected_and_never_a_breach(case: CaseMaker, found: Finder) -> None:
    reply = found(case(rapid_review_sent=date(2025, 6, 20), **HARMED))["panel-reply-expected"]
    assert (reply.state, reply.due) == (DutyState.EXPECTED, date(2025, 6, 30))
    assert [other.due for other in reply.readings] == [date(2025, 7, 4)]


def test_an_old_case_is_flagged_and_a_recent_one_is_not(case: CaseMaker, found: Finder) -> None:
    old = found(case(incident=date(2024, 6, 9), mail_received=RECEIVED, **HARMED))["old-case"]
    assert (old.state, old.due) == (DutyState.EXPECTED, date(2025, 6, 9))
    assert "old-case" not in found(case(incident=date(2024, 6, 10), mail_received=RECEIVED, **HARMED))
    assert "old-case" not in found(case(incident=date(1999, 6, 10), mail_received=RECEIVED, **HARMED))


def test_a_progress_check_that_was_made_starts_the_next_interval(case: CaseMaker, found: Finder) -> None:
    facts = {"review_decided": date(2025, 1, 31), **HARMED}
    assert found(case(**facts))["progress-check"].due == date(2025, 2, 28)
    checked = case(**facts, rules=(("progress-check", "done_on", date(2025, 2, 20)),))
    again = found(checked, choices=Clock(progress_check_months=2), today=date(2025, 2, 21))["progress-check"]
    assert (again.due, again.state) == (date(2025, 4, 20), DutyState.DUE)
    assert "progress-check" not in found(case(**facts, published=date(2025, 3, 1)))


def test_a_progress_check_without_a_review_to_check_starts_nothing(case: CaseMaker, found: Finder) -> None:
    assert "progress-check" not in found(case(**HARMED, rules=(("progress-check", "done_on", date(2025, 2, 20)),)))
    before = case(**HARMED, review_decided=date(2025, 1, 31), rules=(("progress-check", "done_on", date(2025, 1, 10)),))
    assert found(before)["progress-check"].due == date(2025, 2, 28)


def test_action_plans_are_reviewed_three_times(case: CaseMaker, found: Finder) -> None:
    told = found(case(published=date(2025, 11, 30), **HARMED))
    dates = [told[f"action-plan-review{more}"].due for more in ("", "-6-months", "-12-months")]
    assert dates == [date(2026, 2, 28), date(2026, 5, 30), date(2026, 11, 30)]


def test_a_trigger_before_the_first_edition_is_said_and_not_swallowed(case: CaseMaker, found: Finder) -> None:
    told = found(case(la_aware=date(2015, 6, 12), mail_received=RECEIVED, **HARMED))["notify-panel"]
    assert told.provisional
    assert "before this rule: check it" in told.provisional_because


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"la_aware": date(2026, 6, 12)}, "has not come yet"),
        ({"la_aware": date(2025, 6, 1), "incident": date(2025, 6, 6)}, "before the incident"),
    ],
)
def test_an_odd_date_is_shown_to_a_person(case: CaseMaker, found: Finder, facts: dict[str, date], words: str) -> None:
    told = found(case(**facts, **HARMED), today=date(2025, 6, 20))["notify-panel"]
    assert any(words in flag for flag in told.flags)


def test_a_bank_holiday_announced_while_the_clock_ran_keeps_the_earlier_target(case: CaseMaker, found: Finder) -> None:
    running = case(notified_panel=date(2022, 9, 2), **HARMED, opened=datetime(2022, 8, 30, tzinfo=UTC))
    review = found(running, today=date(2022, 9, 12))["rapid-review"]
    assert (review.due, review.working_target) == (date(2022, 9, 26), date(2022, 9, 23))
    assert any("recomputed with calendar version" in flag and "Mon 26 September 2022" in flag for flag in review.flags)


def test_a_case_opened_after_the_announcement_has_one_date(case: CaseMaker, found: Finder) -> None:
    later = case(notified_panel=date(2022, 9, 2), **HARMED, opened=datetime(2022, 9, 12, tzinfo=UTC))
    review = found(later, today=date(2022, 9, 12))["rapid-review"]
    assert (review.due, review.working_target) == (date(2022, 9, 26), date(2022, 9, 26))


def test_a_day_the_office_adds_moves_the_date_and_keeps_the_earlier_target(case: CaseMaker, found: Finder) -> None:
    proclaimed = NonWorkingDay(
        date=date(2027, 6, 18), title="A proclaimed day", source="The London Gazette", entered_on=date(2027, 6, 16)
    )
    ours = england_and_wales((proclaimed,))
    running = case(la_aware=date(2027, 6, 14), **HARMED, opened=datetime(2027, 6, 14, tzinfo=UTC))
    told = found(running, today=date(2027, 6, 17), calendar=ours)["notify-panel"]
    assert (told.due, told.working_target) == (date(2027, 6, 22), date(2027, 6, 21))


def test_beyond_the_list_of_bank_holidays_a_date_is_provisional(case: CaseMaker, found: Finder) -> None:
    told = found(case(notified_panel=date(2028, 12, 18), **HARMED), today=date(2028, 12, 19))["rapid-review"]
    assert told.provisional
    assert "Tue 26 December 2028" in told.provisional_because


@pytest.mark.parametrize(
    ("rule", "at", "due_date"),
    [
        ("freedom-of-information", date(2024, 12, 31), date(2025, 1, 30)),
        ("subject-access", date(2025, 11, 25), date(2025, 12, 29)),
        ("subject-access", date(2025, 1, 31), date(2025, 2, 28)),
        ("data-breach", datetime(2026, 3, 28, 14, 0, tzinfo=UTC), date(2026, 3, 31)),
        ("childrens-home-event", datetime(2026, 3, 28, 14, 0, tzinfo=UTC), date(2026, 3, 29)),
        ("yearly-report", date(2025, 9, 30), date(2026, 9, 30)),
    ],
)
def test_related_clocks_are_counted_from_a_bare_date(
    law: Law, calendar: Calendar, rule: str, at: date | datetime, due_date: date
) -> None:
    assert (
        due(rule, at, basis=Basis(law=law, calendar=calendar, choices=Clock(), timetable=Timetable())).due == due_date
    )


@pytest.mark.parametrize(
    ("rule", "hours"), [("child-death-notification", 24), ("childrens-home-event", 24), ("data-breach", 72)]
)
def test_related_clocks_of_hours_end_to_the_minute(law: Law, calendar: Calendar, rule: str, hours: int) -> None:
    at = datetime(2025, 6, 2, 14, 30, tzinfo=UTC)
    told = due(rule, at, basis=Basis(law=law, calendar=calendar, choices=Clock(), timetable=Timetable()))
    assert told.due_at == at + timedelta(hours=hours)
