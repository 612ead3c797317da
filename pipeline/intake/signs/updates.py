"""Signs that a form stands in for an earlier one, that an old one only hangs on, and that a mail only thanks."""

from __future__ import annotations

from pipeline.intake.evidence import MailEvidence
from pipeline.intake.signs.words import Saying, pattern, says
from pipeline.phrases import plain

_SIGNATURE = 3  # lines of a name and a post
# A form's own edition in its file's name, `Referral form v2`, is no second version of what it tells.
_named_so = Saying(words=("update.in_file_name",), unless=("update.form_edition",))
_subject_says_so = Saying(words=("update.in_subject",), unless=("update.form_edition",))
_chats = Saying(words=("update.chatter",), unless=("update.sends",))


def says_update(evidence: MailEvidence) -> bool:
    """Whether subject, words or file names say that something sent before is corrected or sent again."""
    message = evidence.message
    told = (message.written, *(words for _, words in message.forwarded))
    named = _subject_says_so(message.subject) or any(_named_so(leaf.file) for leaf in evidence.files)
    return named or any(says(words, "update.words") for words in told)


def only_chats(evidence: MailEvidence) -> bool:
    """Whether the words are correspondence that neither sends nor corrects anything."""
    return _chats(evidence.message.written) and not says_update(evidence)


def only_thanks(evidence: MailEvidence) -> bool:
    """Whether the sender's words say nothing beside that our mail came: without words, nobody knows what is meant."""
    written = plain(evidence.message.written)
    rest, thanks = pattern("talk.courtesy").subn(" ", written)
    lines = [line for line in rest.splitlines() if any(letter.isalnum() for letter in line)]
    return bool(thanks) and len(lines) <= _SIGNATURE and all(says(line, "talk.signed") for line in lines)
