"""What follows from a decided mail: which cases open or change, and by what they are recognised again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.cases import facts_of, full_date, questions, recognised_by
from pipeline.dates import london_date
from pipeline.facts import Case, Fact, Source, Value
from pipeline.model import Attention, Decision, FormKind, LogEntry, MailKind, Reading, Referral
from pipeline.told import NATIONAL, CaseWork, attention, is_unsettled, log

# Reasons for which a mail that could not be read may still hold a referral: the clock does not wait for a parser, so
# a case is opened from the time of receipt and a person completes it.
_MAY_HOLD_A_REFERRAL = frozenset(
    {"encrypted", "rights-protected", "link", "linked", "scanned", "damaged", "too-slow", "reader-missing"}
)

# Integrated care boards took the place of clinical commissioning groups on 1 July 2022.
_ICB = re.compile(r"\b(?:ccg|clinical commissioning group|integrated care board)\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """A mail at hand: `links` gives for each file's SHA-256 where its copy lies, as a link in the tracker.

    `full_names` says that the office chose to see children's names in its workbook.
    """

    sha256: str
    received_at: datetime
    sender: str
    links: Mapping[str, str]
    full_names: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
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
    new_ref: Callable[[], str],
    now: datetime,
) -> Outcome:
    """What follows from a decision; `new_ref` gives the next free reference each time it is called."""
    leaves = tuple(leaf for reading in readings for leaf in reading.leaves())
    forms = tuple(leaf for leaf in leaves if leaf.kind is FormKind.REFERRAL)
    known = cases.get(decision.case_ref or "")
    if decision.kind in (MailKind.REFERRAL, MailKind.UPDATE) and forms:
        work = tuple(
            _form_work(mail, group, case=known if number == 0 else None, new_ref=new_ref, now=now)
            for number, group in enumerate(same_incident(forms))
        )
    elif decision.kind is MailKind.AGENCY_RETURN and known:
        work = (_return_work(mail, leaves, case=known, now=now),)
    elif known is None and may_hold_a_referral(decision, leaves):
        work = (_shell_work(mail, new_ref(), leaves=leaves, now=now),)
    else:
        work = (CaseWork(ref=known.ref, opens=False, facts=(), marks=_marks(mail, leaves)),) if known else ()
    missing = tuple(path for form in forms for path in form.missing)
    understood = tuple(leaf for leaf in leaves if leaf.kind in (FormKind.REFERRAL, FormKind.AGENCY_RETURN))
    return Outcome(
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


def same_incident(forms: tuple[Reading, ...]) -> tuple[tuple[Reading, ...], ...]:
    """The forms of one mail, those of siblings in one incident together, unrelated children apart."""
    groups: list[list[Reading]] = []
    for form in forms:
        home = next((group for group in groups if any(_akin(form, other) for other in group)), None)
        if home is None:
            groups.append([form])
        else:
            home.append(form)
    return tuple(tuple(group) for group in groups)


def _akin(one: Reading, other: Reading) -> bool:
    if one.referral is None or other.referral is None:
        return False
    days = [full_date(reading.incident.get("date")) for reading in (one.referral, other.referral)]
    families = [_families(reading) for reading in (one, other)]
    return bool(families[0] & families[1]) and (None in days or days[0] == days[1])


def _families(reading: Reading) -> frozenset[str]:
    children = reading.referral.children if reading.referral else ()
    names = (str(child["name"].value) for child in children if "name" in child and child["name"].value)
    homes = (str(child["postcode"].value) for child in children if "postcode" in child and child["postcode"].value)
    return frozenset((*(name.split()[-1].casefold() for name in names), *homes))


def _form_work(
    mail: Received,
    forms: tuple[Reading, ...],
    *,
    case: Case | None,
    new_ref: Callable[[], str],
    now: datetime,
) -> CaseWork:
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
        new = (fact for fact in facts if fact not in kept_back)
        facts = tuple(fact for fact in new if case.value(fact.name, fact.subject) != fact.value)
    return CaseWork(
        ref=ref,
        opens=case is None,
        facts=facts,
        marks=_marks(mail, forms),
        referral=_together(forms),
        kept_back=kept_back,
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
    return CaseWork(ref=case.ref, opens=False, facts=facts, marks=_marks(mail, leaves))


def returning_agency(case: Case, leaves: tuple[Reading, ...]) -> str:
    """The agency whose return this is, as the case calls it where it knows it; an empty text where nobody says."""
    for leaf in leaves:
        if leaf.kind is not FormKind.AGENCY_RETURN:
            continue
        answer = leaf.referral.referrer.get("agency") if leaf.referral else None
        said = leaf.agency or (str(answer.value) if answer and answer.value else "")
        alike = (name for name in case.subjects("agency_added") if _same_name(name, said))
        return next(alike, said)
    return ""


def _same_name(one: str, other: str) -> bool:
    first, second = (_ICB.sub("icb", " ".join(name.casefold().replace(",", " ").split())) for name in (one, other))
    return bool(second) and (first == second or first in second or second in first)


def _marks(mail: Received, leaves: tuple[Reading, ...]) -> frozenset[tuple[str, str]]:
    return recognised_by(leaves) | {("message", mail.sha256)}
