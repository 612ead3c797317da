"""Spoilt documents, a hundred and more in each run: each gives a reading or a reason, and none stops the next."""

from pathlib import Path

import pytest
from mutations import spoilt

from parsers.read import read_file
from pipeline.model import FormKind
from tests import soak

FORMS = Path(__file__).parents[2] / "forms"
SOURCES = (
    "K08-four-column-side-bar.docx",
    "K15-controls-all-levels.docx",
    "K18-legacy-fields.docx",
    "K33-tracked-changes-unaccepted.docx",
    "K35-text-boxes-highlights-hidden.docx",
    "K73-two-column-open-document.odt",
    "K66-word-97.doc",
    "K67-printed.pdf",
    "K68-rich-text-by-libreoffice.rtf",
    "K59-web-page.html",
    "K63-plain-text.txt",
)
EACH = 12 * soak.TIMES


@pytest.mark.slow
@pytest.mark.soaked
@pytest.mark.parametrize("name", SOURCES)
def test_a_spoilt_document_gives_a_reading_or_a_reason(name):
    content = (FORMS / name).read_bytes()
    for seed in range(EACH):
        reading = read_file(name, spoilt(name, content, seed))
        assert isinstance(reading.kind, FormKind), f"{name} spoilt by seed {seed}"
        if reading.kind is FormKind.UNREADABLE:
            assert reading.reason, f"{name} spoilt by seed {seed} is refused without a reason"
            assert reading.reason_code, f"{name} spoilt by seed {seed} is refused without a code"


@pytest.mark.slow
def test_after_the_worst_document_the_next_is_read():
    content = (FORMS / SOURCES[0]).read_bytes()
    read_file("deep.docx", spoilt(SOURCES[0], content, 1))
    assert read_file(SOURCES[0], content).kind is FormKind.REFERRAL
