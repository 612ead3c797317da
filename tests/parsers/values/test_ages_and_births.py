"""What people put in the box for a birth date: a date, an age, a gestation, an expected delivery."""

import pytest

from parsers.values.ages import Birth, age, birth
from parsers.values.dates import Pivot

PIVOT = Pivot(birth=True, latest=2026)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14 yrs", "14 years"),
        ("14y 3m", "14 years 3 months"),
        ("14", "14 years"),
        ("6/52", "6 weeks"),
        ("8/12", "8 months"),
        ("10 days old", "10 days"),
        ("aged 7", "7 years"),
        ("one year", "1 year"),
        ("approx 5 yrs", "5 years"),
        ("28/40", None),
        ("teenager", None),
    ],
)
def test_an_age_is_told_with_its_unit(text: str, value: str | None) -> None:
    assert age(text) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3/4/15", Birth(dob="2015-04-03")),
        ("DOB 3/4/15 (11)", Birth(dob="2015-04-03", age="11 years")),
        ("14 (DOB 3/4/11)", Birth(dob="2011-04-03", age="14 years")),
        ("8/12", Birth(age="8 months")),
        ("2014", Birth(dob="2014")),
        ("approx 2011", Birth(dob="2011")),
        ("unborn", Birth(unborn=True)),
        ("EDD 12/06/27", Birth(edd="2027-06-12", unborn=True)),
        ("12/06/27 EDD", Birth(edd="2027-06-12", unborn=True)),
        ("due June 2027", Birth(edd="2027-06", unborn=True)),
        ("due June", Birth(unborn=True)),
        ("28/40", Birth(unborn=True)),
    ],
)
def test_a_birth_box_gives_only_what_is_written_in_it(text: str, found: Birth) -> None:
    assert birth(text, PIVOT) == found


def test_a_date_of_death_beside_a_birth_date_is_not_one() -> None:
    assert birth("3/4/2015, died 4/10/2026", PIVOT).dob == "2015-04-03"
    assert birth("died 4/10/2026", PIVOT).dob == ""
