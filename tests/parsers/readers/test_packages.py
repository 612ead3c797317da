"""Packages as people and programs send them: templates, macros, strict, dangling, hostile, cut short."""

import io
import zipfile

import pytest
from word_files import MAIN_TYPE, package, para, texts, zipped

from parsers.readers import opendocument, word
from parsers.safe.limits import Limits
from parsers.safe.package_limits import checked_archive, checked_package, has_doctype
from parsers.unreadable import Unreadable, Why

BODY = para("Name of child: Ada Quill")
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def why(content: bytes, reader=word.page) -> Why:
    with pytest.raises(Unreadable) as refused:
        reader(content)
    return refused.value.why


@pytest.mark.parametrize(
    "main_type",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
        MAIN_TYPE.replace("document.main", "template.main"),
    ],
)
def test_templates_and_macro_files_are_read_as_documents(main_type):
    assert texts(word.page(package(BODY, main_type=main_type)).body) == ["Name of child: Ada Quill"]


@pytest.mark.parametrize("kind", ["chart", "diagramData"])
def test_a_chart_or_a_diagram_is_said(kind):
    of_office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="rId9" Type="{of_office}/{kind}" Target="c.xml"/>'
    page = word.page(package(BODY, relations=relation, more={"word/c.xml": b"<c/>"}))
    assert page.warnings == ("The form holds a chart or a diagram, whose words were not read; look at it.",)


def test_macros_are_said():
    relation = '<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="v.bin"/>'
    page = word.page(package(BODY, relations=relation, more={"word/v.bin": b"x"}))
    assert page.warnings == ("The file holds macros; they were not run.",)


def test_a_strict_file_is_read():
    content = package(BODY)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strict = {
        name: blob.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
        ).replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/", b"http://purl.oclc.org/ooxml/wordprocessingml/"
        )
        for name, blob in parts.items()
    }
    assert texts(word.page(zipped(strict)).body) == ["Name of child: Ada Quill"]


def test_a_relationship_to_nothing_does_no_harm():
    relation = f'<Relationship Id="rId9" Type="{RELATION}/image" Target="NULL"/>'
    assert texts(word.page(package(BODY, relations=relation)).body) == ["Name of child: Ada Quill"]


def test_a_relationship_to_the_web_is_left_alone():
    relation = (
        f'<Relationship Id="rId9" Type="{RELATION}/hyperlink" Target="https://x.example/" TargetMode="External"/>'
    )
    assert texts(word.page(package(BODY, relations=relation)).body) == ["Name of child: Ada Quill"]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_refused_in_every_encoding(charset):
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode(charset)
    assert has_doctype(bomb)
    assert why(package(BODY, more={"word/extra.xml": bomb})) is Why.FORBIDDEN_MARKUP


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip", zipped({"a.txt": b"x"})])
def test_what_is_no_package_is_damaged(content):
    assert why(content) is Why.DAMAGED


def test_a_package_cut_short_is_damaged_wherever_it_is_cut():
    content = package(BODY * 200)
    for end in range(0, len(content), 97):
        assert why(content[:end]) is Why.DAMAGED


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "_rels/.rels"])
def test_a_package_without_a_part_it_needs_is_damaged(part):
    with zipfile.ZipFile(io.BytesIO(package(BODY))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != part}
    assert why(zipped(parts)) is Why.DAMAGED


@pytest.mark.parametrize("body", ["<w:p>", "<w:p></w:r>", "&nbsp;", "<w:p>\x00</w:p>"])
def test_a_part_that_is_no_xml_is_damaged(body):
    assert why(package(body)) is Why.DAMAGED


def test_a_deep_tree_is_damaged_and_not_fatal():
    assert why(package("<w:customXml>" * 300_000)) is Why.DAMAGED


def test_deep_tables_are_refused_or_read_but_never_fatal():
    deep = "<w:tbl><w:tr><w:tc>" * 80 + para("x") + "</w:tc></w:tr></w:tbl>" * 80
    assert word.page(package(deep)).body


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = zipped({"word/document.xml": b" " * 60_000_000})
    with pytest.raises(Unreadable) as refused:
        checked_package(bomb)
    assert refused.value.why is Why.UNPACKS_TOO_LARGE


def test_a_package_of_thousands_of_parts_is_refused():
    with pytest.raises(Unreadable) as refused:
        checked_archive(zipped({f"{number}.xml": b"" for number in range(3_100)}))
    assert refused.value.why is Why.UNPACKS_TOO_LARGE


def test_the_limits_of_the_caller_hold():
    content = zipped({"a.xml": b"x" * 10_000})
    with pytest.raises(Unreadable) as refused:
        checked_archive(content, limits=Limits(unpacked_bytes=9_999))
    assert refused.value.why is Why.UNPACKS_TOO_LARGE
    assert checked_package(content, limits=Limits(unpacked_bytes=10_000)) == {"a.xml": b"x" * 10_000}


def test_a_zip_that_promises_less_than_it_holds_is_damaged():
    content = bytearray(zipped({"word/document.xml": b"x" * 5_000}))
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(Unreadable):
        checked_package(bytes(content))


def test_an_encrypted_zip_says_so():
    content = bytearray(zipped({"content.xml": b"x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + offset] |= 1
    assert why(bytes(content)) is Why.ENCRYPTED
    assert why(bytes(content), opendocument.page) is Why.ENCRYPTED
