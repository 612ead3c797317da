"""What a PDF writes up, down, upside down or across its sheet, and what it raises above a line."""

import pytest
from pdf_files import line, pdf, ruled, text
from word_files import rows, tables, texts

from parsers.readers import pdf as reader
from parsers.unreadable import Unreadable, Why

WAYS = {"up": "0 1 -1 0", "down": "0 -1 1 0", "upside down": "-1 0 0 -1", "across": "0.7071 0.7071 -0.7071 0.7071"}


def read(*contents: str):
    return reader.page(pdf(*contents))


def turned(words: dict[str, float], way: str, x: float, y: float) -> str:
    """Words each shown by itself, so far along a line that is turned at `x`, `y`."""
    return f"q {WAYS[way]} {x} {y} cm " + "".join(text(word, along, 0) for word, along in words.items()) + "Q\n"


@pytest.mark.parametrize("way", WAYS)
def test_words_turned_any_way_are_read_as_one_line_after_those_that_are_upright(way):
    upright = text("Rapid Review Referral Form of the partnership", 60, 700) + text("Name of child", 60, 400)
    page = read(upright + turned({"Rang": 0, "on": 27, "Monday": 41}, way, 300, 550))
    assert texts(page.body) == ["Rapid Review Referral Form of the partnership", "Name of child", "Rang on Monday"]


@pytest.mark.parametrize("way", WAYS)
def test_lines_of_a_turned_note_follow_one_another(way):
    note = text("Do not ring", 0, 0) + text("the mother", 0, -12)
    page = read(text("Rapid Review Referral Form of the partnership", 60, 700) + f"q {WAYS[way]} 300 550 cm {note} Q")
    assert texts(page.body)[-1] == "Do not ring the mother"


@pytest.mark.parametrize("way", ["up", "down", "upside down"])
def test_a_sheet_whose_words_are_turned_is_turned_upright_with_its_tables(way):
    content = ruled([60, 200, 530], [500, 480, 460]) + text("Name", 65, 486) + text("Ada Quill", 205, 486)
    content += text("Born", 65, 466) + text("03/04/2015", 205, 466)
    start = {"up": "595 0", "down": "0 842", "upside down": "595 842"}[way]
    (found,) = tables(read(f"{WAYS[way]} {start} cm {content}").body)
    assert rows(found) == [["Name", "Ada Quill"], ["Born", "03/04/2015"]]


def test_a_turned_label_stands_in_the_cell_beside_its_rows():
    content = (
        ruled([60, 90, 200, 530], [700, 640]) + line(90, 670, 530, 670) + turned({"The": 0, "child": 20}, "up", 78, 650)
    )
    content += text("Name", 95, 680) + text("Ada Quill of Wexcombe", 205, 680)
    content += text("Born", 95, 650) + text("3 April 2015", 205, 650)
    (found,) = tables(read(content).body)
    assert next((cell.text, cell.row, cell.row_span) for cell in found.in_order) == ("The child", 0, 2)


def test_letters_of_a_size_below_none_run_the_other_way():
    shown = "q -1 0 0 -1 595 842 cm " + text("Rang on Monday", 300, 300, size=-10) + "Q"
    assert texts(read(shown).body) == ["Rang on Monday"]


def test_a_raised_digit_that_points_to_no_note_stays():
    page = read(text("Weight in kg/m", 60, 700) + text("2", 126.7, 704, size=6))
    assert texts(page.body) == ["Weight in kg/m\u00b2"]


def test_headers_that_differ_by_more_than_the_number_of_their_page_are_all_kept():
    heads = ("Ada Quill, born 3/4/2015, page 1", "Ada Quill, born 9/1/2012, page 2", "Ada Quill, born 9/1/2012, page 3")
    page = read(*(text(head, 60, 810) + text("body", 60, 600) for head in heads))
    assert texts(page.headers) == list(heads[:2])


def test_a_sheet_of_more_words_than_are_read_is_refused_and_not_cut(monkeypatch):
    monkeypatch.setattr("parsers.readers.pdf.writing._MOST_RUNS", 3)
    with pytest.raises(Unreadable) as refused:
        read("".join(text(f"word {at}", 60, 700 - 20 * at) for at in range(4)))
    assert refused.value.why is Why.TOO_LARGE
