"""The mail servers as a check meets them: sign-in, folders, who stamps results, and a mail to ourselves."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from parsers.mail.message import message
from pipeline.dates import london_date
from pipeline.edges.mailbox.folders import MailboxFolders
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.edges.mailbox.move_commands import NOT_POSSIBLE
from pipeline.edges.outgoing.outbox import Outbox, SendOutcome
from pipeline.edges.outgoing.smtp_connection import greeting_date
from pipeline.edges.sign_in.microsoft365 import warnings
from pipeline.intake.signs.stamping import Stamping, stamping
from pipeline.settings import Mailbox, Outgoing, Settings
from scheduler.checking.finding import Finding
from scheduler.office import ConfiguredOffice
from scheduler.ports import Ports
from scheduler.watch.probe import send_to_ourselves

NEWEST = 50  # mails whose headers are looked at
_ASK_FOR_RESULTS = "Ask whoever runs the mail server to check SPF, DKIM and DMARC and to stamp the results."
_LOOK_AGAIN = 2.0  # seconds until the mailbox is asked again whether the mail has come
_TO_OURSELVES = "Mail to ourselves"
_NOT_COME = (
    "Look into the junk folder and at the rules of the mailbox, and ask whoever runs the mail servers; it may be late."
)
_IN_JUNK = "Ask whoever runs the mail server to let the mailbox's own mail through: forms may lie there as well."


@dataclass(kw_only=True, slots=True)
class MailMet:
    """What the looks at the two servers learn for those that follow."""

    within: timedelta | None  # how long a mail to ourselves is waited for; None where none is asked for
    sent: str = ""  # the Message-ID of the mail to ourselves, once the outgoing server has it
    sent_at: float = 0.0  # by a clock that only runs forward
    # What time it was at a server and here, by what says so.
    times: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)


def outgoing_findings(office: ConfiguredOffice, ports: Ports, *, met: MailMet, now: datetime) -> Iterator[Finding]:
    """Whether the outgoing server lets us in, and takes a mail to ourselves where one is asked for."""
    settings = office.settings.outgoing
    yield from _warned(settings, now)
    with ports.outbox.proved() as server:
        said = "nothing was sent" if met.within is None else "it is given a mail to ourselves"
        yield Finding(what="Outgoing mail", good=True, said=f"The server lets us in; {said}.")
        if met.within is not None:
            yield from _sent(office, ports, server=server, met=met, now=now)
    if there := greeting_date(settings):
        met.times["the outgoing server's greeting"] = (there, now)


def _sent(office: ConfiguredOffice, ports: Ports, *, server: Outbox, met: MailMet, now: datetime) -> Iterator[Finding]:
    met.sent_at = time.monotonic()
    receipt, message_id = send_to_ourselves(office, ports.journal, server=server, now=now)
    if receipt.outcome is SendOutcome.ACCEPTED:
        met.sent = message_id
        return
    said = receipt.why or "The outgoing server did not take it."
    yield Finding(what=_TO_OURSELVES, good=False, said=said, remedy="See whether the account may send as its address.")


def mailbox_findings(settings: Settings, ports: Ports, *, met: MailMet, now: datetime) -> Iterator[Finding]:
    """Everything about the mailbox, in one sign-in: repeated ones lock accounts."""
    with ports.inbox.proved() as inbox:
        folders = inbox.folders()
        number = len(inbox.uids(folders.inbox))
        yield Finding(
            what="Mailbox", good=True, said=f"Signed in; {number} mail{'s' * (number != 1)} in {folders.inbox}."
        )
        yield from _warned(settings.mailbox, now)
        yield from _folders(inbox, folders)
        yield _senders(settings, inbox, folders=folders)
        if met.sent:
            yield _come(inbox, folders, met=met, now=now)


def _warned(settings: Mailbox | Outgoing, now: datetime) -> Iterator[Finding]:
    """What will go wrong with a sign-in if nobody acts."""
    what = "Mailbox" if isinstance(settings, Mailbox) else "Outgoing mail"
    for sentence in warnings(settings, today=london_date(now)):
        yield Finding(what=what, good=False, said=sentence)


def _folders(inbox: Inbox, folders: MailboxFolders) -> Iterator[Finding]:
    """Whether mails may be filed: a mailbox that may only be read is full of mails that are read again and again."""
    ours = (folders.inbox, folders.processed, folders.needs_attention, folders.retry)
    closed = [name for name in ours if not inbox.may_change(name)]
    if closed:
        remedy = "Give the account the right to change them (in Microsoft 365: full access to the mailbox)."
        yield Finding(what="Folders", good=False, said=f"May only be read: {', '.join(closed)}.", remedy=remedy)
    elif not inbox.can_move:
        yield Finding(what="Folders", good=False, said=NOT_POSSIBLE)
    else:
        *first, last = ours[1:]
        yield Finding(what="Folders", good=True, said=f"{', '.join(first)} and {last} are there and may be changed.")


def _come(inbox: Inbox, folders: MailboxFolders, *, met: MailMet, now: datetime) -> Finding:
    """Whether the mail to ourselves has come in, and what time the mailbox server stamped on it."""
    within = met.within or timedelta()
    there = tuple(filter(None, (folders.inbox, folders.junk)))
    while True:
        found = tuple(key for folder in there for key in inbox.find(folder, met.sent))
        taken = timedelta(seconds=time.monotonic() - met.sent_at)
        if found or taken >= within:
            break
        time.sleep(_LOOK_AGAIN)
    if not found:
        said = f"It went out and has not come in within {within.total_seconds():.0f} seconds."
        return Finding(what=_TO_OURSELVES, good=False, said=said, remedy=_NOT_COME)
    mail = inbox.message(found[0])
    if mail is not None:
        # Between its leaving and our finding it, the server's clock may say any time.
        met.times["the time that the mailbox server gave a mail"] = (
            mail.received_at,
            min(max(mail.received_at, now), now + taken),
        )
    if found[0].folder != folders.inbox:
        return Finding(what=_TO_OURSELVES, good=False, said=f"It came into {found[0].folder}.", remedy=_IN_JUNK)
    said = f"It went out and came in after {taken.total_seconds():.0f} seconds; the next pass files it."
    return Finding(what=_TO_OURSELVES, good=True, said=said)


def _senders(settings: Settings, inbox: Inbox, *, folders: MailboxFolders) -> Finding:
    """Who stamps results on the newest mails, wherever they were filed, and whether the settings believe it."""
    found: list[bytes] = []
    for folder in (folders.inbox, folders.processed, folders.needs_attention):
        found += inbox.newest_headers(folder, NEWEST - len(found)) if len(found) < NEWEST else ()
    trusted = settings.intake.trusted_authserv_ids
    shown = stamping(map(message, found), own=settings.office.address, trusted=trusted)
    return _believed(shown, trusted) if trusted else _proposed(shown, settings.intake.without_results)


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
