"""What a person should know of a mail besides what it is; never a name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pipeline.cases.same_child import answer_text
from pipeline.dates import london_date, long_date
from pipeline.intake.evidence import MailEvidence
from pipeline.intake.signs.form_titles import copied_day, is_briefing, is_copy
from pipeline.intake.signs.national import Claim, ofsted_claim, panel_claim
from pipeline.model import FormKind, Reading


def remarks(evidence: MailEvidence) -> Iterator[str]:
    """Sentences on how the mail was read and what in it does not fit together."""
    message = evidence.message
    yield from message.defects
    # Clocks of senders stand at 1970 (101) or run ahead (102); mail held up over a weekend is nothing to remark.
    if message.date_header and abs(message.date_header - evidence.received_at) > timedelta(days=2):
        yield "The date that the mail itself gives is more than two days from its receipt; the receipt counts."
    if evidence.reference.others:
        yield f"The mail also names {', '.join(evidence.reference.others)}."
    if forms := evidence.forms(FormKind.REFERRAL):
        yield from _beside_forms(evidence)
        yield from _of_forms(forms, evidence)


def _beside_forms(evidence: MailEvidence) -> Iterator[str]:
    """What came with a referral and may be overlooked for it."""
    if Claim.DOUBTED in (panel_claim(evidence), ofsted_claim(evidence)):
        yield "The sender says that it is a national body, which could not be confirmed."
    unread = evidence.forms(FormKind.UNREADABLE)
    if unread:
        yield f"{len(unread)} more file(s) could not be read; look at them."
    if evidence.forms(FormKind.BLANK_FORM):
        yield "An empty form came as well."


def _of_forms(forms: tuple[Reading, ...], evidence: MailEvidence) -> Iterator[str]:
    yield from (_of_a_copy(form, evidence) for form in forms if is_copy(form))
    if any(is_briefing(form) for form in forms):
        yield "It is a Need to Know briefing: ask for the partnership's form where more is wanted."
    understood = [form.understood for form in forms]
    if any(_names_somebody_else(answer_text(each.referrer, "email"), evidence.sender) for each in understood):
        yield "The form names another referrer than the sender of the mail."


def _of_a_copy(form: Reading, evidence: MailEvidence) -> str:
    day = copied_day(form, latest=london_date(evidence.received_at))
    on = f", submitted on {long_date(day)}" if day else ""
    return f"It is a copy of the notification to the Panel{on}: if that is right, enter it under Notified Panel on."


def _names_somebody_else(address: str, sender: str) -> bool:
    return "@" in address and sender not in address.lower()
