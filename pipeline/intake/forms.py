"""Is there a form of ours in the mail, and does it open a case or belong to one?"""

from __future__ import annotations

from pipeline.intake.evidence import Answer, Evidence
from pipeline.intake.marks import case_of_initials, cases_of_children, comes_from_who_sent
from pipeline.intake.notification import is_briefing, is_copy
from pipeline.intake.update_signs import only_chats, says_update
from pipeline.model import FormKind, MailKind


def forms(evidence: Evidence) -> Answer | None:
    """A referral, an update of one, an agency's return, or a conversation on which an old form hangs."""
    referrals = evidence.forms(FormKind.REFERRAL)
    returns = evidence.forms(FormKind.AGENCY_RETURN)
    if returns and (not referrals or evidence.in_case_thread):
        return _return(evidence)
    if not referrals:
        return None
    if evidence.in_case_thread:
        return _in_thread(evidence)
    return _by_children(evidence)


def _return(evidence: Evidence) -> Answer:
    returns = evidence.forms(FormKind.AGENCY_RETURN)
    named = evidence.reference.case_ref or next(iter(cases_of_children(evidence, returns)), "")
    ref = named or case_of_initials(evidence, returns)
    reason = (
        "An agency's return on a case." if ref else "An agency's return that names no case; a person must match it."
    )
    doubt = () if named or not ref else ("It was matched by initials and birth date alone; look whether it is right.",)
    return Answer(kind=MailKind.AGENCY_RETURN, reason=reason, case_ref=ref or None, warnings=doubt)


def _in_thread(evidence: Evidence) -> Answer:
    """A form in a conversation about a case: the sender's words say whether it corrects the case or only hangs on."""
    ref = evidence.reference.case_ref or None
    linked = _others(evidence, ref or "")
    if only_chats(evidence):
        return Answer(
            kind=MailKind.REPLY,
            reason="Correspondence on a case, with an earlier form still attached.",
            case_ref=ref,
            linked_to=linked,
            answerable=False,
            warnings=("A referral form hangs on this conversation; look whether it says anything new.",),
        )
    return Answer(
        kind=MailKind.UPDATE,
        reason="A form that corrects or completes a case already known.",
        case_ref=ref,
        linked_to=linked,
    )


def _by_children(evidence: Evidence) -> Answer:
    """A form in a mail of its own: the children on it tell whether a case is known, the sender whether it is theirs."""
    refs = cases_of_children(evidence, evidence.forms(FormKind.REFERRAL))
    says_so = says_update(evidence)
    if refs and (says_so or comes_from_who_sent(evidence, refs[0])):
        reason = "A later form on a child whose case is known."
        return Answer(kind=MailKind.UPDATE, reason=reason, case_ref=refs[0], linked_to=refs[1:])
    if refs:
        return Answer(
            kind=MailKind.REFERRAL,
            reason="A referral on a child who is in a case already, from another sender; compare the two.",
            linked_to=refs,
        )
    if says_so and not evidence.known.journal:
        return Answer(kind=MailKind.UPDATE, reason="The sender says that this form replaces an earlier one.")
    warning = ("The sender calls this an update, but no earlier form is known.",) if says_so else ()
    return Answer(kind=MailKind.REFERRAL, reason=_how_many(evidence), warnings=warning)


def _how_many(evidence: Evidence) -> str:
    found = evidence.forms(FormKind.REFERRAL)
    if any(is_copy(form) for form in found):
        return "A copy of the notification to the Panel, which acts as the referral."
    if any(is_briefing(form) for form in found):
        return "A Need to Know briefing, which acts as the referral."
    number = len(found)
    return "A referral form." if number == 1 else f"{number} referral forms in one mail; each child is kept apart."


def _others(evidence: Evidence, ref: str) -> tuple[str, ...]:
    found = cases_of_children(evidence, evidence.forms(FormKind.REFERRAL))
    return tuple(other for other in found if other != ref)
