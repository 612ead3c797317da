"""Alerts: urgent ones at any hour until somebody has dealt with them, the others once, in one mail."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pipeline.model import Attention, MailKind, NoticeKind
from pipeline.notices.all_due import gaps, notices
from pipeline.notices.kinds.alerts import repetition
from pipeline.notices.model import MovedDeadline, Notice
from pipeline.notices.situation import Situation
from tests.notices.build import CONTACTS, DEPUTY, MANAGER, REF, arrival, at, case, queued, situation

NIGHT = "2026-03-07T02:00"  # a Saturday


def item(name: str = "refused-1", **more: object) -> Attention:
    given = {
        "what": "A form could not be read",
        "why": "It is protected.",
        "remedy": "Ask for it.",
        "since": at("2026-03-02T08:00"),
    }
    return Attention(id=name, **{**given, **more})


def alerted(known: Situation) -> list[Notice]:
    return [notice for notice in notices(known) if notice.key.kind is NoticeKind.ALERT]


def test_an_urgent_item_wakes_manager_and_deputy_at_any_hour() -> None:
    found = alerted(situation(NIGHT, attention=(item(urgent=True, since=at(NIGHT)),)))
    assert [(notice.key.recipient, notice.urgent) for notice in found] == [(MANAGER, True), (DEPUTY, True)]


@pytest.mark.parametrize(
    ("hours", "number"), [(0, 0), (0.9, 0), (1, 1), (3.9, 1), (4, 2), (15, 2), (16, 3), (28, 4), (100, 10)]
)
def test_it_is_said_again_until_it_is_resolved(hours: float, number: int) -> None:
    since = at(NIGHT)
    assert repetition(since, since + timedelta(hours=hours)) == number


def test_one_alert_for_each_repetition_and_none_once_resolved() -> None:
    urgent = item(urgent=True, since=at(NIGHT))
    first = situation(NIGHT, attention=(urgent,))
    said = queued({}, alerted(first), first.now)
    assert alerted(situation("2026-03-07T02:30", attention=(urgent,), said=said)) == []
    again = alerted(situation("2026-03-07T03:00", attention=(urgent,), said=said))
    assert [notice.words["again"] for notice in again] == [True, True]
    assert alerted(situation("2026-03-07T03:00", attention=(replace(urgent, resolved=True),), said=said)) == []


def test_an_urgent_mail_without_an_item_of_its_own_is_alerted_too() -> None:
    danger = arrival(
        kind=MailKind.NEEDS_PERSON, urgent=True, received="2026-03-07T01:59", case_ref="", reply_to_it=False
    )
    (first, _) = alerted(situation(NIGHT, arrivals=(danger,)))
    assert first.words["items"][0].message == danger.sha256
    settled = item(urgent=True, message=danger.sha256, resolved=True)
    assert alerted(situation(NIGHT, arrivals=(danger,), attention=(settled,))) == []


def test_everything_else_waits_for_the_office_and_comes_once_in_one_mail() -> None:
    items = (item("refused-1"), item("bounce-2"), item("login-3", case_ref=REF))
    assert alerted(situation(NIGHT, attention=items)) == []
    monday = situation("2026-03-09T08:00", attention=items)
    (found,) = alerted(monday)
    assert found.key.recipient == MANAGER
    assert len(found.also_keys) == 2
    said = queued({}, [found], monday.now)
    assert alerted(situation("2026-03-10T08:00", attention=items, said=said)) == []
    (later,) = alerted(situation("2026-03-10T08:00", attention=(*items, item("tracker-held")), said=said))
    assert [entry.id for entry in later.words["items"]] == ["tracker-held"]


def test_an_added_and_a_moved_date_are_told_with_old_new_and_why() -> None:
    moves = tuple(
        MovedDeadline(case_ref=REF, rule="rapid-review", title="Rapid review", old=old, new=new, why="Corrected.", at=at(f"2026-03-0{day}T10:00"))
        for day, (old, new) in enumerate([(None, date(2026, 3, 23)), (date(2026, 3, 23), date(2026, 3, 24)), (date(2026, 3, 24), date(2026, 3, 23))], 2)
    )  # fmt: skip
    known = situation("2026-03-05T09:00", case(), moved=moves)
    (found,) = alerted(known)
    assert found.words["moved"] == moves
    said = queued({}, [found], known.now)
    assert alerted(situation("2026-03-05T11:00", case(), moved=moves, said=said)) == []


def test_a_new_date_for_each_agency_is_told_once_and_a_moved_one_by_name() -> None:
    common = {"case_ref": REF, "rule": "agency-return", "title": "Summaries", "why": "w", "at": at("2026-03-04T10:00")}
    added = [MovedDeadline(old=None, new=date(2026, 3, 11), subject=agency, **common) for agency in ("", "A", "B")]
    moved = MovedDeadline(old=date(2026, 3, 11), new=date(2026, 3, 13), subject="A", **common)
    (found,) = alerted(situation("2026-03-05T09:00", case(), moved=(*added, moved)))
    assert [move.subject for move in found.words["moved"]] == ["", "A"]


def test_a_date_that_the_offices_own_typing_moved_is_not_told_back_to_it() -> None:
    common = {"case_ref": REF, "title": "t", "why": "w", "at": at("2026-03-04T10:00"), "new": date(2026, 3, 24)}
    typed = MovedDeadline(rule="rapid-review", old=date(2026, 3, 23), typed=True, **common)
    assert alerted(situation("2026-03-05T09:00", case(), moved=(typed,))) == []
    (found,) = alerted(situation("2026-03-05T09:00", case(), moved=(typed, replace(typed, rule="r", typed=False))))
    assert [move.rule for move in found.words["moved"]] == ["r"]


def test_without_anybody_to_alert_that_itself_is_shown() -> None:
    nobody = tuple(contact for contact in CONTACTS if contact.role not in ("manager", "deputy"))
    known = situation("2026-03-02T09:00", attention=(item(),), contacts=nobody)
    assert alerted(known) == []
    assert "no-manager" in {entry.id for entry in gaps(known)}
