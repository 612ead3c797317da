"""Mails on which the program failed are tried again by a newer version, and when a person asks for it."""

from __future__ import annotations

from datetime import datetime

from pipeline.edges.journal import Journal
from pipeline.model import LogEntry
from pipeline.shown_text import amount


def try_again_after_upgrade(journal: Journal, *, version: str, now: datetime) -> None:
    """Puts them back among the undecided where this version of the program has not tried them yet."""
    if journal.kept.guards.tried_by.get() != version:
        try_again(journal, now=now)
        with journal.writing():
            journal.kept.guards.tried_by.put(version)


def try_again(journal: Journal, *, now: datetime) -> int:
    """Puts every such mail back among the undecided, and says how many there are."""
    failed = journal.mails.failed()
    if failed:
        number = amount(len(failed), "mail is", several="mails are")
        with journal.writing():
            for mail in failed:
                journal.mails.read_again(mail.sha256)
            event = LogEntry(at=now, event="Mails that failed are read again", detail=f"{number} read again.")
            journal.casebook.log([event])
    return len(failed)
