"""Is it from Ofsted, which treats what it learns of an education setting as it would a complaint?"""

from __future__ import annotations

from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.questions.panel import FORM_LEFT_ALONE, is_to_us_alone
from pipeline.intake.signs.met_before import cases_of_children
from pipeline.intake.signs.national import Claim, Tie, ofsted_claim, tie
from pipeline.model import FormKind, MailKind, ReasonCode


def ofsted(evidence: MailEvidence) -> MailVerdict | None:
    """Ofsted's mail on a known case joins it and is no new incident; a form on a child of no case is a referral."""
    claim = ofsted_claim(evidence)
    forms = evidence.forms(FormKind.REFERRAL)
    if not is_to_us_alone(evidence, claim):
        return None
    if claim is Claim.DOUBTED:
        return None if forms else _doubted(evidence)
    found = _tie(evidence)
    # With a form, a partner who passes it on refers the child, and so does Ofsted where no case holds the child.
    if forms and (claim is Claim.PASSED_ON or found == Tie()):
        return None
    return _verdict(found, passed_on=claim is Claim.PASSED_ON, with_form=bool(forms))


def _verdict(found: Tie, *, passed_on: bool, with_form: bool) -> MailVerdict:
    return MailVerdict(
        kind=MailKind.REPLY if found.case_ref else MailKind.NEEDS_PERSON,
        reason=_reason(found, passed_on=passed_on),
        reason_code=ReasonCode.OFSTED,
        case_ref=found.case_ref,
        linked_to=found.possible,
        answerable=passed_on and not found.case_ref,
        warnings=(FORM_LEFT_ALONE,) if with_form else (),
    )


def _tie(evidence: MailEvidence) -> Tie:
    """The case of the references and the conversation, else that of the child on a form that came with it."""
    found = tie(evidence)
    if found != Tie():
        return found
    children = cases_of_children(evidence, evidence.forms(FormKind.REFERRAL))
    return Tie(case_ref=children[0]) if len(children) == 1 else Tie(possible=children)


def _reason(found: Tie, *, passed_on: bool) -> str:
    whose = "It passes on a mail of Ofsted's" if passed_on else "It is from Ofsted"
    says = f"{whose}, which treats what it learns of an education setting as it would a complaint"
    if found.case_ref:
        return f"{says}: it joins its case and is no new incident; read it."
    return f"{says}: find the case that it follows; it is no new incident by itself."


def _doubted(evidence: MailEvidence) -> MailVerdict:
    return MailVerdict(
        kind=MailKind.NEEDS_PERSON,
        reason="It says that it is from Ofsted, but that could not be confirmed: give no name and no answer until "
        "Ofsted has confirmed it by an address or number that you already have.",
        reason_code=ReasonCode.OFSTED_DOUBTED,
        case_ref=evidence.reference.case_ref,
        answerable=False,
    )
