"""A rendered mail as the bytes that go to the server, in the shape that Outlook, Exchange and phones agree on."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from pipeline.dates import LONDON
from pipeline.notices.model import Mail, MailFile

# Folding spoils spaces in long headers that are not ASCII (Python 3.11 to 3.13): lines are left as long as SMTP allows.
_BUILD = SMTP.clone(cte_type="7bit")
_WRITE = _BUILD.clone(max_line_length=998)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]+>")


def message_bytes(mail: Mail) -> bytes:
    """The message of `mail`, in ASCII with CRLF line ends; hand it to `sendmail`, never through another policy."""
    message = EmailMessage(policy=_BUILD)
    message["From"] = _address(mail.sender_name, mail.sender)
    message["To"] = _address(mail.to_name, mail.to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.made_at.astimezone(LONDON))
    message["Message-ID"] = mail.message_id
    for name, value in mail.headers:
        if name not in ("In-Reply-To", "References") or _MESSAGE_ID.fullmatch(value):
            message[name] = value
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    if mail.calendar:
        _add_calendar(message, mail)
    for file in mail.files:
        _attach(message, file)
    return message.as_bytes(policy=_WRITE)


def _add_calendar(message: EmailMessage, mail: Mail) -> None:
    params = {"method": mail.calendar_method, "component": "VEVENT"}
    message.add_alternative(mail.calendar.decode("utf-8"), subtype="calendar", params=params, cte="base64")
    invite = MailFile(name="invite.ics", media_type="application/ics", content=mail.calendar)
    _attach(message, invite)


def _attach(message: EmailMessage, file: MailFile) -> None:
    main, _, sub = file.media_type.partition("/")
    # Without it a list is read as ASCII, and every dash in it as three odd letters (RFC 2046, 4.1.2).
    params = {"charset": "utf-8"} if main == "text" else None
    message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name, params=params)


def _address(name: str, address: str) -> Address:
    user, _, domain = address.rpartition("@")
    return Address(
        display_name="".join(letter if letter.isprintable() else " " for letter in name), username=user, domain=domain
    )
