"""Is this our own mail coming back?"""

from __future__ import annotations

from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.model import FormKind, MailKind

_FORMS = (FormKind.REFERRAL, FormKind.AGENCY_RETURN, FormKind.OTHER_FORM)


def own_mail(evidence: MailEvidence) -> MailVerdict | None:
    """A mail that this mailbox itself sent: known by its Message-ID, or by its sender and its automatic marks."""
    sent = evidence.earlier.sent_mail((evidence.message.message_id,))
    claims = evidence.earlier.is_own(evidence.sender)
    # Anybody can write our address as the sender: a forgery is judged by its words like any other mail.
    if not claims or (evidence.assurance.failed and sent is None):
        return None
    automatic = evidence.message.header("auto-submitted").strip().lower() not in ("", "no")
    if sent is None and not automatic and (evidence.forms(*_FORMS) or evidence.files):
        return None  # a colleague put a form into the mailbox from the mailbox
    return MailVerdict(
        kind=MailKind.NOT_A_REFERRAL,
        reason="This is a mail of our own that came back to the mailbox.",
        case_ref=evidence.reference.case_ref,
        answerable=False,
        scanned=False,
    )
