"""Writes the tracker once: patched where it stands, made where there is none, left for later where it is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from pipeline.clock.count.calendars import Holiday, england_and_wales
from pipeline.clock.model import Deadline
from pipeline.dates import london_date
from pipeline.edges.tracker_file.file import digest
from pipeline.errors import TrackerLocked, TrackerRefused, TrackerUnreadable
from pipeline.facts import Case
from pipeline.model import Attention, LogEntry
from pipeline.notices.kinds.agency_requests import agencies_of
from pipeline.notices.model import NoticeKind
from pipeline.tracker.model import AgencyProgress, CalendarDay, TrackerContent
from pipeline.tracker.new_workbook.create import workbook
from pipeline.tracker.patch import patched
from scheduler.picture import calendar_of, contacts_of, deadlines_of, office_days, tasks_of, unfinished_contacts
from scheduler.report import PassReport
from scheduler.tracker_base import announce, base_of, kept_base, settle, was_written
from scheduler.workable import made_of
from scheduler.world import World

HELD, DAMAGED, KEPT_BACKUP = "tracker-held", "tracker-damaged", "tracker-backed-up"
# A sync program or a slow share may show half a file for a while; what is still the same after this long is damaged.
PATIENCE = timedelta(minutes=10)
CALENDAR_YEARS = 1


def write_tracker(world: World, report: PassReport, *, now: datetime) -> None:
    """Brings the workbook up to date; whatever stands in the way, nothing is lost and the pass goes on."""
    try:
        _write(world, report, now=now)
    except TrackerLocked as fault:
        _wait(world, report, why=str(fault), now=now)
    except TrackerRefused as fault:
        _wait(world, report, why=str(fault), now=now, at_once=True)
    except TrackerUnreadable as fault:
        _wait_or_renew(world, report, fault=fault, now=now)


def _write(world: World, report: PassReport, *, now: datetime) -> None:
    standing = world.tracker.read()
    if standing is None:
        _make(world, report, now=now)
        return
    base = base_of(world, standing)
    shown = content_of(world, now=now)
    content, new_base = made_of(world, shown, make=lambda whole: patched(standing, whole, base=base))
    if content != standing:
        announce(world, content, base=new_base)
        world.tracker.replace(content, was=standing, now=now)
        report.count("tracker written")
    if new_base != base:
        settle(world, new_base, before=base)
    if content != standing and world.journal.kept.get(KEPT_BACKUP) is None:
        with world.journal.writing():
            world.journal.kept.put(KEPT_BACKUP, True)
    _no_longer_held(world, now=now)


def _make(world: World, report: PassReport, *, now: datetime) -> None:
    if was_written(world):
        if world.journal.kept.get(KEPT_BACKUP) is not None and not world.tracker.is_at_home():
            raise TrackerLocked(
                f"There is neither {world.tracker.path} nor the folder with its backups, as when a share is not "
                "connected; connect it. If they are gone for good, run `caseclock rebuild-tracker`."
            )
        item = Attention(
            id=f"tracker:missing:{now:%Y-%m-%dT%H:%M}",
            what="The tracker was not where it should be",
            why=f"There was no workbook {world.tracker.path.name}, so it was made anew from the journal.",
            remedy="If it was moved, put it back in place of the new one; its own extra columns and colours are in it.",
            since=now,
        )
        with world.journal.writing():
            world.journal.casebook.show([item])
            world.journal.casebook.log([LogEntry(at=now, event="Tracker made anew", detail=item.why)])
    renew(world, was=None, now=now)
    report.count("tracker made")
    _no_longer_held(world, now=now)


def renew(world: World, *, was: bytes | None, now: datetime) -> Path | None:
    """Makes the tracker anew from the journal in the place of `was`, and gives the place where that is now kept."""
    macros = world.tracker.path.suffix.lower() == ".xlsm"
    content, base = made_of(world, content_of(world, now=now), make=lambda whole: workbook(whole, macros=macros))
    announce(world, content, base=base)
    aside = None
    if was is None:
        world.tracker.replace(content, was=None, now=now)
    else:
        aside = world.tracker.renew(content, was=was, now=now)
    settle(world, base, before=kept_base(world))
    return aside


def _wait_or_renew(world: World, report: PassReport, *, fault: TrackerUnreadable, now: datetime) -> None:
    """Leaves a damaged workbook alone while it may still be in the middle of being saved or brought by a sync program;
    once it has stood unchanged for a while it is set aside and made anew."""
    try:
        was = world.tracker.content() or b""
        since = _damaged_since(world, digest(was), now=now)
        if now - since < PATIENCE:
            report.count("tracker damaged, waited for")
            said = f"{fault} If it stays as it is for {PATIENCE.seconds // 60} minutes, it is set aside and made anew."
            report.faults[:] = [*(earlier for earlier in report.faults if earlier != str(fault)), said]
            return
        aside = renew(world, was=was, now=now)
        _say_it_was_renewed(world, report, why=f"{fault} It was kept as {aside.name if aside else ''}", now=now)
    except TrackerLocked as locked:
        _wait(world, report, why=str(locked), now=now)


def _say_it_was_renewed(world: World, report: PassReport, *, why: str, now: datetime) -> None:
    """Shows in the journal, for the next pass to write, that the tracker was made anew."""
    item = Attention(
        id=f"tracker:unreadable:{now:%Y-%m-%dT%H:%M}",
        what="The tracker could not be read",
        why=f"{why} and made anew from the journal.",
        remedy="Copy what was typed into the old one since the last pass, if anything, into the new one.",
        since=now,
    )
    with world.journal.writing():
        world.journal.kept.put(DAMAGED, None)
        world.journal.casebook.show([item])
        world.journal.casebook.log([LogEntry(at=now, event="Tracker made anew", detail=item.why)])
    report.count("tracker made")
    _write(world, report, now=now)


def _damaged_since(world: World, seen: str, *, now: datetime) -> datetime:
    """Since when the damaged file has been seen as it is."""
    kept = world.journal.kept.get(DAMAGED)
    if isinstance(kept, dict) and kept["seen"] == seen:
        return datetime.fromisoformat(kept["since"])
    with world.journal.writing():
        world.journal.kept.put(DAMAGED, {"seen": seen, "since": now.isoformat()})
    return now


def _wait(world: World, report: PassReport, *, why: str, now: datetime, at_once: bool = False) -> None:
    """Leaves the changes in the journal; the manager is told why, `at_once` or after a time set in the settings."""
    held = world.journal.kept.get(HELD)
    since = datetime.fromisoformat(held) if isinstance(held, str) else now
    report.count("tracker held by somebody")
    if at_once and why not in report.faults:
        report.faults.append(why)
    with world.journal.writing():
        world.journal.kept.put(HELD, since.isoformat())
        if at_once or (now - since).total_seconds() >= world.settings.tracker.held_alert_minutes * 60:
            item = Attention(
                id=f"tracker:held:{since.isoformat()}",
                what="Changes wait for the tracker",
                why=why,
                remedy="Do that, or ask for the tracker to be closed; the next pass writes what waits.",
                since=now,
            )
            world.journal.casebook.show([item])


def _no_longer_held(world: World, *, now: datetime) -> None:
    held, damaged = world.journal.kept.get(HELD), world.journal.kept.get(DAMAGED)
    if held is None and damaged is None:
        return
    with world.journal.writing():
        world.journal.kept.put(HELD, None)
        world.journal.kept.put(DAMAGED, None)
        world.journal.casebook.resolve([f"tracker:held:{held}"], now=now)


def content_of(world: World, *, now: datetime) -> TrackerContent:
    """Everything that the workbook is to show."""
    journal = world.journal
    cases = journal.casebook.cases()
    found = deadlines_of(world, cases, now=now)
    return TrackerContent(
        now=now,
        cases=cases,
        deadlines=found,
        tasks=tasks_of(world, cases, now=now),
        agencies=tuple(_progress(world, cases, found=found)),
        attention=journal.casebook.attention(),
        log=journal.casebook.entries(),
        contacts=(*contacts_of(world), *unfinished_contacts(world)),
        calendar=_calendar_days(world, now=now),
        originals={case.ref: case.text("form") for case in cases if case.text("form")},
        office=world.settings.office.partnership,
        marking=world.settings.office.marking,
        uncounted=frozenset(world.uncounted),
    )


def _progress(
    world: World, cases: tuple[Case, ...], *, found: Mapping[str, tuple[Deadline, ...]]
) -> Iterator[AgencyProgress]:
    """What was sent to each agency on each case, and by when its return is due."""
    requested, chased = _sent_to_agencies(world)
    for case in cases:
        dues = {entry.subject: entry.due for entry in found[case.ref] if entry.rule == "agency-return"}
        for state in agencies_of(case):
            key = (case.ref, state.agency)
            yield AgencyProgress(
                case_ref=case.ref,
                agency=state.agency,
                requested_on=requested.get(key),
                due=dues.get(state.agency),
                chased=chased[key],
            )


def _sent_to_agencies(world: World) -> tuple[dict[tuple[str, str], date], Counter[tuple[str, str]]]:
    requested: dict[tuple[str, str], date] = {}
    chased: Counter[tuple[str, str]] = Counter()
    for key, at in world.journal.notices.said().items():
        if key.kind is NoticeKind.AGENCY_REQUEST:
            requested.setdefault((key.case_ref, key.subject), london_date(at))
        elif key.kind is NoticeKind.CHASER:
            chased[key.case_ref, key.subject] += 1
    return requested, chased


def _calendar_days(world: World, *, now: datetime) -> tuple[CalendarDay, ...]:
    """The non-working days from last year to the end of the calendar, in the office's words where it typed any."""
    calendar = calendar_of(world)
    typed = {day.date: CalendarDay(date=day.date, title=day.title, source=day.source) for day in office_days(world)}
    first = date(london_date(now).year - CALENDAR_YEARS, 1, 1)
    listed = {day.day: _listed(day, version=england_and_wales().version) for day in calendar.holidays}
    added = {day.day: CalendarDay(date=day.day, title=day.title, source=day.source) for day in calendar.extra}
    return tuple(typed.get(day) or shown for day, shown in (listed | added).items() if day >= first)


def _listed(day: Holiday, *, version: str) -> CalendarDay:
    """A bank holiday with the name of its list and the list's version; the licence stands in docs/law.md."""
    source = day.source.partition(" (")[0]
    return CalendarDay(date=day.day, title=day.title, source=f"{source}, version {version}")
