"""What a person decides where the store is older than the workbook or the mailbox: which of them is right."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import Topic
from pipeline.errors import CaseclockError
from pipeline.facts import STATUSES, Fact, Source
from pipeline.model import LogEntry
from pipeline.tracker.merge.newer_work import newer_work, rows_of, shown_refs
from scheduler.guards.old_store import is_old, known_refs, look_at_workbook
from scheduler.office import ConfiguredOffice
from scheduler.ports import Ports
from scheduler.report import show_conditions
from scheduler.steps.tracker_out import rebuild_tracker

Trusted = Literal["store", "workbook"]


def settle(office: ConfiguredOffice, ports: Ports, *, trusted: Trusted, now: datetime) -> str:
    """Does what a person decided and says what was done; raises CaseclockError where there is nothing to decide."""
    journal, content = ports.journal, ports.tracker.read()
    if content is not None:
        look_at_workbook(content, office=office, journal=journal)
    if not is_old(journal):
        raise CaseclockError("This store is not older than the workbook or the mailbox; nothing was changed.")
    said = ""
    if trusted == "workbook":
        if content is None:
            raise CaseclockError("There is no workbook to enter the cases from; nothing was changed.")
        with journal.pass_lock(), journal.writing():
            said = _enter(content, office=office, journal=journal, now=now)
    elif content is not None:
        aside = rebuild_tracker(office, ports, now=now, anew=True).aside
        said = f"The workbook is made anew; the old one is kept as {aside}."
    guards = journal.kept.guards
    with journal.writing():
        guards.newer_workbook.put(None)
        guards.sent_refs.put(None)
        guards.lost_refs.put((guards.refs.get() or frozenset()) - set(journal.casebook.refs()))
        show_conditions(journal, Topic.OLD_STORE, items=())
        event = "The office trusts the workbook" if trusted == "workbook" else "The office trusts the store"
        journal.casebook.log([LogEntry(at=now, event=event, detail=said)])
    return f"{said} Sending and filing go on with the next pass.".strip()


def _enter(content: bytes, *, office: ConfiguredOffice, journal: Journal, now: datetime) -> str:
    """Opens the cases that only the workbook shows, under their own references, and takes over the lines of its Log."""
    casebook, cases = journal.casebook, known_refs(journal)
    refs = shown_refs(content, prefix=office.settings.office.reference_prefix, cases=cases)
    found = newer_work(content, log=casebook.entries(), cases=cases, refs=refs)
    rows = rows_of(content, refs)
    for ref, row in sorted(rows.items()):
        casebook.open(ref, opened_at=now, opened_by=f"workbook:{ref}")
        casebook.add_facts(
            Fact(case_ref=ref, name=name, value=value, source=Source.TRACKER, recorded_at=now, detail=row.where)
            for name, value in row.values or (("status", STATUSES[0]),)
        )
    casebook.log(found.lines)
    return f"{len(rows)} cases were entered from the workbook: {', '.join(sorted(rows)) or 'none'}."
