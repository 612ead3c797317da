"""Files decided mails away, last of all effects, and says which mails nobody has read."""

from __future__ import annotations

from datetime import datetime

from parsers.mail.message import message
from pipeline.domains import lies_in
from pipeline.edges.journal.mails import StoredMail
from pipeline.edges.mailbox.folders import MailboxFolders
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.edges.mailbox.move import MoveState, message_id_of
from pipeline.errors import StoreUnavailable
from pipeline.model import Attention, MessageKey
from scheduler.guarded_sign_in import MAILBOX_FAULTS, inbox
from scheduler.picture import contacts_of
from scheduler.report import PassReport
from scheduler.world import World


def file_mails(world: World, report: PassReport, *, now: datetime) -> None:
    """Moves each decided mail out of inbox and retry, then compares the folders with the journal."""
    try:
        with inbox(world, now=now) as mailbox:
            folders = mailbox.folders()
            waiting = world.journal.mails.to_file(world.settings.mailbox.user, (folders.inbox, folders.retry))
            for key, mail in waiting:
                _file(world, report, mailbox=mailbox, key=key, mail=mail, folders=folders, now=now)
            _reconcile(world, report, mailbox=mailbox, folders=folders, now=now)
            if folders.junk is not None:
                _look_into_junk(world, report, mailbox=mailbox, folder=folders.junk, now=now)
    except (*MAILBOX_FAULTS, StoreUnavailable) as fault:
        # The fetching step has shown it already where the mailbox was away from the start.
        if str(fault) not in report.faults:
            report.faults.append(str(fault))


def _file(
    world: World,
    report: PassReport,
    *,
    mailbox: Inbox,
    key: MessageKey,
    mail: StoredMail,
    folders: MailboxFolders,
    now: datetime,
) -> None:
    target = folders.needs_attention if mail.attention else folders.processed
    moved = mailbox.move(key, target, message_id=mail.message_id)
    with world.journal.writing():
        if moved.state is not MoveState.NOT_POSSIBLE:
            world.journal.mails.filed(key, now=now)
        if moved.key is not None:
            world.journal.mails.place(moved.key, sha256=mail.sha256, now=now, filed=True)
    report.count(f"mails filed: {moved.state.value.replace('_', ' ')}")


def _reconcile(world: World, report: PassReport, *, mailbox: Inbox, folders: MailboxFolders, now: datetime) -> None:
    """Every mail in our folders is known, by its place or by its bytes; what is not is shown to a person."""
    for folder in (folders.processed, folders.needs_attention):
        seen = world.journal.mails.seen(world.settings.mailbox.user, folder)
        for mail in mailbox.new_messages(folder, seen.__contains__):
            content = mail.raw if mail.raw is not None else mail.header
            sha256 = world.journal.raw.keep(content)
            with world.journal.writing():
                # Its place is remembered too, so that an old, full folder is looked through only once.
                if world.journal.mails.add(
                    mail.key,
                    sha256=sha256,
                    size=mail.size,
                    received_at=mail.received_at,
                    now=now,
                    message_id=message_id_of(mail.header),
                    complete=mail.raw is not None,
                    state="shown",
                ):
                    world.journal.casebook.show([_unread(mail.key, now=now)])
                    report.count("mails in our folders that were never read")


def _look_into_junk(world: World, report: PassReport, *, mailbox: Inbox, folder: str, now: datetime) -> None:
    """Counts what the server took for junk, and shows what comes from somebody we know; nothing is moved."""
    seen = world.journal.mails.seen(world.settings.mailbox.user, folder)
    known = {contact.address.lower() for contact in contacts_of(world)}
    for mail in mailbox.new_messages(folder, seen.__contains__):
        sender = message(mail.header).sender
        # Only the header is kept: junk is nobody's record.
        sha256 = world.journal.raw.keep(mail.header)
        with world.journal.writing():
            new = world.journal.mails.add(
                mail.key,
                sha256=sha256,
                size=mail.size,
                received_at=mail.received_at,
                now=now,
                complete=False,
                state="shown",
            )
            partner = sender is not None and (
                sender.address in known or lies_in(sender.domain, world.settings.intake.partner_domains)
            )
            if new and partner:
                world.journal.casebook.show([_junked(mail.key, now=now)])
                report.count("mails of partners found in Junk")
        report.count("mails in Junk", int(new))


def _junked(key: MessageKey, *, now: datetime) -> Attention:
    return Attention(
        id=f"junk:{key.folder}:{key.uidvalidity}:{key.uid}",
        what="A mail from a known partner lies in Junk",
        why="The mail server took it for junk; its sender is in Contacts, or writes from a partner's domain.",
        remedy="Look at it; if it is genuine, drag it to the inbox, and have the sender allowed.",
        since=now,
    )


def _unread(key: MessageKey, *, now: datetime) -> Attention:
    return Attention(
        id=f"never-read:{key.folder}:{key.uidvalidity}:{key.uid}",
        what=f"A mail in the folder {key.folder} that was never read",
        why="Somebody moved it there before a pass saw it in the inbox, or the folder was made anew.",
        remedy="If it may concern a case, drag it to the Retry folder; then choose yes under Resolved.",
        since=now,
    )
