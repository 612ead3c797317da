"""What somebody is reminded of and asked stands below the alert that they get on every working day, in one mail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.model import NoticeKind
from pipeline.notices.kinds.alert_line import DAILY
from pipeline.notices.kinds.in_the_digest import ToldInIt
from pipeline.notices.model import Notice
from pipeline.notices.recipients import mode_of
from pipeline.notices.situation import OF_THE_DAY, Situation
from pipeline.protective_marking import highest_of


def told_in_alerts(situation: Situation, saying: Iterable[Notice]) -> tuple[Notice, ...]:
    """The notices of a pass, the mail of the day of whoever gets such an alert put below it.

    The two alerts that everybody gets first stand alone, and so does what the office wishes drafted or held.
    """
    every = tuple(saying)
    alerts = {one.key.recipient: one.key for one in reversed(every) if _comes_daily(one)}
    days = {alerts[one.key.recipient]: one for one in every if one.key.recipient in alerts and _is_sent(situation, one)}
    told = {day.key for day in days.values()}
    return tuple(_both(one, days[one.key]) if one.key in days else one for one in every if one.key not in told)


def _comes_daily(notice: Notice) -> bool:
    keys = (notice.key, *notice.also_keys)
    return all(key.kind is NoticeKind.ALERT and key.rung.startswith(DAILY) for key in keys)


def _is_sent(situation: Situation, notice: Notice) -> bool:
    notices = situation.settings.notices
    is_sent = mode_of(notice.key, notices=notices, contacts=situation.contacts) == "send"
    return notice.key.kind in OF_THE_DAY and is_sent


def _both(alert: Notice, day: Notice) -> Notice:
    told = ToldInIt(notices=(day,))
    return replace(
        alert,
        words={**alert.words, "asked": told.of_the_day},
        also_keys=(*alert.also_keys, *told.keys),
        apart=told.notices,
        deadlines=told.deadlines,
        files=told.files,
        marking=highest_of(alert.marking, told.marking),
    )
