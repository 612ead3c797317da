"""Whether a mail comes from the national tier, as the receiving server confirmed it, or only says that it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pipeline.domains import domain_of, lies_in
from pipeline.intake.evidence import MailEvidence
from pipeline.intake.signs.assurance import is_partner, look_alike
from pipeline.intake.signs.words import says
from pipeline.model import Message


class Claim(StrEnum):
    """How a mail stands to a national body."""

    NONE = "none"
    SURE = "sure"
    DOUBTED = "doubted"
    PASSED_ON = "passed on"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tie:
    """The one case that a mail certainly belongs to, or an empty text with the several that it may belong to."""

    case_ref: str = ""
    possible: tuple[str, ...] = ()


def panel_claim(evidence: MailEvidence) -> Claim:
    """How the mail stands to the Child Safeguarding Practice Review Panel and its notification system."""
    domains = evidence.words.panel_domains
    if lies_in(evidence.message.author.domain, domains):
        if not says(_told(evidence), "national.panel_words"):
            return Claim.NONE  # another part of the Department (N12)
        return Claim.SURE if evidence.assurance.is_confirmed else Claim.DOUBTED
    if any(_is_of_the_panel(*each, domains=domains) for each in _passed_on(evidence.message)):
        return Claim.PASSED_ON
    if borrows(evidence.message, domains) and says(_told(evidence), "national.panel_words"):
        return Claim.DOUBTED
    if is_partner(evidence.sender, evidence.words) and evidence.assurance.is_confirmed:
        return Claim.NONE  # a partner's own panel of a like name
    # The display name is the only part of a sender that everybody sees, and nobody checks (N15).
    named = says(evidence.message.author.name, "national.panel_name")
    return Claim.DOUBTED if named or says(evidence.said, "national.panel_voice") else Claim.NONE


def ofsted_claim(evidence: MailEvidence) -> Claim:
    """How the mail stands to Ofsted."""
    domains = evidence.words.ofsted_domains
    if lies_in(evidence.message.author.domain, domains):
        return Claim.SURE if evidence.assurance.is_confirmed else Claim.DOUBTED
    if any(lies_in(domain_of(author), domains) for author, _ in _passed_on(evidence.message)):
        return Claim.PASSED_ON
    if is_partner(evidence.sender, evidence.words):
        return Claim.NONE
    named = says(f"{evidence.message.author.name} {evidence.message.author.domain}", "national.ofsted_name")
    return Claim.DOUBTED if named or borrows(evidence.message, domains) else Claim.NONE


def borrows(message: Message, domains: tuple[str, ...]) -> bool:
    """Whether the sender's domain is made to look like one of `domains`: a letter off, or the name within another."""
    domain = message.author.domain
    # `ofsted.gov.uk.mail.example` and `ofsted-gov-uk.example` hold the whole name and belong to somebody else.
    dotted = f".{domain.replace('-', '.')}."
    return bool(look_alike(domain, domains)) or any(f".{name}." in dotted for name in domains)


def tie(evidence: MailEvidence) -> Tie:
    """The case that our own reference, the conversation or the Panel's reference names; never a guess."""
    ours = (evidence.reference.case_ref,) if evidence.reference.is_thread else ()
    named = tuple(dict.fromkeys(filter(None, (*ours, *evidence.panel_cases))))
    return Tie(case_ref=named[0]) if len(named) == 1 else Tie(possible=named)


def _told(evidence: MailEvidence) -> str:
    files = " ".join(leaf.file.replace("_", " ") for leaf in evidence.leaves)
    return f"{evidence.message.author.name}\n{evidence.said}\n{files}"


def _passed_on(message: Message) -> Iterator[tuple[str, str]]:
    """The author's address and the words of everything that the mail passes on, in its body or attached."""
    yield from message.forwarded
    for inner in message.messages:
        yield inner.author.address, f"{inner.subject}\n{inner.text}"
        yield from _passed_on(inner)


def _is_of_the_panel(author: str, words: str, *, domains: tuple[str, ...]) -> bool:
    return lies_in(domain_of(author), domains) and says(words, "national.panel_words")
