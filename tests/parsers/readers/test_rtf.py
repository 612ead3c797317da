"""Rich text, construct by construct."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import rows, tables, texts

from parsers.page import EMPTY_BOX, TICKED_BOX, Mark, Paragraph
from parsers.readers import rtf
from parsers.unreadable import Unreadable, Why

FONTS = (
    r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset2 Wingdings;}{\f3\fcharset128 Mincho;}}"
)
COLOURS = r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;\red255\green255\blue0;}"


def read(body: str, head: str = ""):
    return rtf.page((r"{\rtf1\ansi\ansicpg1252\deff0" + FONTS + COLOURS + head + body + "}").encode("latin-1"))


def spans(body: str):
    (block,) = read(body).body
    assert isinstance(block, Paragraph)
    return [(span.text, set(span.marks)) for span in block.spans]


def test_paragraphs_end_where_they_are_ended():
    assert texts(read(r"\pard one\par two\line three\par\par four").body) == ["one", "two\nthree", "", "four"]


def test_line_ends_of_the_file_are_no_text():
    assert texts(read("\\pard o\r\nne\\par\ntwo").body) == ["one", "two"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"D\'e9j\'e0", "Déjà"),
        (r"\u8217?s", "’s"),
        (r"{\uc2\u8217\'81\'66s}", "’s"),
        (r"{\uc0\u8217s}", "’s"),
        (r"\u-10179?\u-8704?", "\U0001f600"),
        (r"{\f1\'cf\'f0}", "Пр"),
        (r"{\f3\'93\'fa}", "日"),
        (r"a\tab b\~c\_d\-e", "a\tb\u00a0c-de"),
        (r"\{x\}\\", "{x}\\"),
        (r"\lquote a\rquote\endash b", "‘a’–b"),
        (r"a{\*\unheard of}b{\v hidden}c{\deleted gone}d", "abcd"),
        (r"a\bin4 \{{{b", "ab"),
    ],
)
def test_text_comes_out_as_it_is_seen(written, shown):
    assert texts(read(rf"\pard {written}\par").body) == [shown]


@pytest.mark.parametrize(
    ("word", "mark"),
    [
        ("b", Mark.BOLD),
        ("i", Mark.ITALIC),
        ("ul", Mark.UNDERLINE),
        ("uldb", Mark.UNDERLINE),
        ("strike", Mark.STRIKE),
        ("striked1", Mark.STRIKE),
        ("highlight3", Mark.HIGHLIGHT),
        ("chcbpat3", Mark.HIGHLIGHT),
    ],
)
def test_formatting_that_may_be_an_answer_is_kept(word, mark):
    assert spans(rf"\pard{{\{word} Yes}} / No\par") == [("Yes", {mark}), (" / No", set())]


@pytest.mark.parametrize("word", [r"b\b0", r"ul\ulnone", r"highlight0", r"chcbpat2", r"strike\plain"])
def test_formatting_that_is_switched_off_marks_nothing(word):
    assert spans(rf"\pard \{word} Yes\par") == [("Yes", set())]


def test_signs_of_a_symbol_font_are_boxes():
    assert texts(read(r"\pard{\f2\'fe}Yes {\f2\'a8}No \u-3842?\par").body) == [
        f"{TICKED_BOX}Yes {EMPTY_BOX}No {TICKED_BOX}"
    ]


def test_a_table_is_read_row_by_row():
    body = r"\trowd\cellx3000\cellx6000\pard\intbl Name\cell Ada\par Quill\cell\row\trowd\cellx3000\cellx6000 Born\cell\cell\row\pard after\par"
    page = read(body)
    assert rows(tables(page.body)[0]) == [["Name", "Ada\nQuill"], ["Born", ""]]
    assert texts(page.body) == ["after"]


def test_merged_cells_stand_at_their_true_places():
    body = (
        r"\trowd\clvmgf\cellx2000\cellx4000\cellx6000\pard\intbl tall\cell a\cell b\cell\row"
        r"\trowd\clvmrg\cellx2000\cellx6000\pard\intbl\cell wide\cell\row"
        r"\trowd\cellx2000\clmgf\cellx4000\clmrg\cellx6000\pard\intbl c\cell d\cell\cell\row"
    )
    found = tables(read(body).body)[0]
    assert [(each.text, each.row, each.column, each.row_span, each.column_span) for each in found.cells] == [
        ("tall", 0, 0, 2, 1),
        ("a", 0, 1, 1, 1),
        ("b", 0, 2, 1, 1),
        ("wide", 1, 1, 1, 2),
        ("c", 2, 0, 1, 1),
        ("d", 2, 1, 1, 2),
    ]


def test_a_row_that_starts_late_keeps_its_column():
    body = r"\trowd\trleft0\cellx2000\cellx4000\intbl a\cell b\cell\row\trowd\trleft2000\cellx4000 c\cell\row"
    assert [(each.text, each.column) for each in tables(read(body).body)[0].cells] == [("a", 0), ("b", 1), ("c", 1)]


def test_a_table_in_a_cell_is_read_in_its_place():
    body = (
        r"\trowd\cellx6000\pard\intbl before\par\pard\intbl\itap2 x\nestcell y\nestcell"
        r"{\*\nesttableprops\trowd\cellx1000\cellx2000\nestrow}{\nonesttables\par}\pard\intbl after\cell\row"
    )
    inner = tables(read(body).body)[0].cells[0].blocks
    assert [type(block).__name__ for block in inner] == ["Paragraph", "Table", "Paragraph"]
    assert rows(tables(inner)[0]) == [["x", "y"]]


def test_a_shaded_cell_says_so():
    found = tables(read(r"\trowd\clcbpat3\cellx2000\clcbpat2\cellx4000\intbl a\cell b\cell\row").body)[0]
    assert [each.shaded for each in found.cells] == [True, False]


def form_field(settings: str, name: str, result: str = "") -> str:
    return rf"{{\field{{\*\fldinst {{{name} }}{{\*\formfield{{{settings}}}}}}}{{\fldrslt {result}}}}}"


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        (r"\fftype1\ffres1\ffdefres0", TICKED_BOX),
        (r"\fftype1\ffres0\ffdefres1", EMPTY_BOX),
        (r"\fftype1\ffres25\ffdefres1", TICKED_BOX),
        (r"\fftype1", EMPTY_BOX),
    ],
)
def test_a_form_box_shows_its_state(settings, shown):
    assert texts(read(rf"\pard {form_field(settings, 'FORMCHECKBOX')} Yes\par").body) == [f"{shown} Yes"]


def test_a_form_list_shows_the_entry_chosen():
    entries = r"{\*\ffl Male}{\*\ffl Female}"
    chosen = form_field(rf"\fftype2\ffres1{entries}", "FORMDROPDOWN", "x")
    unset = form_field(rf"\fftype2\ffres25{entries}", "FORMDROPDOWN", "x")
    assert spans(rf"\pard {chosen}\par") == [("Female", {Mark.CONTROL})]
    assert spans(rf"\pard {unset}\par") == [("Male", {Mark.PLACEHOLDER})]


def test_a_form_text_is_marked_when_somebody_typed_into_it():
    settings = r"\fftype0{\*\ffdeftext dd/mm}"
    assert spans(rf"\pard {form_field(settings, 'FORMTEXT', 'Ada')}\par") == [("Ada", {Mark.CONTROL})]
    assert spans(rf"\pard {form_field(settings, 'FORMTEXT', 'dd/mm')}\par") == [("dd/mm", set())]


def test_a_box_whose_state_was_lost_is_said_and_not_guessed():
    page = read(r"\pard {\field{\*\fldinst { FORMCHECKBOX }}{\fldrslt {}}} Yes\par")
    assert texts(page.body) == [" Yes"]
    assert any("which boxes are ticked" in warning for warning in page.warnings)


def test_of_other_fields_the_result_is_seen():
    link = r'{\field{\*\fldinst HYPERLINK "mailto:a@b.example"}{\fldrslt a@b.example}}'
    assert texts(read(rf"\pard {link}\par").body) == ["a@b.example"]


def test_headers_notes_and_boxes_are_read_in_their_places():
    page = read(
        r"{\header\pard RESTRICTED\par}{\footer\pard v3\par}\pard a{\footnote\pard a note\par}"
        r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard boxed\par}}{\shprslt\pard boxed\par}} b\par c\par"
    )
    assert texts(page.headers) == ["RESTRICTED"]
    assert texts(page.footers) == ["v3"]
    assert texts(page.notes) == ["a note"]
    assert texts(page.body) == ["a b", "boxed", "c"]


def test_numbers_styles_and_properties_are_known():
    page = read(
        r"\pard\s1 Referrer\par\pard{\listtext 2.1\tab}Name\par",
        head=r"{\stylesheet{\s0 Normal;}{\s1 heading 2;}}{\info{\title A form}{\author A Person}}",
    )
    assert [(block.text, block.heading, block.number) for block in page.body] == [
        ("Referrer", 2, ""),
        ("Name", 0, "2.1"),
    ]
    assert page.title == "A form"


def test_changes_comments_and_objects_are_said():
    page = read(r"\pard {\revised new}{\*\annotation really?}{\object{\*\objdata 00ff}{\result seen}}\par")
    assert texts(page.body) == ["newseen"]
    assert len(page.warnings) == 3


def test_a_picture_alone_is_a_scan():
    with pytest.raises(Unreadable) as refused:
        read(r"\pard{\pict\pngblip 89504e47}\par")
    assert refused.value.why is Why.SCANNED


def test_groups_without_end_are_refused():
    with pytest.raises(Unreadable) as refused:
        rtf.page(b"{\\rtf1" + b"{" * 100_000)
    assert refused.value.why is Why.DAMAGED


@given(
    st.lists(
        st.sampled_from(
            [
                r"\cell",
                r"\row",
                r"\trowd",
                r"\par",
                r"\intbl",
                r"\itap3",
                r"\nestcell",
                r"\nestrow",
                "{",
                "}",
                r"\pard",
                r"\cellx99",
                "x",
                r"\field",
                r"\fldrslt",
                r"\u-1",
                r"\'",
                r"\footnote",
            ]
        ),
        max_size=40,
    )
)
def test_words_in_any_order_are_read(parts):
    rtf.page(b"{\\rtf1" + " ".join(parts).encode())


@given(st.lists(st.text("abc é", min_size=1, max_size=8).map(str.strip).filter(bool), min_size=1, max_size=6))
def test_no_paragraph_is_lost(lines):
    written = "".join(rf"{line}\par ".replace("é", r"\'e9") for line in lines)
    assert texts(read(rf"\pard {written}").body) == lines
