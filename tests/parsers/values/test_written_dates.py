"""Dates as people write them: day first, parts kept as parts, ranges, and nothing made of what is no date."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.values.dates import Pivot, clock_time, dates, period

LATEST = Pivot(birth=True, latest=2026)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("03/04/2015", "2015-04-03"),
        ("3/4/15", "2015-04-03"),
        ("03.04.2015", "2015-04-03"),
        ("03-04-2015", "2015-04-03"),
        ("03 04 2015", "2015-04-03"),
        ("3 / 4 / 2015", "2015-04-03"),
        ("030415", "2015-04-03"),
        ("3rd April 2015", "2015-04-03"),
        ("3rd of April 2015", "2015-04-03"),
        ("Fri 3 Apr 15", "2015-04-03"),
        ("April 3, 2015", "2015-04-03"),
        ("2015-04-03", "2015-04-03"),
        ("2015-04-03T00:00:00", "2015-04-03"),
        ("12\u201111\u20112026", "2026-11-12"),
        ("April 2015", "2015-04"),
        ("04/2015", "2015-04"),
        ("2015", "2015"),
        ("28/09/2026 14:00", "2026-09-28"),
        ("21 September 2026, family home", "2026-09-21"),
    ],
)
def test_a_british_date_is_read_day_first_at_the_precision_it_has(text: str, iso: str) -> None:
    assert [found.iso for found in dates(text)] == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "42097",
        "01632 960114",
        "RSCP/26/031",
        "10.30",
        "Spring 2019",
        "last Friday",
        "999 204 6112",
        "8/12",
        "32/01/2015",
    ],
)
def test_nothing_is_made_of_what_is_no_date(text: str) -> None:
    assert dates(text) == ()


def test_a_date_that_can_only_be_month_first_is_taken_and_doubted() -> None:
    (found,) = dates("04/15/2015")
    assert found.iso == "2015-04-15"
    assert "month first" in found.doubt


def test_a_birth_year_of_two_digits_is_never_after_the_year_of_the_form() -> None:
    assert dates("3/4/98", LATEST)[0].iso == "1998-04-03"
    assert dates("3/4/26", LATEST)[0].iso == "2026-04-03"
    assert dates("3/4/27", LATEST)[0].iso == "1927-04-03"
    assert dates("3/4/27")[0].iso == "2027-04-03"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("between 1 and 4 Nov 2026", "2026-11-01", "2026-11-04"),
        ("1st-3rd November 2026", "2026-11-01", "2026-11-03"),
        ("from 28 Oct to 2 Nov 2026", "2026-10-28", "2026-11-02"),
        ("01/11/2026 - 03/11/2026", "2026-11-01", "2026-11-03"),
        ("w/c 2 November 2026", "2026-11-02", "2026-11-08"),
        ("9 November 2026", "2026-11-09", ""),
    ],
)
def test_a_range_gives_its_first_and_last_day(text: str, start: str, end: str) -> None:
    found = period(text)
    assert found is not None
    assert (found.start, found.end) == (start, end)


def test_of_unconnected_dates_the_first_is_taken_with_a_doubt() -> None:
    found = period("9 November 2026, seen again 12 November 2026")
    assert found is not None
    assert found.start == "2026-11-09"
    assert found.doubt


@given(st.dates(min_value=datetime.date(1930, 1, 1), max_value=datetime.date(2049, 12, 31)), st.sampled_from("/.-"))
def test_every_day_written_in_full_is_read_back(day: datetime.date, sign: str) -> None:
    assert [found.iso for found in dates(f"{day.day}{sign}{day.month}{sign}{day.year}")] == [day.isoformat()]
    assert [found.iso for found in dates(f"{day.day} {day:%B} {day.year}")] == [day.isoformat()]


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    for found in dates(text):
        assert text == "" or 4 <= len(found.iso) <= 10
    period(text)
    clock_time(text)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("23:10", "23:10"),
        ("2310hrs", "23:10"),
        ("11.10pm", "23:10"),
        ("4pm", "16:00"),
        ("7.45 am", "07:45"),
        ("12am", "00:00"),
        ("noon", "12:00"),
        ("approx 2am", None),
        ("overnight 2nd-3rd", None),
        ("10am to 2pm", None),
    ],
)
def test_only_a_plain_time_of_day_is_typed(text: str, time: str | None) -> None:
    assert clock_time(text) == time
