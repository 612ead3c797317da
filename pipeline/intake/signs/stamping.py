"""Which server stamps its results on a mailbox's mail, as the mails that lie there show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.intake.signs.results import MICROSOFT_365, believed_results, stamps
from pipeline.model import Message

# On so many of the mails the mailbox's own server stamps its name; a forger writes on few.
_SHARE = 0.2


@dataclass(frozen=True, kw_only=True, slots=True)
class Stamping:
    """What a mailbox's newest mails show."""

    mails: int  # that others sent
    servers: tuple[str, ...]  # who stamped on many of them, the most frequent first
    stamped: int  # mails on which one of those stands topmost
    believed: int  # mails that bear results of a server that the settings name


def stamping(mails: Iterable[Message], *, own: str, trusted: tuple[str, ...]) -> Stamping:
    """Who stamps on `mails`; those from the mailbox's `own` address never passed its door."""
    others = [mail for mail in mails if mail.author.address != own.lower()]
    topmost = Counter(stamped.server or MICROSOFT_365 for mail in others for stamped in [*stamps(mail)][:1])
    frequent = {server: number for server, number in topmost.most_common() if number >= _SHARE * len(others)}
    return Stamping(
        mails=len(others),
        servers=tuple(frequent),
        stamped=sum(frequent.values()),
        believed=sum(bool(trusted) and believed_results(mail, trusted) is not None for mail in others),
    )
