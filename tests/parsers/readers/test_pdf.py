"""PDF pages, by what their operators draw."""

import pytest
from pdf_files import field, line, name, note, pdf, ruled, text
from pypdf.generic import ArrayObject, DictionaryObject, NullObject, NumberObject, TextStringObject
from word_files import rows, tables, texts

from parsers.page import EMPTY_BOX, TICKED_BOX, Mark, Paragraph
from parsers.readers import pdf as reader
from parsers.readers.pdf.lines import TextLine, paragraphs
from parsers.readers.pdf.shapes import TextRun
from parsers.unreadable import Unreadable, Why


def read(*contents: str, **more):
    return reader.page(pdf(*contents, **more))


def only_table(page):
    (found,) = tables(page.body)
    return found


def test_lines_come_from_top_to_bottom_whatever_their_order_in_the_file():
    assert texts(read(text("second", 60, 600) + text("first", 60, 700)).body) == ["first", "second"]


def test_what_is_said_to_be_on_a_page_and_is_not_takes_no_word_with_it():
    gone = (NullObject(), note("/FreeText", (60, 600, 200, 620), "Rang on Monday"))
    assert texts(read(text("first", 60, 700), annotations=gone).body) == ["first", "Rang on Monday"]


def test_a_line_that_begins_with_a_run_of_nothing_is_read():
    above, below = (TextRun(text="word", x0=60, x1=180, y=y, size=10) for y in (700, 688))
    nothing = TextRun(text="", x0=55, x1=55, y=688, size=10)
    found = list(paragraphs([TextLine((above,)), TextLine((nothing, below))], right=190))
    assert [line.text.strip() for group in found for line in group] == ["word", "word"]


def test_pieces_of_a_word_are_joined_and_words_are_parted():
    shown = "BT /F1 10 Tf 60 700 Td [(R)2(eferr)-1(al) -300 (form)] TJ ET"
    assert texts(read(shown).body) == ["Referral form"]


def test_a_word_printed_twice_to_make_it_bold_is_one_and_one_printed_over_another_is_none_of_it():
    assert texts(read(text("Referral", 60, 700) + text("Referral", 60.4, 700)).body) == ["Referral"]
    assert texts(read(text("Referral", 60, 700) + text("Died", 75, 702)).body) == ["Referral Died"]


def test_a_line_broken_at_the_margin_goes_on_and_a_short_one_ends_its_paragraph():
    full = "word " * 19
    page = read(text(full, 60, 700) + text("goes on.", 60, 688) + text("Another.", 60, 676))
    assert texts(page.body) == [f"{full.strip()} goes on.", "Another."]


def test_the_lines_of_a_table_make_its_cells():
    content = ruled([60, 200, 530], [700, 680, 660]) + text("Name", 65, 686) + text("Ada Quill", 205, 686)
    content += text("Born", 65, 666) + text("03/04/2015", 205, 666)
    assert rows(only_table(read(content))) == [["Name", "Ada Quill"], ["Born", "03/04/2015"]]


def test_an_empty_cell_keeps_its_place():
    content = ruled([60, 200, 300, 530], [700, 680]) + text("a", 65, 686) + text("c", 305, 686)
    assert rows(only_table(read(content))) == [["a", "", "c"]]


def test_borders_drawn_as_thin_rectangles_or_boxes_make_cells_too():
    thin = "60 700 470 0.5 re f 60 680 470 0.5 re f 60 680 0.5 20 re f 200 680 0.5 20 re f 529.5 680 0.5 20 re f "
    boxes = "60 680 140 20 re S 200 680 330 20 re S "
    words = text("Name", 65, 686) + text("Ada", 205, 686)
    assert rows(only_table(read(thin + words))) == [["Name", "Ada"]]
    assert rows(only_table(read(boxes + words))) == [["Name", "Ada"]]


def test_merged_cells_stand_at_their_true_places():
    content = (
        "".join(line(60, y, 530, y) for y in (700, 660))
        + line(200, 680, 530, 680)
        + "".join(line(x, 660, x, 700) for x in (60, 200, 530))
        + line(400, 680, 400, 700)
        + text("tall", 65, 676) + text("a", 205, 686) + text("b", 405, 686) + text("wide", 205, 666)
    )  # fmt: skip
    found = only_table(read(content))
    assert [(each.text, each.row, each.column, each.row_span, each.column_span) for each in found.cells] == [
        ("tall", 0, 0, 2, 1),
        ("a", 0, 1, 1, 1),
        ("b", 0, 2, 1, 1),
        ("wide", 1, 1, 1, 2),
    ]


def test_a_table_in_a_cell_is_read_in_its_place():
    content = ruled([60, 530], [700, 600]) + ruled([100, 200, 300], [660, 640]) + text("before", 65, 680)
    content += text("x", 105, 646) + text("y", 205, 646) + text("after", 65, 620)
    inner = only_table(read(content)).cells[0].blocks
    assert [type(block).__name__ for block in inner] == ["Paragraph", "Table", "Paragraph"]
    assert rows(tables(inner)[0]) == [["x", "y"]]


def test_what_stands_between_the_boxes_of_a_frame_is_in_the_nearest_of_them():
    content = ruled([60, 530], [700, 600]) + line(60, 680, 200, 680) + line(200, 680, 200, 700)
    content += line(400, 600, 400, 620) + line(400, 620, 530, 620)
    content += text("Name", 65, 686) + text("Rang on Monday", 250, 660) + text("End", 405, 606)
    assert "Rang on Monday" in [line.text for line in read(content).lines]


def test_an_answer_of_several_lines_stays_in_its_cell():
    content = ruled([60, 200, 530], [700, 650, 630]) + text("Address", 65, 686) + text("1 High Street", 205, 686)
    content += text("Wexcombe", 205, 674) + text("Born", 65, 636)
    assert rows(only_table(read(content))) == [["Address", "1 High Street\nWexcombe"], ["Born", ""]]


def test_columns_made_by_gaps_alone_are_the_cells_of_a_table():
    content = text("Name", 60, 700) + text("Ada Quill", 200, 700) + text("Address", 60, 680)
    content += text("1 High Street", 200, 680) + text("Wexcombe", 200, 668) + text("Then a sentence.", 60, 600)
    page = read(content)
    assert rows(only_table(page)) == [["Name", "Ada Quill"], ["Address", "1 High Street Wexcombe"]]
    assert texts(page.body) == ["Then a sentence."]


def test_a_table_cut_by_a_page_break_is_one():
    first = text("Details", 60, 780) + ruled([60, 200, 530], [120, 100]) + text("Name", 65, 106) + text("Ada", 205, 106)
    then = ruled([60, 200, 530], [780, 760]) + text("Born", 65, 766) + text("2015", 205, 766) + text("End", 60, 400)
    page = read(first, then)
    assert rows(only_table(page)) == [["Name", "Ada"], ["Born", "2015"]]


def test_a_row_cut_by_a_page_break_is_one():
    first = ruled([60, 200, 530], [120, 100]) + text("Summary", 65, 106) + text("It began", 205, 106)
    then = ruled([60, 200, 530], [780, 760]) + text("and went on.", 205, 766)
    assert rows(only_table(read(first, then))) == [["Summary", "It began\nand went on."]]


def test_a_stroke_through_a_word_and_a_line_under_one_are_marks():
    content = text("Yes", 60, 700) + line(60, 703, 78, 703) + text("No", 85, 700) + line(85, 698.8, 98, 698.8)
    spans = [span for block in read(content).body if isinstance(block, Paragraph) for span in block.spans]
    assert {span.text: set(span.marks) for span in spans if span.text.strip()} == {
        "Yes": {Mark.STRIKE},
        "No": {Mark.UNDERLINE},
    }


def test_a_coloured_ground_behind_a_word_highlights_it_and_the_ground_of_a_cell_does_not():
    content = "1 1 0 rg 204 683 20 12 re f 0.9 0.9 1 rg 60 680 140 20 re f 0 g " + ruled([60, 200, 530], [700, 680])
    found = only_table(read(content + text("Outcome", 65, 686) + text("Died", 205, 686) + text("/ Harmed", 240, 686)))
    marks = [{mark for span in each.blocks[0].spans for mark in span.marks} for each in found.cells]
    assert marks == [set(), {Mark.HIGHLIGHT}]
    assert [each.shaded for each in found.cells] == [True, False]


def test_bold_letters_are_marked():
    (block,) = read(text("Referrer", 60, 700, font="F2")).body
    assert block.has(Mark.BOLD)


def test_larger_letters_make_a_heading():
    page = read(text("A form", 60, 750, size=18) + "".join(text("words", 60, 700 - 30 * at) for at in range(4)))
    assert [block.heading for block in page.body] == [1, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("inside", "box"),
    [
        ("", EMPTY_BOX),
        (line(60, 698, 70, 708) + line(60, 708, 70, 698), TICKED_BOX),
        (text("X", 62, 700, size=8), TICKED_BOX),
    ],
)
def test_a_drawn_square_is_a_tick_box(inside, box):
    assert texts(read("60 698 10 10 re S " + inside + text("Yes", 74, 700)).body) == [f"{box} Yes"]


def test_letters_printed_for_want_of_the_symbol_font_are_boxes_again():
    content = text("\xa3 Died", 60, 700) + text("R", 60, 680) + text("Harmed", 70, 680) + text("\xa3 Other", 60, 660)
    assert texts(read(content).body) == [f"{EMPTY_BOX} Died", f"{TICKED_BOX} Harmed", f"{EMPTY_BOX} Other"]
    assert texts(read(text("\xa3 20 and R Quill", 60, 700)).body) == ["\xa3 20 and R Quill"]


def test_a_row_of_squares_is_no_row_of_tick_boxes():
    comb = "".join(f"{60 + 15 * at} 695 15 15 re S " for at in range(4))
    found = "".join(texts(read(comb + text("Born", 140, 700)).body))
    assert EMPTY_BOX not in found


def test_a_raised_digit_that_points_to_a_footnote_is_no_text():
    note = text("1", 60, 104, size=6) + text("Where the child sleeps.", 64, 100)
    page = read(text("Address", 60, 700) + text("1", 97.5, 704, size=6) + note)
    assert texts(page.body) == ["Address", "Where the child sleeps."]


def test_the_fields_of_a_form_stand_where_they_are_drawn():
    printed = ruled([60, 200, 530], [700, 680, 660, 640]) + text("Name", 65, 686) + text("Sex", 65, 666)
    printed += text("Looked after", 65, 646) + text("Yes", 225, 646) + text("No", 275, 646)
    pairs = ArrayObject([ArrayObject([TextStringObject("f"), TextStringObject("Female")])])
    page = read(
        printed,
        annotations=(
            field("/Tx", (202, 682, 520, 698), V=TextStringObject("Ada Quill"), T=TextStringObject("name")),
            field("/Ch", (202, 662, 520, 678), V=TextStringObject("f"), Opt=pairs),
            field("/Btn", (205, 644, 217, 656), AS=name("/Yes")),
            field("/Btn", (255, 644, 267, 656), AS=name("/Off")),
        ),
    )
    found = only_table(page)
    assert rows(found)[:2] == [["Name", "Ada Quill"], ["Sex", "Female"]]
    assert rows(found)[2][1].split() == [TICKED_BOX, "Yes", EMPTY_BOX, "No"]
    assert found.cells[1].blocks[0].has(Mark.CONTROL)


def test_the_value_that_a_field_had_from_the_start_is_a_prompt():
    words = TextStringObject("dd/mm/yyyy")
    page = read(text("Born", 60, 700), annotations=(field("/Tx", (200, 696, 400, 712), V=words, DV=words),))
    assert only_table(page).cells[1].blocks[0].has(Mark.PLACEHOLDER)


def test_buttons_and_hidden_fields_show_nothing():
    page = read(
        text("Born", 60, 700),
        annotations=(
            field("/Btn", (200, 696, 240, 712), Ff=NumberObject(1 << 16), V=TextStringObject("Submit")),
            field("/Tx", (200, 696, 240, 712), F=NumberObject(2), V=TextStringObject("hidden")),
        ),
    )
    assert texts(page.body) == ["Born"]


def test_words_typed_onto_a_flat_form_are_answers():
    printed = ruled([60, 200, 530], [700, 680]) + text("Name", 65, 686)
    found = only_table(read(printed, annotations=(note("/FreeText", (205, 682, 400, 698), "Ada Quill"),)))
    assert rows(found) == [["Name", "Ada Quill"]]
    assert found.cells[1].blocks[0].has(Mark.CONTROL)


def test_comments_and_drawings_are_said():
    place = (60, 600, 80, 620)
    page = read(text("Born", 60, 700), annotations=(note("/Text", place, "really?"), note("/Ink", place)))
    assert texts(page.body) == ["Born"]
    assert len(page.warnings) == 2


@pytest.mark.parametrize(("more", "said"), [({"V": DictionaryObject()}, 1), ({}, 0)])
def test_a_digital_signature_is_said(more, said):
    page = read(text("Born", 60, 700), annotations=(field("/Sig", (60, 600, 200, 640), **more),))
    assert [warning.startswith("The file is signed") for warning in page.warnings] == [True] * said


def test_headers_and_footers_are_told_from_the_body():
    sheets = [
        text("RESTRICTED", 60, 790) + text(f"body {at} begins", 60, 700) + text(f"Page {at} of 3", 60, 60)
        for at in (1, 2, 3)
    ]
    page = read(*sheets)
    assert texts(page.headers) == ["RESTRICTED"]
    assert texts(page.footers) == ["Page 1 of 3"]
    assert texts(page.body) == ["body 1 begins", "body 2 begins", "body 3 begins"]


def test_the_marking_at_the_very_edge_of_a_single_page_is_a_header():
    page = read(text("RESTRICTED", 60, 810) + text("body", 60, 700))
    assert (texts(page.headers), texts(page.body)) == (["RESTRICTED"], ["body"])


def test_a_turned_page_is_read_upright():
    turned = "0 1 -1 0 595 0 cm " + text("first", 60, 500) + text("second", 60, 400)
    assert texts(read(turned, rotate=90).body) == ["first", "second"]


def test_a_form_that_a_page_paints_is_part_of_it():
    assert texts(read("q 2 0 0 2 0 0 cm " + text("scaled", 30, 350, size=5) + " Q").body) == ["scaled"]


def test_an_empty_password_opens_a_file_and_another_does_not():
    assert texts(read(text("open", 60, 700), password="").body) == ["open"]
    with pytest.raises(Unreadable) as refused:
        read(text("shut", 60, 700), password="secret")
    assert refused.value.why is Why.ENCRYPTED


def test_a_title_is_known():
    assert read(text("x", 60, 700), title="A form").title == "A form"


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"]
)
def test_what_is_no_pdf_is_damaged(content):
    with pytest.raises(Unreadable) as refused:
        reader.page(content)
    assert refused.value.why is Why.DAMAGED


def test_a_page_without_text_says_so():
    with pytest.raises(Unreadable) as refused:
        read("60 60 100 100 re f")
    assert refused.value.why is Why.EMPTY


@pytest.mark.parametrize(
    "content", ["(unclosed", "/F1 Tf", "1 2 re f", "BT /F9 10 Tf (x) Tj ET", "Q Q Q", "[(a] TJ", "<zz> Tj", "cm"]
)
def test_a_broken_page_is_refused_or_read_but_never_fatal(content):
    try:
        read(text("Born", 60, 700) + content)
    except Unreadable as refused:
        assert refused.why in (Why.DAMAGED, Why.EMPTY)
