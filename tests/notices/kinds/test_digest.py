"""The morning digest: every working day, once to each, with what is due, came, went and waits."""

from dataclasses import replace
from datetime import date

from pipeline.model import Attention, NoticeKind
from pipeline.notices.all_due import notices
from pipeline.notices.kinds.digest import digests as made
from pipeline.notices.model import Notice, NoticeKey
from pipeline.notices.situation import Situation
from pipeline.notices.wording.templates import mail
from tests.notices.build import DEPUTY, MANAGER, PACKAGED_TEMPLATES, QUIET, arrival, at, case, queued, situation

AWARE = {"outcome": "died", "looked_after": "no", "criteria_met": "yes"}


def digests(known: Situation) -> list[Notice]:
    return [notice for notice in notices(known) if notice.key.kind is NoticeKind.DIGEST]


def test_manager_and_deputies_get_one_on_each_working_day_from_its_hour_on() -> None:
    assert digests(situation("2026-03-02T08:29")) == []
    monday = situation("2026-03-02T08:30")
    assert [notice.key.recipient for notice in digests(monday)] == [MANAGER, DEPUTY]
    said = queued({}, digests(monday), monday.now)
    assert digests(situation("2026-03-02T16:00", said=said)) == []
    assert len(digests(situation("2026-03-03T08:30", said=said))) == 2
    assert digests(situation("2026-04-03T09:00")) == []
    assert digests(situation("2026-03-07T09:00")) == []


def test_a_late_start_still_brings_the_digest_of_that_day_alone() -> None:
    assert [notice.key.due for notice in digests(situation("2026-03-05T17:50"))] == [date(2026, 3, 5)] * 2


def test_duties_stand_under_late_today_and_the_coming_days() -> None:
    cases = [case(f"NSP-2026-000{n}", la_aware=date(2026, 3, day), **AWARE) for n, day in enumerate((2, 3, 4, 16), 1)]
    found = digests(situation("2026-03-10T09:00", *cases, settings=QUIET))[0].words
    refs = {name: {duty.deadline.case_ref for duty in found[name]} for name in ("late", "today", "week")}
    assert refs == {"late": {"NSP-2026-0001"}, "today": {"NSP-2026-0002"}, "week": {"NSP-2026-0003"}}


def said_of(kind: NoticeKind) -> NoticeKey:
    return NoticeKey(kind=kind, case_ref="R", duty="d", due=None, rung="r", recipient="x@y.example")


def test_what_came_what_went_and_what_waits_since_the_last_one() -> None:
    monday = situation("2026-03-02T09:00")
    said = {
        **queued({}, digests(monday), monday.now),
        said_of(NoticeKind.REMINDER): at("2026-03-02T10:00"),
        said_of(NoticeKind.ALERT): at("2026-03-02T08:00"),
    }
    waiting = Attention(id="a", what="A form could not be read", why="w", remedy="r", since=at("2026-03-02T12:00"))
    mails = (arrival(1, received="2026-03-02T08:59"), arrival(2, received="2026-03-02T09:01"))
    found = digests(situation("2026-03-03T09:00", said=said, attention=(waiting,), arrivals=mails))[0].words
    assert found["sent"] == (("reminder", 1),)
    assert [mail.sha256 for mail in found["arrived"]] == [mails[1].sha256]
    assert [item.id for item in found["waiting"]] == ["a"]


def test_what_was_shown_before_and_still_stands_is_listed_once() -> None:
    shown = Attention(id="no-manager", what="w", why="w", remedy="r", since=at("2026-03-02T12:00"))
    known = situation("2026-03-03T09:00", attention=(shown,))
    for digest in made(known, [shown, replace(shown, id="no-chair")]):
        assert [item.id for item in digest.words["waiting"]] == ["no-manager", "no-chair"]


def test_returns_are_counted_for_each_case() -> None:
    known = case(agencies=("Fellside School", "Northshire Community Health"), notified_panel=date(2026, 3, 2), **AWARE)
    assert digests(situation("2026-03-03T09:00", known))[0].words["returns"] == (
        ("NSP-2026-0001", 0, 2, ("Fellside School", "Northshire Community Health")),
    )


def test_what_has_no_number_of_days_stands_in_the_digest_until_it_is_done() -> None:
    decided = case(review_decided=date(2026, 3, 2), **AWARE)
    found = digests(situation("2026-03-03T09:00", decided, settings=QUIET))[0].words["undated"]
    assert {task.rule for task in found} == {"tell-of-practice-review", "tell-family"}
    told = case(review_decided=date(2026, 3, 2), family_informed=date(2026, 3, 2), **AWARE)
    left = digests(situation("2026-03-03T09:00", told, settings=QUIET))[0].words["undated"]
    assert [task.rule for task in left] == ["tell-of-practice-review"]


def test_the_question_of_a_case_stands_first_and_nothing_of_it_is_called_overdue() -> None:
    unknown = case(incident=date(2026, 2, 2), outcome="died", opened="2026-02-03T09:00")
    found = digests(situation("2026-03-13T09:00", unknown, settings=QUIET))[0]
    assert [question.case_ref for question in found.words["questions"]] == ["NSP-2026-0001"]
    assert (found.words["late"], found.words["today"], found.words["week"]) == ((), (), ())
    written = mail(found, settings=QUIET, now=at("2026-03-13T09:00"), environment=PACKAGED_TEMPLATES, secret="a secret")
    assert "0 overdue, 1 question without an answer" in written.subject
    assert "Working target: Tue 3 March 2026" in written.text
    assert "OVERDUE" not in written.text


def test_what_others_were_expected_to_do_is_one_line_once_its_day_has_passed() -> None:
    sent = case(outcome="seriously harmed", criteria_met="yes", rapid_review_sent=date(2026, 3, 2))
    assert [entry.rule for entry in digests(situation("2026-03-13T09:00", sent))[0].words["passed"]] == [
        "panel-reply-expected"
    ]
    assert digests(situation("2026-03-12T09:00", sent))[0].words["passed"] == ()


def test_a_case_that_was_closed_too_early_says_what_holds_it_open() -> None:
    known = case(la_aware=date(2026, 3, 2), status="Closed", **AWARE)
    ((ref, why),) = digests(situation("2026-03-10T09:00", known, settings=QUIET))[0].words["closed_early"]
    assert ref == "NSP-2026-0001"
    assert "Notify the Child Safeguarding Practice Review Panel" in why
