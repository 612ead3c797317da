"""What browsers show of HTML that breaks its own rules."""

from parsers.page import Table, paragraphs
from parsers.readers.html import page


def test_what_stands_in_a_table_and_in_no_cell_is_shown_in_front_of_it() -> None:
    stray = "<tr><table><tr><td>Rang on Monday</td></tr></table></tr>"
    found = page(f"<table><caption>Calls</caption><tr><td>Child</td><td>Riley</td></tr>{stray}</table>".encode())
    assert [line.text for line in paragraphs(found.body)] == ["Calls", "Rang on Monday", "Child", "Riley"]
    assert isinstance(found.body[-1], Table)


def test_a_list_of_terms_is_a_table_of_questions_and_answers() -> None:
    found = page(
        b"<dl><div><dt>Given name</dt><dd>Ada</dd></div><dt>Alias</dt><dt>Address</dt><dd>4 Quay Road</dd>"
        b"<dd>Norwick <dl><dt>Since</dt><dd>May</dd></dl></dd></dl>"
    )
    (listed,) = found.body
    assert isinstance(listed, Table)
    cells = [(cell.row, cell.column, "|".join(line.text for line in paragraphs(cell.blocks))) for cell in listed.cells]
    assert cells[:3] == [(0, 0, "Given name"), (0, 1, "Ada"), (1, 0, "Alias")]
    assert cells[3:] == [(2, 0, "Address"), (2, 1, "4 Quay Road|Norwick|Since|May")]
