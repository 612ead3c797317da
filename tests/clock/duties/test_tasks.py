"""Duties without a number of days: called for by a fact, never dated, done by their own fact or by the record."""

from collections.abc import Callable
from datetime import date

import pytest

from pipeline.clock.duties.missing_evidence import missing_evidence
from pipeline.clock.explain.tasks_in_words import task_json, task_note, task_paragraphs, tasks_json
from pipeline.clock.law_files.rules import Law, law_from
from pipeline.clock.model import DutyState, Task
from pipeline.errors import RuleInvalid
from pipeline.facts import Case
from tests.clock.conftest import CaseMaker, Whole
from tests.clock.duties.test_state import DECIDED, HARMED, NOT_MET, NOTIFIED, RECORDED

Listed = Callable[..., dict[str, Task]]
PROMISED = [
    "copy-rapid-review",
    "decide-criteria",
    "inform-partners-of-death",
    "justify-non-publication",
    "record-criteria",
    "record-decision",
    "record-family-views",
    "tell-family",
    "tell-of-practice-review",
    "tell-other-area",
]
CITED = """
id = "own-task"
title = "Do it"
kind = "task"
owner = "manager"
{more}
[[version]]
edition = "First"
in_force_from = 2018-07-04
promptly = "at once"
force = "local"
[version.citation]
title = "A page"
pinpoint = "first line"
url = "https://partnership.example/page"
evidence = "seen"
"""


def open_of(listed: dict[str, Task]) -> list[str]:
    """The rules of those that are still to be done."""
    return [task.rule for task in listed.values() if task.state.is_open]


@pytest.fixture
def listed(whole: Whole) -> Listed:
    def of(case: Case, *, today: date = date(2025, 6, 30)) -> dict[str, Task]:
        return {task.rule: task for task in whole(case, today=today).tasks}

    return of


def test_every_task_of_the_sources_is_a_file_of_the_law(law: Law) -> None:
    assert [task.id for task in law.tasks] == PROMISED


def test_every_version_of_a_task_says_where_it_is_written(law: Law) -> None:
    for task in law.tasks:
        for version in task.versions:
            assert version.citation.title and version.citation.pinpoint and version.citation.url.startswith("https://")


def test_a_case_that_has_come_nowhere_yet_has_one_task_to_decide_on_the_criteria(
    case: CaseMaker, listed: Listed
) -> None:
    task = listed(case(**NOTIFIED))
    assert [(rule, entry.state, entry.since) for rule, entry in task.items()] == [
        ("decide-criteria", DutyState.DUE, date(2025, 6, 2))
    ]


def test_the_partners_awareness_calls_for_their_decision(case: CaseMaker, listed: Listed) -> None:
    task = listed(case(**HARMED, partners_aware=date(2025, 6, 4)))["decide-criteria"]
    assert (task.owner, task.since_event, task.since) == ("partners", "partners_aware", date(2025, 6, 4))
    assert task.missing == ("Whether the criteria are met is not decided.",)
    decided = listed(case(**HARMED, partners_aware=date(2025, 6, 4), **DECIDED))["decide-criteria"]
    assert (decided.state, decided.missing) == (DutyState.DONE, ())


def test_a_task_is_called_for_from_the_very_day_of_its_event_and_not_before(case: CaseMaker, listed: Listed) -> None:
    held = case(rapid_review_on=date(2025, 6, 20), **NOTIFIED)
    assert "copy-rapid-review" in listed(held, today=date(2025, 6, 20))
    assert "copy-rapid-review" not in listed(held, today=date(2025, 6, 19))


@pytest.mark.parametrize(
    ("facts", "rule", "since"),
    [
        ({"rapid_review_on": date(2025, 6, 20)}, "copy-rapid-review", date(2025, 6, 20)),
        ({"review_decided": date(2025, 6, 24)}, "tell-of-practice-review", date(2025, 6, 24)),
        ({"review_decided": date(2025, 6, 24)}, "tell-family", date(2025, 6, 24)),
        ({"decision_on": date(2025, 6, 25), "review_decided": date(2025, 6, 26)}, "tell-family", date(2025, 6, 25)),
        # A reason has no day of its own: the task is called for since it was entered.
        ({"not_published_because": "A criminal trial"}, "justify-non-publication", date(2025, 1, 6)),
        (NOT_MET, "record-decision", date(2025, 6, 12)),
    ],
)
def test_a_fact_calls_for_a_task(
    case: CaseMaker, listed: Listed, facts: dict[str, object], rule: str, since: date
) -> None:
    task = listed(case(**NOTIFIED, **facts))[rule]
    assert (task.state, task.since) == (DutyState.DUE, since)


def test_a_task_stands_as_it_did_on_the_day_that_called_for_it(case: CaseMaker, listed: Listed) -> None:
    agreed = case(review_decided=date(2025, 6, 24), **NOTIFIED)
    assert listed(agreed, today=date(2026, 6, 30))["tell-of-practice-review"].edition == "Working Together 2023"


def test_the_record_is_not_asked_for_before_anything_was_decided(case: CaseMaker, listed: Listed) -> None:
    assert {task.state for task in listed(case(**NOTIFIED, **DECIDED)).values()} == {DutyState.DONE}


def test_a_meeting_to_come_calls_for_nothing_yet(case: CaseMaker, listed: Listed) -> None:
    assert "copy-rapid-review" not in listed(case(**NOTIFIED, rapid_review_on=date(2025, 7, 1)))


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"outcome": "died", "incident_area": "another English area"}, "tell-other-area"),
        ({"outcome": "died", "incident_area": "outside England", "resident_here": "no"}, "tell-other-area"),
        ({"outcome": "died", "looked_after": "yes", "abuse_neglect": "no"}, "inform-partners-of-death"),
    ],
)
def test_the_row_of_the_table_calls_for_a_task(
    case: CaseMaker, listed: Listed, facts: dict[str, object], rule: str
) -> None:
    assert listed(case(**facts))[rule].state is DutyState.DUE


def test_its_own_fact_completes_a_task(case: CaseMaker, listed: Listed) -> None:
    told = listed(case(**NOTIFIED, decision_on=date(2025, 6, 25), family_informed=date(2025, 6, 27)))["tell-family"]
    assert (told.state, told.done_on) == (DutyState.DONE, date(2025, 6, 27))


ASIDE = (("not_applicable", "Told by the chair"), ("said_by", "A. Partner"))


def test_done_on_completes_a_task_and_a_named_person_sets_it_aside(case: CaseMaker, listed: Listed) -> None:
    decided = {**NOTIFIED, "review_decided": date(2025, 6, 24)}
    done = listed(case(**decided, rules=(("tell-of-practice-review", "done_on", date(2025, 6, 26)),)))
    assert done["tell-of-practice-review"].state is DutyState.DONE
    why, by = (("tell-of-practice-review", name, text) for name, text in ASIDE)
    aside = listed(case(**decided, rules=(why, by)))["tell-of-practice-review"]
    assert (aside.state, aside.because) == (DutyState.NOT_NEEDED, "Told by the chair (A. Partner).")
    assert listed(case(**decided, rules=(why,)))["tell-of-practice-review"].state is DutyState.DUE


@pytest.mark.parametrize(
    ("left_out", "rule"),
    [
        ("rationale", "record-decision"),
        ("criterion_themes", "record-criteria"),
        ("family_views", "record-family-views"),
    ],
)
def test_what_the_record_lacks_is_a_task_until_it_is_there(
    case: CaseMaker, listed: Listed, left_out: str, rule: str
) -> None:
    facts = {name: value for name, value in RECORDED.items() if name != left_out}
    lacking = listed(case(**NOTIFIED, **facts))
    assert open_of(lacking) == [rule]
    assert lacking[rule].missing == missing_evidence(case(**facts))
    whole = listed(case(**NOTIFIED, **RECORDED))
    assert open_of(whole) == []


def test_a_date_under_done_on_does_not_make_a_record_complete(case: CaseMaker, listed: Listed) -> None:
    marked = case(
        **NOTIFIED, decision="alternative learning", rules=(("record-criteria", "done_on", date(2025, 6, 26)),)
    )
    told = listed(marked)["record-criteria"]
    assert told.state is DutyState.DUE
    assert any("stays open" in flag for flag in told.flags)


def test_a_case_that_is_closed_too_early_owes_every_task_that_it_owed(case: CaseMaker, listed: Listed) -> None:
    agreed = {**NOTIFIED, "review_decided": date(2025, 6, 24)}
    closed = listed(case(**agreed, status="Closed"))
    recorded = {"record-decision", "record-criteria", "record-family-views"}
    assert set(open_of(closed)) == {
        "decide-criteria",
        "tell-family",
        "tell-of-practice-review",
        *recorded,
    }
    sent = {**agreed, **RECORDED, "rapid_review_sent": date(2025, 6, 20), "published": date(2025, 6, 27)}
    told = ("tell-of-practice-review", "done_on", date(2025, 6, 26))
    left = listed(case(**sent, status="Closed", rules=(told,)))
    assert open_of(left) == []


def test_where_the_criteria_are_not_met_only_the_decision_is_recorded(case: CaseMaker, listed: Listed) -> None:
    told = listed(case(**HARMED, **NOT_MET))
    assert open_of(told) == ["record-decision"]
    assert told["record-decision"].missing == ("The rationale of the decision is not recorded.",)


def test_the_edition_of_2026_is_marked_as_not_verified_on_a_task(case: CaseMaker, listed: Listed) -> None:
    task = listed(case(**HARMED, review_decided=date(2026, 6, 1)), today=date(2026, 6, 2))["tell-of-practice-review"]
    assert task.edition == "Working Together 2026"
    assert "NOT VERIFIED" in task.to_check


def test_a_task_is_explained_without_a_date(case: CaseMaker, listed: Listed) -> None:
    task = listed(case(**NOTIFIED, review_decided=date(2025, 6, 24)))["tell-of-practice-review"]
    assert task_note(task).startswith("No number of days: as soon as the review is decided")
    assert "Called for since Tue 24 June 2025 (Practice review agreed)." in task_paragraphs(task)[0]
    said = task_json(task)
    assert (said["state"], said["since"], said["due"]) == ("due", "2025-06-24", None)


def test_the_tasks_of_the_law_stand_beside_its_rules(law: Law) -> None:
    found = tasks_json(law, today=date(2026, 6, 1))
    assert [entry["rule"] for entry in found] == PROMISED
    assert {(entry["span"], entry["unit"], entry["kind"]) for entry in found} == {(None, None, "task")}


def test_a_task_has_no_date_to_count(law: Law) -> None:
    with pytest.raises(RuleInvalid, match="no source gives a number of days"):
        law.rule("tell-family")


def test_a_task_that_nothing_calls_for_is_refused() -> None:
    with pytest.raises(RuleInvalid, match="since when"):
        law_from({"own-task.toml": CITED.format(more="")})
    assert law_from({"own-task.toml": CITED.format(more='since = ["la_aware"]')}).tasks[0].id == "own-task"


def test_a_task_without_a_source_is_refused() -> None:
    text = CITED.format(more='since = ["la_aware"]').partition("[version.citation]")[0]
    with pytest.raises(RuleInvalid, match="citation"):
        law_from({"own-task.toml": text})
