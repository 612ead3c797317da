"""What a mail may not do by itself, since its sender is not confirmed or not known to the case: it is proposed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.cases.case_work import CaseWork
from pipeline.cases.proposals import Proposal, ProposedFact, asks_id
from pipeline.dates import long_date
from pipeline.facts import FACT_NAMES, Fact
from pipeline.item_ids import ItemKind
from pipeline.model import Attention, FactKind, MailKind, SenderAssurance

# They follow from a form and say nothing of their own: a form that differs in them alone proposes nothing.
_FOLLOW = ("form", "missing")
_WHAT = {
    MailKind.AGENCY_RETURN: "An agency's return that was not recorded",
    MailKind.REFERRAL: "A second referral of a child whose case is known",
}
# What is the form's word or the mail's even where the office has called it right: a later form renews it.
_AS_GIVEN = (*_FOLLOW, "agency_added", "agency_aware")


@dataclass(frozen=True, kw_only=True, slots=True)
class FormSender:
    """Whose form it is, in which mail, when, and how far they can be believed."""

    who: str  # an organisation or a domain, never a person
    mail: str  # its SHA-256
    at: datetime  # when it is taken in, aware
    assurance: SenderAssurance
    is_known: bool  # to the case
    agencies: frozenset[str] = frozenset()  # the names of those that the case or the contacts know


def proposal_of(
    work: CaseWork, *, kind: MailKind, sender: FormSender, earlier: Sequence[Proposal]
) -> tuple[Proposal, Attention] | None:
    """What is proposed of withheld work, and its item; None where `earlier` proposals of the case say it all already.

    What was declined is proposed anew by another sender alone: the office has answered this one.
    """
    facts = tuple(_news(map(_as_proposed, work.proposed), sender=sender, earlier=earlier))
    ident = proposal_id(work, sender)
    if all(fact.name in _FOLLOW for fact in facts):
        return None
    proposal = Proposal(
        id=ident,
        case_ref=work.ref,
        mail=sender.mail,
        facts=facts,
        sender=sender.who,
        marks=tuple(sorted(work.marks)),
        is_form=work.referral is not None,
    )
    would = "; ".join(_told(facts, sender.agencies))
    item = Attention(
        id=ident,
        what=_WHAT.get(kind, f"Update to {work.ref} that was not taken"),
        why=f"{_from(sender)} It would enter {would}. Nothing of it was written.{_way(sender)}",
        remedy="Compare the mail in the Needs attention folder with the case, or ask the sender by a number that you "
        "already have; choose yes under Accept to enter all of it, no to leave everything as it is.",
        since=sender.at,
        case_ref=work.ref,
        message=sender.mail,
    )
    return proposal, item


def which_child(work: CaseWork, *, sender: FormSender) -> tuple[Proposal, Attention]:
    """The question whether a form is about the child of a case: accepted, what it says anew is entered there."""
    facts = tuple(map(_as_proposed, work.proposed))
    ident, ref = proposal_id(work, sender), work.ref
    what, why = (
        ("Further children on a form of this case", f"The form names children beside those of {ref}.")
        if work.further
        else (
            "A form that may be about the child of this case, or another",
            f"Its NHS number, name, birth date and incident do not settle whether the child on it is that of {ref}.",
        )
    )
    item = Attention(
        id=ident,
        what=what,
        why=f"{_from(sender)} {why} Nothing of that was written.",
        remedy=f"Compare the form with the case. Choose yes under Accept if it belongs to {ref}: what it says anew is "
        "then entered there. Choose no for a case of its own. Unanswered for two working days it has one by itself, "
        "linked to this.",
        since=sender.at,
        case_ref=ref,
        message=sender.mail,
    )
    proposal = Proposal(
        id=ident,
        case_ref=ref,
        mail=sender.mail,
        facts=facts,
        sender=sender.who,
        marks=tuple(sorted(work.marks)),
        # One on further children does not stand in for the form that names them all.
        is_form=not work.further,
        asks=True,
    )
    return proposal, item


def doubted_referral(work: CaseWork, *, sender: FormSender) -> tuple[Proposal, Attention]:
    """A case that was opened by somebody who failed: accepted, it changes nothing and its answer goes out."""
    ident, ref = proposal_id(work, sender), work.ref
    item = Attention(
        id=ident,
        what="A referral whose sender is in doubt",
        why=f"{_from(sender)} The case was opened all the same, and nobody was answered.{_way(sender)}",
        remedy="Ask the sender by a number that you already have; choose yes under Accept if the referral is theirs, "
        "and it is answered like any other within five working days of its receipt; choose no to leave it unanswered.",
        since=sender.at,
        case_ref=ref,
        message=sender.mail,
    )
    return Proposal(id=ident, case_ref=ref, mail=sender.mail, facts=(), sender=sender.who), item


def proposal_id(work: CaseWork, sender: FormSender) -> str:
    """The id of what a mail proposes for a case, or asks about it."""
    return asks_id(sender.mail, work.ref) if work.asks else f"{ItemKind.PROPOSAL}{sender.mail[:16]}:{work.ref}"


def _news(facts: Iterable[ProposedFact], *, sender: FormSender, earlier: Sequence[Proposal]) -> Iterator[ProposedFact]:
    waiting_or_declined = (one for one in earlier if not one.answer or (one.answer, one.sender) == ("no", sender.who))
    said = {_key(fact) for one in waiting_or_declined for fact in one.facts}
    yield from (fact for fact in facts if _key(fact) not in said)


def _key(fact: ProposedFact) -> tuple[str, object, str]:
    return fact.name, fact.value, fact.subject


def _as_proposed(fact: Fact) -> ProposedFact:
    proposed = ProposedFact(name=fact.name, value=fact.value, subject=fact.subject)
    return replace(proposed, source=fact.source) if fact.name in _AS_GIVEN else proposed


def _from(sender: FormSender) -> str:
    """Whose mail it is and how sure that is, in sentences."""
    known = "is known to this case" if sender.is_known else "is not known to this case"
    if sender.assurance.failed:
        doubt = next(iter(sender.assurance.warnings), sender.assurance.reason)
        return f"It says that it comes from {sender.who}. {doubt}"
    sure = "is confirmed" if sender.assurance.is_confirmed else "could not be confirmed"
    return f"It comes from {sender.who}. Its sender {sure} and {known}."


def _way(sender: FormSender) -> str:
    """Through whose hands the mail came, and how a list that is known is accepted for good; an empty text else."""
    if not sender.assurance.passed_on_by:
        return ""
    return (
        f" It came through {', '.join(sender.assurance.passed_on_by)}: where you know that as a mailing list or a "
        "forwarding address, it can be accepted for good (accepted_forwarders in config.toml)."
    )


def _told(facts: Iterable[ProposedFact], agencies: Collection[str]) -> Iterator[str]:
    """Each fact as `Header: value`; of free text the header alone, since it may name the child or somebody else."""
    for fact in facts:
        if fact.name in _FOLLOW:
            continue
        about = f" ({fact.subject})" if fact.subject in agencies else ""
        header, shown = f"{FACT_NAMES[fact.name].header}{about}", _shown(fact)
        yield f"{header}: {shown}" if shown else header


def _shown(fact: ProposedFact) -> str:
    named = FACT_NAMES[fact.name]
    if named.kind is FactKind.DATE:
        return long_date(fact.value)
    if named.kind is FactKind.COUNT or fact.value in named.choices:
        return str(fact.value)
    return ""
