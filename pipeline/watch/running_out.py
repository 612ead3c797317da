"""What runs out by itself: secrets, certificates, bank holidays, disks; and a queue that does not move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pipeline.clock.count.calendars import Calendar
from pipeline.dates import LONDON, london, london_date, long_date
from pipeline.settings import NoticeSettings, Settings
from pipeline.shown_text import amount
from pipeline.watch.standing import FaultKind, StandingFault

WARNED = timedelta(days=30)
ALARMED = timedelta(days=7)
# How much of the office's own hours a notice may wait while nothing at all goes out.
QUEUE_STANDS = timedelta(minutes=50)
CLOCK_OFF = timedelta(minutes=5)
MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Stores:
    """What a pass measured of the world: free bytes by place, ends by server, and the queue."""

    free: Mapping[str, int]
    certificates: Mapping[str, datetime]
    oldest_queued: datetime | None
    waiting_for: int  # to how many people anything waits to go out
    last_sent: datetime | None


def running_out(settings: Settings, stores: Stores, *, calendar: Calendar, now: datetime) -> tuple[StandingFault, ...]:
    """What has run out or will within thirty days, one of each kind, the worst of it."""
    found = (
        *_secrets(settings, now=now),
        *_certificates(stores.certificates, now=now),
        *_calendar(calendar, now=now),
        *_disks(stores.free, settings.alarm.disk_megabytes, now=now),
        *_queue(stores, notices=settings.notices, calendar=calendar, now=now),
    )
    # Of each kind the last one stands: a warning gives way to what is to be alarmed of.
    return tuple({fault.kind: fault for fault in sorted(found, key=lambda fault: not fault.warns)}.values())


def ends_of_secrets(settings: Settings) -> dict[str, date]:
    """When the secret of each server runs out, where the settings say so."""
    alarm = settings.alarm.outgoing
    every = {"mailbox": settings.mailbox.sign_in, "outgoing": settings.outgoing.sign_in}
    every |= {"alarm.outgoing": alarm.sign_in} if alarm else {}
    return {name: sign_in.secret_expires for name, sign_in in every.items() if sign_in.secret_expires}


def _secrets(settings: Settings, *, now: datetime) -> Iterator[StandingFault]:
    today = london_date(now)
    for name, ends in sorted(ends_of_secrets(settings).items(), key=lambda entry: entry[1], reverse=True):
        if ends - today <= WARNED:
            why = (
                f"The secret under {name}.sign_in {_ends(ends, today)}. Make a new one, put it in its place, and then "
                f"correct {name}.sign_in.secret_expires."
            )
            yield _of(FaultKind.SECRET, why, now=now, warns=ends - today > ALARMED)


def _certificates(ends: Mapping[str, datetime], *, now: datetime) -> Iterator[StandingFault]:
    today = london_date(now)
    for name, end in sorted(ends.items(), key=lambda entry: entry[1], reverse=True):
        if end - now <= WARNED:
            why = (
                f"The certificate of the {name} server {_ends(london_date(end), today)}. Tell whoever runs it: nothing "
                "is read or sent over a connection whose certificate has ended."
            )
            yield _of(FaultKind.CERTIFICATE, why, now=now, warns=end - now > ALARMED)


def _calendar(calendar: Calendar, *, now: datetime) -> Iterator[StandingFault]:
    today = london_date(now)
    if calendar.horizon - today <= WARNED:
        why = (
            f"The list of bank holidays {_ends(calendar.horizon, today)}; every date past that day is provisional. "
            "Install a newer version of Caseclock, which brings a longer list."
        )
        yield _of(FaultKind.CALENDAR, why, now=now, warns=calendar.horizon - today > ALARMED)


def _disks(free: Mapping[str, int], least: int, *, now: datetime) -> Iterator[StandingFault]:
    for place, left in sorted(free.items(), key=lambda entry: entry[1], reverse=True):
        if left < least * MEGABYTE:
            why = f"The disk of the {place} has {left // MEGABYTE} MB free. Free space before nothing can be recorded."
            yield _of(FaultKind.DISK, why, now=now)


def _queue(stores: Stores, *, notices: NoticeSettings, calendar: Calendar, now: datetime) -> Iterator[StandingFault]:
    oldest = stores.oldest_queued
    # What waits for one alone may be put off by that one's own server.
    if oldest is None or stores.waiting_for < 2 or (stores.last_sent is not None and stores.last_sent >= oldest):
        return
    if office_time(oldest, now, notices=notices, calendar=calendar) >= QUEUE_STANDS:
        why = "Nothing has gone out since the oldest of them was written; look at the outgoing server."
        yield StandingFault(kind=FaultKind.QUEUE, why=why, since=oldest, seen=oldest)


def clock_fault(
    *, now: datetime, last: datetime | None, newest: datetime | None, server: tuple[datetime, datetime] | None
) -> StandingFault | None:
    """That this computer's clock is wrong: behind its own last pass or the newest mail, or apart from a server.

    `server` is what time it was there, and here, when it was asked.
    """
    # What lies weeks ahead is no clock that runs, but a date that somebody wrote.
    ahead = (later - now for later in (last, newest) if later and later - now < timedelta(days=7))
    behind = max((timedelta(), *ahead))
    apart = server[0] - server[1] if server else timedelta()
    # A server's word now counts for more than what this clock said when it may have been wrong.
    wrong = apart if server else behind
    if abs(wrong) <= CLOCK_OFF:
        return None
    way = "behind" if wrong > timedelta() else "ahead of"
    why = (
        f"It is {int(abs(wrong).total_seconds() // 60)} minutes {way} what was seen elsewhere. Every deadline rests on "
        "it: set it, and let it be kept by NTP."
    )
    return _of(FaultKind.CLOCK, why, now=now)


def office_time(start: datetime, end: datetime, *, notices: NoticeSettings, calendar: Calendar) -> timedelta:
    """How much of the office's hours lies between two instants; of long spans no more than the last days count."""
    here, until = max(london(start), london(end) - timedelta(days=10)), london(end)
    found, day = timedelta(), here.date()
    while day <= until.date():
        if calendar.is_working_day(day):
            opens = datetime.combine(day, notices.from_time, LONDON)
            closes = datetime.combine(day, notices.to_time, LONDON)
            found += max(timedelta(), min(until, closes) - max(here, opens))
        day += timedelta(days=1)
    return found


def _of(kind: FaultKind, why: str, *, now: datetime, warns: bool = False) -> StandingFault:
    return StandingFault(kind=kind, why=why, since=now, seen=now, warns=warns)


def _ends(day: date, today: date) -> str:
    left = (day - today).days
    when = f"ends in {amount(left, 'day')}," if left >= 0 else "ended"
    return f"{when} on {long_date(day)}"
