"""A preview or a telephone counts nothing: charts show there what is kept beside their references, so that is kept true."""

import re

import openpyxl
from openpyxl.chart import BarChart, Reference
from tracker_sample import CONTENT, sample_book, with_cases
from workbooks import parts, typed, with_parts

from pipeline.tracker.merge.patch import patched
from tests.workbook_seen import book_of

PACKAGE, BASE = sample_book()
MORE = with_cases(CONTENT, "N.C.")
REFERENCE = re.compile(r"<(?:c:)?(?:num|str)Ref><(?:c:)?f>([^<]+)</(?:c:)?f>(.*?)</(?:c:)?(?:num|str)Ref>", re.S)
CACHE = re.compile(rb"<(?:num|str)Cache>.*?</(?:num|str)Cache>", re.S)
POINT = re.compile(r'<(?:c:)?pt idx="(\d+)"><(?:c:)?v>([^<]*)</(?:c:)?v>')


def kept(package: bytes) -> dict[str, list[str]]:
    """What is kept beside the references of all charts, by area."""
    charts = (xml.decode() for name, xml in parts(package).items() if name.startswith("xl/charts/"))
    return {
        area: [value for _, value in POINT.findall(cache)] for xml in charts for area, cache in REFERENCE.findall(xml)
    }


def shown(package: bytes) -> dict[str, list[str]]:
    """What the cells of those references say."""
    book = book_of(package)
    out = {}
    for area in kept(package):
        title, _, cells = area.replace("'", "").partition("!")
        rows = book[title][cells.replace("$", "")]
        out[area] = [str(cell.value) for (cell,) in rows if cell.value is not None]
    return out


def test_a_new_workbook_s_charts_keep_the_values_of_their_cells() -> None:
    assert len(kept(PACKAGE)) == 9
    assert kept(PACKAGE) == shown(PACKAGE)


def test_a_pass_that_counts_anew_keeps_them_true_and_the_next_writes_nothing() -> None:
    package, base = patched(PACKAGE, MORE, base=BASE)
    assert kept(package) == shown(package) != kept(PACKAGE)
    assert patched(package, MORE, base=base)[0] is package


def test_a_chart_that_another_program_saved_without_values_is_given_them() -> None:
    charts = {name: xml for name, xml in parts(PACKAGE).items() if name.startswith("xl/charts/")}
    saved = with_parts(PACKAGE, {name: CACHE.sub(b"", xml) for name, xml in charts.items()})
    assert set(map(tuple, kept(saved).values())) == {()}
    package, _ = patched(saved, MORE, base=BASE)
    assert kept(package) == shown(package)


def test_a_chart_of_the_office_s_own_on_its_own_sheet_stays_byte_for_byte() -> None:
    def draw(book: openpyxl.Workbook) -> None:
        chart = BarChart()
        chart.add_data(Reference(book["Dashboard"], min_col=11, min_row=5, max_row=9))
        book.create_sheet("Ours").add_chart(chart, "A1")

    own = typed(PACKAGE, draw)
    package, _ = patched(own, MORE, base=BASE)
    (name,) = (name for name, xml in parts(own).items() if "/charts/" in name and b"$K$5:$K$9" in xml)
    assert parts(package)[name] == parts(own)[name]
