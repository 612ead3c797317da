"""The same forms saved by LibreOffice in other formats: every word of the Word page reaches the page of each."""

import importlib
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from word_files import tables

from parsers.page import EMPTY_BOX, TICKED_BOX, paragraphs
from parsers.readers import word

FORMS = Path(__file__).parents[2] / "forms"
NAMES = (
    "K01-two-column-struck",
    "K05-header-rows-twin-tables",
    "K08-four-column-side-bar",
    "K15-controls-all-levels",
    "K18-legacy-fields",
    "K24-tick-lists-symbols",
    "K35-text-boxes-highlights-hidden",
    "K78-form-inside-a-frame",
)
FORMATS = {
    "odt": ("odt", "opendocument"),
    "rtf": ("rtf", "rtf"),
    "pdf": ("pdf", "pdf"),
    "doc": ("doc:MS Word 97", "doc"),
    "html": ("html:HTML (StarWriter)", "html"),
}
# What LibreOffice itself leaves out or adds: the boxes of old form fields in rich text and HTML, and in HTML
# the numbers of notes set against their first words.
LOST = {
    ("rtf", "K18-legacy-fields"),
    ("html", "K18-legacy-fields"),
    ("html", "K05-header-rows-twin-tables"),
    ("html", "K35-text-boxes-highlights-hidden"),
}


@pytest.fixture(scope="session")
def saved(tmp_path_factory):
    """The folder in which LibreOffice has saved every form in every format."""
    folder = tmp_path_factory.mktemp("saved")
    sources = [str(FORMS / f"{name}.docx") for name in NAMES]
    for to, _ in FORMATS.values():
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder), *sources]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder


def words(page) -> Counter[str]:
    """The words and boxes of the body; page numbers in headers and footers are each program's own."""
    text = " ".join(paragraph.text for paragraph in paragraphs((*page.body, *page.notes)))
    return Counter(re.findall(rf"\w+|[{EMPTY_BOX}{TICKED_BOX}]", text))


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "name"), [(suffix, name) for suffix in FORMATS for name in NAMES if (suffix, name) not in LOST]
)
def test_every_word_reaches_the_page(saved, suffix, name):
    original = word.page((FORMS / f"{name}.docx").read_bytes())
    page = importlib.import_module(f"parsers.readers.{FORMATS[suffix][1]}").page(
        (saved / f"{name}.{suffix}").read_bytes()
    )
    assert not words(original) - words(page)


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("name", ["K01-two-column-struck", "K05-header-rows-twin-tables", "K15-controls-all-levels"])
@pytest.mark.parametrize("suffix", ["odt", "rtf", "pdf", "doc"])
def test_every_value_stays_in_its_cell(saved, name, suffix):
    original = word.page((FORMS / f"{name}.docx").read_bytes())
    page = importlib.import_module(f"parsers.readers.{FORMATS[suffix][1]}").page(
        (saved / f"{name}.{suffix}").read_bytes()
    )
    assert _cells(page) == _cells(original)


def _cells(page) -> list[list[str]]:
    """The words of every cell, table by table, without regard to how lines are broken."""
    return [[" ".join(cell.text.split()) for cell in found.cells] for found in tables(page.body)]
