"""A deadline in words and as JSON: every date says how it was counted, on whose authority, and what is doubtful."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.duties.deadlines import due
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.explain.in_json import as_json
from pipeline.clock.explain.in_words import cell_note, paragraphs, two_lines
from pipeline.clock.law_files.rules import Law
from pipeline.clock.model import Deadline
from pipeline.settings import Clock, Timetable
from tests.clock.conftest import HARMED, CaseMaker, Finder


@pytest.fixture
def of(law: Law, calendar: Calendar) -> Callable[[str, date | datetime], Deadline]:
    return lambda rule, at: due(
        rule, at, basis=Basis(law=law, calendar=calendar, choices=Clock(), timetable=Timetable())
    )


def test_the_promised_json(of: Callable[..., Deadline]) -> None:
    told = as_json(of("rapid-review", date(2025, 12, 24)))
    assert told["rule"] == "rapid-review"
    assert told["title"] == "Rapid review completed and sent to the Panel"
    assert told["trigger"] == {"event": "notified_panel", "date": "2025-12-24", "source": ""}
    assert (told["due"], told["working_target"], told["provisional"]) == ("2026-01-19", "2026-01-19", False)
    assert (told["force"], told["edition"]) == ("panel-guidance", "Working Together 2023")
    assert {"title", "pinpoint", "url", "checked_on"} <= set(told["citation"])
    assert told["days"][0] == {"date": "2025-12-25", "counted": False, "why": "Christmas Day"}
    assert told["days"][-1] == {"date": "2026-01-19", "counted": True, "why": "working day 15"}
    assert sum(day["counted"] for day in told["days"]) == 15
    json.dumps(told)


def test_keeping_has_no_working_target(of: Callable[..., Deadline]) -> None:
    assert as_json(of("keep-published", date(2024, 2, 29)))["working_target"] is None


def test_the_count_is_told_in_runs_with_what_was_left_out(of: Callable[..., Deadline]) -> None:
    text = " ".join(paragraphs(of("rapid-review", date(2025, 12, 24))))
    assert "due Mon 19 January 2026" in text
    assert "Mon 29 December 2025 to Wed 31 December 2025 (1 to 3), Fri 2 January 2026 (4)" in text
    assert "Mon 19 January 2026 (15)" in text
    assert "Thu 25 December 2025 (Christmas Day)" in text
    assert "Thu 1 January 2026 (New Year’s Day)" in text
    assert "not a time limit of any Act" in text


def test_two_lines_hold_duty_date_count_and_authority(of: Callable[..., Deadline]) -> None:
    first, second = two_lines(of("notify-panel", date(2025, 12, 17)))
    assert first == "Notify the Child Safeguarding Practice Review Panel: due Wed 24 December 2025"
    assert second.startswith("5 working days after the local authority became aware, Wed 17 December 2025. ")
    assert "Working Together 2023 (statutory guidance)" in second


def test_hours_end_at_a_time_of_day(of: Callable[..., Deadline]) -> None:
    assert "Tue 31 March 2026, 15:00" in two_lines(of("data-breach", datetime(2026, 3, 28, 14, tzinfo=UTC)))[0]


@pytest.mark.parametrize(
    ("rule", "at", "words"),
    [
        ("practice-review", date(2025, 8, 31), "Work to Fri 27 February 2026."),
        ("keep-published", date(2024, 2, 29), "keep to the end of Fri 28 February 2025"),
        ("panel-reply-expected", date(2025, 6, 20), "expected about Mon 30 June 2025"),
        ("partner-sign-off", date(2025, 4, 15), "between Tue 6 May 2025 and Thu 8 May 2025"),
        ("rapid-review", date(2022, 9, 2), "came onto the calendar: Fri 23 September 2022"),
    ],
)
def test_each_kind_of_date_is_said_in_its_own_words(
    of: Callable[..., Deadline], rule: str, at: date, words: str
) -> None:
    deadline = of(rule, at)
    assert words in "\n".join((*paragraphs(deadline), cell_note(deadline)))


def test_a_provisional_date_says_so_everywhere(case: CaseMaker, found: Finder) -> None:
    told = found(case(incident=date(2025, 6, 6), **HARMED))["notify-panel"]
    assert "provisional" in two_lines(told)[0]
    assert "has not been entered" in cell_note(told)
    assert "Provisional: " in paragraphs(told)[0]
    assert as_json(told)["provisional"] is True


DECIDED = {"criteria_met": "no", "criteria_decided_by": "A. Partner", "criteria_decided": date(2025, 6, 7)}


def test_a_deadline_of_a_case_tells_its_state(case: CaseMaker, found: Finder) -> None:
    told = found(case(la_aware=date(2025, 6, 6), **DECIDED, **HARMED))["notify-panel"]
    as_told = as_json(told)
    assert (as_told["case"], as_told["state"]) == ("CSP-2025-001", "not_needed")
    assert "Not needed: The criteria were decided not to be met" in paragraphs(told)[0]


def test_no_text_repeats_itself_or_breaks_off(law: Law, of: Callable[..., Deadline]) -> None:
    for rule in law.rules:
        told = of(rule.id, date(2026, 4, 13))
        texts = (*paragraphs(told), *two_lines(told), *cell_note(told).splitlines())
        for text in texts:
            assert ".." not in text and "  " not in text and " ." not in text and "{" not in text, text
            assert text[0].isupper() or text[0].isdigit() or text[0] == "“", text
        assert len(set(paragraphs(told))) == len(paragraphs(told))
