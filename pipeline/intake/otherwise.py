"""What no other question settled."""

from __future__ import annotations

from pipeline.intake.auto_reply import is_no_reply
from pipeline.intake.bulk import is_bulk
from pipeline.intake.evidence import Answer, Evidence
from pipeline.intake.words import says
from pipeline.model import FormKind, MailKind


def notification(evidence: Evidence) -> Answer | None:
    """A receipt for, or a copy of, the national notification that is no readable form."""
    if not says(evidence.said, "notification.copy") or is_bulk(evidence):
        return None
    ref = evidence.reference.case_ref
    if ref:
        return Answer(
            kind=MailKind.REPLY,
            reason="A notification to the Panel on a known case; a person must enter the date of the notification.",
            reason_code="notification",
            case_ref=ref,
            answerable=False,
        )
    return Answer(
        kind=MailKind.NEEDS_PERSON,
        reason="It speaks of a notification to the Panel; a person must match it to a case or open one.",
        reason_code="notification",
        answerable=not is_no_reply(evidence.sender),
    )


def otherwise(evidence: Evidence) -> Answer:
    """Free text, or files that are no forms: a person's queue."""
    if evidence.forms(FormKind.NOT_A_FORM) and evidence.files:
        reason = "Files came that are no forms; a person must say what they are."
    else:
        reason = "The mail is free text without a form; a person must read it."
    return Answer(
        kind=MailKind.NEEDS_PERSON,
        reason=reason,
        reason_code="free-text",
        case_ref=evidence.reference.case_ref or None,
        answerable=True,
    )
