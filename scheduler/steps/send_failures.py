"""What becomes of a mail that the server did not take, or may have taken: a pause, and after the last a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from pipeline.edges.journal import Journal
from pipeline.edges.journal.notice_queue import QueuedMail
from pipeline.edges.outgoing.outbox import Receipt, SendOutcome
from pipeline.model import Attention
from scheduler.report import PassReport

# How long to wait after each failure that may pass; after the last the mail is shown to a person.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 480, 960, 1440))


def is_spent(mail: QueuedMail) -> bool:
    """Whether the mail was offered after every pause already."""
    return mail.tries > len(PAUSES)


def record_failure(mail: QueuedMail, receipt: Receipt, *, journal: Journal, report: PassReport, now: datetime) -> None:
    """Records a try that failed: refused, or its fate unclear; either pauses, and is shown after the last pause."""
    why = "; ".join(f"{one.address}: {one.code} {one.text}" for one in receipt.refused) or receipt.why
    # What may have arrived once stays in doubt, whatever the server says to a later try that may pass.
    in_doubt = receipt.outcome is SendOutcome.AMBIGUOUS or (
        mail.state == "sending" and receipt.outcome is SendOutcome.REFUSED_FOR_NOW
    )
    report.count("mails in doubt" if in_doubt else "mails refused")
    last = receipt.outcome is SendOutcome.REFUSED or mail.tries >= len(PAUSES)
    with journal.writing():
        if not last:
            after, state = now + PAUSES[mail.tries], "sending" if in_doubt else "queued"
            journal.notices.again(mail.key, fault=why, after=after, state=state)
            return
        journal.notices.refused(mail.key, fault=why, state="unclear" if in_doubt else "refused")
        item = (_unclear if in_doubt else _refused)(mail, why, urgent=journal.notices.reminds(mail.key), now=now)
        journal.casebook.show([item])


def give_up(mail: QueuedMail, *, journal: Journal, report: PassReport, now: datetime) -> None:
    """Shows a mail that passes which were cut off left unclear too often."""
    report.count("mails in doubt")
    why = mail.fault or "Sending it was cut off each time before the mail server acknowledged it."
    with journal.writing():
        journal.notices.refused(mail.key, fault=why, state="unclear")
        journal.casebook.show([_unclear(mail, why, urgent=journal.notices.reminds(mail.key), now=now)])


def _refused(mail: QueuedMail, why: str, *, urgent: bool, now: datetime) -> Attention:
    return Attention(
        id=f"refused:{mail.message_id}",
        what=f"A mail that was not taken: {mail.subject}",
        why=f"The mail server said: {why}",
        remedy="Correct the address on the sheet Contacts, and tell the person by another way.",
        since=now,
        case_ref=mail.case_ref,
        urgent=urgent,
    )


def _unclear(mail: QueuedMail, why: str, *, urgent: bool, now: datetime) -> Attention:
    return Attention(
        id=f"unclear:{mail.message_id}",
        what=f"A mail that may or may not have arrived: {mail.subject}",
        why=f"It was tried again and again, and may have been taken each time. The last try: {why}",
        remedy=f"Ask {mail.recipient} whether it came, and if not, tell them by another way. It is not sent again.",
        since=now,
        case_ref=mail.case_ref,
        urgent=urgent,
    )
