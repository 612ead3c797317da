"""The mails that say that something stands or is over. Their words lie here and in no template, which may be broken."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from pipeline.dates import LONDON
from pipeline.settings import Office
from pipeline.watch.standing import StandingFault, short_time

_LONGEST_SUBJECT = 140


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmMail:
    """What an alarm says, without sender and recipient."""

    subject: str
    text: str


def alarm_mail(alarms: tuple[StandingFault, ...], *, office: Office) -> AlarmMail:
    """The mail that says what stands, the oldest first."""
    ordered = sorted(alarms, key=lambda fault: fault.since)
    more = f" (and {len(ordered) - 1} more)" if len(ordered) > 1 else ""
    subject = f"URGENT: {ordered[0].headline}"[:_LONGEST_SUBJECT] + more
    lines = [
        "The case system cannot do its work. Until it can, look at the mailbox and the deadlines by hand.",
        "",
        *(line for fault in ordered for line in (fault.line, "")),
        "This message comes on each working day until it is over, and then one that says so. What was tried and found:",
        "",
        "    caseclock status",
        "    caseclock check",
    ]
    return _mail(subject, lines, office=office)


def over_mail(over: tuple[StandingFault, ...], *, now: datetime, office: Office) -> AlarmMail:
    """The mail that says what is over."""
    ordered = sorted(over, key=lambda fault: fault.since)
    more = f" (and {len(ordered) - 1} more)" if len(ordered) > 1 else ""
    subject = f"It is over: {ordered[0].headline}"[:_LONGEST_SUBJECT] + more
    lines = [
        f"This is over. It was found at {short_time(now)}:",
        "",
        *(f"- {fault.headline}" for fault in ordered),
        "",
        "What came in meanwhile is taken up by itself, urgent mail first.",
    ]
    return _mail(subject, lines, office=office)


def _mail(subject: str, lines: Iterable[str], *, office: Office) -> AlarmMail:
    marking = f"[{office.marking}] " if office.marking else ""
    signed = ("", office.sender_name, office.partnership, f"E-mail: {office.address}", "")
    return AlarmMail(subject=_one_line(marking + subject), text="\n".join((*lines, *signed)))


def _one_line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def alarm_bytes(mail: AlarmMail, *, office: Office, to: str, sender: str, now: datetime) -> bytes:
    """The message as it goes to a server, in ASCII with CRLF line ends."""
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["From"] = Address(display_name=_one_line(office.sender_name), addr_spec=sender)
    message["To"] = to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now.astimezone(LONDON))
    seed = f"{now.isoformat()}|{to}|{mail.text}"
    message["Message-ID"] = f"<alarm-{hashlib.sha256(seed.encode()).hexdigest()[:32]}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Importance"] = "high"
    message["X-Priority"] = "1"
    message.set_content(mail.text)
    return message.as_bytes(policy=SMTP.clone(cte_type="7bit", max_line_length=998))
