"""What follows from a decided mail: which cases open or change, and by what they are recognised again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipeline.agency_names import is_same_agency
from pipeline.cases.attention import NATIONAL, CaseWork, attention, is_unsettled, log
from pipeline.cases.children import Child
from pipeline.cases.facts_of_forms import CHILD_FACTS, facts_of, questions, recognised_by
from pipeline.cases.placement import Place, apart, place, same_incident
from pipeline.dates import london_date
from pipeline.facts import Case, Fact, Source, Value
from pipeline.model import Attention, Decision, FormKind, LogEntry, MailKind, Reading, ReasonCode, Referral

# Reasons for which a mail that could not be read may still hold a referral: the clock does not wait for a parser, so
# a case is opened from the time of receipt and a person completes it.
_MAY_HOLD_A_REFERRAL = frozenset(
    {
        ReasonCode.ENCRYPTED,
        ReasonCode.RIGHTS_PROTECTED,
        ReasonCode.LINK,
        ReasonCode.LINKED,
        ReasonCode.SCANNED,
        ReasonCode.DAMAGED,
        ReasonCode.TOO_SLOW,
        ReasonCode.READER_MISSING,
        ReasonCode.MAIL_TOO_SLOW,
        ReasonCode.MAIL_BROKE_READER,
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """A mail at hand: `links` gives for each file's SHA-256 where its copy lies, as a link in the tracker.

    `full_names` says that the office chose to see children's names in its workbook. `opened` gives the cases that the
    mail opened when it was read before, each with the SHA-256 of the files that it holds.
    """

    sha256: str
    received_at: datetime
    sender: str
    links: Mapping[str, str]
    full_names: bool = False
    opened: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class MailOutcome:
    """All that follows from one mail."""

    work: tuple[CaseWork, ...] = ()
    attention: tuple[Attention, ...] = ()
    log: tuple[LogEntry, ...] = ()
    missing: tuple[str, ...] = ()
    unsettled: bool = False

    @property
    def case_ref(self) -> str:
        """The first case that the mail concerns, or an empty text."""
        return self.work[0].ref if self.work else ""


def outcome(
    mail: Received,
    decision: Decision,
    *,
    readings: tuple[Reading, ...],
    cases: Mapping[str, Case],
    children: Mapping[str, tuple[Child, ...]],
    new_ref: Callable[[], str],
    now: datetime,
) -> MailOutcome:
    """What follows from a decision; `new_ref` gives the next free reference each time it is called.

    `children` gives those of each case of which any is known: no form changes the case of another child, whatever was
    decided of its mail.
    """
    leaves = tuple(leaf for reading in readings for leaf in reading.leaves())
    forms = tuple(leaf for leaf in leaves if leaf.kind is FormKind.REFERRAL)
    known = cases.get(decision.case_ref or next(iter(mail.opened), ""))
    if decision.kind in (MailKind.REFERRAL, MailKind.UPDATE) and forms:
        places = _places(mail, decision, forms=forms, cases=cases, children=children)
        work = tuple(_form_work(mail, placed, new_ref=new_ref, now=now) for placed in places)
    elif decision.kind is MailKind.AGENCY_RETURN and known:
        work = (_return_work(mail, leaves, case=known, now=now),)
    elif known is None and may_hold_a_referral(decision, leaves):
        work = (_shell_work(mail, new_ref(), leaves=leaves, now=now),)
    else:
        work = (CaseWork(ref=known.ref, opens=False, facts=(), marks=_talk_marks(mail, leaves)),) if known else ()
    missing = tuple(path for form in forms for path in form.missing)
    understood = tuple(leaf for leaf in leaves if leaf.kind in (FormKind.REFERRAL, FormKind.AGENCY_RETURN))
    return MailOutcome(
        work=work,
        missing=tuple(dict.fromkeys(missing)),
        attention=attention(mail.sha256, decision, forms=understood, work=work, cases=cases, now=now),
        unsettled=is_unsettled(decision, work),
        log=log(decision, work=work, cases=cases, now=now),
    )


def may_hold_a_referral(decision: Decision, leaves: tuple[Reading, ...]) -> bool:
    """Whether a mail that nobody could read may be a referral, so that a case is opened from its time of receipt."""
    if decision.reason_code in NATIONAL:
        return False  # the Panel and Ofsted refer nobody
    codes = {decision.reason_code, *(leaf.reason_code for leaf in leaves if leaf.kind is FormKind.UNREADABLE)}
    return decision.kind is MailKind.NEEDS_PERSON and not decision.urgent and bool(codes & _MAY_HOLD_A_REFERRAL)


def _places(
    mail: Received,
    decision: Decision,
    *,
    forms: tuple[Reading, ...],
    cases: Mapping[str, Case],
    children: Mapping[str, tuple[Child, ...]],
) -> Iterator[Place]:
    """Where the forms of each incident go; a case of which no child is known yet takes only the first."""
    case, groups = cases.get(decision.case_ref or ""), same_incident(forms)
    if case and case.ref in children:
        groups = apart(groups, children[case.ref])
    for number, group in enumerate(groups):
        held = frozenset(form.sha256 for form in group if form.sha256)
        own = next((ref for ref, files in mail.opened.items() if files & held), "")
        if not own and case is None:
            # No file of it was held: either it could not be read then, or it stood in the mail's own words.
            free = (ref for ref in mail.opened if ref not in children or len(groups) == len(mail.opened) == 1)
            own = next(free, "") if number == 0 else ""
        known = case if case and (number == 0 or case.ref in children) else None
        yield place(group, case=known, own=cases.get(own), children=children)


def _form_work(mail: Received, placed: Place, *, new_ref: Callable[[], str], now: datetime) -> CaseWork:
    case, forms = placed.case, placed.forms
    if case is not None and not forms:
        marks = frozenset((("message", mail.sha256),))
        return CaseWork(ref=case.ref, opens=False, facts=(), marks=marks, asks=True)
    ref = case.ref if case else new_ref()
    facts = tuple(
        fact
        for form in forms
        if form.referral
        for fact in facts_of(
            form.referral, case_ref=ref, source=f"mail {mail.sha256[:12]}", now=now, full_names=mail.full_names
        )
    )
    missing = questions(tuple(path for form in forms for path in form.missing))
    said: dict[str, Value] = {"missing": "; ".join(missing) or None, "form": mail.links.get(forms[0].sha256, "")}
    if case is None:
        said |= {"status": "Open", "mail_received": mail.received_at}
    facts = (*_siblings_together(facts), *_said(ref, said, mail=mail, now=now))
    kept_back: tuple[Fact, ...] = ()
    if case is not None:
        kept_back = tuple(fact for fact in facts if _lessens(case, fact))
        new = (fact for fact in facts if fact not in kept_back and (placed.whole or fact.name not in CHILD_FACTS))
        facts = tuple(fact for fact in new if case.value(fact.name, fact.subject) != fact.value)
    return CaseWork(
        ref=ref,
        opens=case is None,
        facts=facts,
        marks=_marks(mail, forms),
        # A form on some of a case's children does not stand in for the one that names them all.
        referral=_together(forms) if placed.whole else None,
        kept_back=kept_back,
        some=placed.left_out or not placed.whole,
    )


def _lessens(case: Case, fact: Fact) -> bool:
    """Whether a later form calls serious harm something else: recovery does not undo it, so only the office may."""
    return fact.name == "outcome" and fact.value == "other" and case.text("outcome") in ("died", "seriously harmed")


def _together(forms: tuple[Reading, ...]) -> Referral | None:
    """The referral of one incident: the first form's, with the children of all."""
    referrals = [form.referral for form in forms if form.referral]
    if not referrals:
        return None
    return replace(referrals[0], children=tuple(child for each in referrals for child in each.children))


def _siblings_together(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Several forms for siblings give one Child cell with all initials, and the number of children added up."""
    children = [fact for fact in facts if fact.name == "child"]
    if len(children) < 2:
        return facts
    counts = [fact.value for fact in facts if fact.name == "children" and isinstance(fact.value, int)]
    kept: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        kept.setdefault((fact.name, fact.subject), fact)
    together: dict[str, Value] = {"child": ", ".join(str(fact.value) for fact in children), "children": sum(counts)}
    for name, value in together.items():
        kept[(name, "")] = replace(kept[(name, "")], value=value)
    return tuple(kept.values())


def _said(
    ref: str, values: Mapping[str, Value], *, mail: Received, now: datetime, subject: str = ""
) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            case_ref=ref,
            name=name,
            subject=subject,
            value=value,
            source=Source.MAIL,
            recorded_at=now,
            detail=f"mail {mail.sha256[:12]}",
        )
        for name, value in values.items()
        if value != ""
    )


def _shell_work(mail: Received, ref: str, *, leaves: tuple[Reading, ...], now: datetime) -> CaseWork:
    link = next((mail.links[leaf.sha256] for leaf in leaves if leaf.sha256 in mail.links), "")
    said: dict[str, Value] = {
        "status": "Open",
        "mail_received": mail.received_at,
        "form": link,
        "missing": "everything: the form could not be read",
    }
    return CaseWork(ref=ref, opens=True, facts=_said(ref, said, mail=mail, now=now), marks=_marks(mail, leaves))


def _return_work(mail: Received, leaves: tuple[Reading, ...], *, case: Case, now: datetime) -> CaseWork:
    agency = returning_agency(case, leaves)
    said: dict[str, Value] = {"agency_returned": london_date(mail.received_at)}
    if agency not in case.subjects("agency_added"):
        said |= {"agency_added": agency}
    facts = _said(case.ref, said, mail=mail, now=now, subject=agency) if agency else ()
    return CaseWork(ref=case.ref, opens=False, facts=facts, marks=_talk_marks(mail, leaves))


def returning_agency(case: Case, leaves: tuple[Reading, ...]) -> str:
    """The agency whose return this is, as the case calls it where it knows it; an empty text where nobody says."""
    for leaf in leaves:
        if leaf.kind is not FormKind.AGENCY_RETURN:
            continue
        answer = leaf.referral.referrer.get("agency") if leaf.referral else None
        said = leaf.agency or (str(answer.value) if answer and answer.value else "")
        alike = (name for name in case.subjects("agency_added") if is_same_agency(name, said))
        return next(alike, said)
    return ""


def _marks(mail: Received, leaves: tuple[Reading, ...]) -> frozenset[tuple[str, str]]:
    return recognised_by(leaves) | {("message", mail.sha256)}


def _talk_marks(mail: Received, leaves: tuple[Reading, ...]) -> frozenset[tuple[str, str]]:
    """The marks of a mail from which no child is taken: a form that only hangs on may be about another child."""
    files = tuple(leaf for leaf in leaves if leaf.kind is not FormKind.REFERRAL)
    return frozenset(mark for mark in _marks(mail, files) if mark[0] in ("attachment", "message"))
