"""Merged, late-starting, hidden and nested cells at their true places."""

from hypothesis import given
from hypothesis import strategies as st
from word_files import cell, para, read, row, rows, run, table, tables

from parsers.page import Table


def only(page) -> Table:
    return tables(page.body)[0]


def span(count: int) -> str:
    return f'<w:gridSpan w:val="{count}"/>'


def down(value: str = "") -> str:
    return f'<w:vMerge w:val="{value}"/>' if value else "<w:vMerge/>"


def test_a_wide_cell_stands_once_over_its_columns():
    found = only(read(table(row(cell("wide", looks=span(2)), "c"), row("a", "b", "c"))))
    assert (found.rows, found.columns) == (2, 3)
    assert found.at(0, 1) is found.at(0, 0)
    assert found.row(0)[1].column == 2


def test_a_tall_cell_stands_once_over_its_rows():
    found = only(
        read(table(row(cell("tall", looks=down("restart")), "a"), row(cell("", looks=down()), "b"), row("c", "d")))
    )
    assert rows(found) == [["tall", "a"], ["b"], ["c", "d"]]
    assert found.cells[0].row_span == 2
    assert found.at(1, 0) is found.cells[0]


def test_a_merge_that_goes_on_from_nothing_is_a_cell_of_its_own():
    assert rows(only(read(table(row(cell("x", looks=down()), "a"))))) == [["x", "a"]]


def test_an_old_horizontal_merge_widens_the_cell_before():
    merged = row(cell("a", looks='<w:hMerge w:val="restart"/>'), cell("", looks="<w:hMerge/>"), "b")
    found = only(read(table(merged)))
    assert [(each.column, each.column_span) for each in found.cells] == [(0, 2), (2, 1)]


def test_a_row_that_starts_late_keeps_its_columns():
    found = only(read(table(row("a", "b", "c"), row("x", "y", looks='<w:gridBefore w:val="1"/>'))))
    assert found.at(1, 0) is None
    assert [each.column for each in found.row(1)] == [1, 2]


def test_a_hidden_row_is_not_there_unless_something_in_it_is_seen():
    hidden = cell(para(run("b", "<w:vanish/>")))
    assert rows(only(read(table(row("a"), row(hidden, looks="<w:hidden/>"))))) == [["a"]]
    assert rows(only(read(table(row("a"), row("b", looks="<w:hidden/>"))))) == [["a"], ["b"]]


def test_a_table_in_a_cell_is_read_in_its_place():
    found = only(read(table(row(cell(para("before"), table(row("x", "y")), para("after"))))))
    inner = found.cells[0].blocks
    assert [type(block).__name__ for block in inner] == ["Paragraph", "Table", "Paragraph"]
    assert rows(tables(inner)[0]) == [["x", "y"]]


def test_a_shaded_cell_says_so():
    shade = '<w:shd w:val="clear" w:fill="D9E2F3"/>'
    found = only(read(table(row(cell("label", looks=shade), "value"))))
    assert [each.shaded for each in found.cells] == [True, False]


def test_an_absurd_span_is_bounded():
    found = only(read(table(row(cell("a", looks=span(999_999_999)), "b"))))
    assert found.columns <= 1001


@given(st.lists(st.lists(st.tuples(st.integers(1, 4), st.booleans()), min_size=1, max_size=5), min_size=1, max_size=6))
def test_no_cell_is_lost_doubled_or_laid_over_another(shape):
    """Each row is a list of widths and whether the cell goes on from above."""
    made = [
        row(
            *(
                cell(f"c{r}.{c}", looks=span(width) + (down() if goes_on else down("restart")))
                for c, (width, goes_on) in enumerate(line)
            )
        )
        for r, line in enumerate(shape)
    ]
    found = only(read(table(*made)))
    seen = [each.text for each in found.cells]
    assert len(seen) == len(set(seen))
    begun = {
        f"c{r}.{c}" for r, line in enumerate(shape) for c, (_, goes_on) in enumerate(line) if not goes_on or r == 0
    }
    assert begun <= set(seen)
    starts = [(each.row, each.column) for each in found.cells]
    assert len(starts) == len(set(starts))
    for each in found.cells:
        assert found.at(each.row, each.column) is not None
