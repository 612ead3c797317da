"""Whether the child on a form is the child of a case, mark by mark."""

import pytest

from pipeline.cases.same_child import Child, Likeness, as_mark, child, known_children, likeness, whole_likeness
from tests.intake.build import answer

NUMBER, OTHER_NUMBER = "9991205675", "9994712098"


def given(name: str = "", born: str = "", number: str = "") -> Child:
    said = {"name": name, "dob": born, "nhs_number": number}
    return child({field: answer(value) for field, value in said.items() if value})


RILEY = known_children([as_mark(given("Riley Ashdown", "2015-04-03", NUMBER))])


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (given("ASHDOWN, Riley", "2015-04-03"), Likeness.SAME),
        (given(number=NUMBER), Likeness.SAME),
        (given("RA", "2015-04-03", NUMBER), Likeness.SAME),
        (given("Riley James Ashdown", "2015-04-03", NUMBER), Likeness.SAME),
        (given("Riley Ashdown"), Likeness.SAME),
        (given("Riley Ashdown", "2015-03-04"), Likeness.PART),
        (given("Riley Ashdown", "2015-03-04", NUMBER), Likeness.PART),
        (given("Riley Ashdown", "2015-04-03", OTHER_NUMBER), Likeness.PART),
        (given("Kai Marchbank", "2019-01-01", NUMBER), Likeness.PART),
        (given("Robin Ashdown", "2015-04-03", OTHER_NUMBER), Likeness.PART),
        (given("Rily Ashdown", "2015-04-03"), Likeness.PART),
        (given("RA", "2015-04-03"), Likeness.PART),
        (given("RA"), Likeness.PART),
        (given("Unborn Ashdown"), Likeness.SILENT),
        (given(), Likeness.SILENT),
        (given("", "2019-01-01"), Likeness.SILENT),
        (given("Robin Ashdown", "2017-01-01"), Likeness.OTHER),
        (given("RA", "2017-01-01"), Likeness.OTHER),
        (given("Kai Marchbank", "2015-04-03"), Likeness.OTHER),
        (given("Kai Marchbank"), Likeness.OTHER),
        (given(number=OTHER_NUMBER), Likeness.OTHER),
    ],
)
def test_a_child_is_the_same_in_part_or_another(one: Child, expected: Likeness) -> None:
    assert likeness(one, RILEY) is expected


def test_what_a_later_form_added_holds_against_the_next_whatever_the_first_left_open() -> None:
    known = known_children([as_mark(given("Riley Ashdown")), as_mark(given("Riley Ashdown", "2015-04-03"))])
    assert len(known) == 1
    assert likeness(given("Riley Ashdown", "2009-01-01"), known) is Likeness.PART


@pytest.mark.parametrize("name", ["Riley | Ashdown", "Riley|Ashdown", 'Riley "Ri" Ashdown', "Chloë {Ashdown}"])
def test_a_child_is_remembered_whatever_signs_a_form_writes_in_its_answers(name: str) -> None:
    written = given(name, "2015-04-03", f"{NUMBER}|{OTHER_NUMBER}")
    assert known_children([as_mark(written)]) == (written,)


def test_what_the_office_has_called_the_child_is_no_second_one() -> None:
    first, corrected = given("Riley Ashdown", "2015-04-03"), given("Riley Ashdown", "2014-04-03")
    other = given("Maisie Ashdown", "2018-01-02")
    known = known_children([as_mark(first), as_mark(other)], accepted=[as_mark(corrected)])
    assert len(known) == 2
    assert all(likeness(one, known) is Likeness.SAME for one in (first, corrected, other))
    assert known_children([], accepted=[as_mark(first)]) == (first,)


def test_who_is_spelt_on_a_later_form_as_the_office_has_accepted_is_no_second_one() -> None:
    first, other = given("Riley Ashdown", "2015-04-03", NUMBER), given("Maisie Ashdown", "2018-01-02")
    spelt = given("Ryley Ashdowne", "2015-04-03", NUMBER)
    marks = [as_mark(one) for one in (first, other, spelt)]
    known = known_children(marks, accepted=[as_mark(spelt)])
    assert len(known) == 2
    assert all(likeness(one, known) is Likeness.SAME for one in (first, spelt, other))


def test_a_case_that_only_the_office_wrote_is_compared_by_its_initials() -> None:
    known = known_children([], row="RA, KM")
    assert likeness(given("Riley Ashdown", "2015-04-03"), known) is Likeness.PART
    assert likeness(given("Thaddeus Quennell", "2015-04-03"), known) is Likeness.OTHER


def test_an_empty_block_says_nothing_for_the_child_beside_it() -> None:
    assert whole_likeness((given(), given("Kai Marchbank", "2019-01-01")), RILEY) is Likeness.OTHER
