"""A mailbox that no pass has read before: what is older than a few days stays where it is, and a person is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipeline.cases.taken_in import NEW_DAYS
from pipeline.clock.count.workdays import nth_working_day
from pipeline.dates import london_date, long_date
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import MailboxHistory, Topic
from pipeline.edges.mailbox.folders import MailboxFolders
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.model import Attention, LogEntry, MessageKey
from scheduler.office import ConfiguredOffice
from scheduler.report import PassReport, show_conditions
from scheduler.snapshot import Snapshot


def meets_first(office: ConfiguredOffice, journal: Journal) -> bool:
    """Whether no pass has read this mailbox before, and nobody has asked for its history."""
    kept = journal.kept
    if kept.taking_in.get() is not None or kept.guards.history.get() is not None:
        return False
    return not journal.mails.has_met(office.settings.mailbox.user)


def leave_history(
    mailbox: Inbox, folders: MailboxFolders, *, journal: Journal, snapshot: Snapshot, report: PassReport
) -> None:
    """Settles that mail older than five working days, and what lies in our folders, is left alone; says how much."""
    now = snapshot.now
    new_since = nth_working_day(london_date(now), NEW_DAYS, calendar=snapshot.calendar, backward=True)
    old = mailbox.uids_before(folders.inbox, new_since)
    found = {folders.inbox: old}
    for folder in (folders.processed, folders.needs_attention):
        found[folder] = mailbox.uids(folder)
    sorted_away = sum(map(len, found.values())) - len(old)
    report.count("old mails left in the inbox", len(old))
    report.count("mails in our folders taken as known", sorted_away)
    runs = {f"{folder}:{mailbox.uidvalidity(folder)}": _runs(uids) for folder, uids in found.items()}
    beside = f" {sorted_away} mails in our own folders are taken as known." if sorted_away else ""
    item = Attention(
        id="history",
        what=f"{len(old)} mails in the inbox came before {long_date(new_since)} and were not read",
        why=f"The mailbox was in use before, and nobody is written to about them.{beside}",
        remedy="To have them taken in, run: caseclock backfill. Else choose yes under Resolved, and they stay there.",
        since=now,
    )
    with journal.writing():
        journal.kept.guards.history.put(MailboxHistory(runs=runs))
        if old:
            show_conditions(journal, Topic.HISTORY, items=[item])
        if old or sorted_away:
            journal.casebook.log([LogEntry(at=now, event="Older mail left alone", detail=f"{item.what}.{beside}")])


def _runs(uids: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """First and last of each run of numbers without a gap; `uids` ascend."""
    runs: list[tuple[int, int]] = []
    for uid in uids:
        if runs and runs[-1][1] == uid - 1:
            runs[-1] = (runs[-1][0], uid)
        else:
            runs.append((uid, uid))
    return tuple(runs)


def known_in(
    journal: Journal, user: str, *, folder: str, first: int = 1, uidvalidity: int | None = None
) -> Callable[[MessageKey], bool]:
    """Tells whether the mail at a place in `folder`, from the UID `first` on (of this UIDVALIDITY, where it is given),
    is stored, or part of the history that is left alone."""
    already = journal.mails.seen(user, folder, first=first, uidvalidity=uidvalidity)
    history = journal.kept.guards.history.get()
    if history is None:
        return already.__contains__
    return lambda key: key in already or history.holds(key)
