"""Is there a form of ours in the mail, and does it open a case or belong to one? Its children decide that."""

from __future__ import annotations

from datetime import timedelta

from pipeline.cases.same_child import Likeness
from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.signs.form_titles import is_briefing, is_copy
from pipeline.intake.signs.met_before import (
    case_of_initials,
    case_of_twin,
    cases_like,
    cases_of_children,
    comes_from_who_sent,
    likeness_to,
)
from pipeline.intake.signs.updates import only_chats, says_update
from pipeline.model import FormKind, MailKind, Reading, ReasonCode

SENT_AGAIN_WITHIN = timedelta(days=14)
"""So long after a form that could not be read, one by the same sender is taken for it."""


def forms(evidence: MailEvidence) -> MailVerdict | None:
    """A referral, an update of one, an agency's return, or a conversation on which an old form hangs."""
    referrals = evidence.forms(FormKind.REFERRAL)
    returns = evidence.forms(FormKind.AGENCY_RETURN)
    if returns and (not referrals or evidence.in_case_thread):
        return _return(evidence)
    if not referrals:
        return None
    if evidence.in_case_thread:
        return _in_thread(evidence, referrals)
    twin = case_of_twin(evidence)
    like = likeness_to(evidence, twin, forms=referrals) if twin else Likeness.OTHER
    if like in (Likeness.PART, Likeness.SILENT) and not _is_of_another(evidence, twin, referrals=referrals, like=like):
        return _question(twin)
    return _by_children(evidence, pointed_to=twin)


def _return(evidence: MailEvidence) -> MailVerdict:
    returns = evidence.forms(FormKind.AGENCY_RETURN)
    thread = evidence.reference.case_ref
    of_another = bool(thread) and likeness_to(evidence, thread, forms=returns) is Likeness.OTHER
    named = (not of_another and thread) or next(iter(cases_of_children(evidence, returns)), "")
    ref = named or case_of_initials(evidence, returns)
    reason = (
        "An agency's return on a case." if ref else "An agency's return that names no case; a person must match it."
    )
    doubt = () if named or not ref else ("It was matched by initials and birth date alone; look whether it is right.",)
    return MailVerdict(kind=MailKind.AGENCY_RETURN, reason=reason, case_ref=ref, warnings=doubt)


def _in_thread(evidence: MailEvidence, referrals: tuple[Reading, ...]) -> MailVerdict:
    """A form in a conversation about a case: it corrects the case, only hangs on, or is about another child."""
    ref = evidence.reference.case_ref
    linked = _others(evidence, ref or "")
    like = likeness_to(evidence, ref, forms=referrals) if ref else Likeness.SAME
    chats = only_chats(evidence)
    if ref and _is_of_another(evidence, ref, referrals=referrals, like=like) and not (chats and linked):
        return _by_children(evidence, pointed_to=ref)
    # The old form hangs on every answer that quotes it (15, 73), and corrects nothing.
    if chats:
        return MailVerdict(
            kind=MailKind.REPLY,
            reason="Correspondence on a case, with an earlier form still attached.",
            case_ref=ref,
            linked_to=linked,
            answerable=False,
            warnings=("A referral form hangs on this conversation; look whether it says anything new.",),
        )
    if ref and like is not Likeness.SAME:
        return _question(ref, linked_to=linked)
    return MailVerdict(
        kind=MailKind.UPDATE,
        reason="A form that corrects or completes a case already known.",
        case_ref=ref,
        linked_to=linked,
    )


def _by_children(evidence: MailEvidence, *, pointed_to: str = "") -> MailVerdict:
    """A form whose children alone tell whether a case is known, and the sender whether it is theirs.

    `pointed_to` is the case of another child, to which the conversation or the Message-ID pointed.
    """
    referrals = evidence.forms(FormKind.REFERRAL)
    refs = cases_like(evidence, referrals)
    says_so = says_update(evidence)
    if refs:
        return _of_a_known_child(
            evidence, refs, is_theirs=says_so or comes_from_who_sent(evidence, refs[0]), pointed_to=pointed_to
        )
    if pointed_to:
        other = f"another child than that of {pointed_to}, to which the mail pointed"
        return MailVerdict(
            kind=MailKind.REFERRAL,
            reason=f"A referral on {other}; it is a case of its own.",
            reason_code=ReasonCode.ANOTHER_CHILD,
            linked_to=(pointed_to,),
        )
    if (waiting := _of_an_unread_one(evidence)) is not None:
        return waiting
    # Without a journal nobody can know the earlier form, and the sender's word is all there is (67).
    if says_so and not evidence.earlier.journal:
        return MailVerdict(kind=MailKind.UPDATE, reason="The sender says that this form replaces an earlier one.")
    warning = ("The sender calls this an update, but no earlier form is known.",) if says_so else ()
    return MailVerdict(kind=MailKind.REFERRAL, reason=_how_many(evidence), warnings=warning)


def _of_a_known_child(
    evidence: MailEvidence, refs: tuple[str, ...], *, is_theirs: bool, pointed_to: str
) -> MailVerdict:
    linked = tuple(ref for ref in dict.fromkeys((*refs[1:], pointed_to)) if ref not in (refs[0], ""))
    if likeness_to(evidence, refs[0], forms=evidence.forms(FormKind.REFERRAL)) is not Likeness.SAME:
        return _question(refs[0], linked_to=linked)
    if is_theirs:
        reason = "A later form on a child whose case is known."
        return MailVerdict(kind=MailKind.UPDATE, reason=reason, case_ref=refs[0], linked_to=linked)
    # Two agencies often refer one child within days of each other, each with its own account. It stays a referral, so
    # that its sender reads what the sender of a new child reads.
    return MailVerdict(
        kind=MailKind.REFERRAL,
        reason="A second referral of a child whose case is known, from another sender.",
        reason_code=ReasonCode.SECOND_REFERRAL,
        case_ref=refs[0],
        linked_to=linked,
    )


def _of_an_unread_one(evidence: MailEvidence) -> MailVerdict | None:
    """The form that a sender sends again because the first could not be read; None where no case waits for one."""
    since = evidence.received_at - SENT_AGAIN_WITHIN
    refs = evidence.earlier.index.unread_cases(evidence.sender, since=since)
    if len(refs) > 1:
        reason = "A referral form by a sender of whom several could not be read; say to which case it belongs."
        return MailVerdict(kind=MailKind.REFERRAL, reason=reason, linked_to=refs)
    if not refs or likeness_to(evidence, refs[0], forms=evidence.forms(FormKind.REFERRAL)) is not Likeness.SAME:
        return None
    return MailVerdict(
        kind=MailKind.UPDATE,
        reason="A form by the sender of one that could not be read.",
        reason_code=ReasonCode.COMPLETES,
        case_ref=refs[0],
        warnings=("It was taken for the form that could not be read before; look whether it is about that child.",),
    )


def _question(ref: str, *, linked_to: tuple[str, ...] = ()) -> MailVerdict:
    """A form that may be the case's child's: a person compares, and until then nothing of the case is touched."""
    return MailVerdict(
        kind=MailKind.NEEDS_PERSON,
        reason=f"A form that may be about the child of {ref}, which its NHS number, name and birth date do not settle; "
        "nothing was taken from it.",
        reason_code=ReasonCode.WHICH_CHILD,
        case_ref=ref,
        linked_to=linked_to,
    )


def _is_of_another(evidence: MailEvidence, ref: str, *, referrals: tuple[Reading, ...], like: Likeness) -> bool:
    """Whether the forms are on another child than that of `ref`, or like a twin's on one with a case of their own."""
    if like is not Likeness.PART:
        return like is Likeness.OTHER
    return any(likeness_to(evidence, one, forms=referrals) is Likeness.SAME for one in _others(evidence, ref))


def _how_many(evidence: MailEvidence) -> str:
    found = evidence.forms(FormKind.REFERRAL)
    if any(is_copy(form) for form in found):
        return "A copy of the notification to the Panel, which acts as the referral."
    if any(is_briefing(form) for form in found):
        return "A Need to Know briefing, which acts as the referral."
    number = len(found)
    return "A referral form." if number == 1 else f"{number} referral forms in one mail; each child is kept apart."


def _others(evidence: MailEvidence, ref: str) -> tuple[str, ...]:
    found = cases_of_children(evidence, evidence.forms(FormKind.REFERRAL))
    return tuple(other for other in found if other != ref)
