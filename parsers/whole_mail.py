"""A whole mail read within a bound of time and memory, in a process of its own; past it, what its beginning says.

Run as `python -m parsers.whole_mail MEMORY_BYTES` it is that process. It asks the process that started it for the
readings of documents, so that a bad one costs one reading and not the mail, and so that none is read in a process
started here, which would outlive this one when it is ended.
"""

from __future__ import annotations

import atexit
import hashlib
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from parsers.document import bounded_reading
from parsers.file_reader import Document, DocumentReader
from parsers.form.kind.known_forms import KnownForm
from parsers.mail.message import message as mail_message
from parsers.mail.outlook import OLE_SIGNATURE
from parsers.read_mail import MailReading, read_mail
from parsers.safe.bounded import BoundedProcess, Budget
from parsers.safe.child_process import Pipe, bind_memory
from parsers.safe.limits import USUAL_LIMITS, Limits
from parsers.unreadable import Why, unread
from pipeline.model import Message, Reading, ReasonCode

_BEGINNING = 64_000  # bytes; headers and ten pages, which no reader of ours takes more than a moment for
_MAIL_PROCESS = BoundedProcess("parsers.whole_mail")
atexit.register(_MAIL_PROCESS.give_up)


def read_whole_mail(raw: bytes, *, limits: Limits = USUAL_LIMITS, forms: Sequence[KnownForm] = ()) -> MailReading:
    """The mail in `raw` with everything in it, read within `limits.mail_seconds` and the bound of memory.

    Past a bound it is what was read until then, with one reading more that says so; the mail's beginning where not
    even the mail itself was read. Raises RuntimeError with the traceback of a fault in the reader.
    """
    progress = _Progress()
    try:
        kind, found = _answer(raw, progress, limits=limits, forms=tuple(forms))
    except TimeoutError:
        return _part(raw, progress, why=Why.MAIL_TOO_SLOW, limits=limits)
    except EOFError:
        return _part(raw, progress, why=Why.MAIL_BROKE_READER, limits=limits)
    if kind == "mail" and progress.message is not None and isinstance(found, tuple):
        return MailReading(message=progress.message, readings=found)
    if kind == "fault":
        raise RuntimeError(found)
    return _part(raw, progress, why=Why.MAIL_BROKE_READER, limits=limits)


def was_too_slow(read: MailReading) -> bool:
    """Whether the time ran out before the whole of the mail was read."""
    return any(reading.reason_code == ReasonCode.MAIL_TOO_SLOW for reading in read.readings)


@dataclass(slots=True)
class _Progress:
    """What was read of a mail so far: the mail itself, and its documents."""

    message: Message | None = None
    readings: list[Reading] = field(default_factory=list)


def _answer(raw: bytes, progress: _Progress, *, limits: Limits, forms: tuple[KnownForm, ...]) -> tuple[str, object]:
    """The mail process's last word; the documents that it meets on the way are read for it one by one."""
    with _MAIL_PROCESS.conversation(limits.memory_bytes) as say:
        whole = Budget(limits.mail_seconds)
        kind, found = say({"raw": raw, "limits": limits, "forms": forms}, whole)
        if kind == "message":
            progress.message = found
            kind, found = say(None, whole)
        while kind == "document":
            if whole.left <= 0:
                raise TimeoutError
            reading = bounded_reading(replace(found, forms=forms), limits, within=whole)
            progress.readings.append(reading)
            kind, found = say(reading, whole)
    return kind, found


def _part(raw: bytes, progress: _Progress, *, why: Why, limits: Limits) -> MailReading:
    """What was read until the bound was met, for a person and for the question whether it is urgent."""
    if progress.message is None:
        return _beginning(raw, why, limits=limits)
    rest = unread("mail", why, sha256=progress.message.sha256)
    return MailReading(message=progress.message, readings=(*progress.readings, rest))


def _beginning(raw: bytes, why: Why, *, limits: Limits) -> MailReading:
    """Headers and first words; no files."""
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

    def tell(begun: Message) -> None:
        # Said before anything else is read, so that its words count even where its files take all the time.
        pipe.send(("message", begun))
        pipe.received()

    while (asked := pipe.received()) is not None:
        pipe.send(_mail_or_fault(asked, document=asked_outside, begun=tell))


def _mail_or_fault(
    asked: dict[str, Any], *, document: DocumentReader, begun: Callable[[Message], None]
) -> tuple[str, object]:
    try:
        return "mail", read_mail(**asked, document=document, begun=begun).readings
    except MemoryError:
        return "memory", None
    except Exception:
        return "fault", traceback.format_exc()


if __name__ == "__main__":
    main(int(sys.argv[1]))
