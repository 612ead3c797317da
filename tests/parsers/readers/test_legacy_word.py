"""Old Word files read by our own reader, and LibreOffice for what is older still."""

import resource
import struct
from pathlib import Path

import pytest
from word_files import rows, tables

from parsers.page import EMPTY_BOX, TICKED_BOX
from parsers.readers import doc as legacy_word
from parsers.readers.doc.properties import changes
from parsers.readers.doc.stories import form_field, row_shape
from parsers.readers.doc.streams import WordFile, pieces
from parsers.readers.shared.libreoffice import converted
from parsers.unreadable import Unreadable, Why

FORM = Path(__file__).parents[2] / "forms" / "K66-word-97.doc"
NAME = ["Full name of child", "Cordelia Ashdown-Mensah"]


def changed(at: int, value: int) -> bytes:
    """The form with one byte of the header of its text changed."""
    content = bytearray(FORM.read_bytes())
    start = next(at for at in range(512, len(content), 512) if content[at : at + 2] == b"\xec\xa5")
    content[start + at] = value
    return bytes(content)


def why(content: bytes) -> Why:
    with pytest.raises(Unreadable) as refused:
        legacy_word.page(content)
    return refused.value.why


def test_an_old_word_file_is_read_with_its_table():
    page = legacy_word.page(FORM.read_bytes())
    assert page.format == "doc"
    assert not page.warnings
    assert rows(tables(page.body)[0])[0] == NAME


BOX_IN_HEADER = """<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>
<style:page-layout style:name="L"><style:header-style/></style:page-layout></office:automatic-styles><office:master-styles>
<style:master-page style:name="Standard" style:page-layout-name="L"><style:header><text:p>Above
<draw:custom-shape text:anchor-type="char" svg:width="5cm" svg:height="2cm" svg:x="1cm" svg:y="1cm">
<text:p>NHS number 999 000 0018</text:p><draw:enhanced-geometry draw:type="rectangle"
 svg:viewBox="0 0 21600 21600" draw:enhanced-path="M 0 0 L 21600 0 21600 21600 0 21600 0 0 Z N"/></draw:custom-shape>
</text:p></style:header></style:master-page></office:master-styles>
<office:body><office:text><text:p>Name of child</text:p></office:text></office:body></office:document>"""


@pytest.mark.libreoffice
def test_a_text_box_in_the_header_is_read():
    content = converted(BOX_IN_HEADER.encode(), suffix="fodt", to="doc", seconds=120)
    assert content is not None
    assert "NHS number 999 000 0018" in [block.text for block in legacy_word.page(content).headers]


def test_an_encrypted_old_word_file_says_so():
    assert why(changed(0x0B, 0x13)) is Why.ENCRYPTED


@pytest.mark.parametrize("at", [0x4F, 0x53, 0x57])
def test_a_file_whose_lengths_are_absurd_is_damaged(at):
    assert why(changed(at, 0x7F)) is Why.DAMAGED


def test_a_file_cut_short_is_damaged_or_read_but_never_fatal():
    content = FORM.read_bytes()
    for end in range(0, len(content), 499):
        try:
            legacy_word.page(content[:end])
        except Unreadable as refused:
            assert refused.why in (Why.DAMAGED, Why.UNSUPPORTED, Why.READER_MISSING)


def test_pieces_of_either_width_are_read_after_changes_of_quick_saves():
    text = "Né".encode("cp1252") + "\u2612ja".encode("utf-16-le")
    header = bytearray(512)
    told = struct.pack("<3I", 0, 2, 5) + struct.pack("<HIH", 0, 0x40000000 | 1024, 0) + struct.pack("<HIH", 0, 514, 0)
    table = b"\x01\x03\x00abc" + b"\x02" + struct.pack("<I", len(told)) + told
    struct.pack_into("<II", header, 0x1A2, 0, len(table))
    file = WordFile(text=bytes(header) + text, tables=table, objects=b"", lengths=(5, 0, 0, 0, 0, 0, 0, 0))
    assert [(piece.start, piece.text, piece.at, piece.width) for piece in pieces(file)] == [
        (0, "Né", 512, 1),
        (2, "\u2612ja", 514, 2),
    ]


def test_changes_of_every_size_are_told_apart():
    told = (
        struct.pack("<HBHHHI", 0x0835, 1, 0x4A4F, 7, 0x6A03, 9)
        + b"\x71\xca\x02ab"
        + b"\x08\xd6\x03\x00xy"
        + b"\x35\x08"
    )
    assert changes(told) == {0x0835: b"\1", 0x4A4F: b"\7\0", 0x6A03: b"\x09\0\0\0", 0xCA71: b"\2ab", 0xD608: b"\3\0xy"}


def test_a_row_tells_edges_and_merges():
    flags = (0x0001, 0x0002, 0x0060, 0x0020)
    cells = b"".join(struct.pack("<H18x", flag) for flag in flags)
    told = struct.pack("<HB5h", 0, 4, -100, 1000, 2000, 3000, 4000) + cells
    shape = row_shape(told, grounds=b"")
    assert (shape.left, [cell.right for cell in shape.cells]) == (-100, [1000, 2000, 3000, 4000])
    assert [cell.goes_on_left for cell in shape.cells] == [False, True, False, False]
    assert [cell.goes_on for cell in shape.cells] == [False, False, False, True]


def settings(kind: int, chosen: int, *, standard: int = 0, entries: tuple[str, ...] = ()) -> bytes:
    """A form field's settings behind the head of a picture."""

    def counted(text: str) -> bytes:
        return struct.pack("<H", len(text)) + text.encode("utf-16-le") + b"\0\0"

    told = struct.pack("<IHHH", 0xFFFFFFFF, kind | chosen << 2, 0, 0) + counted("Field1")
    told += counted("dd/mm") if kind == 0 else struct.pack("<H", standard)
    told += counted("") * 5
    told += struct.pack("<HHH", 0xFFFF, len(entries), 0) if kind == 2 else b""
    told += b"".join(struct.pack("<H", len(each)) + each.encode("utf-16-le") for each in entries)
    return struct.pack("<IH", 68 + len(told), 68) + b"\0" * 62 + told


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (settings(1, 1), [TICKED_BOX]),
        (settings(1, 0, standard=1), [EMPTY_BOX]),
        (settings(1, 25, standard=1), [TICKED_BOX]),
        (settings(2, 1, entries=("Male", "Female")), ["Female"]),
        (settings(0, 0), []),
        (b"\0" * 100, []),
    ],
)
def test_a_form_field_shows_its_state(told, shown):
    assert [span.text for span in form_field(told, 0).shown()] == shown


def test_the_maker_of_a_form_field_is_nobody_who_typed():
    assert not form_field(settings(0, 0), 0).is_typed("dd/mm")
    assert form_field(settings(0, 0), 0).is_typed("Ada")


def test_without_libreoffice_nothing_is_converted(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert converted(b"x", suffix="doc", to="docx", seconds=1) is None


def test_a_file_older_than_word_97_goes_to_a_person_where_libreoffice_is_absent(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert why(changed(0, 0xDC)) is Why.READER_MISSING


@pytest.mark.libreoffice
def test_a_low_bound_on_memory_does_not_stop_a_conversion():
    bounds = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (1_024_000_000, bounds[1]))
    try:
        assert (converted(FORM.read_bytes(), suffix="doc", to="txt:Text", seconds=60) or b"").strip()
        assert resource.getrlimit(resource.RLIMIT_AS)[0] == 1_024_000_000
    finally:
        resource.setrlimit(resource.RLIMIT_AS, bounds)


@pytest.mark.libreoffice
def test_a_conversion_that_takes_too_long_is_given_up():
    with pytest.raises(Unreadable) as refused:
        converted(FORM.read_bytes(), suffix="doc", to="docx", seconds=0.05)
    assert refused.value.why is Why.TOO_SLOW
