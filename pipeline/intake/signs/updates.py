"""Signs that a form stands in for an earlier one, and signs that an old form only hangs on a conversation."""

from __future__ import annotations

from pipeline.intake.evidence import MailEvidence
from pipeline.intake.signs.words import says


def says_update(evidence: MailEvidence) -> bool:
    """Whether subject, words or file names say that something sent before is corrected or sent again."""
    message = evidence.message
    if says(message.written, "update.words") or _in_subject(message.subject):
        return True
    # A form's own edition in its file's name, `Referral form v2`, is no second version of what it tells.
    return any(says(message_part, "update.words") for _, message_part in message.forwarded) or any(
        says(leaf.file, "update.in_file_name") and not says(leaf.file, "update.form_edition") for leaf in evidence.files
    )


def _in_subject(subject: str) -> bool:
    return says(subject, "update.in_subject") and not says(subject, "update.form_edition")


def only_chats(evidence: MailEvidence) -> bool:
    """Whether the words are correspondence that neither sends nor corrects anything."""
    written = evidence.message.written
    return says(written, "update.chatter") and not says(written, "update.sends") and not says_update(evidence)
