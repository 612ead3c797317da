"""Any file read: what it really is, what is in it, and what is understood of it; no file is ever a reason to raise."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.form.kind.known_forms import KnownForm
from parsers.safe.bounded import READING_PROCESS
from parsers.safe.containers import FileType, file_type, unpacked
from parsers.safe.document import READERS, unread
from parsers.safe.limits import USUAL_LIMITS, Limits
from parsers.safe.package_limits import checked_package
from parsers.unreadable import Unreadable, Why
from pipeline.model import Attachment, FormKind, Reading

_PACKAGES = (FileType.WORD, FileType.OPENDOCUMENT)
_REFUSALS = {
    FileType.EMPTY: Why.EMPTY,
    FileType.ENCRYPTED_OFFICE: Why.ENCRYPTED,
    FileType.SIGNED_OR_SEALED: Why.ENCRYPTED,
    FileType.RIGHTS_PROTECTED: Why.RIGHTS_PROTECTED,
    FileType.PICTURE: Why.SCANNED,
    FileType.PAGES: Why.UNSUPPORTED,
    FileType.SHORTCUT: Why.LINKED,
}
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


def read_file(
    name: str, content: bytes, *, limits: Limits = USUAL_LIMITS, forms: Sequence[KnownForm] = (), depth: int = 0
) -> Reading:
    """What is understood of a file, with the SHA-256 of its bytes; a container's files are read each by itself.

    Raises ReaderUnavailable where documents cannot be read at all.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        found = _reading(name, content, limits=limits, forms=tuple(forms), depth=depth)
    except Unreadable as refusal:
        found = unread(name, refusal.why, sentence=refusal.sentence)
    return replace(found, sha256=sha256)


def _reading(name: str, content: bytes, *, limits: Limits, forms: tuple[KnownForm, ...], depth: int) -> Reading:
    if len(content) > limits.file_bytes:
        raise Unreadable(Why.TOO_LARGE)
    kind = file_type(content)
    if kind in _REFUSALS:
        raise Unreadable(_REFUSALS[kind])
    if kind in _NO_FORMS:
        return Reading(file=name, kind=FormKind.NOT_A_FORM, reason=_NO_FORMS[kind], reason_code=kind.value)
    if kind is FileType.ZIP:
        return _container(name, content, limits=limits, forms=forms, depth=depth)
    if kind not in READERS:
        raise Unreadable(Why.UNSUPPORTED)
    if kind is FileType.HTML and _is_sealed(content):
        raise Unreadable(Why.ENCRYPTED)
    if kind in _PACKAGES:
        checked_package(content, limits=limits)
    return READING_PROCESS.reading(name, content, kind=kind, limits=limits, forms=forms)


def _container(name: str, content: bytes, *, limits: Limits, forms: tuple[KnownForm, ...], depth: int) -> Reading:
    if depth >= limits.nesting:
        raise Unreadable(Why.UNPACKS_TOO_LARGE)
    inner = tuple(
        _inner(file, limits=limits, forms=forms, depth=depth + 1) for file in unpacked(content, limits=limits)
    )
    if not inner:
        raise Unreadable(Why.EMPTY)
    return Reading(file=name, kind=FormKind.CONTAINER, attachments=inner)


def _inner(file: Attachment, *, limits: Limits, forms: tuple[KnownForm, ...], depth: int) -> Reading:
    if file.name.lower().endswith((".eml", ".msg")):
        # A mail in a zip is read as mails are; that room knows this one, so it is asked for only here.
        from parsers.read_mail import read_mail

        mail = read_mail(file.content, limits=limits, forms=forms)
        return Reading(file=file.name, kind=FormKind.CONTAINER, attachments=mail.readings, sha256=mail.message.sha256)
    return read_file(file.name, file.content, limits=limits, forms=forms, depth=depth)


def _is_sealed(content: bytes) -> bool:
    return b"<form" in content.lower() and bool(_LONG_SECRET.search(content)) and bool(_SEALED.search(content))
