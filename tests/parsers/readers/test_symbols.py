"""Tick boxes as fonts and people draw them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.page import EMPTY_BOX, TICKED_BOX, Mark, Span
from parsers.readers.shared.tick_boxes import EMPTY_SIGNS, TICKED_SIGNS, box, boxed, joined, shown, symbol


@pytest.mark.parametrize("sign", sorted(EMPTY_SIGNS))
def test_an_empty_sign_is_an_empty_box(sign):
    assert list(boxed(Span(sign))) == [box(False)]


@pytest.mark.parametrize("sign", sorted(TICKED_SIGNS))
def test_a_ticked_sign_is_a_ticked_box(sign):
    assert list(boxed(Span(sign))) == [box(True)]


def test_a_sign_in_its_emoji_form_is_the_same_box():
    assert joined([Span("\u2611\ufe0f Yes")]) == (box(True), Span(" Yes"))


def test_an_unknown_ornament_still_shows_that_something_stands_there():
    assert symbol("Wingdings", 0xF04A) == "•"


def test_a_letter_outside_symbol_fonts_is_itself():
    assert symbol("Arial", ord("é")) == "é"
    assert symbol("", 0xD800) == ""


def test_a_sign_of_a_symbol_font_that_was_replaced_is_known_by_its_code():
    assert shown("OpenSymbol", "\uf0a3\uf052\uf0fe\uf0a8") == EMPTY_BOX + TICKED_BOX + TICKED_BOX + EMPTY_BOX


@given(st.text(max_size=40))
def test_plain_text_comes_out_as_it_went_in(text):
    kept = "".join(c for c in text if not "\uf000" <= c <= "\uf0ff")
    assert shown("Arial", kept) == kept


@given(st.lists(st.tuples(st.text("ab☐☒ ", max_size=6), st.sampled_from([frozenset(), frozenset({Mark.BOLD})]))))
def test_joining_keeps_every_letter_and_its_marks(parts):
    found = joined([Span(text, marks) for text, marks in parts])
    letters = [(letter, span.marks - {Mark.BOX}) for span in found for letter in span.text]
    assert letters == [(letter, marks) for text, marks in parts for letter in text]
    assert all(len(span.text) == 1 for span in found if Mark.BOX in span.marks)
