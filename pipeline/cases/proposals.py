"""What a mail proposes to write into a case: nothing is written before the office accepts it with one choice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from pipeline.cases.answers.quoted import holds_a_name, quoted
from pipeline.cases.answers.reading import AWARENESS, AnswerPart, AskedDuty, Says
from pipeline.cases.case_work import Received
from pipeline.dates import london_date, long_date
from pipeline.facts import FACT_NAMES, Case, Fact, Source, Value, duty_subject
from pipeline.item_ids import ItemKind, ItemTopic
from pipeline.model import Attention, Decision, PlainValue, ReasonCode


def asks_id(mail: str, case_ref: str) -> str:
    """The id of the question whether a form of `mail` (its SHA-256) is about the child of a case."""
    return f"{ItemKind.PROPOSAL}{mail[:16]}:{case_ref}:{ItemTopic.ASKS}"


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
    is_sure: bool = False  # whether it says of each duty when it was done, and can be read in one way only
    is_form: bool = False  # whether the mail's form becomes the newest of the case
    asks: bool = False  # whether it is accepted by saying that a form is about the case's child
    # That it is not: the form has a case of its own, since the office says so or nobody anything.
    own_case: bool = False

    @property
    def adds_children(self) -> bool:
        """Whether it asks about children beside those of the case, and not about these."""
        return self.asks and not self.is_form


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerFrom:
    """Who answered, when, and in which mail."""

    who: str  # an organisation or a domain, never a person
    mail: str  # its SHA-256
    at: datetime  # when it is taken in, aware
    doubt: str = ""  # about the sender, a sentence; else empty
    person: str = ""  # who signs it: as Contacts calls them, or as the mail does; else empty
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by case: what is never said outside the store


def proposals(parts: Sequence[AnswerPart], *, sender: AnswerFrom) -> tuple[tuple[Proposal, ...], tuple[Attention, ...]]:
    """What an answer proposes, and an item for each case that it names; one item holds all that it says of a case.

    What says nothing that can be recorded is an item to read, under the case that it names or under none.
    """
    found: list[Proposal] = []
    items: list[Attention] = []
    by_case = sorted(parts, key=lambda part: part.case_ref)
    for ref, group in groupby(by_case, key=lambda part: part.case_ref):
        said = tuple(group)
        ident = f"{ItemKind.PROPOSAL}{sender.mail[:16]}:{ref}"
        facts = tuple(fact for part in said for fact in _facts(part, sender)) if ref else ()
        if facts:
            is_sure = not sender.doubt and all(part.sure and part.says is Says.DONE for part in said)
            found.append(Proposal(id=ident, case_ref=ref, mail=sender.mail, facts=facts, is_sure=is_sure))
        items.append(_item(ident, ref, said=said, facts=facts, sender=sender))
    return tuple(found), tuple(items)


def panel_letter(mail: Received, decision: Decision, *, case: Case | None) -> tuple[Proposal, Attention] | None:
    """The day on which the Panel's own letter on `case` came, with its item; None once a reply of it is entered."""
    if case is None or decision.reason_code is not ReasonCode.PANEL or case.value("panel_replied") is not None:
        return None
    day = london_date(mail.received_at)
    # It climbs like every mail that waits to be opened (`read`).
    ident = f"{ItemKind.PROPOSAL}{mail.sha256[:16]}:{case.ref}:{ItemTopic.READ}"
    proposal = Proposal(
        id=ident, case_ref=case.ref, mail=mail.sha256, facts=(ProposedFact(name="panel_replied", value=day),)
    )
    item = Attention(
        id=ident,
        what="A letter of the Panel",
        why=decision.reason,
        remedy=f"Open the mail in the Needs attention folder; choose yes under Accept to enter Panel replied on: "
        f"{long_date(day)}, no if it is no reply to the rapid review; type what was decided into Outcome.",
        since=mail.now,
        case_ref=case.ref,
        message=mail.sha256,
        urgent=decision.urgent,
    )
    return proposal, item


def returns_in(waiting: Iterable[Proposal]) -> Iterator[tuple[str, str]]:
    """Case and agency of each return that came and waits for the office's choice."""
    for proposal in waiting:
        if not proposal.answer:
            yield from ((proposal.case_ref, fact.subject) for fact in proposal.facts if fact.name == "agency_returned")


def as_facts(proposal: Proposal, *, case: Case, now: datetime) -> tuple[Fact, ...]:
    """What was proposed for `case`, as it now stands, as the office's own word: it has accepted it."""
    return tuple(
        Fact(
            case_ref=proposal.case_ref,
            name=fact.name,
            value=_beside(case, fact) if proposal.adds_children else fact.value,
            subject=fact.subject,
            source=fact.source,
            recorded_at=now,
            detail=", mail ".join(filter(None, ("accepted in Needs attention", proposal.mail[:12]))),
        )
        for fact in proposal.facts
    )


def _beside(case: Case, fact: ProposedFact) -> Value:
    """Further children, or their number, beside those that the case has when it is accepted: others may have come."""
    held = case.value(fact.name)
    if isinstance(fact.value, int):
        return fact.value + (held if isinstance(held, int) else 1)
    return ", ".join(str(one) for one in (held, fact.value) if one)


def _facts(part: AnswerPart, sender: AnswerFrom) -> Iterator[ProposedFact]:
    duty, day = part.duty, part.day
    if duty is None:
        return
    if part.says is Says.NOT_APPLICABLE:
        yield from _set_aside(part, duty, sender=sender)
    elif day is None:
        return
    elif not duty.entered:
        # A return is there when it comes in. More time is asked for: the office agrees to the day, or does not.
        if part.says is Says.NOT_DONE:
            yield ProposedFact(name="agency_agreed", value=day, subject=duty.subject)
    elif part.says is Says.DONE:
        key = duty_subject(duty.rule, duty.subject)
        yield ProposedFact(name=duty.entered, value=day, subject=key if duty.entered == "done_on" else "")


def _set_aside(part: AnswerPart, duty: AskedDuty, *, sender: AnswerFrom) -> Iterator[ProposedFact]:
    """Why a duty does not apply and who says so: without a name nothing is set aside."""
    names = sender.names.get(part.case_ref, frozenset())
    person = "" if holds_a_name(sender.person, names) else sender.person
    if not person or duty.rule == AWARENESS:
        return
    reason = f"{quoted(part.words, names)}, answered on {long_date(london_date(sender.at))}"
    who = person if person == sender.who else f"{person}, {sender.who}"
    if duty.entered:
        key = duty_subject(duty.rule, duty.subject)
        yield ProposedFact(name="not_applicable", value=reason, subject=key)
        yield ProposedFact(name="said_by", value=who, subject=key)
    else:
        yield ProposedFact(name="agency_removed", value=f"{reason} by {who}", subject=duty.subject)


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
        remedy=_remedy(facts, said),
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


def _remedy(facts: Sequence[ProposedFact], said: Sequence[AnswerPart]) -> str:
    if not facts:
        if any(part.says is Says.NOT_APPLICABLE for part in said):
            return (
                "Read the mail; where a duty does not apply, enter why and who says so beside it on the Deadlines "
                "sheet; then choose yes under Resolved."
            )
        return "Read the mail, enter what it says, and choose yes under Resolved."
    columns = ", ".join(f"{FACT_NAMES[fact.name].header}: {_shown(fact.value)}" for fact in facts)
    return f"Choose yes under Accept to enter {columns}; choose no to leave everything as it is."


def _shown(value: PlainValue) -> str:
    return long_date(value) if isinstance(value, date) else str(value)
