"""Names as people say them, and lists of people in one box."""

import pytest

from parsers.values.names import named, same_person
from parsers.values.people import people


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        ("ASHDOWN, Riley", "Riley Ashdown", ()),
        ("Ashdown, Riley", "Riley Ashdown", ()),
        ("Riley ASHDOWN", "Riley Ashdown", ()),
        ("WREN-OKAFOR, Tobias", "Tobias Wren-Okafor", ()),
        ("O'BRIEN, Seán", "Seán O'Brien", ()),
        ("MCAVOY, Ellis", "Ellis McAvoy", ()),
        ("Zaynab Rahmani (known as Zee)", "Zaynab Rahmani", ("Zee",)),
        ("Riley Ashdown AKA Ry", "Riley Ashdown", ("Ry",)),
        ("Isaac 'Zak' Grant", "Isaac Grant", ("Zak",)),
        ("Carys Mabbutt, Lewis Hale", "Carys Mabbutt, Lewis Hale", ()),
        ("Unborn Smith", "Unborn Smith", ()),
        ("AB", "AB", ()),
        ("Child A", "Child A", ()),
    ],
)
def test_a_name_is_made_readable_and_its_aliases_split_off(text: str, name: str, aliases: tuple[str, ...]) -> None:
    found = named(text)
    assert (found.name, found.aliases) == (name, aliases)


def test_one_person_in_two_spellings_is_the_same_and_a_sister_is_not() -> None:
    assert same_person("Tobias Wren-Okafor", "Tobias Wren-Okafor and family")
    assert not same_person("Ellis McAvoy", "Bonnie McAvoy")


def test_initials_are_the_person_whose_they_are_and_stay_capitals() -> None:
    assert same_person("C.Y-A", "Caspian Yarwood-Adeleke")
    assert same_person("Caspian Yarwood-Adeleke", "CYA")
    assert not same_person("CYA", "Caspian Adeleke")
    assert named("L.S-O").name == "L.S-O"


def test_several_children_in_one_box_are_told_apart() -> None:
    first, second, third = people("A Smith 3/4/15, B Smith (8/12), twins unborn EDD June 2027", 2026)
    assert (first.name, first.dob) == ("A Smith", "2015-04-03")
    assert (second.name, second.age) == ("B Smith", "8 months")
    assert (third.unborn, third.edd) == (True, "2027-06")


def test_sex_relation_and_address_of_a_listed_person_are_kept_apart() -> None:
    (found,) = people("Rhys Mabbutt, 14/05/2020, male, same address")
    assert (found.name, found.dob, found.sex, found.address) == ("Rhys Mabbutt", "2020-05-14", "male", "same address")
    (other,) = people("Jill Smith - sister - 01/02/2019")
    assert other.relationship == "Sister"


@pytest.mark.parametrize("text", ["none", "Smith siblings x3", "two older brothers, live with father", "not known"])
def test_nobody_is_made_out_of_words_about_people(text: str) -> None:
    assert people(text) == ()
