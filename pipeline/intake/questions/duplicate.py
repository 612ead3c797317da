"""Has this mail, or the form in it, come before?"""

from __future__ import annotations

from pipeline.cases.children import Likeness
from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.signs.marks import case_of_twin, cases_of_files, is_sent_twice, likeness_to
from pipeline.intake.signs.updates import only_chats
from pipeline.model import FormKind, MailKind, ReasonCode


def duplicate(evidence: MailEvidence) -> MailVerdict | None:
    """The same mail or the same form again: linked and shown, never dropped."""
    forms = evidence.forms(FormKind.REFERRAL, FormKind.AGENCY_RETURN)
    refs = cases_of_files(evidence)
    if not forms or not (refs or is_sent_twice(evidence)):
        return None
    named = evidence.reference.case_ref
    # What holds the form is surer than what the mail names: a form of one case may hang on another's conversation.
    ref = (named if named in refs else refs[0]) if refs else named or case_of_twin(evidence)
    if ref and not _may_be_of(evidence, ref, held=bool(refs)):
        return None
    linked = tuple(other for other in dict.fromkeys((*refs, named)) if other not in (ref, ""))
    if refs and evidence.in_thread and only_chats(evidence):
        return MailVerdict(
            kind=MailKind.REPLY,
            reason="Correspondence on a case, with a form attached that is already held.",
            case_ref=ref or None,
            linked_to=linked,
            answerable=False,
        )
    if not refs and not ref:
        return None  # an id that was used twice by two mails proves nothing by itself
    returns = evidence.forms(FormKind.AGENCY_RETURN) and not evidence.forms(FormKind.REFERRAL)
    return MailVerdict(
        kind=MailKind.AGENCY_RETURN if returns else MailKind.UPDATE,
        reason="The same form has come before; it was linked to its case, and nothing was dropped.",
        reason_code=ReasonCode.DUPLICATE,
        case_ref=ref or None,
        linked_to=linked,
    )


def _may_be_of(evidence: MailEvidence, ref: str, *, held: bool) -> bool:
    """Whether the children do not speak against the case; a form of no child's must be one that the case holds."""
    found = likeness_to(evidence, ref, forms=evidence.forms(FormKind.REFERRAL, FormKind.AGENCY_RETURN))
    returned = not evidence.forms(FormKind.REFERRAL)
    return found is Likeness.SAME or (found is Likeness.SILENT and (held or returned))
