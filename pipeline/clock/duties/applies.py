"""Who must be told of a case: its row of the table, which rules do not run on it and why, and what is not yet known."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from pydantic import TypeAdapter

from pipeline.clock.model import Rule, TaskRule
from pipeline.facts import Case, Source

Facts = Mapping[str, str]
_Wanted = dict[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionRow:
    """One row of the table; `when` holds the facts of a case of this kind, `tell` says who is told and how."""

    letter: str
    case: str
    when: _Wanted
    tell: dict[str, str]
    closes: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    because: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """Something a person must say where the facts of `when` hold."""

    when: _Wanted
    asks: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Table:
    row: tuple[DecisionRow, ...]
    question: tuple[Question, ...]


class Applies(StrEnum):
    """Whether a rule runs on a case."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"
    STOPPED = "stopped"


@dataclass(frozen=True, kw_only=True, slots=True)
class ConditionAnswer:
    """Whether a rule runs on a case, and why where it does not or may not."""

    applies: Applies
    because: str = ""
    because_names_state: bool = False  # `because` itself says how the duty then stands: `Stopped on …`


def decision_row(case: Case) -> DecisionRow:
    """The row of the table that fits the case; the last row fits every case."""
    facts = deciding_facts(case)
    return next(entry for entry in _table().row if _fits(entry.when, facts))


def who_is_told(found: DecisionRow) -> str:
    """Who is told of a case of this row, as one sentence."""
    ways = "; ".join(f"{_BODIES[body]}: {how}" for body, how in found.tell.items() if how != "-")
    return f"A case of row {found.letter} ({found.case}): {ways}."


def questions(case: Case) -> tuple[str, ...]:
    """What a person must still say, or look at, before it is certain who must be told."""
    facts = deciding_facts(case)
    return tuple(question.asks for question in _table().question if _fits(question.when, facts))


def answer(rule: Rule | TaskRule, case: Case, *, found: DecisionRow, facts: Facts) -> ConditionAnswer:
    """Whether `rule` runs on the case whose row is `found` and whose deciding facts are `facts`."""
    if rule.id in found.closes or rule.id in found.stops:
        # What began with a notification stops, and resumes if it is reopened; what never began does not apply.
        stopped = rule.id in found.stops and case.day("notified_panel") is not None
        return ConditionAnswer(
            applies=Applies.STOPPED if stopped else Applies.NO, because=_because(found, case, facts=facts)
        )
    doubts = []
    for condition in rule.applies:
        value = found.letter if condition.fact == "row" else facts.get(condition.fact, "")
        if value not in condition.yes and value not in condition.maybe:
            return ConditionAnswer(applies=Applies.NO)
        if value not in condition.yes:
            doubts.append(f"It is not yet known whether this applies ({condition.fact.replace('_', ' ')}).")
    return ConditionAnswer(applies=Applies.MAYBE if doubts else Applies.YES, because=" ".join(doubts))


_BODIES = {
    "panel": "Panel",
    "secretary_of_state": "Secretary of State",
    "ofsted": "Ofsted",
    "partners": "partners",
    "others": "others",
    "rapid_review": "rapid review",
}
_AS_THEY_ARE = (
    *("abuse_neglect", "outcome", "incident_area", "resident_here", "looked_after", "care_leaver"),
    *("regulated_setting", "criteria_met"),
)


def deciding_facts(case: Case) -> Facts:
    """The facts on which the table turns; `under_way` is yes once the office has entered awareness or notification."""
    under_way = any(_by_office(case, name) for name in ("la_aware", "notified_panel"))
    return {
        **{name: case.text(name) for name in _AS_THEY_ARE},
        "under_18": _under_18(case.text("age_at_incident")),
        "abuse_said_by": "office" if _by_office(case, "abuse_neglect") else "form",
        "outcome_said_by": "office" if _by_office(case, "outcome") else "form",
        "under_way": _yes_or_no(under_way),
        "several_children": _yes_or_no(_count(case) > 1),
        "delayed": _yes_or_no(case.text("delay_because")),
        "decision_reached": _yes_or_no(_is_decided(case)),
    }


def _yes_or_no(holds: object) -> str:
    return "yes" if holds else "no"


def _is_decided(case: Case) -> bool:
    said = any(map(case.value, ("rapid_review_sent", "decision", "review_outcome")))
    return said or case.text("criteria_met") == "no" or case.text("status") == "Closed"


def _by_office(case: Case, name: str) -> bool:
    # A referrer's tick proposes and never settles: section 16C(1) asks what the authority knows or suspects.
    fact = case.fact(name)
    return fact is not None and fact.source in (Source.TRACKER, Source.OPERATOR)


def _count(case: Case) -> int:
    value = case.value("children")
    return value if isinstance(value, int) else 0


def _under_18(ages: str) -> str:
    """`yes`, `no` or `not known`, from ages as the tracker shows them: `17 years, 5 months`; one child is enough."""
    # A child is a person under eighteen (Children Act 1989 section 105); a care leaver may be up to 24.
    found = {_is_under_18(age) for age in ages.lower().split(",")}
    return next(answer for answer in ("yes", "not known", "no") if answer in found)


def _is_under_18(age: str) -> str:
    years = re.match(r"\s*(\d{1,3})\s*(?:y|$)", age)
    if years:
        return "yes" if int(years[1]) < 18 else "no"
    return "yes" if re.search(r"month|week|day|unborn", age) else "not known"


def _fits(wanted: Mapping[str, tuple[str, ...]], facts: Facts) -> bool:
    return all(facts.get(name, "") in values for name, values in wanted.items())


def _because(found: DecisionRow, case: Case, *, facts: Facts) -> str:
    decider = case.text("criteria_decided_by")
    said = " (as the form says)" if facts["abuse_said_by"] == "form" else ""
    by = f" by {decider}" if decider else " (who decided is not recorded)"
    return found.because.replace("{decider}", by).replace("{said}", said)


@cache
def _table() -> _Table:
    text = (resources.files("pipeline.clock.duties") / "applies.toml").read_text(encoding="utf-8")
    return TypeAdapter(_Table).validate_python(tomllib.loads(text))
