"""The first truth of a duty: whether it applies to a case, and who said so; what a form alone says settles nothing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import TypeAdapter

from pipeline.clock.duties.criteria import Criteria, criteria, decision_of
from pipeline.clock.duties.events import by_office, said_by
from pipeline.clock.duties.notification import notification
from pipeline.clock.model import Applicability, Applying, Condition, Rule, RuleId, TaskRule
from pipeline.dates import long_date
from pipeline.facts import FACT_NAMES, Case
from pipeline.phrases import Phrases

# The duties of Children Act 2004 section 16C, and the review that follows a notification under it.
SECTION_16C = (
    RuleId.NOTIFY_PANEL,
    RuleId.REPORT_TO_PARTNERS,
    RuleId.REPORT_TO_OTHER_PARTNERS,
    RuleId.RAPID_REVIEW,
)
WORDS = Phrases(Path(__file__).with_name("words.toml"))
_Wanted = dict[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionRow:
    """Whether the duties of section 16C apply where the facts of `when` hold."""

    when: _Wanted
    applies: Applicability
    because: str
    next: str  # the next step, in words
    owner: str  # on whom the next step rests; see Deadline


@dataclass(frozen=True, kw_only=True, slots=True)
class KindOfCase:
    """A kind of case by what anybody has said; `tell` says who would be told and how, `-` where nobody need be."""

    letter: str  # of docs/law.md, Who must be told
    case: str
    when: _Wanted
    tell: dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """What is odd, or to be borne in mind, where the facts of `when` hold."""

    when: _Wanted
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionTable:
    """Everything that applies.toml holds."""

    section_16c: tuple[DecisionRow, ...]
    row: tuple[KindOfCase, ...]
    remark: tuple[Remark, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DecidingFacts:
    """The facts on which the tables and the rules' conditions turn, an empty text where nobody has said."""

    values: Mapping[str, str]
    by: Mapping[str, str]  # who settled a fact; a fact that is not here is at best proposed by a form

    def fit(self, wanted: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether every fact of `wanted` has one of its values there."""
        return all(self.values.get(name, "") in values for name, values in wanted.items())


@cache
def decision_table() -> DecisionTable:
    """The tables of applies.toml."""
    text = (resources.files("pipeline.clock.duties") / "applies.toml").read_text(encoding="utf-8")
    return TypeAdapter(DecisionTable).validate_python(tomllib.loads(text))


def kind_of_case(facts: DecidingFacts) -> KindOfCase:
    """The kind of a case by what anybody has said of it."""
    return next(row for row in decision_table().row if facts.fit(row.when))


def who_is_told(kind: KindOfCase) -> str:
    """Who would be told of a case of this kind, as one sentence."""
    ways = "; ".join(f"{_BODIES[body]}: {how}" for body, how in kind.tell.items() if how != "-")
    return f"A case of row {kind.letter} ({kind.case}): {ways}."


_BODIES = {
    "panel": "Panel",
    "secretary_of_state": "Secretary of State",
    "ofsted": "Ofsted",
    "partners": "partners",
    "others": "others",
    "rapid_review": "rapid review",
}


def remarks(facts: DecidingFacts) -> tuple[str, ...]:
    """What is odd between the facts of a case, or to be borne in mind, a sentence each."""
    return tuple(remark.says for remark in decision_table().remark if facts.fit(remark.when))


def applying(rule: Rule | TaskRule, case: Case, *, facts: DecidingFacts) -> Applying:
    """Whether `rule` applies to the case whose deciding facts are `facts`, and who said so."""
    under = (_under_section_16c(case, facts),) if rule.id in SECTION_16C else ()
    answers = (*under, *(_meets(condition, facts) for condition in rule.applies))
    return _together(answers)


def _together(answers: tuple[Applying, ...]) -> Applying:
    """One answer of several: a no before a doubt, and a yes only where every one is."""
    for value in (Applicability.NO, Applicability.NOT_DECIDED):
        found = next((answer for answer in answers if answer.value is value), None)
        if found:
            return found
    by = dict.fromkeys(answer.by for answer in answers)
    because = (answer.because for answer in answers)
    return Applying(by=", ".join(filter(None, by)), because=" ".join(filter(None, because)))


def is_possible(rule: Rule | TaskRule, facts: DecidingFacts) -> bool:
    """Whether the duty can arise at all by what anybody has said: there is no death duty while nobody speaks of one."""
    return all(facts.values.get(condition.fact, "") in condition.yes for condition in rule.possible)


def section_16c_row(facts: DecidingFacts) -> DecisionRow:
    """The row of the first table that fits."""
    return next(row for row in decision_table().section_16c if facts.fit(row.when))


def applying_to_the_review(case: Case, facts: DecidingFacts) -> Applying:
    """Whether a rapid review, and so the office's own steps towards it, applies to the case."""
    return _under_section_16c(case, facts)


def _under_section_16c(case: Case, facts: DecidingFacts) -> Applying:
    row = section_16c_row(facts)
    decided = decision_of(case)
    by = {
        Applicability.NOT_DECIDED: "",
        Applicability.NO: decided.by if facts.values["place_settled"] == "ours" else facts.by.get("incident_area", ""),
        Applicability.YES: decided.by or facts.by.get("criteria_met") or facts.by.get("notified_panel", ""),
    }[row.applies]
    day = long_date(decided.on) if decided.on else ""
    return Applying(
        value=row.applies, by=by, because=row.because.replace("{decider}", decided.by).replace("{day}", day)
    )


def _meets(condition: Condition, facts: DecidingFacts) -> Applying:
    value, column = facts.values.get(condition.fact, ""), FACT_NAMES.get(condition.fact)
    what = column.header if column else condition.fact.replace("_", " ")
    # A referrer's tick proposes and never settles: section 16C(1) asks what the authority knows or suspects.
    if condition.fact in PROPOSED and (condition.fact not in facts.by or not value):
        proposed = f" (the form says {value})" if value else ""
        return Applying(value=Applicability.NOT_DECIDED, because=f"The office has not said under {what}{proposed}.")
    by = facts.by.get(condition.fact, "")
    if value in condition.yes:
        return Applying(by=by)
    return Applying(value=Applicability.NO, by=by, because=f"{what[:1].upper()}{what[1:]}: {value or 'not so'}.")


PROPOSED = frozenset(
    {
        *("outcome", "abuse_neglect", "incident_area", "resident_here", "looked_after", "care_leaver"),
        *("regulated_setting", "place", "under_18", "from_16", "adult_leaver", "unsuspected"),
    }
)
"""The deciding facts that a form may propose; all others are the office's alone."""

_AS_THEY_ARE = (
    *("abuse_neglect", "outcome", "incident_area", "resident_here", "looked_after", "care_leaver"),
    *("regulated_setting", "criteria_met"),
)


def deciding_facts(case: Case) -> DecidingFacts:
    """The facts on which the tables turn."""
    said = {name: _known(case.text(name)) for name in _AS_THEY_ARE}
    settled = {name: said[name] if by_office(case, name) else "" for name in ("incident_area", "resident_here")}
    ages = case.text("age_at_incident")
    values = {
        **said,
        "place": _place(said, abroad="abroad"),
        "place_settled": _place(settled, abroad="ours"),
        "criteria": criteria(case).value,
        "notification": notification(case).value,
        "under_18": _younger_than(18, ages),
        "from_16": {"yes": "no", "no": "yes"}.get(_younger_than(16, ages), ""),
        "several_children": _yes_or_no(_count(case) > 1),
        "delayed": _yes_or_no(case.text("delay_because")),
        "decision_reached": _yes_or_no(_is_decided(case)),
    }
    values["adult_leaver"] = _yes_or_no(values["care_leaver"] == "yes" and values["under_18"] == "no")
    values["unsuspected"] = _yes_or_no(values["abuse_neglect"] == "no" and values["criteria"] != Criteria.MET)
    return DecidingFacts(values=values, by=dict(_settled_by(case)))


def _settled_by(case: Case) -> Iterator[tuple[str, str]]:
    origins = {**{name: name for name in (*_AS_THEY_ARE, "notified_panel")}, **_DERIVED_FROM}
    abroad = case.text("incident_area") == "outside England"
    for name, origin in origins.items():
        fact = case.fact(origin)
        # Abroad the place of a case is settled only with the normal residence.
        whole = name != "place" or not abroad or by_office(case, "resident_here")
        if fact is not None and by_office(case, origin) and whole:
            yield name, said_by(fact)


_DERIVED_FROM = {
    "place": "incident_area",
    "under_18": "age_at_incident",
    "from_16": "age_at_incident",
    "adult_leaver": "care_leaver",
    "unsuspected": "abuse_neglect",
}


def _known(answer: str) -> str:
    return "" if answer == "not known" else answer


def _place(said: Mapping[str, str], *, abroad: str) -> str:
    if said["incident_area"] != "outside England":
        return "another English area" if said["incident_area"] == "another English area" else "ours"
    return "elsewhere" if said["resident_here"] == "no" else abroad


def _yes_or_no(holds: object) -> str:
    return "yes" if holds else "no"


def _is_decided(case: Case) -> bool:
    said = any(map(case.value, ("rapid_review_sent", "decision", "review_outcome")))
    return said or criteria(case) is Criteria.NOT_MET or case.text("status") == "Closed"


def _count(case: Case) -> int:
    value = case.value("children")
    return value if isinstance(value, int) else 0


def _younger_than(years: int, ages: str) -> str:
    """`yes`, `no` or empty, from ages as the tracker shows them: `17 years, 5 months`; one child is enough."""
    # A child is a person under eighteen (Children Act 1989 section 105); a care leaver may be up to 24.
    found = {_is_younger(years, age) for age in ages.lower().split(",")}
    return next(answer for answer in ("yes", "", "no") if answer in found)


def _is_younger(years: int, age: str) -> str:
    found = re.match(r"\s*(\d{1,3})\s*(?:y|$)", age)
    if found:
        return _yes_or_no(int(found[1]) < years)
    return "yes" if WORDS.printed("younger_than_a_year").search(age) else ""
