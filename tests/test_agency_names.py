"""One agency under several names is one, wherever its name is compared."""

import pytest

from pipeline.agency_names import is_same_agency, plain_agency


@pytest.mark.parametrize(
    "name",
    [
        "Northshire ICB",
        "Northshire CCG",
        "The Northshire Integrated Care Board",
        "northshire clinical commissioning group,",
    ],
)
def test_a_board_is_known_by_its_old_and_its_long_names(name: str) -> None:
    assert plain_agency(name) == "northshire icb"


@pytest.mark.parametrize("name", ["Northshire Police", "Orrell & Wherry Trust", "Accgrove School"])
def test_other_names_are_only_made_plain(name: str) -> None:
    assert plain_agency(name) == name.lower().replace("&", "and")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Northshire Police", "Northshire Police, Child Abuse Investigation Unit", True),
        ("Northshire CCG", "NHS Northshire Integrated Care Board", True),
        ("Northshire Police", "Eastbrook Police", False),
        ("", "Northshire Police", False),
    ],
)
def test_an_agency_is_one_with_a_team_of_its_own(one: str, other: str, *, same: bool) -> None:
    assert is_same_agency(one, other) == is_same_agency(other, one) == same
