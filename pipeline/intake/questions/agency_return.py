"""Is it an agency's return that is no form: a chronology, a table, a summary in a letter?"""

from __future__ import annotations

from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.signs.words import says
from pipeline.model import FormKind, MailKind
from pipeline.notices.model import NoticeKind

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".heic", ".bmp", ".tif", ".tiff", ".ics", ".vcf")


def returns(evidence: MailEvidence) -> MailVerdict | None:
    """A readable document with the words of a return, in answer to our request or strongly so named."""
    files = [leaf for leaf in evidence.files if not leaf.file.lower().endswith(_PICTURES)]
    documents = [leaf for leaf in files if leaf.kind is FormKind.NOT_A_FORM]
    if not documents:
        return None
    names = " ".join(leaf.file for leaf in documents).replace("_", " ").replace("-", " ")
    told = f"{evidence.message.written} {names}"
    answered = evidence.answered
    asked = answered is not None and answered.kind in (NoticeKind.AGENCY_REQUEST, NoticeKind.CHASER)
    asked = asked or (evidence.in_thread and says(evidence.message.subject, "returns.strong"))
    if not (says(told, "returns.strong") or ((asked or evidence.in_thread) and says(told, "returns.words"))):
        return None
    ref = evidence.reference.case_ref
    return MailVerdict(
        kind=MailKind.AGENCY_RETURN,
        reason="An agency's return in a document of its own; read it, since no form was found in it."
        if ref
        else "What seems an agency's return names no case; a person must match it.",
        reason_code="free-form",
        case_ref=ref or None,
        warnings=() if asked or ref else ("It answers no request that is known.",),
    )
