"""The plain names of things that stand in notices: questions of the form, ways to send, columns of the tracker."""

from __future__ import annotations

from pipeline.clock.rules import law
from pipeline.facts import FACT_NAMES

_QUESTIONS = {
    "name": "the child's name",
    "dob|age|edd": "the child's date of birth, age, or expected date of delivery",
    "incident.date": "the date of the incident",
    "incident.outcome": "whether the child died or was seriously harmed",
    "incident.abuse_neglect": "whether abuse or neglect is known or suspected",
    "incident.narrative": "what happened",
    "referrer.name": "your name",
    "referrer.agency": "your agency",
    "referrer.phone|email": "a telephone number or e-mail address for you",
}


def question(path: str) -> str:
    """A field path of docs/interface.md as a person would ask it: never the answer, only the question."""
    group, _, name = path.partition("].")
    if name and group.startswith("children["):
        plain = _QUESTIONS.get(name, name.replace("_", " ").replace("|", " or "))
        number = group.removeprefix("children[")
        return plain if number == "0" else f"{plain} (child {int(number) + 1})"
    return _QUESTIONS.get(path, path.rpartition(".")[2].replace("_", " ").replace("|", " or "))


_SEND_AGAIN = {
    "encrypted": (
        "it is protected by a password or an encryption service that this mailbox cannot open",
        "Send the form as an ordinary Word or PDF attachment by your organisation's secure e-mail, without a password.",
    ),
    "link": (
        "it holds a link to a file instead of the file itself",
        "Attach the form itself, as a Word or PDF file; links to OneDrive, SharePoint or Google Drive are not opened.",
    ),
    "scanned": (
        "it is a picture or a scan whose words cannot be read by this system",
        "Send the Word version of the form if you have it; a person will read the scan in the meantime.",
    ),
    "damaged": (
        "the file is damaged or empty",
        "Open the form on your computer, save it again as a Word document, and attach it to a new e-mail.",
    ),
    "too-large": (
        "it is larger than this mailbox can take in",
        "Send the form alone, as a Word or PDF file, without photographs or other papers.",
    ),
    "blank-form": (
        "the form that came with it is empty",
        "Fill in the form, save it, and attach the saved copy.",
    ),
}
# The reason codes of the readers, brought to the six that a sender can do something about.
_ALIKE = {
    "password": "encrypted",
    "password-protected": "encrypted",
    "protected": "encrypted",
    "rights-managed": "encrypted",
    "cloud-link": "link",
    "scan": "scanned",
    "image": "scanned",
    "picture": "scanned",
    "corrupt": "damaged",
    "empty": "damaged",
    "zero-bytes": "damaged",
    "too_large": "too-large",
    "blank_form": "blank-form",
    "blank": "blank-form",
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


def send_again(reason_code: str) -> tuple[str, str] | None:
    """Why a file could not be opened and how to send it, or None where sending again would not help."""
    return _SEND_AGAIN.get(_ALIKE.get(reason_code, reason_code))


def where_done(rule: str) -> tuple[str, str]:
    """Sheet and column of the tracker in which the date of doing a duty is typed."""
    if rule == "agency-return":
        return "Agencies", FACT_NAMES["agency_returned"].header
    known = law()
    done_by = known.rule(rule).done_by if known.knows(rule) else ()
    return ("Cases", FACT_NAMES[done_by[0]].header) if done_by else ("Deadlines", FACT_NAMES["done_on"].header)
