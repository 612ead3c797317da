"""Is it a letter of the Child Safeguarding Practice Review Panel?"""

from __future__ import annotations

from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.questions.bulk import is_bulk, to_many
from pipeline.intake.signs.national import Claim, Tie, panel_claim, tie
from pipeline.intake.signs.words import says
from pipeline.model import FormKind, MailKind, ReasonCode

_PANEL = "the Child Safeguarding Practice Review Panel"
_THEN = "if it answers the rapid review, enter its date under Panel replied on, and look at the Outcome."
FORM_LEFT_ALONE = "A form came with it, and nothing was taken from it."
_FORMS = (FormKind.REFERRAL, FormKind.AGENCY_RETURN)


def panel(evidence: MailEvidence) -> MailVerdict | None:
    """A letter of the Panel, joined to a case only by a reference or a conversation; it never opens a case."""
    claim = panel_claim(evidence)
    # The receipt of a notification comes from the same service, and is no letter (81).
    if not is_to_us_alone(evidence, claim) or says(evidence.shown, "notification.receipt"):
        return None
    if claim is Claim.DOUBTED:
        return None if evidence.forms(FormKind.REFERRAL) else _doubted(evidence)
    if claim is Claim.PASSED_ON and evidence.forms(*_FORMS):
        return None  # a partner's own form, on which an old letter hangs
    return _letter(tie(evidence), passed_on=claim is Claim.PASSED_ON, with_form=bool(evidence.forms(*_FORMS)))


def is_to_us_alone(evidence: MailEvidence, claim: Claim) -> bool:
    """Whether a mail that claims to be a national body's is no circular; of one that is sure, only headers tell (N11).

    A letter that is surely theirs is never dropped for its words: guidance and reviews are also what newsletters sell.
    """
    if claim is Claim.NONE or to_many(evidence):
        return False
    return claim is Claim.SURE or not is_bulk(evidence)


def _letter(found: Tie, *, passed_on: bool, with_form: bool) -> MailVerdict:
    return MailVerdict(
        kind=MailKind.REPLY if found.case_ref else MailKind.NEEDS_PERSON,
        reason=_reason(found, passed_on=passed_on),
        reason_code=ReasonCode.PANEL_PASSED_ON if passed_on else ReasonCode.PANEL,
        case_ref=found.case_ref,
        linked_to=found.possible,
        answerable=False,
        # The Panel sends the form back with its answer (N13); it opened its case long ago.
        warnings=(FORM_LEFT_ALONE,) if with_form else (),
    )


def _reason(found: Tie, *, passed_on: bool) -> str:
    whose = (
        f"It passes on a letter of {_PANEL}, which only the original can prove" if passed_on else f"It is from {_PANEL}"
    )
    if found.case_ref:
        return f"{whose}: read it; {_THEN}"
    return f"{whose}, and names no case for certain: find the case; {_THEN}"


def _doubted(evidence: MailEvidence) -> MailVerdict:
    return MailVerdict(
        kind=MailKind.NEEDS_PERSON,
        reason=f"It says that it is from {_PANEL}, but that could not be confirmed: trust nothing in it until the "
        "Panel has confirmed it by an address or number that you already have.",
        reason_code=ReasonCode.PANEL_DOUBTED,
        case_ref=evidence.reference.case_ref,
        answerable=False,
    )
