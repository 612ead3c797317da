"""Does the sender want an earlier mail back?"""

from __future__ import annotations

from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.signs.words import says
from pipeline.model import FormKind, MailKind, ReasonCode


def recall(evidence: MailEvidence) -> MailVerdict | None:
    """An Outlook recall: shown to a person, and nothing is deleted."""
    if evidence.forms(FormKind.REFERRAL, FormKind.AGENCY_RETURN):
        return None
    # Outlook announces it in the subject (95, K27); what a gateway rewrote still says so at its beginning.
    message = evidence.message
    if not any(says(text, "automatic.recall") for text in (message.subject, message.written[:300])):
        return None
    return MailVerdict(
        kind=MailKind.NEEDS_PERSON,
        reason="The sender asks for an earlier mail back; nothing was deleted, and a person must decide what follows.",
        reason_code=ReasonCode.RECALL,
        case_ref=evidence.reference.case_ref,
        answerable=False,
    )
