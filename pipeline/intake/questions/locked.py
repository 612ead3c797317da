"""Is there something that no machine here can open: a wrapper, a link, a password, a scan?"""

from __future__ import annotations

from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.questions.auto_reply import is_no_reply
from pipeline.intake.questions.bulk import advertises, to_many
from pipeline.intake.signs.words import says
from pipeline.model import FormKind, MailKind, ReasonCode

_SEALED_TYPES = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")


def locked(evidence: MailEvidence) -> MailVerdict | None:
    """What may be a referral behind a lock goes to a person, with its time of receipt; the clock does not wait."""
    # What is surely locked comes first; what only reads like a link or a notice is also what advertisements say.
    found = _wrapper(evidence) or _unreadable(evidence)
    if found is None and not advertises(evidence):
        found = _portal(evidence) if to_many(evidence) else _link(evidence) or _portal(evidence) or _password(evidence)
    if found is None:
        return None
    code, reason = found
    return MailVerdict(
        kind=MailKind.NEEDS_PERSON,
        reason=reason,
        reason_code=code,
        case_ref=evidence.reference.case_ref,
        answerable=not is_no_reply(evidence.sender),
    )


def _wrapper(evidence: MailEvidence) -> tuple[ReasonCode, str] | None:
    # Encryption services send a page or a wrapper under a name of their own (07, 51), S/MIME a type (52).
    named = any(says(leaf.file, "locked.wrapper_file") for leaf in evidence.files)
    if named or evidence.message.media_type in _SEALED_TYPES:
        reason = "The mail is encrypted and no machine here can open it; open it, or ask for it another way."
        return ReasonCode.ENCRYPTED, reason
    return None


def _unreadable(evidence: MailEvidence) -> tuple[ReasonCode, str] | None:
    """A file that could not be read; its reading says why, in a sentence made for people."""
    unread = evidence.forms(FormKind.UNREADABLE, FormKind.CONTAINER)
    if not unread:
        return None
    first = next((leaf for leaf in unread if leaf.reason_code), unread[0])
    return first.reason_code or ReasonCode.DAMAGED, first.reason or "A file could not be read; open it yourself."


def _link(evidence: MailEvidence) -> tuple[ReasonCode, str] | None:
    # Drives and transfer services put a link where the file should be (08, 54, 55), in a forwarded mail as well.
    text = evidence.message.written + "\n" + "\n".join(words for _, words in evidence.message.forwarded)
    if says(text, "locked.link", "locked.link_text"):
        return ReasonCode.LINK, "The mail holds a link in place of a file; open it, or ask for the file itself."
    return None


def _portal(evidence: MailEvidence) -> tuple[ReasonCode, str] | None:
    """A portal's notice; mail to many must name the service, since newsletters too ask people to sign in."""
    words = "locked.service" if to_many(evidence) else "locked.portal"
    announces = says(evidence.said, words, "locked.service")
    if announces and not evidence.files and not evidence.in_thread:
        return ReasonCode.LINK, "A secure mail service or portal says that something waits there; sign in and fetch it."
    return None


def _password(evidence: MailEvidence) -> tuple[ReasonCode, str] | None:
    # The password for a file that came before comes alone (49, 47, 48).
    if says(evidence.said, "locked.password") and not evidence.files:
        return ReasonCode.PASSWORD, "The mail brings a password for a file sent apart; open that file with it."
    return None
