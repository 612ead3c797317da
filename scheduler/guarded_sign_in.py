"""The doors to mailbox and outgoing server, shut for a while after a refused sign-in: repeated tries lock accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

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
    with _guarded(world, "mailbox", now=now, door=world.inbox) as opened:
        yield opened


@contextmanager
def outbox(world: World, *, now: datetime) -> Iterator[Outbox]:
    """The outgoing server, signed in; raises one of OUTGOING_FAULTS, likewise."""
    with _guarded(world, "outgoing", now=now, door=world.outbox) as opened:
        yield opened


@contextmanager
def _guarded(
    world: World, name: str, *, now: datetime, door: Callable[[], AbstractContextManager[Door]]
) -> Iterator[Door]:
    kept = world.journal.kept.get(f"refused:{name}")
    before = kept if isinstance(kept, dict) else {}
    times = int(before.get("times", 0))
    # A person who runs a pass by hand has perhaps mended it, so each pass tries once; a worker waits.
    shut = world.patient and times and now < datetime.fromisoformat(before["at"]) + _pause(times)
    if shut or before.get("at") == now.isoformat():
        raise LoginRefused(before["why"])
    try:
        with door() as opened:
            if before:
                _keep(world, name, value=None)
            yield opened
    except LoginRefused as fault:
        _keep(world, name, value={"at": now.isoformat(), "times": times + 1, "why": str(fault)})
        raise


def _pause(times: int) -> timedelta:
    return PAUSES[min(times, len(PAUSES)) - 1]


def _keep(world: World, name: str, *, value: object) -> None:
    with world.journal.writing():
        world.journal.kept.put(f"refused:{name}", value)
