"""Who is told of what stands, and when: on the first day, on each working day until it is over, and that it is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pipeline.dates import london_date
from pipeline.watch.standing import FaultKind, StandingFault


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmTold:
    """A fault of which somebody is to be told: the last time is None while no mail about it has got out."""

    fault: StandingFault
    last: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmNews:
    """What is to be said now: `alarms` of what stands, `over` of what stood. Both are empty where all was said."""

    alarms: tuple[StandingFault, ...] = ()
    over: tuple[StandingFault, ...] = ()
    open: tuple[AlarmTold, ...] = ()  # what is alarmed of, as it is to be remembered where nothing gets out

    def remembered(self, *, alarmed: bool, told_over: bool, now: datetime) -> tuple[AlarmTold, ...]:
        """What is to be remembered once mails got out, or did not."""
        again = {fault.kind for fault in self.alarms} if alarmed else set()
        gone = {fault.kind for fault in self.over} if told_over else set()
        kept = (told for told in self.open if told.fault.kind not in gone)
        return tuple(replace(told, last=now) if told.fault.kind in again else told for told in kept)


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """When the question is asked: `speaking` inside the office's hours of a working day."""

    now: datetime
    speaking: bool


def alarm_news(
    standing: Iterable[StandingFault], told: tuple[AlarmTold, ...], *, at: Moment, patience: timedelta
) -> AlarmNews:
    """What is to be said of what stands. A fault younger than `patience` may pass by itself, and is not yet alarmed."""
    current = {fault.kind: fault for fault in standing if not fault.warns}
    last = {entry.fault.kind: entry.last for entry in told}
    ripe = [fault for fault in current.values() if fault.kind in last or at.now - fault.seen >= patience]
    here = [AlarmTold(fault=fault, last=last.get(fault.kind)) for fault in ripe]
    over = _over(told, current)
    alarms = tuple(entry.fault for entry in here if _is_due(entry, at))
    return AlarmNews(alarms=alarms, over=tuple(entry.fault for entry in over), open=(*here, *over))


def _over(told: Iterable[AlarmTold], current: Mapping[FaultKind, StandingFault]) -> tuple[AlarmTold, ...]:
    last = {entry.fault.kind: entry for entry in told}
    return tuple(entry for kind, entry in last.items() if kind not in current)


def _is_due(entry: AlarmTold, at: Moment) -> bool:
    if entry.last is None:
        return True
    return at.speaking and london_date(entry.last) < london_date(at.now)


def silence(since: datetime | None, why: Iterable[str], *, now: datetime, limit: timedelta) -> StandingFault | None:
    """That no pass has been good since `since`, once that is longer ago than `limit`."""
    if since is None or now - since < limit:
        return None
    return StandingFault(kind=FaultKind.SILENCE, why=" ".join(why), since=since, seen=since)
