"""Whether a pass would find everything as the one before left it: then it does nothing, and only says that it was.

What a pass rests on is kept when a whole one had nothing to do: digests of what it read beside the journal, how the
folders of the mailbox stood before it read them, and until when nothing falls due. Whatever writes into the journal
takes that away (`Journal.writing`). In doubt a pass is a whole one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline.case_faults import is_of_a_case
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import Rest, Topic
from pipeline.edges.tracker_file.workbook_file import digest
from pipeline.errors import CaseclockError
from pipeline.watch.standing import FaultKind
from scheduler.beside_tracker import CALENDAR, PAGE, redate_page
from scheduler.office import ConfiguredOffice
from scheduler.ports import MAILBOX_FAULTS, Ports
from scheduler.report import PassReport
from scheduler.snapshot import Snapshot
from scheduler.watch.look_after import lines_first
from scheduler.watch.record import health

# What may stand while a pass has nothing to do: it is measured anew at the end of each, and said by the day.
_MEASURED = frozenset({FaultKind.DISK, FaultKind.CERTIFICATE, FaultKind.SECRET, FaultKind.CALENDAR})
# When the mailbox was read is all that a pass writes which has nothing to do.
_ROWS_OF_NOTHING = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenBefore:
    """How things stood before a pass read any of them."""

    inputs: Mapping[str, str]  # empty where something of them could not be read, or the pass before was not good
    written: int  # rows of the journal until then
    rest: Rest | None = None  # what the pass before rested on, where all of it is as it was


def seen_before(office: ConfiguredOffice, ports: Ports, *, now: datetime) -> SeenBefore:
    """How things stand before the pass at `now`, which has nothing to do where `rest` is there."""
    journal = ports.journal
    try:
        inputs = dict(_inputs(office, ports))
    except (CaseclockError, OSError):
        inputs = {}
    known = journal.kept.rest.get() if inputs and not office.backfill else None
    is_same = known is not None and _is_as_it_was(known, inputs, office=office, now=now)
    rest = known if is_same and known is not None and _is_mailbox(ports, known, now=now) else None
    return SeenBefore(inputs=inputs, written=journal.written.total(), rest=rest)


def note_nothing_new(*, office: ConfiguredOffice, journal: Journal, report: PassReport, now: datetime) -> None:
    """Says where people look that the mailbox was read and that all of it is as it was."""
    report.unchanged = True
    report.met.add(FaultKind.MAILBOX)
    with journal.writing():
        journal.kept.mail_read_at.put(now)
    redate_page(office, report=report, now=now)


def keep_rest(
    before: SeenBefore, *, office: ConfiguredOffice, journal: Journal, snapshot: Snapshot, report: PassReport
) -> None:
    """Keeps what this pass rested on, where it had nothing to do and nothing waits to be done by the next one."""
    wrote = journal.written.total() - before.written
    if not before.inputs or office.backfill or report.has_done_something or wrote > _ROWS_OF_NOTHING:
        return
    rest = before.rest or _rest_of(before, journal=journal, snapshot=snapshot, report=report)
    if rest is not None:
        with journal.writing():
            journal.kept.rest.put(rest)


def _rest_of(before: SeenBefore, *, journal: Journal, snapshot: Snapshot, report: PassReport) -> Rest | None:
    # Of use where a pass was whole, and never while the office is at rest.
    from pipeline.notices.holds_until import holds_until

    if not report.folders or _waits(journal):
        return None
    try:
        until = holds_until(snapshot.situation())
    except Exception as fault:
        if not is_of_a_case(fault):
            raise
        return None
    return Rest(
        since=snapshot.now,
        until=until,
        inputs=before.inputs,
        folders=dict(report.folders),
        documents=tuple(report.documents),
    )


def _waits(journal: Journal) -> bool:
    """Whether something waits that time or the world alone may bring forward."""
    kept = journal.kept
    return bool(
        journal.notices.queued()
        or journal.notices.in_doubt()
        or journal.mails.undecided()
        or kept.taking_in.get()
        # A document that somebody holds or keeps is looked at each time.
        or kept.conditions.get(Topic.PAPERS)
    )


def _is_as_it_was(rest: Rest, inputs: Mapping[str, str], *, office: ConfiguredOffice, now: datetime) -> bool:
    if not rest.since <= now < rest.until or rest.inputs != inputs:
        return False
    originals = office.settings.tracker.originals
    return all((originals / name).exists() for name in rest.documents)


def _is_mailbox(ports: Ports, rest: Rest, *, now: datetime) -> bool:
    try:
        with ports.inbox.signed_in(now=now) as mailbox:
            return mailbox.states(mailbox.folders().all) == rest.folders
    except MAILBOX_FAULTS:
        # The whole pass meets the same, and says so.
        return False


def _inputs(office: ConfiguredOffice, ports: Ports) -> Iterator[tuple[str, str]]:
    """What a pass reads beside journal and mailbox, as digests; nothing where the pass before was not good."""
    record = health(ports.journal.folder)
    if record.ended != "whole" or record.faults or any(fault.kind not in _MEASURED for fault in record.standing):
        return
    tracker, calendar = ports.tracker, office.settings.tracker.path.with_name(CALENDAR)
    content, written = tracker.content(), calendar.stat()
    if content is None:
        return
    yield "office", office.digest()
    yield "workbook", digest(content)
    yield "copies beside it", "\n".join(map(str, tracker.conflict_copies()))
    yield "calendar", f"{written.st_size} {written.st_mtime_ns}"
    tracker.path.with_name(PAGE).stat()  # a page that somebody took away is written anew
    yield "what stands", "\n".join(lines_first(PassReport(), ports.journal))
