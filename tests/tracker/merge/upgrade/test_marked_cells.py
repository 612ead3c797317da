"""A workbook whose marks were read from another column is mended by the next pass."""

import openpyxl
from openpyxl.utils import get_column_letter
from tracker_sample import content, sample_book
from workbooks import column_of, parts, typed

from pipeline.tracker.merge.patch import patched
from tests.workbook_seen import book_of

PACKAGE, BASE = sample_book()


def test_marks_that_are_read_from_another_column_are_read_from_their_own_again() -> None:
    def elsewhere(book: openpyxl.Workbook) -> None:
        book.defined_names["cc.marked"].attr_text = "'Needs attention'!$I$5:$I$2000"

    astray = typed(PACKAGE, elsewhere)
    mended, _ = patched(astray, content(), base=BASE)
    book = book_of(mended)
    letter = get_column_letter(column_of(book["Needs attention"], "Cell"))
    assert book.defined_names["cc.marked"].attr_text == f"'Needs attention'!${letter}$5:${letter}$2000"
    before, after = parts(astray), parts(mended)
    assert {name for name in before if before[name] != after[name]} == {"xl/workbook.xml"}
