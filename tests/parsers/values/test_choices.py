"""Closed questions: only a plain answer becomes a value."""

import pytest

from parsers.values.choices import abuse_neglect, looked_after, outcome, plan, sex, yes_or_no


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Yes", "yes"),
        ("Y", "yes"),
        ("Yes - since 2020", "yes"),
        ("No, not now and not before.", "no"),
        ("None", "no"),
        ("YES/NO", None),
        ("Not known", None),
        ("n/a", None),
        ("No information", None),
    ],
)
def test_yes_and_no_are_taken_only_where_they_are_said(text: str, value: str | None) -> None:
    assert yes_or_no(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Died", "died"),
        ("The child has been seriously harmed", "seriously_harmed"),
        ("Serious harm", "seriously_harmed"),
        ("Life-threatening injuries", "seriously_harmed"),
        ("not died, but seriously harmed", "seriously_harmed"),
        ("Other", "other"),
        ("died or been seriously harmed", None),
        ("in hospital", None),
    ],
)
def test_the_outcome_is_read_only_from_plain_words(text: str, value: str | None) -> None:
    assert outcome(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Known", "known"),
        ("Suspected (neglect)", "suspected"),
        ("Yes, suspected", "suspected"),
        ("Neither known nor suspected", "no"),
        ("No", "no"),
        ("Yes", None),
        ("Known or suspected", None),
        ("not known", None),
    ],
)
def test_abuse_is_known_or_suspected_only_if_the_answer_says_which(text: str, value: str | None) -> None:
    assert abuse_neglect(text) == value


def test_a_plan_of_the_past_is_neither_yes_nor_no() -> None:
    assert plan("Previously, 2019 to 2020") is None
    assert plan("Category neglect") == "yes"
    assert looked_after("s.20 accommodated") == "yes"
    assert looked_after("ICO application") is None


@pytest.mark.parametrize(
    ("text", "value"), [("F", "female"), ("boy", "male"), ("Indeterminate", "other"), ("Male / Female", None)]
)
def test_sex_is_one_of_three_or_nothing(text: str, value: str | None) -> None:
    assert sex(text) == value
