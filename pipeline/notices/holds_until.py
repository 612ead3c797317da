"""Until when a situation holds by itself: before then no hour comes at which anything else is due or shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from pipeline.dates import LONDON, utc
from pipeline.model import NoticeKind
from pipeline.notices.kinds.alert_line import OF_A_MAIL, first_told
from pipeline.notices.kinds.alerts import open_items
from pipeline.notices.meetings.rapid_review import entered_start
from pipeline.notices.situation import Situation

# After so many intervals an urgent alert that nobody answers has reached everybody, and is then said by the day.
_INTERVALS = len(OF_A_MAIL) + 1


def holds_until(situation: Situation) -> datetime:
    """The first instant after `situation.now` from which on something else may be due or shown, in UTC.

    Every duty, question and reminder stands by the day in London, so it is the next midnight there at the latest.
    """
    return utc(min(at for at in _instants(situation) if at > situation.now))


def _instants(situation: Situation) -> Iterator[datetime]:
    settings = situation.settings
    yield datetime.combine(situation.today + timedelta(days=1), time(), LONDON)
    for at in (settings.notices.from_time, settings.notices.to_time, settings.worker.digest_time):
        yield datetime.combine(situation.today, at, LONDON)
    yield from _alerts(situation)
    yield from (state.meeting.start for state in situation.meetings)
    for case in situation.open_cases:
        start = entered_start(situation, case)
        if isinstance(start, datetime):
            yield start


def _alerts(situation: Situation) -> Iterator[datetime]:
    """When what is urgent and unanswered goes to the next in line."""
    told = first_told(situation.said_of(NoticeKind.ALERT))
    again = timedelta(minutes=situation.settings.notices.alert_again_minutes)
    for item in open_items(situation):
        if item.urgent and (first := told.get(item.id)) is not None:
            yield from (first + number * again for number in range(1, _INTERVALS + 1))
