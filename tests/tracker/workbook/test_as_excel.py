"""Our workbook as desktop Excel saves it after a day's work: read as typed, and patched without harm to anything."""

import re
from pathlib import Path

import pytest
from as_excel import Cell, Excel
from libreoffice import converted
from lxml import etree
from office_extras import OFFICE_COLUMNS, SHEET, SORTED, TABLE, TWICE, WEEKS, saved_by_excel
from openpyxl.utils import column_index_from_string, get_column_letter
from tracker_sample import CONTENT, NOW, sample_book, with_cases, with_fact
from workbooks import FAR, parts, with_parts

from pipeline.facts import Fact
from pipeline.tracker.content.layout import CASES
from pipeline.tracker.merge.office_words import office_words
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.merge.tables import table

pytestmark = pytest.mark.passes

PACKAGE, BASE = sample_book()
EXCELS = saved_by_excel(PACKAGE)
REF = "CSP-2026-0040"
MORE = with_cases(CONTENT, "N.W.", "S.E.")
OURS = re.compile(r"xl/(worksheets/|tables/|comments|charts/|drawings/(commentsDrawing|vmlDrawing)|workbook\.xml)")


CHANGED = with_fact("panel_ref", "P-1", given=MORE, ref=REF)


def test_what_excel_saves_unchanged_says_nothing_and_is_left_as_it_is() -> None:
    words = office_words(EXCELS, BASE, cases=CONTENT.cases, now=NOW)
    assert (words.facts, words.refusals, words.log, words.new_cases, words.deleted) == ((), (), (), (), ())
    assert patched(EXCELS, CONTENT, base=BASE)[0] is EXCELS


def test_every_part_without_our_cells_is_carried_over_byte_for_byte() -> None:
    package, base = patched(EXCELS, CHANGED, base=BASE)
    before, after = parts(EXCELS), parts(package)
    assert list(after) == list(before)
    assert {name for name in before if before[name] != after[name] and not OURS.match(name)} == set()
    assert patched(package, CHANGED, base=base)[0] is package


def elements(xml: bytes) -> dict[str, bytes]:
    """The cells of a sheet as they stand in the part."""
    return {
        found[1].decode(): found[0] for found in re.finditer(rb'<c r="([A-Z]+\d+)"[^>]*?(?:/>|>.*?</c>)', xml, re.S)
    }


def test_in_a_sheet_with_our_cells_everything_else_survives() -> None:
    before = parts(EXCELS)[SHEET]
    after = parts(patched(EXCELS, CHANGED, base=BASE)[0])[SHEET]
    old, new = elements(before), elements(after)
    theirs = {at for at in old if at.rstrip("0123456789") in OFFICE_COLUMNS}
    assert len(theirs) > 30
    assert {at: old[at] for at in theirs} == {at: new[at] for at in theirs}
    head = before[: before.index(b"<dimension")]
    assert after.startswith(head)
    shapes = [re.sub(rb"\d+", b"#", xml[xml.rindex(b"</sheetData>") :]) for xml in (before, after)]
    links = [re.sub(rb"<hyperlink [^>]*/>", b"", shape) for shape in shapes]
    assert links[0] == links[1]
    rows = [dict(re.findall(rb'<row r="(\d+)"([^>]*)>', xml)) for xml in (before, after)]
    for number, said_ in rows[0].items():
        if int(number) < 13:
            assert set(re.sub(rb' spans="[^"]*"', b"", said_).split()) <= set(rows[1][number].split()), number


def test_added_rows_come_before_the_total_and_have_the_formulas_of_the_table() -> None:
    package, _ = patched(EXCELS, CHANGED, base=BASE)
    xml, described = parts(package)[SHEET].decode(), parts(package)[TABLE].decode()
    found = table(package, "Cases")
    assert found is not None
    places = {row.key: row.row.number for row in found.rows}
    assert (places["CSP-2026-0050"], places["CSP-2026-0051"]) == (13, 14)
    assert '<c r="D15"' in xml
    assert f'ref="A4:{WEEKS}15"' in described
    assert f'autoFilter ref="A4:{WEEKS}14"' in described
    assert "<filterColumn" in described
    for row in (13, 14):
        assert f'<c r="{WEEKS}{row}"' in xml
        assert re.search(rf'<c r="{WEEKS}{row}"[^>]*><f>Cases\[\[#This Row\],\[Children\]\]\*7</f>', xml)
        assert re.search(rf'<c r="{TWICE}{row}"[^>]*><f>D{row}\*2</f>', xml)
        assert f'<c r="{SORTED}{row}"' not in xml


@pytest.mark.libreoffice
@pytest.mark.slow
def test_libreoffice_opens_it_before_and_after_without_repair(tmp_path: Path) -> None:
    for name, package in (("before", EXCELS), ("after", patched(EXCELS, CHANGED, base=BASE)[0])):
        assert b"CSP-2026-0040" in converted(package, folder=tmp_path / name, to="fods")


def test_every_changed_part_is_still_xml_in_the_order_of_its_schema() -> None:
    package, _ = patched(EXCELS, CHANGED, base=BASE)
    for name, content_ in parts(package).items():
        if name.endswith((".xml", ".rels", ".vml")):
            etree.fromstring(content_)
    root = etree.fromstring(parts(package)[SHEET])
    was = [etree.QName(element).localname for element in etree.fromstring(parts(EXCELS)[SHEET])]
    assert [etree.QName(element).localname for element in root] == was


def letters_of(header: str) -> str:
    """The letters of a column of the Cases sheet, as it is made."""
    return get_column_letter([column.header for column in CASES.columns].index(header) + 1)


def test_a_formula_that_others_share_may_be_written_over() -> None:
    """Somebody filled a formula from a computed column across into a column of the office's own."""
    counted = letters_of("Working days left")
    filled = get_column_letter(4 + column_index_from_string(FAR) - column_index_from_string(counted))

    def edit(xml: str) -> str:
        for row in range(5, 13):
            shared = f'<f t="shared" ref="{counted}5:{FAR}12" si="4">D5+1</f>' if row == 5 else '<f t="shared" si="4"/>'
            xml = re.sub(
                rf'<c r="{counted}{row}"[^>]*?(/>|>.*?</c>)', f'<c r="{counted}{row}">{shared}<v>1</v></c>', xml
            )
            xml = re.sub(
                rf'(<row r="{row}".*?)(</row>)',
                rf'\1<c r="{FAR}{row}"><f t="shared" si="4"/><v>1</v></c>\2',
                xml,
                count=1,
            )
        return xml

    package = with_parts(PACKAGE, {SHEET: edit(parts(PACKAGE)[SHEET].decode()).encode()})
    new, base = patched(package, CONTENT, base=BASE)
    xml = parts(new)[SHEET].decode()
    used = set(re.findall(r'<f t="shared" si="(\d+)"/>', xml))
    assert used <= set(re.findall(r'<f t="shared" ref="[^"]*" si="(\d+)">', xml))
    assert f'<c r="{FAR}7"><f>{filled}7+1</f><v>1</v></c>' in xml
    assert patched(new, CONTENT, base=base)[0] is new


@pytest.mark.parametrize(
    "text",
    ["=SUM(A1)", "+44 7700 900123", "-1", "@name", "\tx", "=cmd|' /C calc'!A0", "\r\nx", "_x000D_", "x" * 32_767],
)
def test_text_that_looks_like_a_formula_stays_text_through_excel(text: str) -> None:
    given = with_fact("notes", text, given=CONTENT, ref=REF)
    package, base = patched(PACKAGE, given, base=BASE)
    saved = Excel(package).saved()
    assert office_words(saved, base, cases=given.cases, now=NOW).facts == ()
    assert patched(saved, given, base=base)[0] is saved


STRICT = (
    ("schemas.openxmlformats.org/spreadsheetml/2006/main", "purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        "schemas.openxmlformats.org/officeDocument/2006/relationships",
        "purl.oclc.org/ooxml/officeDocument/relationships",
    ),
    ("schemas.openxmlformats.org/drawingml/2006", "purl.oclc.org/ooxml/drawingml"),
)


def as_strict(package: bytes) -> bytes:
    """The workbook as Excel saves it under Strict Open XML, with days as ISO 8601 writes them."""
    changed = {}
    for name, content_ in parts(package).items():
        if name.endswith((".xml", ".rels")):
            text = content_.decode()
            for was, now in STRICT:
                text = text.replace(was, now)
            if name == SHEET:
                aware = letters_of("LA aware on")
                day = r'\1 t="d"><v>2026-11-12T00:00:00.000</v>'
                text = re.sub(rf'(<c r="{aware}\d+" s="\d+")><v>46338</v>', day, text)
            changed[name] = text.encode()
    return with_parts(package, changed)


@pytest.mark.libreoffice
@pytest.mark.slow
def test_strict_open_xml_is_read_and_stays_strict(tmp_path: Path) -> None:
    strict = as_strict(Excel(PACKAGE).saved())
    assert b't="d"' in parts(strict)[SHEET]
    assert office_words(strict, BASE, cases=CONTENT.cases, now=NOW).facts == ()
    package, base = patched(strict, CHANGED, base=BASE)
    for name in (SHEET, "xl/worksheets/_rels/sheet2.xml.rels"):
        assert b"schemas.openxmlformats.org/officeDocument" not in parts(package)[name]
    assert patched(package, CHANGED, base=base)[0] is package
    assert b"CSP-2026-0050" in converted(package, folder=tmp_path / "open", to="fods")


@pytest.mark.libreoffice
@pytest.mark.slow
def test_what_stands_below_a_table_full_of_excels_extras_moves_down_whole(tmp_path: Path) -> None:
    excel = Excel(EXCELS)
    sheet = excel.sheet("Cases")
    sheet.type(16, 1, "Remember the panel dates")
    sheet.cells[17, 2] = Cell(markup="<f>SUM(Cases[Children])+COUNTA(A5:A12)</f><v>9</v>")
    saved = excel.saved()
    package, base = patched(saved, CHANGED, base=BASE)
    xml = parts(package)[SHEET].decode()
    assert re.search(r'<c r="A18" t="s">', xml)
    assert '<c r="B19"><f>SUM(Cases[Children])+COUNTA(A5:A14)</f>' in xml
    assert '<mergeCell ref="A18:C18"/>' in xml
    assert '<brk id="18"' in xml
    assert f'ref="A4:{WEEKS}15"' in parts(package)[TABLE].decode()
    assert patched(package, CHANGED, base=base)[0] is package
    assert b"Remember the panel dates" in converted(package, folder=tmp_path / "open", to="fods")


NOON = "2026-11-12"


def fact_typed(header: str, typed: object) -> Fact:
    """The one fact that Excel's workbook says once `typed` stands in a cell of the case."""
    excel = Excel(PACKAGE)
    sheet = excel.sheet("Cases")
    sheet.type(sheet.row(REF), sheet.header(header), typed)  # type: ignore[arg-type]
    (fact,) = office_words(excel.saved(), BASE, cases=CONTENT.cases, now=NOW).facts
    return fact


@pytest.mark.parametrize(
    "typed",
    [
        "12/11/2026", "12/11/26", "12.11.2026", "12-11-2026", "12 11 2026", "12 Nov 2026", "12 November 2026",
        "12th November 2026", "12th of November 2026", "12th November, 2026", "Thursday 12 November 2026",
        "Thurs 12 Nov 2026", "Thu, 12 Nov 2026", "Thursday, 12th November 2026", "12-Nov-26", "12-Nov-2026", "12Nov2026",
        "12/Nov/2026", "12 Nov. 2026", "November 12, 2026", "Nov 12 2026", "2026-11-12", "2026/11/12", " 12/11/2026 ",
        "12/11/2026\u00a0", "\u200b12\u00a0November\u00a02026", "12 / 11 / 2026", "12\u201311\u20132026", "12 NOVEMBER 2026",
        "12/11/2026.", "12 Nov \u201926", "12 nov '26", "12/11/2026 (Thursday)", "12/11/2026 00:00:00", "2026-11-12T00:00:00",
        "12/11/2026 Thu",
    ],
)  # fmt: skip
def test_a_day_typed_as_text_is_that_day_in_every_usual_form(typed: str) -> None:
    assert str(fact_typed("Notified Panel on", typed).value) == NOON


@pytest.mark.parametrize(
    "typed", ["12/11/2026 2pm", "12 November 2026 at 2.30 pm", "12/11/26, 14:00", "12 Nov 2026 @ 2pm"]
)
def test_a_day_with_its_time_is_a_day(typed: str) -> None:
    assert str(fact_typed("Notified Panel on", typed).value) == NOON


@pytest.mark.parametrize(
    ("header", "typed", "name", "expected"),
    [
        ("Children", "3", "children", 3),
        ("Children", "3 ", "children", 3),
        ("Children", "\u00a03", "children", 3),
        ("Criteria met", " YES\u200b", "criteria_met", "yes"),
        ("Panel ref", 1234567.0, "panel_ref", "1234567"),
        ("Legal hold", True, "legal_hold", "yes"),
    ],
)
def test_numbers_and_choices_are_read_however_excel_holds_them(
    header: str, typed: object, name: str, expected: object
) -> None:
    fact = fact_typed(header, typed)
    assert (fact.name, fact.value) == (name, expected)


def test_headers_with_spaces_round_them_are_known() -> None:
    excel = Excel(PACKAGE)
    sheet = excel.sheet("Cases")
    for header in ("Ref", "Panel ref", "LA aware on"):
        sheet.cells[4, sheet.header(header)].value = f"\u00a0{header.upper()} \u200b"
    sheet.type(sheet.row(REF), 23, "P-9") if sheet.shown(4, 23) == "Panel ref" else None
    words = office_words(excel.saved(), BASE, cases=CONTENT.cases, now=NOW)
    assert words.refusals == ()
