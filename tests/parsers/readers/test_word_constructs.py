"""Every construct of WordprocessingML that plain libraries lose, repeat or misread, one by one."""

import pytest
from word_files import (
    cell,
    checkbox,
    control,
    form_field,
    para,
    read,
    row,
    rows,
    run,
    table,
    tables,
    texts,
)

from parsers.page import EMPTY_BOX, TICKED_BOX, Mark, Paragraph


def marks_of(page, text):
    """The marks of the span with this text."""
    found = [span for block in page.body if isinstance(block, Paragraph) for span in block.spans if text in span.text]
    assert len(found) == 1, f"{text!r} stands in {len(found)} spans"
    return found[0].marks


def test_a_control_in_a_line_keeps_its_words_and_marks_them():
    page = read(para("Name: ", control(run("Ada Quill"))))
    assert texts(page.body) == ["Name: Ada Quill"]
    assert marks_of(page, "Ada Quill") == {Mark.CONTROL}


def test_a_control_round_paragraphs_keeps_them():
    assert texts(read(control(para("one") + para("two"), kind="<w:richText/>")).body) == ["one", "two"]


@pytest.mark.parametrize(
    "filled",
    [
        pytest.param(cell(para(control(run("Ada")))), id="in the paragraph"),
        pytest.param(cell(control(para("Ada"))), id="round the paragraph"),
        pytest.param(control(cell("Ada")), id="round the cell"),
    ],
)
def test_a_control_in_or_round_a_cell_leaves_every_cell_in_its_place(filled):
    page = read(table(row("Name", filled, "after")))
    assert rows(tables(page.body)[0]) == [["Name", "Ada", "after"]]


def test_a_control_round_a_row_keeps_the_row():
    page = read(table(row("a", "b"), control(row("c", "d"), kind="<w:repeatingSection/>"), row("e", "f")))
    assert rows(tables(page.body)[0]) == [["a", "b"], ["c", "d"], ["e", "f"]]


def test_a_control_round_a_table_keeps_it_and_marks_none_of_it():
    page = read(control(table(row("a", "b")), kind="<w:group/>"))
    assert rows(tables(page.body)[0]) == [["a", "b"]]
    assert not tables(page.body)[0].cells[0].blocks[0].has(Mark.CONTROL)


@pytest.mark.parametrize(
    ("state", "box"),
    [
        ('<w14:checked w14:val="1"/>', TICKED_BOX),
        ('<w14:checked w14:val="true"/>', TICKED_BOX),
        ('<w14:checked w14:val="0"/>', EMPTY_BOX),
        ("", EMPTY_BOX),
    ],
)
def test_a_box_control_shows_its_state_whatever_its_glyph(state, box):
    page = read(para(checkbox(state, glyph="\u2612"), " Yes"))
    assert texts(page.body) == [f"{box} Yes"]
    assert marks_of(page, box) >= {Mark.BOX}


def test_a_prompt_is_marked_as_nobodys_answer():
    page = read(para(control(run("Click or tap here to enter text."), placeholder=True)))
    assert marks_of(page, "Click") == {Mark.PLACEHOLDER}


def test_the_entry_without_a_value_of_a_list_is_a_prompt():
    choices = '<w:dropDownList><w:listItem w:displayText="Choose." w:value=""/></w:dropDownList>'
    assert marks_of(read(para(control(run("Choose."), kind=choices))), "Choose.") == {Mark.PLACEHOLDER}


def test_a_date_control_carries_the_date_that_it_holds():
    page = read(para(control(run("12 Nov"), kind='<w:date w:fullDate="2026-11-12T00:00:00Z"/>')))
    assert isinstance(page.body[0], Paragraph)
    assert [(span.text, span.iso) for span in page.body[0].spans] == [("12 Nov", "2026-11-12")]


def test_the_wrappers_that_an_online_editor_puts_round_runs_are_no_answers():
    wrapped = control(run("Name of child"), kind='<w:tag w:val="goog_rdk_7"/>')
    assert marks_of(read(para(wrapped)), "Name of child") == frozenset()


@pytest.mark.parametrize(
    ("settings", "box"),
    [
        ("<w:checkBox><w:checked/></w:checkBox>", TICKED_BOX),
        ('<w:checkBox><w:checked w:val="true"/></w:checkBox>', TICKED_BOX),
        ('<w:checkBox><w:checked w:val="0"/><w:default w:val="1"/></w:checkBox>', EMPTY_BOX),
        ('<w:checkBox><w:default w:val="1"/></w:checkBox>', TICKED_BOX),
        ("<w:checkBox/>", EMPTY_BOX),
    ],
)
def test_an_old_form_box_shows_its_state(settings, box):
    assert texts(read(para(form_field(settings, name="FORMCHECKBOX"), " Yes")).body) == [f"{box} Yes"]


@pytest.mark.parametrize(
    ("chosen", "text", "mark"),
    [('<w:result w:val="1"/>', "Male", Mark.CONTROL), ("", "Female", Mark.PLACEHOLDER)],
)
def test_an_old_form_list_shows_the_entry_chosen(chosen, text, mark):
    entries = '<w:listEntry w:val="Female"/><w:listEntry w:val="Male"/>'
    page = read(para(form_field(f"<w:ddList>{chosen}{entries}</w:ddList>", name="FORMDROPDOWN", result="x")))
    assert texts(page.body) == [text]
    assert marks_of(page, text) == {mark}


def test_an_old_form_text_is_marked_when_somebody_typed_into_it():
    filled = form_field("<w:textInput/>", name="FORMTEXT", result="Ada")
    blank = form_field("<w:textInput/>", name="FORMTEXT", result="\u2002" * 5)
    standard = form_field('<w:textInput><w:default w:val="dd/mm"/></w:textInput>', name="FORMTEXT", result="dd/mm")
    assert marks_of(read(para(filled)), "Ada") == {Mark.CONTROL}
    assert marks_of(read(para(blank)), "\u2002") == frozenset()
    assert marks_of(read(para(standard)), "dd/mm") == frozenset()


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Wingdings", "F0FE", TICKED_BOX),
        ("Wingdings", "F0A8", EMPTY_BOX),
        ("Wingdings", "FC", TICKED_BOX),
        ("Wingdings 2", "F052", TICKED_BOX),
        ("Wingdings 2", "F0A3", EMPTY_BOX),
        ("Webdings", "F063", EMPTY_BOX),
        ("Webdings", "F061", TICKED_BOX),
    ],
)
def test_a_symbol_is_the_box_that_it_draws(font, code, shown):
    page = read(para(f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>', " Yes"))
    assert texts(page.body) == [f"{shown} Yes"]


def test_letters_in_a_symbol_font_are_boxes_and_words_in_it_stay_words():
    looks = '<w:rFonts w:ascii="Webdings" w:hAnsi="Webdings"/>'
    assert texts(read(para(run("c", looks), " White British")).body) == [f"{EMPTY_BOX} White British"]
    assert texts(read(para(run("Mother", looks))).body) == ["Mother"]


def test_unicode_boxes_are_cut_out_one_by_one():
    page = read(para("\u2611 Yes \u25a1 No \u2714"))
    assert isinstance(page.body[0], Paragraph)
    boxes = [span.text for span in page.body[0].spans if Mark.BOX in span.marks]
    assert boxes == [TICKED_BOX, EMPTY_BOX, TICKED_BOX]


def test_a_text_box_comes_once_though_word_writes_it_twice():
    box = f"<w:txbxContent>{para('Office use')}</w:txbxContent>"
    drawn = (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(read(para("before", drawn) + para("after")).body) == ["before", "Office use", "after"]


def test_insertions_are_kept_and_deletions_dropped():
    page = read(
        para(
            "Born ",
            "<w:del><w:r><w:delText>01/02/2024</w:delText></w:r></w:del>",
            f"<w:ins>{run('01/02/2020')}</w:ins>",
        )
    )
    assert texts(page.body) == ["Born 01/02/2020"]
    assert any("tracked changes" in warning for warning in page.warnings)


def test_a_moved_text_stands_where_it_was_moved_to():
    page = read(para(f"<w:moveFrom>{run('Ada')}</w:moveFrom>", "x") + para("y", f"<w:moveTo>{run('Ada')}</w:moveTo>"))
    assert texts(page.body) == ["x", "yAda"]


def test_a_deleted_row_is_gone_and_an_inserted_one_is_there():
    page = read(table(row("a", looks="<w:del/>"), row("b", looks="<w:ins/>"), row("c")))
    assert rows(tables(page.body)[0]) == [["b"], ["c"]]


def test_a_deleted_paragraph_end_joins_the_lines():
    page = read(para("one ", looks="<w:rPr><w:del/></w:rPr>") + para("two"))
    assert texts(page.body) == ["one two"]


@pytest.mark.parametrize("wrapper", ["smartTag", "customXml", "fldSimple", "hyperlink"])
def test_a_wrapper_keeps_its_words(wrapper):
    assert texts(read(para("a ", f"<w:{wrapper}>{run('b')}</w:{wrapper}>", " c")).body) == ["a b c"]


def test_of_a_complex_field_only_the_result_is_seen():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> MERGEFIELD x </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("Ada")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(read(para("Name: ", field)).body) == ["Name: Ada"]


def test_a_field_that_never_ends_keeps_its_words():
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    assert texts(read(para(field, "Ada") + para("Quill")).body) == ["Ada", "Quill"]


@pytest.mark.parametrize(
    ("looks", "mark"),
    [
        ("<w:b/>", Mark.BOLD),
        ("<w:i/>", Mark.ITALIC),
        ('<w:u w:val="single"/>', Mark.UNDERLINE),
        ("<w:strike/>", Mark.STRIKE),
        ("<w:dstrike/>", Mark.STRIKE),
        ('<w:highlight w:val="yellow"/>', Mark.HIGHLIGHT),
        ('<w:shd w:val="clear" w:fill="FFFF00"/>', Mark.HIGHLIGHT),
    ],
)
def test_formatting_that_may_be_an_answer_is_kept(looks, mark):
    assert marks_of(read(para(run("Yes", looks), " / No")), "Yes") == {mark}


@pytest.mark.parametrize(
    "looks",
    ['<w:b w:val="0"/>', '<w:u w:val="none"/>', '<w:highlight w:val="none"/>', '<w:shd w:val="clear" w:fill="auto"/>'],
)
def test_formatting_that_is_switched_off_marks_nothing(looks):
    assert marks_of(read(para(run("Yes", looks))), "Yes") == frozenset()


def test_hidden_text_is_left_out_whether_by_itself_or_by_its_style():
    styles = '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    hidden = run("a", "<w:vanish/>") + run("b", '<w:rStyle w:val="Secret"/>')
    assert texts(read(para(hidden, "c"), styles=styles).body) == ["c"]


def test_a_style_lends_its_look_and_its_outline_level():
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="H"/></w:style>'
    )
    page = read(para("Referrer", looks='<w:pStyle w:val="Own"/>'), styles=styles)
    assert isinstance(page.body[0], Paragraph)
    assert page.body[0].heading == 2
    assert page.body[0].has(Mark.BOLD)


def test_a_style_based_on_itself_does_no_harm():
    styles = '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="A"/><w:rPr><w:b/></w:rPr></w:style>'
    assert texts(read(para("x", looks='<w:pStyle w:val="A"/>'), styles=styles).body) == ["x"]


def test_automatic_numbers_are_worked_out():
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )

    def item(text, level):
        return para(text, looks=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')

    page = read(item("a", 0) + item("b", 1) + item("c", 1) + item("d", 0) + item("e", 1), numbering=numbering)
    numbers = [block.number for block in page.body if isinstance(block, Paragraph)]
    assert numbers == ["1.", "1.a)", "1.b)", "2.", "2.a)"]


def test_tabs_breaks_and_hyphens_are_kept():
    odd = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t><w:noBreakHyphen/><w:t>e</w:t></w:r>"
    assert texts(read(para(odd)).body) == ["a\tb\nc\nd-e"]


def test_headers_and_footers_are_read_with_their_tables_and_each_once():
    page = read(para("body"), header=para("RESTRICTED") + table(row("Ref No", "MK/7")), footer=para("v3"))
    assert texts(page.headers) == ["RESTRICTED"]
    assert rows(tables(page.headers)[0]) == [["Ref No", "MK/7"]]
    assert texts(page.footers) == ["v3"]


def test_footnotes_and_endnotes_are_read_but_not_their_separators():
    notes = f'<w:footnote w:type="separator" w:id="0">{para("---")}</w:footnote><w:footnote w:id="1">{para("a note")}</w:footnote>'
    page = read(para("body"), footnotes=notes, endnotes=f'<w:endnote w:id="1">{para("an end")}</w:endnote>')
    assert texts(page.notes) == ["a note", "an end"]


def test_comments_are_said_and_not_read():
    page = read(para("body"), comments=f'<w:comment w:id="1">{para("is this right?")}</w:comment>')
    assert texts(page.blocks) == ["body"]
    assert any("1 comment " in warning for warning in page.warnings)


def test_a_formula_keeps_its_letters():
    assert texts(read(para("x = ", "<m:oMath><m:r><m:t>42</m:t></m:r></m:oMath>")).body) == ["x = 42"]


def test_every_place_is_named_as_a_person_would_count():
    page = read(para("a") + table(row("b", cell("c", "d"))))
    found = [cell.blocks[-1].source for cell in tables(page.body)[0].cells]
    assert page.body[0].source == "body/paragraph 1"
    assert found == ["body/table 1/row 1/cell 1/paragraph 1", "body/table 1/row 1/cell 2/paragraph 2"]
