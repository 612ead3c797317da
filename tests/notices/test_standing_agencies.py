"""Who is asked in every rapid review, and whom that would ask twice or in vain."""

from datetime import date

import pytest

from pipeline.notices.model import Contact
from pipeline.notices.standing_agencies import standing_agencies
from tests.notices.build import case, office

LEAD = Contact(name="A", address="lead@council.example", agency="Northshire Council", role="la-lead")
NURSE = Contact(name="B", address="nurse@icb.example", agency="NHS Northshire Integrated Care Board", role="icb")
POLICE = Contact(name="C", address="di@police.example", agency="Northshire Police", role="police")
SCHOOLS = Contact(name="D", address="lead@council.example", agency="Northshire Schools", role="agency")
ALL = ("Northshire Council", "NHS Northshire Integrated Care Board", "Northshire Police", "Northshire Fire")
DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("facts", "named", "asked"),
    [
        ({}, (), ALL),
        ({"criteria_met": "yes"}, ("Northshire Police",), (*ALL[:2], ALL[3])),
        ({}, ("NHS Northshire ICB", "northshire fire"), (ALL[0], ALL[2])),  # the names that a form gives them
        ({}, ("Northshire Schools",), ALL[1:]),  # whose lead is the authority's own
        ({"notified_panel": DAY}, (), ()),
        ({"criteria_met": "no"}, (), ()),
        ({"rapid_review_sent": DAY}, (), ()),
    ],
)
def test_the_partners_and_the_standing_list_are_asked_once(
    facts: dict[str, object], named: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    settings = office('[notices]\nalways_asked = ["Northshire Fire"]')
    found = standing_agencies(case(agencies=named, **facts), contacts=(LEAD, NURSE, POLICE, SCHOOLS), settings=settings)
    assert found == asked
