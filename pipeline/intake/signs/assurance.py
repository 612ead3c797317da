"""How far a mail's sender can be believed: what the receiving server checked, known partners and look-alikes."""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz.distance import OSA

from pipeline.domains import bare, domain_of, lies_in
from pipeline.model import Message
from pipeline.settings import Intake

_RESULT = re.compile(r"(?<![\w.])(dmarc|spf|dkim|compauth)\s*=\s*(\w+)", re.IGNORECASE)
_PASSED = ("pass", "bestguesspass")
_COMMENT = re.compile(r"\([^()]*\)")
# Letters and pairs that look like others on a screen; both sides of a comparison are folded, so any order serves.
_ALIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("3", "e"))
# Cyrillic and Greek letters that look like Latin ones.
_LETTERS = str.maketrans(
    {"\u0430": "a", "\u0435": "e", "\u043e": "o", "\u0440": "p", "\u0441": "c", "\u0443": "y", "\u0445": "x"}
    | {"\u0456": "i", "\u0458": "j", "\u0455": "s", "\u0501": "d", "\u0261": "g", "\u04cf": "l", "\u03bf": "o"}
    | {"\u03b1": "a", "\u03b5": "e", "\u03c1": "p", "\u03bd": "v", "\u03c4": "t", "\u043d": "h", "\u0442": "t"}
)


def results(message: Message) -> dict[str, str]:
    """What the last server found, from its topmost Authentication-Results (RFC 8601); lower ones anybody can write.

    Microsoft 365 leaves out the server's name, which the standard asks for, so the field is read leniently.
    """
    found: dict[str, str] = {}
    for method, result in _RESULT.findall(_COMMENT.sub(" ", message.header("authentication-results"))):
        found.setdefault(method.lower(), result.lower())
    return found


def fails_authentication(message: Message) -> bool:
    """Whether the receiving server says that the mail does not come from whom it names."""
    found = results(message)
    # SPF fails for every mail that a list or a forwarding rule passes on; a passed DMARC outweighs it (RFC 7489, 3.1).
    failed = "fail" in map(found.get, ("dmarc", "compauth", "spf"))
    return failed and found.get("dmarc") not in _PASSED


def is_confirmed(message: Message) -> bool:
    """Whether the receiving server says that the sender's own domain stands behind the mail (DMARC, RFC 7489).

    SPF and DKIM alone may pass for another domain than the one that is shown.
    """
    found = results(message)
    return found.get("dmarc") in _PASSED or ("dmarc" not in found and found.get("compauth") == "pass")


def is_partner(address: str, words: Intake) -> bool:
    """Whether `address` lies in one of the office's partner domains or below one."""
    return lies_in(domain_of(address), words.partner_domains)


def assurance(message: Message, *, own_addresses: tuple[str, ...], words: Intake) -> tuple[str, tuple[str, ...]]:
    """How far the sender can be believed, in a word or two, and what a person must be warned of."""
    address, domain = message.author.address, message.author.domain
    trusted = (*map(bare, words.partner_domains), *words.panel_domains, *words.ofsted_domains)
    model = look_alike(domain, (*trusted, *map(domain_of, own_addresses)))
    answered = (message.reply_to or message.author).domain
    doubts = {
        "The mail names no sender.": not address,
        f"The sender's domain looks like {model} and is not; do not trust it before you have asked.": model,
        "The receiving server could not confirm the sender; it may be forged.": fails_authentication(message),
        "Answers to this mail would go to another domain than the sender's.": (
            answered != domain and not lies_in(answered, words.partner_domains)
        ),
    }
    warnings = tuple(sentence for sentence, applies in doubts.items() if applies)
    return _believed(message, partner=is_partner(address, words), doubtful=bool(model)), warnings


def _believed(message: Message, *, partner: bool, doubtful: bool) -> str:
    found = results(message)
    if doubtful:
        return "look-alike"
    if fails_authentication(message):
        return "failed"
    confirmed = found.get("dmarc") in _PASSED or (
        "dmarc" not in found and "pass" in (found.get("spf"), found.get("dkim"))
    )
    if confirmed:
        return "partner, confirmed" if partner else "confirmed"
    return "partner, not checked" if partner else "not checked"


def look_alike(domain: str, models: tuple[str, ...]) -> str:
    """The one of `models` that `domain` can be mistaken for without being it or lying below it, or an empty text."""
    for model in models:
        if not model or lies_in(domain, (model,)) or lies_in(model, (domain,)):
            continue
        if folded(domain) == folded(model):
            return model
        # Of short names one letter makes another honest name; of long ones nobody sees two (N14).
        allowed = 1 if len(model) < 14 else 2
        if len(model) > 5 and 0 < OSA.distance(domain, model, score_cutoff=allowed) <= allowed:
            return model
    return ""


def folded(domain: str) -> str:
    """`domain` with signs that look alike made one, international names (RFC 5891) decoded."""
    labels = (_decoded(label) for label in domain.lower().split("."))
    text = unicodedata.normalize("NFKD", ".".join(labels)).translate(_LETTERS)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    for sign, other in _ALIKE:
        text = text.replace(sign, other)
    return text.replace("-", "")


def _decoded(label: str) -> str:
    if not label.startswith("xn--") or len(label) > 63:
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label
