"""What init makes of the settings: folders in the mailbox, the store, the workbook; and what is left to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pipeline.edges.mailbox.folders import MailboxFolders
from pipeline.errors import CaseclockError
from pipeline.tracker.merge.tables import tables
from scheduler.check import findings, other_workbook
from scheduler.checking.finding import Finding
from scheduler.office import ConfiguredOffice, office_of
from scheduler.ports import Ports, open_ports
from scheduler.steps.tracker_out import rebuild_tracker


def mailbox_folders(office: ConfiguredOffice) -> MailboxFolders:
    """Signs in to the mailbox, once, and makes the folders that are missing; raises LoginRefused, InboxUnavailable."""
    with open_ports(office) as ports, ports.inbox.proved() as inbox:
        return inbox.folders()


def proved(config: Path, *, mailbox_fault: str, now: datetime) -> tuple[Finding, ...]:
    """Makes the workbook where there is none, and proves the whole set-up; only the workbook, where the mailbox has
    refused us already: repeated tries lock accounts."""
    office = office_of(config)
    with open_ports(office) as ports:
        made = tuple(_workbook(office, ports, now=now))
        if mailbox_fault:
            return (Finding(what="Mailbox", good=False, said=mailbox_fault), *made)
        return (*made, *findings(office, ports, now=now))


def _workbook(office: ConfiguredOffice, ports: Ports, *, now: datetime) -> Iterator[Finding]:
    """Makes the workbook; one that is there is left as it is until the first pass."""
    path = office.settings.tracker.path
    try:
        if (content := ports.tracker.read()) is not None:
            there = Finding(what="Workbook", good=True, said=f"{path} was there, and is left as it is.")
            yield there if tables(content) else other_workbook(path)
            return
        rebuild_tracker(office, ports, now=now)
        yield Finding(what="Workbook", good=True, said=f"{path} is made, with those in Contacts whom you named.")
    except CaseclockError as fault:
        yield Finding(what="Workbook", good=False, said=str(fault))


def next_steps(config: Path, found: tuple[Finding, ...]) -> tuple[str, ...]:
    """What the office does next, a sentence each, in order."""
    office, named = office_of(config).settings, f" --config {config}"
    wrong = any(not finding.good for finding in found)
    first = (f"Put right what is marked WRONG; then run: caseclock check{named}",) if wrong else ()
    own_form = office.intake.known_forms
    forms = (f"Read the proposed form file in {own_form} line by line, and correct it.",) if own_form else ()
    return (
        *first,
        *forms,
        f"Open {office.tracker.path}, sheet Contacts, and enter the other partners: health, police, chair, agencies.",
        "Name the partners' own mail domains under intake.partner_domains in config.toml: docs/setting-up.md says why.",
        f"Where the mailbox was in use before, run once: caseclock backfill{named}",
        f"Make a first pass: caseclock once{named}. What it would say to people lies in Drafts; alerts are sent.",
        f"Let it work for good: caseclock run{named} (deploy/caseclock.service is a unit to copy).",
        'Content with the drafts? Write "send" under [notices.modes], kind by kind.',
    )
