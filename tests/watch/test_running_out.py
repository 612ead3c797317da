"""What runs out by itself is warned of for thirty days, alarmed of in the last seven, and a queue must move."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.clock.count.calendars import england_and_wales
from pipeline.settings import NoticeSettings, settings
from pipeline.watch.running_out import Stores, clock_fault, office_time, running_out
from pipeline.watch.standing import FaultKind

NOW = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)  # a Wednesday
FREE = {"store": 10**9}
CALM = {"free": FREE, "certificates": {}, "oldest_queued": None, "waiting_for": 2, "last_sent": None}


def found(text: str = "", *, now: datetime = NOW, **measured: object) -> dict[str, str]:
    """What runs out, by kind: whether it warns or alarms."""
    stores = Stores(**{**CALM, **measured})  # type: ignore[arg-type]
    faults = running_out(settings(text), stores, calendar=england_and_wales(), now=now)
    return {fault.kind.value: "warns" if fault.warns else "alarms" for fault in faults}


@pytest.mark.parametrize(("days", "said"), [(31, None), (30, "warns"), (8, "warns"), (7, "alarms"), (-1, "alarms")])
def test_the_end_of_a_secret_and_of_a_certificate(days: int, said: str | None) -> None:
    ends = NOW + timedelta(days=days)
    text = f"[outgoing.sign_in]\nsecret_expires = {ends.date()}\n"
    assert found(text).get("secret") == said
    assert found(certificates={"mailbox": ends}).get("certificate") == said


@pytest.mark.parametrize(("days", "said"), [(31, None), (30, "warns"), (7, "alarms"), (-400, "alarms")])
def test_the_end_of_the_calendar(days: int, said: str | None) -> None:
    horizon = datetime.combine(england_and_wales().horizon, datetime.min.time(), UTC)
    assert found(now=horizon - timedelta(days=days)).get("calendar") == said


def test_of_two_secrets_the_one_that_ends_first_is_said() -> None:
    text = (
        "[mailbox.sign_in]\nsecret_expires = 2026-12-04\n[outgoing.sign_in]\nsecret_expires = 2026-12-20\n"
        "[alarm.outgoing.sign_in]\nsecret_expires = 2026-12-24\n"
    )
    (fault,) = running_out(settings(text), Stores(**CALM), calendar=england_and_wales(), now=NOW)  # type: ignore[arg-type]
    assert not fault.warns
    assert "mailbox.sign_in ends in 2 days, on Fri 4 December 2026" in fault.why


def test_a_disk_with_little_left() -> None:
    assert found(free={"store": 199_000_000}) == {"disk": "alarms"}
    assert found(free={"store": 200_000_000}) == {}


FRIDAY_EVENING, MONDAY = datetime(2026, 12, 4, 17, 30, tzinfo=UTC), datetime(2026, 12, 7, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("queued", "sent", "now", "stands"),
    [
        (NOW, None, NOW + timedelta(minutes=49), False),
        (NOW, None, NOW + timedelta(minutes=50), True),
        (NOW, NOW + timedelta(hours=1), NOW + timedelta(hours=3), False),  # slow, and it moves
        (NOW, NOW - timedelta(hours=1), NOW + timedelta(hours=3), True),
        (FRIDAY_EVENING, None, MONDAY - timedelta(minutes=41), False),  # half an hour on Friday, nineteen minutes then
        (FRIDAY_EVENING, None, MONDAY - timedelta(minutes=40), True),
    ],
)
def test_a_queue_stands_when_nothing_goes_out_for_most_of_an_office_hour(
    queued: datetime, sent: datetime | None, now: datetime, stands: bool
) -> None:
    assert (found(oldest_queued=queued, last_sent=sent, now=now) == {"queue": "alarms"}) is stands
    assert found(oldest_queued=queued, last_sent=sent, waiting_for=1, now=now) == {}


def test_office_time_is_the_hours_of_working_days() -> None:
    christmas = (datetime(2026, 12, 24, 12, 0, tzinfo=UTC), datetime(2026, 12, 29, 12, 0, tzinfo=UTC))
    counted = office_time(*christmas, notices=NoticeSettings(), calendar=england_and_wales())
    assert counted == timedelta(hours=6 + 4)  # Monday 28 stands in for Boxing Day
    assert date(2026, 12, 28) in {day.day for day in england_and_wales().holidays}


LAST = NOW - timedelta(minutes=5)


@pytest.mark.parametrize(
    ("last", "newest", "server", "said"),
    [
        (LAST, LAST, (NOW, NOW), None),
        (LAST, NOW + timedelta(minutes=4), None, None),
        (NOW - timedelta(hours=2), NOW - timedelta(hours=3), None, None),  # nothing newer is known, which is no fault
        (NOW + timedelta(hours=2), None, None, "120 minutes behind"),
        (NOW + timedelta(hours=2), None, (NOW, NOW), None),  # it was ahead, and is right now
        (LAST, NOW + timedelta(minutes=6), None, "6 minutes behind"),
        (LAST, NOW + timedelta(days=400), None, None),  # a date that somebody wrote
        (LAST, None, (NOW - timedelta(hours=1), NOW), "60 minutes ahead of"),
        (LAST, None, (NOW + timedelta(minutes=10), NOW), "10 minutes behind"),
    ],
)
def test_the_clock_is_held_against_the_last_pass_the_newest_mail_and_a_server(
    last: datetime, newest: datetime | None, server: tuple[datetime, datetime] | None, said: str | None
) -> None:
    fault = clock_fault(now=NOW, last=last, newest=newest, server=server)
    assert (fault is None) is (said is None)
    if fault is not None and said is not None:
        assert fault.kind is FaultKind.CLOCK
        assert said in fault.why
