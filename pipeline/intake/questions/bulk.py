"""Is it a newsletter, an advertisement, junk, a mail that fishes for a password or a note of a voice message?"""

from __future__ import annotations

import re

from pipeline.domains import domain_of
from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.signs.words import pattern, plain, says
from pipeline.intake.urgency.leaning import TO_SOMEBODY, leaning
from pipeline.model import FormKind, MailKind, ReasonCode

_FORMS = (FormKind.REFERRAL, FormKind.AGENCY_RETURN, FormKind.OTHER_FORM, FormKind.BLANK_FORM)
_TO_MANY = ("bulk", "list", "junk")

# How Exchange and telephone systems mark what they send.
_VOICE_HEADERS = ("x-voicemessageduration", "x-callingtelephonenumber", "x-voicemail", "x-voicemail-callerid")
_AUDIO = (".wav", ".mp3", ".m4a", ".amr", ".ogg")
# What Microsoft 365 calls a mail (X-Forefront-Antispam-Report).
_PHISHING = frozenset(("CAT:PHSH", "CAT:HPHISH", "CAT:HPHSH"))
_JUNK = _PHISHING | {"CAT:SPM", "CAT:HSPM", "CAT:BULK"}


def bulk(evidence: MailEvidence) -> MailVerdict | None:
    """Mail to many or junk, without a form; it is shown among the others and never answered."""
    if evidence.forms(*_FORMS) or evidence.in_thread or not is_bulk(evidence):
        return None
    return MailVerdict(
        kind=MailKind.NOT_A_REFERRAL,
        reason="Mail that was sent to many people; it holds no form.",
        answerable=False,
        scanned=False,
    )


def is_bulk(evidence: MailEvidence) -> bool:
    """Whether list headers, a spam filter's mark or the words of advertisements and chain letters say so."""
    ignored = {address.lower() for address in evidence.words.ignored_senders}
    listed = evidence.sender in ignored or domain_of(evidence.sender) in ignored
    junk = marked_as_spam(evidence) and not tells_of_a_child(evidence)
    return listed or to_many(evidence) or junk or advertises(evidence)


def to_many(evidence: MailEvidence) -> bool:
    """Whether the headers say that a list or a bulk mailer sent it (RFC 2369, RFC 2919)."""
    message = evidence.message
    if message.header("precedence").strip().lower() in _TO_MANY:
        return True
    return any(message.header(name) for name in ("list-id", "list-unsubscribe", "list-post", "feedback-id"))


def marked_as_spam(evidence: MailEvidence) -> bool:
    """Whether the receiving server's filter called it spam (SpamAssassin's and Microsoft's headers)."""
    message = evidence.message
    if any(message.header(name).strip().lower().startswith("yes") for name in ("x-spam-flag", "x-spam-status")):
        return True
    # Exchange calls a mail spam from a confidence level of 5 on (118), Microsoft 365 names the category.
    level = re.search(r"-?\d+", message.header("x-ms-exchange-organization-scl"))
    return bool(level and int(level[0]) >= 5) or not _JUNK.isdisjoint(_verdicts(evidence))


def _verdicts(evidence: MailEvidence) -> list[str]:
    return [part.strip().upper() for part in evidence.message.header("x-forefront-antispam-report").split(";")]


def tells_of_a_child(evidence: MailEvidence) -> bool:
    """Whether some child is told of in words that sell nothing; filters err, and faint signals must reach a person."""
    words = evidence.message.written
    return says(words, "voice.someone") and says(words, "voice.child") and not says(words, "bulk.strong")


def advertises(evidence: MailEvidence) -> bool:
    """Whether its words are those of advertisements, swindles and chain letters, and nobody in it fears for a child."""
    text, written = evidence.shown, evidence.message.written
    # `Subscription` over a mail that ends a subscription and then tells of a baby sells nothing.
    if leaning(written) > TO_SOMEBODY and says(written, "voice.someone", "voice.child"):
        return False
    if says(written, "danger.worry") and says(written, "danger.child"):
        return False
    # A swindle says one strong thing and a weak one (117), a chain letter many weak ones (119); a colleague who writes
    # of a referral, and once in the tone of an offer, does neither.
    strong = {match.lower() for match in _matches(text, "bulk.strong")}
    weak = {match.lower() for match in _matches(text, "bulk.weak")}
    return bool(strong and (weak or len(strong) > 1 or not _knows_us(evidence))) or len(weak) > 2


def _matches(text: str, name: str) -> list[str]:
    return [match[0] for match in pattern(name).finditer(plain(text)[:20_000])]


def _knows_us(evidence: MailEvidence) -> bool:
    """Words that an advertisement does not use by chance."""
    return says(evidence.said, "bulk.our_words")


def lure(evidence: MailEvidence) -> MailVerdict | None:
    """What must be looked at, and whose sender is never answered: an answer would tell a thief that somebody reads."""
    if evidence.in_case_thread:
        return None
    if _is_voicemail(evidence):
        return MailVerdict(
            kind=MailKind.NEEDS_PERSON,
            reason="It says that somebody left a voice message: listen to it in the mailbox, and open no link in it.",
            reason_code=ReasonCode.VOICEMAIL,
            answerable=False,
        )
    if _fishes(evidence):
        return MailVerdict(
            kind=MailKind.NEEDS_PERSON,
            reason="It looks like a mail that fishes for a password; nobody was answered.",
            reason_code=ReasonCode.PHISHING,
            answerable=False,
        )
    return None


def _is_voicemail(evidence: MailEvidence) -> bool:
    message = evidence.message
    if any(message.header(name) for name in _VOICE_HEADERS) or "voice" in message.header("content-class").lower():
        return True
    names = [attachment.name.lower() for attachment in message.attachments]
    return says(message.subject, "lure.voicemail") and (
        any(name.endswith(_AUDIO) for name in names) or says(message.text, "lure.link") or not evidence.files
    )


def _fishes(evidence: MailEvidence) -> bool:
    if not _PHISHING.isdisjoint(_verdicts(evidence)):
        return True
    # What the server's filter has marked as mere junk is among the rest (118).
    if marked_as_spam(evidence) and not tells_of_a_child(evidence):
        return False
    # A secure mail service asks people to sign in too, and what waits there may be a referral (50, 53).
    if says(evidence.said, "locked.service") or says(evidence.shown, "lure.portal"):
        return False
    return says(evidence.said, "lure.phishing") and says(evidence.message.text, "lure.link")
