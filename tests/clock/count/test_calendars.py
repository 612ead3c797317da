"""The shipped lists of bank holidays: equal to what was published, and honest about where they end."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta

import holidays
import pytest

from pipeline.clock.count.calendars import (
    Calendar,
    england_and_wales,
    england_and_wales_as,
    named,
    published_list,
)
from pipeline.settings import NonWorkingDay
from tests.clock.conftest import LAW_DATA


def every_day(first: int = 2012, last: int = 2028) -> Iterator[date]:
    day = date(first, 1, 1)
    while day <= date(last, 12, 31):
        yield day
        day += timedelta(days=1)


def test_every_day_from_2012_to_2028_is_as_gov_uk_publishes_it(calendar: Calendar) -> None:
    published = json.loads((LAW_DATA / "bank-holidays-england-and-wales.json").read_text(encoding="utf-8"))
    listed = {date.fromisoformat(event["date"]) for event in published["events"]}
    wrong = [day for day in every_day() if calendar.is_working_day(day) is (day.weekday() >= 5 or day in listed)]
    assert wrong == []


def test_every_weekday_is_as_the_holidays_library_has_it(calendar: Calendar) -> None:
    library = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2029))
    weekdays = [day for day in every_day() if day.weekday() < 5]
    assert [day for day in weekdays if calendar.is_working_day(day) is (day in library)] == []


def test_the_united_kingdom_leaves_out_the_bank_holidays_of_every_part() -> None:
    parts = [
        holidays.country_holidays("GB", subdiv=sub, years=range(2012, 2029)) for sub in ("ENG", "WLS", "SCT", "NIR")
    ]
    weekdays = [day for day in every_day() if day.weekday() < 5]
    ours = named("united-kingdom", england_and_wales())
    assert [day for day in weekdays if ours.is_working_day(day) is any(day in part for part in parts)] == []


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2025, 12, 25), "Christmas Day"),
        (date(2025, 12, 27), "Saturday"),
        (date(2026, 12, 28), "Boxing Day, substitute day"),
        (date(2022, 9, 19), "Bank Holiday for the State Funeral of Queen Elizabeth II"),
        (date(2025, 1, 2), ""),
        (date(2025, 12, 29), ""),
    ],
)
def test_it_says_why_a_day_does_not_count(calendar: Calendar, day: date, why: str) -> None:
    assert calendar.why_not(day) == why


@pytest.mark.parametrize("day", ["2025-01-02", "2025-03-17", "2025-07-14", "2025-08-04", "2025-12-01"])
def test_holidays_elsewhere_in_the_united_kingdom_count_only_for_freedom_of_information(
    calendar: Calendar, day: str
) -> None:
    assert calendar.is_working_day(date.fromisoformat(day))
    assert not named("united-kingdom", calendar).is_working_day(date.fromisoformat(day))


def test_the_list_ends_on_26_december_2028(calendar: Calendar) -> None:
    assert calendar.horizon == named("united-kingdom", calendar).horizon == date(2028, 12, 26)
    assert calendar.knows(date(2028, 12, 26))
    assert not calendar.knows(date(2028, 12, 27))
    assert not calendar.knows(date(2011, 12, 31))
    assert calendar.days_left(date(2028, 12, 1)) == 25


def test_the_days_that_came_onto_the_list_late_carry_the_day_they_did(calendar: Calendar) -> None:
    known = {day.day.isoformat(): day.entered_on.isoformat() for day in calendar.holidays if day.entered_on}
    assert known == {
        "2022-06-02": "2020-11-12",
        "2022-06-03": "2020-11-12",
        "2022-09-19": "2022-09-09",
        "2023-05-08": "2022-11-10",
    }


def test_a_day_that_the_office_adds_does_not_count_and_changes_the_version(calendar: Calendar) -> None:
    added = NonWorkingDay(date=date(2027, 6, 18), title="A proclaimed day", source="The London Gazette")
    ours = england_and_wales((added,))
    assert ours.why_not(date(2027, 6, 18)) == "A proclaimed day"
    assert ours.version != calendar.version
    assert ours.without(ours.extra).is_working_day(date(2027, 6, 18))


def test_a_day_withdrawn_and_another_added_is_another_version() -> None:
    one, other = (
        england_and_wales((NonWorkingDay(date=date(2027, 6, day), title="A proclaimed day", source="The Gazette"),))
        for day in (17, 18)
    )
    assert one.version != other.version
    assert one.is_working_day(date(2027, 6, 18)) and not other.is_working_day(date(2027, 6, 18))


def test_a_published_list_that_begins_later_keeps_the_years_before_and_the_days_of_entry(calendar: Calendar) -> None:
    listed = json.loads(published_list())
    later = [
        {"title": event["title"], "date": event["date"], "notes": event["notes"]}
        for event in listed["events"]
        if event["date"] >= "2022"
    ]
    whole = {"england-and-wales": {"division": "england-and-wales", "events": later}}
    assert england_and_wales_as(json.dumps(whole)).holidays == calendar.holidays
    moved = [event for event in later if event["date"] != "2022-06-02"]
    moved.append({"title": "Spring bank holiday", "date": "2022-05-30", "notes": ""})
    renewed = england_and_wales_as(json.dumps({"events": moved}), entered_on=date(2020, 1, 1))
    assert renewed.is_working_day(date(2022, 6, 2)) and not renewed.is_working_day(date(2022, 5, 30))
    entered = {day.day: day.entered_on for day in renewed.holidays}
    assert (entered[date(2022, 5, 30)], entered[date(2022, 9, 19)]) == (date(2020, 1, 1), date(2022, 9, 9))
    assert [day.day for day in renewed.holidays] == sorted(day.day for day in renewed.holidays)


def test_it_says_its_version_and_how_far_it_reaches(calendar: Calendar) -> None:
    assert calendar.described == (
        f"bank holidays in England and Wales (version {calendar.version}, known to Tue 26 December 2028)"
    )


def test_a_day_added_twice_is_one_day() -> None:
    added = NonWorkingDay(date=date(2025, 12, 25), title="Christmas", source="The office")
    assert england_and_wales((added,)).why_not(date(2025, 12, 25)) == "Christmas Day"


def test_a_published_list_that_says_nothing_new_leaves_the_calendar_and_its_version() -> None:
    assert england_and_wales_as(published_list()) is england_and_wales()


def test_a_day_of_the_offices_own_that_is_on_the_list_already_makes_no_other_calendar() -> None:
    christmas = NonWorkingDay(date=date(2026, 12, 25), title="Christmas Day", source="typed by the office")
    assert england_and_wales((christmas,)).version == england_and_wales().version


def test_a_renewed_list_reaches_as_far_as_its_last_holiday_and_keeps_what_it_says_of_entry(calendar: Calendar) -> None:
    events = json.loads(published_list())["events"]
    events.append({"title": "A proclaimed day", "date": "2029-06-01", "notes": "", "entered_on": "2026-05-01"})
    renewed = england_and_wales_as(json.dumps({"events": events}), entered_on=date(2026, 11, 1))
    assert renewed.horizon == date(2029, 6, 1)
    assert renewed.version.startswith("2029-06-01-") and renewed.version != calendar.version
    assert renewed.holidays[-1].entered_on == date(2026, 5, 1)


def test_the_list_is_known_from_the_first_day_of_its_first_year(calendar: Calendar) -> None:
    assert calendar.first == date(2012, 1, 1)


def test_a_version_is_the_last_day_known_and_short_marks_of_what_the_list_holds() -> None:
    added = NonWorkingDay(date=date(2027, 6, 18), title="Jubilee", source="The office")
    assert re.fullmatch(r"2028-12-26-[0-9a-f]{8}\+1-[0-9a-f]{4}", england_and_wales((added,)).version)
