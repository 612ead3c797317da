"""Is it correspondence on a case, or on one that has been erased?"""

from __future__ import annotations

from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.signs.reference import erased_reference
from pipeline.intake.signs.words import says
from pipeline.model import MailKind


def reply(evidence: MailEvidence) -> MailVerdict | None:
    """A mail without a form in a conversation about a case; a correction told in words is proposed to a person."""
    if not evidence.in_thread:
        return None
    corrects = says(evidence.message.written, "update.of_an_answer")
    files = bool(evidence.files)
    warnings = []
    if corrects:
        warnings.append("The sender gives or corrects an answer in words; a person must enter it.")
    if files:
        warnings.append("Files came with it that are no forms; look whether they belong to the case.")
    return MailVerdict(
        kind=MailKind.REPLY,
        reason="Correspondence on a case that may correct an answer." if corrects else "Correspondence on a case.",
        case_ref=evidence.reference.case_ref,
        answerable=False,
        warnings=tuple(warnings),
    )


def erased(evidence: MailEvidence) -> MailVerdict | None:
    """A mail about an erased case, and about no other, is a person's: no case is opened again by it."""
    if evidence.reference.case_ref:
        return None
    ref = erased_reference(evidence.message, evidence.leaves, earlier=evidence.earlier)
    if not ref:
        return None
    return MailVerdict(
        kind=MailKind.NEEDS_PERSON,
        reason=f"It speaks of {ref}, which was erased when its time of keeping was over; nothing of that is here any "
        "more, and it is not opened again. If the mail tells of something new, open a case by a new row on the sheet "
        "Cases; else delete it.",
        answerable=False,
    )
