"""Alerts: urgent ones at any hour until somebody has dealt with them, the others once, in one mail."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from pipeline.model import Attention, MailKind, NoticeKind
from pipeline.notices.all_due import gaps
from pipeline.notices.kinds.alerts import open_items
from pipeline.notices.model import MovedDeadline, Notice, NoticeKey
from pipeline.notices.situation import Situation
from pipeline.notices.wording.templates import mail
from tests.notices.build import (
    CHAIR,
    CONTACTS,
    DEPUTY,
    LA,
    MANAGER,
    PACKAGED_TEMPLATES,
    REF,
    arrival,
    at,
    case,
    queued,
    situation,
    told,
)

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
    return [notice for notice in told(known) if notice.key.kind is NoticeKind.ALERT]


DANGER = item(urgent=True, since=at(NIGHT), message="a" * 64)


def told_by(minutes: int, *, every: int = 5, start: str = NIGHT, **known: object) -> list[tuple[int, str, str]]:
    """Who is told of an urgent mail that nobody answers: minutes after the first pass, address, rung."""
    said: dict[NoticeKey, datetime] = {}
    found = []
    for passed in range(0, minutes + 1, every):
        now = at(start) + timedelta(minutes=passed)
        here = situation(f"{now:%Y-%m-%dT%H:%M}", attention=(DANGER,), said=said, **known)
        due = alerted(here)
        said = queued(said, due, now)
        found += [(passed, notice.key.recipient, notice.key.rung) for notice in due]
    return found


def test_an_urgent_mail_goes_down_the_line_two_alerts_to_each_at_any_hour() -> None:
    assert told_by(1000) == [
        (0, MANAGER, "urgent-0"),
        (60, MANAGER, "urgent-1"),
        (60, DEPUTY, "urgent-0"),
        (120, DEPUTY, "urgent-1"),
        (120, CHAIR, "urgent-0"),
        (180, CHAIR, "urgent-1"),
        (180, LA, "urgent-0"),
        (240, LA, "urgent-1"),
    ]  # a Saturday: the last in line hears of it again on the next working day


def test_the_last_in_line_is_told_each_working_day_until_somebody_answers() -> None:
    days = [rung for _, address, rung in told_by(6 * 1440, every=30) if address == LA]
    assert days == ["urgent-0", "urgent-1", *(f"urgent-on-2026-03-{day:02}" for day in (9, 10, 11, 12))]


def test_whoever_is_away_is_passed_by_at_once_and_an_answer_or_a_settled_item_ends_it() -> None:
    away = arrival(kind=MailKind.AUTO_REPLY, sender=MANAGER, received="2026-03-07T02:01", case_ref="")
    assert [entry[:2] for entry in told_by(10, arrivals=(away,))] == [(0, MANAGER), (5, MANAGER), (5, DEPUTY)]
    assert told_by(300, acknowledged=frozenset({DANGER.id})) == []
    assert alerted(situation(NIGHT, attention=(replace(DANGER, resolved=True),))) == []
    (open_still,) = open_items(situation(NIGHT, attention=(DANGER,), acknowledged=frozenset({DANGER.id})))
    assert not open_still.urgent


def test_a_mail_that_lay_unread_through_an_outage_alarms_nobody_before_their_turn() -> None:
    old = replace(DANGER, since=at("2026-03-01T02:00"))
    found = alerted(situation(NIGHT, attention=(old,)))
    assert [notice.key.recipient for notice in found] == [MANAGER]


def test_what_is_urgent_of_the_world_stays_inside_the_office() -> None:
    world = item(urgent=True, since=at(NIGHT))
    said: dict[NoticeKey, datetime] = {}
    told = set()
    for hours in range(12):
        now = at(NIGHT) + timedelta(hours=hours)
        due = alerted(situation(f"{now:%Y-%m-%dT%H:%M}", attention=(world,), said=said))
        said = queued(said, due, now)
        told |= {notice.key.recipient for notice in due}
    assert told == {MANAGER, DEPUTY}


def test_an_urgent_mail_without_an_item_of_its_own_is_alerted_too() -> None:
    danger = arrival(
        kind=MailKind.NEEDS_PERSON, urgent=True, received="2026-03-07T01:59", case_ref="", reply_to_it=False
    )
    (first,) = alerted(situation(NIGHT, arrivals=(danger,)))
    assert first.words["items"][0].message == danger.sha256
    settled = item(urgent=True, message=danger.sha256, resolved=True)
    assert alerted(situation(NIGHT, arrivals=(danger,), attention=(settled,))) == []


def test_everything_else_waits_for_the_office_and_comes_once_in_one_mail() -> None:
    items = (item("refused-1"), item("bounce-2"), item("login-3", case_ref=REF))
    assert alerted(situation(NIGHT, attention=items)) == []
    monday = situation("2026-03-09T09:00", attention=items)
    (found,) = alerted(monday)
    assert found.key.recipient == MANAGER
    assert len(found.also_keys) == 2
    said = queued({}, [found], monday.now)
    assert alerted(situation("2026-03-10T09:00", attention=items, said=said)) == []
    (later,) = alerted(situation("2026-03-10T09:00", attention=(*items, item("tracker-held")), said=said))
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


def test_a_doubt_is_said_to_the_managers_once_at_any_hour_and_calmly() -> None:
    doubt = item("mail:aa:cannot-rule-out", since=at(NIGHT), message="a" * 64)
    (found,) = alerted(situation(NIGHT, attention=(doubt, item())))
    assert (found.key.recipient, found.key.rung, found.urgent) == (MANAGER, "cannot-rule-out", False)
    assert found.words["items"] == (doubt,)
    said = queued({}, [found], at(NIGHT))
    assert alerted(situation("2026-03-07T09:00", attention=(doubt,), said=said)) == []
    assert alerted(situation("2026-03-09T11:00", attention=(doubt,), said=said)) == []


def test_an_alert_says_what_to_do_before_why() -> None:
    world = item(urgent=True, since=at(NIGHT))
    for known in (situation("2026-03-09T09:00", attention=(item(),)), situation(NIGHT, attention=(world,))):
        (found,) = alerted(known)
        made = mail(found, settings=known.settings, now=known.now, environment=PACKAGED_TEMPLATES, secret="a secret")
        for said in (made.text, made.html):
            assert 0 < said.index("Ask for it.") < said.index("It is protected.")
