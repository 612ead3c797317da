"""A changed rule, calendar or choice shows which open dates it would move before it is made."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pipeline.clock.changes.differences import differences
from pipeline.clock.changes.moved_dates import moved
from pipeline.clock.count.calendars import Calendar, england_and_wales
from pipeline.clock.duties.rule_applied import Basis
from pipeline.clock.law_files.rules import Law, law_from, law_texts
from pipeline.clock.model import Issue
from pipeline.settings import CheckedSource, Clock, NonWorkingDay, Timetable
from tests.clock.conftest import HARMED, CaseMaker

NOW = datetime(2025, 6, 13, 12, tzinfo=UTC)


@pytest.fixture
def basis(law: Law, calendar: Calendar) -> Basis:
    return Basis(law=law, calendar=calendar, choices=Clock(), timetable=Timetable())


def test_nothing_changed_moves_nothing(case: CaseMaker, basis: Basis) -> None:
    assert moved([case(la_aware=date(2025, 6, 12), **HARMED)], before=basis, after=basis, now=NOW) == ()


def test_a_proclaimed_day_moves_the_open_dates_that_pass_it(case: CaseMaker, basis: Basis) -> None:
    day = NonWorkingDay(date=date(2025, 6, 18), title="A proclaimed day", source="The London Gazette")
    after = replace(basis, calendar=england_and_wales((day,)))
    moves = moved([case(la_aware=date(2025, 6, 12), **HARMED)], before=basis, after=after, now=NOW)
    assert {(move.rule, move.before, move.after) for move in moves} == {
        ("notify-panel", date(2025, 6, 19), date(2025, 6, 20)),
        ("report-to-partners", date(2025, 6, 19), date(2025, 6, 20)),
    }
    assert {move.because for move in moves} == {"Wed 18 June 2025 (A proclaimed day) has come onto the calendar."}


def test_a_rapid_review_counted_from_awareness_is_moved_by_the_file_of_that_count(
    case: CaseMaker, basis: Basis
) -> None:
    before = replace(basis, choices=Clock(rapid_review_from="awareness"))
    texts = law_texts()
    counted = texts["rapid-review-from-awareness.toml"]
    changed = law_from(texts | {"rapid-review-from-awareness.toml": counted.replace("span = 15", "span = 14")})
    aware = case(la_aware=date(2025, 6, 12), notified_panel=date(2025, 6, 13), **HARMED)
    moves = moved([aware], before=before, after=replace(before, law=changed), now=NOW)
    why = {move.rule: move.because for move in moves}["rapid-review"]
    assert "The file of the rule rapid-review-from-awareness has changed" in why


def test_a_duty_already_done_is_not_moved(case: CaseMaker, basis: Basis) -> None:
    day = NonWorkingDay(date=date(2025, 6, 18), title="A proclaimed day", source="The London Gazette")
    after = replace(basis, calendar=england_and_wales((day,)))
    done = case(la_aware=date(2025, 6, 12), notified_panel=date(2025, 6, 13), **HARMED)
    rules = {move.rule for move in moved([done], before=basis, after=after, now=NOW)}
    assert "notify-panel" not in rules
    assert "rapid-review" in rules


def test_a_changed_span_moves_the_cases_of_its_edition_only(case: CaseMaker, basis: Basis) -> None:
    rule = basis.law.rule("notify-panel")
    versions = tuple(
        replace(version, span=replace(version.span, number=3)) if version.edition.endswith("2026") else version
        for version in rule.versions
    )
    rules = tuple(replace(r, versions=versions) if r.id == rule.id else r for r in basis.law.rules)
    after = replace(basis, law=Law(rules=rules))
    old, new = case(la_aware=date(2026, 3, 17), **HARMED), case(la_aware=date(2026, 3, 18), **HARMED)
    moves = moved([old, new], before=basis, after=after, now=NOW)
    assert [(move.before, move.after) for move in moves] == [(date(2026, 3, 25), date(2026, 3, 23))]
    assert moves[0].because == (
        "The rule says 3 working days after, not 5 working days after. The file of the rule notify-panel has changed "
        "(Working Together 2026)."
    )


def test_a_choice_that_counts_from_another_day_says_so(case: CaseMaker, basis: Basis) -> None:
    after = replace(basis, choices=Clock(rapid_review_from="awareness"))
    facts = case(la_aware=date(2025, 6, 2), notified_panel=date(2025, 6, 6), **HARMED)
    moves = moved([facts], before=basis, after=after, now=NOW)
    assert [(move.rule, move.because) for move in moves] == [
        (
            "rapid-review",
            "It is counted from another day, Mon 2 June 2025. clock.rapid_review_from is now awareness, not "
            "notification.",
        )
    ]


def test_a_duty_that_would_go_is_shown_without_a_new_date(case: CaseMaker, basis: Basis) -> None:
    after = replace(basis, law=Law(rules=tuple(r for r in basis.law.rules if r.id != "report-to-partners")))
    moves = moved([case(la_aware=date(2025, 6, 12), **HARMED)], before=basis, after=after, now=NOW)
    assert [(move.rule, move.after, move.because) for move in moves] == [
        ("report-to-partners", None, "The duty no longer runs. The rule report-to-partners is gone.")
    ]


def test_a_new_issue_moves_no_date_and_says_once_which_reading_has_lapsed(case: CaseMaker, basis: Basis) -> None:
    read = CheckedSource(
        rule="notify-panel",
        edition="Working Together 2026",
        by="A. Reader",
        on=date(2026, 6, 1),
        issue=date(2026, 5, 6),
    )
    before = replace(basis, choices=Clock(checked=(read,)))
    again = Issue(edition="Working Together 2026", on=date(2026, 12, 1))
    after = replace(before, law=replace(basis.law, issues=(*basis.law.issues, again)))
    assert [(entry.text, entry.marks) for entry in differences(before, after)] == [
        (
            "Working Together 2026 has an issue of Tue 1 December 2026, and A. Reader read the issue of Wed 6 May 2026 "
            "for notify-panel: its dates say again that it is not verified.",
            True,
        )
    ]
    assert moved([case(la_aware=date(2026, 6, 12), **HARMED)], before=before, after=after, now=NOW) == ()
    assert differences(after, after) == ()


def test_a_reading_of_an_earlier_issue_is_told_as_that(basis: Basis) -> None:
    read = CheckedSource(
        rule="notify-panel",
        edition="Working Together 2026",
        by="A. Reader",
        on=date(2026, 4, 1),
        issue=date(2026, 3, 24),
    )
    (told,) = differences(basis, replace(basis, choices=Clock(checked=(read,))))
    assert "in the issue of Tue 24 March 2026: the issue of Wed 6 May 2026 is not yet read" in told.text
