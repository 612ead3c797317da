"""What Needs attention asks of a case: one line for its question, and one for each word that ended nothing."""

from datetime import UTC, date, datetime

import pytest

from pipeline.clock.count.calendars import england_and_wales
from pipeline.clock.duties.ledger import ledger
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.law_files.rules import law
from pipeline.facts import Case, Fact, Source, Value
from pipeline.model import Attention
from pipeline.notices.open_questions import accepted, open_questions
from pipeline.settings import Settings

REF = "NSP-2026-0001"
OPENED = datetime(2026, 11, 2, 9, tzinfo=UTC)
NOTIFIED = {
    "outcome": "seriously harmed",
    "la_aware": date(2026, 10, 28),
    "criteria_met": "yes",
    "criteria_decided_by": "The three partners",
    "criteria_decided": date(2026, 10, 29),
    "notified_panel": date(2026, 10, 30),
}
NOT_MET = {
    "outcome": "died",
    "la_aware": date(2026, 10, 28),
    "criteria_met": "no",
    "criteria_decided_by": "The three partners",
    "criteria_decided": date(2026, 10, 29),
}


def fact(name: str, value: Value, *, subject: str = "", source: Source = Source.TRACKER) -> Fact:
    return Fact(case_ref=REF, name=name, subject=subject, value=value, source=source, recorded_at=OPENED)


def shown(*facts: Fact, now: datetime = OPENED) -> dict[str, Attention]:
    case = Case(ref=REF, opened_at=OPENED, facts=facts)
    given = Settings()
    basis = Basis(law=law(), calendar=england_and_wales(), choices=given.clock, timetable=given.timetable)
    return {item.id: item for item in open_questions(case, ledger(case, basis=basis, now=now), now=now)}


def of_form(**values: Value) -> tuple[Fact, ...]:
    return tuple(fact(name, value, source=Source.FORM) for name, value in values.items())


def typed(**values: Value) -> tuple[Fact, ...]:
    return tuple(fact(name, value) for name, value in values.items())


def test_a_case_has_one_line_for_its_question_with_every_part_and_column() -> None:
    said = of_form(incident=date(2026, 10, 30), outcome="died", looked_after="yes")
    items = shown(*said)
    assert list(items) == [f"question:{REF}", f"proposed:{REF}"]
    question = items[f"question:{REF}"]
    assert "When did the local authority become aware of this?" in question.why
    assert "Does it meet the criteria for a notification" in question.why
    assert "Its day is Fri 6 November 2026." in question.why
    assert "LA aware on" in question.remedy
    assert not question.urgent
    assert shown(*said, now=datetime(2026, 11, 6, 9, tzinfo=UTC))[f"question:{REF}"].urgent
    assert items[f"proposed:{REF}"].why == "The form says: Harm: died; Looked after: yes."


@pytest.mark.parametrize(
    ("facts", "remedy"),
    [
        (
            (
                *typed(**NOT_MET, care_leaver="no"),
                *of_form(looked_after="no"),
            ),
            "If what the form says is right choose yes under Accept on Needs attention, or correct the cell on the Cases "
            "sheet. This line then goes by itself.",
        ),
        (
            (*typed(**NOT_MET), *of_form(looked_after="no")),
            "Answer under Care leaver on the Cases sheet. For what the form says choose yes under Accept on Needs "
            "attention, or correct the cell on the Cases sheet. This line then goes by itself.",
        ),
    ],
)
def test_nobody_is_told_to_type_what_a_form_has_put_into_the_cell(facts: tuple[Fact, ...], remedy: str) -> None:
    assert shown(*facts)[f"question:{REF}"].remedy == remedy


def test_what_is_accepted_is_what_the_form_says_and_the_office_has_not_said() -> None:
    case = Case(
        ref=REF, opened_at=OPENED, facts=(*of_form(outcome="died", looked_after="yes"), *typed(looked_after="no"))
    )
    (only,) = accepted(case, now=OPENED)
    assert (only.name, only.value, only.source) == ("outcome", "died", Source.TRACKER)


@pytest.mark.parametrize(
    ("more", "kind", "says"),
    [
        (typed(clock_stopped=date(2026, 11, 1)), "stopped", "Enter Because and Clock stopped by"),
        (
            typed(clock_stopped=date(2026, 11, 1), clock_stopped_because="Withdrawn"),
            "stopped",
            "Enter Clock stopped by",
        ),
        ((fact("not_applicable", "Not ours", subject="rapid-review"),), "set-aside", "Rapid review"),
        (typed(status="Closed"), "evidence", "Rapid review"),
    ],
)
def test_a_word_that_ended_nothing_has_a_line_of_its_own(more: tuple[Fact, ...], kind: str, says: str) -> None:
    item = shown(*typed(**NOTIFIED), *more)[f"{kind}:{REF}"]
    assert says in f"{item.why} {item.remedy}"


@pytest.mark.parametrize(
    "more",
    [
        (),
        typed(clock_stopped=date(2026, 11, 1), clock_stopped_because="Withdrawn", clock_stopped_by="Lead"),
        (fact("not_applicable", "Not ours", subject="rapid-review"), fact("said_by", "Lead", subject="rapid-review")),
        typed(status="Ended before", status_by="Lead"),
    ],
)
def test_nothing_is_shown_of_a_word_with_a_name_beside_it(more: tuple[Fact, ...]) -> None:
    kinds = {key.partition(":")[0] for key in shown(*typed(**NOTIFIED), *more)}
    assert kinds <= {"question", "proposed"}


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (
            {"incident": date(2026, 10, 30), "la_aware": date(2026, 1, 30)},
            "These two dates cannot both be right: LA aware on is Fri 30 January 2026, and the incident came later, on Fri "
            "30 October 2026. Correct LA aware on or Incident date.",
        ),
        (
            {"la_aware": date(2026, 12, 1), "criteria_decided": None},
            "LA aware on is Tue 1 December 2026, which has not come yet: correct it.",
        ),
        (
            {"notified_panel": date(2026, 10, 30), "notified_as": "death of a looked-after child or care leaver"},
            "Notified as says the death of a child, and nobody has said that this child died. Correct Notified as or Harm.",
        ),
        ({"la_aware": date(2026, 10, 30), "incident": date(2026, 10, 30)}, ""),
    ],
)
def test_what_cannot_be_right_of_a_case_is_one_line(facts: dict[str, Value], why: str) -> None:
    base: dict[str, Value] = {
        "outcome": "seriously harmed",
        "incident": date(2026, 10, 29),
        "la_aware": date(2026, 10, 30),
        "criteria_met": "yes",
        "criteria_decided_by": "The three partners",
        "criteria_decided": date(2026, 10, 31),
    }
    item = shown(*typed(**base | facts)).get(f"dates:{REF}")
    assert (item.why if item else "") == why
