"""Where a pass meets the world: journal, tracker, mailbox and outgoing server, with sign-ins that lock no account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import MailServer, RefusedSignIn
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.edges.outgoing.outbox import Outbox
from pipeline.edges.tracker_file.workbook_file import TrackerFile
from pipeline.errors import ExtraMissing, InboxUnavailable, LoginRefused, OutboxRefused, SettingsInvalid
from scheduler.office import ConfiguredOffice
from scheduler.shared.rotated_tokens import with_newest_token


class SignedIn(Protocol):
    """A connection to a mail server."""

    @property
    def certificate_ends(self) -> datetime | None:
        """When the server's certificate runs out; None without TLS."""


Connection = TypeVar("Connection", bound=SignedIn)

MAILBOX_FAULTS = (InboxUnavailable, LoginRefused, SettingsInvalid, ExtraMissing)
OUTGOING_FAULTS = (OutboxRefused, LoginRefused, SettingsInvalid, ExtraMissing)
# After the first, second … refusal in a row; the last pause stays.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (30, 120, 720, 1440))


@dataclass(frozen=True, kw_only=True, slots=True)
class GuardedServer(Generic[Connection]):
    """A server that is left alone for a while after it refused a sign-in: repeated tries lock accounts."""

    server: MailServer
    connect: Callable[[], AbstractContextManager[Connection]]  # without the guard
    journal: Journal
    patient: bool  # a worker that nobody watches does not knock again soon

    @contextmanager
    def signed_in(self, *, now: datetime) -> Iterator[Connection]:
        """A connection; raises MAILBOX_FAULTS or OUTGOING_FAULTS, without knocking where it was refused a while ago."""
        before = self.journal.kept.refused_sign_ins.get(self.server)
        # A person who runs a pass by hand has perhaps mended it, so each pass tries once; a worker waits.
        if before and (before.at == now or (self.patient and now < before.at + _pause(before.times))):
            raise LoginRefused(before.why)
        try:
            with self.connect() as opened:
                if before:
                    self._keep(None)
                self._note_certificate(opened.certificate_ends)
                yield opened
        except LoginRefused as fault:
            times = before.times + 1 if before else 1
            self._keep(RefusedSignIn(at=now, times=times, why=str(fault)))
            raise

    @contextmanager
    def proved(self) -> Iterator[Connection]:
        """A connection whatever was refused before, as a person's check asks for; being let in lifts the guard."""
        with self.connect() as opened:
            if self.journal.kept.refused_sign_ins.get(self.server):
                self._keep(None)
            yield opened

    def _note_certificate(self, ends: datetime | None) -> None:
        kept = self.journal.kept.watch.certificates
        if kept.get(self.server) != ends:
            with self.journal.writing():
                kept.put(self.server, ends)

    def _keep(self, refused: RefusedSignIn | None) -> None:
        with self.journal.writing():
            self.journal.kept.refused_sign_ins.put(self.server, refused)


def _pause(times: int) -> timedelta:
    return PAUSES[min(times, len(PAUSES)) - 1]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ports:
    """What may be opened in the world; a server is met only when somebody signs in."""

    journal: Journal
    tracker: TrackerFile
    inbox: GuardedServer[Inbox]
    outbox: GuardedServer[Outbox]


def ports_of(office: ConfiguredOffice, journal: Journal, *, patient: bool = False) -> Ports:
    """The ports of an office whose journal is open."""
    given = office.settings
    return Ports(
        journal=journal,
        tracker=TrackerFile(
            given.tracker.path, backups=given.tracker.backups, backup_folder=given.tracker.backup_folder
        ),
        inbox=GuardedServer(
            server=MailServer.MAILBOX,
            connect=lambda: with_newest_token(
                lambda: Inbox(given.mailbox), given.mailbox.sign_in, server=MailServer.MAILBOX, journal=journal
            ),
            journal=journal,
            patient=patient,
        ),
        outbox=GuardedServer(
            server=MailServer.OUTGOING,
            connect=lambda: with_newest_token(
                lambda: Outbox(given.outgoing), given.outgoing.sign_in, server=MailServer.OUTGOING, journal=journal
            ),
            journal=journal,
            patient=patient,
        ),
    )


@contextmanager
def open_ports(office: ConfiguredOffice, *, patient: bool = False) -> Iterator[Ports]:
    """The ports of an office, its journal open as long as they are; raises StoreUnavailable."""
    with Journal.of(office.settings.store) as journal:
        yield ports_of(office, journal, patient=patient)
