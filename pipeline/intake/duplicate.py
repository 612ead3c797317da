"""Has this mail, or the form in it, come before?"""

from __future__ import annotations

from pipeline.intake.evidence import Answer, Evidence
from pipeline.intake.marks import cases_of_files, is_sent_twice
from pipeline.intake.update_signs import only_chats
from pipeline.model import FormKind, MailKind


def duplicate(evidence: Evidence) -> Answer | None:
    """The same mail or the same form again: linked and shown, never dropped."""
    forms = evidence.forms(FormKind.REFERRAL, FormKind.AGENCY_RETURN)
    refs = cases_of_files(evidence)
    if not forms or not (refs or is_sent_twice(evidence)):
        return None
    ref = evidence.reference.case_ref or (refs[0] if refs else "") or _case_of_twin(evidence)
    linked = tuple(other for other in refs if other != ref)
    if refs and evidence.in_thread and only_chats(evidence):
        return Answer(
            kind=MailKind.REPLY,
            reason="Correspondence on a case, with a form attached that is already held.",
            case_ref=ref or None,
            linked_to=linked,
            answerable=False,
        )
    if not refs and not ref:
        return None  # an id that was used twice by two mails proves nothing by itself
    returns = evidence.forms(FormKind.AGENCY_RETURN) and not evidence.forms(FormKind.REFERRAL)
    return Answer(
        kind=MailKind.AGENCY_RETURN if returns else MailKind.UPDATE,
        reason="The same form has come before; it was linked to its case, and nothing was dropped.",
        reason_code="duplicate",
        case_ref=ref or None,
        linked_to=linked,
    )


def _case_of_twin(evidence: Evidence) -> str:
    return evidence.known.case_of_mail((evidence.message.message_id,))
