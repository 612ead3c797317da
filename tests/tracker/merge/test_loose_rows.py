"""A block of columns that was moved without the rest changes no fact, is asked about, and may be put right or accepted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from tracker_sample import CONTENT, NOW, sample_book, with_fact
from workbooks import column_of, put, row_of, typed, value

from pipeline.item_ids import ItemKind
from pipeline.model import Attention
from pipeline.tracker.content.layout import CASES
from pipeline.tracker.merge.loose_rows import loose_rows
from pipeline.tracker.merge.office_words import office_words
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.merge.tables import SheetTable, table
from pipeline.tracker.model import Base, OfficeWords, TrackerContent
from tests.workbook_seen import book_of

PACKAGE, BASE = sample_book()
REFS = tuple(case.ref for case in CONTENT.cases)
BLOCK = ("LA aware on", "Partners aware on", "Criteria met", "Decided by", "Criteria decided on", "Notified Panel on")
A, B, C = "CSP-2026-0038", "CSP-2026-0033", "CSP-2026-0021"


def words(package: bytes, base: Base = BASE, given_: TrackerContent = CONTENT) -> OfficeWords:
    return office_words(package, base, cases=given_.cases, now=NOW)


def cells(book: Workbook, headers: Sequence[str]) -> dict[str, list[object]]:
    sheet = book["Cases"]
    columns = [column_of(sheet, header) for header in headers]
    return {ref: [sheet.cell(row_of(sheet, ref), at).value for at in columns] for ref in REFS}


def moved(sources: Mapping[str, str], headers: Sequence[str] = BLOCK) -> Callable[[Workbook], None]:
    """The block of `headers` of each row comes from another row."""

    def edit(book: Workbook) -> None:
        sheet, before = book["Cases"], cells(book, headers)
        columns = [column_of(sheet, header) for header in headers]
        for row, source in [(row_of(sheet, ref), source) for ref, source in sources.items()]:
            for column, said in zip(columns, before[source], strict=True):
                sheet.cell(row, column).value = said

    return edit


def loose(found: OfficeWords) -> list[Attention]:
    return [item for item in found.refusals if item.id.startswith(ItemKind.LOOSE)]


def named(found: OfficeWords) -> set[str]:
    return {ref for item in loose(found) for ref in REFS if ref in item.what}


def test_a_block_sorted_without_the_rest_is_not_read_and_its_rows_are_named() -> None:
    package = typed(PACKAGE, moved({A: B, B: C, C: A}))
    found = words(package)
    assert found.facts == ()
    assert [item.urgent for item in loose(found)] == [True]
    assert named(found) >= {A, B, C}
    assert found.base == BASE


def test_the_rows_are_left_as_they_stand_and_all_others_are_written_and_read() -> None:
    def edit(book: Workbook) -> None:
        moved({A: B, B: A})(book)
        put(book, "CSP-2026-0041", "LA aware on", date(2026, 11, 17))

    package = typed(PACKAGE, edit)
    found = words(package)
    assert [(fact.case_ref, fact.name) for fact in found.facts] == [("CSP-2026-0041", "la_aware")]
    given_ = with_fact("notes", "seen", given=with_fact("notes", "seen", given=CONTENT, ref=A), ref="CSP-2026-0040")
    after, _ = patched(package, given_, base=found.base)
    assert value(after, A, "Notes") is None
    assert value(after, "CSP-2026-0040", "Notes") == "seen"
    assert value(after, A, "Notified Panel on") == value(package, A, "Notified Panel on")


def test_once_undone_the_rows_are_read_again() -> None:
    package = typed(PACKAGE, moved({A: B, B: A}))
    found = words(package)
    after, base = patched(package, replace(CONTENT, attention=(*CONTENT.attention, *loose(found))), base=found.base)
    undone = typed(after, moved({A: B, B: A}))
    again = words(undone, base)
    assert (again.facts, loose(again)) == ((), [])
    later = words(typed(undone, lambda book: put(book, A, "Panel ref", "P-1")), base)
    assert [(fact.case_ref, fact.name, fact.value) for fact in later.facts] == [(A, "panel_ref", "P-1")]


def test_rows_that_are_right_as_they_stand_are_read_once_that_is_accepted() -> None:
    package = typed(PACKAGE, moved({A: B, B: A}, ("Notified Panel on", "LA aware on")))
    found = words(package)
    (item,) = loose(found)
    after, base = patched(package, replace(CONTENT, attention=(*CONTENT.attention, item)), base=found.base)
    assert f";Cases|{A}|Ref;" in str(cell_of(after, item.id, "Cell"))

    def accept(book: Workbook) -> None:
        sheet = book["Needs attention"]
        sheet.cell(row_by(sheet, item.id), column_of(sheet, "Accept")).value = "yes"

    accepted = words(typed(after, accept), base)
    assert {(fact.case_ref, fact.name) for fact in accepted.facts} == {
        (ref, name) for ref in (A, B) for name in ("notified_panel", "la_aware")
    }
    assert loose(accepted) == []


def row_by(sheet: object, ident: str) -> int:
    column = column_of(sheet, "Id")  # type: ignore[arg-type]
    return next(row for row in range(5, 30) if sheet.cell(row, column).value == ident)  # type: ignore[attr-defined]


def cell_of(package: bytes, ident: str, header: str) -> object:
    sheet = book_of(package)["Needs attention"]
    return sheet.cell(row_by(sheet, ident), column_of(sheet, header)).value


HONEST: dict[str, Callable[[Workbook], None]] = {
    "one column alone": moved({A: B, B: A}, ("Notified Panel on",)),
    "a row typed like another": moved({"CSP-2026-0041": A}),
    "two rows typed alike": moved({"CSP-2026-0041": A, "CSP-2026-0040": A}),
}


@pytest.mark.parametrize("edit", HONEST.values(), ids=HONEST.keys())
def test_what_cannot_be_told_from_typing_is_read(edit: Callable[[Workbook], None]) -> None:
    found = words(typed(PACKAGE, edit))
    assert loose(found) == []
    assert found.facts


def test_a_whole_sort_is_no_loose_row() -> None:
    package = typed(PACKAGE, moved(dict(zip(REFS, REFS[::-1], strict=True)), [c.title for c in CASES.columns]))
    found = words(package)
    assert (found.facts, loose(found), found.deleted) == ((), [], ())


TABLE = table(PACKAGE, CASES.name)
assert TABLE is not None
BEFORE = {row.key: row.texts for row in TABLE.rows if row.key}
OURS = tuple(column.header for column in CASES.columns if column.fact)


def rearranged(sources: Mapping[str, str], block: Sequence[str]) -> SheetTable:
    """The Cases table with the block of each row taken from another."""

    def texts(key: str) -> dict[str, str]:
        own = {header: text for header, text in BEFORE[key].items() if header not in block}
        return own | {header: BEFORE[sources[key]][header] for header in block if header in BEFORE[sources[key]]}

    rows = tuple(row._replace(texts=texts(row.key)) if row.key in sources else row for row in TABLE.rows)
    return replace(TABLE, rows=rows)


@given(order=st.permutations(REFS), block=st.lists(st.sampled_from(OURS), min_size=2, max_size=12, unique=True))
def test_no_permutation_of_a_block_changes_a_fact_of_rows_that_differ_in_it(order: list[str], block: list[str]) -> None:
    sources = dict(zip(REFS, order, strict=True))
    found = rearranged(sources, block)
    moves = {row.key for row in found.rows if row.key and row.texts != BEFORE[row.key]}
    # A cell that came empty tells nobody whose it is.
    telling = {key: BEFORE[sources[key]].items() - BEFORE[key].items() for key in moves}
    several = {key for key, given in telling.items() if sum(header in block for header, _ in given) >= 2}
    keys = loose_rows(found, BASE, attention=None).keys
    # Where every row that moves is given several cells that tell whose they are, none of them is read.
    assert keys >= several
    if several == moves:
        assert keys == moves


def test_a_row_whose_cells_came_from_one_that_only_went_along_is_loose_too() -> None:
    order = ["CSP-2026-00" + number for number in ("41", "40", "39", "12", "38", "21", "33", "28")]
    found = rearranged(dict(zip(REFS, order, strict=True)), ["Partners aware on", "Criteria met"])
    moves = {row.key for row in found.rows if row.key and row.texts != BEFORE[row.key]}
    assert loose_rows(found, BASE, attention=None).keys == moves


@given(order=st.permutations(REFS), header=st.sampled_from(OURS))
def test_one_column_alone_is_read_as_it_stands(order: list[str], header: str) -> None:
    sources = dict(zip(REFS, order, strict=True))
    assert loose_rows(rearranged(sources, [header]), BASE, attention=None).keys == frozenset()
