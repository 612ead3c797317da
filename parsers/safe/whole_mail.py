"""A whole mail read within a bound of time and memory, in a process of its own; past it, what its beginning says."""

from __future__ import annotations

import atexit
import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace

from parsers.form.kind.known_forms import KnownForm
from parsers.mail.message import message as mail_message
from parsers.mail.outlook import OLE_SIGNATURE
from parsers.read_mail import MailReading
from parsers.safe.bounded import READING_PROCESS, ReadingProcess
from parsers.safe.document import unread
from parsers.safe.limits import USUAL_LIMITS, Limits
from parsers.unreadable import Why
from pipeline.model import Message

_BEGINNING = 64_000  # bytes; headers and ten pages, which no reader of ours takes more than a moment for
_MAILS = ReadingProcess("parsers.safe.mail_worker")
atexit.register(_MAILS.give_up)


def read_whole_mail(raw: bytes, *, limits: Limits = USUAL_LIMITS, forms: Sequence[KnownForm] = ()) -> MailReading:
    """The mail in `raw` with everything in it, read within `limits.mail_seconds` and the bound of memory.

    Past a bound it is the mail's beginning with one reading that says so. Raises RuntimeError with the traceback of a
    fault in the reader.
    """
    try:
        kind, found = _answer(raw, limits=limits, forms=tuple(forms))
    except TimeoutError:
        return _beginning(raw, Why.MAIL_TOO_SLOW, limits=limits)
    except EOFError:
        return _beginning(raw, Why.MAIL_BROKE_READER, limits=limits)
    if isinstance(found, MailReading):
        return found
    if kind == "fault":
        raise RuntimeError(found)
    return _beginning(raw, Why.MAIL_BROKE_READER, limits=limits)


def _answer(raw: bytes, *, limits: Limits, forms: tuple[KnownForm, ...]) -> tuple[str, object]:
    """The mail process's last word; the documents that it meets on the way are read for it one by one."""
    until = time.monotonic() + limits.mail_seconds
    with _MAILS.conversation(limits.memory_bytes, until=until) as say:
        kind, found = say({"raw": raw, "limits": limits, "forms": forms})
        while kind == "document":
            seconds = min(limits.seconds, until - time.monotonic())
            reading = READING_PROCESS.reading(**found, limits=replace(limits, seconds=seconds), forms=forms)
            kind, found = say(reading)
    return kind, found


def _beginning(raw: bytes, why: Why, *, limits: Limits) -> MailReading:
    """Headers and first words, for a person and for the question whether it is urgent; no files."""
    sha256 = hashlib.sha256(raw).hexdigest()
    if raw.startswith(OLE_SIGNATURE):  # its words may stand anywhere in the file
        begun = Message(sha256=sha256, size=len(raw), headers=())
    else:
        begun = replace(mail_message(raw[:_BEGINNING], limits=limits), sha256=sha256, size=len(raw))
    shown = replace(begun, attachments=(), messages=(), report=None, calendar="", calendar_method="")
    return MailReading(message=shown, readings=(replace(unread("mail", why), sha256=sha256),))
