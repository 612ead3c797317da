"""One document read: the reader for its type, then the form; in this very process, or in one of its own with bounds.

Run as `python -m parsers.document MEMORY_BYTES` it is that process; what a hostile file does to it costs one reading.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import io
import sys
import time

from parsers.form import reading
from parsers.form.kind.known_forms import KnownForm
from parsers.page import Page
from parsers.safe.bounded import BoundedProcess
from parsers.safe.containers import FileType
from parsers.safe.limits import Limits
from parsers.safe.worker import Pipe, bind_memory
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
}
"""The module of each reader, imported when the first such file comes: most offices see Word files only."""

DOCUMENT_PROCESS = BoundedProcess("parsers.document")
atexit.register(DOCUMENT_PROCESS.give_up)


def bounded_reading(
    name: str, content: bytes, *, kind: FileType, limits: Limits, forms: tuple[KnownForm, ...]
) -> Reading:
    """What is understood of a document within `limits`; raises ReaderUnavailable, and nothing for the document."""
    asked = {"name": name, "content": content, "kind": kind, "forms": forms}
    try:
        with DOCUMENT_PROCESS.conversation(limits.memory_bytes, until=time.monotonic() + limits.seconds) as say:
            found = say(asked)
    except TimeoutError:
        return unread(name, Why.TOO_SLOW)
    except EOFError:
        return unread(name, Why.DAMAGED)
    return found if isinstance(found, Reading) else unread(name, Why.DAMAGED)


def document_reading(*, name: str, content: bytes, kind: FileType, forms: tuple[KnownForm, ...]) -> Reading:
    """What is understood of a document, read in this process; raises on nothing."""
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


def main(memory_bytes: int) -> None:
    """Reads what is asked until nobody asks any more."""
    bind_memory(memory_bytes)
    pipe = Pipe()
    while (asked := pipe.received()) is not None:
        with contextlib.redirect_stdout(io.StringIO()):
            found = document_reading(**asked)
        pipe.send(found)


if __name__ == "__main__":
    main(int(sys.argv[1]))
