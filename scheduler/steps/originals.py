"""Keeps the files as they came where the office can open them, under names without any person's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from parsers.read_mail import MailReading
from pipeline.edges.files import write_whole
from pipeline.edges.journal import Journal
from pipeline.errors import StoreUnavailable
from pipeline.model import Attachment, FormKind, Message, Reading
from scheduler.office import ConfiguredOffice

_SUFFIXES = (".docx", ".docm", ".dotx", ".doc", ".odt", ".rtf", ".pdf", ".html", ".htm", ".txt", ".msg", ".zip")
_KINDS = {FormKind.REFERRAL: "referral", FormKind.AGENCY_RETURN: "return"}
_OTHER = "file"
_NAME = re.compile(rf"\b(?:{'|'.join((*_KINDS.values(), _OTHER))})-[0-9a-f]{{12}}\.\w+")
_WORTH_OPENING = (FormKind.REFERRAL, FormKind.AGENCY_RETURN, FormKind.UNREADABLE, FormKind.OTHER_FORM)


def keep_originals(read: MailReading, *, office: ConfiguredOffice, journal: Journal) -> dict[str, str]:
    """Copies each form beside the tracker and gives, by SHA-256, its link as the tracker writes it.

    A form in the mail's own body, or deep inside another file, is linked through a copy of the mail itself. Raises
    StoreUnavailable where the folder cannot take a file.
    """
    links: dict[str, str] = {}
    files = {attachment.sha256: attachment for attachment in _attachments(read.message)}
    for reading in (leaf for entry in read.readings for leaf in entry.leaves()):
        if reading.kind not in _WORTH_OPENING or not reading.sha256:
            continue
        attachment = files.get(reading.sha256)
        if attachment is None:
            links[reading.sha256] = keep_mail(read.message.sha256, office=office, journal=journal)
            continue
        links[reading.sha256] = _kept(office, attachment, reading=reading)
    return links


def original_named(text: str) -> str:
    """The name of the copy of a form to which `text`, a link of ours, leads; empty where it is none."""
    found = _NAME.search(text)
    return found[0] if found else ""


def place_of_mail(sha256: str, *, office: ConfiguredOffice) -> Path:
    """Where the copy of a mail lies beside the tracker, or would."""
    return office.settings.tracker.originals / f"mail-{sha256[:12]}.eml"


def keep_mail(sha256: str, *, office: ConfiguredOffice, journal: Journal) -> str:
    """Copies a mail as it came beside the tracker and gives its path from there; raises StoreUnavailable."""
    path = place_of_mail(sha256, office=office)
    return office.beside_tracker(path) if path.exists() else _at(office, path.name, content=journal.raw.read(sha256))


def _kept(office: ConfiguredOffice, attachment: Attachment, *, reading: Reading) -> str:
    suffix = next((end for end in _SUFFIXES if attachment.name.lower().endswith(end)), ".bin")
    return _at(office, f"{_KINDS.get(reading.kind, _OTHER)}-{reading.sha256[:12]}{suffix}", content=attachment.content)


def _at(office: ConfiguredOffice, name: str, *, content: bytes) -> str:
    path = office.settings.tracker.originals / name
    try:
        if not path.exists():
            # For the service's group, which is the office's; nobody else.
            write_whole(path, content, mode=0o640)
    except OSError as fault:
        raise StoreUnavailable(
            f"The folder of originals cannot take a file ({fault.strerror}); connect its share or free its disk."
        ) from fault
    return office.beside_tracker(path)


def _attachments(message: Message) -> Iterator[Attachment]:
    yield from message.attachments
    for inner in message.messages:
        yield from _attachments(inner)
