"""Takes in a mailbox that was in use before: settles what of it is old, keeps to that if stopped, and says the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipeline.cases.case_work import CaseWork
from pipeline.cases.outcome import MailOutcome
from pipeline.cases.taken_in import ASKED_DAYS, NEW_DAYS, MailAge, TakingIn, heard_of, is_unsorted, taken_in
from pipeline.clock.count.workdays import nth_working_day
from pipeline.dates import london_date, long_date
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import Topic
from pipeline.edges.journal.mails import StoredMail
from pipeline.edges.mailbox.folders import MailboxFolders
from pipeline.model import Decision, LogEntry
from pipeline.shown_text import amount
from scheduler.office import ConfiguredOffice
from scheduler.report import PassReport, show_conditions
from scheduler.snapshot import Snapshot


def begin_taking_in(office: ConfiguredOffice, journal: Journal, *, snapshot: Snapshot) -> None:
    """Settles what of the mailbox is old where that was asked for; what was begun and stopped goes on as it began."""
    begun = journal.kept.taking_in.get()
    if not office.backfill or (begun is not None and office.new_since is None):
        return
    today = london_date(snapshot.now)

    def back(days: int) -> date:
        return nth_working_day(today, days, calendar=snapshot.calendar, backward=True)

    new_since = office.new_since or back(NEW_DAYS)
    terms = TakingIn(on=begun.on if begun else today, new_since=new_since, asked_since=min(new_since, back(ASKED_DAYS)))
    with journal.writing():
        journal.kept.taking_in.put(terms)
        # What the first pass left alone is what is now taken in.
        journal.kept.guards.history.put(None)
        show_conditions(journal, Topic.HISTORY, items=())
        detail = f"Mail received since {long_date(new_since)} is new."
        journal.casebook.log([LogEntry(at=snapshot.now, event="Taking in the mailbox", detail=detail)])


def all_is_fetched(journal: Journal) -> None:
    """Remembers that every mail of the mailbox is in the journal."""
    terms = journal.kept.taking_in.get()
    if terms is not None and not terms.fetched:
        with journal.writing():
            journal.kept.taking_in.put(replace(terms, fetched=True))


def age_of(mail: StoredMail, journal: Journal) -> MailAge:
    """How `mail` is treated: like any other, except while a mailbox is taken in."""
    terms = journal.kept.taking_in.get()
    return terms.age(mail.received_at) if terms else MailAge.NEW


def as_of_its_age(
    found: MailOutcome, mail: StoredMail, *, judged: Decision, journal: Journal, snapshot: Snapshot
) -> MailOutcome:
    """What follows from `mail`, where it is older than the taking in of its mailbox or speaks of a case taken in."""
    terms, now, known = journal.kept.taking_in.get(), snapshot.now, snapshot.cases_by_ref
    age = age_of(mail, journal)
    is_news = age is not MailAge.OLD and not judged.kind.is_of_a_machine

    def aged(work: CaseWork) -> CaseWork:
        if work.opens:
            return taken_in(work, terms, age=age, now=now) if terms else work
        return heard_of(work, known.get(work.ref), now=now) if is_news else work

    # What an old mail leaves open is no more asked: the mail lies in its folder, and its reason stands in the Log.
    attention = () if age is MailAge.OLD else found.attention
    proposals = () if age is MailAge.OLD else found.proposals
    return replace(found, work=tuple(map(aged, found.work)), attention=attention, proposals=proposals)


def end_taking_in(
    journal: Journal, folders: MailboxFolders, *, user: str, snapshot: Snapshot, report: PassReport
) -> None:
    """Says once what was taken in, when every mail of it is read and filed."""
    terms = journal.kept.taking_in.get()
    if terms is None or not terms.fetched or journal.mails.undecided():
        return
    opened = sum(case.day("taken_in") == terms.on for case in snapshot.cases)
    waiting = sum(map(is_unsorted, snapshot.cases))
    known = journal.mails.taken_as_known(user, folders.processed)
    detail = (
        f"{amount(opened, 'case')} opened by mail received before {long_date(terms.new_since)}; "
        f"{waiting} wait to be sorted. {amount(known, 'mail')} in the folder {folders.processed} taken as known."
    )
    with journal.writing():
        journal.kept.taking_in.put(None)
        journal.casebook.log([LogEntry(at=snapshot.now, event="The mailbox was taken in", detail=detail)])
    report.count("cases taken in that wait to be sorted", waiting)
    report.count(f"mails in {folders.processed} taken as known", known)
