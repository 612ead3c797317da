"""A workbook whose parts bear the names that its library gave them is brought to those that every program looks for."""

import io
import re
import zipfile

from tracker_sample import CONTENT, sample_book
from workbooks import parts

from pipeline.tracker.merge.patch import patched
from tests.workbook_seen import book_of

PACKAGE, BASE = sample_book()


def as_an_earlier_version_made_it() -> bytes:
    """The workbook with its notes in the places that openpyxl gives them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts(PACKAGE).items():
            if name.endswith(".rels") or name == "[Content_Types].xml":
                archive.writestr(name, older_names(part.decode()))
            else:
                archive.writestr(older_names(name), part)
    return out.getvalue()


def older_names(text: str) -> str:
    said = re.sub(r"comments(\d+\.xml)", r"comments/comment\1", text)
    return said.replace("drawings/vmlDrawing", "drawings/commentsDrawing")


def notes(package: bytes) -> dict[str, str]:
    sheets = book_of(package).worksheets
    cells = ((sheet.title, cell) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.comment)
    return {f"{title}!{cell.coordinate}": cell.comment.text for title, cell in cells}


def test_notes_come_to_the_names_that_excel_gives_them_and_stay_what_they_are() -> None:
    older = as_an_earlier_version_made_it()
    assert "xl/comments/comment1.xml" in parts(older)
    assert notes(older) == notes(PACKAGE) != {}
    new, base = patched(older, CONTENT, base=BASE)
    assert parts(new) == parts(PACKAGE)
    assert patched(new, CONTENT, base=base)[0] is new


def test_a_name_that_is_taken_is_left_to_whom_it_belongs() -> None:
    out = io.BytesIO(as_an_earlier_version_made_it())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/comments1.xml", b"<ours/>")
    new, _ = patched(out.getvalue(), CONTENT, base=BASE)
    assert parts(new)["xl/comments1.xml"] == b"<ours/>"
    assert notes(new) == notes(PACKAGE)
