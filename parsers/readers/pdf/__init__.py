"""A PDF read into a page: the tables that its lines draw, its form fields where they stand, and its text in lines."""

from __future__ import annotations

from parsers.page import Page
from parsers.unreadable import Unreadable, Why


def page(content: bytes) -> Page:
    """The page of a PDF file; raises `Unreadable`, also where pypdf is not installed."""
    try:
        from parsers.readers.pdf.joined_sheets import page_of
    except ImportError as error:
        raise Unreadable(Why.READER_MISSING) from error
    return page_of(content)
