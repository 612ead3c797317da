"""Shares the time of a pass among the mails that wait: where many do, each gets a short look first."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from parsers.safe.limits import Limits
from pipeline.edges.journal.mails import StoredMail

# A shorter look would take a mail for slow that a loaded machine is slow with.
SHORTEST_LOOK = 3.0
# The looks share out half of the time; what beginning anew after each slow mail costs leaves nobody without one.
FOR_LOOKS = 0.8


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """A mail that is to be read, within the bounds that it has now."""

    mail: StoredMail
    limits: Limits
    is_look: bool  # whether it gets more time later, where it is not read in this


class ReadingTime:
    """The turns of a pass, in their order, until its time is over.

    Most of it is for mails that nobody has looked at yet. Then those that were put off come, each with all the time
    that a mail gets, so that a flood of slow mails keeps no quick one out, nor a flood of quick ones a slow one.
    """

    def __init__(self, waiting: Iterable[StoredMail], *, slow: Collection[str], limits: Limits) -> None:
        """`slow` are the SHA-256 of mails that an earlier pass put off."""
        mails = tuple(waiting)
        self.new = deque(mail for mail in mails if mail.sha256 not in slow)
        self.put_off = deque(mail for mail in mails if mail.sha256 in slow)
        self._limits = limits
        self._began = time.monotonic()
        share = limits.pass_seconds / 2 / max(len(self.new), 1)
        self._look = min(limits.mail_seconds, max(share, SHORTEST_LOOK))

    def __iter__(self) -> Iterator[Turn]:
        is_look = self._look < self._limits.mail_seconds
        look = replace(self._limits, mail_seconds=self._look)
        while (self.new or self.put_off) and self._used() < self._limits.pass_seconds:
            if self.new and not (self.put_off and self._used() > self._limits.pass_seconds * FOR_LOOKS):
                yield Turn(mail=self.new.popleft(), limits=look, is_look=is_look)
            else:
                yield Turn(mail=self.put_off.popleft(), limits=self._limits, is_look=False)

    def wait(self, mail: StoredMail) -> None:
        """Puts off a mail that was not read within its look."""
        self.put_off.append(mail)

    @property
    def left(self) -> tuple[StoredMail, ...]:
        """The mails for which no time was left."""
        return (*self.put_off, *self.new)

    def _used(self) -> float:
        return time.monotonic() - self._began
