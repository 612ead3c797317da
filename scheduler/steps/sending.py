"""Sends what is queued: begun, handed over, recorded; what was left unclear is looked up first and tried last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

from pipeline.edges.journal.notice_queue import QueuedMail
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.edges.outgoing.outbox import Outbox, Receipt, SendOutcome
from pipeline.errors import InboxUnavailable, OutboxRefused
from pipeline.model import Attention
from pipeline.notices.ladder import may_speak
from pipeline.notices.model import NoticeKey
from pipeline.notices.recipients import NO_MANAGER
from scheduler.conditions import show_conditions
from scheduler.guarded_sign_in import MAILBOX_FAULTS, OUTGOING_FAULTS, inbox, outbox
from scheduler.picture import calendar_of, has_manager
from scheduler.report import PassReport
from scheduler.steps.send_failures import give_up, is_spent, record_failure
from scheduler.world import World

# So many mails in a row, each on new connections, that a server would not hear of show that it takes none.
UNHEARD = 2


def send_notices(world: World, report: PassReport, *, now: datetime) -> None:
    """Hands over every queued mail that is due, within the hour's quota; a server that is away stops nothing else.

    While nobody is the manager all of them wait: a mail that asks for answers needs somebody who is told of them.
    """
    if not has_manager(world):
        report.faults.append(f"{NO_MANAGER.why} {NO_MANAGER.remedy}")
        return
    waiting = world.journal.notices.waiting(now)
    unclear = tuple(mail for mail in waiting if mail.state == "sending")
    drafts = tuple(mail for mail in waiting if mail.state == "queued" and _is_draft(world, mail))
    fresh = tuple(mail for mail in waiting if mail.state == "queued" and mail not in drafts)
    settled = _settled(world, report, unclear=unclear, drafts=drafts, now=now)
    again = _still_to_try(world, report, mails=(mail for mail in unclear if mail.key not in settled), now=now)
    # What may be the mail's own fault comes last, where it keeps no other waiting.
    ready = tuple(mail for mail in (*fresh, *again) if mail.urgent or _may_speak(world, now=now))
    room = max(0, world.settings.outgoing.per_hour - world.journal.notices.number_sent_since(now - timedelta(hours=1)))
    if len(ready) > room:
        report.faults.append(
            f"{len(ready) - room} mails wait: outgoing.per_hour allows {world.settings.outgoing.per_hour}."
        )
    _send_all(world, report, mails=ready[:room], now=now)
    in_doubt = len(world.journal.notices.in_doubt())
    if in_doubt:
        report.faults.append(
            f"{in_doubt} mail{'s' if in_doubt > 1 else ''} may or may not have been sent: looked for in the Sent "
            "folder and tried again with growing pauses, and shown under Needs attention after the last."
        )


def _still_to_try(
    world: World, report: PassReport, *, mails: Iterable[QueuedMail], now: datetime
) -> tuple[QueuedMail, ...]:
    """Those of the unclear `mails` that may be tried once more; the others are shown to a person."""
    again: list[QueuedMail] = []
    for mail in mails:
        if is_spent(mail):
            give_up(world, report, mail=mail, now=now)
        else:
            again.append(mail)
    return tuple(again)


def _may_speak(world: World, *, now: datetime) -> bool:
    """Whether the office's hours run: what an outage kept back on Friday does not go out on Saturday."""
    return may_speak(now, notices=world.settings.notices, calendar=calendar_of(world))


def _is_draft(world: World, mail: QueuedMail) -> bool:
    return mode_of(world, mail.kind) == "draft"


def mode_of(world: World, kind: str) -> str:
    """`send`, `draft` or `hold`, as the settings say for a kind of notice."""
    return str(getattr(world.settings.notices.modes, kind.replace("-", "_"), "send"))


def _settled(
    world: World,
    report: PassReport,
    *,
    unclear: tuple[QueuedMail, ...],
    drafts: tuple[QueuedMail, ...],
    now: datetime,
) -> frozenset[NoticeKey]:
    """The keys that needed the mailbox and are done: found in Sent, or put into Drafts."""
    if not unclear and not drafts:
        return frozenset()
    done: set[NoticeKey] = set()
    try:
        with inbox(world, now=now) as mailbox:
            folders = mailbox.folders()
            for mail in unclear:
                if mailbox.find(folders.sent, mail.message_id):
                    _record(world, report, mail=mail, now=now)
                    done.add(mail.key)
            for mail in drafts:
                _put_into_drafts(world, mailbox, folder=folders.drafts, mail=mail)
                _record(world, report, mail=mail, now=now, state="draft")
    except MAILBOX_FAULTS as fault:
        report.faults.append(str(fault))
        # What may have gone out already is not sent again unseen: it waits until the Sent folder can be looked at.
        done.update(mail.key for mail in unclear)
    return frozenset(done)


def _put_into_drafts(world: World, mailbox: Inbox, *, folder: str, mail: QueuedMail) -> None:
    if not mailbox.find(folder, mail.message_id):
        mailbox.append(folder, world.journal.raw.read(mail.sha256, kind="outgoing"), flags=(r"\Draft",))


def _send_all(world: World, report: PassReport, *, mails: tuple[QueuedMail, ...], now: datetime) -> None:
    if not mails:
        return
    try:
        with outbox(world, now=now) as server, _sent_folder(world, report, now=now) as keep_copy:
            unheard, why = 0, ""
            for number, mail in enumerate(mails, start=1):
                world.say(f"Sending {number} of {len(mails)}")
                silence = _send(world, report, server=server, mail=mail, keep_copy=keep_copy, now=now)
                unheard, why = (unheard + 1, silence) if silence else (0, why)
                if unheard == UNHEARD:
                    break
            if why:
                raise OutboxRefused(why)
    except OUTGOING_FAULTS as fault:
        report.faults.append(str(fault))
        item = Attention(
            id=f"outgoing:{type(fault).__name__}:{now:%Y-%m-%dT%H:%M}",
            what="Mail cannot be sent",
            why=str(fault),
            remedy="Put it right as the sentence says, then run: caseclock check. Everything stays queued.",
            since=now,
        )
        if not world.journal.kept.get("standing:outgoing"):
            with world.journal.writing():
                show_conditions(world, "outgoing", items=[item])
    else:
        with world.journal.writing():
            show_conditions(world, "outgoing", items=())


@contextmanager
def _sent_folder(world: World, report: PassReport, *, now: datetime) -> Iterator[Callable[[bytes], None]]:
    """What puts a copy of a mail into Sent, where the server does not do so itself; without a mailbox, nothing."""
    with ExitStack() as stack:
        if not world.settings.outgoing.save_sent:
            yield lambda _: None
            return
        try:
            mailbox = stack.enter_context(inbox(world, now=now))
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


def _send(
    world: World,
    report: PassReport,
    *,
    server: Outbox,
    mail: QueuedMail,
    keep_copy: Callable[[bytes], None],
    now: datetime,
) -> str:
    """Hands over one mail and records what became of it; why it could not even be offered, if so."""
    raw = world.journal.raw.read(mail.sha256, kind="outgoing")
    receipt = _offered(world, server, mail=mail, raw=raw)
    if not receipt.offered:
        # A connection that earlier mails have used may have been ended for their number; a new one tells.
        receipt = _offered(world, server, mail=mail, raw=raw)
    if not receipt.offered:
        return receipt.why
    if receipt.outcome is SendOutcome.ACCEPTED:
        # Recorded before the copy is made: a pass cut off between the two loses the copy and sends nothing twice.
        _record(world, report, mail=mail, now=now)
        keep_copy(raw)
        return ""
    record_failure(world, report, mail=mail, receipt=receipt, now=now)
    if not server.connected and receipt.why not in report.faults:
        report.faults.append(receipt.why)
    return ""


def _offered(world: World, server: Outbox, *, mail: QueuedMail, raw: bytes) -> Receipt:
    """One attempt, on a new connection where the last was lost; it counts as a try only where the mail was offered."""
    server.connect_again()
    with world.journal.writing():
        world.journal.notices.begin(mail.key)
    try:
        receipt = server.send(raw, sender=world.settings.office.address, recipients=(mail.recipient,))
    except OutboxRefused:
        # It is we who were refused, and not this mail.
        with world.journal.writing():
            world.journal.notices.put_back(mail)
        raise
    if not receipt.offered:
        with world.journal.writing():
            world.journal.notices.put_back(mail)
    return receipt


def _record(world: World, report: PassReport, *, mail: QueuedMail, now: datetime, state: str = "sent") -> None:
    kind = mail.kind.replace("-", " ")
    with world.journal.writing():
        world.journal.notices.sent(mail.key, now=now, state=state)
    report.count(f"{'drafted' if state == 'draft' else 'sent'}: {kind}")
