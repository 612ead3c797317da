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
    if _answers(evidence):
        return _answer(evidence)
    # RFC 5546, 1.4 wants a method in the calendar part; without one the subject says what it is.
    message = evidence.message
    asks = message.calendar and says(message.subject, "calendar.asking_subject")
    return _meeting_of_theirs(evidence) if message.calendar_method in _ASKING or asks else None


def _answers(evidence: MailEvidence) -> bool:
    """Whether it answers an invitation; without a calendar part its subject does, `Declined: …`."""
    message = evidence.message
    if message.calendar_method or evidence.files:
        return message.calendar_method in _ANSWERS
    return evidence.in_thread and says(message.subject, "calendar.answer_subject")


def _answer(evidence: MailEvidence) -> MailVerdict:
    proposes = evidence.message.calendar_method == "COUNTER"
    return MailVerdict(
        kind=MailKind.CALENDAR_REPLY,
        reason="An invited person proposes another time." if proposes else "An invited person answers the invitation.",
        case_ref=evidence.reference.case_ref,
        answerable=False,
    )


def _meeting_of_theirs(evidence: MailEvidence) -> MailVerdict:
    cancels = evidence.message.calendar_method == "CANCEL"
    return MailVerdict(
        kind=MailKind.NEEDS_PERSON,
        reason="A partner cancels a meeting of their own; a person must look whether it concerns a case."
        if cancels
        else "A partner invites this mailbox to a meeting; a person must decide whether to accept.",
        reason_code=ReasonCode.MEETING,
        case_ref=evidence.reference.case_ref,
        answerable=False,
    )
