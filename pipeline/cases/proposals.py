"""What a mail proposes to write into a case: nothing is written before the office accepts it with one choice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from pipeline.cases.answers.reading import AnswerPart, Says
from pipeline.dates import long_date
from pipeline.facts import FACT_NAMES, Fact, Source, duty_subject
from pipeline.model import Attention, PlainValue

ID = "proposal:"
"""How the id of an item under Needs attention begins that can be accepted or declined."""
ASKS = ":asks"
"""How it ends where that says whose form it is."""


def asks_id(mail: str, case_ref: str) -> str:
    """The id of the question whether a form of `mail` (its SHA-256) is about the child of a case."""
    return f"{ID}{mail[:16]}:{case_ref}{ASKS}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProposedFact:
    """A fact as it would be recorded."""

    name: str
    value: PlainValue
    subject: str = ""  # a rule's id or an agency; else empty
    source: Source = Source.TRACKER  # whose word it then is: the office's, who has accepted it, or as the mail gave it


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What one mail would change on one case."""

    id: str  # of its item under Needs attention
    case_ref: str
    mail: str  # its SHA-256
    facts: tuple[ProposedFact, ...]
    answer: str = ""  # `yes` or `no`, once the office has chosen
    sender: str = ""  # whose proposal it is: an organisation or a domain
    marks: tuple[tuple[str, str], ...] = ()  # by what the case is recognised from then on, pairs of kind and value
    is_form: bool = False  # whether the mail's form becomes the newest of the case
    asks: bool = False  # whether it is accepted by saying that a form is about the case's child
    own_case: bool = (
        False  # that it is not: the form has a case of its own, since the office says so or nobody anything
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerFrom:
    """Who answered, when, and in which mail."""

    who: str  # an organisation or a domain, never a person
    mail: str  # its SHA-256
    at: datetime  # when it is taken in, aware
    doubt: str = ""  # about the sender, a sentence; else empty


def proposals(parts: Sequence[AnswerPart], *, sender: AnswerFrom) -> tuple[tuple[Proposal, ...], tuple[Attention, ...]]:
    """What an answer proposes, and an item for each case that it names; one item holds all that it says of a case.

    What says nothing that can be recorded is an item to read, under the case that it names or under none.
    """
    found: list[Proposal] = []
    items: list[Attention] = []
    by_case = sorted(parts, key=lambda part: part.case_ref)
    for ref, group in groupby(by_case, key=lambda part: part.case_ref):
        said = tuple(group)
        ident = f"{ID}{sender.mail[:16]}:{ref}"
        facts = tuple(fact for part in said for fact in _facts(part)) if ref else ()
        if facts:
            found.append(Proposal(id=ident, case_ref=ref, mail=sender.mail, facts=facts))
        items.append(_item(ident, ref, said=said, facts=facts, sender=sender))
    return tuple(found), tuple(items)


def as_facts(proposal: Proposal, *, now: datetime) -> tuple[Fact, ...]:
    """What was proposed, as the office's own word: it has accepted it."""
    return tuple(
        Fact(
            case_ref=proposal.case_ref,
            name=fact.name,
            value=fact.value,
            subject=fact.subject,
            source=fact.source,
            recorded_at=now,
            detail=", mail ".join(filter(None, ("accepted in Needs attention", proposal.mail[:12]))),
        )
        for fact in proposal.facts
    )


def _facts(part: AnswerPart) -> Iterator[ProposedFact]:
    duty, day = part.duty, part.day
    if duty is None or day is None:
        return
    if not duty.entered:
        # A return is there when it comes in. More time is asked for: the office agrees to the day, or does not.
        if part.says is Says.NOT_DONE:
            yield ProposedFact(name="agency_agreed", value=day, subject=duty.subject)
    elif part.says is Says.DONE:
        key = duty_subject(duty.rule, duty.subject)
        yield ProposedFact(name=duty.entered, value=day, subject=key if duty.entered == "done_on" else "")


def _item(
    ident: str, ref: str, *, said: Sequence[AnswerPart], facts: Sequence[ProposedFact], sender: AnswerFrom
) -> Attention:
    what = "An answer that can be taken over" if facts else "An answer that a person must read"
    doubts = [sender.doubt] if sender.doubt else []
    doubts += ["It can be read in more than one way."] if any(not part.sure for part in said) else []
    return Attention(
        id=ident,
        what=what,
        why=" ".join((f"{sender.who} answered: {'; '.join(map(_in_words, said))}.", *doubts)),
        remedy=_remedy(facts),
        since=sender.at,
        case_ref=ref,
        message=sender.mail,
    )


def _in_words(part: AnswerPart) -> str:
    """What a part says without its own words, which may name people."""
    about = f" ({part.duty.rule.replace('-', ' ')})" if part.duty else ""
    day = long_date(part.day) if part.day else ""
    said = {
        Says.DONE: f"done on {day}" if day else "done, without a day",
        Says.NOT_DONE: f"not done yet, {day} is named" if day else "not done yet",
        Says.NOT_APPLICABLE: "it does not apply",
        Says.ASKS: "a question back",
        Says.UNCLEAR: f"{day} is named" if day else "several days are named",
    }[part.says]
    return f"{said}{about}"


def _remedy(facts: Sequence[ProposedFact]) -> str:
    if not facts:
        return "Read the mail, enter what it says, and choose yes under Resolved."
    columns = ", ".join(f"{FACT_NAMES[fact.name].header}: {_shown(fact.value)}" for fact in facts)
    return f"Choose yes under Accept to enter {columns}; choose no to leave everything as it is."


def _shown(value: PlainValue) -> str:
    return long_date(value) if isinstance(value, date) else str(value)
