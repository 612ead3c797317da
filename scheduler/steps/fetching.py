"""Fetches what is new in the mailbox to disk and disconnects; nothing is read, judged or marked here."""

from __future__ import annotations

from datetime import datetime

from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import Topic
from pipeline.edges.mailbox.fetch import Fetched
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.errors import LoginRefused, StoreUnavailable
from pipeline.item_ids import ItemKind
from pipeline.model import Attention, LogEntry, MessageKey
from pipeline.watch.standing import FaultKind
from scheduler.guards.first_look import leave_history, meets_first
from scheduler.guards.listing import look_through
from scheduler.guards.old_store import look_at_sent, show_age
from scheduler.mails.new_mail import new_mail
from scheduler.office import ConfiguredOffice
from scheduler.ports import MAILBOX_FAULTS, GuardedServer
from scheduler.report import PassReport, show_conditions
from scheduler.snapshot import Snapshot
from scheduler.steps.taking_in import all_is_fetched, begin_taking_in


def fetch_mail(
    *, office: ConfiguredOffice, journal: Journal, inbox: GuardedServer[Inbox], snapshot: Snapshot, report: PassReport
) -> None:
    """Stores every new mail and its place; a mailbox or a store that cannot be used is shown and the pass goes on."""
    now = snapshot.now
    begin_taking_in(office, journal, snapshot=snapshot)
    is_first = meets_first(office, journal)
    try:
        with inbox.signed_in(now=now) as mailbox:
            folders = mailbox.folders()
            report.folders = mailbox.states(folders.all)
            look_at_sent(mailbox, folders.sent, office=office, journal=journal)
            show_age(journal, report=report, now=now)
            if is_first:
                leave_history(mailbox, folders, journal=journal, snapshot=snapshot, report=report)
            for folder in (folders.inbox, folders.retry):
                look = look_through(folder, office=office, report=report, now=now)
                again = folder == folders.retry  # a mail there whose bytes are known is read again
                found = look.new_mails(mailbox, journal)
                stored = [_store(mail, journal=journal, report=report, now=now, again=again) for mail in found]
                if all(stored):
                    look.note(journal)
    except (*MAILBOX_FAULTS, StoreUnavailable) as fault:
        _show(journal, report, fault=fault, now=now)
    else:
        report.met.add(FaultKind.MAILBOX)
        with journal.writing():
            journal.kept.mail_read_at.put(now)
        all_is_fetched(journal)
        _settle(journal, now=now)


def _store(mail: Fetched, *, journal: Journal, report: PassReport, now: datetime, again: bool) -> bool:
    """Stores a mail and its place; False where the server would not give it, and it is asked for again."""
    if not (mail.header if mail.raw is None else mail.raw):
        _show_unfetched(journal, report, mail=mail, now=now)
        return False
    kept = new_mail(mail, journal, state="stored")
    with journal.writing():
        new = journal.mails.add(kept, now=now)
        if not new and (again or journal.mails.was_only_shown(kept.sha256)):
            journal.mails.read_again(kept.sha256)
    report.count("mails fetched" if new else "mails read again" if again else "copies of mails already read")
    report.say(f"Fetched {report.counts['mails fetched']} new mails")
    return True


def _show_unfetched(journal: Journal, report: PassReport, *, mail: Fetched, now: datetime) -> None:
    item = Attention(
        id=f"unfetched:{_place(mail.key)}",
        what="A mail that cannot be fetched",
        why=mail.fault,
        remedy="Open the mailbox, read the mail there, and drag it to the Retry folder.",
        since=now,
    )
    with journal.writing():
        journal.casebook.show([item])
    report.count("mails not fetched")


def _place(key: MessageKey) -> str:
    return f"{key.folder}:{key.uidvalidity}:{key.uid}"


def _show(journal: Journal, report: PassReport, *, fault: Exception, now: datetime) -> None:
    refused = isinstance(fault, LoginRefused)
    what = "The mailbox refuses the sign-in" if refused else "The mailbox cannot be used"
    if isinstance(fault, StoreUnavailable):
        what = "New mail cannot be stored"
    item = Attention(
        id=f"{ItemKind.MAILBOX}{'refused' if refused else 'unreachable'}:{now:%Y-%m-%dT%H:%M}",
        what=what,
        why=str(fault),
        remedy="Put it right as the sentence says, then run: caseclock check",
        since=now,
    )
    if not journal.kept.conditions.get(Topic.MAILBOX):
        with journal.writing():
            show_conditions(journal, Topic.MAILBOX, items=[item])
            journal.casebook.log([LogEntry(at=now, event=what, detail=str(fault))])
    kind = FaultKind.STORE if isinstance(fault, StoreUnavailable) else FaultKind.MAILBOX
    report.stands(kind, str(fault), now=now)


def _settle(journal: Journal, *, now: datetime) -> None:
    """Takes back the alarm once the mailbox answers: an alarm and its end are both told."""
    with journal.writing():
        if show_conditions(journal, Topic.MAILBOX, items=()):
            journal.casebook.log([LogEntry(at=now, event="The mailbox answers again", detail="")])
