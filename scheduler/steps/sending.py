"""Sends what is queued: begun, handed over, recorded; what a cut-off pass left unclear is looked up first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta

from pipeline.edges.inbox import Inbox
from pipeline.edges.journal.notices import QueuedMail
from pipeline.edges.outbox import Outbox, Outcome, Receipt
from pipeline.errors import InboxUnavailable
from pipeline.model import Attention
from pipeline.notices.ladder import may_speak
from pipeline.notices.model import NoticeKind
from scheduler.doors import MAILBOX_FAULTS, OUTGOING_FAULTS, inbox, outbox
from scheduler.picture import calendar_of
from scheduler.report import PassReport
from scheduler.standing import show_standing
from scheduler.world import World

# How long to wait after each failure that may pass; after the last the mail is shown to a person.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 480, 960, 1440))


def send_notices(world: World, report: PassReport, *, now: datetime) -> None:
    """Hands over every queued mail that is due, within the hour's quota; a server that is away stops nothing else."""
    waiting = world.journal.notices.waiting(now)
    unclear = tuple(mail for mail in waiting if mail.state == "sending")
    drafts = tuple(mail for mail in waiting if mail.state == "queued" and _is_draft(world, mail))
    fresh = tuple(mail for mail in waiting if mail.state == "queued" and mail not in drafts)
    settled = _settled(world, report, unclear=unclear, drafts=drafts, now=now)
    again = tuple(mail for mail in unclear if mail.key not in settled)
    ready = tuple(mail for mail in (*again, *fresh) if mail.urgent or _may_speak(world, now=now))
    room = max(0, world.settings.outgoing.per_hour - world.journal.notices.number_sent_since(now - timedelta(hours=1)))
    if len(ready) > room:
        report.faults.append(
            f"{len(ready) - room} mails wait: outgoing.per_hour allows {world.settings.outgoing.per_hour}."
        )
    _send_all(world, report, mails=ready[:room], now=now)


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
) -> frozenset[str]:
    """The keys that needed the mailbox and are done: found in Sent, or put into Drafts."""
    if not unclear and not drafts:
        return frozenset()
    done: set[str] = set()
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
            for number, mail in enumerate(mails, start=1):
                world.say(f"Sending {number} of {len(mails)}")
                _send(world, report, server=server, mail=mail, keep_copy=keep_copy, now=now)
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
                show_standing(world, "outgoing", items=[item])
    else:
        with world.journal.writing():
            show_standing(world, "outgoing", items=())


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
) -> None:
    raw = world.journal.raw.read(mail.sha256, kind="outgoing")
    with world.journal.writing():
        world.journal.notices.begin(mail.key)
    receipt = server.send(raw, sender=world.settings.office.address, recipients=(mail.recipient,))
    if receipt.outcome is Outcome.ACCEPTED:
        # The copy goes into Sent before the journal says sent: a pass cut off between the two finds it there.
        keep_copy(raw)
        _record(world, report, mail=mail, now=now)
        return
    _record_failure(world, report, mail=mail, receipt=receipt, now=now)


def _record(world: World, report: PassReport, *, mail: QueuedMail, now: datetime, state: str = "sent") -> None:
    kind = mail.kind.replace("-", " ")
    with world.journal.writing():
        world.journal.notices.sent(mail.key, now=now, state=state)
    report.count(f"{'drafted' if state == 'draft' else 'sent'}: {kind}")


def _record_failure(world: World, report: PassReport, *, mail: QueuedMail, receipt: Receipt, now: datetime) -> None:
    why = "; ".join(f"{one.address}: {one.code} {one.text}" for one in receipt.refused) or receipt.why
    report.count("mails refused")
    with world.journal.writing():
        if receipt.outcome is Outcome.AMBIGUOUS:
            return
        if receipt.outcome is Outcome.REFUSED_FOR_NOW and mail.tries < len(PAUSES):
            world.journal.notices.again(mail.key, fault=why, after=now + PAUSES[mail.tries])
            return
        world.journal.notices.refused(mail.key, fault=why)
        world.journal.casebook.show([_refused(mail, why, now=now)])


def _refused(mail: QueuedMail, why: str, *, now: datetime) -> Attention:
    return Attention(
        id=f"refused:{mail.message_id}",
        what=f"A mail that was not taken: {mail.subject}",
        why=f"The mail server said: {why}",
        remedy="Correct the address on the sheet Contacts, and tell the person by another way.",
        since=now,
        case_ref=mail.case_ref,
        urgent=mail.kind == NoticeKind.REMINDER.value,
    )
