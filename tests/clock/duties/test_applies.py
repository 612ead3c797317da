"""Who must be told: each row A to H of the table, and what a form alone cannot switch off."""

from datetime import date

import pytest

from pipeline.clock.duties.applies import decision_row, questions
from pipeline.clock.model import DeadlineState
from tests.clock.conftest import CaseMaker, Finder

AWARE = {"la_aware": date(2025, 6, 12)}
NOTIFIED = {**AWARE, "notified_panel": date(2025, 6, 16)}
DIED = {"outcome": "died", "abuse_neglect": "suspected"}
HARMED = {"outcome": "seriously harmed", "abuse_neglect": "known"}
NO_ABUSE = {"outcome": "died", "abuse_neglect": "no"}

OPEN, DONE = DeadlineState.OPEN, DeadlineState.DONE
NOT, STOPPED = DeadlineState.NOT_APPLICABLE, DeadlineState.STOPPED

# letter, facts, and how notify-panel, report-to-partners, looked-after-death, care-leaver-death and rapid-review stand
ROWS = (
    ("A", {**DIED, "looked_after": "no"}, (OPEN, OPEN, None, None)),
    ("A", {**DIED, "looked_after": "yes"}, (OPEN, OPEN, OPEN, None)),
    ("B", HARMED, (OPEN, OPEN, None, None)),
    ("C", {**NO_ABUSE, "looked_after": "yes"}, (NOT, NOT, OPEN, None)),
    ("A", {**NO_ABUSE, "looked_after": "yes", "criteria_met": "yes"}, (OPEN, OPEN, OPEN, None)),
    ("D", {**DIED, "looked_after": "no", "care_leaver": "yes", "age_at_incident": "19"}, (NOT, NOT, None, OPEN)),
    ("A", {**DIED, "looked_after": "no", "care_leaver": "yes", "age_at_incident": "17"}, (OPEN, OPEN, None, OPEN)),
    ("E", {**NO_ABUSE, "looked_after": "no", "regulated_setting": "yes"}, (NOT, NOT, None, None)),
    ("F", {**HARMED, "incident_area": "another English area", "resident_here": "yes"}, (NOT, NOT, None, None)),
    ("G", {**HARMED, "incident_area": "outside England", "resident_here": "yes"}, (OPEN, OPEN, None, None)),
    ("G-elsewhere", {**HARMED, "incident_area": "outside England", "resident_here": "no"}, (NOT, NOT, None, None)),
    ("H", {**HARMED, "criteria_met": "no", "criteria_decided_by": "A. Partner"}, (NOT, NOT, None, None)),
    ("H", {"outcome": "seriously harmed", "abuse_neglect": "no"}, (NOT, NOT, None, None)),
    ("H", {"outcome": "other", "abuse_neglect": "known"}, (NOT, NOT, None, None)),
    ("not yet known", {}, (OPEN, OPEN, None, None)),
)


@pytest.mark.parametrize(("letter", "facts", "expected"), ROWS, ids=[f"{n}-{entry[0]}" for n, entry in enumerate(ROWS)])
def test_the_row_decides_which_duties_run(
    case: CaseMaker, found: Finder, letter: str, facts: dict[str, str], expected: tuple[DeadlineState | None, ...]
) -> None:
    there = case(**facts, **AWARE)
    assert decision_row(there).letter == letter
    told = found(there, today=date(2025, 6, 13))
    rules = ("notify-panel", "report-to-partners", "looked-after-death", "care-leaver-death")
    assert tuple(told[rule].state if rule in told else None for rule in rules) == expected
    assert "rapid-review" not in told


@pytest.mark.parametrize(("letter", "facts", "expected"), ROWS, ids=[f"{n}-{entry[0]}" for n, entry in enumerate(ROWS)])
def test_a_notified_case_has_a_rapid_review_unless_its_row_stops_it(
    case: CaseMaker, found: Finder, letter: str, facts: dict[str, str], expected: tuple[DeadlineState | None, ...]
) -> None:
    told = found(case(**facts, **NOTIFIED), today=date(2025, 6, 17))
    assert told["notify-panel"].state is DONE
    assert told["rapid-review"].state is (OPEN if expected[0] is OPEN else STOPPED)
    assert told["agency-return"].state is told["rapid-review"].state


def test_a_duty_that_does_not_run_says_why_and_who_decided(case: CaseMaker, found: Finder) -> None:
    told = found(case(**HARMED, **AWARE, criteria_met="no", criteria_decided_by="A. Partner"))
    assert told["notify-panel"].because.startswith("The criteria were decided not to be met by A. Partner;")
    told = found(case(**HARMED, **AWARE, criteria_met="no"))
    assert "who decided is not recorded" in told["notify-panel"].because


def test_what_only_a_form_says_closes_nothing_once_the_office_is_under_way(case: CaseMaker, found: Finder) -> None:
    facts = {"outcome": "seriously harmed", "abuse_neglect": "no"}
    before = found(case(**facts, incident=date(2025, 6, 9), form=("abuse_neglect", "outcome", "incident")))
    assert before["notify-panel"].state is NOT
    assert "A person decides" in before["notify-panel"].because
    under_way = found(case(**facts, **AWARE, form=("abuse_neglect", "outcome")))
    assert under_way["notify-panel"].state is OPEN
    assert any("confirm Abuse or neglect" in flag for flag in under_way["notify-panel"].flags)


def test_criteria_met_outweighs_what_the_form_says(case: CaseMaker, found: Finder) -> None:
    told = found(case(outcome="other", abuse_neglect="suspected", criteria_met="yes", **AWARE))
    assert told["notify-panel"].state is OPEN


def test_an_unknown_looked_after_status_gives_a_provisional_date(case: CaseMaker, found: Finder) -> None:
    told = found(case(**DIED, **AWARE, looked_after="not known"))["looked-after-death"]
    assert told.provisional
    assert "not yet known whether this applies (looked after)" in told.provisional_because
    assert "looked-after-death" not in found(case(**AWARE, looked_after="not known", abuse_neglect="known"))


def test_a_care_leaver_has_no_such_date_before_the_edition_of_2023(case: CaseMaker, found: Finder) -> None:
    facts = {**NO_ABUSE, "looked_after": "no", "care_leaver": "yes", "age_at_incident": "19"}
    assert "care-leaver-death" not in found(case(**facts, la_aware=date(2023, 12, 14)))
    assert found(case(**facts, la_aware=date(2023, 12, 15)))["care-leaver-death"].due == date(2023, 12, 22)


def test_a_case_of_deaths_and_serious_harm_alone_asks_ofsted_nothing(case: CaseMaker, found: Finder) -> None:
    told = found(case(**DIED, looked_after="no", **AWARE))
    assert not any("Ofsted" in entry.title for entry in told.values())


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"outcome": "died"}, "abuse or neglect is known or suspected has not been said"),
        ({"abuse_neglect": "known"}, "died or was seriously harmed has not been said"),
        ({**HARMED, "incident_area": "outside England"}, "normally resident in our area"),
        ({**HARMED, "incident_area": "in our area", "resident_here": "no"}, "report to the partners there"),
        ({**DIED, "looked_after": "not known"}, "Whether the child was looked after"),
        ({**DIED, "age_at_incident": "19 years"}, "was this a care leaver"),
        ({**NO_ABUSE, "regulated_setting": "yes"}, "A person decides"),
        ({**HARMED, "children": 2}, "two versions of the national page disagree"),
        ({**HARMED, "criteria_met": "more information"}, "do not wait for it"),
        ({"abuse_neglect": "no", "criteria_met": "yes"}, "needs correcting"),
    ],
)
def test_what_is_not_yet_known_is_asked(case: CaseMaker, facts: dict[str, str], words: str) -> None:
    assert any(words in question for question in questions(case(**facts)))


def test_a_plain_case_asks_nothing(case: CaseMaker) -> None:
    assert questions(case(**HARMED, children=1, age_at_incident="7")) == ()


@pytest.mark.parametrize(
    ("age", "letter"),
    [("17", "A"), ("18", "D"), ("24 years", "D"), ("5 months", "A"), ("", "A"), ("19 years, 4 years", "A")],
)
def test_the_age_is_read_as_the_tracker_shows_it(case: CaseMaker, age: str, letter: str) -> None:
    assert decision_row(case(**DIED, care_leaver="yes", age_at_incident=age)).letter == letter


def test_the_note_on_the_duty_says_who_is_told(case: CaseMaker, found: Finder) -> None:
    told = found(case(**NO_ABUSE, **AWARE, looked_after="yes"))["notify-panel"]
    assert told.notes[-1] == (
        "A case of row C (Looked-after child died, no abuse or neglect suspected): Panel: not considered; "
        "Secretary of State: must; Ofsted: must; partners: inform; others: child death review; "
        "rapid review: no, unless the criteria are met later."
    )
