"""Spans of every unit: instants, months without a corresponding day, hours, counts that begin with the trigger."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.count.spans import day_zero, in_words, months_from, reached
from pipeline.clock.model import TimeSpan, Unit

DATES = st.dates(date(2000, 1, 1), date(2040, 12, 31))


@given(DATES, st.integers(1, 36))
def test_months_end_on_the_corresponding_date_or_the_last_of_the_month(day: date, months: int) -> None:
    end = months_from(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == min(day.day, monthrange(end.year, end.month)[1])


@given(DATES)
def test_six_months_are_not_a_number_of_days(day: date) -> None:
    assert 181 <= (months_from(day, 6) - day).days <= 184


def test_an_instant_is_day_zero_on_its_london_date() -> None:
    assert day_zero(datetime(2024, 6, 2, 23, 30, tzinfo=UTC)) == date(2024, 6, 3)
    assert day_zero(datetime(2024, 1, 2, 23, 30, tzinfo=UTC)) == date(2024, 1, 2)
    assert day_zero(datetime(2024, 6, 2, 23, 30)) == date(2024, 6, 2)
    assert day_zero(datetime(2024, 6, 3, 6, 0, tzinfo=timezone(timedelta(hours=9)))) == date(2024, 6, 2)
    assert day_zero(date(2024, 6, 2)) == date(2024, 6, 2)


def test_hours_run_from_the_instant_through_the_change_of_the_clocks(calendar: Calendar) -> None:
    span = TimeSpan(number=72, unit=Unit.HOURS)
    end = reached(datetime(2026, 3, 28, 14, 0, tzinfo=UTC), span, calendar=calendar)
    assert end.due_at == datetime(2026, 3, 31, 14, 0, tzinfo=UTC)
    assert end.due == date(2026, 3, 31)


def test_hours_from_a_bare_date_end_early_rather_than_late(calendar: Calendar) -> None:
    end = reached(date(2026, 7, 1), TimeSpan(number=24, unit=Unit.HOURS), calendar=calendar)
    assert end.due_at == datetime(2026, 7, 1, 23, 0, tzinfo=UTC)
    assert end.due == date(2026, 7, 1)


def test_beginning_with_makes_the_trigger_day_one(calendar: Calendar) -> None:
    five = TimeSpan(number=5, unit=Unit.WORKING_DAYS, first_day_is_trigger=True)
    assert reached(date(2024, 6, 3), five, calendar=calendar).due == date(2024, 6, 7)
    assert reached(date(2024, 6, 8), five, calendar=calendar).due == date(2024, 6, 14)
    days = TimeSpan(number=10, unit=Unit.DAYS, first_day_is_trigger=True)
    assert reached(date(2024, 6, 3), days, calendar=calendar).due == date(2024, 6, 12)
    months = TimeSpan(number=6, unit=Unit.MONTHS, first_day_is_trigger=True)
    assert reached(date(2024, 1, 1), months, calendar=calendar).due == date(2024, 6, 30)


@pytest.mark.parametrize(
    ("trigger", "rolls", "due"),
    [
        (date(2026, 1, 31), False, date(2026, 2, 28)),
        (date(2026, 1, 31), True, date(2026, 3, 2)),
        (date(2025, 11, 25), True, date(2025, 12, 29)),
        (date(2025, 11, 24), True, date(2025, 12, 24)),
    ],
)
def test_a_month_rolls_only_where_its_rule_says_so(calendar: Calendar, trigger: date, rolls: bool, due: date) -> None:
    end = reached(trigger, TimeSpan(number=1, unit=Unit.MONTHS, rolls=rolls), calendar=calendar)
    assert end.due == due


def test_a_month_date_has_the_last_working_day_before_it_as_its_target(calendar: Calendar) -> None:
    end = reached(date(2025, 6, 26), TimeSpan(number=6, unit=Unit.MONTHS), calendar=calendar)
    assert (end.due, end.working_target) == (date(2025, 12, 26), date(2025, 12, 24))


def test_a_month_beyond_the_list_is_provisional(calendar: Calendar) -> None:
    assert reached(date(2028, 7, 1), TimeSpan(number=6, unit=Unit.MONTHS), calendar=calendar).beyond
    assert not reached(date(2028, 6, 1), TimeSpan(number=6, unit=Unit.MONTHS), calendar=calendar).beyond


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (TimeSpan(number=15, unit=Unit.WORKING_DAYS), "15 working days after"),
        (TimeSpan(number=7, unit=Unit.WORKING_DAYS, backward=True), "7 working days before"),
        (TimeSpan(number=1, unit=Unit.YEARS), "1 year after"),
        (TimeSpan(number=5, unit=Unit.DAYS, first_day_is_trigger=True), "5 calendar days beginning with"),
    ],
)
def test_a_span_is_said_in_words(span: TimeSpan, words: str) -> None:
    assert in_words(span) == words
