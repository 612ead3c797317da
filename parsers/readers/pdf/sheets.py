"""The sheets of a PDF file: opened with pypdf, and each followed to what it shows."""

from __future__ import annotations

import io
import logging
import struct
import zlib
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError
from pypdf.generic import ContentStream, DictionaryObject

from parsers.readers.pdf.drawing import Pen
from parsers.readers.pdf.form_fields import filled
from parsers.readers.pdf.labels import labels
from parsers.readers.pdf.shapes import PLAIN, Matrix, PdfSheet, area, product
from parsers.readers.pdf.writing import WritingState
from parsers.unreadable import Unreadable, Why

MOST_PAGES = 150
_FOREIGN = (PyPdfError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError, AssertionError)
# What pypdf and the operators of a damaged page raise; a page that cannot be followed makes the whole file doubtful.
BROKEN = (*_FOREIGN, RecursionError, NotImplementedError, OSError, EOFError, zlib.error, struct.error)
_QUARTERS: tuple[Matrix, ...] = (
    PLAIN,
    (0.0, -1.0, 1.0, 0.0, 0.0, 0.0),
    (-1.0, 0.0, 0.0, -1.0, 0.0, 0.0),
    (0.0, 1.0, -1.0, 0.0, 0.0, 0.0),
)


def opened(content: bytes) -> PdfReader:
    """The file, decrypted where an empty password opens it; raises `Unreadable`."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote the file
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(Why.ENCRYPTED)
        pages = len(reader.pages)
    except DependencyError as error:
        raise Unreadable(Why.READER_MISSING) from error
    except FileNotDecryptedError as error:
        raise Unreadable(Why.ENCRYPTED) from error
    except BROKEN as error:
        raise Unreadable(Why.DAMAGED) from error
    if pages > MOST_PAGES:
        raise Unreadable(Why.TOO_LARGE)
    return reader


def sheet(page: PageObject) -> PdfSheet:
    """What one page shows, form fields and typed notes included, as a reader holds it: most of its words upright."""
    quarter = int(page.get("/Rotate", 0)) // 90
    found = _followed(page, quarter)
    letters = {degrees: sum(len(run.text) for run in runs) for degrees, runs in {0: found.runs, **found.turned}.items()}
    degrees = max(letters, key=lambda each: letters[each])
    if degrees % 90 == 0 and 2 * letters[degrees] > sum(letters.values()):
        found = _followed(page, quarter + degrees // 90) if degrees else found
    found.runs += labels(found.turned)
    return found


def _followed(page: PageObject, quarter: int) -> PdfSheet:
    """What one page shows, turned clockwise by so many quarters."""
    box = page.cropbox
    turned = _QUARTERS[quarter % 4]
    bounds = area(turned, (float(box.left), float(box.bottom)), width=float(box.width), height=float(box.height))
    start = product(turned, (1, 0, 0, 1, -bounds.x0, -bounds.y0))
    found = PdfSheet(width=bounds.width, height=bounds.height)
    contents = page.get("/Contents")
    if contents is not None:
        resources: Any = page.get("/Resources", DictionaryObject())
        # As bytes: pypdf would otherwise guess at an encoding that only the font knows.
        stream = ContentStream(contents.get_object(), page.pdf, "bytes")
        Pen(sheet=found, state=WritingState(matrix=start)).follow(stream, resources.get_object())
    found.runs += filled(page, start)
    return found
