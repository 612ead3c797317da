"""Old Word files, and LibreOffice as the program that opens them."""

import resource
from pathlib import Path

import pytest
from word_files import rows, tables

from parsers import legacy_word
from parsers.libreoffice import converted
from parsers.unreadable import Unreadable, Why

FORM = Path(__file__).parents[2] / "forms" / "K66-word-97.doc"
NAME = ["Full name of child", "Cordelia Ashdown-Mensah"]


@pytest.mark.libreoffice
def test_an_old_word_file_is_read_with_its_table():
    page = legacy_word.page(FORM.read_bytes())
    assert page.format == "doc"
    assert rows(tables(page.body)[0])[0] == NAME


@pytest.mark.libreoffice
def test_a_low_bound_on_memory_does_not_stop_the_conversion():
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


def test_without_libreoffice_nothing_is_converted(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert converted(b"x", suffix="doc", to="docx", seconds=1) is None


def test_without_any_program_an_old_word_file_goes_to_a_person(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unreadable) as refused:
        legacy_word.page(FORM.read_bytes())
    assert refused.value.why is Why.READER_MISSING


def test_an_encrypted_old_word_file_says_so():
    content = bytearray(FORM.read_bytes())
    at = next(at for at in range(512, len(content), 512) if content[at : at + 2] == b"\xec\xa5")
    content[at + 11] |= 0x01
    with pytest.raises(Unreadable) as refused:
        legacy_word.page(bytes(content))
    assert refused.value.why is Why.ENCRYPTED
