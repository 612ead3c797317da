"""A store that is older than the workbook or the mailbox, as after a restore: how that is seen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import Topic
from pipeline.edges.mailbox.inbox import Inbox
from pipeline.model import Attention, LogEntry
from pipeline.tracker.content.layout import CASES, LOG
from pipeline.tracker.merge.newer_work import NewerWork, newer_work, shown_refs
from pipeline.tracker.merge.unchanged_sheets import is_untouched
from pipeline.tracker.workbook.book import book
from scheduler.office import ConfiguredOffice
from scheduler.report import PassReport, show_conditions
from scheduler.tracker_base import kept_base

# So many of the newest mails in Sent are looked at the first time; afterwards only what is new there.
FIRST_LOOK = 500
_REF = re.compile(r"\[([A-Z]{2,8}-\d{4}-\d{3,6})\]")
REMEDY = (
    "Put the newer store back, if there is one. Else run: caseclock restored --trust workbook (the cases that only the "
    "workbook shows are entered from it), or: caseclock restored --trust store (the workbook is set aside and made "
    "anew). Until then nothing is sent but urgent alerts, nothing is filed, and the workbook is left alone."
)


def is_old(journal: Journal) -> bool:
    """Whether something was shown that this store never did, and no person has said yet which is right."""
    return bool(journal.kept.guards.newer_workbook.get() or lost_refs(journal))


def why_old(journal: Journal) -> str:
    """What shows that, in sentences; empty where nothing does."""
    return " ".join(filter(None, (journal.kept.guards.newer_workbook.get(), _of_mailbox(lost_refs(journal)))))


def look_at_workbook(content: bytes, *, office: ConfiguredOffice, journal: Journal) -> None:
    """Remembers every reference that the workbook shows, and whether a newer store has written into it."""
    of, base = book(content), kept_base(journal)
    if all(is_untouched(layout, of=of, base=base) for layout in (CASES, LOG)):
        _keep_newer(journal, NewerWork())
        return
    cases = known_refs(journal)
    shown = shown_refs(content, prefix=office.settings.office.reference_prefix, cases=cases)
    found = newer_work(content, log=journal.casebook.entries(), cases=cases, refs=shown)
    with journal.writing():
        _remember(journal, shown)
    _keep_newer(journal, found)


def look_at_sent(mailbox: Inbox, folder: str, *, office: ConfiguredOffice, journal: Journal) -> None:
    """Remembers the references that our own mails in Sent show in their headers and that are of no case here."""
    mark, headers = mailbox.new_headers(folder, after=journal.kept.guards.sent_mark.get(), most=FIRST_LOOK)
    if mark == journal.kept.guards.sent_mark.get():
        return
    from parsers.mail.message import message
    from pipeline.notices.wording.templates import CASES_HEADER

    prefix = f"{office.settings.office.reference_prefix}-"
    refs: set[str] = set()
    for header in headers:
        read = message(header)
        # What people write from this mailbox may quote anything.
        if read.header("X-Auto-Response-Suppress") and read.header("Auto-Submitted"):
            told = (*_REF.findall(read.subject), *read.header(CASES_HEADER).split())
            refs |= {ref for ref in told if ref.startswith(prefix)}
    unknown = refs - set(journal.casebook.refs()) - (journal.kept.guards.lost_refs.get() or frozenset())
    with journal.writing() if unknown else journal.looking():
        _remember(journal, unknown)
        journal.kept.guards.sent_refs.put((journal.kept.guards.sent_refs.get() or frozenset()) | unknown)
        journal.kept.guards.sent_mark.put(mark)


def show_age(journal: Journal, *, report: PassReport, now: datetime) -> None:
    """Says in the report and to a person that the store is older than what was shown; takes it back once it is not."""
    why = why_old(journal)
    items = [_alarm(why, now=now)] if why else []
    before = journal.kept.conditions.get(Topic.OLD_STORE)
    said = f"The store is older than what it has shown. {why} {REMEDY}"
    if why and said not in report.faults:
        report.faults.append(said)
    if not items and not before:
        return
    with journal.writing():
        if show_conditions(journal, Topic.OLD_STORE, items=items):
            journal.casebook.log([LogEntry(at=now, event="The store is whole again", detail="")])


def lost_refs(journal: Journal) -> frozenset[str]:
    """The references that our mails have shown and that are of no case."""
    sent = journal.kept.guards.sent_refs.get()
    return sent - set(journal.casebook.refs()) if sent else frozenset()


def known_refs(journal: Journal) -> frozenset[str]:
    """The references of every case, and of those that were erased: what shows one of them knows no more than we do."""
    return frozenset(journal.casebook.refs()) | (journal.kept.erased_refs.get() or frozenset())


def _remember(journal: Journal, refs: Iterable[str]) -> None:
    known = journal.kept.guards.refs.get() or frozenset()
    if not known.issuperset(refs):
        journal.kept.guards.refs.put(known.union(refs))


def _keep_newer(journal: Journal, found: NewerWork) -> None:
    why = _of_workbook(found) if found.lines else None
    if why != journal.kept.guards.newer_workbook.get():
        with journal.writing():
            journal.kept.guards.newer_workbook.put(why)


def _of_workbook(found: NewerWork) -> str:
    cases = f" and the cases {', '.join(found.refs[:5])}{' and more' if len(found.refs) > 5 else ''}"
    return (
        f"The workbook holds {len(found.lines)} lines of the Log{cases if found.refs else ''} that this store never "
        "wrote, as when an older store was put back."
    )


def _of_mailbox(refs: frozenset[str]) -> str:
    first = ", ".join(sorted(refs)[:5])
    return f"Mail was sent from this mailbox on cases that this store does not have ({first})." if refs else ""


def _alarm(why: str, *, now: datetime) -> Attention:
    return Attention(
        id=f"old-store:{now:%Y-%m-%dT%H:%M}",
        what="The store is older than what it has shown: nothing is sent or filed",
        why=why,
        remedy=REMEDY,
        since=now,
        urgent=True,
    )
