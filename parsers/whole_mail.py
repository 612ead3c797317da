"""A whole mail read within a bound of time and memory, in a process of its own; past it, what its beginning says.

Run as `python -m parsers.whole_mail MEMORY_BYTES` it is that process. It asks the process that started it for the
readings of documents, so that a bad one costs one reading and not the mail, and so that none is read in a process
started here, which would outlive this one when it is ended.
"""

from __future__ import annotations

import atexit
import hashlib
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from parsers.document import bounded_reading
from parsers.file_reader import Document, DocumentReader
from parsers.form.kind.known_forms import KnownForm
from parsers.mail.message import message as mail_message
from parsers.mail.outlook import OLE_SIGNATURE
from parsers.read_mail import MailReading, read_mail
from parsers.safe.bounded import BoundedProcess
from parsers.safe.child_process import Pipe, bind_memory
from parsers.safe.limits import USUAL_LIMITS, Limits
from parsers.unreadable import Why, unread
from pipeline.errors import ReaderUnavailable
from pipeline.model import Message, Reading

_BEGINNING = 64_000  # bytes; headers and ten pages, which no reader of ours takes more than a moment for
_MAIL_PROCESS = BoundedProcess("parsers.whole_mail")
atexit.register(_MAIL_PROCESS.give_up)


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
    with _MAIL_PROCESS.conversation(limits.memory_bytes, until=until) as say:
        kind, found = say({"raw": raw, "limits": limits, "forms": forms})
        while kind == "document":
            kind, found = say(_of_document(replace(found, forms=forms), limits=limits, until=until))
    return kind, found


def _of_document(document: Document, *, limits: Limits, until: float) -> Reading:
    left = until - time.monotonic()
    try:
        return bounded_reading(document, replace(limits, seconds=min(limits.seconds, left)))
    except ReaderUnavailable:
        # With hardly a moment left not even a sound process can begin: it is the mail that took the time.
        if left < limits.seconds:
            raise TimeoutError from None
        raise


def _beginning(raw: bytes, why: Why, *, limits: Limits) -> MailReading:
    """Headers and first words, for a person and for the question whether it is urgent; no files."""
    sha256 = hashlib.sha256(raw).hexdigest()
    if raw.startswith(OLE_SIGNATURE):  # its words may stand anywhere in the file
        begun = Message(sha256=sha256, size=len(raw), headers=())
    else:
        begun = replace(mail_message(raw[:_BEGINNING], limits=limits), sha256=sha256, size=len(raw))
    shown = replace(begun, attachments=(), messages=(), report=None, calendar="", calendar_method="")
    return MailReading(message=shown, readings=(unread("mail", why, sha256=sha256),))


def main(memory_bytes: int) -> None:
    """Reads what is asked until nobody asks any more."""
    bind_memory(memory_bytes)
    pipe = Pipe()

    def asked_outside(document: Document, _: Limits) -> Reading:
        # Whoever started this process keeps the time and has the forms, which need not be said again.
        pipe.send(("document", replace(document, forms=())))
        found: Reading = pipe.received()
        return found

    while (asked := pipe.received()) is not None:
        pipe.send(_mail_or_fault(asked, document=asked_outside))


def _mail_or_fault(asked: dict[str, Any], *, document: DocumentReader) -> tuple[str, object]:
    try:
        return "mail", read_mail(**asked, document=document)
    except MemoryError:
        return "memory", None
    except Exception:
        return "fault", traceback.format_exc()


if __name__ == "__main__":
    main(int(sys.argv[1]))
