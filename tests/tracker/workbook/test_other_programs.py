"""What other programs make of the workbook is read as what it says, however they write it."""

import re

import pytest
from tracker_sample import CONTENT, sample_book, with_fact
from workbooks import parts, value, with_parts

from pipeline.errors import TrackerUnreadable
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.merge.tables import tables

PACKAGE, BASE = sample_book()
REF = "CSP-2026-0040"
SHEET = "xl/worksheets/sheet3.xml"
RELATIONS = "xl/worksheets/_rels/sheet3.xml.rels"
CHILD = re.compile(r'<c r="(B\d+)" s="(\d+)" t="inlineStr"><is><t>R\.K\.</t></is></c>')


def with_child(written: str) -> bytes:
    """The workbook with the one cell that says `R.K.` written in another way."""
    xml, found = CHILD.subn(lambda cell: written.format(at=cell[1], style=cell[2]), parts(PACKAGE)[SHEET].decode())
    assert found == 1
    return with_parts(PACKAGE, {SHEET: xml.encode()})


@pytest.mark.parametrize(
    "written",
    [
        '<c r="{at}" s="{style}" t="inlineStr"><is><t>R.K.</t></is></c>',
        '<c t="inlineStr" s="{style}" r="{at}"><is><t>R.K.</t></is></c>',
        '<c r="{at}" t="inlineStr" s="{style}"><is><r><t>R.</t></r><r><rPr><b/></rPr><t>K.</t></r></is></c>',
        '<c r="{at}" t="inlineStr"><is><t>R.K.</t><rPh sb="0" eb="1"><t>ar kay</t></rPh></is></c>',
        '<c r="{at}" s="{style}" t="str"><v>R.K.</v></c>',
        '<c r="{at}" s="{style}" t="str" ph="1" cm="1"><v xml:space="preserve"> R.K.</v></c>',
        '<c r="{at}" s="{style}" t="str"><v>&#82;.K.</v></c>',
        '<c r="{at}" s="{style}" t="str"> <v>R.K.</v> </c>',
        '<c r="{at}" s="{style}" t="inlineStr"><is><t>R.K.</t></is></c><c r="XFD7" s="{style}" />',
        '<c r="{at}" s="{style}" t="inlineStr"><is><t>R.K.</t></is><extLst><ext uri="urn:x"/></extLst></c>',
    ],
)
def test_a_cell_is_read_alike_however_it_is_written(written: str) -> None:
    standing, again = tables(PACKAGE), tables(with_child(written))
    for name, table in standing.items():
        assert [(row.key, row.texts, row.odd) for row in again[name].rows] == [
            (row.key, row.texts, row.odd) for row in table.rows
        ]


def test_a_formula_shows_its_value_and_is_known_as_a_formula() -> None:
    package = with_child('<c r="{at}" s="{style}" t="str"><f>UPPER("r.k.")</f><v>R.K.</v></c>')
    (row,) = (row for row in tables(package)["Cases"].rows if row.odd)
    assert row.texts["Child"] == row.odd["Child"].text == "R.K."
    assert row.odd["Child"].formula


def test_a_row_that_never_ends_is_damage_and_hides_no_other_row() -> None:
    broken = parts(PACKAGE)[SHEET].replace(b"</row>", b"", 5)
    with pytest.raises(TrackerUnreadable):
        tables(with_parts(PACKAGE, {SHEET: broken}))


def test_links_that_another_program_turned_elsewhere_lead_to_the_forms_again() -> None:
    elsewhere = parts(PACKAGE)[RELATIONS].replace(b'"originals/', b'"../elsewhere/originals/')
    package, _ = patched(with_parts(PACKAGE, {RELATIONS: elsewhere}), CONTENT, base=BASE)
    sheet, relations = parts(package)[SHEET].decode(), parts(package)[RELATIONS].decode()
    linked = dict(re.findall(r'<hyperlink[^>]* ref="([A-Z]+\d+)" r:id="(\w+)"', sheet))
    assert len(linked) == sheet.count("<hyperlink ") == len(CONTENT.originals)
    targets = {re.search(rf'Id="{id_}"[^>]* Target="([^"]+)"', relations)[1] for id_ in linked.values()}  # type: ignore[index]
    assert targets == set(CONTENT.originals.values())


def test_blanks_are_kept_where_they_would_be_lost_and_nothing_is_said_of_them_elsewhere() -> None:
    package, _ = patched(PACKAGE, with_fact("notes", "two  blanks\nin two lines", given=CONTENT, ref=REF), base=BASE)
    assert parts(package)[SHEET].count(b'xml:space="preserve"') == 1
    assert value(package, REF, "Notes") == "two  blanks\nin two lines"
