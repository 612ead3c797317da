"""What is shown of a child: never more than initials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.initials import initials


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("RA", "RA"),
        ("R A", "RA"),
        ("RAB", "RAB"),
        ("JW, TW", "JW, TW"),
        ("JW and TW", "JW, TW"),
        ("Riley Ashdown", "RA"),
        ("ASHDOWN, Riley", "A, R"),
        ("RILEY ASHDOWN", "RA"),
        ("Riley", "R"),
        ("ELSPETH", "E"),
        ("LI NG", "LN"),
        ("Siân O'Dowd", "SOD"),
        ("Unborn baby of Jane DOE", "Unborn baby of JD"),
        ("Child 1", "Child 1"),
        ("RA 03/02/2021", "RA"),
        ("999 730 1188", ""),
        ("", ""),
    ],
)
def test_a_name_is_cut_down_to_initials(cell: str, shown: str) -> None:
    assert initials(cell) == shown


@given(st.lists(st.from_regex(r"[A-Z][a-z]{1,9}", fullmatch=True), min_size=1, max_size=3))
def test_what_was_cut_down_is_not_cut_further(names: list[str]) -> None:
    shown = initials(" ".join(names))
    assert initials(shown) == shown


@given(st.lists(st.from_regex(r"[A-Z][a-z]{3,12}", fullmatch=True), min_size=1, max_size=4))
def test_no_name_of_four_letters_or_more_is_ever_shown(names: list[str]) -> None:
    shown = initials(" ".join(names))
    assert not any(name in shown for name in names if name.casefold() not in ("baby", "twin", "twins", "child"))
