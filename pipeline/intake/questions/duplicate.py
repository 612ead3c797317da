"""Has this mail, or the form in it, come before?"""

from __future__ import annotations

from pipeline.cases.same_child import Likeness
from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.signs.met_before import case_of_twin, cases_of_children, cases_of_files, is_sent_twice, likeness_to
from pipeline.intake.signs.updates import only_chats
from pipeline.model import FormKind, MailKind, ReasonCode


def duplicate(evidence: MailEvidence) -> MailVerdict | None:
    """The same mail or the same form again: linked and shown, never dropped."""
    if not evidence.forms(FormKind.REFERRAL, FormKind.AGENCY_RETURN):
        return None
    holders = cases_of_files(evidence)
    ref = _holder(evidence, holders) if holders else _case_of_the_same_mail(evidence)
    if not ref or not _may_be_of(evidence, ref, has_the_file=bool(holders)):
        return None
    # What came before may stand beside a form on another child, whose case is another.
    found = (*holders, *cases_of_children(evidence, evidence.forms(FormKind.REFERRAL)), evidence.reference.case_ref)
    linked = tuple(other for other in dict.fromkeys(found) if other not in (ref, ""))
    # Outlook sends the old form along with every answer (15, 73), so with talk it says nothing again.
    if holders and evidence.in_thread and only_chats(evidence):
        return MailVerdict(
            kind=MailKind.REPLY,
            reason="Correspondence on a case, with a form attached that is already held.",
            case_ref=ref,
            linked_to=linked,
            answerable=False,
        )
    return MailVerdict(
        kind=MailKind.UPDATE if evidence.forms(FormKind.REFERRAL) else MailKind.AGENCY_RETURN,
        reason="The same form has come before; it was linked to its case, and nothing was dropped.",
        reason_code=ReasonCode.DUPLICATE,
        case_ref=ref,
        linked_to=linked,
    )


def _holder(evidence: MailEvidence, holders: tuple[str, ...]) -> str:
    """The case that holds the form, surer than what the mail names: one case's form may hang on another's talk."""
    named = evidence.reference.case_ref
    return named if named in holders else holders[0]


def _case_of_the_same_mail(evidence: MailEvidence) -> str:
    """The case of a mail that came before; an id that two mails bear proves nothing where neither names a case."""
    if not is_sent_twice(evidence):
        return ""
    return evidence.reference.case_ref or case_of_twin(evidence)


def _may_be_of(evidence: MailEvidence, ref: str, *, has_the_file: bool) -> bool:
    """Whether the children do not speak against the case; a form of no child's must be one that the case holds."""
    referrals = evidence.forms(FormKind.REFERRAL)
    found = likeness_to(evidence, ref, forms=evidence.forms(FormKind.REFERRAL, FormKind.AGENCY_RETURN))
    return found is Likeness.SAME or (found is Likeness.SILENT and (has_the_file or not referrals))
