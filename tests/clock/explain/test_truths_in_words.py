"""The three truths of a duty, what is asked of a case and what waits for its event, as people read them."""

from datetime import date

import pytest

from pipeline.clock.duties.tally import tally
from pipeline.clock.explain.in_words import paragraphs, two_lines
from pipeline.clock.explain.truths_in_words import ahead_in_words, question_in_words, truths_in_words
from pipeline.clock.model import DutyState
from tests.notices.build import QUIET, REF, case, situation

NOW = "2026-03-13T09:00"
DIED = {"outcome": "died", "looked_after": "no"}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"incident": date(2026, 3, 2)},
            "Applies: not decided. Started: not known. Done: no.",
        ),
        (
            {"la_aware": date(2026, 3, 2), "criteria_met": "yes", "criteria_decided_by": "B. Tilley"},
            "Applies: yes, said by B. Tilley. Started: Mon 2 March 2026 (the local authority became aware, entered in "
            "the tracker). Done: no.",
        ),
        (
            {"incident": date(2026, 3, 2), "criteria_met": "yes", "criteria_decided": date(2026, 3, 5)},
            "Started: at the latest Thu 5 March 2026 (the criteria were decided, entered in the tracker)",
        ),
        (
            {"la_aware": date(2026, 3, 2), "notified_panel": date(2026, 3, 4)},
            "Done: Wed 4 March 2026 (entered in the tracker).",
        ),
    ],
)
def test_each_truth_is_said_with_its_source(facts: dict[str, object], said: str) -> None:
    known = situation(NOW, case(**DIED, **facts), settings=QUIET)
    told = next(entry for entry in known.deadlines[REF] if entry.rule == "notify-panel")
    assert said in truths_in_words(told)
    assert truths_in_words(told) in paragraphs(told)


def test_without_a_known_start_a_date_is_a_working_target_and_never_due() -> None:
    known = situation(NOW, case(**DIED, incident=date(2026, 3, 2)), settings=QUIET)
    told = next(entry for entry in known.deadlines[REF] if entry.rule == "notify-panel")
    assert "working target Mon 9 March 2026" in paragraphs(told)[0]
    assert "due" not in " ".join((paragraphs(told)[0], two_lines(told)[0])).lower()


def test_what_waits_for_its_event_names_the_cell_that_it_waits_for() -> None:
    found = situation(NOW, case(**DIED), settings=QUIET)
    said = {duty.rule: ahead_in_words(duty, found.cases[0]) for duty in found.ledgers[REF].ahead}
    assert said["practice-review"].endswith("completed and published: waits for “Practice review agreed on”.")


def test_a_question_is_said_with_its_cells_and_its_day() -> None:
    question = situation(NOW, case(**DIED, incident=date(2026, 3, 2)), settings=QUIET).ledgers[REF].question
    assert question is not None
    lines = tuple(question_in_words(question))
    assert "(Criteria met, Decided by, Criteria decided on)" in lines[0]
    assert lines[-1].startswith("Working target: ")


def test_each_open_case_is_counted_once_by_its_most_pressing_duty() -> None:
    late = case(**DIED, la_aware=date(2026, 3, 2), criteria_met="yes")
    asked = case("NSP-2026-0002", **DIED, incident=date(2026, 3, 2))
    gone = case("NSP-2026-0003", **DIED, status="Opened in error", status_by="B. Tilley")
    stands = tally(situation(NOW, late, asked, gone, settings=QUIET).ledgers.values())
    assert stands.open_cases == {DutyState.OVERDUE: 1, DutyState.TO_BE_DECIDED: 1}
    assert (stands.duties[DutyState.OVERDUE], stands.questions) == (2, 2)
