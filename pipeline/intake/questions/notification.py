"""Is it a receipt for the national notification, a copy of it, or the word that it was made?"""

from __future__ import annotations

from datetime import date

from pipeline.dates import london_date, long_date
from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.questions.auto_reply import is_no_reply
from pipeline.intake.questions.bulk import is_bulk
from pipeline.intake.signs.national import Claim, panel_claim, tie
from pipeline.intake.signs.words import plain, says
from pipeline.model import FormKind, MailKind, Reading, ReasonCode
from pipeline.written_day import day_within


def notification(evidence: MailEvidence) -> MailVerdict | None:
    """A receipt, a copy that is no readable form, or a sentence: the date is proposed to a person and never set."""
    receipt, made = says(evidence.shown, "notification.receipt"), says(evidence.said, "notification.made")
    speaks = receipt or made or (not evidence.in_thread and says(evidence.said, "notification.copy"))
    if not speaks or is_bulk(evidence):
        return None
    found = tie(evidence)
    return MailVerdict(
        kind=MailKind.REPLY if found.case_ref else MailKind.NEEDS_PERSON,
        reason=f"{_what(evidence, receipt=receipt)}: {_then(found.case_ref)}",
        reason_code=ReasonCode.NOTIFICATION,
        case_ref=found.case_ref or None,
        linked_to=found.possible,
        answerable=not (found.case_ref or is_no_reply(evidence.sender) or _is_doubtful_receipt(evidence, receipt)),
    )


def _what(evidence: MailEvidence, *, receipt: bool) -> str:
    day = notified_day(evidence.shown, latest=london_date(evidence.received_at))
    dated = f", dated {long_date(day)}" if day else ""
    if not receipt:
        return f"It speaks of a notification to the Panel{dated}"
    what = f"A receipt for a notification to the Panel{dated}"
    if panel_claim(evidence) is Claim.SURE:
        return what
    return f"{what}, which does not come from the Panel's own domain: look on the national service first"


def _is_doubtful_receipt(evidence: MailEvidence, receipt: bool) -> bool:
    return receipt and panel_claim(evidence) is Claim.DOUBTED


def _then(case_ref: str) -> str:
    enter = "if the date is right, enter it under Notified Panel on."
    return enter if case_ref else f"match it to a case, or open one by a new row on the sheet Cases; {enter}"


def notified_day(text: str, *, latest: date) -> date | None:
    """The day that a line on the notification gives, not after `latest`; never that of the incident or a birth."""
    for line in plain(text).splitlines():
        if says(line, "notification.day") and not says(line, "notification.not_the_day"):
            found = day_within(line)
            if isinstance(found, date) and found <= latest:
                return found
    return None


def is_copy(form: Reading) -> bool:
    """Whether a form is a copy of the national notification, which acts as the referral."""
    return form.kind is FormKind.REFERRAL and form.form is not None and says(form.form.title, "notification.title")


def is_briefing(form: Reading) -> bool:
    """Whether a form is a Need to Know briefing, which acts as the referral."""
    return form.kind is FormKind.REFERRAL and form.form is not None and says(form.form.title, "notification.briefing")


def copied_day(form: Reading, *, latest: date) -> date | None:
    """The day on which a copy of the notification says that it was submitted."""
    answers = form.referral.referral.values() if form.referral else ()
    lines = [f"{answer.label} {answer.raw}" for answer in answers]
    lines += [f"{rest.label} {rest.text}" for rest in form.unmapped]
    return notified_day("\n".join(" ".join(line.split()) for line in lines), latest=latest)
