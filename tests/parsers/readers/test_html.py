"""What browsers show of HTML that breaks its own rules."""

from parsers.page import Table, paragraphs
from parsers.readers.html import page


def test_what_stands_in_a_table_and_in_no_cell_is_shown_in_front_of_it() -> None:
    stray = "<tr><table><tr><td>Rang on Monday</td></tr></table></tr>"
    found = page(f"<table><caption>Calls</caption><tr><td>Child</td><td>Riley</td></tr>{stray}</table>".encode())
    assert [line.text for line in paragraphs(found.body)] == ["Calls", "Rang on Monday", "Child", "Riley"]
    assert isinstance(found.body[-1], Table)
