"""Sends what is queued: begun, handed over, recorded; what was left unclear is looked up first and tried last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import Topic
from pipeline.edges.journal.notice_queue import QueuedMail
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.edges.outgoing.outbox import Outbox, Receipt, SendOutcome
from pipeline.errors import InboxUnavailable, OutboxRefused
from pipeline.item_ids import ItemKind
from pipeline.model import DOUBT, Attention
from pipeline.notices.mail_classes import MailClass
from pipeline.notices.model import Contact, NoticeKey
from pipeline.notices.recipients import NO_MANAGER, mode_of
from pipeline.notices.reminder_ladder import may_speak
from pipeline.shown_text import amount
from pipeline.watch.standing import FaultKind
from scheduler.guards.old_store import is_old
from scheduler.office import ConfiguredOffice
from scheduler.ports import MAILBOX_FAULTS, OUTGOING_FAULTS, GuardedServer, Ports
from scheduler.report import PassReport, show_conditions
from scheduler.snapshot import Snapshot
from scheduler.steps.send_failures import give_up, is_spent, record_failure

# So many mails in a row, each on new connections, that a server would not hear of show that it takes none.
UNHEARD = 2
QueuedMails = tuple[QueuedMail, ...]


def send_notices(*, office: ConfiguredOffice, ports: Ports, snapshot: Snapshot, report: PassReport) -> None:
    """Hands over every queued mail that is due, within the hour's quota; a server that is away stops nothing else.

    While nobody is the manager all of them wait: a mail that asks for answers needs somebody who is told of them.
    """
    if not snapshot.has_manager:
        report.faults.append(f"{NO_MANAGER.why} {NO_MANAGER.remedy}")
        return
    journal, now = ports.journal, snapshot.now
    waiting = journal.notices.waiting(now)
    if is_old(journal):
        waiting = tuple(mail for mail in waiting if mail.mail_class is MailClass.URGENT)
    fresh, drafts, unclear = _waiting(office, waiting, contacts=snapshot.contacts)
    settled = _settled(unclear, drafts, ports=ports, report=report, now=now)
    unsettled = tuple(mail for mail in unclear if mail.key not in settled)
    # What may be the mail's own fault comes last, where it keeps no other waiting.
    ready = (*fresh, *_still_to_try(unsettled, journal=journal, report=report, now=now))
    # What an outage kept back on Friday does not go out on Saturday; a doubt about a child in danger does.
    if not may_speak(now, notices=office.settings.notices, calendar=snapshot.calendar):
        ready = tuple(mail for mail in ready if mail.urgent or mail.key.rung == DOUBT)
    within = _within_quota(ready, office.settings.outgoing.per_hour, journal=journal, report=report, now=now)
    _send_all(within, office=office, ports=ports, report=report, now=now)
    _say_what_is_in_doubt(len(journal.notices.in_doubt()), report)


def _waiting(
    office: ConfiguredOffice, mails: QueuedMails, *, contacts: tuple[Contact, ...]
) -> tuple[QueuedMails, QueuedMails, QueuedMails]:
    """The mails to send, the mails to put into Drafts, and those of which nobody knows whether they were sent."""
    fresh: list[QueuedMail] = []
    drafts: list[QueuedMail] = []
    unclear: list[QueuedMail] = []
    for mail in mails:
        if mail.state == "sending":
            unclear.append(mail)
        elif mode_of(mail.key, notices=office.settings.notices, contacts=contacts) == "draft":
            drafts.append(mail)
        else:
            fresh.append(mail)
    return tuple(fresh), tuple(drafts), tuple(unclear)


def _say_what_is_in_doubt(number: int, report: PassReport) -> None:
    if number:
        report.faults.append(
            f"{amount(number, 'mail')} may or may not have been sent: looked for in the Sent "
            "folder and tried again with growing pauses, and shown under Needs attention after the last."
        )


def _within_quota(
    mails: QueuedMails, per_hour: int, *, journal: Journal, report: PassReport, now: datetime
) -> QueuedMails:
    """As many of `mails` as may still go out in this hour: each class has its own quota, whatever the others used."""
    taken = journal.notices.sent_since(now - timedelta(hours=1))
    ready = []
    for mail in mails:
        taken[mail.mail_class] += 1
        if taken[mail.mail_class] <= per_hour:
            ready.append(mail)
    if len(mails) > len(ready):
        report.faults.append(
            f"{len(mails) - len(ready)} mails wait: outgoing.per_hour allows {per_hour} of a class; they go out as the "
            "hour passes. Raise it if the mail provider allows more."
        )
    return tuple(ready)


def _still_to_try(mails: QueuedMails, *, journal: Journal, report: PassReport, now: datetime) -> QueuedMails:
    """Those of the unclear `mails` that may be tried once more; the others are shown to a person."""
    for mail in filter(is_spent, mails):
        give_up(mail, journal=journal, report=report, now=now)
    return tuple(mail for mail in mails if not is_spent(mail))


def _settled(
    unclear: QueuedMails, drafts: QueuedMails, *, ports: Ports, report: PassReport, now: datetime
) -> frozenset[NoticeKey]:
    """The keys that needed the mailbox and are done: found in Sent, or put into Drafts."""
    if not unclear and not drafts:
        return frozenset()
    done: set[NoticeKey] = set()
    try:
        with ports.inbox.signed_in(now=now) as mailbox:
            folders = mailbox.folders()
            for mail in unclear:
                if mailbox.find(folders.sent, mail.message_id):
                    _record(mail, journal=ports.journal, report=report, now=now)
                    done.add(mail.key)
            for mail in drafts:
                if not mailbox.find(folders.drafts, mail.message_id):
                    raw = _bytes_of(mail, journal=ports.journal, report=report)
                    if raw is None:
                        continue
                    mailbox.append(folders.drafts, raw, flags=(r"\Draft",))
                _record(mail, journal=ports.journal, report=report, now=now, state="draft")
    except MAILBOX_FAULTS as fault:
        report.faults.append(str(fault))
        # What may have gone out already is not sent again unseen: it waits until the Sent folder can be looked at.
        done.update(mail.key for mail in unclear)
    return frozenset(done)


def _send_all(mails: QueuedMails, *, office: ConfiguredOffice, ports: Ports, report: PassReport, now: datetime) -> None:
    if not mails:
        return
    # The mailbox is opened first: a refusal of the outgoing server must not pass through its door and shut it.
    with _sent_folder(office, ports.inbox, report=report, now=now) as keep_copy:
        try:
            with ports.outbox.signed_in(now=now) as server:
                sender = office.settings.office.address
                handing = Handing(server=server, keep_copy=keep_copy, sender=sender, journal=ports.journal, now=now)
                _hand_over(mails, handing, report=report)
        except OUTGOING_FAULTS as fault:
            _show_fault(fault, journal=ports.journal, report=report, now=now)
        else:
            report.met.add(FaultKind.OUTGOING)
            with ports.journal.writing():
                show_conditions(ports.journal, Topic.OUTGOING, items=())


def _show_fault(fault: Exception, *, journal: Journal, report: PassReport, now: datetime) -> None:
    """Says why nothing can be sent, once for as long as that lasts."""
    report.stands(FaultKind.OUTGOING, str(fault), now=now)
    item = Attention(
        id=f"{ItemKind.OUTGOING}{type(fault).__name__}:{now:%Y-%m-%dT%H:%M}",
        what="Mail cannot be sent",
        why=str(fault),
        remedy="Put it right as the sentence says, then run: caseclock check. Everything stays queued.",
        since=now,
    )
    if not journal.kept.conditions.get(Topic.OUTGOING):
        with journal.writing():
            show_conditions(journal, Topic.OUTGOING, items=[item])


@contextmanager
def _sent_folder(
    office: ConfiguredOffice, inbox: GuardedServer[Inbox], *, report: PassReport, now: datetime
) -> Iterator[Callable[[bytes], None]]:
    """What puts a copy of a mail into Sent, where the server does not do so itself; without a mailbox, nothing."""
    with ExitStack() as stack:
        if not office.settings.outgoing.save_sent:
            yield lambda _: None
            return
        try:
            mailbox = stack.enter_context(inbox.signed_in(now=now))
            folder = mailbox.folders().sent
        except MAILBOX_FAULTS as fault:
            report.faults.append(str(fault))
            yield lambda _: None
            return

        def keep(raw: bytes) -> None:
            try:
                mailbox.append(folder, raw, flags=(r"\Seen",))
            except InboxUnavailable as fault:
                report.faults.append(f"A copy could not be put into the Sent folder. {fault}")

        yield keep


@dataclass(frozen=True, kw_only=True, slots=True)
class Handing:
    """A connection to the outgoing server, and what each mail that it takes needs beside it."""

    server: Outbox
    keep_copy: Callable[[bytes], None]
    sender: str
    journal: Journal
    now: datetime


def _hand_over(mails: QueuedMails, handing: Handing, *, report: PassReport) -> None:
    """Sends mail after mail; raises OutboxRefused where the server would not hear of the last ones."""
    unheard, why = 0, ""
    for number, mail in enumerate(mails, start=1):
        report.say(f"Sending {number} of {len(mails)}")
        silence = _send(mail, handing, report=report)
        unheard, why = (unheard + 1, silence) if silence else (0, why)
        if unheard == UNHEARD:
            break
    if why:
        raise OutboxRefused(why)


def _send(mail: QueuedMail, handing: Handing, *, report: PassReport) -> str:
    """Hands over one mail and records what became of it; why it could not even be offered, if so."""
    journal, now = handing.journal, handing.now
    raw = _bytes_of(mail, journal=journal, report=report)
    if raw is None:
        return ""
    receipt = _offered(mail, raw, handing=handing)
    if not receipt.offered:
        # A connection that earlier mails have used may have been ended for their number; a new one tells.
        receipt = _offered(mail, raw, handing=handing)
    if not receipt.offered:
        return receipt.why
    if receipt.outcome is SendOutcome.ACCEPTED:
        # Recorded before the copy is made: a pass cut off between the two loses the copy and sends nothing twice.
        _record(mail, journal=journal, report=report, now=now)
        handing.keep_copy(raw)
        return ""
    record_failure(mail, receipt, journal=journal, report=report, now=now)
    if not handing.server.connected and receipt.why not in report.faults:
        report.faults.append(receipt.why)
    return ""


def _bytes_of(mail: QueuedMail, *, journal: Journal, report: PassReport) -> bytes | None:
    """The mail as it goes out; None, said in the report, where the store cannot give it back: the others still go."""
    try:
        return journal.raw.read(mail.sha256, kind="outgoing")
    except OSError as fault:
        of_case = f" on {mail.case_ref}" if mail.case_ref else ""
        report.faults.append(
            f"A mail ({mail.kind}{of_case}) waits, since the store cannot give it back ({fault.strerror}): put the "
            "folder outgoing of the newest backup back into the store, or tell the people by hand."
        )
        return None


def _offered(mail: QueuedMail, raw: bytes, *, handing: Handing) -> Receipt:
    """One attempt, on a new connection where the last was lost; it counts as a try only where the mail was offered."""
    server, journal = handing.server, handing.journal
    server.connect_again()
    with journal.writing():
        journal.notices.begin(mail.key)
    try:
        # Whoever stood still until another machine took over must not say what that one has said.
        receipt = server.send(
            raw, sender=handing.sender, recipients=(mail.recipient,), may_still=journal.require_connection
        )
    except OutboxRefused:
        # It is we who were refused, and not this mail.
        with journal.writing():
            journal.notices.put_back(mail)
        raise
    if not receipt.offered:
        with journal.writing():
            journal.notices.put_back(mail)
    return receipt


def _record(mail: QueuedMail, *, journal: Journal, report: PassReport, now: datetime, state: str = "sent") -> None:
    with journal.writing():
        journal.notices.sent(mail.key, now=now, state=state)
    report.count(f"{'drafted' if state == 'draft' else 'sent'}: {mail.kind.replace('-', ' ')}")
