"""Dates and times as people type them: day first, and nothing guessed."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import FactKind
from pipeline.tracker.workbook.values import (
    canonical,
    from_number,
    from_text,
    serial,
    typed_date,
    typed_moment,
    typed_time,
    value_of,
)

DAYS = st.dates(date(1990, 1, 1), date(2069, 12, 31))


@given(
    DAYS,
    st.sampled_from(
        ["%d/%m/%Y", "%d.%m.%y", "%d-%m-%Y", "%Y-%m-%d", "%d %b %Y", "%a %d %B %Y", "%d %B, %Y", "%B %d, %Y"]
    ),
)
def test_every_usual_way_of_writing_a_day_is_read(day: date, style: str) -> None:
    if style == "%d.%m.%y" and day.year < 1970:
        return
    assert typed_date(day.strftime(style)) == day


@given(st.datetimes(datetime(1990, 1, 1), datetime(2069, 12, 31)), st.booleans())
def test_a_serial_number_goes_there_and_back(moment: datetime, date1904: bool) -> None:
    text = f"{moment:%Y-%m-%dT%H:%M}"
    assert from_number(float(serial(text, date1904=date1904)), FactKind.INSTANT, date1904=date1904) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1/2/26", date(2026, 2, 1)),
        ("12th November 2026", date(2026, 11, 12)),
        ("Thurs 12 Nov 2026", date(2026, 11, 12)),
        ("12 Sept 2026", date(2026, 9, 12)),
        ("29/02/2028", date(2028, 2, 29)),
        ("29/02/2027", None),
        ("31/02/2026", None),
        ("11/13/2026", None),
        ("Fri 12 Nov 2026", None),
        ("12 Nov", None),
        ("12/11", None),
        ("12/11/2026?", None),
        ("tbc", None),
        ("12/11/1026", None),
        ("", None),
    ],
)
def test_a_day_is_read_or_left(text: str, expected: date | None) -> None:
    assert typed_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:00", time(14)),
        ("2pm", time(14)),
        ("2.30 p.m.", time(14, 30)),
        ("12am", time(0)),
        ("12.15pm", time(12, 15)),
        ("9:05:00", time(9, 5)),
        ("14", None),
        ("13pm", None),
        ("25:00", None),
        ("afternoon", None),
    ],
)
def test_a_time_is_read_or_left(text: str, expected: time | None) -> None:
    assert typed_time(text) == expected


@pytest.mark.parametrize(
    "text", ["16/11/2026 14:00", "16 Nov 2026 at 2pm", "2026-11-16T14:00", "Mon 16 November 2026, 14.00"]
)
def test_a_day_with_its_time_is_a_moment(text: str) -> None:
    assert typed_moment(text) == datetime(2026, 11, 16, 14, 0)


@pytest.mark.parametrize(
    ("text", "kind", "choices", "expected"),
    [
        ("Y", FactKind.CHOICE, ("yes", "no"), "yes"),
        ("NO.", FactKind.CHOICE, ("yes", "no"), "no"),
        ("perhaps", FactKind.CHOICE, ("yes", "no"), None),
        ("closed", FactKind.CHOICE, ("Open", "Closed"), "Closed"),
        (" 3 ", FactKind.COUNT, (), "3"),
        ("three", FactKind.COUNT, (), None),
        ("one\r\ntwo", FactKind.TEXT, (), "one\ntwo"),
    ],
)
def test_a_typed_value_is_read_by_its_kind(
    text: str, kind: FactKind, choices: tuple[str, ...], expected: str | None
) -> None:
    assert from_text(text, kind, choices=choices) == expected


@given(st.one_of(DAYS, st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)), st.integers(0, 99)))
def test_a_fact_goes_into_a_cell_and_back(value: date | time | int) -> None:
    kind = {date: FactKind.DATE, time: FactKind.TIME, int: FactKind.COUNT}[type(value)]
    assert value_of(canonical(value), kind) == value
