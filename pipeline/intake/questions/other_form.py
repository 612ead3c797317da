"""Is it another service's form, or our own form left empty?"""

from __future__ import annotations

from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.signs.form_titles import asks_for_protection
from pipeline.model import FormKind, MailKind, ReasonCode


def other_form(evidence: MailEvidence) -> MailVerdict | None:
    """A form of another process goes to a person, at once where it asks for a child's protection."""
    found = evidence.forms(FormKind.OTHER_FORM)
    if not found:
        return None
    # MARF and LADO forms ask for help today (17, 78, K43, K44), those of adult reviews and death panels do not.
    live = any(asks_for_protection(reading) for reading in found)
    return MailVerdict(
        kind=MailKind.NEEDS_PERSON,
        reason="A child protection form came to this mailbox in place of the front door; pass it on at once."
        if live
        else "A form of another process came to this mailbox; tell the sender where it belongs.",
        reason_code=ReasonCode.OTHER_FORM,
        case_ref=evidence.reference.case_ref,
        urgent=live,
    )


def blank_form(evidence: MailEvidence) -> MailVerdict | None:
    """The empty template, sent in place of the filled form."""
    if not evidence.forms(FormKind.BLANK_FORM):
        return None
    return MailVerdict(
        kind=MailKind.NEEDS_PERSON,
        reason="The form that came is empty; ask the sender for the filled one.",
        reason_code=ReasonCode.BLANK_FORM,
        case_ref=evidence.reference.case_ref,
    )
