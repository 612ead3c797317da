"""Signs that a form stands in for an earlier one, and signs that an old form only hangs on a conversation."""

from __future__ import annotations

from pipeline.intake.evidence import MailEvidence
from pipeline.intake.signs.words import says


def says_update(evidence: MailEvidence) -> bool:
    """Whether subject, words or file names say that something sent before is corrected or sent again."""
    message = evidence.message
    told = (message.written, *(words for _, words in message.forwarded))
    # A form's own edition in its file's name, `Referral form v2`, is no second version of what it tells.
    named = [("update.in_subject", message.subject), *(("update.in_file_name", leaf.file) for leaf in evidence.files)]
    return any(says(words, "update.words") for words in told) or any(
        says(name, words) and not says(name, "update.form_edition") for words, name in named
    )


def only_chats(evidence: MailEvidence) -> bool:
    """Whether the words are correspondence that neither sends nor corrects anything."""
    written = evidence.message.written
    return says(written, "update.chatter") and not says(written, "update.sends") and not says_update(evidence)
