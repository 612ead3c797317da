"""Files decided mails away, last of all effects, and says which mails nobody has read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from pipeline.cases.taken_in import MailAge
from pipeline.dates import london_date, long_date
from pipeline.domains import lies_in
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import arrival_of
from pipeline.edges.journal.mails import NewMail, StoredMail
from pipeline.edges.journal.notice_queue import QueuedMail
from pipeline.edges.mailbox.fetch import Fetched
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.edges.mailbox.move_commands import MovedMail, MoveState
from pipeline.errors import StoreUnavailable
from pipeline.model import Address, Attention, MessageKey, NoticeKind
from pipeline.notices.kinds.alert_line import first_told
from pipeline.notices.kinds.alerts import open_of
from pipeline.watch.standing import FaultKind
from scheduler.guards.listing import look_through
from scheduler.guards.old_store import is_old
from scheduler.mails.new_mail import new_mail
from scheduler.office import ConfiguredOffice
from scheduler.ports import MAILBOX_FAULTS, GuardedServer
from scheduler.report import PassReport
from scheduler.snapshot import Snapshot
from scheduler.steps.taking_in import end_taking_in


def file_mails(
    *, office: ConfiguredOffice, journal: Journal, inbox: GuardedServer[Inbox], snapshot: Snapshot, report: PassReport
) -> None:
    """Moves each decided mail out of inbox and retry, then compares the folders with the journal."""
    now, user = snapshot.now, office.settings.mailbox.user
    # A newer store that is put back finds what is not filed in the inbox still.
    if is_old(journal):
        return
    try:
        with inbox.signed_in(now=now) as mailbox:
            folders = mailbox.folders()
            waiting = journal.mails.to_file(user, (folders.inbox, folders.retry))
            for number, (key, mail) in enumerate(waiting, start=1):
                report.say(f"Filing mail {number} of {len(waiting)}")
                target = folders.needs_attention if mail.attention else folders.processed
                moved = mailbox.move(key, target, message_id=mail.message_id)
                _record(moved, key, mail=mail, journal=journal, now=now)
                report.count(f"mails filed: {moved.state.value.replace('_', ' ')}")
            terms = journal.kept.taking_in.get()
            for folder in (folders.processed, folders.needs_attention):
                is_known = terms is not None and folder == folders.processed
                look = look_through(folder, office=office, report=report, now=now)
                kept = [new_mail(mail, journal, state="shown") for mail in look.new_mails(mailbox, journal)]
                _reconcile(kept, is_known=is_known, journal=journal, report=report, now=now)
                look.note(journal)
            if folders.junk is not None:
                look = look_through(folders.junk, office=office, report=report, now=now)
                partners = _partners(office, snapshot)
                for junk in look.new_mails(mailbox, journal):
                    _look_at_junk(junk, partners, journal=journal, report=report, now=now)
                look.note(journal)
            _look_for_drafts(mailbox, journal=journal, now=now)
            _look_for_urgent(mailbox, journal=journal, snapshot=snapshot)
            end_taking_in(journal, folders, user=user, snapshot=snapshot, report=report)
    except (*MAILBOX_FAULTS, StoreUnavailable) as fault:
        # The fetching step has shown it already where the mailbox was away from the start.
        kind = FaultKind.STORE if isinstance(fault, StoreUnavailable) else FaultKind.MAILBOX
        report.stands(kind, str(fault), now=snapshot.now)


def _look_for_drafts(mailbox: Inbox, *, journal: Journal, now: datetime) -> None:
    """Notes which drafts a person has sent, or taken out of the folder in another way: they wait no longer."""
    unproved: list[QueuedMail] = []
    for mail in journal.notices.drafts():
        folders = mailbox.folders()
        if mailbox.find(folders.drafts, mail.message_id):
            continue
        is_sent = mailbox.find(folders.sent, mail.message_id)
        with journal.writing():
            journal.notices.sent(mail.key, now=now, state="sent" if is_sent else "taken")
        unproved += [] if is_sent or mail.kind is not NoticeKind.AGENCY_REQUEST else [mail]
    by_case = groupby(sorted(unproved, key=lambda mail: mail.case_ref), key=lambda mail: mail.case_ref)
    items = [_requests_taken(ref, mails, now=now) for ref, mails in by_case]
    if items:
        with journal.writing():
            journal.casebook.show(items)


def _requests_taken(ref: str, mails: Iterable[QueuedMail], *, now: datetime) -> Attention:
    """That requests left Drafts and no copy proves it: who sends for a shared mailbox may keep it in their own."""
    agencies = ", ".join(dict.fromkeys(mail.key.subject for mail in mails))
    return Attention(
        id=f"taken:{ref}:{now:%Y-%m-%dT%H:%M}",
        what="Requests to agencies have left Drafts, and no copy lies in Sent",
        why=f"They count as sent on {long_date(london_date(now))}: {agencies}.",
        remedy="If they were sent choose yes under Resolved. If one was deleted, ask that agency by hand, or type "
        "under Not needed because on the Agencies sheet.",
        since=now,
        case_ref=ref,
    )


def _look_for_urgent(mailbox: Inbox, *, journal: Journal, snapshot: Snapshot) -> None:
    """Notes which urgent mails a person has taken out of the folder where they were put, and so has in hand."""
    acknowledged = journal.kept.acknowledged.get() or frozenset()
    urgent = journal.mails.decided(since=snapshot.answered_since, urgent_alone=True)
    arrivals = filter(None, map(arrival_of, urgent))
    waiting = open_of(snapshot.attention(), arrivals, acknowledged=acknowledged)
    pressing = [one for one in waiting if one.urgent and one.message]
    if not pressing:
        return
    # One that was never alarmed may be on its way there in this very pass.
    told = first_told(snapshot.said().items())
    items = {one.message: one.id for one in pressing if one.id in told}
    gone = {
        items[mail.sha256]
        for mail in journal.mails.each(items).values()
        if mail.message_id and not _is_where_it_was_put(mail, mailbox, journal=journal)
    }
    if gone:
        with journal.writing():
            journal.kept.acknowledged.put(acknowledged | gone)


def _is_where_it_was_put(mail: StoredMail, mailbox: Inbox, *, journal: Journal) -> bool:
    folders = mailbox.folders()
    waits = journal.mails.was_filed_in(folders.needs_attention, sha256=mail.sha256)
    here = (folders.inbox, folders.retry, folders.needs_attention, *(() if waits else (folders.processed,)))
    return any(mailbox.find(folder, mail.message_id) for folder in here)


MOST_LINES = 5  # mails found at once in our folders that have a line each


@dataclass(frozen=True, kw_only=True, slots=True)
class Partners:
    """Who is known to the office: addresses in lower case, and the domains from which partners write."""

    addresses: frozenset[str]
    domains: tuple[str, ...]

    def include(self, sender: Address | None) -> bool:
        """Whether `sender` is one of them."""
        return sender is not None and (sender.address in self.addresses or lies_in(sender.domain, self.domains))


def _partners(office: ConfiguredOffice, snapshot: Snapshot) -> Partners:
    addresses = frozenset(contact.address.lower() for contact in snapshot.contacts)
    return Partners(addresses=addresses, domains=office.settings.intake.partner_domains)


def _record(moved: MovedMail, key: MessageKey, *, mail: StoredMail, journal: Journal, now: datetime) -> None:
    with journal.writing():
        if moved.state is not MoveState.NOT_POSSIBLE:
            journal.mails.filed(key, now=now)
        if moved.key is not None:
            journal.mails.place(moved.key, sha256=mail.sha256, now=now, filed=True)


def _reconcile(
    mails: Sequence[NewMail], *, is_known: bool, journal: Journal, report: PassReport, now: datetime
) -> None:
    """Every mail in our folders is known, by its place or by its bytes; those that are not are shown to a person.

    Where a mailbox is taken in, what lay among the processed mails is taken as known. Many at once, as after a store
    was put back, are one line.
    """
    if not mails:
        return
    with journal.writing():
        # Their places are remembered too, so that an old, full folder is looked through only once.
        new = [mail.key for mail in mails if journal.mails.add(mail, now=now)]
        if new and not is_known:
            items = [_many_unread(new, now=now)] if len(new) > MOST_LINES else [_unread(key, now=now) for key in new]
            journal.casebook.show(items)
            report.count("mails in our folders that were never read", len(new))


def _look_at_junk(mail: Fetched, partners: Partners, *, journal: Journal, report: PassReport, now: datetime) -> None:
    """Counts what the server took for junk, and shows what comes from somebody we know; nothing is moved."""
    from parsers.mail.message import message

    # Only the header is kept: junk is nobody's record. Nor has what lies there come in, by whose id it is waited for.
    kept = replace(new_mail(replace(mail, raw=None), journal, state="shown"), message_id="")
    with journal.writing():
        new = journal.mails.add(kept, now=now)
        terms = journal.kept.taking_in.get()
        is_new = new and (terms is None or terms.age(mail.received_at) is MailAge.NEW)
        if is_new and partners.include(message(mail.header).sender):
            journal.casebook.show([_junked(mail.key, now=now)])
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


def _many_unread(keys: Sequence[MessageKey], *, now: datetime) -> Attention:
    first = keys[0]
    return Attention(
        id=f"never-read:{first.folder}:{first.uidvalidity}:{first.uid}-{keys[-1].uid}",
        what=f"{len(keys)} mails in the folder {first.folder} that were never read",
        why="They came there without this store, as when it was put back from a backup, or somebody moved them.",
        remedy="Drag those that may concern a case to the Retry folder, all of them after a store was put back; then "
        "choose yes under Resolved.",
        since=now,
    )
