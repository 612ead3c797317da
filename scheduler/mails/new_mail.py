"""A mail that the server gave, with its bytes kept: what the journal is to know of it before anybody reads it."""

from __future__ import annotations

from typing import Literal

from pipeline.edges.journal import Journal
from pipeline.edges.journal.mails import NewMail
from pipeline.edges.mailbox.fetch import Fetched
from pipeline.edges.mailbox.move_commands import message_id_of


def new_mail(mail: Fetched, journal: Journal, *, state: Literal["stored", "shown"]) -> NewMail:
    """`mail` with its bytes kept, or its header where the server did not give the whole of it."""
    return NewMail(
        key=mail.key,
        sha256=journal.raw.keep(mail.header if mail.raw is None else mail.raw),
        size=mail.size,
        received_at=mail.received_at,
        message_id=message_id_of(mail.header),
        complete=mail.raw is not None,
        state=state,
    )
