"""After a pass, whatever became of it: whoever must know is told, by a way that works, and the heartbeat is called."""

from __future__ import annotations

import logging
import urllib.parse
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.clock.count.calendars import england_and_wales
from pipeline.edges.heartbeat import Beat, beat
from pipeline.edges.outgoing.outbox import Outbox, SendOutcome
from pipeline.errors import CaseclockError, LoginRefused
from pipeline.notices.recipients import OFFICE_ROLES
from pipeline.notices.reminder_ladder import may_speak
from pipeline.settings import Outgoing, Settings
from pipeline.watch.alarms import AlarmNews, AlarmTold, Moment, alarm_news, silence
from pipeline.watch.running_out import clock_fault
from pipeline.watch.standing import FaultKind, StandingFault, carried_on
from pipeline.watch.words import AlarmMail, alarm_bytes, alarm_mail, over_mail
from scheduler.watch.record import HealthRecord, alarms_told, health, keep_alarms, whom_to_alarm, write_health

LOG = logging.getLogger("caseclock")
# After a server refused our sign-in, alarms leave it alone for so long: repeated tries lock accounts.
REFUSED_PAUSE = timedelta(hours=4)


@dataclass(slots=True)
class Attendant:
    """Tells people what stands. It remembers on disk whom it told what, and by itself where the disk takes nothing.

    `by_the_clock` says whether passes are made by this computer's clock, so that it can be judged; `constant` whether
    passes come one after the other, so that a gap between two of them is a fault.
    """

    by_the_clock: bool = True
    constant: bool = False
    told: tuple[AlarmTold, ...] | None = None  # only while the disk does not take it
    last_round: datetime | None = None  # when it last looked, or the last pass of an earlier process
    gap_since: datetime | None = None
    began: datetime | None = None
    server_date: tuple[datetime, datetime] | None = None  # what the heartbeat's server said, and our time then
    refused_at: datetime | None = None
    unwritten: HealthRecord | None = None  # only while the disk does not take it

    def attend(self, settings: Settings, *, made: datetime | None, now: datetime) -> HealthRecord:
        """Looks at what the pass `made` just now recorded, mails what is due about it, calls the heartbeat.

        None was made where another process made one all the while.
        """
        folder = settings.store.folder
        record = self._with_clock(self._record(folder, made), now=now)
        ripe_after = timedelta(minutes=settings.alarm.after_minutes)
        self.began = self.began or now
        good = made is not None and record.is_good
        # Of a good pass made just now nobody can say that it was long ago, whatever this clock has become meanwhile.
        quiet_since = None if good else record.not_good_since or record.last_good_pass or self.began
        standing = _standing(record, settings, quiet_since=quiet_since, now=now)
        told = (*(alarms_told(folder) if self.told is None else self.told), *self._gap(record, settings))
        at = Moment(now=now, speaking=_speaks(settings, now))
        news = alarm_news(standing, told, at=at, patience=ripe_after)
        after = self._tell(news, settings, now=now)
        self._remember(folder, after, before=told)
        answer = self._call(settings, good=good, stands=bool(after))
        self._note(record, answer, folder=folder, now=now)
        self.last_round = now
        return record

    def _record(self, folder: Path, made: datetime | None) -> HealthRecord:
        """What the pass recorded; where it could not, as on a full disk, what that alone shows."""
        record = health(folder)
        if made is None or record.last_pass == made:
            self.unwritten = None
            return record
        before = self.unwritten or record
        why = "A pass could not even write down how it went; free disk space, and look at the store's permissions."
        fault = StandingFault(kind=FaultKind.STORE, why=why, since=made, seen=made)
        self.unwritten = replace(
            before,
            last_pass=made,
            not_good_since=before.not_good_since or before.last_good_pass or made,
            faults=(why,),
            standing=carried_on((fault,), before.standing, disproved=frozenset()),
        )
        return self.unwritten

    def _gap(self, record: HealthRecord, settings: Settings) -> Iterator[AlarmTold]:
        """That no pass was made for a while, as when the computer was off: told once it is over.

        It is told a round later, when it is known whether the gap was but a clock that jumped.
        """
        limit = timedelta(minutes=settings.alarm.good_pass_minutes)
        was, before = self.last_round, self.gap_since
        found = self.constant and was is not None and record.last_pass is not None and record.last_pass - was > limit
        self.gap_since = was if found else None
        if before is not None and all(fault.kind is not FaultKind.CLOCK for fault in record.standing):
            why = "No pass was made at all: the worker or the computer was not running."
            yield AlarmTold(fault=StandingFault(kind=FaultKind.SILENCE, why=why, since=before, seen=before))

    def _tell(self, news: AlarmNews, settings: Settings, *, now: datetime) -> tuple[AlarmTold, ...]:
        office = settings.office
        alarmed = bool(news.alarms) and self._mail(alarm_mail(news.alarms, office=office), settings, now=now)
        told_over = bool(news.over) and self._mail(over_mail(news.over, now=now, office=office), settings, now=now)
        for fault in news.alarms:
            LOG.error("%s%s", fault.line, "" if alarmed else " (nobody could be told by mail)")
        for fault in news.over:
            LOG.warning("It is over: %s", fault.headline)
        return news.remembered(alarmed=alarmed, told_over=told_over, now=now)

    def _mail(self, mail: AlarmMail, settings: Settings, *, now: datetime) -> bool:
        """Whether the mail got out to everybody who is to know, or to as many as any server takes."""
        people = _whom(settings)
        return bool(people) and any(
            self._by(way, mail, people=people, settings=settings, now=now) for way in self._ways(settings, now=now)
        )

    def _ways(self, settings: Settings, *, now: datetime) -> Iterator[Outgoing]:
        if self.refused_at is None or now - self.refused_at >= REFUSED_PAUSE:
            yield settings.outgoing
        if settings.alarm.outgoing is not None:
            yield settings.alarm.outgoing

    def _by(
        self, way: Outgoing, mail: AlarmMail, *, people: tuple[str, ...], settings: Settings, now: datetime
    ) -> bool:
        office = settings.office
        sender = _sender(way, settings)
        taken = 0
        try:
            with Outbox(way) as server:
                for person in people:
                    server.connect_again()
                    raw = alarm_bytes(mail, office=office, to=person, sender=sender, now=now)
                    receipt = server.send(raw, sender=sender, recipients=(person,))
                    taken += receipt.outcome is SendOutcome.ACCEPTED
        except LoginRefused:
            if way is settings.outgoing:
                self.refused_at = now
        except (CaseclockError, OSError, ValueError):
            LOG.warning("An alarm could not leave by %s", way.host)
        else:
            if way is settings.outgoing:
                self.refused_at = None
        return taken > 0

    def _remember(self, folder: Path, after: tuple[AlarmTold, ...], *, before: tuple[AlarmTold, ...]) -> None:
        if after == before and self.told is None:
            return
        try:
            keep_alarms(folder, after)
            self.told = None
        except OSError:
            self.told = after
            LOG.warning("What was told could not be written beside the journal; it is remembered while we run")

    def _call(self, settings: Settings, *, good: bool, stands: bool) -> Beat | None:
        """Calls the heartbeat: for a good pass, or to say that an alarm stands; a fault that may pass is silence."""
        alarm = settings.alarm
        if not alarm.heartbeat_url or not (good or stands):
            return None
        found = beat(failing(alarm.heartbeat_url, alarm.heartbeat_fail_url) if stands else alarm.heartbeat_url)
        if not found.taken:
            LOG.warning("The heartbeat was not taken: %s", found.why)
        return found

    def _with_clock(self, record: HealthRecord, *, now: datetime) -> HealthRecord:
        """The record with whether our clock is right, by its own last pass and by what the servers said."""
        if not self.by_the_clock:
            return record
        wrong = clock_fault(now=now, last=record.latest_pass, newest=record.newest_mail, server=self.server_date)
        found = (wrong,) if wrong else ()
        return replace(record, standing=carried_on(found, record.standing, disproved=frozenset({FaultKind.CLOCK})))

    def _note(self, record: HealthRecord, answer: Beat | None, *, folder: Path, now: datetime) -> None:
        """Writes down what the heartbeat answered and what was found out about the clock."""
        self.server_date = (answer.date, now) if answer and answer.date else None
        new = replace(record, heartbeat=answer.why if answer else "")
        if new != health(folder):
            with suppress(OSError):
                write_health(folder, new)


def _standing(
    record: HealthRecord, settings: Settings, *, quiet_since: datetime | None, now: datetime
) -> tuple[StandingFault, ...]:
    limit = timedelta(minutes=settings.alarm.good_pass_minutes)
    others = [fault for fault in record.standing if not fault.warns]
    # Each fault with a kind is said by itself; what has none is said as the silence that it makes.
    long_ago = None if others else silence(quiet_since, record.faults, now=now, limit=limit)
    return (*record.standing, *((long_ago,) if long_ago else ()))


def failing(address: str, own: str) -> str:
    """What is called while an alarm stands: the office's `own` address for that, else `address` with /fail behind."""
    if own:
        return own
    parts = urllib.parse.urlsplit(address)
    return urllib.parse.urlunsplit(parts._replace(path=parts.path.rstrip("/") + "/fail"))


def _sender(way: Outgoing, settings: Settings) -> str:
    if way is settings.outgoing:
        return settings.office.address
    return settings.alarm.sender or (way.user if "@" in way.user else settings.office.address)


def _whom(settings: Settings) -> tuple[str, ...]:
    """Those in charge, as they were last known, and whom the settings name besides."""
    known = whom_to_alarm(settings.store.folder) or _of_settings(settings)
    return tuple(dict.fromkeys((*known, *(address.lower() for address in settings.alarm.to))))


def _of_settings(settings: Settings) -> Iterable[str]:
    return (contact.address.lower() for contact in settings.contacts if contact.role in OFFICE_ROLES)


def _speaks(settings: Settings, now: datetime) -> bool:
    """Whether it is office time; where not even the calendar can be read, every weekday is a working day."""
    try:
        calendar = england_and_wales(settings.clock.extra_non_working_days)
        return may_speak(now, notices=settings.notices, calendar=calendar)
    except (CaseclockError, OSError, ValueError, KeyError):
        return now.weekday() < 5
