"""One document read: the reader for its type, then the form; in this very process, or in one of its own with bounds.

Run as `python -m parsers.document MEMORY_BYTES` it is that process; what a hostile file does to it costs one reading.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import io
import sys

from parsers.file_reader import Document
from parsers.page import Page
from parsers.safe.bounded import BoundedProcess, Budget
from parsers.safe.child_process import Pipe, bind_memory
from parsers.safe.file_types import FileType
from parsers.safe.limits import Limits
from parsers.unreadable import Unreadable, Why, unread
from pipeline.model import Reading

READERS = {
    FileType.WORD: "parsers.readers.word",
    FileType.OPENDOCUMENT: "parsers.readers.opendocument",
    FileType.LEGACY_WORD: "parsers.readers.doc",
    FileType.RTF: "parsers.readers.rtf",
    FileType.PDF: "parsers.readers.pdf",
    FileType.HTML: "parsers.readers.html",
    FileType.WEB_ARCHIVE: "parsers.readers.web_archive",
    FileType.TEXT: "parsers.readers.text",
    FileType.SHEET: "parsers.readers.workbook",
}
"""The module of each reader, imported when the first such file comes: most offices see Word files only."""

_BETWEEN_ROUNDS = 10_000  # values made and kept; Python's own 700 make ten rounds of each form

DOCUMENT_PROCESS = BoundedProcess("parsers.document")
atexit.register(DOCUMENT_PROCESS.give_up)


def bounded_reading(document: Document, limits: Limits, *, within: Budget | None = None) -> Reading:
    """What is understood of a document within `limits`, and within what is left of its mail's time, where it has one.

    Raises ReaderUnavailable, and nothing for the document.
    """
    try:
        with DOCUMENT_PROCESS.conversation(limits.memory_bytes) as say:
            found = say(document, Budget(limits.seconds, of=within))
    except TimeoutError:
        return unread(document.name, Why.TOO_SLOW)
    except EOFError:
        return unread(document.name, Why.DAMAGED)
    return found if isinstance(found, Reading) else unread(document.name, Why.DAMAGED)


def document_reading(document: Document) -> Reading:
    """What is understood of a document, read in this process; raises on nothing."""
    # Whoever asks another process for a reading need not know what a form means.
    from parsers.form.reading import reading

    try:
        return reading(page_of(document.content, document.kind), file=document.name, forms=document.forms)
    except Unreadable as refusal:
        return unread(document.name, refusal.why, sentence=refusal.sentence)
    except MemoryError:
        return unread(document.name, Why.UNPACKS_TOO_LARGE)
    except ImportError:
        return unread(document.name, Why.READER_MISSING)
    except Exception:
        return unread(document.name, Why.DAMAGED)


def page_of(content: bytes, kind: FileType) -> Page:
    """The page of a document of this `kind`; raises `Unreadable`."""
    found: Page = importlib.import_module(READERS[kind]).page(content)
    return found


def main(memory_bytes: int) -> None:
    """Reads what is asked until nobody asks any more."""
    import parsers.form.reading  # noqa: F401 — before the first document comes, whose time is counted

    bind_memory(memory_bytes)
    pipe = Pipe()
    settled = False
    while (asked := pipe.received()) is not None:
        with contextlib.redirect_stdout(io.StringIO()):
            found = document_reading(asked)
        pipe.send(found)
        if not settled:
            settle()
            settled = True


def settle() -> None:
    """Takes what the first document left for good, word lists above all, out of every later round of the collector.

    The rounds become rarer too: a document makes thousands of values that hold no circle and go with it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_BETWEEN_ROUNDS)


if __name__ == "__main__":
    main(int(sys.argv[1]))
