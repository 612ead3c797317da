"""The doors to mailbox and outgoing server, shut for a while after a refused sign-in: repeated tries lock accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from pipeline.edges.journal.kept_records import MailServer, RefusedSignIn
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.edges.outgoing.outbox import Outbox
from pipeline.errors import ExtraMissing, InboxUnavailable, LoginRefused, OutboxRefused, SettingsInvalid
from scheduler.world import World

Door = TypeVar("Door")

MAILBOX_FAULTS = (InboxUnavailable, LoginRefused, SettingsInvalid, ExtraMissing)
OUTGOING_FAULTS = (OutboxRefused, LoginRefused, SettingsInvalid, ExtraMissing)
# After the first, second … refusal in a row; the last pause stays.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (30, 120, 720, 1440))


@contextmanager
def inbox(world: World, *, now: datetime) -> Iterator[Inbox]:
    """The mailbox, signed in; raises one of MAILBOX_FAULTS, without knocking where it was refused a while ago."""
    with _guarded(world, MailServer.MAILBOX, now=now, door=world.inbox) as opened:
        yield opened


@contextmanager
def outbox(world: World, *, now: datetime) -> Iterator[Outbox]:
    """The outgoing server, signed in; raises one of OUTGOING_FAULTS, likewise."""
    with _guarded(world, MailServer.OUTGOING, now=now, door=world.outbox) as opened:
        yield opened


@contextmanager
def _guarded(
    world: World, name: MailServer, *, now: datetime, door: Callable[[], AbstractContextManager[Door]]
) -> Iterator[Door]:
    before = world.journal.kept.refused_sign_ins.get(name)
    # A person who runs a pass by hand has perhaps mended it, so each pass tries once; a worker waits.
    if before and (before.at == now or (world.patient and now < before.at + _pause(before.times))):
        raise LoginRefused(before.why)
    try:
        with door() as opened:
            if before:
                _keep(world, name, refused=None)
            yield opened
    except LoginRefused as fault:
        times = before.times + 1 if before else 1
        _keep(world, name, refused=RefusedSignIn(at=now, times=times, why=str(fault)))
        raise


def _pause(times: int) -> timedelta:
    return PAUSES[min(times, len(PAUSES)) - 1]


def _keep(world: World, name: MailServer, *, refused: RefusedSignIn | None) -> None:
    with world.journal.writing():
        world.journal.kept.refused_sign_ins.put(name, refused)
