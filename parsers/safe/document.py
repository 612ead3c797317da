"""One document read in this very process: the reader for its type, then the form; whatever goes wrong is a reading."""

from __future__ import annotations

import importlib

from parsers.form import reading
from parsers.form.kind.known_forms import KnownForm
from parsers.page import Page
from parsers.safe.containers import FileType
from parsers.unreadable import SENTENCES, Unreadable, Why
from pipeline.model import FormKind, Reading

READERS = {
    FileType.WORD: "parsers.readers.word",
    FileType.OPENDOCUMENT: "parsers.readers.opendocument",
    FileType.LEGACY_WORD: "parsers.readers.doc",
    FileType.RTF: "parsers.readers.rtf",
    FileType.PDF: "parsers.readers.pdf",
    FileType.HTML: "parsers.readers.html",
    FileType.WEB_ARCHIVE: "parsers.readers.web_archive",
    FileType.TEXT: "parsers.readers.text",
}
"""The module of each reader, imported when the first such file comes: most offices see Word files only."""


def document_reading(*, name: str, content: bytes, kind: FileType, forms: tuple[KnownForm, ...]) -> Reading:
    """What is understood of a document; raises on nothing."""
    try:
        return reading(page_of(content, kind), file=name, forms=forms)
    except Unreadable as refusal:
        return unread(name, refusal.why, sentence=refusal.sentence)
    except MemoryError:
        return unread(name, Why.UNPACKS_TOO_LARGE)
    except ImportError:
        return unread(name, Why.READER_MISSING)
    except Exception:
        return unread(name, Why.DAMAGED)


def page_of(content: bytes, kind: FileType) -> Page:
    """The page of a document of this `kind`; raises `Unreadable`."""
    found: Page = importlib.import_module(READERS[kind]).page(content)
    return found


def unread(name: str, why: Why, *, sentence: str = "") -> Reading:
    """The reading of a file that no machine can read, with the reason for a person."""
    return Reading(file=name, kind=FormKind.UNREADABLE, reason=sentence or SENTENCES[why], reason_code=why.value)
