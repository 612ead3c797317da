"""Writes the tracker once: patched where it stands, made where there is none, left for later where it is held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import DamagedTracker
from pipeline.edges.tracker_file.workbook_file import digest
from pipeline.errors import TrackerLocked, TrackerRefused, TrackerUnreadable
from pipeline.item_ids import ItemKind
from pipeline.model import Attention, LogEntry
from pipeline.today_page import PageLinks, page
from pipeline.tracker.content.rows import line_digest
from pipeline.tracker.content.today_blocks import mail_links
from pipeline.tracker.merge.patch import patched
from pipeline.tracker.merge.settled_items import settled_items
from pipeline.tracker.merge.upgrade.new_order import Ordered, in_new_order, is_whole
from pipeline.tracker.model import Base, TrackerContent
from pipeline.tracker.workbook.values import canonical
from pipeline.watch.standing import FaultKind, StandingFault
from scheduler.beside_tracker import page_at_fault, put_page
from scheduler.guards.old_store import is_old
from scheduler.guards.resting import let_rest
from scheduler.office import ConfiguredOffice
from scheduler.ports import Ports
from scheduler.report import PassReport
from scheduler.snapshot import Snapshot
from scheduler.steps.tracker_content import content_of, made_of
from scheduler.tracker_base import announce, base_of, kept_base, settle, was_written, workbook_at_fault
from scheduler.tracker_put_back import Backup, newest_backup
from scheduler.watch.look_after import lines_first

# A sync program or a slow share may show half a file for a while; what is still the same after this long is damaged.
PATIENCE = timedelta(minutes=10)


def write_tracker(*, office: ConfiguredOffice, ports: Ports, snapshot: Snapshot, report: PassReport) -> None:
    """Brings the workbook up to date; whatever stands in the way, nothing is lost and the pass goes on."""
    if is_old(ports.journal):
        return
    shown = content_of(office, ports.journal, snapshot=snapshot, faults=lines_first(report, ports.journal))
    _write_page(office, shown, report=report)
    try:
        _write(office, ports, snapshot=snapshot, report=report, shown=shown)
    except (TrackerLocked, TrackerRefused) as fault:
        # One that is open waits for a while before anybody is told; one that may not be written at all does not.
        patience = 0 if isinstance(fault, TrackerRefused) else office.settings.tracker.held_alert_minutes
        if not patience:
            report.stands(FaultKind.TRACKER, str(fault), now=snapshot.now)
        _wait(str(fault), ports.journal, report=report, minutes=patience, now=snapshot.now)
    except TrackerUnreadable as fault:
        _wait_or_renew(fault, office=office, ports=ports, snapshot=snapshot, report=report)


def _write_page(office: ConfiguredOffice, shown: TrackerContent, *, report: PassReport) -> None:
    """Writes Today as a page beside the workbook, which may be open elsewhere all day."""
    path = office.settings.tracker.path
    if shown.today is None or not path.parent.is_dir():
        return  # its share is not connected: nothing is written where it will be
    links = PageLinks(workbook=path.name, forms=shown.originals, mails=mail_links(shown))
    with page_at_fault(report):
        put_page(office, page(shown.today, office=shown.office, links=links))


@dataclass(frozen=True, kw_only=True, slots=True)
class Rebuilt:
    """What became of a tracker: whether its columns were put in order or all of it made anew, and what is left."""

    is_anew: bool
    aside: str = ""  # what the old one is now called; empty where there was none
    left: tuple[str, ...] = ()  # the sheets whose columns stayed where they were


def rebuild_tracker(office: ConfiguredOffice, ports: Ports, *, now: datetime, anew: bool = False) -> Rebuilt:
    """Puts the columns of the tracker in the order of this version, everything of the office's own kept; makes it
    `anew` from the journal where that is wanted, or it cannot be read or lacks a sheet. The old one is kept beside it.

    Raises TrackerLocked, and changes nothing, while somebody has the tracker open.
    """
    with ports.journal.pass_lock():
        snapshot, was = Snapshot(office, ports.journal, now=now), ports.tracker.content()
        ordered = None if anew or was is None else _in_order(was)
        if ordered is None or was is None:
            aside = _renew(office, ports, snapshot=snapshot, was=was)
            return Rebuilt(is_anew=True, aside=aside.name if aside else "")
        own = Backup(name="", content=ordered.package, base=base_of(ports.journal, was))
        aside = _renew(office, ports, snapshot=snapshot, was=was, backup=own)
        return Rebuilt(is_anew=False, aside=aside.name if aside else "", left=ordered.left)


def _in_order(content: bytes) -> Ordered | None:
    """The workbook in the order of this version; None where it cannot be used, or lacks a sheet."""
    try:
        with workbook_at_fault():
            return in_new_order(content) if is_whole(content) else None
    except (TrackerUnreadable, TrackerRefused):
        return None


def _write(
    office: ConfiguredOffice, ports: Ports, *, snapshot: Snapshot, report: PassReport, shown: TrackerContent
) -> None:
    journal, tracker = ports.journal, ports.tracker
    before = tracker.read()
    if before is None:
        _make(office, ports, snapshot=snapshot, report=report)
        return
    with workbook_at_fault():
        base = base_of(journal, before)
    if snapshot.at_rest.standings and not journal.standings.any():
        # Somebody has put an older version in place since this pass read it.
        snapshot.wake_all()
        shown = content_of(office, journal, snapshot=snapshot, faults=lines_first(report, journal))
    with workbook_at_fault():
        shown = _with_settled(journal, shown, base=base)
        content, new_base = made_of(journal, shown, make=lambda whole: patched(before, whole, base=base))
    if content != before:
        announce(journal, content, base=new_base)
        tracker.replace(content, was=before, now=snapshot.now)
        report.count("tracker written")
    else:
        _keep_what_was_saved(ports, content, now=snapshot.now)
    _remember_version(journal, content)
    if new_base is not base or content != before:
        settle(journal, new_base, before=base)
    if content != before and journal.kept.has_backup.get() is None:
        with journal.writing():
            journal.kept.has_backup.put(True)
    _no_longer_held(journal, now=snapshot.now)
    let_rest(journal, snapshot, shown=shown, base=new_base)


def _with_settled(journal: Journal, shown: TrackerContent, *, base: Base) -> TrackerContent:
    """What is shown, with a line of the log for each item that leaves Needs attention."""
    kept = journal.kept
    settled = settled_items(base, shown.attention, told=lambda item: kept.settled_at.get(item) or "", now=shown.now)
    if not settled:
        return shown
    lines = dict.fromkeys(one.line for one in settled)  # like ones of one minute are one line on the sheet
    with journal.writing():
        journal.casebook.log(lines)
        for line in lines:
            kept.settled_by_line.put(line_digest(line), frozenset(one.item for one in settled if one.line == line))
        for one in settled:
            kept.settled_at.put(one.item, canonical(one.line.at))
    return replace(shown, log=(*shown.log, *lines))


def _keep_what_was_saved(ports: Ports, content: bytes, *, now: datetime) -> None:
    """Keeps a version that the office saved and nothing was written into: its colours stand nowhere else."""
    kept = ports.journal.kept
    if kept.tracker_version.get() not in (None, digest(content)):
        ports.tracker.keep(content, now=now)


def _remember_version(journal: Journal, content: bytes) -> None:
    if journal.kept.tracker_version.get() != digest(content):
        with journal.writing():
            journal.kept.tracker_version.put(digest(content))


def _make(office: ConfiguredOffice, ports: Ports, *, snapshot: Snapshot, report: PassReport) -> None:
    journal, tracker, now = ports.journal, ports.tracker, snapshot.now
    backup = None
    if was_written(journal):
        if journal.kept.has_backup.get() and not tracker.is_at_home():
            raise TrackerLocked(
                f"There is neither {tracker.path} nor the folder with its backups, as when a share is not "
                "connected; connect it. If they are gone for good, run `caseclock rebuild-tracker`."
            )
        backup = newest_backup(journal, tracker)
        item = Attention(
            id=f"tracker:missing:{now:%Y-%m-%dT%H:%M}",
            what="The tracker was not where it should be",
            why=f"There was no workbook {tracker.path.name}, so it was {_whence(backup)}.",
            remedy="If it was moved, put it back in place of this one; what was changed in it since is in it.",
            since=now,
        )
        with journal.writing():
            journal.casebook.show([item])
            journal.casebook.log([LogEntry(at=now, event=_event(backup), detail=item.why)])
    _renew(office, ports, snapshot=snapshot, was=None, backup=backup)
    report.count("tracker made")
    _no_longer_held(journal, now=now)


def _whence(backup: Backup | None) -> str:
    if backup is None:
        return "made anew from the journal: no backup of it could be read"
    return f"put back from the backup {backup.name} and brought up to date"


def _event(backup: Backup | None) -> str:
    return "Tracker put back from a backup" if backup else "Tracker made anew"


def _renew(
    office: ConfiguredOffice, ports: Ports, *, snapshot: Snapshot, was: bytes | None, backup: Backup | None = None
) -> Path | None:
    """Puts the tracker back from `backup`, or makes it anew from the journal, in the place of `was`; gives the place
    where that is now kept."""
    # Of use once in a workbook's life, and slow to import.
    from pipeline.tracker.new_workbook.create import workbook

    journal, tracker, now = ports.journal, ports.tracker, snapshot.now
    macros = tracker.path.suffix.lower() == ".xlsm"
    snapshot.wake_all()
    shown = content_of(office, journal, snapshot=snapshot)
    if backup is not None:
        content, base = made_of(journal, shown, make=lambda w: patched(backup.content, w, base=backup.base))
    else:
        content, base = made_of(journal, shown, make=lambda w: workbook(w, macros=macros))
    announce(journal, content, base=base)
    aside = None
    if was is None:
        tracker.replace(content, was=None, now=now)
    else:
        aside = tracker.renew(content, was=was, now=now)
    settle(journal, base, before=kept_base(journal))
    _remember_version(journal, content)
    return aside


def _wait_or_renew(
    fault: TrackerUnreadable, *, office: ConfiguredOffice, ports: Ports, snapshot: Snapshot, report: PassReport
) -> None:
    """Leaves a damaged workbook alone while it may still be in the middle of being saved or brought by a sync program;
    once it has stood unchanged for a while it is set aside and made anew."""
    journal, now = ports.journal, snapshot.now
    try:
        was = ports.tracker.content() or b""
        since = _damaged_since(journal, digest(was), now=now)
        if now - since < PATIENCE:
            report.count("tracker damaged, waited for")
            said = f"{fault} If it stays as it is for {PATIENCE.seconds // 60} minutes, it is set aside and put back."
            report.faults[:] = [*(earlier for earlier in report.faults if earlier != str(fault)), said]
            return
        backup = newest_backup(journal, ports.tracker)
        aside = _renew(office, ports, snapshot=snapshot, was=was, backup=backup)
        kept = f"{fault} It was kept as {aside.name if aside else ''} and"
        _say_it_was_renewed(journal, f"{kept} {_whence(backup)}.", event=_event(backup), now=now)
        report.count("tracker made")
        left = [other for other in report.faults if other != str(fault)]
        renewed = content_of(office, journal, snapshot=snapshot, faults=left)
        _write(office, ports, snapshot=snapshot, report=report, shown=renewed)
    except TrackerLocked as locked:
        _wait(str(locked), journal, report=report, minutes=office.settings.tracker.held_alert_minutes, now=now)


def _say_it_was_renewed(journal: Journal, why: str, *, event: str, now: datetime) -> None:
    """Shows that the tracker was put back or made anew."""
    item = Attention(
        id=f"tracker:unreadable:{now:%Y-%m-%dT%H:%M}",
        what="The tracker could not be read",
        why=why,
        remedy="Copy what was typed into the old one since the last pass, if anything, into the new one.",
        since=now,
    )
    with journal.writing():
        journal.kept.damaged_tracker.put(None)
        journal.casebook.show([item])
        journal.casebook.log([LogEntry(at=now, event=event, detail=item.why)])


def _damaged_since(journal: Journal, found: str, *, now: datetime) -> datetime:
    """Since when the damaged file, by its digest, has been as it is."""
    kept = journal.kept.damaged_tracker.get()
    if kept is not None and kept.digest == found:
        return kept.since
    with journal.writing():
        journal.kept.damaged_tracker.put(DamagedTracker(digest=found, since=now))
    return now


def _wait(why: str, journal: Journal, *, report: PassReport, minutes: int, now: datetime) -> None:
    """Leaves the changes in the journal; the manager is told why once they have waited for so many `minutes`."""
    since = journal.kept.tracker_held_since.get() or now
    report.count("tracker held by somebody")
    held = StandingFault(kind=FaultKind.TRACKER, why=why, since=since, seen=since)
    # One that cannot even be read is no longer only waited for.
    report.standing.setdefault(FaultKind.TRACKER, replace(held, warns=now - since < timedelta(minutes=minutes)))
    with journal.writing():
        journal.kept.tracker_held_since.put(since)
        if now - since >= timedelta(minutes=minutes):
            item = Attention(
                id=f"{ItemKind.TRACKER_HELD}{since.isoformat()}",
                what="Changes wait for the tracker",
                why=why,
                remedy="Do that, or ask for the tracker to be closed; the next pass writes what waits.",
                since=now,
            )
            journal.casebook.show([item])
            journal.casebook.restate([item])  # what stands in the way now need not be what did at first


def _no_longer_held(journal: Journal, *, now: datetime) -> None:
    since = journal.kept.tracker_held_since.get()
    if since is None and journal.kept.damaged_tracker.get() is None:
        return
    with journal.writing():
        journal.kept.tracker_held_since.put(None)
        journal.kept.damaged_tracker.put(None)
        if since is not None:
            journal.casebook.resolve([f"{ItemKind.TRACKER_HELD}{since.isoformat()}"], now=now)
