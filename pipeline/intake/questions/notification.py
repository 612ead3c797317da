"""Is it a receipt for the national notification, a copy of it, or the word that it was made?"""

from __future__ import annotations

from pipeline.dates import london_date, long_date
from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.questions.auto_reply import is_no_reply
from pipeline.intake.questions.bulk import is_bulk
from pipeline.intake.signs.form_titles import notified_day
from pipeline.intake.signs.national import Claim, panel_claim, tie
from pipeline.intake.signs.words import says
from pipeline.model import MailKind, ReasonCode


def notification(evidence: MailEvidence) -> MailVerdict | None:
    """A receipt, a copy that is no readable form, or a sentence: the date is proposed to a person and never set."""
    receipt, made = says(evidence.shown, "notification.receipt"), says(evidence.said, "notification.made")
    # In a conversation the word of a copy is mere talk of one; a receipt and `we have notified` are news anywhere.
    speaks = receipt or made or (not evidence.in_thread and says(evidence.said, "notification.copy"))
    if not speaks or is_bulk(evidence):
        return None
    found = tie(evidence)
    return MailVerdict(
        kind=MailKind.REPLY if found.case_ref else MailKind.NEEDS_PERSON,
        reason=f"{_what(evidence, receipt=receipt)}: {_then(found.case_ref)}",
        reason_code=ReasonCode.NOTIFICATION,
        case_ref=found.case_ref,
        linked_to=found.possible,
        answerable=not (found.case_ref or is_no_reply(evidence.sender) or _is_doubtful_receipt(evidence, receipt)),
    )


def _what(evidence: MailEvidence, *, receipt: bool) -> str:
    day = notified_day(evidence.shown, latest=london_date(evidence.received_at))
    on_day = f", dated {long_date(day)}" if day else ""
    if not receipt:
        return f"It speaks of a notification to the Panel{on_day}"
    what = f"A receipt for a notification to the Panel{on_day}"
    if panel_claim(evidence) is Claim.SURE:
        return what
    return f"{what}, which does not come from the Panel's own domain: look on the national service first"


def _is_doubtful_receipt(evidence: MailEvidence, receipt: bool) -> bool:
    return receipt and panel_claim(evidence) is Claim.DOUBTED


def _then(case_ref: str) -> str:
    enter = "if the date is right, enter it under Notified Panel on."
    return enter if case_ref else f"match it to a case, or open one by a new row on the sheet Cases; {enter}"
