"""Words in haste are made plain enough for the lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake.urgency.spelling import spelt


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("she dont eat and hes hitting her", "she don't eat and he's hitting her"),
        ("im 13 and ive told them", "i'm 13 and i've told them"),
        ("the girl was screeming", "the girl was screaming"),
        ("frigtened, brused and neglectd", "frightened, bruised and neglected"),
        ("pls come, no1 is hear", "please come, no one is hear"),
    ],
)
def test_haste_is_put_right(written: str, meant: str) -> None:
    assert spelt(written) == meant


@pytest.mark.parametrize("text", ["The heating is on a mission.", "We were ill; its sails tore.", "He wants a string."])
def test_other_words_stay_as_they_are(text: str) -> None:
    assert spelt(text) == text


@given(st.text(max_size=200))
def test_any_text_is_taken_and_what_is_put_right_stays_right(text: str) -> None:
    assert spelt(spelt(text)) == spelt(text)
