"""Is this a delivery report, or a receipt for something we sent?"""

from __future__ import annotations

from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.signs.words import says
from pipeline.model import DeliveryReport, FormKind, MailKind, ReasonCode

_ARRIVED = ("delivered", "relayed", "expanded")
_UNREAD = "deleted"  # before it was displayed (RFC 8098, 3.2.6.2)


def delivery_report(evidence: MailEvidence) -> MailVerdict | None:
    """A bounce or a receipt, from its report (RFC 3464, RFC 8098) or the words that servers use instead."""
    report = evidence.message.report
    # Some servers send a report whose machine-readable part is missing; what carries the type has failed.
    if report is None and evidence.message.media_type == "multipart/report":
        report = DeliveryReport(kind="delivery-status")
    if report is not None:
        return _of_report(report, evidence)
    subject, text = evidence.message.subject, evidence.message.text
    plain_receipt = says(subject, "automatic.receipt_subject") and says(text[:400], "automatic.receipt_text")
    if plain_receipt and not evidence.forms(FormKind.REFERRAL, FormKind.AGENCY_RETURN):
        return _receipt(evidence, "The mail is a receipt for something that was sent from here.")
    return None


def _of_report(report: DeliveryReport, evidence: MailEvidence) -> MailVerdict:
    if report.kind == "disposition-notification":
        unread = _UNREAD in report.action.lower()
        said = "A mail of ours was deleted unread." if unread else "A mail of ours was displayed at its recipient's."
        return _receipt(evidence, said)
    action = report.action.lower()
    if action in _ARRIVED:
        return _receipt(evidence, "A mail of ours was delivered.")
    # A delay is no failure: whoever is told to send again would send twice (90, K23).
    delayed = action == "delayed"
    return MailVerdict(
        kind=MailKind.BOUNCE,
        reason="A mail of ours is delayed; the server is still trying, and it has not failed."
        if delayed
        else "A mail of ours could not be delivered; its recipient has not been told.",
        reason_code=ReasonCode.DELAYED if delayed else ReasonCode.UNDELIVERED,
        case_ref=evidence.reference.case_ref,
        answerable=False,
        scanned=False,
    )


def _receipt(evidence: MailEvidence, reason: str) -> MailVerdict:
    ref = evidence.reference.case_ref
    return MailVerdict(kind=MailKind.RECEIPT, reason=reason, case_ref=ref, answerable=False, scanned=False)
