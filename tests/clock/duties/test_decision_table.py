"""The decision table is checked row by row: for every combination of the facts it looks at, exactly one row fits."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from pipeline.clock.duties.applies import (
    DecidingFacts,
    DecisionRow,
    KindOfCase,
    deciding_facts,
    decision_table,
    section_16c_row,
)
from pipeline.facts import NOTIFIED_AS, YES_NO_UNKNOWN
from tests.clock.conftest import CaseMaker

TABLE = decision_table()
# Every value of every fact that a table looks at, with how a case is said to have it.
SAID = {
    "outcome": {
        "died": "a child who died",
        "seriously harmed": "a child who was seriously harmed",
        "other": "a child who neither died nor was seriously harmed",
        "": "a child of whom nobody has said what happened",
    },
    "unsuspected": {"yes": "abuse or neglect not suspected so far", "no": "abuse or neglect not ruled out"},
    "looked_after": {"yes": "looked after", "no": "not looked after", "": "perhaps looked after"},
    "adult_leaver": {"yes": "a care leaver of 18 or over", "no": "not known to be an adult care leaver"},
    "regulated_setting": {"yes": "in a regulated setting", "no": "in no regulated setting", "": "setting not known"},
    "place": {
        "ours": "in our area",
        "another English area": "in another English area",
        "abroad": "abroad, normally resident here",
        "elsewhere": "abroad, not resident here",
    },
    "place_settled": {
        "ours": "ours to notify",
        "another English area": "another English area by the office’s word",
        "elsewhere": "abroad and not resident here by the office’s word",
    },
    "criteria": {"undecided": "criteria not decided", "no": "criteria not met", "yes": "criteria met"},
    "notification": {
        "no": "not notified",
        "serious incident": "notified as a serious incident",
        "death alone": "notified as a death alone",
        "not said": "notified, nobody has said as what",
    },
}
DECIDER, DAY = "A. Partner", date(2025, 6, 3)
NOT_MET = {"criteria_met": "no", "criteria_decided_by": DECIDER, "criteria_decided": DAY}
Rows = Sequence[DecisionRow | KindOfCase]


def name(row: DecisionRow | KindOfCase) -> str:
    return row.letter if isinstance(row, KindOfCase) else row.because


def faults(rows: Rows) -> Iterator[str]:
    """Each combination that no row or more than one row fits, as a case in plain words."""
    looked_at = [fact for fact in SAID if any(fact in row.when for row in rows)]
    for values in product(*(SAID[fact] for fact in looked_at)):
        facts = dict(zip(looked_at, values, strict=True))
        fitting = [name(row) for row in rows if DecidingFacts(values=facts, by={}).fit(row.when)]
        if len(fitting) != 1:
            said = ", ".join(SAID[fact][value] for fact, value in facts.items())
            yield f"{said[:1].upper()}{said[1:]}: {' and '.join(fitting) + ' fit' if fitting else 'no row fits'}."


@pytest.mark.parametrize("rows", [TABLE.section_16c, TABLE.row], ids=["section 16C", "kinds of case"])
def test_exactly_one_row_fits_every_combination_of_the_facts(rows: Rows) -> None:
    assert list(faults(rows)) == []


@pytest.mark.parametrize("rows", [TABLE.section_16c, TABLE.row], ids=["section 16C", "kinds of case"])
def test_a_row_or_a_condition_that_is_dropped_is_noticed(rows: Rows) -> None:
    for row in rows:
        others = [other for other in rows if other is not row]
        assert list(faults(others)), f"without {name(row)}"
        for fact in row.when:
            wider = replace(row, when={each: values for each, values in row.when.items() if each != fact})
            assert list(faults([*others, wider])), f"{name(row)} without {fact}"


def test_a_gap_is_told_as_a_case_in_plain_words() -> None:
    without = [row for row in TABLE.row if row.letter != "C"]
    assert next(faults(without)) == (
        "A child who died, abuse or neglect not suspected so far, looked after, not known to be an adult care leaver, "
        "in a regulated setting, in our area, criteria not decided: no row fits."
    )


def test_every_row_has_an_owner_and_a_next_step_or_says_who_is_told() -> None:
    for row in TABLE.section_16c:
        assert row.owner in ("local-authority", "manager") and row.next.endswith(".") and row.because.endswith(".")
    bodies = {"panel", "secretary_of_state", "ofsted", "partners", "others", "rapid_review"}
    for kind in TABLE.row:
        assert set(kind.tell) == bodies and all(kind.tell.values()) and kind.case


@pytest.mark.parametrize(
    ("facts", "applies", "because", "next_step", "owner"),
    [
        ({"incident_area": "another English area"}, "no", "in another English area", "that authority", "authority"),
        ({"incident_area": "outside England", "resident_here": "no"}, "no", "16C(1)(b)", "of normal", "authority"),
        (NOT_MET, "no", "decided not to be met", "the record", "manager"),
        ({"criteria_met": "yes"}, "yes", "decided to be met", "Notify the Panel", "authority"),
        ({"notified_panel": DAY, "notified_as": "serious incident"}, "yes", "own word", "Decided by", "manager"),
        ({}, "not_decided", "No named person", "Decided by", "manager"),
        ({"notified_panel": DAY}, "not_decided", "has not been said", "Enter Notified as", "manager"),
    ],
)
def test_a_row_says_in_its_own_words_why_and_what_is_next(
    case: CaseMaker, facts: dict[str, object], applies: str, because: str, next_step: str, owner: str
) -> None:
    row = section_16c_row(deciding_facts(case(**facts)))
    assert (row.applies.value, row.owner.removeprefix("local-")) == (applies, owner)
    assert because in row.because and next_step in row.next


def test_the_facts_of_a_case_take_exactly_the_values_that_are_checked(case: CaseMaker) -> None:
    areas = ("in our area", "another English area", "outside England", None)
    sources = ((), ("incident_area",), ("resident_here",))
    raw = [
        *({"incident_area": a, "resident_here": r, "form": f} for a in areas for r in YES_NO_UNKNOWN for f in sources),
        *({"outcome": outcome} for outcome in ("died", "seriously harmed", "other")),
        *({fact: value} for fact in ("looked_after", "regulated_setting", "abuse_neglect") for value in ("yes", "no")),
        *({"care_leaver": c, "age_at_incident": a} for c in YES_NO_UNKNOWN for a in ("17", "19", "5 months")),
        *(
            {"criteria_met": met, "criteria_decided_by": by, "criteria_decided": on, "notified_panel": DAY, **sent}
            for met in ("yes", "no", "more information", None)
            for by in (DECIDER, None)
            for on in (DAY, None)
            for sent in ({}, {"outcome": "seriously harmed"}, *({"notified_as": said} for said in NOTIFIED_AS))
        ),
        {},
    ]
    found = [deciding_facts(case(**facts)).values for facts in raw]
    for fact, values in SAID.items():
        assert {each[fact] for each in found} == set(values), fact
