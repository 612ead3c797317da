"""NHS numbers, postcodes, telephones, e-mail addresses, and the answer states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.values.answer_state import one_line, state, tidy
from parsers.values.contacts import contact, email, phone
from parsers.values.nhs import is_nhs_number, nhs_number
from parsers.values.postcodes import postcode
from pipeline.model import State


@pytest.mark.parametrize("text", ["999 204 6112", "999-204-6112", "9992046112", "NHS: 999 204 6112"])
def test_a_valid_nhs_number_is_read_however_it_is_spaced(text: str) -> None:
    assert nhs_number(text) == "9992046112"


@pytest.mark.parametrize("text", ["0000000000", "1111111111", "999 204 6113", "99920461", "12345"])
def test_an_nhs_number_that_fails_or_repeats_itself_is_refused(text: str) -> None:
    assert nhs_number(text) is None


@given(st.integers(min_value=0, max_value=999_999_999), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_never_passes(stem: int, change: int) -> None:
    valid = [f"{stem:09}{last}" for last in range(10) if is_nhs_number(f"{stem:09}{last}")]
    for digits in valid:
        wrong = digits[:9] + str((int(digits[9]) + change) % 10)
        assert not is_nhs_number(wrong)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("22 Tollgate Rise, Fernbridge, nx4 7qt", "NX4 7QT"),
        ("No fixed abode ZZ99 3VZ", "ZZ99 3VZ"),
        ("SX9 ODP", "SX9 0DP"),
        ("NX47QT", "NX4 7QT"),
        ("Flat 3, 8th floor", None),
        ("Year 10 at school", None),
    ],
)
def test_a_postcode_is_known_by_its_shape(text: str, code: str | None) -> None:
    assert postcode(text) == code


def test_a_contact_cell_is_shared_out_and_nothing_is_doubled() -> None:
    found = contact(
        "Police Station, Castle Quay, Ravensmoor GT2 5LN\n01632 960352\nh.p@westmarch.example",
        frozenset({"address", "phone", "email"}),
    )
    assert found.address == "Police Station, Castle Quay, Ravensmoor GT2 5LN"
    assert (found.phone, found.email) == ("01632 960352", "h.p@westmarch.example")
    both = contact("Westmarch Police\nDetective Sergeant, Child Abuse Unit", frozenset({"agency", "role"}))
    assert (both.agency, both.role) == ("Westmarch Police", "Detective Sergeant, Child Abuse Unit")
    turned = contact("Named Nurse, Fernbridge NHS Trust", frozenset({"agency", "role"}))
    assert (turned.agency, turned.role) == ("Fernbridge NHS Trust", "Named Nurse")


def test_telephone_numbers_keep_their_extension_and_each_other() -> None:
    assert phone("020 7946 0118 ext 4410") == "020 7946 0118 ext 4410"
    assert phone("01632 960001 or 07700 900002") == "01632 960001 / 07700 900002"
    assert phone("Year 10, born 2010") is None
    assert email("E: jo@nhs.example.") == "jo@nhs.example"


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("", State.BLANK),
        ("\u2002\u2002\u2002", State.BLANK),
        ("______", State.BLANK),
        ("-", State.BLANK),
        ("/ /", State.PLACEHOLDER),
        ("__/__/____", State.PLACEHOLDER),
        ("Click or tap here to enter text.", State.PLACEHOLDER),
        ("Choose an item.", State.PLACEHOLDER),
        ("dd/mm/yyyy", State.PLACEHOLDER),
        ("N/K", State.STATED_UNKNOWN),
        ("n/a", State.STATED_UNKNOWN),
        ("not known at this stage", State.STATED_UNKNOWN),
        ("TBC", State.STATED_UNKNOWN),
        ("?", State.STATED_UNKNOWN),
        ("as above", State.REFERS_ELSEWHERE),
        ("As child", State.REFERS_ELSEWHERE),
        ("see mother below", State.REFERS_ELSEWHERE),
        ("ditto", State.REFERS_ELSEWHERE),
        ("None", State.GIVEN),
        ("Type 1 diabetes", State.GIVEN),
        ("As far as we know he was well", State.GIVEN),
    ],
)
def test_an_answer_stands_in_one_of_the_states(text: str, stands: State) -> None:
    assert state(text) is stands


def test_ruled_lines_round_an_answer_are_no_part_of_it() -> None:
    assert tidy("__12/11/2026______") == "12/11/2026"
    assert one_line("6 Lantern Court,\nRavensmoor\nGT3 8WD") == "6 Lantern Court, Ravensmoor, GT3 8WD"
