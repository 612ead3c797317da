"""Plain text of any length: what it costs to understand grows with it, and what is too much is said."""

import random
import sys

from parsers.form.reading import reading
from parsers.readers.text import MOST_CHARACTERS, page
from pipeline.model import FormKind

SAID = "The text is longer than is read; what follows its line"


def book(lines: int) -> bytes:
    """So many lines of a novel, in words that no form has and that differ from line to line."""
    dice = random.Random(1)
    letters = "abcdefghilmnoprstuvw"
    words = (("".join(dice.choices(letters, k=dice.randint(2, 9))) for _ in range(11)) for _ in range(lines))
    return "\n".join(" ".join(line).capitalize() + "." * (dice.random() < 0.3) for line in words).encode()


def calls(content: bytes) -> int:
    """How many functions are called to understand a text."""
    count = 0

    def counted(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    read = page(content)
    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        assert reading(read, file="book.txt").kind is FormKind.NOT_A_FORM
    finally:
        sys.setprofile(before)
    return count


def test_the_work_of_understanding_a_text_grows_with_its_length_and_no_faster() -> None:
    calls(book(10))  # what is looked up once only
    short, long = calls(book(200)), calls(book(800))
    assert long < 4.4 * short
    assert long < 800 * 2000  # a book of three million letters in the time of a file


def test_of_a_text_that_is_too_long_the_beginning_is_read_and_the_rest_is_told_of() -> None:
    line = b"Name of child: Ada Quill of Wexcombe, born on 3 April 2015\n"
    lines = MOST_CHARACTERS // len(line)
    found = page(line * (lines + 500))
    assert len(found.body) == lines
    assert found.warnings == (f"{SAID} {lines} was not read.",)


def test_a_text_without_a_line_break_is_cut_too() -> None:
    found = page(b"word " * (MOST_CHARACTERS // 2))
    assert sum(len(line.text) for line in found.lines) == MOST_CHARACTERS
    assert found.warnings == (f"{SAID} 1 was not read.",)


def test_a_text_of_usual_length_is_read_whole() -> None:
    assert page(b"Rang on Monday\nand on Tuesday").warnings == ()
