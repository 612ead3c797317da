"""From a referral to a case: its facts, what recognises it again, and where a later form disagrees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from pipeline.cases.areas import lives_in_ours, where_it_happened
from pipeline.cases.case_work import Received
from pipeline.cases.form_words import proceedings, says
from pipeline.cases.same_child import answer_text, as_mark, child
from pipeline.facts import FACT_NAMES, Case, Fact, Owner, Source, Value, in_force
from pipeline.initials import initials
from pipeline.model import Answers, ReadBack, Reading, Referral, State

QUESTIONS = {
    "name": "the child's name, initials or identifier",
    "dob": "the child's date of birth, age or expected date of delivery",
    "incident.date": "the date of the incident",
    "incident.outcome": "whether the child died or was seriously harmed",
    "incident.abuse_neglect": "whether abuse or neglect is known or suspected",
    "incident.narrative": "what happened",
    "referrer.name": "the referrer's name",
    "referrer.agency": "the referrer's agency",
    "referrer.phone": "a telephone number or e-mail address for the referrer",
}
"""The plain words for each answer without which a referral is chased."""


def questions(missing: tuple[str, ...]) -> tuple[str, ...]:
    """The plain words for field paths such as `children[0].dob|age|edd`, each once, in their order."""
    words = (_question(path) for path in missing)
    return tuple(dict.fromkeys(words))


def _question(path: str) -> str:
    first = path.partition("|")[0]
    return QUESTIONS.get(first.rpartition("].")[2]) or first.replace("_", " ").replace(".", ": ")


def lacks_reason(forms: Iterable[Reading]) -> bool:
    """Whether there are forms, and none says why the referrer believes that the case meets the criteria."""
    said = [_gives_reason(form.understood) for form in forms]
    return bool(said) and not any(said)


def read_back(forms: Iterable[Reading]) -> tuple[ReadBack, ...]:
    """What each of the forms was understood to say of whom and when."""
    found = (_read_back(form.understood) for form in forms)
    return tuple(dict.fromkeys(said for said in found if said != ReadBack()))


def _read_back(referral: Referral) -> ReadBack:
    children = filter(None, (_child_label(child, full_names=False) for child in referral.children))
    return ReadBack(
        children=initials(", ".join(children)),
        incident=full_date(referral.incident, "date"),
        referred_on=full_date(referral.referral, "date"),
    )


def _gives_reason(referral: Referral) -> bool:
    criteria, story = referral.referral.get("criteria"), referral.incident.get("narrative")
    if criteria is not None and criteria.state not in (State.BLANK, State.PLACEHOLDER):
        return True
    # Many forms ask for the reason and what happened in one box; others argue in the story itself.
    if story is None or not story.value:
        return False
    return says("asks_why", story.label) or says("argues", str(story.value))


def facts_of(referral: Referral, *, case_ref: str, mail: Received) -> tuple[Fact, ...]:
    """The facts that a form gives; it never gives one that starts a statutory clock, and what it gives proposes."""
    given = {**_case_values(referral, mail), **_children_values(referral, mail)}
    facts = mail.facts(case_ref, given, source=Source.FORM)
    return (*facts, *_agencies(referral, case_ref=case_ref, mail=mail))


def _case_values(referral: Referral, mail: Received) -> dict[str, Value]:
    incident = referral.incident
    return {
        "incident": full_date(incident, "date"),
        "agency_aware": full_date(incident, "agency_aware_date"),
        "outcome": answer_text(incident, "outcome").replace("_", " "),
        "abuse_neglect": answer_text(incident, "abuse_neglect"),
        "incident_area": where_it_happened(answer_text(incident, "area"), mail.our_area),
        "regulated_setting": answer_text(incident, "regulated_setting"),
        "referring_agency": answer_text(referral.referrer, "agency"),
        "referrer": answer_text(referral.referrer, "name"),
        "lead_consulted": answer_text(referral.safeguarding_lead, "consulted"),
        "referred_on": full_date(referral.referral, "date"),
        "parallel_processes": parallel_processes(answer_text(incident, "parallel_processes")),
    }


def parallel_processes(answer: str) -> str:
    """The kinds of proceedings that an answer names; `named on the form` where none is known.

    The form's own words may name people and stay in the store.
    """
    # `No police investigation; inquest opened` denies the first alone: each part is judged by itself.
    said = "; ".join(part for part in re.split(r"[;.,\n]", answer) if part.strip() and not says("denied", part))
    return ", ".join(proceedings(said)) or ("named on the form" if said else "")


def _children_values(referral: Referral, mail: Received) -> dict[str, Value]:
    children = referral.children
    if not children:
        return {}
    live_here = [lives_in_ours(answer_text(child, "normally_resident"), mail.our_area) for child in children]
    return {
        "child": ", ".join(filter(None, (_child_label(child, full_names=mail.full_names) for child in children))),
        "children": len(children),
        "age_at_incident": ", ".join(filter(None, (_age(child, referral) for child in children))),
        "sex": _joined(children, "sex"),
        "ethnicity": _joined(children, "ethnicity"),
        "looked_after": _of_any(answer_text(child, "looked_after") for child in children),
        "care_leaver": _of_any(answer_text(child, "care_leaver") for child in children),
        "resident_here": _of_any(live_here),
    }


CHILD_FACTS = (
    *("child", "children", "age_at_incident", "sex", "ethnicity", "looked_after", "care_leaver", "resident_here"),
)
"""The facts that say something of all the children of a case together."""


def _child_label(child: Answers, *, full_names: bool) -> str:
    name = answer_text(child, "name")
    # `Unborn baby Ashdown` names the mother; `U` and `B` would be the initials of nobody.
    if says("unborn", name) or (not name and answer_text(child, "edd")):
        return "unborn"
    return name if full_names else initials(name)


def _age(child: Answers, referral: Referral) -> str:
    born, happened = full_date(child, "dob"), full_date(referral.incident, "date")
    if born and happened and born <= happened:
        return age(born, happened)
    return answer_text(child, "age") or ("unborn" if answer_text(child, "edd") else "")


def age(born: date, on: date) -> str:
    """`4 years`, `7 months` or `12 days` between two dates."""
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    # Under two years people say months, under a month days: much depends on it where an infant is harmed.
    if months >= 24:
        return f"{months // 12} years"
    if months >= 1:
        return f"{months} month{'s' * (months > 1)}"
    days = (on - born).days
    return f"{days} day{'s' * (days != 1)}"


def _of_any(answers: Iterable[str]) -> str:
    """`yes` where it is so of one child, `no` only where it is said of every one, else an empty text."""
    said = set(answers)
    return next(answer for answer in ("yes", "", "no", *said) if answer in said)


def _joined(children: tuple[Answers, ...], name: str) -> str:
    return ", ".join(dict.fromkeys(filter(None, (answer_text(child, name) for child in children))))


def _agencies(referral: Referral, *, case_ref: str, mail: Received) -> Iterator[Fact]:
    named = [answer_text(referral.referrer, "agency"), *(answer_text(row, "agency") for row in referral.agencies)]
    # The referrer's own agency owes a return like the others, though forms seldom list it again.
    for agency in dict.fromkeys(filter(None, named)):
        yield from mail.facts(case_ref, {"agency_added": agency}, source=Source.FORM, subject=agency)


def disagreements(case: Case, facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """Where a later form says something else than the office did: one sentence each, without the values.

    An answer that the office cleared is its word too.
    """
    found = []
    for fact in facts:
        in_use = in_force(said for said in case.facts if (said.name, said.subject) == (fact.name, fact.subject))
        if in_use and in_use.source in (Source.TRACKER, Source.OPERATOR) and in_use.value != fact.value:
            found.append(f"{FACT_NAMES[fact.name].header}: the form says something else than the tracker does.")
    return tuple(found)


def changes(case: Case, facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """The headers of what a later form changes on a case, for the Log: no values, since they may name a child."""
    return tuple(
        FACT_NAMES[fact.name].header
        for fact in facts
        if FACT_NAMES[fact.name].owner is Owner.FORM and case.value(fact.name, fact.subject) not in (None, fact.value)
    )


IN_INCIDENT = "in-incident"
"""The kind of the marks of a child within one incident: by name, or by initials and birth date; they settle nothing."""


ONE_INCIDENT = "one-incident"
"""The kind of the marks that another child of the same incident shares: its day with what tells a family or a place."""


def _of_the_incident(reading: Reading) -> Iterator[str]:
    """What children of one incident share besides its day: a family name, an address, a police reference."""
    for answers in reading.understood.children:
        *_, family_name = ("", *_words(answer_text(answers, "name")))
        yield family_name if len(family_name) > 1 else ""
        yield "".join(_words(answer_text(answers, "postcode")))
        yield " ".join(_words(answer_text(answers, "home_address")))
    for left in reading.unmapped:
        if says("of_the_police", left.label) and re.search(r"\d", left.text):
            yield "police " + "".join(_words(left.text))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def recognised_by(readings: tuple[Reading, ...]) -> frozenset[tuple[str, str]]:
    """What tells that a later form is about the same children: pairs of kind and value, for the store only."""
    marks: set[tuple[str, str]] = set()
    for reading in readings:
        happened = full_date(reading.understood.incident, "date")
        marks.add(("attachment", reading.sha256))
        for answers in reading.understood.children:
            marks |= _of_a_child(answers, happened)
        shared = filter(None, _of_the_incident(reading)) if happened else ()
        marks |= {(ONE_INCIDENT, f"{happened} {one}") for one in shared}
    return frozenset(mark for mark in marks if mark[1])


def _of_a_child(answers: Answers, happened: date | None) -> set[tuple[str, str]]:
    number, name, born = (answer_text(answers, field) for field in ("nhs_number", "name", "dob"))
    marks = {("child", as_mark(child(answers))), ("nhs-number", number)}
    if name and born:
        marks.add(("name-and-birth", name_and_birth(name, born)))
        marks.add(("initials-and-birth", f"{initials(name)} {born}"))
    if name and happened:
        marks.add((IN_INCIDENT, name_and_birth(name, f"in {happened}")))
        marks |= {(IN_INCIDENT, f"{initials(name)} {born} in {happened}")} if born else set()
    return marks


def name_and_birth(name: str, born: str) -> str:
    """A name's letters in alphabetical word order with a birth date, so that order and case do not matter."""
    words = sorted(re.findall(r"\w+", name.casefold()))
    return f"{' '.join(words)} {born}"


def full_date(answers: Answers, name: str) -> date | None:
    """The date of the answer called `name` where it is given to the day, else None."""
    text = answer_text(answers, name)
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
