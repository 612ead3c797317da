"""How far a mail's sender can be believed: what the receiving server checked, known partners and look-alikes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace
from email.utils import parseaddr

from rapidfuzz.distance import OSA

from pipeline.domains import bare, domain_of, lies_in
from pipeline.intake.signs.forwarders import forwarders, is_accepted
from pipeline.intake.signs.results import MICROSOFT_365, PASSED, Result, believed_results, stamps
from pipeline.model import Assurance, Message, SenderAssurance
from pipeline.settings import Intake

_FAILED = frozenset({"fail", "hardfail"})
# Of its verdicts Microsoft 365 gives this reason where it trusts the server that sealed the mail with ARC.
_SEALED = "130"
_INTERNAL = "x-ms-exchange-organization-authas"
# Letters and pairs that look like others on a screen; both sides of a comparison are folded, so any order serves.
_ALIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("3", "e"))
# Cyrillic and Greek letters that look like Latin ones.
_LETTERS = str.maketrans(
    {"\u0430": "a", "\u0435": "e", "\u043e": "o", "\u0440": "p", "\u0441": "c", "\u0443": "y", "\u0445": "x"}
    | {"\u0456": "i", "\u0458": "j", "\u0455": "s", "\u0501": "d", "\u0261": "g", "\u04cf": "l", "\u03bf": "o"}
    | {"\u03b1": "a", "\u03b5": "e", "\u03c1": "p", "\u03bd": "v", "\u03c4": "t", "\u043d": "h", "\u0442": "t"}
)


def sender_assurance(message: Message, *, own_addresses: tuple[str, ...], words: Intake) -> SenderAssurance:
    """How far the sender can be believed by what the receiving server stamped, and what a person must be warned of."""
    address, domain = message.author.address, message.author.domain
    trusted = (*map(bare, words.partner_domains), *words.panel_domains, *words.ofsted_domains)
    model = look_alike(domain, (*trusted, *map(domain_of, own_addresses)))
    results = believed_results(message, words.trusted_authserv_ids)
    found, reason = _settled(message, results, model=model, words=words)
    passed_on_by = () if model or found is Assurance.CONFIRMED else _passed_on_by(message, results, words=words)
    if accepted := _accepted(passed_on_by, words):
        found, reason = Assurance.CONFIRMED, f"{accepted} passed it on, which the office accepts."
    answered = (message.reply_to or message.author).domain
    doubts = {
        "The mail names no sender.": not address,
        f"The sender's domain looks like {model} and is not; do not trust it before you have asked.": model,
        "The receiving server could not confirm the sender; it may be forged.": (
            found is Assurance.FAILED and not model
        ),
        "Answers to this mail would go to another domain than the sender's.": (
            answered != domain and not lies_in(answered, words.partner_domains)
        ),
    }
    return SenderAssurance(
        assurance=found,
        reason=f"{reason} It is a partner's domain." if is_partner(address, words) else reason,
        warnings=tuple(sentence for sentence, applies in doubts.items() if applies),
        has_results=results is not None,
        passed_on_by=() if found is Assurance.CONFIRMED else passed_on_by,
        writes_for=_writes_for(message, words) if found is Assurance.CONFIRMED else "",
    )


def _passed_on_by(message: Message, results: tuple[Result, ...] | None, *, words: Intake) -> tuple[str, ...]:
    if not results or _is_of_another(results, message):
        return ()
    return forwarders(message, results, trusted=words.trusted_authserv_ids)


def _accepted(passed_on_by: tuple[str, ...], words: Intake) -> str:
    return next((one for one in passed_on_by if is_accepted((one,), words.accepted_forwarders)), "")


def _writes_for(message: Message, words: Intake) -> str:
    """The address for which an accepted list wrote in its own name, as lists do for domains that ask for it."""
    if not is_accepted((message.author.domain,), words.accepted_forwarders):
        return ""
    original = parseaddr(message.header("x-original-from"))[1].lower()
    return original or (message.reply_to.address if message.reply_to else "")


def with_secret(found: SenderAssurance, *, case_ref: str) -> SenderAssurance:
    """The assurance of a mail that carries the secret of a case's notice: its sender had it, unless the mail failed."""
    found = replace(found, secret_of=case_ref)
    if found.assurance is not Assurance.NOT_CONFIRMED:
        return found
    return replace(found, assurance=Assurance.CONFIRMED, reason="It answers a notice that only its recipient had.")


def counts_as_confirmed(found: SenderAssurance, *, known: bool, words: Intake) -> bool:
    """Whether the mail is confirmed, or the office trusts those it knows since its server stamps no results."""
    if found.assurance is not Assurance.NOT_CONFIRMED:
        return found.assurance is Assurance.CONFIRMED
    return known and not found.has_results and words.without_results == "trust-known-senders"


def may_change(found: SenderAssurance, *, known: bool, words: Intake) -> bool:
    """Whether what the mail says of a case is recorded at once: its sender is confirmed, and known to that case."""
    return known and counts_as_confirmed(found, known=known, words=words)


def is_known_to_the_case(
    address: str,
    *,
    referrers: Collection[str],
    contacts: Collection[str],
    asked: Collection[str],
    carries_secret: bool,
) -> bool:
    """Whether the sender belongs to a case: its referrer, a contact, an agency that was asked, or its notice's secret.

    All are addresses, since a domain such as that of the health service is shared by a million people.
    """
    known = {each.strip().lower() for each in (*referrers, *contacts, *asked)}
    return carries_secret or (bool(address) and address.lower() in known)


def is_partner(address: str, words: Intake) -> bool:
    """Whether `address` lies in one of the office's partner domains or below one."""
    return lies_in(domain_of(address), words.partner_domains)


def _settled(
    message: Message, results: tuple[Result, ...] | None, *, model: str, words: Intake
) -> tuple[Assurance, str]:
    """The assurance and its reason: of what is told of a mail, the first that applies."""
    if model:
        return Assurance.FAILED, f"Its domain looks like {model} and is not."
    if results is None:
        foreign = bool(words.trusted_authserv_ids) and any(stamps(message))
        by = "Only servers that are not trusted here" if foreign else "No server"
        return Assurance.NOT_CONFIRMED, f"{by} stamped results on it."
    sealed = _passes(results, "arc")
    told = (
        (_is_overruled(results), Assurance.CONFIRMED, "DMARC fails, and the server trusts who passed it on (ARC)."),
        (
            _is_of_another(results, message),
            Assurance.NOT_CONFIRMED,
            "DMARC passes for another domain than its sender's.",
        ),
        (_passes(results, "dmarc"), Assurance.CONFIRMED, "DMARC passes."),
        # A whole chain says that nobody changed it on its way, and anybody can seal one (RFC 8617, 9.2).
        (_fails(results, "dmarc") and sealed, Assurance.NOT_CONFIRMED, "DMARC fails: it was passed on (ARC)."),
        (_fails(results, "dmarc"), Assurance.FAILED, "DMARC fails."),
        (_passes(results, "compauth"), Assurance.CONFIRMED, "The receiving server vouches for it."),
        (_fails(results, "compauth"), Assurance.FAILED, "The receiving server thinks it forged."),
        (_is_internal(message, words), Assurance.CONFIRMED, "It comes from within the mailbox's own organisation."),
        (_is_refuted(results), Assurance.FAILED, "SPF or DKIM fails, and nothing passes."),
    )
    settled = ((found, reason) for applies, found, reason in told if applies)
    return next(settled, (Assurance.NOT_CONFIRMED, "No result says whose mail it is."))


def _values(results: tuple[Result, ...], method: str) -> list[str]:
    return [result.value for result in results if result.method == method]


def _passes(results: tuple[Result, ...], method: str) -> bool:
    """Whether all that is said of a method passes: one that is said twice, with two results, was tampered with."""
    values = _values(results, method)
    return bool(values) and PASSED.issuperset(values)


def _fails(results: tuple[Result, ...], method: str) -> bool:
    return not _FAILED.isdisjoint(_values(results, method))


def _is_refuted(results: tuple[Result, ...]) -> bool:
    """Whether a check fails and none passes: SPF alone fails at every forwarding, DKIM at many a mailing list."""
    values = [result.value for result in results if result.method in ("spf", "dkim", "arc")]
    return not _FAILED.isdisjoint(values) and PASSED.isdisjoint(values)


def _is_overruled(results: tuple[Result, ...]) -> bool:
    """Whether the server itself let a mail pass that fails DMARC, by its own list of those whose seal it believes."""
    for result in results:
        if (result.method, result.value, result.properties.get("reason")) == ("compauth", "pass", _SEALED):
            return True
        # Google: what the domain asks for (`p`, `sp`) was not done (`dis`), because of the chain.
        said = set(re.split(r"[\s,;]+", result.remark)) if result.method == "dmarc" else set()
        if {"arc=pass", "dis=none"} <= said and not said & {"p=none", "sp=none"}:
            return True
    return False


def _is_of_another(results: tuple[Result, ...], message: Message) -> bool:
    """Whether DMARC speaks of another domain than that of the sender whom people see."""
    named = (result.properties.get("header.from", "") for result in results if result.method == "dmarc")
    told = {name.rpartition("@")[2].lower() for name in named} - {""}
    return bool(told) and not told & {message.author.domain, _ascii(message.author.domain)}


def _is_internal(message: Message, words: Intake) -> bool:
    """Whether Microsoft 365 took it from a user of the same organisation; it strips that header from all other mail."""
    return MICROSOFT_365 in words.trusted_authserv_ids and message.header(_INTERNAL).strip().lower() == "internal"


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


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
