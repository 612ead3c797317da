"""Is it an agency's return that is no form: a chronology, a table, a summary in a letter?"""

from __future__ import annotations

import re

from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.signs.words import says
from pipeline.model import FormKind, MailKind, NoticeKind, ReasonCode

# What hangs on a mail for its looks: signatures' logos, phones' photographs (58), invitations, cards.
_ORNAMENTS = (".png", ".jpg", ".jpeg", ".gif", ".heic", ".bmp", ".tif", ".tiff", ".ics", ".vcf")


def agency_return(evidence: MailEvidence) -> MailVerdict | None:
    """A readable document with the words of a return, in answer to our request or strongly so named."""
    documents = [leaf for leaf in evidence.forms(FormKind.NOT_A_FORM) if _is_document(leaf.file)]
    names = re.sub("[_-]", " ", " ".join(leaf.file for leaf in documents))
    said = f"{evidence.message.written} {names}"
    words = ("returns.strong", "returns.words") if evidence.in_thread else ("returns.strong",)
    if not (documents and says(said, *words)):
        return None
    ref = evidence.reference.case_ref
    return MailVerdict(
        kind=MailKind.AGENCY_RETURN,
        reason="An agency's return in a document of its own; read it, since no form was found in it."
        if ref
        else "What seems an agency's return names no case; a person must match it.",
        reason_code=ReasonCode.FREE_FORM,
        case_ref=ref,
        warnings=() if ref or _answers_a_request(evidence) else ("It answers no request that is known.",),
    )


def _is_document(name: str) -> bool:
    return name != "body" and not name.lower().endswith(_ORNAMENTS)


def _answers_a_request(evidence: MailEvidence) -> bool:
    """Whether it answers our request or our chaser; where the journal lost it, its subject still says so (72, K32)."""
    asked = evidence.answers(NoticeKind.AGENCY_REQUEST, NoticeKind.CHASER)
    return asked or (evidence.in_thread and says(evidence.message.subject, "returns.strong"))
