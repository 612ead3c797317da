"""Whether a duty applies to a case: what the office settles, and what a form can only propose."""

from datetime import date

import pytest

from pipeline.clock.duties.applies import deciding_facts, kind_of_case, remarks
from pipeline.clock.model import Applicability, DutyState
from tests.clock.conftest import HARMED, CaseMaker, Finder, Whole

AWARE = {"la_aware": date(2025, 6, 12)}
NOTIFIED = {**AWARE, "notified_panel": date(2025, 6, 16), "notified_as": "serious incident"}
DIED = {"outcome": "died", "abuse_neglect": "suspected"}
NO_ABUSE = {"outcome": "died", "abuse_neglect": "no"}
NOT_MET = {"criteria_met": "no", "criteria_decided_by": "A. Partner", "criteria_decided": date(2025, 6, 13)}
TODAY = date(2025, 6, 17)


@pytest.mark.parametrize(
    ("facts", "letter"),
    [
        ({**DIED, "looked_after": "yes"}, "A"),
        (HARMED, "B"),
        ({**HARMED, "abuse_neglect": "no"}, "B or H"),
        ({**NO_ABUSE, "looked_after": "yes"}, "C"),
        ({**NO_ABUSE, "looked_after": "yes", "criteria_met": "yes"}, "A"),
        ({**NO_ABUSE, "looked_after": "no"}, "A or H"),
        ({**DIED, "care_leaver": "yes", "age_at_incident": "19"}, "D"),
        ({**DIED, "care_leaver": "yes", "age_at_incident": "17"}, "A"),
        ({**DIED, "age_at_incident": "19"}, "A"),
        ({**NO_ABUSE, "regulated_setting": "yes"}, "E"),
        ({**HARMED, "incident_area": "another English area"}, "F"),
        ({**HARMED, "incident_area": "outside England", "resident_here": "yes"}, "G"),
        ({**HARMED, "incident_area": "outside England", "resident_here": "no"}, "G-elsewhere"),
        ({**HARMED, **NOT_MET}, "H"),
        ({"outcome": "other", "abuse_neglect": "known"}, "not yet known"),
        ({}, "not yet known"),
    ],
)
def test_a_kind_of_case_is_named_by_what_anybody_has_said(
    case: CaseMaker, facts: dict[str, object], letter: str
) -> None:
    assert kind_of_case(deciding_facts(case(**facts))).letter == letter


def test_a_duty_that_does_not_apply_says_why_and_who_decided(case: CaseMaker, found: Finder) -> None:
    told = found(case(**HARMED, **AWARE, **NOT_MET), today=TODAY)["notify-panel"]
    assert (told.state, told.applies.by) == (DutyState.NOT_NEEDED, "A. Partner")
    assert told.because.startswith("The criteria were decided not to be met, by A. Partner on Fri 13 June 2025;")


@pytest.mark.parametrize(
    ("facts", "by"),
    [
        ({"criteria_met": "yes", "criteria_decided_by": "A. Partner"}, "A. Partner"),
        ({"criteria_met": "yes"}, "entered in the tracker"),
        ({"notified_panel": date(2025, 6, 16)}, "entered in the tracker"),
        ({"incident_area": "another English area", **NOT_MET}, "entered in the tracker"),
        ({}, ""),
    ],
)
def test_who_said_that_a_duty_applies_or_does_not_stands_with_it(
    case: CaseMaker, found: Finder, facts: dict[str, object], by: str
) -> None:
    assert found(case(**HARMED, **AWARE, **facts), today=TODAY)["notify-panel"].applies.by == by


def test_a_condition_that_is_not_met_is_named_with_its_answer(case: CaseMaker, found: Finder) -> None:
    told = found(case(**DIED, looked_after="no", **AWARE), today=TODAY)["looked-after-death"]
    assert (told.state, told.because) == (DutyState.NOT_NEEDED, "Looked after: no.")


@pytest.mark.parametrize("left_out", ["criteria_decided_by", "criteria_decided"])
def test_criteria_not_met_without_a_name_or_a_day_close_nothing(case: CaseMaker, found: Finder, left_out: str) -> None:
    decided = {name: value for name, value in NOT_MET.items() if name != left_out}
    told = found(case(**HARMED, **AWARE, **decided), today=TODAY)["notify-panel"]
    assert (told.applies.value, told.state) == (Applicability.NOT_DECIDED, DutyState.TO_BE_DECIDED)


def test_what_only_a_form_says_settles_nothing(case: CaseMaker, found: Finder) -> None:
    proposed = {"incident_area": "another English area", "looked_after": "no", "care_leaver": "no"}
    told = found(case(**NO_ABUSE, **proposed, **AWARE, form=("abuse_neglect", "outcome", *proposed)), today=TODAY)
    for rule in ("notify-panel", "report-to-partners", "looked-after-death"):
        assert told[rule].state is DutyState.TO_BE_DECIDED
    assert told["looked-after-death"].because == "The office has not said under Harm (the form says died)."


def test_criteria_met_outweighs_what_the_form_says(case: CaseMaker, found: Finder) -> None:
    told = found(case(outcome="other", abuse_neglect="suspected", criteria_met="yes", **AWARE), today=TODAY)
    assert told["notify-panel"].state is DutyState.DUE


def test_an_unknown_looked_after_status_is_to_be_decided_and_asked(case: CaseMaker, whole: Whole) -> None:
    found = whole(case(**DIED, **AWARE, looked_after="not known"), today=TODAY)
    told = {entry.rule: entry for entry in found.deadlines}["looked-after-death"]
    assert (told.state, told.due) == (DutyState.TO_BE_DECIDED, date(2025, 6, 19))
    assert found.question and "Was the child looked after?" in " ".join(part.asks for part in found.question.parts)
    harmed = whole(case(**HARMED, **AWARE), today=TODAY)
    assert "looked-after-death" not in {entry.rule for entry in harmed.deadlines}


@pytest.mark.parametrize(
    ("facts", "form", "state"),
    [
        ({"resident_here": "no", "criteria_met": "yes"}, (), DutyState.DUE),
        ({"resident_here": "no", "criteria_met": "yes"}, ("resident_here",), DutyState.TO_BE_DECIDED),
        ({"resident_here": "no"}, (), DutyState.TO_BE_DECIDED),
        ({"resident_here": "no", **NOT_MET}, (), DutyState.NOT_NEEDED),
        ({"resident_here": "no", "criteria_met": "yes", "partners_aware": date(2025, 6, 13)}, (), DutyState.DUE),
        ({"resident_here": "yes", "criteria_met": "yes"}, (), None),
        ({"criteria_met": "yes"}, (), None),
    ],
)
def test_the_partners_where_the_child_lives_are_told_by_a_date_of_their_own(
    case: CaseMaker, whole: Whole, facts: dict[str, object], form: tuple[str, ...], state: DutyState | None
) -> None:
    found = whole(case(**HARMED, **AWARE, **facts, form=form), today=TODAY)
    told = {entry.rule: entry for entry in found.deadlines}.get("report-to-other-partners")
    assert (told.state if told else None, told.due if told else date(2025, 6, 19)) == (state, date(2025, 6, 19))
    asked = " ".join(part.asks for part in found.question.parts) if found.question else ""
    assert ("Does the child normally live in our area? The form says: no." in asked) is bool(form)


def test_a_care_leaver_has_no_such_date_before_the_edition_of_2023(case: CaseMaker, found: Finder) -> None:
    facts = {**NO_ABUSE, "looked_after": "no", "care_leaver": "yes", "age_at_incident": "19"}
    assert "care-leaver-death" not in found(case(**facts, la_aware=date(2023, 12, 14)))
    assert found(case(**facts, la_aware=date(2023, 12, 15)))["care-leaver-death"].due == date(2023, 12, 22)


def test_neither_ofsted_nor_the_department_is_told_twice_of_a_serious_incident(case: CaseMaker, found: Finder) -> None:
    told = found(case(**DIED, looked_after="no", care_leaver="no", **NOTIFIED), today=TODAY)
    assert not [entry for entry in told.values() if "Ofsted" in entry.title and entry.state.is_open]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({**HARMED, "incident_area": "in our area", "resident_here": "no"}, "report to the partners there"),
        ({**HARMED, "age_at_incident": "19 years"}, "section 16C is about a child under 18"),
        ({**NO_ABUSE, "regulated_setting": "yes"}, "A person decides"),
        ({**HARMED, "children": 2}, "one incident is one notification"),
        ({**HARMED, "criteria_met": "more information"}, "do not wait for it"),
        ({"abuse_neglect": "no", "criteria_met": "yes"}, "needs correcting"),
    ],
)
def test_what_is_odd_between_two_facts_is_said(case: CaseMaker, facts: dict[str, object], words: str) -> None:
    assert [words for remark in remarks(deciding_facts(case(**facts))) if words in remark] == [words]


@pytest.mark.parametrize(
    "facts",
    [
        {**HARMED, "children": 1, "age_at_incident": "7"},
        {"abuse_neglect": "no"},
        {"abuse_neglect": "known", "criteria_met": "yes"},
        {"incident_area": "in our area", "resident_here": "yes"},
        {"incident_area": "another English area", "resident_here": "no"},
        {"outcome": "died", "age_at_incident": "19 years"},
        {"outcome": "died", "regulated_setting": "no"},
        {**HARMED, "regulated_setting": "yes"},
    ],
)
def test_nothing_is_odd_where_only_one_of_the_two_facts_holds(case: CaseMaker, facts: dict[str, object]) -> None:
    assert remarks(deciding_facts(case(**facts))) == ()


@pytest.mark.parametrize(
    ("age", "letter"),
    [("17", "A"), ("18", "D"), ("24 years", "D"), ("5 months", "A"), ("", "A"), ("19 years, 4 years", "A")],
)
def test_the_age_is_read_as_the_tracker_shows_it(case: CaseMaker, age: str, letter: str) -> None:
    assert kind_of_case(deciding_facts(case(**DIED, care_leaver="yes", age_at_incident=age))).letter == letter


def test_the_note_on_the_duty_says_who_would_be_told(case: CaseMaker, found: Finder) -> None:
    told = found(case(**NO_ABUSE, **AWARE, looked_after="yes"))["notify-panel"]
    assert told.notes[-1] == (
        "A case of row C (Looked-after child died, no abuse or neglect suspected so far): Panel: not considered; "
        "Secretary of State: must; Ofsted: must; partners: inform; others: child death review; "
        "rapid review: no, unless the criteria are met later."
    )


def test_the_awareness_of_a_death_alone_is_not_that_of_a_suspicion(case: CaseMaker, whole: Whole) -> None:
    alone = {"notified_panel": date(2025, 6, 16), "notified_as": "death of a looked-after child or care leaver"}
    found = whole(case(**NO_ABUSE, looked_after="yes", **AWARE, **alone), today=date(2025, 6, 20))
    told = {entry.rule: entry for entry in found.deadlines}["notify-panel"]
    assert (told.has_known_start, told.state) == (False, DutyState.TO_BE_DECIDED)
    assert told.provisional_because.startswith(
        "The day on which the local authority came to know or suspect abuse or neglect has not been entered."
    )
    assert found.question and any("come to know or suspect" in part.asks for part in found.question.parts)
