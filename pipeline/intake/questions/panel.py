"""Is it a letter of the Child Safeguarding Practice Review Panel?"""

from __future__ import annotations

from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.questions.bulk import is_bulk, to_many
from pipeline.intake.signs.national import Claim, Tie, panel_claim, tie
from pipeline.intake.signs.words import says
from pipeline.model import FormKind, MailKind, ReasonCode

_PANEL = "the Child Safeguarding Practice Review Panel"
_THEN = "if it answers the rapid review, enter its date under Panel replied on, and look at the Outcome."
_FORMS = (FormKind.REFERRAL, FormKind.AGENCY_RETURN)


def panel(evidence: MailEvidence) -> MailVerdict | None:
    """A letter of the Panel, joined to a case only by a reference or a conversation; it never opens a case."""
    claim = panel_claim(evidence)
    if claim is Claim.NONE or says(evidence.shown, "notification.receipt"):
        return None
    if to_many(evidence) or (claim is not Claim.SURE and is_bulk(evidence)):
        return None
    if claim is Claim.DOUBTED:
        return None if evidence.forms(FormKind.REFERRAL) else _doubted(evidence)
    if claim is Claim.PASSED_ON and evidence.forms(*_FORMS):
        return None  # a partner's own form, on which an old letter hangs
    found = tie(evidence)
    return MailVerdict(
        kind=MailKind.REPLY if found.case_ref else MailKind.NEEDS_PERSON,
        reason=_reason(found, passed_on=claim is Claim.PASSED_ON),
        reason_code=ReasonCode.PANEL if claim is Claim.SURE else ReasonCode.PANEL_PASSED_ON,
        case_ref=found.case_ref or None,
        linked_to=found.possible,
        answerable=False,
        warnings=("A form came with it, and nothing was taken from it.",) if evidence.forms(*_FORMS) else (),
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
        case_ref=evidence.reference.case_ref or None,
        answerable=False,
    )
