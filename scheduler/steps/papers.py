"""Makes what the office works with beside the tracker: documents for each case, and a calendar of every duty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from pipeline.case_faults import is_of_a_case, without_failing
from pipeline.edges.files import write_whole
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import Topic
from pipeline.errors import TemplateInvalid
from pipeline.facts import Case
from pipeline.model import Attention
from pipeline.notices.documents import papers
from pipeline.notices.documents.word_template import file_of
from pipeline.notices.kinds.agency_requests import agencies_of
from pipeline.notices.meetings.invitation import deadlines_calendar
from pipeline.notices.model import MailFile, Paper
from pipeline.protective_marking import highest_of
from scheduler.office import ConfiguredOffice
from scheduler.report import PassReport, show_conditions
from scheduler.snapshot import Snapshot

CALENDAR = "deadlines.ics"


def make_papers(*, office: ConfiguredOffice, journal: Journal, snapshot: Snapshot, report: PassReport) -> None:
    """Puts documents that are not there yet into each case's folder, and brings the calendar up to date.

    A document that is there is the office's own and never overwritten.
    """
    try:
        failing = [*_make_documents(office, snapshot, report=report)]
        failing += _write_calendar(office, snapshot, report=report)
    except OSError as fault:
        report.faults.append(f"The documents beside the tracker could not be written ({fault.strerror}).")
        return
    with journal.writing():
        show_conditions(journal, Topic.PAPERS, items=failing)


def _make_documents(office: ConfiguredOffice, snapshot: Snapshot, *, report: PassReport) -> Iterator[Attention]:
    """Makes what is not there; gives an item for each case of which a document cannot be made."""
    for case in snapshot.open_cases:
        try:
            wanted = _papers_of(case, snapshot)
        except Exception as fault:
            yield _unmade(case.ref, "papers", fault=fault, now=snapshot.now)
            continue
        for paper in wanted:
            path = office.settings.tracker.originals / case.ref / paper.file_name
            if path.exists():
                continue
            try:
                made = _made(paper, case.ref, office=office, snapshot=snapshot)
            except Exception as fault:
                yield _unmade(case.ref, paper.template, fault=fault, now=snapshot.now)
                continue
            write_whole(path, made.content, mode=0o660)
            report.count("documents made")


def _papers_of(case: Case, snapshot: Snapshot) -> tuple[Paper, ...]:
    return papers.for_the_office(
        case,
        deadlines=snapshot.counted(case).deadlines,
        agencies=tuple(state.agency for state in agencies_of(case)),
        referral=snapshot.referrals.get(case.ref),
    )


def _made(paper: Paper, case_ref: str, *, office: ConfiguredOffice, snapshot: Snapshot) -> MailFile:
    marking = highest_of(snapshot.markings.get(case_ref, ""), office.settings.office.marking)
    words = {"office": office.settings.office, "now": snapshot.now, "marking": marking}
    return file_of(paper, words=words, folder=office.settings.notices.templates)


def _unmade(case_ref: str, name: str, *, fault: Exception, now: datetime) -> Attention:
    """The item for a document or entry called `name`; raises `fault` where it is the world's."""
    if not is_of_a_case(fault):
        raise fault
    said = str(fault) if isinstance(fault, TemplateInvalid) else ""
    return Attention(
        id=f"unmade:{name}:{case_ref}",
        what=f"A document could not be made ({name})",
        why=said or "Something recorded on this case cannot be written into it; every other case goes on.",
        remedy="Correct the template as this says and run: caseclock check. The next pass makes the document."
        if said
        else "Look through the dates and texts of this case in the tracker and correct what cannot be right.",
        since=now,
        case_ref=case_ref,
    )


def _write_calendar(office: ConfiguredOffice, snapshot: Snapshot, *, report: PassReport) -> Iterator[Attention]:
    """Brings the calendar up to date; gives an item for each case that cannot stand in it."""

    def calendar(cases: tuple[Case, ...]) -> bytes:
        every = (deadline for case in cases for deadline in snapshot.counted(case).deadlines)
        return deadlines_calendar(every, office=office.settings.office, now=snapshot.now)

    content, failing = without_failing(snapshot.open_cases, calendar)
    for case in failing:
        yield _unmade(case.ref, "calendar", fault=ValueError(), now=snapshot.now)
    path = office.settings.tracker.path.with_name(CALENDAR)
    if not path.exists() or _undated(path.read_bytes()) != _undated(content):
        write_whole(path, content, mode=0o660)
        report.count("calendar of duties written")


def _undated(calendar: bytes) -> bytes:
    """A calendar without the moment at which it was written, which changes each time."""
    return re.sub(rb"(?m)^DTSTAMP[^\r\n]*\r?\n", b"", calendar)
