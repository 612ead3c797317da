"""A web page saved with its pictures in one file (MHTML, RFC 2557), as Word writes under the name of a document."""

from __future__ import annotations

from parsers.mail.message import message
from parsers.page import Page
from parsers.readers.html import page_of
from parsers.unreadable import Unreadable, Why


def page(content: bytes) -> Page:
    """The page of the HTML in it; raises `Unreadable` where there is none."""
    html = message(content).html
    if not html:
        raise Unreadable(Why.DAMAGED)
    return page_of(html)
