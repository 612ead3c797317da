"""What would change a date is said of every date: by cell and sheet, by setting, by bank holiday and by source."""

from datetime import date

import pytest

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.duties.deadlines import due
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.explain.in_json import as_json
from pipeline.clock.explain.in_words import cell_note, paragraphs, two_lines
from pipeline.clock.explain.would_change import in_short, would_change
from pipeline.clock.law_files.rules import Law
from pipeline.settings import CheckedSource, Clock, Timetable
from tests.clock.conftest import HARMED, CaseMaker, Finder


def told(law: Law, calendar: Calendar, rule: str, at: date, choices: Clock | None = None) -> str:
    deadline = due(rule, at, basis=Basis(law=law, calendar=calendar, choices=choices or Clock(), timetable=Timetable()))
    return " ".join(would_change(deadline))


def test_the_cell_of_the_trigger_is_named_with_its_sheet(case: CaseMaker, found: Finder) -> None:
    dates = found(case(la_aware=date(2025, 6, 6), notified_panel=date(2025, 6, 9), **HARMED))
    assert would_change(dates["notify-panel"])[0] == (
        "Correcting “LA aware on” on the Cases sheet, from which it is counted."
    )
    assert would_change(dates["rapid-review"])[:2] == (
        "Correcting “Notified Panel on” on the Cases sheet, from which it is counted.",
        "Another start of the fifteen days, chosen in config.toml (clock.rapid_review_from).",
    )
    assert "(timetable, in config.toml)" in " ".join(would_change(dates["agency-return"]))


def test_a_provisional_date_names_the_cell_that_it_waits_for(case: CaseMaker, found: Finder) -> None:
    provisional = found(case(incident=date(2025, 6, 6), form=("incident",), **HARMED))["notify-panel"]
    assert would_change(provisional)[0] == (
        "Entering “LA aware on” on the Cases sheet: it is then counted from that day."
    )
    assert "“Incident date” on the Cases sheet" in would_change(provisional)[1]


def test_an_agency_may_agree_another_date(case: CaseMaker, found: Finder) -> None:
    facts = case(notified_panel=date(2025, 6, 9), rules=(("Police", "agency_added", "Police"),), **HARMED)
    assert "“Agreed date” on the Agencies sheet" in " ".join(would_change(found(facts)["agency-return|Police"]))


@pytest.mark.parametrize(
    ("rule", "at", "says"),
    [
        ("notify-panel", "2024-06-08", "clock.weekend_awareness"),
        ("notify-panel", "2024-12-25", "clock.weekend_awareness"),
        ("pre-publication-copy", "2025-01-09", "clock.clear_days_target"),
        ("progress-check", "2025-01-09", "clock.progress_check_months"),
        ("rapid-review-from-awareness", "2025-01-09", "clock.rapid_review_from"),
        ("rapid-review", "2025-12-24", "proclaimed for a day from Wed 24 December 2025 to Mon 19 January 2026"),
        ("pre-publication-copy", "2025-01-09", "the date comes a working day earlier"),
        ("practice-review", "2025-06-26", "proclaimed for Wed 24 December 2025: the day to work to, not the date"),
        ("subject-access", "2025-06-26", "proclaimed for Mon 28 July 2025: the date rolls on"),
        ("notify-panel", "2028-12-22", "which ends on Tue 26 December 2028, once published"),
        ("rapid-review", "2026-03-18", "A person’s reading of Working Together 2026"),
    ],
)
def test_each_cause_is_said_where_it_applies(law: Law, calendar: Calendar, rule: str, at: str, says: str) -> None:
    assert says in told(law, calendar, rule, date.fromisoformat(at))


def test_a_cause_that_does_not_apply_is_not_said(law: Law, calendar: Calendar) -> None:
    assert "weekend_awareness" not in told(law, calendar, "notify-panel", date(2024, 6, 7))
    assert "ends on" not in told(law, calendar, "notify-panel", date(2028, 12, 15))
    assert "bank holiday" not in told(law, calendar, "keep-published", date(2024, 2, 29))
    read = CheckedSource(
        rule="rapid-review",
        edition="Working Together 2026",
        by="A reader",
        on=date(2026, 11, 2),
        issue=date(2026, 5, 6),
    )
    assert "reading of Working" not in told(
        law, calendar, "rapid-review", date(2026, 3, 18), choices=Clock(checked=(read,))
    )


def test_it_stands_in_paragraphs_json_and_note_and_not_in_the_two_lines(case: CaseMaker, found: Finder) -> None:
    rapid = found(case(notified_panel=date(2025, 6, 9), **HARMED))["rapid-review"]
    assert f"What would change it: {' '.join(would_change(rapid))}" in paragraphs(rapid)
    assert as_json(rapid)["would_change"] == list(would_change(rapid))
    assert cell_note(rapid).splitlines()[-1] == in_short(rapid)
    assert in_short(rapid) == (
        "Would change with: “Notified Panel on” (Cases), clock.rapid_review_from, a new bank holiday."
    )
    assert "change" not in " ".join(two_lines(rapid))


def test_every_setting_that_is_named_exists(law: Law, calendar: Calendar) -> None:
    for rule in law.rules:
        deadline = due(
            rule.id, date(2026, 4, 11), basis=Basis(law=law, calendar=calendar, choices=Clock(), timetable=Timetable())
        )
        for key in deadline.hinges.settings:
            assert key == "timetable" or key.removeprefix("clock.") in Clock.model_fields
