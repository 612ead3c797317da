"""A full day as it is written in Britain: alone or among other words, and the reason where there is none."""

from datetime import date

import pytest

from pipeline.written_day import NoDay, day_within, month_of, written_day, year_of

DAY = date(2026, 11, 12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 of November, 2026", DAY),
        ("12-Nov-’26", DAY),
        ("Nov. 12th, 2026", DAY),
        ("2026/11/12", DAY),
        ("12 \u2013 11 \u2013 26", DAY),
        ("12/11/2026, Thursday", DAY),
        ("12/11/2026 (Thu)", DAY),
        ("12/11/2026, Friday", NoDay.CONTRADICTED),
        ("31/11/2026", NoDay.IMPOSSIBLE),
        ("11/13/2026", NoDay.IMPOSSIBLE),
        ("12/11/1026", NoDay.FAR),
        ("12/11/70", NoDay.FAR),
        ("12 Nov", NoDay.UNLIKE),
        ("12 pm 2026", NoDay.UNLIKE),
        ("on 12/11/2026", NoDay.UNLIKE),
    ],
)
def test_a_text_is_one_day_or_says_why_it_is_none(text: str, expected: date | NoDay) -> None:
    assert written_day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Submitted: 12/11/2026 at 14:00", DAY),
        ("Submitted 2026-11-12T14:00", DAY),
        ("Received on November 12, 2026 by the Panel", DAY),
        ("Notified 12 Nov 2026, incident 01/11/2026", DAY),
        ("for 3 children 2026, sent 12.11.2026", DAY),
        ("31/11/2026 or 12 minutes", NoDay.IMPOSSIBLE),
        ("case 4/11/26 of that year", NoDay.UNLIKE),
        ("reference 1112/11/2026", NoDay.UNLIKE),
    ],
)
def test_a_day_is_found_among_other_words(text: str, expected: date | NoDay) -> None:
    assert day_within(text) == expected


def test_a_month_is_known_by_its_names_alone() -> None:
    assert [month_of(word) for word in ("Sept", "SEP", "september", "09", "septem", "")] == [9, 9, 9, 9, 0, 0]


def test_two_digits_are_a_year_of_this_century_up_to_the_last_that_they_may_mean() -> None:
    assert (year_of("69"), year_of("70")) == (2069, 1970)
    assert (year_of("'26", latest=2025), year_of("25", latest=2025), year_of("1926")) == (1926, 2025, 1926)
