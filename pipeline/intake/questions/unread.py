"""Was the whole mail given up before it was read?"""

from __future__ import annotations

from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.model import FormKind, MailKind, ReasonCode

# The reading of the whole mail was given up: of its kind nothing may be concluded from the part that is known.
_GIVEN_UP = (ReasonCode.MAIL_TOO_SLOW, ReasonCode.MAIL_BROKE_READER)


def unread(evidence: MailEvidence) -> MailVerdict | None:
    """A mail of which no more than the beginning is known; whatever it seems to be, a person reads it."""
    found = next((leaf for leaf in evidence.forms(FormKind.UNREADABLE) if leaf.reason_code in _GIVEN_UP), None)
    if found is None:
        return None
    return MailVerdict(
        kind=MailKind.NEEDS_PERSON,
        reason=found.reason or "",
        reason_code=found.reason_code,
        case_ref=evidence.reference.case_ref,
    )
