"""Today: each thing that needs somebody stands once, under the section that its state gives, with its day and owner."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.cases.attention import of_its_mail
from pipeline.clock.duties.tally import tally
from pipeline.clock.model import DutyState
from pipeline.facts import Case
from pipeline.model import Attention, MailShown
from pipeline.notices.situation import Situation
from pipeline.today import Today, TodaySection, today
from pipeline.today_screen import screen
from tests.notices.build import QUIET, arrival, at, case, situation

AWARE = {"outcome": "died", "looked_after": "no", "criteria_met": "yes"}
NOW = "2026-03-10T09:00"


def item(number: int, **more: object) -> Attention:
    given = {"what": "A mail that could not be read", "why": "w", "remedy": "Open it.", "since": at(NOW), **more}
    return Attention(id=f"mail:{number}", **given)


def of_cases(*cases: Case, now: str = NOW, **more: object) -> Situation:
    return situation(now, *cases, settings=QUIET, **more)


def whats(found: Today, section: TodaySection) -> set[tuple[str, int | None]]:
    return {(line.ref, line.days) for line in found.lines[section]}


def test_duties_stand_under_overdue_today_and_the_next_days_by_the_working_days_left() -> None:
    cases = [case(f"NSP-2026-000{n}", la_aware=date(2026, 3, day), **AWARE) for n, day in enumerate((2, 3, 4, 16), 1)]
    found = today(of_cases(*cases))
    assert whats(found, TodaySection.OVERDUE) == {("NSP-2026-0001", -1)}
    assert whats(found, TodaySection.DUE_TODAY) == {("NSP-2026-0002", 0)}
    assert whats(found, TodaySection.NEXT) == {("NSP-2026-0003", 1)}
    late, *_ = found.lines[TodaySection.OVERDUE]
    assert (late.initials, late.by, late.when, late.who) == (
        "RA",
        date(2026, 3, 9),
        "1 working day overdue",
        "local authority",
    )


def test_the_counts_are_those_of_the_ledgers() -> None:
    cases = [case(f"NSP-2026-00{day:02}", la_aware=date(2026, 2, day), **AWARE) for day in range(2, 28)]
    cases.append(case("NSP-2026-0099", incident=date(2026, 2, 2), outcome="died", opened="2026-02-03T09:00"))
    known = of_cases(*cases)
    found, stands = today(known), tally(known.running_ledgers)
    assert found.counts[TodaySection.OVERDUE] == stands.duties[DutyState.OVERDUE] > 20
    assert found.counts[TodaySection.QUESTIONS] == stands.questions > 0
    assert found.summary == (
        f"{found.counts[TodaySection.OVERDUE]} overdue, {found.counts[TodaySection.DUE_TODAY]} due today, "
        f"{found.counts[TodaySection.QUESTIONS]} questions without an answer, 0 urgent mails"
    )


def test_a_question_has_its_day_and_is_never_behind_it() -> None:
    unknown = case(incident=date(2026, 2, 2), outcome="died", opened="2026-02-03T09:00")
    (line,) = today(of_cases(unknown, now="2026-03-13T09:00")).lines[TodaySection.QUESTIONS]
    assert (line.by, line.days, line.when, line.item) == (
        date(2026, 3, 3),
        0,
        "its day to work to was 8 working days ago",
        "question:NSP-2026-0001",
    )
    assert "Decide whether the criteria are met" in line.what
    assert "who decided" in line.more


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-03-02", "1 working day to its day to work to"),
        ("2026-03-03", "its day to work to has come"),
        ("2026-03-04", "its day to work to was 1 working day ago"),
        ("2026-03-07", "its day to work to was 3 working days ago"),
    ],
)
def test_a_question_says_how_far_its_day_is_ahead_or_behind(day: str, said: str) -> None:
    unknown = case(incident=date(2026, 2, 2), outcome="died", opened="2026-02-03T09:00")
    (line,) = today(of_cases(unknown, now=f"{day}T09:00")).lines[TodaySection.QUESTIONS]
    assert line.when == said
    assert line.days is not None and line.days >= 0


def test_urgent_mails_come_first_and_the_others_are_only_counted() -> None:
    known = of_cases(attention=(item(1), item(2, urgent=True, message="m"), item(3, urgent=True, resolved=True)))
    found = today(known, gaps=[item(1), item(4)])
    assert [(line.item, line.message) for line in found.lines[TodaySection.URGENT]] == [("mail:2", "m")]
    assert [line.item for line in found.lines[TodaySection.WAITING]] == ["mail:1", "mail:4"]
    assert next(iter(found.lines)) is TodaySection.URGENT


def test_a_mail_in_doubt_stands_before_everything_but_an_urgent_one_and_is_no_urgent_mail() -> None:
    doubt = replace(item(1), id="mail:1:cannot-rule-out")
    found = today(of_cases(attention=(doubt, item(3))))
    assert [line.item for line in found.lines[TodaySection.DOUBTFUL]] == [doubt.id]
    assert [line.item for line in found.lines[TodaySection.WAITING]] == ["mail:3"]
    assert screen(found)[0].words.startswith(TodaySection.DOUBTFUL.value)
    assert found.summary.endswith("0 urgent mails")
    both = screen(today(of_cases(attention=(doubt, item(2, urgent=True)))))
    assert both[0].words.startswith(TodaySection.URGENT.value)


def test_an_urgent_mail_that_nobody_was_shown_yet_is_there() -> None:
    (line,) = today(of_cases(arrivals=(arrival(7, urgent=True),))).lines[TodaySection.URGENT]
    assert line.message == f"{7:064x}"


def test_a_mail_from_a_domain_that_holds_a_name_is_shown_without_it() -> None:
    came = arrival(7, urgent=True, sender="mum@lindqvist-family.example", organisation="a private address")
    mail = MailShown(received_at=came.received_at, sender="a private address")
    shown = of_its_mail(item(2, message=came.sha256), mail)
    found = today(of_cases(arrivals=(came,), attention=(shown,))).lines
    (waits,) = found[TodaySection.WAITING]
    assert waits.what.endswith("from a private address, Mon 2 March 08:30")
    assert waits.when == ""
    assert "lindqvist" not in repr(found)
    unseen = today(of_cases(arrivals=(came,))).lines
    assert "from a private address" in unseen[TodaySection.URGENT][0].what
    assert "lindqvist" not in repr(unseen)


@pytest.mark.parametrize("status", ["Open", "Closed"])
def test_a_question_and_a_case_closed_too_early_stand_once(status: str) -> None:
    known = case(la_aware=date(2026, 3, 2), status=status, outcome="died")
    shown = [
        Attention(id=f"{kind}:{known.ref}", what="w", why="w", remedy="r", since=at(NOW))
        for kind in ("question", "evidence")
    ]
    found = today(of_cases(known, attention=tuple(shown)))
    assert found.counts[TodaySection.WAITING] == 0
    assert found.counts[TodaySection.QUESTIONS] == 1
    assert found.counts[TodaySection.CLOSED_EARLY] == (status == "Closed")


def test_others_are_waited_for_by_name_and_by_what_they_were_expected_to_do() -> None:
    asked = case(agencies=("Fellside School",), notified_panel=date(2026, 3, 2), **AWARE)
    sent = case("NSP-2026-0002", outcome="seriously harmed", criteria_met="yes", rapid_review_sent=date(2026, 2, 2))
    found = today(situation("2026-03-10T09:00", asked, sent)).lines[TodaySection.OTHERS]
    assert (found[0].what, found[0].who) == (
        "0 of 1 agency returns received; outstanding: Fellside School",
        "agencies",
    )
    assert [line.when for line in found[1:]] == ["expected about Thu 12 February 2026"]


def test_faults_are_given_and_said_as_they_are() -> None:
    said = "No mail has been read since Wed 2 December, 09:00"
    assert today(of_cases(), faults=[said]).faults == (said,)
    assert set(today(of_cases()).counts.values()) == {0}
