"""What follows from a decided mail: which cases open or change, and by what they are recognised again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain

from pipeline.agency_names import is_same_agency
from pipeline.cases.attention import NATIONAL, attention, is_unsettled, log
from pipeline.cases.case_work import CaseWork, KnownCases, Received
from pipeline.cases.facts_of_forms import CHILD_FACTS, facts_of, full_date, lacks_reason, questions, recognised_by
from pipeline.cases.placement import Candidates, Place, apart, places, same_incident
from pipeline.cases.proposals import Proposal, panel_letter
from pipeline.cases.same_child import answer_text
from pipeline.dates import london_date
from pipeline.facts import Case, Fact, Source, Value
from pipeline.item_ids import ItemTopic, item_id
from pipeline.model import Answers, Attention, Decision, FormKind, LogEntry, MailKind, Reading, ReasonCode, of_kinds

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

# Two agencies give the day of one incident days apart, or one of them a typing error; later than that it is another.
_ONE_INCIDENT = timedelta(days=31)


@dataclass(frozen=True, kw_only=True, slots=True)
class MailOutcome:
    """All that follows from one mail."""

    work: tuple[CaseWork, ...] = ()
    attention: tuple[Attention, ...] = ()
    log: tuple[LogEntry, ...] = ()
    missing: tuple[str, ...] = ()  # field paths of what its referrals leave open, as `incident.date`
    reason_wanted: bool = False  # whether none of its new referrals says why the case meets the criteria
    proposals: tuple[Proposal, ...] = ()  # what the office may enter by one choice
    unsettled: bool = False  # whether the mail itself waits for a person

    @property
    def case_ref(self) -> str:
        """The first case that the mail concerns, or an empty text."""
        return self.work[0].ref if self.work else ""


def outcome(
    mail: Received,
    decision: Decision,
    *,
    readings: tuple[Reading, ...],
    known_cases: KnownCases,
    new_ref: Callable[[], str],
) -> MailOutcome:
    """What follows from a decision; `new_ref` gives the next free reference each time it is called.

    No form changes the case of another child, whatever was decided of its mail.
    """
    leaves = tuple(leaf for reading in readings for leaf in reading.leaves())
    work = _work(mail, decision, leaves=leaves, known_cases=known_cases, new_ref=new_ref)
    forms = of_kinds(leaves, FormKind.REFERRAL, FormKind.AGENCY_RETURN)
    referrals = of_kinds(leaves, FormKind.REFERRAL)
    missing = chain.from_iterable(form.missing for form in referrals)
    shown = attention(mail, decision, forms=forms, work=work, cases=known_cases.cases)
    letter = panel_letter(mail, decision, case=known_cases.cases.get(work[0].ref if work else ""))
    if letter is not None:
        # The item to choose on stands in the place of the one that only says to read it.
        shown = (letter[1], *(item for item in shown if item_id(item.id).topic is not ItemTopic.READ))
    return MailOutcome(
        work=work,
        missing=tuple(dict.fromkeys(missing)),
        # A correction is not asked again for what its first form may have given.
        reason_wanted=decision.kind is MailKind.REFERRAL and lacks_reason(referrals),
        attention=shown,
        proposals=letter[:1] if letter else (),
        unsettled=is_unsettled(decision, work),
        log=log(decision, work=work, cases=known_cases.cases, now=mail.now),
    )


def _work(
    mail: Received,
    decision: Decision,
    *,
    leaves: tuple[Reading, ...],
    known_cases: KnownCases,
    new_ref: Callable[[], str],
) -> tuple[CaseWork, ...]:
    forms = of_kinds(leaves, FormKind.REFERRAL)
    of_a_form = decision.kind in (MailKind.REFERRAL, MailKind.UPDATE) or decision.reason_code is ReasonCode.WHICH_CHILD
    if forms and of_a_form:
        return tuple(
            _asking_work(mail, placed, case=placed.case, is_new=_is_new(decision, placed, known_cases=known_cases))
            if placed.case and placed.asked
            else _form_work(mail, placed, known_cases=known_cases, new_ref=new_ref)
            for placed in _places(mail, decision, forms=forms, known_cases=known_cases)
        )
    case = known_cases.cases.get(decision.case_ref or next(iter(mail.opened), ""))
    if case is None:
        opens = may_hold_a_referral(decision, leaves)
        return (_shell_work(mail, new_ref(), leaves=leaves),) if opens else ()
    if decision.kind is MailKind.AGENCY_RETURN:
        return (_return_work(mail, leaves, case=case),)
    return (CaseWork(ref=case.ref, opens=False, facts=(), marks=_talk_marks(mail, leaves)),)


def _is_new(decision: Decision, placed: Place, *, known_cases: KnownCases) -> bool:
    """Whether anybody is asked about forms: not where the case has the very files, whatever else came before."""
    had = known_cases.files.get(placed.case.ref) if placed.case else None
    is_other = had is not None and any(form.sha256 not in had for form in placed.asked)
    return decision.reason_code is not ReasonCode.DUPLICATE or is_other


def may_hold_a_referral(decision: Decision, leaves: tuple[Reading, ...]) -> bool:
    """Whether a mail that nobody could read may be a referral, so that a case is opened from its time of receipt."""
    if decision.reason_code in NATIONAL:
        return False  # the Panel and Ofsted refer nobody
    codes = {decision.reason_code, *(leaf.reason_code for leaf in of_kinds(leaves, FormKind.UNREADABLE))}
    return decision.kind is MailKind.NEEDS_PERSON and not decision.urgent and bool(codes & _MAY_HOLD_A_REFERRAL)


def _places(
    mail: Received, decision: Decision, *, forms: tuple[Reading, ...], known_cases: KnownCases
) -> Iterator[Place]:
    """Where the forms of each incident go; a case of which no child is known yet takes only the first (66)."""
    case, groups = known_cases.cases.get(decision.case_ref or ""), same_incident(forms)
    children = known_cases.children.get(case.ref) if case else None
    if children is not None:
        groups = apart(groups, children)
    others = (known_cases.cases.get(ref) for ref in (*decision.linked_to, *mail.opened))
    among = Candidates(
        pointed_to=case,
        others=tuple(filter(None, others)),
        children=known_cases.children,
        files=known_cases.files,
    )
    for number, group in enumerate(groups):
        own = _opened_for(group, mail)
        if case is None and number == 0:
            own = own or _opened_unread(mail, incidents=len(groups), known_cases=known_cases)
        theirs = replace(among, own=known_cases.cases.get(own))
        if number and children is None:
            theirs = replace(theirs, pointed_to=None)
        yield from (_as_settled(mail, decision, placed=placed) for placed in places(group, among=theirs))


def _as_settled(mail: Received, decision: Decision, *, placed: Place) -> Place:
    """The place with what is asked of it, or as that was answered: another child has a case of its own."""
    if decision.reason_code is ReasonCode.SECOND_REFERRAL:
        placed = _of_its_incident(placed)
    settled = placed.asked and placed.case is not None and placed.case.ref in mail.own_case_beside
    return Place(case=None, forms=placed.asked) if settled else placed


def _of_its_incident(placed: Place) -> Place:
    """The place, as a question where a stranger's form on the child of a case may be about another incident."""
    case, days = placed.case, [day for form in placed.forms if (day := full_date(form.understood.incident, "date"))]
    if case is None or not placed.forms:
        return placed
    held = case.day("incident")
    apart = abs(min(days) - held) > _ONE_INCIDENT if days and held else not case.is_open
    return replace(placed, forms=(), asked=placed.forms) if apart else placed


def _opened_for(group: tuple[Reading, ...], mail: Received) -> str:
    """The case that the mail opened for one of these files when it was read before, or an empty text."""
    files = {form.sha256 for form in group}
    return next((ref for ref, files_held in mail.opened.items() if files_held & files), "")


def _opened_unread(mail: Received, *, incidents: int, known_cases: KnownCases) -> str:
    """The case opened for a form that stood in the mail's own words (33), or while no file of it could be read (48)."""
    only_one = incidents == len(mail.opened) == 1
    return next((ref for ref in mail.opened if only_one or ref not in known_cases.children), "")


def _form_work(mail: Received, placed: Place, *, known_cases: KnownCases, new_ref: Callable[[], str]) -> CaseWork:
    case, forms = placed.case, placed.forms
    if case is not None and placed.repeats:
        return CaseWork(ref=case.ref, opens=False, facts=(), marks=_marks(mail, forms))
    ref = case.ref if case else new_ref()
    facts = _facts_of_all(mail, forms, ref=ref, opens=case is None)
    # A form on some of a case's children does not stand in for the one that names them all.
    newest = replace(forms[0].understood, children=_all_children(forms)) if placed.whole else None
    work = CaseWork(
        ref=ref,
        opens=case is None,
        facts=facts,
        marks=_marks(mail, forms),
        referral=newest,
        some=not placed.whole,
    )
    if case is None:
        return work
    known = _on_a_known_case(work, case, placed=placed, older=_is_older(mail, ref, known_cases=known_cases))
    # What a mail said in opening a case is that case, however often it is read.
    return known if ref in mail.may_change or ref in mail.opened else _withheld(known)


def _asking_work(mail: Received, placed: Place, *, case: Case, is_new: bool) -> CaseWork:
    """The work of forms of which a person must say whether they are on the case's child: nothing but what they would
    change, and not even a question where the case holds the very file."""
    marks = frozenset((("message", mail.sha256),))
    work = CaseWork(ref=case.ref, opens=False, facts=(), marks=marks)
    if not is_new:
        return work
    facts = _facts_of_all(mail, placed.asked, ref=case.ref, opens=False)
    return replace(
        work,
        asks=True,
        further=placed.further,
        marks=_marks(mail, placed.asked),
        proposed=_who_they_are(facts) if placed.further else tuple(_news(case, facts, whole=placed.whole)),
        referral=replace(placed.asked[0].understood, children=_all_children(placed.asked)),
    )


def _who_they_are(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Further children and their number; what else their form says was taken for those of the case."""
    return tuple(fact for fact in facts if fact.name in ("child", "children"))


def _withheld(work: CaseWork) -> CaseWork:
    """The work of a sender who may not change the case: nothing is written, and all of it is proposed."""
    return replace(work, withheld=True, facts=(), proposed=work.facts, older=False, some=False)


def _is_older(mail: Received, ref: str, *, known_cases: KnownCases) -> bool:
    """Whether a newer form of the case was read before: a mail may lie in another folder, or come late."""
    newest = known_cases.newest_form.get(ref)
    return newest is not None and mail.received_at < newest


def _on_a_known_case(work: CaseWork, case: Case, *, placed: Place, older: bool) -> CaseWork:
    """What a form does to a case that was there before it."""
    differs = any(case.value(fact.name, fact.subject) != fact.value for fact in work.facts)
    return replace(
        work,
        facts=tuple(_news(case, work.facts, whole=placed.whole, older=older)),
        referral=None if older else work.referral,
        older=older and differs,
        kept_back=tuple(fact for fact in work.facts if _lessens(case, fact)),
    )


def _facts_of_all(mail: Received, forms: tuple[Reading, ...], *, ref: str, opens: bool) -> tuple[Fact, ...]:
    """What the forms of one incident say together, and what the mail itself says of a new case."""
    facts: list[Fact] = []
    for form in forms:
        facts += facts_of(form.understood, case_ref=ref, mail=mail)
    missing = questions(tuple(chain.from_iterable(form.missing for form in forms)))
    said: dict[str, Value] = {"missing": "; ".join(missing) or None, "form": mail.links.get(forms[0].sha256, "")}
    if opens:
        said |= {"status": "Open", "mail_received": mail.received_at}
    return (*_siblings_together(tuple(facts)), *mail.facts(ref, said, source=Source.MAIL))


def _news(case: Case, facts: tuple[Fact, ...], *, whole: bool, older: bool = False) -> Iterator[Fact]:
    """What a later form adds, and an `older` one where nothing stands; one that names some of the children says nothing
    of all of them together (65)."""
    for fact in facts:
        of_some = fact.name in CHILD_FACTS and not whole
        stands = case.value(fact.name, fact.subject)
        is_new = stands is None if older else stands != fact.value
        if is_new and not of_some and not _lessens(case, fact):
            yield fact


def _lessens(case: Case, fact: Fact) -> bool:
    """Whether a later form calls serious harm something else: recovery does not undo it, so only the office may."""
    return fact.name == "outcome" and fact.value == "other" and case.text("outcome") in ("died", "seriously harmed")


def _all_children(forms: tuple[Reading, ...]) -> tuple[Answers, ...]:
    return tuple(chain.from_iterable(form.understood.children for form in forms))


def _siblings_together(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Several forms for siblings (65, K03) give one Child cell with all initials, and the number of children added."""
    children = [fact for fact in facts if fact.name == "child"]
    if len(children) < 2:
        return facts
    counts = [fact.value for fact in facts if fact.name == "children" and isinstance(fact.value, int)]
    together: dict[str, Value] = {"child": ", ".join(str(fact.value) for fact in children), "children": sum(counts)}
    kept: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        kept.setdefault((fact.name, fact.subject), replace(fact, value=together.get(fact.name, fact.value)))
    return tuple(kept.values())


def _shell_work(mail: Received, ref: str, *, leaves: tuple[Reading, ...]) -> CaseWork:
    link = next((mail.links[leaf.sha256] for leaf in leaves if leaf.sha256 in mail.links), "")
    said: dict[str, Value] = {
        "status": "Open",
        "mail_received": mail.received_at,
        "form": link,
        "missing": "everything: the form could not be read",
    }
    return CaseWork(ref=ref, opens=True, facts=mail.facts(ref, said, source=Source.MAIL), marks=_marks(mail, leaves))


def _return_work(mail: Received, leaves: tuple[Reading, ...], *, case: Case) -> CaseWork:
    agency = returning_agency(case, leaves)
    said: dict[str, Value] = {"agency_returned": london_date(mail.received_at)}
    if agency not in case.subjects("agency_added"):
        said |= {"agency_added": agency}
    facts = mail.facts(case.ref, said, source=Source.MAIL, subject=agency) if agency else ()
    work = CaseWork(ref=case.ref, opens=False, facts=facts, marks=_talk_marks(mail, leaves))
    if case.ref in mail.may_change or not facts:
        return work
    # The day on which a return first came is not moved by somebody whom nobody knows.
    came_before = case.value("agency_returned", agency) is not None
    return _withheld(replace(work, facts=() if came_before else facts))


def returning_agency(case: Case, leaves: tuple[Reading, ...]) -> str:
    """The agency whose return this is, as the case calls it where it knows it; an empty text where nobody says."""
    form = next(iter(of_kinds(leaves, FormKind.AGENCY_RETURN)), None)
    if form is None:
        return ""
    # The form prints the agency's present name, the case holds what the referrer typed.
    said = form.agency or answer_text(form.understood.referrer, "agency")
    return next((name for name in case.subjects("agency_added") if is_same_agency(name, said)), said)


def _marks(mail: Received, leaves: tuple[Reading, ...]) -> frozenset[tuple[str, str]]:
    return recognised_by(leaves) | {("message", mail.sha256)}


def _talk_marks(mail: Received, leaves: tuple[Reading, ...]) -> frozenset[tuple[str, str]]:
    """The marks of a mail from which no child is taken: a form that only hangs on may be about another child."""
    # 15 and 73: the form below an answer may be that of any earlier mail in the conversation.
    files = tuple(leaf for leaf in leaves if leaf.kind is not FormKind.REFERRAL)
    return frozenset(mark for mark in _marks(mail, files) if mark[0] in ("attachment", "message"))
