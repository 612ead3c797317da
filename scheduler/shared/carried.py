"""The health record and what people were told, for all machines; each has its own while the database is away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from pipeline.edges.files import write_whole
from pipeline.edges.journal import Journal
from pipeline.errors import CaseclockError, StoreUnavailable
from pipeline.settings import Store
from scheduler.watch.record import ALARMS, HEALTH, WHOM

NAMES = (HEALTH, ALARMS, WHOM)


@contextmanager
def only_pass(journal: Journal, *, silent: timedelta | None = None) -> Iterator[None]:
    """Holds the one pass of the journal, with the record of the last one, wherever it was made; raises PassRunning.

    `silent` is for how long it may say nothing to the journal before another machine may take over.
    """
    with journal.pass_lock(silent=silent):
        take_over(journal)
        try:
            yield
        finally:
            with suppress(StoreUnavailable):
                hand_over(journal)


@contextmanager
def known_to_all(store: Store) -> Iterator[None]:
    """What is done inside is done with the record of all machines, and told to them; alone where none is reached."""
    if not store.database:
        yield
        return
    try:
        journal = Journal.of(store)
    except CaseclockError:
        yield
        return
    with journal:
        with suppress(StoreUnavailable):
            take_over(journal)
        yield
        with suppress(StoreUnavailable):
            hand_over(journal)


def take_over(journal: Journal) -> None:
    """Puts what the last pass left beside this machine's own, unless the last was this machine's."""
    if not journal.is_shared:
        return
    theirs = journal.notes.read(HEALTH)
    if not theirs or _pass_of(theirs) < _pass_of(_own(journal.folder, HEALTH)):
        return
    for name in NAMES:
        text = journal.notes.read(name)
        if text and text != _own(journal.folder, name):
            write_whole(journal.folder / name, text.encode())


def hand_over(journal: Journal) -> None:
    """Tells all machines how this one's last pass went, unless a later one was told already."""
    if not journal.is_shared:
        return
    own = _own(journal.folder, HEALTH)
    with journal.noting():
        if not own or _pass_of(own) < _pass_of(journal.notes.read(HEALTH)):
            return
        for name in NAMES:
            text = _own(journal.folder, name)
            if text and text != journal.notes.read(name):
                journal.notes.write(name, text)


def _own(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8").rstrip()
    except (OSError, UnicodeDecodeError):
        return ""


def _pass_of(text: str) -> str:
    """When the last pass was that this record knows, as text that sorts."""
    try:
        return str(json.loads(text)["last_pass"] or "")
    except (ValueError, KeyError, TypeError):
        return ""
