"""Proves the set-up, one finding a line, each with its remedy; sends nothing, and makes only missing folders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from parsers.mail.message import message
from pipeline.clock.count.calendars import Calendar
from pipeline.clock.law_files.rules import Law
from pipeline.clock.model import Rule
from pipeline.dates import london_date, long_date
from pipeline.edges.files import is_open_to_all
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.edges.outgoing.outbox import Outbox
from pipeline.edges.sign_in.microsoft365 import warnings
from pipeline.edges.tracker_file.workbook_file import TrackerFile
from pipeline.errors import CaseclockError
from pipeline.intake.signs.stamping import Stamping, stamping
from pipeline.notices.kinds.alert_line import OF_A_MAIL
from pipeline.notices.model import Contact
from pipeline.notices.recipients import NO_MANAGER, roles_of
from pipeline.settings import Mailbox, Office, Outgoing, Settings
from pipeline.watch.running_out import MEGABYTE, clock_fault, running_out
from pipeline.watch.standing import FaultKind
from scheduler.guards.old_store import REMEDY, is_old, look_at_workbook, why_old
from scheduler.office import ConfiguredOffice
from scheduler.ports import GuardedServer, Ports
from scheduler.snapshot import Snapshot
from scheduler.watch.look_after import measured
from scheduler.watch.record import health

NEWEST = 50  # mails whose headers are looked at
_ASK_FOR_RESULTS = "Ask whoever runs the mail server to check SPF, DKIM and DMARC and to stamp the results."


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is good, what was found, and what to do if it is not."""

    what: str
    good: bool
    said: str
    remedy: str = ""


def findings(office: ConfiguredOffice, ports: Ports, *, now: datetime) -> tuple[Finding, ...]:
    """Everything that was looked at, in the order in which an office would set it up."""
    snapshot, today = Snapshot(office, ports.journal, now=now), london_date(now)
    looks: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("Settings", lambda: _settings(office.settings.office)),
        ("Mailbox", lambda: _mailbox(office.settings.mailbox, ports.inbox, now=now)),
        ("Senders", lambda: _senders(office.settings, ports.inbox)),
        ("Outgoing mail", lambda: _outgoing(office.settings.outgoing, ports.outbox, now=now)),
        ("Tracker", lambda: _tracker(ports.tracker)),
        ("Store", lambda: _store(office, ports)),
        ("Templates", lambda: _templates(office)),
        ("Contacts", lambda: _contacts(snapshot)),
        ("Duties", lambda: _duties(office.law, snapshot.contacts)),
        ("Calendar", lambda: _calendar(snapshot.calendar, office.settings.clock.horizon_warning_days, today=today)),
        ("Law", lambda: _law(office.law, today)),
        ("Alarms", lambda: _alarms(office.settings)),
        ("Machine", lambda: _machine(office.settings, ports, calendar=snapshot.calendar, now=now)),
    )
    return tuple(finding for name, look in looks for finding in _guarded(name, look))


def _guarded(name: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except CaseclockError as fault:
        yield Finding(what=name, good=False, said=str(fault), remedy="")


def _settings(given: Office) -> Iterator[Finding]:
    """Whether anything is still as the shipped file shows it for an example."""
    examples = [name for name in ("partnership", "address") if getattr(given, name) == getattr(Office(), name)]
    yield Finding(
        what="Settings",
        good=not examples,
        said=f"Still an example: {', '.join(f'office.{name}' for name in examples)}."
        if examples
        else "config.toml can be used.",
        remedy="Run caseclock init, which asks for what is missing, or write it into config.toml.",
    )


def _warned(settings: Mailbox | Outgoing, now: datetime) -> Iterator[Finding]:
    """What will go wrong with a sign-in if nobody acts."""
    what = "Mailbox" if isinstance(settings, Mailbox) else "Outgoing mail"
    for sentence in warnings(settings, today=london_date(now)):
        yield Finding(what=what, good=False, said=sentence)


def _mailbox(settings: Mailbox, server: GuardedServer[Inbox], *, now: datetime) -> Iterator[Finding]:
    with server.proved() as inbox:
        folders = inbox.folders()
        number = len(inbox.uids(folders.inbox))
    yield Finding(what="Mailbox", good=True, said=f"Signed in; {number} mails in {folders.inbox}.")
    yield from _warned(settings, now)
    yield Finding(
        what="Folders",
        good=True,
        said=f"{folders.processed}, {folders.needs_attention} and {folders.retry} are there.",
    )


def _senders(settings: Settings, server: GuardedServer[Inbox]) -> Iterator[Finding]:
    """Who stamps results on the newest mails, wherever they were filed, and whether the settings believe it."""
    found: list[bytes] = []
    with server.proved() as inbox:
        folders = inbox.folders()
        for folder in (folders.inbox, folders.processed, folders.needs_attention):
            found += inbox.newest_headers(folder, NEWEST - len(found)) if len(found) < NEWEST else ()
    trusted = settings.intake.trusted_authserv_ids
    shown = stamping(map(message, found), own=settings.office.address, trusted=trusted)
    yield _believed(shown, trusted) if trusted else _proposed(shown, settings.intake.without_results)


def _believed(shown: Stamping, trusted: tuple[str, ...]) -> Finding:
    return Finding(
        what="Senders",
        good=bool(shown.believed) or not shown.mails,
        said=f"Only results of {', '.join(trusted)} are believed; {shown.believed} of the newest {shown.mails} mails "
        "bear any.",
        remedy=f"Set {_setting(shown)}, which your server stamps."
        if shown.servers
        else f"No sender can be confirmed so. {_ASK_FOR_RESULTS}",
    )


def _proposed(shown: Stamping, without_results: str) -> Finding:
    if not shown.mails:
        said = "No mail shows yet who stamps results on it; run this again when some have come."
    elif shown.servers:
        said = (
            f"{shown.stamped} of the newest {shown.mails} mails bear results stamped by {', '.join(shown.servers)}. "
            f"Set {_setting(shown)}, so that nobody else's are believed."
        )
    else:
        meant = (
            "whoever writes an address that a case knows is believed"
            if without_results == "trust-known-senders"
            else "what a mail would change is only proposed"
        )
        said = (
            f"The server stamps no results on the newest {shown.mails} mails: no sender can be confirmed, and {meant} "
            f'(intake.without_results = "{without_results}"). {_ASK_FOR_RESULTS}'
        )
    return Finding(what="Senders", good=True, said=said)


def _setting(shown: Stamping) -> str:
    return "intake.trusted_authserv_ids = [" + ", ".join(f'"{server}"' for server in shown.servers) + "]"


def _outgoing(settings: Outgoing, server: GuardedServer[Outbox], *, now: datetime) -> Iterator[Finding]:
    yield from _warned(settings, now)
    with server.proved():
        yield Finding(what="Outgoing mail", good=True, said="The server lets us in; nothing was sent.")


def _alarms(settings: Settings) -> Iterator[Finding]:
    """Whether somebody hears of it when the secret that opens everything is refused."""
    second, heartbeat = settings.alarm.outgoing, settings.alarm.heartbeat_url
    if second is not None:
        with Outbox(second):
            yield Finding(what="Alarms", good=True, said="Their second way out lets us in; nothing was sent.")
    if heartbeat:
        yield Finding(what="Alarms", good=True, said="A heartbeat is called after each good pass.")
    if second is None and not heartbeat:
        good = not _one_secret(settings)
        yield Finding(
            what="Alarms",
            good=good,
            said="They leave by the outgoing server alone."
            if good
            else "One secret opens mailbox and sending: when it is refused, nobody hears of it.",
            remedy="Set alarm.heartbeat_url, or a second way out under [alarm.outgoing]; see docs/setting-up.md.",
        )


def _one_secret(settings: Settings) -> bool:
    mailbox, outgoing = settings.mailbox.sign_in, settings.outgoing.sign_in
    same = mailbox.method == outgoing.method != "none" and mailbox.client_id == outgoing.client_id
    return same and (mailbox.secret, mailbox.certificate) == (outgoing.secret, outgoing.certificate)


def _machine(settings: Settings, ports: Ports, *, calendar: Calendar, now: datetime) -> Iterator[Finding]:
    """What a pass would warn of and no other line says: disks, certificates, a queue that does not move."""
    looked_at = (FaultKind.DISK, FaultKind.CERTIFICATE, FaultKind.QUEUE)
    stores = measured(settings, ports.journal)
    found = [fault for fault in running_out(settings, stores, calendar=calendar, now=now) if fault.kind in looked_at]
    yield from (Finding(what="Machine", good=False, said=fault.line) for fault in found)
    if not found:
        free = ", ".join(f"{left // MEGABYTE} MB for the {place}" for place, left in stores.free.items())
        yield Finding(what="Machine", good=True, said=f"There is room on the disks: {free}.")
    record = health(settings.store.folder)
    clock = clock_fault(now=now, last=record.latest_pass, newest=record.newest_mail, server=None)
    if clock:
        yield Finding(what="Machine", good=False, said=clock.line)


def _tracker(tracker: TrackerFile) -> Iterator[Finding]:
    tracker.require_writable()
    content = tracker.read()
    if content is None:
        yield Finding(what="Tracker", good=True, said="There is none yet; the first pass makes it.")
        return
    holder = tracker.holder()
    said = f"It is open in {holder}'s program; changes wait." if holder else "It can be read and written."
    yield Finding(what="Tracker", good=True, said=said)


def _templates(office: ConfiguredOffice) -> Iterator[Finding]:
    # The samples are made for this alone: a pass, which shows findings too, never loads them.
    from pipeline.notices.samples.preview import faults

    found = faults(office.settings, environment=office.templates)
    for fault in found:
        yield Finding(what="Templates", good=False, said=str(fault), remedy="Correct the template.")
    if not found:
        yield Finding(what="Templates", good=True, said="All can be written.")


def _store(office: ConfiguredOffice, ports: Ports) -> Iterator[Finding]:
    content = ports.tracker.read()
    if content is not None:
        look_at_workbook(content, office=office, journal=ports.journal)
    is_good = not is_old(ports.journal)
    said = "It knows all that workbook and mailbox have shown." if is_good else why_old(ports.journal)
    yield Finding(what="Store", good=is_good, said=said, remedy="" if is_good else REMEDY)
    folder = office.settings.store.folder
    if is_open_to_all(folder):
        remedy = f"Run: chmod -R o-rwx {folder}"
        yield Finding(what="Store", good=False, said="Every user of this machine may look into it.", remedy=remedy)


def _contacts(snapshot: Snapshot) -> Iterator[Finding]:
    contacts = snapshot.contacts
    if not snapshot.has_manager:
        yield Finding(what="Contacts", good=False, said=NO_MANAGER.why, remedy=NO_MANAGER.remedy)
        return
    for role, who in (("manager", "business manager"), ("la-lead", "local authority lead")):
        if not any(contact.role == role and contact.active for contact in contacts):
            remedy = f"Enter one on the Contacts sheet, or in config.toml, with the role {role}."
            yield Finding(what="Contacts", good=False, said=f"There is no {who}.", remedy=remedy)
    if len({who.address.lower() for who in contacts if who.active and who.role in OF_A_MAIL}) < 2:
        remedy = "Enter a deputy on the Contacts sheet: an alert that nobody answers goes to the next in line."
        yield Finding(what="Contacts", good=False, said="Questions and alerts reach one person alone.", remedy=remedy)
    yield Finding(what="Contacts", good=bool(contacts), said=f"{len(contacts)} people may be written to.")


def _duties(law: Law, contacts: Iterable[Contact]) -> Iterator[Finding]:
    """Whether somebody is entered for whomever a duty rests on; for a missing one the manager is reminded."""
    there = {contact.role for contact in contacts if contact.active}
    owners = dict.fromkeys(duty.owner for duty in law.duties)
    missing = [role for owner in owners for role in roles_of(owner) if role not in there and role != "reviewer"]
    stand = f"Nobody is entered as {', '.join(dict.fromkeys(missing))}; the manager is reminded in their place."
    yield Finding(what="Duties", good=True, said=stand if missing else "Somebody is entered for each of them.")


def _calendar(calendar: Calendar, warned_days: int, *, today: date) -> Iterator[Finding]:
    left = calendar.days_left(today)
    yield Finding(
        what="Calendar",
        good=left >= warned_days,
        said=f"Bank holidays are known to {long_date(calendar.horizon)} ({left} days), version {calendar.version}.",
        remedy="Install a newer version, which brings a longer list; until then dates past that day are provisional.",
    )


def _law(law: Law, today: date) -> Iterator[Finding]:
    unread = [rule.id for rule in law.rules if _is_unverified(rule, today)]
    if unread:
        yield Finding(
            what="Law",
            good=True,
            said=f"{len(unread)} rules rest on editions that no person has verified: {', '.join(unread)}.",
            remedy="A person reads the source and records it: `caseclock verify RULE` shows where it is written.",
        )


def _is_unverified(rule: Rule, today: date) -> bool:
    version = rule.on(today)
    return version is not None and not version.citation.verified
