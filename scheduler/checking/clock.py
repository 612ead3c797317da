"""Whether this computer's clock is right, and by what that is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pipeline.watch.running_out import clock_fault
from scheduler.checking.finding import Finding
from scheduler.watch.record import HealthRecord

_BY_PAST = (
    "It is not behind the last pass or the newest mail. No server says what time it is; caseclock check --send asks "
    "the mailbox."
)


def clock_finding(record: HealthRecord, times: Mapping[str, tuple[datetime, datetime]], *, now: datetime) -> Finding:
    """How far it is from what servers say (`times`: there and here, by what says so), or from what was seen before."""
    # What the mailbox stamped on a mail, where there is one, was learnt last.
    by, server = next(reversed(list(times.items())), ("", None))
    wrong = clock_fault(now=now, last=record.latest_pass, newest=record.newest_mail, server=server)
    if wrong:
        return Finding(what="Clock", good=False, said=wrong.line if not by else f"{wrong.line} Known by {by}.")
    if server is None:
        return Finding(what="Clock", good=True, said=_BY_PAST)
    apart = abs((server[0] - server[1]).total_seconds())
    return Finding(what="Clock", good=True, said=f"It is right to {apart:.0f} seconds, by {by}.")
