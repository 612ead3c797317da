"""Proves the set-up, one finding a line, each with its remedy; sends nothing unasked, makes missing folders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from pipeline.clock.count.calendars import Calendar
from pipeline.clock.law_files.rules import Law
from pipeline.clock.model import Rule
from pipeline.dates import london_date, long_date
from pipeline.domains import RESERVED, domain_of, lies_in
from pipeline.edges.files import is_open_to_all, write_whole
from pipeline.edges.outgoing.outbox import Outbox
from pipeline.edges.tracker_file.workbook_file import TrackerFile
from pipeline.errors import CaseclockError
from pipeline.notices.kinds.alert_line import OF_A_MAIL
from pipeline.notices.recipients import NO_MANAGER, roles_of
from pipeline.settings import Office, Settings, Tracker
from pipeline.shown_text import amount
from pipeline.tracker.merge.tables import tables
from pipeline.watch.running_out import MEGABYTE, clock_fault, running_out
from pipeline.watch.standing import FaultKind
from scheduler.checking.finding import Finding
from scheduler.checking.mail_servers import MailMet, mailbox_findings, outgoing_findings
from scheduler.guards.old_store import REMEDY, is_old, look_at_workbook, why_old
from scheduler.office import ConfiguredOffice
from scheduler.ports import Ports
from scheduler.snapshot import Snapshot
from scheduler.watch.look_after import measured
from scheduler.watch.record import HealthRecord, health


def findings(
    office: ConfiguredOffice, ports: Ports, *, now: datetime, mail_within: timedelta | None = None
) -> tuple[Finding, ...]:
    """Everything that was looked at, in the order in which an office would set it up.

    With `mail_within` a mail goes to the mailbox itself, and is waited for so long.
    """
    met = MailMet(within=mail_within)
    snapshot, today = Snapshot(office, ports.journal, now=now), london_date(now)
    looks: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("Settings", lambda: _settings(office.settings)),
        # First what goes out, so that a mail to ourselves is under way while the mailbox is looked at.
        ("Outgoing mail", lambda: outgoing_findings(office, ports, met=met, now=now)),
        ("Mailbox", lambda: mailbox_findings(office.settings, ports, met=met, now=now)),
        ("Tracker", lambda: _tracker(ports.tracker)),
        ("Tracker", lambda: _folders_beside(office.settings.tracker)),
        ("Store", lambda: _store(office, ports)),
        ("Templates", lambda: _templates(office)),
        ("Contacts", lambda: _contacts(snapshot)),
        ("Duties", lambda: _duties(office.law, snapshot)),
        ("Calendar", lambda: _calendar(snapshot.calendar, office.settings.clock.horizon_warning_days, today=today)),
        ("Law", lambda: _law(office.law, today)),
        ("Alarms", lambda: _alarms(office.settings)),
        ("Machine", lambda: _machine(office.settings, ports, calendar=snapshot.calendar, now=now)),
        ("Clock", lambda: iter((_clock(health(office.settings.store.folder), met.times, now=now),))),
    )
    return tuple(finding for name, look in looks for finding in _guarded(name, look))


def _guarded(name: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except CaseclockError as fault:
        yield Finding(what=name, good=False, said=str(fault), remedy="")


def _settings(given: Settings) -> Iterator[Finding]:
    """Whether anything is still as the shipped file shows it for an example."""
    unchanged = (name for name in ("partnership", "address") if getattr(given.office, name) == getattr(Office(), name))
    examples = [*(f"office.{name}" for name in unchanged), *_invented(given)]
    yield Finding(
        what="Settings",
        good=not examples,
        said=f"Still an example: {', '.join(examples)}." if examples else "config.toml can be used.",
        remedy="Run caseclock init, which asks for what is missing, or write it into config.toml.",
    )


def _invented(given: Settings) -> Iterator[str]:
    """What names a domain that belongs to nobody (RFC 2606), in an office that has one of its own."""
    if lies_in(domain_of(given.office.address), RESERVED):
        return
    alarm = given.alarm.outgoing
    hosts = {"mailbox.host": given.mailbox.host, "outgoing.host": given.outgoing.host}
    hosts |= {"alarm.outgoing.host": alarm.host} if alarm else {}
    addresses = {f"the contact {who.name}": who.address for who in given.contacts}
    addresses |= {"mailbox.user": given.mailbox.user, "outgoing.user": given.outgoing.user}
    domains = hosts | {name: domain_of(address) for name, address in addresses.items()}
    yield from (name for name, domain in domains.items() if lies_in(domain, RESERVED))


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


def _tracker(tracker: TrackerFile) -> Iterator[Finding]:
    tracker.require_writable()
    content = tracker.read()
    if content is None:
        folder = "" if tracker.path.parent.is_dir() else f", with its folder {tracker.path.parent}"
        yield Finding(what="Tracker", good=True, said=f"There is none yet; the first pass makes it{folder}.")
        return
    if not tables(content):
        yield other_workbook(tracker.path)
        return
    holder = tracker.holder()
    said = f"It is open in {holder}'s program; changes wait." if holder else "It can be read and written."
    yield Finding(what="Tracker", good=True, said=said)


def other_workbook(path: Path) -> Finding:
    """That the file of the tracker is some other workbook, such as the list that the office kept before."""
    return Finding(
        what="Tracker",
        good=False,
        said=f"{path.name} is another workbook: none of the tracker's sheets is in it. It is left as it is.",
        remedy="Name another file under tracker.path in config.toml; the first pass makes the tracker there.",
    )


def _folders_beside(settings: Tracker) -> Iterator[Finding]:
    """Whether the folders of originals and backups take a file; what is not there yet is made when it is needed."""
    for name, folder in (("originals", settings.originals), ("backups", settings.backup_folder)):
        if folder is None or not folder.exists():
            continue
        proof = folder / ".caseclock-proof"
        try:
            write_whole(proof, b"")
            proof.unlink()
        except OSError as fault:
            said = f"The folder of {name}, {folder}, takes no file ({fault.strerror})."
            yield Finding(
                what="Tracker", good=False, said=said, remedy="Let Caseclock write into it, or free its disk."
            )


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
    people = amount(len(contacts), "person", several="people")
    yield Finding(what="Contacts", good=bool(contacts), said=f"{people} may be written to.")


def _duties(law: Law, snapshot: Snapshot) -> Iterator[Finding]:
    """Whether somebody is entered for whomever a duty rests on; for a missing one the manager is reminded."""
    there = {contact.role for contact in snapshot.contacts if contact.active}
    owners = dict.fromkeys(duty.owner for duty in law.duties)
    missing = [role for owner in owners for role in roles_of(owner) if role not in there and role != "reviewer"]
    if missing:
        instead = "the manager is reminded in their place" if snapshot.has_manager else "nobody is reminded"
        said = f"Nobody is entered as {', '.join(dict.fromkeys(missing))}; {instead}."
    else:
        said = "Somebody is entered for each of them."
    remedy = "Enter them on the Contacts sheet, or at least a manager."
    yield Finding(what="Duties", good=not missing or snapshot.has_manager, said=said, remedy=remedy)


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


_BY_PAST = (
    "It is not behind the last pass or the newest mail. No server says what time it is; caseclock check --send asks "
    "the mailbox."
)


def _clock(record: HealthRecord, times: Mapping[str, tuple[datetime, datetime]], *, now: datetime) -> Finding:
    """How far it is from what servers say (`times`: there and here, by what says so), or from what was seen before."""
    # What the mailbox stamped on a mail, where there is one, was learnt last.
    by, server = next(reversed(list(times.items())), ("", None))
    wrong = clock_fault(now=now, last=record.latest_pass, newest=record.newest_mail, server=server)
    if wrong:
        return Finding(what="Clock", good=False, said=wrong.line if not by else f"{wrong.line} Known by {by}.")
    if server is None:
        return Finding(what="Clock", good=True, said=_BY_PAST)
    apart = abs((server[0] - server[1]).total_seconds())
    return Finding(what="Clock", good=True, said=f"It is right to {apart:.0f} seconds, by {by}.")
