"""Mail saved from Outlook (.msg) and files in its wrapping (winmail.dat) as the values of every other mail."""

from __future__ import annotations

import email
import hashlib
import io
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from parsers.mail.addresses import addresses
from parsers.mail.charsets import decoded, without_controls
from parsers.mail.html_text import html_text
from parsers.mail.images import is_decoration, is_picture
from parsers.mail.message import envelope, with_text
from parsers.mail.outlook_class import understood_class
from parsers.mail.tnef import Tnef, TnefFile, tnef
from parsers.safe.file_names import safe_name, unique_name
from parsers.safe.limits import USUAL_LIMITS, Limits
from pipeline.model import Address, Attachment, Message

if TYPE_CHECKING:  # the library is optional: only who opens a .msg file needs it
    from oxmsg.storage import Storage

OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")

# Property ids of MS-OXPROPS.
_CLASS, _SUBJECT, _SUBMITTED, _TRANSPORT_HEADERS = 0x001A, 0x0037, 0x0039, 0x007D
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP, _REPRESENTING_SMTP = 0x0C1A, 0x0C1F, 0x5D01, 0x5D02
_MESSAGE_ID, _IN_REPLY_TO, _BODY, _HTML = 0x1035, 0x1042, 0x1000, 0x1013
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _MEDIA_TYPE, _CONTENT_ID = 0x3707, 0x3704, 0x3001, 0x370E, 0x3712
_CONTENT = "__SUBSTG1.0_37010102"
_EMBEDDED = "__SUBSTG1.0_3701000D"


def can_open_msg() -> bool:
    """Whether the optional library that opens `.msg` files is installed."""
    return find_spec("oxmsg") is not None


def msg_message(content: bytes, *, limits: Limits = USUAL_LIMITS) -> Message:
    """The mail that a `.msg` file holds; raises on nothing, a damaged file gives a message with a defect."""
    empty = Message(sha256=hashlib.sha256(content).hexdigest(), size=len(content), headers=())
    if not can_open_msg():
        return replace(empty, defects=("Outlook files (.msg) cannot be opened on this machine.",))
    try:
        return replace(_message(_opened(content), limits=limits, depth=0), sha256=empty.sha256, size=empty.size)
    except Exception:  # python-oxmsg and olefile raise a dozen kinds on damaged files, and document none
        return replace(empty, defects=("The Outlook file (.msg) is damaged.",))


def tnef_attachments(content: bytes, *, limits: Limits = USUAL_LIMITS) -> tuple[Attachment, ...]:
    """The files in a winmail.dat, without its pictures for show; a mail within it keeps the same wrapping."""
    return _files(tnef(content), limits=limits)


def _files(wrapped: Tnef, *, limits: Limits) -> tuple[Attachment, ...]:
    found: list[Attachment] = []
    taken: set[str] = set()
    for file in _documents_first(wrapped.files, _is_picture_file, most=limits.files):
        shown = bool(file.content_id) and file.content_id in wrapped.html
        inline = bool(file.content_id)
        if file.content and not is_decoration(file.name, file.content, inline=inline, shown_in_html=shown):
            found.append(_attachment(file, len(found) + 1, taken=taken))
    return tuple(found)


Kept = TypeVar("Kept")


def _documents_first(found: Sequence[Kept], is_picture: Callable[[Kept], bool], *, most: int) -> Sequence[Kept]:
    """As many as are read, in their order; of too many, documents rather than pictures."""
    if len(found) <= most:
        return found
    by_weight = sorted(range(len(found)), key=lambda place: is_picture(found[place]))
    return [found[place] for place in sorted(by_weight[:most])]


def _is_picture_file(file: TnefFile) -> bool:
    return is_picture(file.content)


def _holds_a_picture(storage: Storage) -> bool:
    return is_picture(_stream(storage, _CONTENT))


def _attachment(file: TnefFile, number: int, *, taken: set[str]) -> Attachment:
    kind = "application/ms-tnef" if file.nested else (file.media_type or "application/octet-stream").lower()
    return Attachment(
        name=unique_name(safe_name(file.name, media_type=kind, number=number), taken),
        media_type=kind,
        content=file.content,
        content_id=file.content_id,
        source=f"file {number} of winmail.dat",
    )


def _opened(content: bytes) -> Storage:
    from olefile import OleFileIO  # type: ignore[import-untyped]  # comes with python-oxmsg, has no types
    from oxmsg.storage import Storage

    with OleFileIO(io.BytesIO(content)) as ole:
        return Storage.from_ole(ole)


def _message(storage: Storage, *, limits: Limits, depth: int) -> Message:
    words = _words(storage)
    top = _envelope(words, _submitted(storage, 32 if depth == 0 else 24))
    html = _html(storage, words)
    text = without_controls(words.get(_BODY, "")) or html_text(html)
    files, mails = _attached(storage, limits=limits, depth=depth)
    whole = replace(with_text(top, text), html=html, attachments=files, messages=mails)
    return understood_class(whole, words.get(_CLASS, ""))


def _words(storage: Storage) -> Mapping[int, str]:
    """Every text property by its id; a stream's name ends in the id and the type (MS-OXMSG, 2.1.3)."""
    found: dict[int, str] = {}
    for stream in storage.streams:
        tail = stream.name.rpartition("_")[2]
        if len(tail) == 8 and tail.upper().endswith(("001F", "001E")):
            wide = tail.upper().endswith("001F")
            text = stream.bytes_.decode("utf-16-le", "replace") if wide else decoded(stream.bytes_)[0]
            with suppress(ValueError):
                found[int(tail[:4], 16)] = text.rstrip("\x00")
    return found


def _stream(storage: Storage, name: str) -> bytes:
    """The stream of this name, which is in capitals here and may be in small letters there."""
    return next((stream.bytes_ for stream in storage.streams if stream.name.upper() == name), b"")


def _html(storage: Storage, words: Mapping[int, str]) -> str:
    content = _stream(storage, "__SUBSTG1.0_10130102")
    return without_controls(decoded(content)[0] if content else words.get(_HTML, ""))


def _submitted(storage: Storage, head: int) -> datetime | None:
    """The time of sending, from the fixed-length properties that follow `head` bytes of the property stream."""
    stream = _stream(storage, "__PROPERTIES_VERSION1.0")
    for at in range(head, len(stream) - 15, 16):
        kind, name, _, ticks = struct.unpack_from("<HHIQ", stream, at)
        if kind == 0x40 and name == _SUBMITTED:
            with suppress(OverflowError):
                return datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
    return None


def _envelope(words: Mapping[int, str], submitted: datetime | None) -> Message:
    """The headers as they came over the wire where Outlook kept them, else what its properties say."""
    part = email.message_from_string(words.get(_TRANSPORT_HEADERS, "").lstrip() + "\n\n")
    for name, text in _stand_ins(words):
        if text and name not in part:
            part[name] = text
    top = envelope(part, repr(sorted(words.items())).encode("utf-8", "replace"))
    return replace(
        top,
        subject=top.subject or words.get(_SUBJECT, ""),
        sender=top.sender or _sender(words),
        date_header=top.date_header or submitted,
        media_type="application/vnd.ms-outlook",
    )


def _stand_ins(words: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    for name, number in (("Subject", _SUBJECT), ("Message-ID", _MESSAGE_ID), ("In-Reply-To", _IN_REPLY_TO)):
        yield name, " ".join(words.get(number, "").split())


def _sender(words: Mapping[int, str]) -> Address | None:
    fields = (words.get(number, "") for number in (_SENDER_SMTP, _REPRESENTING_SMTP, _SENDER_ADDRESS))
    found = next(chain.from_iterable(map(addresses, fields)), None)
    return found and replace(found, name=words.get(_SENDER_NAME, ""))


def _attached(storage: Storage, *, limits: Limits, depth: int) -> tuple[tuple[Attachment, ...], tuple[Message, ...]]:
    files: list[Attachment] = []
    mails: list[Message] = []
    taken: set[str] = set()
    attached = [inner for inner in storage.storages if inner.name.startswith("__attach_version1.0_")]
    for inner in _documents_first(attached, _holds_a_picture, most=limits.files):
        embedded = next((deeper for deeper in inner.storages if deeper.name.upper() == _EMBEDDED), None)
        if embedded is not None and depth < limits.nesting:
            mails.append(_message(embedded, limits=limits, depth=depth + 1))
        elif file := _file(inner):
            number = len(files) + 1
            source = f"file {number} of the Outlook file"
            files.append(replace(_attachment(file, number, taken=taken), source=source))
    return tuple(files), tuple(mails)


def _file(storage: Storage) -> TnefFile | None:
    """The file that an attachment's folder holds, or None for a picture that only decorates the mail."""
    content = _stream(storage, _CONTENT)
    words = _words(storage)
    name = words.get(_LONG_NAME) or words.get(_SHORT_NAME) or words.get(_DISPLAY_NAME, "")
    content_id = words.get(_CONTENT_ID, "")
    if is_decoration(name, content, inline=bool(content_id), shown_in_html=False):
        return None
    return TnefFile(name=name, media_type=words.get(_MEDIA_TYPE, ""), content_id=content_id, content=content)
