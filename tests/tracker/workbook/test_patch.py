"""The patch changes our cells and nothing else, however the workbook was written and whatever is in it."""

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import tracker_sample
from laden import with_everything
from libreoffice import converted
from lxml import etree
from openpyxl.utils import get_column_letter
from tracker_sample import CONTENT, NOW, content, said, sample_book, with_cases, with_deadlines
from workbooks import FAR, FREE, LAST, NEXT_FREE, column_of, parts, put, row_of, typed, value, with_parts

from pipeline.errors import TrackerUnreadable
from pipeline.facts import Case, Value
from pipeline.shown_text import LONGEST
from pipeline.tracker.content.layout import AGENCIES, CASES
from pipeline.tracker.merge.office_words import office_words
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.model import TrackerContent
from tests.workbook_seen import book_of

pytestmark = pytest.mark.passes

PACKAGE, BASE = sample_book()
REF = "CSP-2026-0040"
SHEET = "xl/worksheets/sheet3.xml"
OURS = re.compile(r"xl/(worksheets/|tables/|comments|charts/|drawings/(commentsDrawing|vmlDrawing))")
ONE_MORE, MORE = with_cases(CONTENT, "N.W."), with_cases(CONTENT, "N.W.", "=SUM(A1)")


def with_fact(name: str, said_value: Value, *, given: TrackerContent = CONTENT, subject: str = "") -> TrackerContent:
    return tracker_sample.with_fact(name, said_value, given=given, ref=REF, subject=subject)


def edited_sheet(package: bytes, edit: object, part: str = SHEET) -> bytes:
    return with_parts(package, {part: edit(parts(package)[part].decode()).encode()})  # type: ignore[operator]


def test_two_passes_without_edits_give_the_same_bytes() -> None:
    assert patched(PACKAGE, CONTENT, base=BASE)[0] is PACKAGE


def test_a_base_that_was_lost_changes_nothing() -> None:
    package, base = patched(PACKAGE, CONTENT, base={})
    assert package is PACKAGE
    assert base["Cases"] == BASE["Cases"]


def test_parts_that_hold_none_of_our_cells_are_carried_over_byte_for_byte() -> None:
    rich = with_everything(PACKAGE)
    package, base = patched(rich, MORE, base=BASE)
    before, after = parts(rich), parts(package)
    assert list(after) == list(before)
    changed = {name for name in before if before[name] != after[name]}
    assert SHEET in changed
    assert all(OURS.match(name) for name in changed), changed
    assert before["xl/threadedComments/threadedComment1.xml"] == after["xl/threadedComments/threadedComment1.xml"]
    assert b"[Threaded comment] Can the chair confirm?" in after["xl/comments1.xml"]
    assert patched(package, MORE, base=base)[0] is package


@pytest.mark.libreoffice
@pytest.mark.slow
def test_a_rich_workbook_still_opens_after_a_pass(tmp_path: Path) -> None:
    package, _ = patched(with_everything(PACKAGE), MORE, base=BASE)
    assert b"CSP-2026-0050" in converted(package, folder=tmp_path / "open", to="fods")


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_added_rows_belong_to_the_table_and_follow_the_row_above() -> None:
    package, _ = patched(with_everything(PACKAGE), MORE, base=BASE)
    book = book_of(package)
    sheet = book["Cases"]
    above, new = row_of(sheet, "CSP-2026-0012"), row_of(sheet, "CSP-2026-0050")
    assert sheet.tables["Cases"].ref == f"A4:{LAST}14"
    assert sheet.tables["Cases"].autoFilter is None or sheet.tables["Cases"].autoFilter.ref == f"A4:{LAST}14"
    assert sheet.dimensions.endswith("14")
    for column in range(1, 52):
        assert sheet.cell(new, column).style_id == sheet.cell(above, column).style_id
    tail = parts(package)[SHEET].decode().rpartition("</sheetData>")[2]
    assert f"<xm:sqref>{FREE}5:{FREE}14</xm:sqref>" in tail
    assert "<xm:sqref>D5:D14</xm:sqref>" in tail
    assert f"<xm:sqref>{FAR}5</xm:sqref>" in tail


def test_formulas_of_the_office_are_filled_down_and_computed_on_opening() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        sheet[f"{NEXT_FREE}4"] = "Weeks open"
        for row in range(5, 13):
            sheet[f"{NEXT_FREE}{row}"] = f"=(TODAY()-O{row})/7+${FAR}$1"

    package, _ = patched(typed(PACKAGE, edit), MORE, base=BASE)
    sheet = book_of(package)["Cases"]
    assert sheet[f"{NEXT_FREE}13"].value == f"=(TODAY()-O13)/7+${FAR}$1"
    assert b'fullCalcOnLoad="1"' in parts(package)["xl/workbook.xml"]


def test_a_formula_that_makes_no_sense_stops_no_pass() -> None:
    def edit(xml: str) -> str:
        cells = [
            f'<c r="{NEXT_FREE}12"><f>#ref!C12</f><v>1</v></c>',
            f'<c r="{FAR}12"><f>LEFT(#ref!,12)</f><v>1</v></c>',
        ]
        lost = rf"\1{''.join(cells)}\2"
        return re.sub(r'(<row r="12".*?)(</row>)', lost, xml, count=1)

    odd = edited_sheet(PACKAGE, edit)
    package, _ = patched(odd, MORE, base=BASE)
    sheet = book_of(package)["Cases"]
    assert sheet[f"{FAR}12"].value == "=LEFT(#ref!,12)"
    assert sheet["A14"].value == "CSP-2026-0051"


def test_a_shared_formula_is_filled_down_from_its_first_cell() -> None:
    def edit(xml: str) -> str:
        xml = re.sub(
            r'(<row r="5".*?)(</row>)',
            rf'\1<c r="{NEXT_FREE}5"><f t="shared" ref="{NEXT_FREE}5:{NEXT_FREE}12" si="0">D5*2</f><v>2</v></c>\2',
            xml,
            count=1,
        )
        for row in range(6, 13):
            xml = re.sub(
                rf'(<row r="{row}".*?)(</row>)',
                rf'\1<c r="{NEXT_FREE}{row}"><f t="shared" si="0"/><v>2</v></c>\2',
                xml,
                count=1,
            )
        return xml

    package, _ = patched(edited_sheet(PACKAGE, edit), MORE, base=BASE)
    assert book_of(package)["Cases"][f"{NEXT_FREE}13"].value == "=D13*2"


def test_the_calculation_chain_goes_when_formulas_come() -> None:
    def edit(xml: str) -> str:
        return re.sub(r'(<row r="12".*?)(</row>)', rf'\1<c r="{NEXT_FREE}12"><f>D12</f><v>1</v></c>\2', xml, count=1)

    held = parts(PACKAGE)
    chain = '<Relationship Id="rIdChain" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain" Target="calcChain.xml"/></Relationships>'
    override = '<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>'
    rich = with_parts(
        edited_sheet(PACKAGE, edit),
        {
            "xl/calcChain.xml": b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="%b12" i="2"/></calcChain>'
            % NEXT_FREE.encode(),
            "xl/_rels/workbook.xml.rels": held["xl/_rels/workbook.xml.rels"]
            .decode()
            .replace("</Relationships>", chain)
            .encode(),
            "[Content_Types].xml": held["[Content_Types].xml"].decode().replace("</Types>", override).encode(),
        },
    )
    kept = parts(patched(rich, with_fact("panel_ref", "P-1"), base=BASE)[0])
    assert "xl/calcChain.xml" in kept
    gone = parts(patched(rich, MORE, base=BASE)[0])
    assert "xl/calcChain.xml" not in gone
    assert b"calcChain" not in gone["xl/_rels/workbook.xml.rels"] + gone["[Content_Types].xml"]


@pytest.mark.parametrize(
    "text", ["=SUM(A1)", "+44", "-1", "@name", "\t=1", "a<b>&c", "_x0041_ literally", "two\nlines"]
)
def test_text_is_text_and_never_a_formula(text: str) -> None:
    given = with_fact("child", text)
    package, base = patched(PACKAGE, given, base=BASE)
    sheet = book_of(package)["Cases"]
    cell = sheet.cell(row_of(sheet, REF), column_of(sheet, "Child"))
    assert cell.data_type != "f"
    assert office_words(package, base, cases=given.cases, now=NOW).facts == ()
    assert patched(package, given, base=base)[0] is package


def test_control_characters_are_removed_and_long_text_is_shortened_with_a_pointer() -> None:
    given = with_fact("notes", "a\x00\x0b\ud800b" + "x" * 40_000)
    package, base = patched(PACKAGE, given, base=BASE)
    shown = value(package, REF, "Notes")
    assert isinstance(shown, str)
    assert shown.startswith("abx")
    assert len(shown) == LONGEST
    assert shown.endswith("(shortened: the whole text is in the stored form)")
    assert patched(package, given, base=base)[0] is package


def test_a_workbook_that_counts_from_1904_keeps_its_dates() -> None:
    xml = parts(PACKAGE)["xl/workbook.xml"].decode()
    xml = re.sub(r"<workbookPr\s*/>", '<workbookPr date1904="1"/>', xml) if "<workbookPr" in xml else xml
    assert 'date1904="1"' in xml
    moved = edited_sheet(with_parts(PACKAGE, {"xl/workbook.xml": xml.encode()}), lambda sheet: sheet)
    given = with_fact("notified_panel", date(2026, 11, 16))
    package, base = patched(moved, given, base={})
    assert value(package, REF, "Notified Panel on") == datetime(2026, 11, 16)
    assert patched(package, given, base=base)[0] is package


@pytest.mark.parametrize("prefix", ["x", "main"])
def test_prefixed_elements_are_read_and_written(prefix: str) -> None:
    """The Open XML SDK writes its elements as `x:row` and `x:c`."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    def prefixed(xml: str) -> str:
        root = etree.fromstring(xml.encode())
        new = etree.Element(
            root.tag, nsmap={prefix: space, "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}
        )
        new[:] = root[:]
        text = etree.tostring(new).decode()
        return re.sub(rf' xmlns(:\w+)?="{re.escape(space)}"', lambda m: m[0] if m[1] == f":{prefix}" else "", text)

    moved = edited_sheet(PACKAGE, prefixed)
    assert f"<{prefix}:c " in parts(moved)[SHEET].decode()
    assert office_words(moved, BASE, cases=CONTENT.cases, now=NOW).facts == ()
    given = with_fact("panel_ref", "P-1", given=MORE)
    package, base = patched(moved, given, base=BASE)
    assert value(package, REF, "Panel ref") == "P-1"
    assert value(package, "CSP-2026-0050", "Child") == "N.W."
    assert patched(package, given, base=base)[0] is package


def test_cells_and_rows_without_addresses_are_found_by_counting() -> None:
    def bare(xml: str) -> str:
        rows = etree.fromstring(xml.encode())
        for cell in rows.iter("{*}c"):
            if cell.getparent()[0] is not cell and len(cell.getparent()) == 51:
                cell.attrib.pop("r")
        return etree.tostring(rows).decode()

    moved = edited_sheet(PACKAGE, bare)
    assert office_words(moved, BASE, cases=CONTENT.cases, now=NOW).facts == ()


def test_single_quotes_comments_and_cdata_do_not_hide_a_cell() -> None:
    def odd(xml: str) -> str:
        return xml.replace('<c r="C6"', "<!-- seen --><c r='C6'", 1).replace("<t>R.K.</t>", "<t><![CDATA[R.K.]]></t>")

    moved = edited_sheet(PACKAGE, odd)
    assert office_words(moved, BASE, cases=CONTENT.cases, now=NOW).facts == ()
    given = with_fact("child", "S.K.")
    assert value(patched(moved, given, base=BASE)[0], REF, "Child") == "S.K."


def test_hidden_rows_filters_and_merged_cells_of_the_office_stay() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        sheet.row_dimensions[7].hidden = True
        sheet.row_dimensions[12].hidden = True
        sheet[f"{FAR}1"] = "Office use"
        sheet.merge_cells(f"{FAR}1:ZZ2")
        sheet.auto_filter.ref = None
        sheet.tables["Cases"].autoFilter = openpyxl.worksheet.filters.AutoFilter(ref=f"A4:{LAST}12")

    package, _ = patched(typed(PACKAGE, edit), MORE, base=BASE)
    sheet = book_of(package)["Cases"]
    assert sheet.row_dimensions[7].hidden
    assert not sheet.row_dimensions[13].hidden
    assert str(sheet.merged_cells) == f"{FAR}1:ZZ2"
    assert sheet.tables["Cases"].autoFilter.ref == f"A4:{LAST}14"


def test_blank_rows_inside_the_table_are_filled_first() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["Cases"].tables["Cases"].ref = f"A4:{LAST}20"

    package, _ = patched(typed(PACKAGE, edit), MORE, base=BASE)
    sheet = book_of(package)["Cases"]
    assert row_of(sheet, "CSP-2026-0050") == 13
    assert sheet.tables["Cases"].ref == f"A4:{LAST}20"


def test_what_stands_below_the_table_moves_down_with_everything_that_points_at_it() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        sheet["A14"] = "Remember the panel dates"
        sheet["B14"] = "=COUNTA(A5:A12)"
        sheet["B15"] = "=B14*2"
        sheet["B14"].comment = openpyxl.comments.Comment("ours", "Morgan")
        sheet.merge_cells("C14:D15")
        book.create_sheet("Minutes")["A1"] = "=Cases!B14"

    typed_in = typed(PACKAGE, edit)
    found = office_words(typed_in, BASE, cases=CONTENT.cases, now=NOW)
    assert (found.new_cases, [item.id for item in found.refusals]) == ((), ["below:Cases"])
    package, base = patched(typed_in, MORE, base=BASE)
    book = book_of(package)
    sheet = book["Cases"]
    assert [row_of(sheet, ref) for ref in ("CSP-2026-0012", "CSP-2026-0050", "CSP-2026-0051")] == [12, 13, 14]
    assert sheet["A15"].value is None
    assert sheet["A16"].value == "Remember the panel dates"
    assert sheet["B16"].value == "=COUNTA(A5:A14)"
    assert sheet["B17"].value == "=B16*2"
    assert sheet["B16"].comment is not None
    assert str(sheet.merged_cells) == "C16:D17"
    assert book["Minutes"]["A1"].value == "=Cases!B16"
    assert sheet.tables["Cases"].ref == f"A4:{LAST}14"
    assert patched(package, MORE, base=base)[0] is package
    found = office_words(package, base, cases=MORE.cases, now=NOW)
    assert (found.new_cases, [item.id for item in found.refusals]) == ((), ["below:Cases"])


def test_what_counts_a_whole_column_of_the_table_counts_the_added_rows_too() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("Minutes")
        sheet["A1"] = "=COUNTA(Cases!$A$5:$A$12)"
        sheet["A2"] = "=COUNTA(Cases!$A$5:$A$11)+Agencies!A12"
        book["Cases"]["BC1"] = "=COUNTIF($B$5:$B$12,B5)"
        name = openpyxl.workbook.defined_name.DefinedName("Children", attr_text="Cases!$D$5:$D$12")
        book.defined_names["Children"] = name
        chart = openpyxl.chart.BarChart()
        chart.add_data(openpyxl.chart.Reference(book["Cases"], min_col=4, min_row=5, max_row=12))
        sheet.add_chart(chart, "C3")

    package, base = patched(typed(PACKAGE, edit), MORE, base=BASE)
    book = book_of(package)
    assert [cell.value for cell in book["Minutes"]["A"]] == [
        "=COUNTA(Cases!$A$5:$A$14)",
        "=COUNTA(Cases!$A$5:$A$11)+Agencies!A12",
    ]
    assert book["Cases"]["BC1"].value == "=COUNTIF($B$5:$B$14,B5)"
    assert book.defined_names["Children"].attr_text == "Cases!$D$5:$D$14"
    assert any(b"'Cases'!$D$5:$D$14" in xml for name, xml in parts(package).items() if "/charts/" in name)
    assert patched(package, MORE, base=base)[0] is package


def test_a_blank_row_stays_between_the_table_and_a_remark() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        book["Cases"]["C14"] = "Remember the panel dates"

    package, base = patched(typed(PACKAGE, edit), ONE_MORE, base=BASE)
    sheet = book_of(package)["Cases"]
    assert (sheet["A13"].value, sheet["C14"].value, sheet["C15"].value) == (
        "CSP-2026-0050",
        None,
        "Remember the panel dates",
    )
    assert office_words(package, base, cases=ONE_MORE.cases, now=NOW).new_cases == ()


def test_a_row_typed_below_a_table_that_did_not_grow_belongs_to_it_and_stays_where_it_is() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Agencies"]
        row = sheet.max_row + 1
        sheet.cell(row, column_of(sheet, "Ref")).value = REF
        sheet.cell(row, column_of(sheet, "Agency")).value = "Riverside Probation"

    typed_in = typed(PACKAGE, edit)
    last = book_of(typed_in)["Agencies"].max_row
    given = with_fact("agency_added", "Riverside Probation", subject="Riverside Probation")
    package, base = patched(typed_in, given, base=BASE)
    more = with_fact("agency_added", "Fellside School", given=given, subject="Fellside School")
    sheet = book_of(patched(package, more, base=base)[0])["Agencies"]
    assert [sheet.cell(at, 2).value for at in (last, last + 1)] == ["Riverside Probation", "Fellside School"]
    assert sheet.tables["Agencies"].ref == f"A4:{get_column_letter(len(AGENCIES.columns))}{last + 1}"


def test_an_added_row_follows_the_row_above_though_blank_cells_with_looks_of_their_own_stand_there() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        sheet[f"{NEXT_FREE}4"] = "Own"
        for row in range(5, 13):
            sheet[f"{NEXT_FREE}{row}"] = f"=C{row}"
        for row in range(13, 20):
            for cell in sheet[row]:
                cell.font = openpyxl.styles.Font(size=8)
            sheet[f"{NEXT_FREE}{row}"].font = openpyxl.styles.Font(size=8)

    package, _ = patched(typed(PACKAGE, edit), ONE_MORE, base=BASE)
    sheet = book_of(package)["Cases"]
    assert sheet[f"{NEXT_FREE}13"].value == "=C13"
    assert [cell.style_id for cell in sheet[13][: len(CASES.columns)]] == [
        cell.style_id for cell in sheet[12][: len(CASES.columns)]
    ]
    assert isinstance(sheet.cell(13, column_of(sheet, "Received")).value, datetime)


def test_an_added_row_follows_the_last_row_that_is_dressed_and_none_that_was_typed_by_hand() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        sheet[f"{NEXT_FREE}4"] = "Own"
        for row in range(5, 12):
            sheet[f"{NEXT_FREE}{row}"] = f"=C{row}"
        for cell in sheet[12]:
            cell.style = "Normal"

    package, _ = patched(typed(PACKAGE, edit), ONE_MORE, base=BASE)
    sheet = book_of(package)["Cases"]
    assert [cell.style_id for cell in sheet[13][: len(CASES.columns)]] == [
        cell.style_id for cell in sheet[11][: len(CASES.columns)]
    ]
    assert sheet[f"{NEXT_FREE}13"].value == "=C13"


def test_a_counted_day_in_a_row_typed_by_hand_is_a_date() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        cell = sheet.cell(row_of(sheet, REF), column_of(sheet, "Due"))
        cell.value, cell.number_format = None, "General"

    package, _ = patched(typed(PACKAGE, edit), CONTENT, base=BASE)
    assert value(package, REF, "Due") == value(PACKAGE, REF, "Due")


def test_the_total_row_of_a_table_stays_its_last_row() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        table = sheet.tables["Cases"]
        table.ref, table.totalsRowCount = f"A4:{LAST}13", 1
        sheet["A13"], sheet["D13"] = "Total", "=SUM(D5:D12)"

    typed_in = typed(PACKAGE, edit)
    assert office_words(typed_in, BASE, cases=CONTENT.cases, now=NOW).refusals == ()
    package, base = patched(typed_in, MORE, base=BASE)
    sheet = book_of(package)["Cases"]
    assert sheet.tables["Cases"].ref == f"A4:{LAST}15"
    assert (sheet["A15"].value, sheet["D15"].value) == ("Total", "=SUM(D5:D14)")
    assert row_of(sheet, "CSP-2026-0051") == 14
    assert patched(package, MORE, base=base)[0] is package


NEARER = date(2026, 11, 18)


def test_a_note_that_a_person_changed_is_left_alone() -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Cases"]
        cell = sheet.cell(row_of(sheet, REF), column_of(sheet, "Notify Panel by"))
        assert cell.comment is not None
        cell.comment.text = "I asked Morgan about this. " + cell.comment.text

    sooner = with_deadlines(
        CONTENT,
        lambda found: [
            replace(one, due=NEARER, working_target=NEARER, provisional_because="Changed.") for one in found
        ],
    )
    other = "CSP-2026-0041"
    package, _ = patched(typed(PACKAGE, edit), sooner, base=BASE)
    sheet = book_of(package)["Cases"]
    notes = {ref: sheet.cell(row_of(sheet, ref), column_of(sheet, "Notify Panel by")).comment for ref in (REF, other)}
    assert notes[REF] is not None
    assert notes[REF].text.startswith("I asked Morgan")
    assert notes[other] is not None
    assert "18 November 2026" in notes[other].text


def test_a_computed_cell_under_a_formula_is_put_back() -> None:
    package = typed(PACKAGE, lambda book: put(book, REF, "Notify Panel by", "=TODAY()"))
    package, _ = patched(package, CONTENT, base=BASE)
    assert value(package, REF, "Notify Panel by") == datetime(2026, 11, 19)


def test_a_deadline_that_is_gone_says_so_and_keeps_what_the_office_typed() -> None:
    given = with_deadlines(CONTENT, lambda found: found[1:])
    package, base = patched(PACKAGE, given, base=BASE)
    sheet = book_of(package)["Deadlines"]
    assert sheet.cell(row_of(sheet, REF), column_of(sheet, "State")).value == "no longer counted"
    assert sheet.cell(row_of(sheet, REF), column_of(sheet, "Due")).value is None
    assert patched(package, given, base=base)[0] is package


@pytest.mark.parametrize("content_", [b"", b"PK\x03\x04nonsense", b"not a workbook"])
def test_what_is_no_workbook_is_refused(content_: bytes) -> None:
    with pytest.raises(TrackerUnreadable):
        patched(content_, CONTENT, base=BASE)


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(TrackerUnreadable, match="not a workbook"):
        patched(with_parts(PACKAGE, {"_rels/.rels": b"<Relationships/>"}), CONTENT, base=BASE)


def test_a_damaged_part_is_refused() -> None:
    start = PACKAGE.index(b"xl/worksheets/sheet3.xml") + 60
    broken = PACKAGE[:start] + b"\xff" * 40 + PACKAGE[start + 40 :]
    with pytest.raises(TrackerUnreadable, match="damaged"):
        patched(broken, CONTENT, base=BASE)


@pytest.mark.parametrize(
    "damage", [(b'r="C6"', b'r="c6"'), (b'<row r="6"', b'<row r="x"'), (b"</row>", b"</rwo>"), (b">R.K.<", b">\xff<")]
)
def test_a_sheet_that_makes_no_sense_is_refused_and_never_replaced(damage: tuple[bytes, bytes]) -> None:
    broken = with_parts(PACKAGE, {SHEET: parts(PACKAGE)[SHEET].replace(*damage)})
    with pytest.raises(TrackerUnreadable):
        patched(broken, with_fact("panel_ref", "P-1"), base=BASE)


def test_a_case_whose_facts_come_from_a_row_is_written_once() -> None:
    facts = (replace(said("CSP-2026-0060", "child", "V.V."), detail="Cases!row 13"),)
    given = content((*CONTENT.cases, Case(ref="CSP-2026-0060", opened_at=NOW, facts=facts)))
    package, _ = patched(PACKAGE, given, base=BASE)
    sheet = book_of(package)["Cases"]
    assert [cell.value for cell in sheet["A"]].count("CSP-2026-0060") == 1
