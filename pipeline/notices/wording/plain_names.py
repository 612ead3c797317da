"""The plain names of things that stand in notices: ways to send a file, kinds of mail, columns of the tracker."""

from __future__ import annotations

from pipeline.clock.duties.state import NATIONAL_FORM
from pipeline.clock.law_files.rules import law
from pipeline.clock.model import Deadline, RuleId, Task
from pipeline.facts import FACT_NAMES
from pipeline.model import ReasonCode
from pipeline.settings import Clock

_SEND_AGAIN = {
    ReasonCode.ENCRYPTED: (
        "it is protected by a password or an encryption service that this mailbox cannot open",
        "Send the form as an ordinary Word or PDF attachment by your organisation's secure e-mail, without a password.",
    ),
    ReasonCode.LINK: (
        "it holds a link to a file instead of the file itself",
        "Attach the form itself, as a Word or PDF file; links to OneDrive, SharePoint or Google Drive are not opened.",
    ),
    ReasonCode.SCANNED: (
        "it is a picture or a scan whose words cannot be read by this system",
        "Send the Word version of the form if you have it; a person will read the scan in the meantime.",
    ),
    ReasonCode.DAMAGED: (
        "the file is damaged or empty",
        "Open the form on your computer, save it again as a Word document, and attach it to a new e-mail.",
    ),
    ReasonCode.TOO_LARGE: (
        "it is larger than this mailbox can take in",
        "Send the form alone, as a Word or PDF file, without photographs or other papers.",
    ),
    ReasonCode.UNSUPPORTED: (
        "it is a kind of file that this mailbox cannot read",
        "Send the form as a Word document, or as a PDF made from Word.",
    ),
    ReasonCode.ATTACHMENT_MISSING: (
        "nothing was attached to it",
        "Attach the form as a Word or PDF file and send it in reply to this message.",
    ),
    ReasonCode.BLANK_FORM: (
        "the form that came with it is empty",
        "Fill in the form, save it, and attach the saved copy.",
    ),
}
# The other reason codes of the readers, brought to those about which a sender can do something.
_ALIKE = {
    ReasonCode.RIGHTS_PROTECTED: ReasonCode.ENCRYPTED,
    ReasonCode.LINKED: ReasonCode.LINK,
    ReasonCode.EMPTY: ReasonCode.DAMAGED,
    ReasonCode.FORBIDDEN_MARKUP: ReasonCode.DAMAGED,
    ReasonCode.UNPACKS_TOO_LARGE: ReasonCode.TOO_LARGE,
    ReasonCode.TOO_SLOW: ReasonCode.UNSUPPORTED,
    ReasonCode.READER_MISSING: ReasonCode.UNSUPPORTED,
}

MAILS = {
    "referral": "a referral",
    "update": "an updated form",
    "agency_return": "an agency's return",
    "reply": "a reply",
    "auto_reply": "an automatic reply",
    "bounce": "a mail that could not be delivered",
    "receipt": "a receipt",
    "calendar_reply": "an answer to an invitation",
    "needs_person": "a mail that a person must read",
    "not_a_referral": "another mail",
}
"""Kinds of mail (docs/interface.md) in plain words."""


_DUTIES: dict[str, str] = {
    RuleId.NOTIFY_PANEL: "Notification to the Panel",
    RuleId.REPORT_TO_PARTNERS: "Report to the partners",
    RuleId.REPORT_TO_OTHER_PARTNERS: "Report to the partners where the child lives",
    RuleId.LOOKED_AFTER_DEATH: "Notice of the death to Ofsted",
    RuleId.CARE_LEAVER_DEATH: "Notice of the death to Ofsted",
    RuleId.RAPID_REVIEW: "Rapid review",
    RuleId.RAPID_REVIEW_FROM_AWARENESS: "Rapid review",
    RuleId.RAPID_REVIEW_MEETING: "Rapid review meeting",
    RuleId.PARTNER_SIGN_OFF: "Sign-off of the rapid review",
    RuleId.COPY_RAPID_REVIEW: "Copy of the rapid review to the Panel",
    RuleId.AGENCY_REQUEST: "Requests to the agencies",
    RuleId.AGENCY_RETURN: "Your agency’s return",
    RuleId.PRACTICE_REVIEW: "Practice review",
    RuleId.PRE_PUBLICATION_COPY: "Advance copy of the report",
    RuleId.DELAY_REPORT: "Reasons for the delay to the Panel",
    RuleId.TELL_OF_PRACTICE_REVIEW: "Notice of the practice review",
}


def short_name(duty: Deadline | Task) -> str:
    """A duty as a subject calls it; its title where that is all there is."""
    return _DUTIES.get(duty.rule, duty.title)


def line_name(duty: Deadline | Task) -> str:
    """A duty as one line of a mail calls it, in the words of the tracker, with whom it is about."""
    subject = duty.subject if isinstance(duty, Deadline) else ""
    if subject and duty.rule == RuleId.AGENCY_RETURN:
        return f"Return of {subject}"
    return f"{duty.title} ({subject})" if subject else duty.title


def send_again(reason_code: ReasonCode) -> tuple[str, str] | None:
    """Why a file could not be opened and how to send it, or None where sending again would not help."""
    return _SEND_AGAIN.get(_ALIKE.get(reason_code, reason_code))


def where_done(rule: str, *, choices: Clock) -> tuple[str, str]:
    """Sheet and column of the tracker in which the date of doing a duty is typed, as the office reads the duty."""
    if rule == RuleId.AGENCY_RETURN:
        return "Agencies", FACT_NAMES["agency_returned"].header
    if rule == RuleId.RAPID_REVIEW and choices.rapid_review_ends_with == "convened":
        return "Cases", FACT_NAMES["rapid_review_on"].header
    known = law()
    done_by = known.rule(rule).done_by if known.knows(rule) else ()
    # The national form is one, in whatever capacity it was sent.
    done = "notified_panel" if NATIONAL_FORM in done_by else next(iter(done_by), "")
    return ("Cases", FACT_NAMES[done].header) if done else ("Deadlines", FACT_NAMES["done_on"].header)
