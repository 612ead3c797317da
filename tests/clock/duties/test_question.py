"""The one question of a case: what it asks, since when, and the day on which it grows louder."""

from datetime import UTC, date, datetime

import pytest

from pipeline.clock.duties.question import CaseQuestion
from pipeline.facts import Fact, Source
from tests.clock.conftest import HARMED, CaseMaker, Whole

# Opened on a Monday; the second working day after it is the Wednesday.
OPENED = datetime(2025, 6, 9, 9, tzinfo=UTC)
OURS = {**HARMED, "incident_area": "in our area"}


def asked(whole: Whole, case: CaseMaker, **facts: object) -> CaseQuestion:
    question = whole(case(opened=OPENED, **facts), today=date(2025, 6, 10)).question
    assert question is not None
    return question


@pytest.mark.parametrize(
    ("facts", "day", "known"),
    [
        # The true last day, also where it has passed before anybody was asked.
        ({"la_aware": date(2025, 6, 5)}, date(2025, 6, 12), True),
        ({"la_aware": date(2025, 5, 5)}, date(2025, 5, 12), True),
        # Else the working target, but an old incident is no alarm on the first morning.
        ({"incident": date(2025, 6, 9)}, date(2025, 6, 16), False),
        ({"incident": date(2025, 6, 4)}, date(2025, 6, 11), False),
        ({"incident": date(2025, 6, 3)}, date(2025, 6, 11), False),
        ({"incident": date(2024, 6, 3)}, date(2025, 6, 11), False),
        ({}, date(2025, 6, 11), False),
    ],
)
def test_its_day_is_the_true_last_day_or_a_target_not_before_the_second_working_day(
    case: CaseMaker, whole: Whole, facts: dict[str, date], day: date, known: bool
) -> None:
    question = asked(whole, case, **OURS, **facts)
    assert (question.since, question.day, question.day_is_known) == (date(2025, 6, 9), day, known)
    assert question.if_aware_on == (facts.get("incident") if not known else None)


def test_the_first_of_several_last_days_is_the_questions_own(case: CaseMaker, whole: Whole) -> None:
    died = {"outcome": "died", "looked_after": "yes", "age_at_incident": "7", "incident_area": "in our area"}
    alone = {"notified_panel": date(2025, 6, 4), "notified_as": "death of a looked-after child or care leaver"}
    later = asked(whole, case, **died, **alone, la_aware=date(2025, 6, 3), incident=date(2025, 6, 2))
    assert (later.day_is_known, later.if_aware_on) == (False, date(2025, 6, 2))


def test_a_reopened_case_is_asked_about_from_the_day_of_its_opening_again(case: CaseMaker, whole: Whole) -> None:
    first = case(opened=OPENED, **OURS)
    again = Fact(
        case_ref=first.ref,
        name="status",
        value="Open",
        source=Source.TRACKER,
        recorded_at=datetime(2025, 7, 1, 9, tzinfo=UTC),
    )
    opened = type(first)(ref=first.ref, opened_at=first.opened_at, facts=(*first.facts, again))
    question = whole(opened, today=date(2025, 7, 2)).question
    assert question and (question.since, question.day) == (date(2025, 7, 1), date(2025, 7, 3))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Does it meet the criteria"),
        ({"criteria_met": "yes"}, "Criteria met says yes. Who decided on the criteria is not recorded."),
        ({"criteria_met": "no", "criteria_decided_by": "A. Partner"}, "The day on which the criteria were decided is"),
        ({"incident": date(2025, 6, 3)}, "When did the local authority become aware of this?"),
    ],
)
def test_it_asks_for_what_is_lacking_and_no_more(
    case: CaseMaker, whole: Whole, facts: dict[str, object], words: str
) -> None:
    parts = asked(whole, case, **OURS, **facts).parts
    assert any(words in part.asks for part in parts)
    assert len(parts) == (2 if "incident" in facts else 1)


def test_what_a_form_proposes_stands_with_the_question(case: CaseMaker, whole: Whole) -> None:
    proposed = {"incident_area": "another English area", "outcome": "died", "looked_after": "yes"}
    question = asked(whole, case, **proposed, age_at_incident="7", form=(*proposed, "age_at_incident"))
    assert dict(question.proposals) == proposed
