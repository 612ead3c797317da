"""OpenDocument texts, construct by construct."""

import pytest
from word_files import rows, tables, texts, zipped

from parsers.page import EMPTY_BOX, TICKED_BOX, Mark, Paragraph
from parsers.readers import opendocument
from parsers.unreadable import Unreadable, Why

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        **{prefix: f"{_OASIS}{prefix}:1.0" for prefix in ("office", "text", "table", "style", "form", "meta")},
        "draw": f"{_OASIS}drawing:1.0",
        "fo": f"{_OASIS}xsl-fo-compatible:1.0",
        "svg": f"{_OASIS}svg-compatible:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "field": "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    }.items()
)
FIELD = "vnd.oasis.opendocument.field."


def odt(
    body: str, *, styles: str = "", masters: str = "", meta: str = "", more: dict[str, bytes] | None = None
) -> bytes:
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {NAMESPACES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {NAMESPACES}><office:master-styles>{masters}"
            "</office:master-styles></office:document-styles>",
            "meta.xml": f"<office:document-meta {NAMESPACES}><office:meta>{meta}</office:meta></office:document-meta>",
            **(more or {}),
        }
    )


def read(body: str, **parts: str):
    return opendocument.page(odt(body, **parts))


def p(content: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def cell(content: str, looks: str = "") -> str:
    return f"<table:table-cell {looks}>{content if content.startswith('<') else p(content)}</table:table-cell>"


def table(*table_rows: str) -> str:
    inner = "".join(f"<table:table-row>{each}</table:table-row>" for each in table_rows)
    return f"<table:table>{inner}</table:table>"


def style(name: str, looks: str, *, family: str = "text", parent: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{parent}">'
        f"<style:text-properties {looks}/></style:style>"
    )


def only(page) -> Paragraph:
    (block,) = page.body
    assert isinstance(block, Paragraph)
    return block


def test_paragraphs_and_headings_come_in_order():
    page = read(p("a") + '<text:h text:outline-level="2">b</text:h>' + p("c"))
    assert [(block.text, block.heading) for block in page.body] == [("a", 0), ("b", 2), ("c", 0)]


def test_spaces_tabs_and_breaks_are_kept_and_line_ends_of_the_file_are_not():
    page = read(p('\n   a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d \n e\n<text:span> f</text:span>'))
    assert only(page).text == "a   b\tc\nd e f"


def test_the_items_of_a_list_are_paragraphs():
    item = "<text:list-item>{}</text:list-item>"
    inner = f"<text:list>{item.format(p('b'))}</text:list>"
    page = read(f"<text:list>{item.format(p('a') + inner)}{item.format(p('c'))}</text:list>")
    assert texts(page.body) == ["a", "b", "c"]
    assert all(block.list_item for block in page.body)


@pytest.mark.parametrize(
    ("looks", "mark"),
    [
        ('fo:font-weight="bold"', Mark.BOLD),
        ('fo:font-weight="700"', Mark.BOLD),
        ('fo:font-style="italic"', Mark.ITALIC),
        ('style:text-underline-style="solid"', Mark.UNDERLINE),
        ('style:text-line-through-style="solid"', Mark.STRIKE),
        ('style:text-line-through-type="double"', Mark.STRIKE),
        ('fo:background-color="#ffff00"', Mark.HIGHLIGHT),
    ],
)
def test_formatting_is_followed_through_styles(looks, mark):
    styles = style("Base", looks) + style("T1", "", parent="Base")
    page = read(p('<text:span text:style-name="T1">Yes</text:span> / No'), styles=styles)
    assert [(span.text, span.marks) for span in only(page).spans] == [("Yes", {mark}), (" / No", frozenset())]


def test_formatting_that_is_switched_off_marks_nothing():
    styles = style("B", 'fo:font-weight="bold"', family="paragraph") + style(
        "N", 'fo:font-weight="normal" style:text-line-through-style="none" fo:background-color="transparent"'
    )
    page = read(p('<text:span text:style-name="N">Yes</text:span>', "B"), styles=styles)
    assert only(page).spans[0].marks == frozenset()


def test_hidden_text_and_hidden_sections_are_left_out():
    styles = style("H", 'text:display="none"')
    hidden = '<text:section text:display="none">' + p("secret") + "</text:section>"
    page = read(hidden + p('<text:span text:style-name="H">secret</text:span>seen'), styles=styles)
    assert texts(page.body) == ["seen"]


def test_merged_cells_stand_at_their_true_places():
    covered = "<table:covered-table-cell/>"
    page = read(
        table(
            cell("wide", 'table:number-columns-spanned="2"') + covered + cell("c"),
            cell("tall", 'table:number-rows-spanned="2"') + cell("b") + cell("c"),
            covered + cell("e") + cell("f"),
        )
    )
    found = tables(page.body)[0]
    assert [(each.text, each.row, each.column, each.row_span, each.column_span) for each in found.cells] == [
        ("wide", 0, 0, 1, 2),
        ("c", 0, 2, 1, 1),
        ("tall", 1, 0, 2, 1),
        ("b", 1, 1, 1, 1),
        ("c", 1, 2, 1, 1),
        ("e", 2, 1, 1, 1),
        ("f", 2, 2, 1, 1),
    ]


def test_repeated_cells_and_rows_are_repeated_within_bounds():
    page = read(table(cell("", 'table:number-columns-repeated="3"')))
    assert tables(page.body)[0].columns == 3
    page = read(
        f'<table:table><table:table-row table:number-rows-repeated="9999999">{cell("a")}</table:table-row></table:table>'
    )
    assert tables(page.body)[0].rows <= 100


def test_a_table_in_a_cell_is_read_in_its_place():
    found = tables(read(table(cell(p("before") + table(cell("x")) + p("after")))).body)[0].cells[0]
    assert [type(block).__name__ for block in found.blocks] == ["Paragraph", "Table", "Paragraph"]


def test_header_rows_are_rows():
    header = f"<table:table-header-rows><table:table-row>{cell('Name')}</table:table-row></table:table-header-rows>"
    page = read(f"<table:table>{header}<table:table-row>{cell('Ada')}</table:table-row></table:table>")
    assert rows(tables(page.body)[0]) == [["Name"], ["Ada"]]


def test_a_text_box_comes_once_after_its_paragraph():
    box = f"<draw:frame><draw:text-box>{p('Office use')}</draw:text-box></draw:frame>"
    assert texts(read(p(f"before{box}") + p("after")).body) == ["before", "Office use", "after"]


def test_a_shape_may_hold_text():
    shape = f"<draw:g><draw:custom-shape>{p('OFFICIAL')}<draw:enhanced-geometry/></draw:custom-shape></draw:g>"
    assert texts(read(p(shape)).body) == ["", "OFFICIAL"]


@pytest.mark.parametrize("deleted", [p("01/02/2024"), ""])
def test_tracked_changes_are_read_as_accepted(deleted):
    changes = (
        f'<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>{deleted}</text:deletion>'
        '</text:changed-region><text:changed-region text:id="c2"><text:insertion/></text:changed-region>'
        "</text:tracked-changes>"
    )
    in_place = '<text:change-start text:change-id="c1"/>gone<text:change-end text:change-id="c1"/>'
    kept = '<text:change-start text:change-id="c2"/>01/02/2020<text:change-end text:change-id="c2"/>'
    page = read(changes + p(f'Born <text:change text:change-id="c1"/>{in_place}{kept}'))
    assert texts(page.body) == ["Born 01/02/2020"]
    assert any("tracked changes" in warning for warning in page.warnings)


def test_notes_are_read_apart_and_comments_only_said():
    note = f'<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>{p("a note")}</text:note-body></text:note>'
    comment = f"<office:annotation>{p('really?')}</office:annotation>"
    page = read(p(f"body{note}{comment}"))
    assert (texts(page.body), texts(page.notes)) == (["body"], ["a note"])
    assert any("1 comment " in warning for warning in page.warnings)


@pytest.mark.parametrize(
    ("control", "shown"),
    [
        ('<form:checkbox form:id="c" form:current-state="checked"/>', TICKED_BOX),
        ('<form:checkbox form:id="c" form:state="checked" form:current-state="unchecked"/>', EMPTY_BOX),
        ('<form:checkbox form:id="c" form:label="Yes"/>', f"{EMPTY_BOX} Yes"),
        ('<form:radio form:id="c" form:current-selected="true"/>', TICKED_BOX),
        ('<form:text form:id="c" form:current-value="Ada"/>', "Ada"),
        ('<form:date form:id="c" form:current-value="2026-11-12"/>', "2026-11-12"),
        (
            '<form:listbox form:id="c"><form:option form:label="Male"/>'
            '<form:option form:label="Female" form:current-selected="true"/></form:listbox>',
            "Female",
        ),
    ],
)
def test_a_form_control_shows_its_state_where_it_stands(control, shown):
    forms = f"<office:forms><form:form>{control}</form:form></office:forms>"
    page = read(forms + p('A <draw:control draw:control="c"/> B'))
    assert texts(page.body) == [f"A {shown} B"]


def test_a_date_control_carries_its_date():
    forms = (
        '<office:forms><form:form><form:date form:id="c" form:current-value="2026-11-12"/></form:form></office:forms>'
    )
    assert only(read(forms + p('<draw:control draw:control="c"/>'))).spans[0].iso == "2026-11-12"


@pytest.mark.parametrize(
    ("attributes", "text", "shown", "marks"),
    [
        ('loext:checkbox="true" loext:checked="true"', "☐", TICKED_BOX, {Mark.BOX}),
        ('loext:checkbox="true"', "☒", EMPTY_BOX, {Mark.BOX}),
        ('loext:showing-place-holder="true"', "Choose.", "Choose.", {Mark.PLACEHOLDER}),
        ('loext:dropdown="true"', "Male", "Male", {Mark.CONTROL}),
    ],
)
def test_the_controls_of_word_are_kept_by_libreoffice(attributes, text, shown, marks):
    page = read(p(f"<loext:content-control {attributes}>{text}</loext:content-control>"))
    assert [(span.text, span.marks) for span in only(page).spans] == [(shown, marks)]


def test_a_date_of_a_word_control_is_carried():
    control = '<loext:content-control loext:date="true" loext:current-date="2026-11-10T00:00:00Z">10 Nov</loext:content-control>'
    assert only(read(p(control))).spans[0].iso == "2026-11-10"


def test_old_form_fields_of_word_show_their_state():
    def mark(kind, *settings):
        inner = "".join(f'<field:param field:name="{name}" field:value="{value}"/>' for name, value in settings)
        return f'<field:fieldmark field:type="{FIELD}{kind}">{inner}</field:fieldmark>'

    entries = [("Dropdown_ListEntry", "Male"), ("Dropdown_ListEntry", "Female")]
    typed = f'<field:fieldmark-start field:type="{FIELD}FORMTEXT"/>Ada<field:fieldmark-end/>'
    page = read(
        p(mark("FORMCHECKBOX", ("Checkbox_Checked", "true")))
        + p(mark("FORMCHECKBOX"))
        + p(mark("FORMDROPDOWN", *entries, ("Dropdown_Selected", "1")))
        + p(mark("FORMDROPDOWN", *entries))
        + p(f"Name {typed} after")
    )
    assert texts(page.body) == [TICKED_BOX, EMPTY_BOX, "Female", "Male", "Name Ada after"]
    assert [block.spans[0].marks for block in page.body[2:4]] == [{Mark.CONTROL}, {Mark.PLACEHOLDER}]
    assert [span.marks for span in page.body[4].spans] == [frozenset(), {Mark.CONTROL}, frozenset()]


def test_headers_and_footers_of_every_kind_of_page_are_read_once():
    masters = (
        f"<style:master-page><style:header>{p('RESTRICTED')}</style:header><style:footer>{p('v3')}</style:footer>"
        f"</style:master-page><style:master-page><style:header>{p('RESTRICTED')}</style:header></style:master-page>"
        f'<style:master-page><style:header style:display="false">{p("unseen")}</style:header></style:master-page>'
    )
    page = read(p("body"), masters=masters)
    assert (texts(page.headers), texts(page.footers)) == (["RESTRICTED"], ["v3"])


def test_title_and_own_properties_are_known():
    page = read(p("x"), meta='<dc:title>A form</dc:title><meta:user-defined meta:name="Edition">4</meta:user-defined>')
    assert page.title == "A form"
    assert ("Edition", "4") in page.properties


def test_macros_are_said():
    page = opendocument.page(odt(p("x"), more={"Basic/Standard/Module1.xml": b"<x/>"}))
    assert page.warnings == ("The file holds macros; they were not run.",)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (odt(p("x"), more={"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), Why.ENCRYPTED),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), Why.DAMAGED),
        (zipped({"content.xml": b"<broken"}), Why.DAMAGED),
        (zipped({"content.xml": b"<!DOCTYPE x><x/>"}), Why.FORBIDDEN_MARKUP),
        (odt("<text:p>" * 300), Why.DAMAGED),
    ],
)
def test_what_cannot_be_read_says_why(content, why):
    with pytest.raises(Unreadable) as refused:
        opendocument.page(content)
    assert refused.value.why is why


def test_deep_nesting_is_read_or_refused_and_never_fatal():
    deep = "<table:table><table:table-row><table:table-cell>" * 80 + p("x")
    content = odt(deep + "</table:table-cell></table:table-row></table:table>" * 80)
    assert opendocument.page(content).body
