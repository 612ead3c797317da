"""Is it a newsletter, an advertisement, junk, a mail that fishes for a password or a note of a voice message?"""

from __future__ import annotations

import re

from pipeline.domains import domain_of
from pipeline.intake.evidence import MailEvidence, MailVerdict
from pipeline.intake.signs.words import Saying, different, says
from pipeline.intake.urgency.leaning import TO_SOMEBODY, leaning
from pipeline.model import MailKind, ReasonCode
from pipeline.phrases import plain

_TO_MANY = ("bulk", "list", "junk")

# How Exchange and telephone systems mark what they send.
_VOICE_HEADERS = ("x-voicemessageduration", "x-callingtelephonenumber", "x-voicemail", "x-voicemail-callerid")
_AUDIO = (".wav", ".mp3", ".m4a", ".amr", ".ogg")
# What Microsoft 365 calls a mail (X-Forefront-Antispam-Report).
_PHISHING = frozenset(("CAT:PHSH", "CAT:HPHISH", "CAT:HPHSH"))
_JUNK = _PHISHING | {"CAT:SPM", "CAT:HSPM", "CAT:BULK"}
# Some child is told of in words that sell nothing; filters err, and faint signals must reach a person.
_tells_of_a_child = Saying(words=("voice.someone",), beside=("voice.child",), unless=("bulk.strong",))
_fears_for_a_child = Saying(words=("danger.worry",), beside=("danger.child",))


def bulk(evidence: MailEvidence) -> MailVerdict | None:
    """Mail to many or junk, without a form; it is shown among the others and never answered."""
    if evidence.has_form or evidence.in_thread or not is_bulk(evidence):
        return None
    return MailVerdict(
        kind=MailKind.NOT_A_REFERRAL,
        reason="Mail that was sent to many people; it holds no form.",
        answerable=False,
        scanned=False,
    )


def is_bulk(evidence: MailEvidence) -> bool:
    """Whether list headers, a spam filter's mark or the words of advertisements and chain letters say so."""
    ignored = set(map(str.lower, evidence.words.ignored_senders))
    listed = not ignored.isdisjoint((evidence.sender, domain_of(evidence.sender)))
    return listed or to_many(evidence) or _is_junk(evidence) or advertises(evidence)


def to_many(evidence: MailEvidence) -> bool:
    """Whether the headers say that a list or a bulk mailer sent it (RFC 2369, RFC 2919)."""
    message = evidence.message
    if message.header("precedence").strip().lower() in _TO_MANY:
        return True
    return any(message.header(name) for name in ("list-id", "list-unsubscribe", "list-post", "feedback-id"))


def _is_junk(evidence: MailEvidence) -> bool:
    return _is_marked_as_spam(evidence) and not _tells_of_a_child(evidence.message.written)


def _is_marked_as_spam(evidence: MailEvidence) -> bool:
    """Whether the receiving server's filter called it spam (SpamAssassin's and Microsoft's headers)."""
    message = evidence.message
    if any(message.header(name).strip().lower().startswith("yes") for name in ("x-spam-flag", "x-spam-status")):
        return True
    # Exchange calls a mail spam from a confidence level of 5 on (118), Microsoft 365 names the category.
    level = re.search(r"-?\d+", message.header("x-ms-exchange-organization-scl"))
    return bool(level and int(level[0]) >= 5) or not _JUNK.isdisjoint(_verdicts(evidence))


def _verdicts(evidence: MailEvidence) -> list[str]:
    return [part.strip().upper() for part in evidence.message.header("x-forefront-antispam-report").split(";")]


def advertises(evidence: MailEvidence) -> bool:
    """Whether its words are those of advertisements, swindles and chain letters, and nobody in it fears for a child."""
    text, written = plain(evidence.shown)[:20_000], evidence.message.written
    # `Subscription` over a mail that ends a subscription and then tells of a baby sells nothing.
    of_somebody = leaning(written) > TO_SOMEBODY and says(written, "voice.someone", "voice.child")
    if of_somebody or _fears_for_a_child(written):
        return False
    # A swindle says one strong thing and a weak one (117), a chain letter many weak ones (119); a colleague who writes
    # of a referral, and once in the tone of an offer, does neither.
    strong, weak = different(text, "bulk.strong"), different(text, "bulk.weak")
    # Some words an advertisement does not use by chance.
    return weak > 2 or (strong > 0 and (strong + weak > 1 or not says(evidence.said, "bulk.our_words")))


def lure(evidence: MailEvidence) -> MailVerdict | None:
    """What must be looked at, and whose sender is never answered: an answer would tell a thief that somebody reads."""
    for is_such, code, reason in _LURES:
        if not evidence.in_case_thread and is_such(evidence):
            return MailVerdict(kind=MailKind.NEEDS_PERSON, reason=reason, reason_code=code, answerable=False)
    return None


def _is_voicemail(evidence: MailEvidence) -> bool:
    message = evidence.message
    if any(message.header(name) for name in _VOICE_HEADERS) or "voice" in message.header("content-class").lower():
        return True
    brings = any(attachment.name.lower().endswith(_AUDIO) for attachment in message.attachments)
    may_lure = brings or not evidence.files or says(message.text, "lure.link")
    return may_lure and says(message.subject, "lure.voicemail")


def _fishes(evidence: MailEvidence) -> bool:
    if not _PHISHING.isdisjoint(_verdicts(evidence)):
        return True
    # What the server's filter has marked as mere junk is among the rest (118); a secure mail service asks people to
    # sign in too, and what waits there may be a referral (50, 53).
    if _is_junk(evidence) or says(evidence.said, "locked.service") or says(evidence.shown, "lure.portal"):
        return False
    return says(evidence.said, "lure.phishing") and says(evidence.message.text, "lure.link")


_LURES = (
    (
        _is_voicemail,
        ReasonCode.VOICEMAIL,
        "It says that somebody left a voice message: listen to it in the mailbox, and open no link in it.",
    ),
    (_fishes, ReasonCode.PHISHING, "It looks like a mail that fishes for a password; nobody was answered."),
)
