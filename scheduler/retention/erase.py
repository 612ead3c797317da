"""Erases cases: what each step does can be done again, so that an erasure that was cut off is brought to its end.

The order: the intent into the journal; their rows out of the workbook; their rows out of the journal, with the salts of
the chain, and the certificate into it; then all that lies in files, the free pages, and a search for what may be left.
Until the rows of the journal are gone everything may still be given up, and a legal hold is looked for once more.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pipeline.dates import london_date, long_date
from pipeline.edges.erasure.free_pages import clear_free_pages, overwrite_what_goes
from pipeline.edges.erasure.rows import erase_rows, proof_of
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import Erasing
from pipeline.edges.tracker_file.workbook_file import digest
from pipeline.errors import CaseclockError, StoreUnavailable, TrackerRefused
from pipeline.model import LogEntry
from pipeline.record.retention import RetainedCase
from pipeline.tracker.erasing import base_without, rows_left, without_cases
from pipeline.tracker.model import Base
from scheduler.office import ConfiguredOffice
from scheduler.ports import Ports
from scheduler.record.bundle import SUMS
from scheduler.report import PassReport
from scheduler.retention.due import cases_by_rule, kept_by_workbook
from scheduler.retention.plan import ErasurePlan, planned
from scheduler.retention.traces import Trace, speaks_of_any, traces
from scheduler.shared.carried import only_pass
from scheduler.snapshot import Snapshot
from scheduler.steps.tracker_in import take_in_office_words
from scheduler.steps.tracker_out import write_tracker
from scheduler.tracker_base import announce, base_of, kept_base

ERASED = "Case erased"


@dataclass(frozen=True, kw_only=True, slots=True)
class Erasure:
    """What was erased, what is left to people, and what may be left in our files."""

    left: Erasing
    given_up: str = ""  # why nothing was erased after all
    traces: tuple[Trace, ...] = ()
    looked_for: int = 0  # words


def erase(office: ConfiguredOffice, ports: Ports, *, refs: Iterable[str], now: datetime) -> Erasure:
    """Erases these cases, which must be due; raises CaseclockError, and then nothing was begun."""
    with only_pass(ports.journal, silent=office.longest_silence):
        finish(office, ports, now=now)
        report, snapshot = PassReport(), Snapshot(office, ports.journal, now=now)
        take_in_office_words(
            office=office, journal=ports.journal, tracker=ports.tracker, snapshot=snapshot, report=report
        )
        if report.faults:
            raise CaseclockError(f"Nothing was erased: {report.faults[0]}")
        wanted = tuple(dict.fromkeys(refs))
        _require_due(cases_by_rule(office, ports.journal, now=now), wanted)
        _require_room(ports)
        with ports.journal.writing():
            ports.journal.kept.erasing.put(Erasing(refs=wanted))
            named = ", ".join(wanted)
            ports.journal.casebook.log([LogEntry(at=now, event="Erasure begun", detail=f"Named: {named}")])
        return finish(office, ports, now=now) or Erasure(left=Erasing(refs=wanted))


def _require_due(known: Iterable[RetainedCase], wanted: Iterable[str]) -> None:
    by_ref = {one.ref: one for one in known}
    for ref in wanted:
        if ref not in by_ref:
            raise CaseclockError(f"Nothing was erased: there is no case {ref}.")
        if by_ref[ref].kept:
            when = f" (due {by_ref[ref].when})" if by_ref[ref].when else ""
            raise CaseclockError(f"Nothing was erased: {ref} is kept, because {by_ref[ref].kept}{when}.")


def _require_room(ports: Ports) -> None:
    """Raises TrackerLocked while somebody has the workbook open: better before anything is begun."""
    ports.tracker.require_closed()
    ports.tracker.require_writable()


def finish(office: ConfiguredOffice, ports: Ports, *, now: datetime) -> Erasure | None:
    """Brings an erasure that was begun to its end, under the lock of the pass; None where there is none."""
    journal = ports.journal
    begun = journal.kept.erasing.get()
    if begun is None:
        return None
    overwrite_what_goes(journal)
    if not begun.is_recorded:
        why = _out_of_rows(office, ports, refs=begun.refs, now=now)
        if why:
            _give_up(journal, why, now=now)
            return Erasure(left=begun, given_up=why)
    left = journal.kept.erasing.get() or begun
    return _out_of_files(office, ports, left=left, now=now)


def _give_up(journal: Journal, why: str, *, now: datetime) -> None:
    with journal.writing():
        journal.kept.erasing.put(None)
        journal.casebook.log([LogEntry(at=now, event="Erasure given up", detail=why)])


def _out_of_rows(office: ConfiguredOffice, ports: Ports, *, refs: tuple[str, ...], now: datetime) -> str:
    """Takes the cases out of workbook and journal; says why not, where something now keeps one of them."""
    journal, was = ports.journal, ports.tracker.read()
    known = {one.ref: one for one in cases_by_rule(office, journal, now=now)}
    in_workbook = kept_by_workbook(was)
    for ref in refs:
        why = in_workbook.get(ref) or (known[ref].kept if ref in known else "")
        if why:
            return f"{ref} is kept, because {why}."
    plan = planned(office, ports, refs=refs, now=now)
    certificates = [_certificate(office, known[ref], plan=plan, journal=journal, now=now) for ref in sorted(refs)]
    base = _out_of_workbook(ports, was, plan=plan, now=now)
    with journal.writing():
        erase_rows(journal.connection, plan.gone, bare=plan.bare)
        kept = journal.kept
        kept.tracker_base.put_whole(base)
        kept.guards.refs.put((kept.guards.refs.get() or frozenset()).union(refs))
        kept.guards.lost_refs.put((kept.guards.lost_refs.get() or frozenset()).union(refs))
        kept.erased_refs.put((kept.erased_refs.get() or frozenset()).union(refs))
        kept.erasing.put(replace(plan.left, is_recorded=True))
        journal.standings.forget()
        journal.ledgers.forget()
        journal.casebook.log(certificates)
    return ""


def _certificate(
    office: ConfiguredOffice, case: RetainedCase, *, plan: ErasurePlan, journal: Journal, now: datetime
) -> LogEntry:
    """What stays of it: no word of anybody, but that it was there, by which rule it went, and how much that was."""
    gone, rule = plan.gone, office.settings.retention.rule
    together = f" Together with {', '.join(sorted(gone.refs - {case.ref}))}." if len(gone.refs) > 1 else ""
    said = (
        f"Erased on {long_date(london_date(now))}; due {case.when}{f' ({rule})' if rule else ''}. "
        f"{len(gone.facts)} facts, {len(gone.log)} lines of the log, {len(gone.mails)} mails received, "
        f"{len(gone.outgoing)} sent, {len(plan.left.files)} files; {len(gone.shared)} mails kept with other cases."
        f"{together} SHA-256 over their entries in the record: {proof_of(journal.connection, gone)}."
    )
    return LogEntry(at=now, event=ERASED, detail=said, case_ref=case.ref)


def _out_of_workbook(ports: Ports, was: bytes | None, *, plan: ErasurePlan, now: datetime) -> Base:
    """Writes the workbook without the rows, and gives what it then says."""
    journal, refs, items = ports.journal, plan.gone.refs, plan.gone.items
    if was is None:
        return base_without(kept_base(journal), refs, items=items)
    base = base_without(base_of(journal, was), refs, items=items)
    new = without_cases(was, refs, items=items)
    if stay := rows_left(new, refs, items=items):
        raise TrackerRefused(
            f"Nothing was erased yet: formulas or merged cells tie rows of {', '.join(sorted(refs))} in the tracker to "
            f"others ({', '.join(stay[:5])}). Delete these rows in the tracker, save it, and run the command again."
        )
    if new != was:
        announce(journal, new, base=base)
        ports.tracker.replace(new, was=was, now=now)
    with journal.writing():
        journal.kept.tracker_version.put(digest(new))
    return base


def _out_of_files(office: ConfiguredOffice, ports: Ports, *, left: Erasing, now: datetime) -> Erasure:
    """Takes away what lies in files and free pages, and looks for what may be left."""
    journal, report = ports.journal, PassReport()
    # First what is written anew, since each write keeps what was there.
    write_tracker(office=office, ports=ports, snapshot=Snapshot(office, journal, now=now), report=report)
    try:
        for kind, names in (("mail", left.mails), ("outgoing", left.outgoing)):
            for sha256 in names:
                journal.raw.erase(sha256, kind=kind)
        for path in (*map(Path, left.files), *_bundles_of(office, left.refs)):
            _remove(path)
        for path in (*ports.tracker.kept_backups(), *ports.tracker.set_aside()):
            if speaks_of_any(path, left):
                path.unlink()
    except OSError as fault:
        raise StoreUnavailable(
            f"Not everything is erased yet: {fault.filename} cannot be taken away ({fault.strerror}). Close it where "
            "it is open, let Caseclock write into its folder, and run the same command again."
        ) from fault
    clear_free_pages(journal)
    found = tuple(traces(office, ports, left=left))
    with journal.writing():
        journal.kept.erasing.put(None)
    clear_free_pages(journal)
    return Erasure(left=left, traces=found, looked_for=len(left.words))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _bundles_of(office: ConfiguredOffice, refs: Iterable[str]) -> Iterator[Path]:
    """The zips and folders in the office's folders or this one that `caseclock audit` made of one of these cases."""
    tracker, store = office.settings.tracker, office.settings.store.folder
    places = dict.fromkeys((tracker.path.parent, tracker.originals, store, store.parent, Path.cwd()))
    for place in places:
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if any(_is_bundle_of(path, ref) for ref in refs):
                yield path


def _is_bundle_of(path: Path, ref: str) -> bool:
    if path.is_dir():
        return (path / SUMS).is_file() and (path / f"{ref}.html").is_file()
    if path.suffix.lower() != ".zip":
        return False
    try:
        with zipfile.ZipFile(path) as packed:
            return f"{ref}/{SUMS}" in packed.namelist()
    except (zipfile.BadZipFile, OSError):
        return False
