"""Fetches what is new in the mailbox to disk and disconnects; nothing is read, judged or marked here."""

from __future__ import annotations

from datetime import datetime

from pipeline.edges.journal.kept_records import Topic
from pipeline.edges.mailbox.fetch import Fetched
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.edges.mailbox.move import message_id_of
from pipeline.errors import LoginRefused, StoreUnavailable
from pipeline.model import Attention, LogEntry, MessageKey
from scheduler.conditions import show_conditions
from scheduler.guarded_sign_in import MAILBOX_FAULTS, inbox
from scheduler.report import PassReport
from scheduler.world import World


def fetch_mail(world: World, report: PassReport, *, now: datetime) -> None:
    """Stores every new mail and its place; a mailbox or a store that cannot be used is shown and the pass goes on."""
    try:
        with inbox(world, now=now) as opened:
            folders = opened.folders()
            _store_new(world, report, mailbox=opened, folder=folders.inbox, now=now)
            _store_new(world, report, mailbox=opened, folder=folders.retry, now=now, again=True)
    except (*MAILBOX_FAULTS, StoreUnavailable) as fault:
        _show(world, report, fault=fault, now=now)
    else:
        _settle(world, now=now)


def _store_new(
    world: World, report: PassReport, *, mailbox: Inbox, folder: str, now: datetime, again: bool = False
) -> None:
    """Stores what is new in `folder`; with `again`, a mail whose bytes are known is read again."""
    seen = world.journal.mails.seen(world.settings.mailbox.user, folder)
    for mail in mailbox.new_messages(folder, seen.__contains__):
        content = mail.raw if mail.raw is not None else mail.header
        if not content:
            _show_unfetched(world, report, mail=mail, now=now)
            continue
        sha256 = world.journal.raw.keep(content)
        with world.journal.writing():
            new = world.journal.mails.add(
                mail.key,
                sha256=sha256,
                size=mail.size,
                received_at=mail.received_at,
                now=now,
                message_id=message_id_of(mail.header),
                complete=mail.raw is not None,
            )
            if not new and (again or world.journal.mails.was_only_shown(sha256)):
                world.journal.mails.read_again(sha256)
        report.count("mails fetched" if new else "mails read again" if again else "copies of mails already read")
        world.say(f"Fetched {report.counts['mails fetched']} new mails")


def _show_unfetched(world: World, report: PassReport, *, mail: Fetched, now: datetime) -> None:
    item = Attention(
        id=f"unfetched:{_place(mail.key)}",
        what="A mail that cannot be fetched",
        why=mail.fault,
        remedy="Open the mailbox, read the mail there, and drag it to the Retry folder.",
        since=now,
    )
    with world.journal.writing():
        world.journal.casebook.show([item])
    report.count("mails not fetched")


def _place(key: MessageKey) -> str:
    return f"{key.folder}:{key.uidvalidity}:{key.uid}"


def _show(world: World, report: PassReport, *, fault: Exception, now: datetime) -> None:
    refused = isinstance(fault, LoginRefused)
    what = "The mailbox refuses the sign-in" if refused else "The mailbox cannot be used"
    if isinstance(fault, StoreUnavailable):
        what = "New mail cannot be stored"
    item = Attention(
        id=f"mailbox:{'refused' if refused else 'unreachable'}:{now:%Y-%m-%dT%H:%M}",
        what=what,
        why=str(fault),
        remedy="Put it right as the sentence says, then run: caseclock check",
        since=now,
        urgent=refused,
    )
    if not world.journal.kept.conditions.get(Topic.MAILBOX):
        with world.journal.writing():
            show_conditions(world, Topic.MAILBOX, items=[item])
            world.journal.casebook.log([LogEntry(at=now, event=what, detail=str(fault))])
    report.faults.append(str(fault))


def _settle(world: World, *, now: datetime) -> None:
    """Takes back the alarm once the mailbox answers: an alarm and its end are both told."""
    with world.journal.writing():
        if show_conditions(world, Topic.MAILBOX, items=()):
            world.journal.casebook.log([LogEntry(at=now, event="The mailbox answers again", detail="")])
