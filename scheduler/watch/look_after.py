"""The last step of a pass: looks after what a pass itself does not need, and writes down how it went."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import MailServer
from pipeline.errors import WORLD_FAULTS, fault_text
from pipeline.notices.recipients import OFFICE_ROLES
from pipeline.settings import Settings
from pipeline.watch.running_out import MEGABYTE, Stores, ends_of_secrets, running_out
from pipeline.watch.standing import FaultKind, StandingFault, carried_on, fault_lines, kind_of
from scheduler.office import ConfiguredOffice
from scheduler.ports import OUTGOING_FAULTS, Ports
from scheduler.report import PassReport
from scheduler.snapshot import Snapshot
from scheduler.watch.probe import look_for_probe
from scheduler.watch.record import HealthRecord, health, keep_whom_to_alarm, write_health

# Where nothing had to be sent for so long, the outgoing server is signed in to all the same: it must not fail unseen.
MET_WITHIN = timedelta(minutes=20)
# What a whole pass disproves only where it saw it work; whether the clock is right is judged after the pass.
_ONLY_WHERE_MET = frozenset({FaultKind.OUTGOING, FaultKind.PROBE, FaultKind.TEMPLATES})


def look_after(*, office: ConfiguredOffice, ports: Ports, snapshot: Snapshot, report: PassReport) -> None:
    """Meets the outgoing server where nothing was sent, sends the probe, and writes `health.json` for a whole pass."""
    journal, now, before = ports.journal, snapshot.now, health(ports.journal.folder)
    _meet_outgoing(ports, report, own=office.settings.office.address, before=before, now=now)
    look_for_probe(office, ports, snapshot=snapshot, report=report)
    _keep_whom(journal.folder, snapshot)
    stores = measured(office.settings, journal)
    out = running_out(office.settings, stores, calendar=snapshot.calendar, now=now)
    disproved = frozenset(FaultKind) - (_ONLY_WHERE_MET - report.met) - {FaultKind.CLOCK}
    newest = journal.mails.newest()
    record = _after(report, before, out=out, disproved=disproved, now=now)
    write_health(
        journal.folder,
        replace(
            record,
            last_mail=newest[0] if newest else None,
            newest_mail=newest[1] if newest else None,
            oldest_queued=stores.oldest_queued,
            certificates=stores.certificates,
            secrets=ends_of_secrets(office.settings),
            calendar_ends=snapshot.calendar.horizon,
            disk_free_megabytes={place: free // MEGABYTE for place, free in stores.free.items()},
        ),
    )


def record_broken_off(
    folder: Path,
    fault: BaseException,
    *,
    now: datetime,
    report: PassReport | None = None,
    ended: str = "broken off",
) -> None:
    """Writes `health.json` for a pass that did not come to its end; on a disk that takes nothing it stays as it was."""
    report = report or PassReport()
    report.stands(kind_of(fault), plain_fault(fault), now=now)
    before = health(folder)
    record = _after(report, before, disproved=frozenset(report.met), now=now)
    with suppress(OSError):
        write_health(folder, replace(record, ended=ended))


def plain_fault(fault: BaseException) -> str:
    """What broke a pass off, in words that quote nothing that was being worked on."""
    if isinstance(fault, KeyboardInterrupt | SystemExit):
        return "The pass was told to stop before its end; the next one goes on where it was."
    if isinstance(fault, WORLD_FAULTS):
        return fault_text(fault)
    said = f"The program failed ({type(fault).__name__}, {_where(fault)})."
    return f"{said} Every pass tries again; report it with this line."


def _where(fault: BaseException) -> str:
    """The line of ours that was being worked at: a file's name and a number."""
    trace, found = fault.__traceback__, "no line known"
    while trace is not None:
        code = trace.tb_frame.f_code
        found = f"{Path(code.co_filename).name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return found


def lines_first(report: PassReport, journal: Journal) -> tuple[str, ...]:
    """What the digest and the sheet Today say before anything else: what stands, with this pass so far."""
    before = health(journal.folder)
    found = _read_since(report.standing.values(), before)
    standing = carried_on(found, before.standing, disproved=frozenset(report.met))
    return fault_lines(fault for fault in standing if not _is_of_one_pass(fault, before))


def _is_of_one_pass(fault: StandingFault, before: HealthRecord) -> bool:
    """Whether it is only that the pass before this one broke off: this one goes on where that one was."""
    return fault.kind is FaultKind.PASS and fault.seen == before.last_pass


def _after(
    report: PassReport,
    before: HealthRecord,
    *,
    out: Iterable[StandingFault] = (),
    disproved: frozenset[FaultKind],
    now: datetime,
) -> HealthRecord:
    good = not report.faults
    found = (*_read_since(report.standing.values(), before), *out)
    met = report.met
    return replace(
        before,
        last_pass=now,
        latest_pass=_latest(before.latest_pass, now),
        last_good_pass=now if good else before.last_good_pass,
        not_good_since=None if good else before.not_good_since or before.last_good_pass or now,
        ended="whole",
        unchanged=report.unchanged,
        counts=dict(report.counts),
        faults=tuple(report.faults),
        standing=carried_on(found, before.standing, disproved=disproved),
        mailbox_read=now if FaultKind.MAILBOX in met else before.mailbox_read,
        outgoing_met=now if FaultKind.OUTGOING in met else before.outgoing_met,
    )


def _latest(before: datetime | None, now: datetime) -> datetime:
    """The later one; a clock that was a week and more ahead of itself is believed no longer."""
    return before if before and now < before < now + timedelta(days=7) else now


def _read_since(found: Iterable[StandingFault], before: HealthRecord) -> tuple[StandingFault, ...]:
    """What was found, each since when people are without it: a mailbox since it was last read."""
    last = {FaultKind.MAILBOX: before.mailbox_read, FaultKind.OUTGOING: before.outgoing_met}
    return tuple(replace(fault, since=last.get(fault.kind) or fault.since) for fault in found)


def _meet_outgoing(ports: Ports, report: PassReport, *, own: str, before: HealthRecord, now: datetime) -> None:
    if FaultKind.OUTGOING in report.met or FaultKind.OUTGOING in report.standing:
        return
    stood = any(fault.kind is FaultKind.OUTGOING for fault in before.standing)
    if not stood and before.outgoing_met is not None and now - before.outgoing_met < MET_WITHIN:
        return
    try:
        with ports.outbox.signed_in(now=now) as server:
            # One that lets us in may refuse every mail all the same, and by night none is offered to it.
            refused = (mail.recipient for mail in ports.journal.notices.queued() if mail.fault)
            if not stood or server.would_take(sender=own, recipient=next(refused, own)):
                report.met.add(FaultKind.OUTGOING)
    except OUTGOING_FAULTS as fault:
        report.stands(FaultKind.OUTGOING, str(fault), now=now)


def _keep_whom(folder: Path, snapshot: Snapshot) -> None:
    inside = (contact for contact in snapshot.contacts if contact.active and contact.role in OFFICE_ROLES)
    managers = sorted(inside, key=lambda contact: OFFICE_ROLES.index(contact.role))
    keep_whom_to_alarm(folder, dict.fromkeys(contact.address.lower() for contact in managers))


def measured(settings: Settings, journal: Journal) -> Stores:
    """What there is of disk, certificates and queue."""
    ends = {server.value: journal.kept.watch.certificates.get(server) for server in MailServer}
    return Stores(
        free=_free({"store": settings.store.folder, "tracker": settings.tracker.path.parent}),
        certificates={name: end for name, end in ends.items() if end},
        oldest_queued=journal.notices.oldest_waiting(),
        waiting_for=journal.notices.waiting_for(),
        last_sent=journal.notices.last_sent(),
    )


def _free(places: Mapping[str, Path]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, folder in places.items():
        # A share that is away has a fault of its own.
        with suppress(OSError):
            found[name] = shutil.disk_usage(folder).free
    return found
