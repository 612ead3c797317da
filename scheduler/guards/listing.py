"""Which mails of a folder are looked through: those that came since the last pass, and once a day all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.dates import london_date
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import ListedFolder
from pipeline.edges.mailbox.fetch import Fetched
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.model import FolderState
from scheduler.guards.first_look import known_in
from scheduler.office import ConfiguredOffice
from scheduler.report import PassReport


def look_through(folder: str, *, office: ConfiguredOffice, report: PassReport, now: datetime) -> FolderLook:
    """The look through `folder` of a pass."""
    user = office.settings.mailbox.user
    return FolderLook(folder=folder, user=user, state=report.folders.get(folder), today=london_date(now))


@dataclass(frozen=True, kw_only=True, slots=True)
class FolderLook:
    """A look through `folder` of the mailbox of `user`, which stood so before it; None where the server does not say.

    A mail that comes later has a UID from `state.uidnext` on (RFC 3501, 2.3.1.1), so what was looked through up to
    there need not be listed again while UIDVALIDITY is the same.
    """

    folder: str
    user: str
    state: FolderState | None
    today: date

    def new_mails(self, mailbox: Inbox, journal: Journal) -> Iterator[Fetched]:
        """Every mail that may not be known yet, and is not."""
        first = self._first(journal)
        if first is not None:
            # The UIDs of a folder that was made anew begin at one again, below all that were known in the old one.
            uidvalidity = None if self.state is None else self.state.uidvalidity
            is_known = known_in(journal, self.user, folder=self.folder, first=first, uidvalidity=uidvalidity)
            yield from mailbox.new_messages(self.folder, is_known, first=first)

    def note(self, journal: Journal) -> None:
        """Remembers that every mail up to this state is stored or known."""
        if self.state is None:
            return
        last = self._last(journal)
        if last is None or last.on != self.today or last.state != self.state:
            with journal.looking():
                journal.kept.guards.listed.put(self._key, ListedFolder(state=self.state, on=self.today))

    def _first(self, journal: Journal) -> int | None:
        """The first UID that may be new; None where nothing has changed."""
        last = self._last(journal)
        # While a mailbox is taken in, what was left alone is looked for too.
        if last is None or last.on != self.today or self.state is None or journal.kept.taking_in.get() is not None:
            return 1
        if last.state.uidvalidity != self.state.uidvalidity:
            return 1
        return None if last.state == self.state else last.state.uidnext

    def _last(self, journal: Journal) -> ListedFolder | None:
        return journal.kept.guards.listed.get(self._key)

    @property
    def _key(self) -> str:
        return f"{self.user}:{self.folder}"
