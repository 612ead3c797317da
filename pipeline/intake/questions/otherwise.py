"""What no other question settled, and words that speak of a file which did not come."""

from __future__ import annotations

from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.questions.bulk import is_bulk
from pipeline.intake.signs.words import says
from pipeline.model import FormKind, MailKind, ReasonCode


def briefing(evidence: MailEvidence) -> MailVerdict | None:
    """A Need to Know briefing in free text, which may act as the referral."""
    # Health bodies brief one another in the mail itself (34, K20), and newsletters teach how to write a briefing.
    if is_bulk(evidence) or not evidence.is_briefing:
        return None
    return MailVerdict(
        kind=MailKind.NEEDS_PERSON,
        reason="A Need to Know briefing in free text, which may act as the referral: if no case holds it yet, open one "
        "by a new row on the sheet Cases.",
        reason_code=ReasonCode.BRIEFING,
        case_ref=evidence.reference.case_ref,
    )


def missing_attachment(evidence: MailEvidence) -> MailVerdict | None:
    """What was to come with it is asked for, and never refused: anybody may refer, and may forget the file."""
    words = evidence.message.written
    if evidence.files or evidence.message.messages or is_bulk(evidence):
        return None
    if not says(words, "attachment.sent") or says(words, "attachment.elsewhere"):
        return None
    return MailVerdict(
        kind=MailKind.NEEDS_PERSON,
        reason="The mail says that a file is attached, and none came; the sender is asked for it.",
        reason_code=ReasonCode.ATTACHMENT_MISSING,
        case_ref=evidence.reference.case_ref,
    )


def otherwise(evidence: MailEvidence) -> MailVerdict:
    """Free text, or files that are no forms: a person's queue."""
    if evidence.forms(FormKind.NOT_A_FORM) and evidence.files:
        reason = "Files came that are no forms; a person must say what they are."
    else:
        reason = "The mail is free text without a form; a person must read it."
    return MailVerdict(
        kind=MailKind.NEEDS_PERSON,
        reason=reason,
        reason_code=ReasonCode.FREE_TEXT,
        case_ref=evidence.reference.case_ref,
        answerable=True,
    )
