"""What `caseclock read` understands of a file: a form, or a whole mail with the forms in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from parsers.read import read_file
from parsers.reading_json import as_json
from pipeline.dates import london_date
from pipeline.edges.clock import now
from pipeline.edges.files import content_within
from pipeline.model import Decision, FormKind, Reading, ReasonCode
from scheduler.office import ConfiguredOffice

if TYPE_CHECKING:
    from parsers.read_mail import MailReading


@dataclass(frozen=True, kw_only=True, slots=True)
class MailUnderstood:
    """A mail, the readings of what came with it, and what it is judged to be from itself alone."""

    file: str
    mail: MailReading
    decision: Decision
    received_at: datetime | None


def reading_of(path: Path, office: ConfiguredOffice) -> Reading | MailUnderstood:
    """What is understood of the file `path`; an unreadable one is a reading that says why."""
    settings, limits, forms = office.settings, office.limits, office.forms
    content = content_within(path, limits.file_bytes)
    if content is None:
        return Reading(
            file=path.name,
            kind=FormKind.UNREADABLE,
            reason=f"The file is larger than {settings.limits.file_megabytes} MB, the limit in the settings.",
            reason_code=ReasonCode.TOO_LARGE,
        )
    if not is_mail(path, content):
        return read_file(path.name, content, limits=limits, forms=forms)
    return _mail_of(path.name, content, office=office)


def _mail_of(file: str, content: bytes, *, office: ConfiguredOffice) -> MailUnderstood:
    from parsers.mail.message import received_at
    from parsers.whole_mail import read_whole_mail
    from pipeline.intake.decide import decision
    from pipeline.intake.earlier_mail import EarlierMail

    settings = office.settings
    mail = read_whole_mail(content, limits=office.limits, forms=office.forms)
    received = received_at(mail.message)
    judged = decision(
        mail.message,
        mail.readings,
        earlier=EarlierMail(own_addresses=(settings.office.address,)),
        words=settings.intake,
        received_at=received or now(),
    )
    return MailUnderstood(file=file, mail=mail, decision=judged, received_at=received)


def is_mail(path: Path, content: bytes) -> bool:
    """Whether `content` is a mail: by its name, or because it begins with mail headers."""
    starts = re.match(rb"(?i)(from |return-path:|received:|delivered-to:|message-id:|mime-version:)", content[:80])
    return path.suffix.lower() in (".eml", ".msg") or starts is not None


def reading_to_json(found: Reading | MailUnderstood) -> dict[str, object]:
    """The object of docs/interface.md for a form or a mail."""
    if isinstance(found, Reading):
        return as_json(found)
    message, judged = found.mail.message, found.decision
    return {
        "file": found.file,
        "kind": judged.kind.value,
        "urgent": judged.urgent,
        "band": judged.band.value,
        "reply_to_it": judged.reply_to_it,
        "reason": judged.reason,
        "case_ref": judged.case_ref,
        "received_date": london_date(found.received_at).isoformat() if found.received_at else None,
        "from": message.sender.address if message.sender else None,
        "subject": message.subject,
        "attachments": [as_json(reading) for reading in found.mail.readings],
        "warnings": list(judged.warnings),
    }
