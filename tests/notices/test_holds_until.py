"""Until when nothing else falls due by itself: held against asking at moments in between, by chance and at the edges."""

import random
from datetime import date, datetime, time, timedelta

import pytest

from pipeline.model import Attention
from pipeline.notices.all_due import gaps, notices
from pipeline.notices.holds_until import holds_until
from pipeline.notices.model import NoticeKey
from pipeline.notices.situation import MeetingState, Situation
from pipeline.today import today
from tests.notices.build import AGENCY_NAMES, DECIDED, at, case, keys, meeting_after, queued, situation

DANGER = Attention(
    id="mail:1:read", what="w", why="y", remedy="r", since=at("2026-03-09T02:00"), message="a" * 64, urgent=True
)
STEP = timedelta(minutes=1)


def meeting_on(day: date | None, at_: time) -> dict[str, object]:
    typed = {"rapid_review_on": day, "rapid_review_at": at_, "rapid_review_place": "Civic Hall"}
    return {**DECIDED, "notified_panel": date(2026, 3, 6), **({} if day is None else typed)}


class Quiet:
    """What was said, shown and arranged once everything due at `now` was said."""

    def __init__(self, now: datetime, *, day: date | None, starts: time, danger_since: datetime | None) -> None:
        self.cases = (case(agencies=AGENCY_NAMES, **meeting_on(day, starts)),)
        self.attention = (DANGER,) if danger_since else ()
        self.meetings: tuple[MeetingState, ...] = ()
        self.said: dict[NoticeKey, datetime] = {}
        moment = danger_since
        while moment and moment < now:
            self.say(moment)
            moment += timedelta(minutes=15)
        while self.say(now):
            pass

    def at(self, now: datetime) -> Situation:
        known = {"attention": self.attention, "meetings": self.meetings, "said": dict(self.said)}
        return situation(now, *self.cases, **known)

    def say(self, now: datetime) -> bool:
        here = self.at(now)
        found = notices(here)
        state = meeting_after(here, self.meetings[0] if self.meetings else None)
        self.meetings = (state,) if state else ()
        self.said = queued(self.said, found, now)
        return bool(found)


def shown(here: Situation) -> tuple[object, ...]:
    stands = today(here)
    return keys(notices(here)), {item.id for item in gaps(here)}, stands.lines, stands.summary


@pytest.mark.parametrize("seed", range(25))
def test_nothing_else_is_due_or_shown_before_the_hour_that_is_given(seed: int) -> None:
    chance = random.Random(seed)
    now = at("2026-03-09T00:00") + timedelta(minutes=chance.randrange(4 * 24 * 60))
    day = chance.choice((None, date(2026, 3, 10), date(2026, 3, 12)))
    danger = now - timedelta(minutes=chance.randrange(1, 400)) if chance.random() < 0.6 else None
    quiet = Quiet(now, day=day, starts=time(chance.randrange(8, 18), chance.choice((0, 30))), danger_since=danger)
    here = quiet.at(now)
    until = holds_until(here)
    minutes = int((until - now) / STEP)
    tried = sorted({minutes - 1, *(chance.randrange(1, max(2, minutes)) for _ in range(6))} - {0, -1})
    for after in tried:
        moment = now + after * STEP
        if moment < until:
            assert shown(quiet.at(moment)) == shown(here), moment


def test_the_hours_that_bring_something_are_each_given() -> None:
    evening = at("2026-03-09T20:00")
    assert holds_until(situation(evening)) == at("2026-03-10T00:00")
    night = at("2026-03-10T03:00")
    assert holds_until(situation(night)) == at("2026-03-10T08:00")
    assert holds_until(situation(at("2026-03-10T08:00"))) == at("2026-03-10T08:30")
    assert holds_until(situation(at("2026-03-10T08:30"))) == at("2026-03-10T18:00")
    meeting = case(**meeting_on(date(2026, 3, 10), time(11, 30)))
    assert holds_until(situation(at("2026-03-10T09:00"), meeting)) == at("2026-03-10T11:30")


def test_an_alert_that_nobody_answers_is_due_again_at_its_own_hour() -> None:
    first = at("2026-03-09T02:00")
    quiet = Quiet(first, day=None, starts=time(9), danger_since=first)
    again = timedelta(minutes=quiet.at(first).settings.notices.alert_again_minutes)
    for number in range(1, 4):
        assert holds_until(quiet.at(first + (number - 1) * again)) == first + number * again
        quiet.say(first + number * again)
