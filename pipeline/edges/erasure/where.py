"""Where mails lie in the mailbox, and whose files are the same."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from pipeline.edges.journal.columns import batches
from pipeline.edges.journal.schema import MAILS, MARKS, PLACES


def places_of(connection: Connection, mails: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    """When the mails in each folder of a mailbox were received, by mailbox and folder."""
    last: dict[tuple[str, str], tuple[str, str]] = {}  # the folder and the time of a mail, by mailbox and SHA-256
    for some in batches(mails):
        wanted = select(PLACES, MAILS.c.received_at).join(MAILS, MAILS.c.sha256 == PLACES.c.sha256)
        for row in connection.execute(wanted.where(PLACES.c.sha256.in_(some)).order_by(PLACES.c.seen_at)):
            # One that was filed is there; the place that it was filed from is older.
            last[row.mailbox, row.sha256] = (row.folder, row.received_at)
    found: dict[tuple[str, str], list[str]] = {}
    for (mailbox, _), (folder, at) in last.items():
        found.setdefault((mailbox, folder), []).append(at.removesuffix("+00:00").replace("T", " "))
    return {place: sorted(times) for place, times in found.items()}


def cases_of_attachments(connection: Connection, sha256: str) -> frozenset[str]:
    """The cases that a file of that SHA-256 came for."""
    wanted = select(MARKS.c.case_ref).where(MARKS.c.kind == "attachment", MARKS.c.value == sha256)
    return frozenset(connection.execute(wanted).scalars())
