"""What a file really is and what is in it, zips opened; how a document and a mail are read is given to it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from parsers.form.kind.known_forms import KnownForm
from parsers.safe.file_types import FileType, file_type, unpacked
from parsers.safe.limits import Limits
from parsers.safe.package_limits import checked_archive, checked_package
from parsers.unreadable import Unreadable, Why, unread
from pipeline.model import Attachment, FormKind, Reading, ReasonCode

_PACKAGES = (FileType.WORD, FileType.OPENDOCUMENT)
_REFUSALS = {
    FileType.EMPTY: Why.EMPTY,
    FileType.ENCRYPTED_OFFICE: Why.ENCRYPTED,
    FileType.SIGNED_OR_SEALED: Why.ENCRYPTED,
    FileType.RIGHTS_PROTECTED: Why.RIGHTS_PROTECTED,
    FileType.PICTURE: Why.SCANNED,
    FileType.SHORTCUT: Why.LINKED,
    FileType.PAGES: Why.UNSUPPORTED,
    FileType.OUTLOOK: Why.UNSUPPORTED,
    FileType.UNKNOWN: Why.UNSUPPORTED,
}
MOST_CHILDREN = 4  # one notification holds no more; a sheet with more is a list of cases
_FORMS = (FormKind.REFERRAL, FormKind.BLANK_FORM, FormKind.OTHER_FORM)
_NO_FORMS = {
    FileType.SHEET: "A spreadsheet: it may hold a chronology, but it is no form that can be read.",
    FileType.SLIDES: "A presentation, not a form.",
    FileType.CALENDAR: "A calendar entry, not a form.",
}
# What mail services send in place of a message that only the addressee may open in a browser.
_SEALED = re.compile(
    rb"(encrypted|secure(d)?|protected) (e-?mail )?message|message secured by|secure ?doc|read (the |your )?message|"
    rb"proofpoint|zixcorp|egress|mimecast|office 365 message encryption",
    re.IGNORECASE,
)
_LONG_SECRET = re.compile(rb"<input[^>]+value\s*=\s*['\"]?[A-Za-z0-9+/=_-]{200}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A file that a reader is to make a page of."""

    name: str
    content: bytes
    kind: FileType  # one of those that have a reader
    forms: tuple[KnownForm, ...]  # the forms that it may be


DocumentReader = Callable[[Document, Limits], Reading]
"""Gives the reading of one document within the limits, and raises nothing for the document."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FileReader:
    """The bounds and the known forms with which files are read, and what reads the documents and mails among them."""

    limits: Limits
    forms: tuple[KnownForm, ...]
    document: DocumentReader
    mail: Callable[[Attachment, int], Reading]  # of a mail in a zip, with how many zips and mails it lies in

    def reading(self, name: str, content: bytes, *, depth: int = 0) -> Reading:
        """What is understood of a file, with the SHA-256 of its bytes; it lies in `depth` zips and mails."""
        try:
            found = self._reading(name, content, depth=depth)
        except Unreadable as refusal:
            found = unread(name, refusal.why, sentence=refusal.sentence)
        return replace(found, sha256=hashlib.sha256(content).hexdigest())

    def _reading(self, name: str, content: bytes, *, depth: int) -> Reading:
        if len(content) > self.limits.file_bytes:
            raise Unreadable(Why.TOO_LARGE)
        kind = file_type(content)
        if kind in _REFUSALS:
            raise Unreadable(_REFUSALS[kind])
        if kind is FileType.SHEET and (form := self._form_in_sheet(name, content)) is not None:
            return form
        if kind in _NO_FORMS:
            return Reading(
                file=name, kind=FormKind.NOT_A_FORM, reason=_NO_FORMS[kind], reason_code=ReasonCode(kind.value)
            )
        if kind is FileType.ZIP:
            return self._of_zip(name, content, depth=depth)
        if kind is FileType.HTML and _is_sealed(content):
            raise Unreadable(Why.ENCRYPTED)
        if kind in _PACKAGES:
            checked_archive(content, limits=self.limits)  # the parts themselves are looked at by their reader
        return self.document(Document(name=name, content=content, kind=kind, forms=self.forms), self.limits)

    def _form_in_sheet(self, name: str, content: bytes) -> Reading | None:
        """The form that an Excel workbook of today's format is filled in as, or None where it is a list or a chart."""
        if not content.startswith(b"PK") or b"xl/workbook" not in content:
            return None
        checked_package(content, limits=self.limits)
        document = Document(name=name, content=content, kind=FileType.SHEET, forms=self.forms)
        found = self.document(document, self.limits)
        children = found.referral.children if found.referral else ()
        return found if found.kind in _FORMS and len(children) <= MOST_CHILDREN else None

    def _of_zip(self, name: str, content: bytes, *, depth: int) -> Reading:
        if depth >= self.limits.nesting:
            raise Unreadable(Why.UNPACKS_TOO_LARGE)
        inner = tuple(self._inner(file, depth=depth + 1) for file in unpacked(content, limits=self.limits))
        if not inner:
            raise Unreadable(Why.EMPTY)
        return Reading(file=name, kind=FormKind.CONTAINER, attachments=inner)

    def _inner(self, file: Attachment, *, depth: int) -> Reading:
        if file.name.lower().endswith((".eml", ".msg")):
            return self.mail(file, depth)
        return self.reading(file.name, file.content, depth=depth)


def _is_sealed(content: bytes) -> bool:
    return b"<form" in content.lower() and bool(_LONG_SECRET.search(content)) and bool(_SEALED.search(content))
