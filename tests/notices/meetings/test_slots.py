"""When a rapid review meeting may be held and when it is proposed."""

from datetime import date

import pytest

from pipeline.clock.count.calendars import england_and_wales
from pipeline.notices.meetings.slots import last_lawful_day, last_lawful_slot, refusal
from pipeline.settings import Settings, TimetableStep
from tests.notices.build import QUIET, at, case, office, situation

CALENDAR = england_and_wales()
DEVON_LIKE = office(
    steps=(
        TimetableStep(rule="rapid-review-meeting", from_day=10, to_day=12),
        TimetableStep(rule="partner-sign-off", from_day=12, to_day=15, milestone_day=14),
    )
)
EASTER = {"outcome": "died", "abuse_neglect": "known", "notified_panel": date(2025, 4, 15)}


@pytest.mark.parametrize(
    ("settings", "slot"),
    [
        # The Panel was notified on 15 April 2025; fifteen working days end on 9 May, past Easter and the early May holiday.
        (DEVON_LIKE, "2025-05-02T10:00"),  # sign-off begins on Tuesday 6 May, Monday 5 May is a holiday
        (QUIET, "2025-05-09T10:00"),  # without a timetable only the national date binds
    ],
)
def test_the_proposed_slot_leaves_the_sign_off_days_free(settings: Settings, slot: str) -> None:
    known = situation("2025-04-16T09:00", case(**EASTER), settings=settings)
    found = known.deadlines["NSP-2026-0001"]
    assert last_lawful_slot(found, calendar=CALENDAR) == at(slot)
    assert last_lawful_day(found, calendar=CALENDAR) == date(2025, 5, 9)


def test_without_a_notification_there_is_no_last_day_and_nothing_to_propose() -> None:
    known = situation("2025-04-16T09:00", case(la_aware=date(2025, 4, 14), outcome="died", abuse_neglect="known"))
    found = [entry for entry in known.deadlines["NSP-2026-0001"] if entry.rule != "rapid-review"]
    assert last_lawful_day(found, calendar=CALENDAR) is None
    assert last_lawful_slot(found, calendar=CALENDAR) is None


@pytest.mark.parametrize(
    ("start", "reason", "said"),
    [
        ("2025-05-09T16:00", "", None),
        ("2025-05-12T10:00", "", "Fri 9 May 2025"),
        ("2025-05-05T10:00", "", "Early May bank holiday"),
        ("2025-05-10T10:00", "", "Saturday"),
        ("2025-05-12T10:00", "The Panel agreed", None),
    ],
)
def test_a_refused_date_says_why_and_a_recorded_reason_allows_it(start: str, reason: str, said: str | None) -> None:
    found = refusal(at(start), lawful=date(2025, 5, 9), calendar=CALENDAR, reason=reason)
    assert (found is None) if said is None else (found is not None and said in found.why)


def test_a_target_from_a_start_that_nobody_knows_refuses_no_meeting() -> None:
    from_awareness = office('[clock]\nrapid_review_from = "awareness"\n')
    known = {**EASTER, "incident": date(2025, 4, 1), "looked_after": "no"}
    unknown = situation("2025-04-16T09:00", case(**known), settings=from_awareness).deadlines["NSP-2026-0001"]
    assert last_lawful_day(unknown, calendar=CALENDAR) is None
    told = case(**known, la_aware=date(2025, 4, 14))
    found = situation("2025-04-16T09:00", told, settings=from_awareness).deadlines["NSP-2026-0001"]
    assert last_lawful_day(found, calendar=CALENDAR) == date(2025, 5, 8)
