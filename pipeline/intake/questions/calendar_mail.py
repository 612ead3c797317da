"""Is this an answer to an invitation, or an invitation itself?"""

from __future__ import annotations

from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.signs.words import says
from pipeline.model import FormKind, MailKind, ReasonCode

_ANSWERS = ("REPLY", "COUNTER", "REFRESH")
_ASKING = ("REQUEST", "CANCEL", "ADD", "DECLINECOUNTER")
_FORMS = (FormKind.REFERRAL, FormKind.AGENCY_RETURN, FormKind.OTHER_FORM)


def calendar(evidence: MailEvidence) -> MailVerdict | None:
    """An answer to our invitation (iTIP REPLY or COUNTER, RFC 5546); somebody else's meeting is held for a person."""
    if evidence.forms(*_FORMS):
        return None
    method, subject = evidence.message.calendar_method, evidence.message.subject
    ref = evidence.reference.case_ref or None
    in_words = not method and not evidence.files and says(subject, "calendar.answer_subject")
    if method in _ANSWERS or (in_words and evidence.in_thread):
        proposes = method == "COUNTER"
        reason = "An invited person proposes another time." if proposes else "An invited person answers the invitation."
        return MailVerdict(kind=MailKind.CALENDAR_REPLY, reason=reason, case_ref=ref, answerable=False)
    if method in _ASKING or (evidence.message.calendar and says(subject, "calendar.asking_subject")):
        cancels = method == "CANCEL"
        reason = (
            "A partner cancels a meeting of their own; a person must look whether it concerns a case."
            if cancels
            else "A partner invites this mailbox to a meeting; a person must decide whether to accept."
        )
        return MailVerdict(
            kind=MailKind.NEEDS_PERSON, reason=reason, reason_code=ReasonCode.MEETING, case_ref=ref, answerable=False
        )
    return None
