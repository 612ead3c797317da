"""Where sources disagree both dates are shown, and no choice of the office leaves a clock without a date."""

from datetime import UTC, date, datetime

import pytest

from pipeline.clock.explain.in_words import heading, paragraphs
from pipeline.settings import Clock
from tests.clock.conftest import DEVON_LIKE, HARMED, CaseMaker, Finder

FROM_AWARENESS = Clock(rapid_review_from="awareness")


def test_counted_from_awareness_a_notified_case_has_a_provisional_date_though_awareness_was_not_entered(
    case: CaseMaker, found: Finder
) -> None:
    facts = case(incident=date(2025, 4, 10), notified_panel=date(2025, 4, 15), **HARMED)
    review = found(facts, choices=FROM_AWARENESS)["rapid-review"]
    assert (review.due, review.provisional) == (date(2025, 5, 6), True)
    assert "has not been entered" in review.provisional_because
    assert [(other.reading, other.due) for other in review.readings] == [
        ("counted from notification", date(2025, 5, 9))
    ]
    assert review.hinges.awaits == "la_aware"


def test_with_nothing_else_known_the_notification_itself_stands_in_for_awareness(
    case: CaseMaker, found: Finder
) -> None:
    review = found(case(notified_panel=date(2025, 4, 15), **HARMED), choices=FROM_AWARENESS)["rapid-review"]
    assert (review.due, review.provisional) == (date(2025, 5, 9), True)


def test_a_referral_alone_starts_no_rapid_review_in_either_reading(case: CaseMaker, found: Finder) -> None:
    facts = case(incident=date(2025, 4, 10), mail_received=datetime(2025, 4, 11, 9, tzinfo=UTC), **HARMED)
    for choices in (Clock(), FROM_AWARENESS):
        assert "rapid-review" not in found(facts, choices=choices)


def test_a_date_that_only_stands_in_for_awareness_is_not_shown_as_another_reading(
    case: CaseMaker, found: Finder
) -> None:
    facts = case(incident=date(2025, 4, 10), notified_panel=date(2025, 4, 15), **HARMED)
    assert found(facts)["rapid-review"].readings == ()


def test_the_timetable_of_15_april_2025(case: CaseMaker, found: Finder) -> None:
    steps = found(case(notified_panel=date(2025, 4, 15), **HARMED), timetable=DEVON_LIKE, today=date(2025, 4, 16))
    windows = {rule: (steps[rule].window_from, steps[rule].due) for rule in steps if rule in DEVON_LIKE_DATES}
    assert windows == DEVON_LIKE_DATES
    assert steps["partner-sign-off"].milestone == date(2025, 5, 8)
    assert steps["rapid-review"].due == date(2025, 5, 9)
    (flag,) = steps["sent-to-panel"].flags
    assert flag.startswith("This falls after the national date, Fri 9 May 2025")
    assert not steps["partner-sign-off"].flags


DEVON_LIKE_DATES = {
    "agency-request": (None, date(2025, 4, 16)),
    "agency-return": (date(2025, 4, 17), date(2025, 5, 1)),
    "rapid-review-meeting": (date(2025, 5, 1), date(2025, 5, 6)),
    "partner-sign-off": (date(2025, 5, 6), date(2025, 5, 9)),
    "sent-to-panel": (None, date(2025, 5, 12)),
}


def test_where_the_anchor_is_working_day_one_the_days_are_numbered_from_it(case: CaseMaker, found: Finder) -> None:
    timetable = DEVON_LIKE.model_copy(update={"anchor_is_working_day": 1})
    step = found(case(notified_panel=date(2025, 4, 15), **HARMED), timetable=timetable)["agency-return"]
    assert step.due == date(2025, 4, 30)
    counted = [(day.date, day.number) for day in step.days if day.counted]
    assert counted[0] == (date(2025, 4, 15), 1) and counted[-1] == (date(2025, 4, 30), 10)
    assert "It begins on Tue 15 April 2025" in " ".join(paragraphs(step))


def test_a_holiday_announced_meanwhile_shows_both_dates_of_a_count_back(case: CaseMaker, found: Finder) -> None:
    facts = case(planned_publication=date(2022, 9, 22), opened=datetime(2022, 9, 2, tzinfo=UTC), **HARMED)
    copy = found(facts, today=date(2022, 9, 9))["pre-publication-copy"]
    assert (copy.due, copy.working_target) == (date(2022, 9, 12), date(2022, 9, 12))
    assert [other.due for other in copy.readings] == [date(2022, 9, 13)]
    assert any("The target is Mon 12 September 2022" in flag for flag in copy.flags)
    after = case(planned_publication=date(2022, 9, 22), opened=datetime(2022, 9, 10, tzinfo=UTC), **HARMED)
    assert found(after, today=date(2022, 9, 10))["pre-publication-copy"].readings == ()


@pytest.mark.parametrize(("day", "says"), [(date(2025, 4, 15), True), (date(2026, 3, 18), False)])
def test_an_edition_that_was_replaced_says_by_which_and_from_when(
    case: CaseMaker, found: Finder, day: date, says: bool
) -> None:
    notes = " ".join(found(case(notified_panel=day, **HARMED))["rapid-review"].notes)
    assert ("Working Together 2026 replaced it from Wed 18 March 2026." in notes) is says


def test_how_a_duty_stands_is_said_once(case: CaseMaker, found: Finder) -> None:
    stopped = case(
        notified_panel=date(2025, 4, 15),
        clock_stopped=date(2025, 4, 20),
        clock_stopped_because="Withdrawn",
        clock_stopped_by="A. Partner",
        **HARMED,
    )
    told = heading(found(stopped, today=date(2025, 5, 1))["rapid-review"])
    assert told.endswith("due Fri 9 May 2025. Stopped on Sun 20 April 2025: Withdrawn (A. Partner)")
