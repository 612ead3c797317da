"""Who is told of what stands: once it is sure, on each working day until it is over, and that it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.settings import Office
from pipeline.watch.alarms import AlarmTold, Moment, alarm_news
from pipeline.watch.standing import FaultKind, StandingFault, carried_on, fault_lines
from pipeline.watch.words import alarm_bytes, alarm_mail, over_mail

WEDNESDAY = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
PATIENCE = timedelta(minutes=30)


def mailbox(*, seen: datetime = WEDNESDAY, warns: bool = False) -> StandingFault:
    return StandingFault(kind=FaultKind.MAILBOX, why="Nothing answers.", since=WEDNESDAY, seen=seen, warns=warns)


class Told:
    """Somebody who is asked at moments of simulated time, and whose mails get out or do not."""

    def __init__(self) -> None:
        self.memory: tuple[AlarmTold, ...] = ()
        self.said: list[tuple[str, str]] = []

    def ask(self, now: datetime, *standing: StandingFault, out: bool = True) -> None:
        speaking = now.weekday() < 5 and 8 <= now.hour < 18
        news = alarm_news(standing, self.memory, at=Moment(now=now, speaking=speaking), patience=PATIENCE)
        if out:
            self.said += [(f"{now:%a %H:%M}", "alarm")] * bool(news.alarms)
            self.said += [(f"{now:%a %H:%M}", "over")] * bool(news.over)
        self.memory = news.remembered(alarmed=out, told_over=out, now=now)

    def live(self, hours: float, *standing: StandingFault, start: datetime = WEDNESDAY) -> None:
        for step in range(int(hours * 4)):
            self.ask(start + timedelta(minutes=15 * step), *standing)


def test_what_passes_within_the_patience_is_told_to_nobody() -> None:
    told = Told()
    told.live(0.5, mailbox())
    told.ask(WEDNESDAY + timedelta(minutes=30))
    assert told.said == []


def test_a_week_is_told_on_its_first_day_on_each_working_day_and_at_its_end() -> None:
    told = Told()
    told.live(24 * 7, mailbox())
    told.ask(WEDNESDAY + timedelta(days=7))
    days = ["Thu 08:00", "Fri 08:00", "Mon 08:00", "Tue 08:00", "Wed 08:00"]
    assert told.said == [("Wed 09:30", "alarm"), *((day, "alarm") for day in days), ("Wed 09:00", "over")]


def test_it_comes_at_any_hour_the_first_time() -> None:
    saturday = WEDNESDAY + timedelta(days=3, hours=12)
    told = Told()
    told.live(1, mailbox(seen=saturday), start=saturday)
    assert told.said == [("Sat 21:30", "alarm")]


def test_what_gets_out_by_no_way_is_tried_again_with_each_pass_and_its_end_is_told_all_the_same() -> None:
    told = Told()
    for minutes in (30, 45):
        told.ask(WEDNESDAY + timedelta(minutes=minutes), mailbox(), out=False)
    told.ask(WEDNESDAY + timedelta(minutes=60), out=False)
    told.ask(WEDNESDAY + timedelta(minutes=75))
    told.ask(WEDNESDAY + timedelta(minutes=90))
    assert told.said == [("Wed 10:15", "over")]
    assert told.memory == ()


def test_a_second_fault_is_told_on_the_day_and_the_first_not_again() -> None:
    told, store = Told(), StandingFault(kind=FaultKind.STORE, why="Full.", since=WEDNESDAY, seen=WEDNESDAY)
    told.live(1, mailbox())
    told.ask(WEDNESDAY + timedelta(hours=1), mailbox(), store)
    told.ask(WEDNESDAY + timedelta(hours=2), mailbox(), store)
    assert [what for _, what in told.said] == ["alarm", "alarm"]


def test_a_warning_is_no_alarm() -> None:
    told = Told()
    told.live(4, mailbox(warns=True))
    assert told.said == []


@pytest.mark.parametrize(
    ("disproved", "stands"), [(frozenset(), {"mailbox", "law"}), (frozenset({FaultKind.MAILBOX}), {"law"})]
)
def test_a_pass_that_broke_off_disproves_only_what_it_saw_work(
    disproved: frozenset[FaultKind], stands: set[str]
) -> None:
    later = WEDNESDAY + timedelta(hours=1)
    law = StandingFault(kind=FaultKind.LAW, why="Uncited.", since=later, seen=later)
    assert {fault.kind.value for fault in carried_on([law], [mailbox()], disproved=disproved)} == stands


def test_a_fault_is_as_old_as_it_is_and_says_todays_reason() -> None:
    later = StandingFault(kind=FaultKind.MAILBOX, why="Refused.", since=WEDNESDAY + PATIENCE, seen=WEDNESDAY + PATIENCE)
    (stands,) = carried_on([later], [mailbox()], disproved=frozenset(FaultKind))
    assert (stands.since, stands.seen, stands.why) == (WEDNESDAY, WEDNESDAY, "Refused.")


def test_that_mails_wait_is_no_second_fault_while_none_can_be_sent() -> None:
    queue, outgoing = (replace(mailbox(), kind=kind) for kind in (FaultKind.QUEUE, FaultKind.OUTGOING))
    assert carried_on([queue], [outgoing], disproved=frozenset()) == (outgoing,)
    assert carried_on([queue], [outgoing], disproved=frozenset({FaultKind.OUTGOING})) == (queue,)


def test_a_warning_that_comes_true_is_seen_anew() -> None:
    later = WEDNESDAY + timedelta(days=23)
    (stands,) = carried_on([mailbox(seen=later)], [mailbox(warns=True)], disproved=frozenset())
    assert stands.seen == later


def test_it_is_said_in_words_that_need_no_template() -> None:
    assert fault_lines([mailbox()]) == ("No mail has been read since Wed 2 December, 09:00. Nothing answers.",)
    office = Office()
    for mail, first in (
        (alarm_mail((mailbox(),), office=office), "URGENT: No mail has been read since Wed 2 December, 09:00."),
        (over_mail((mailbox(),), now=WEDNESDAY, office=office), "It is over: No mail has been read since Wed 2"),
    ):
        raw = alarm_bytes(mail, office=office, to="manager@northshire.example", sender=office.address, now=WEDNESDAY)
        assert mail.subject.startswith(f"[{office.marking}] {first}")
        assert raw.isascii()
        assert b"Importance: high" in raw
