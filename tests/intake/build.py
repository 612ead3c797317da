"""Mails and readings for the tests of intake, as short as a test can say them."""

import hashlib
from datetime import UTC, datetime

from parsers.mail.message import message
from pipeline.intake.decide import decision
from pipeline.intake.earlier_mail import EarlierMail
from pipeline.model import (
    Decision,
    Field,
    FormIdentity,
    FormKind,
    Message,
    Reading,
    ReasonCode,
    Referral,
    State,
    Unmapped,
)
from pipeline.settings import Intake

OWN = "referrals@northshire.example"
NOW = datetime(2026, 7, 8, 9, 15, tzinfo=UTC)
READ = EarlierMail(own_addresses=(OWN,))


def mail(
    text: str = "",
    *headers: str,
    subject: str = "Referral",
    sender: str = "jo@saltmarsh.sch.example",
    name: str = "Jo Marsh",
) -> Message:
    """A mail of plain text; a bar in `text` is a line end."""
    head = "\r\n".join((f"From: {name} <{sender}>", f"To: {OWN}", f"Subject: {subject}", *headers))
    kind = (
        ""
        if any(line.startswith("Content-Type") for line in headers)
        else "Content-Type: text/plain; charset=utf-8\r\n"
    )
    return message(f"{head}\r\n{kind}\r\n{text.replace('|', chr(10))}".encode())


def answer(value: str) -> Field:
    return Field(value=value, raw=value, state=State.GIVEN)


def form(
    kind: FormKind = FormKind.REFERRAL,
    *,
    file: str = "form.docx",
    process: str = "",
    code: str = "",
    title: str = "",
    submitted: str = "",
    **child: str,
) -> Reading:
    """A reading of `kind`; the words are answers on its only child."""
    children = ({name: answer(value) for name, value in child.items()},) if child else ()
    return Reading(
        file=file,
        kind=kind,
        reason="It could not be read." if code else None,
        reason_code=ReasonCode(code),
        form=FormIdentity(id=process, title=title, process=process or None) if process or title else None,
        unmapped=(Unmapped(label="Submitted on", text=submitted, source=""),) if submitted else (),
        referral=Referral(children=children) if kind in (FormKind.REFERRAL, FormKind.AGENCY_RETURN) else None,
        sha256=hashlib.sha256(repr((file, sorted(child.items()))).encode()).hexdigest(),
    )


def decided(message: Message, *readings: Reading, earlier: EarlierMail = READ, words: Intake | None = None) -> Decision:
    return decision(message, readings, earlier=earlier, words=words or Intake(), received_at=NOW)
