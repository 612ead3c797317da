"""Makes what the office works with beside the tracker: documents for each case, and a calendar of every duty."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from pipeline.case_faults import is_of_a_case, without_failing
from pipeline.clock.model import Deadline
from pipeline.edges.files import checksum_of, write_whole
from pipeline.edges.journal import Journal
from pipeline.edges.journal.kept_records import MadeDocument, Topic
from pipeline.errors import TemplateInvalid
from pipeline.facts import Case
from pipeline.model import Attention, Referral
from pipeline.notices.documents.on_demand import wanted
from pipeline.notices.documents.template_file import digest_of, template_content
from pipeline.notices.kinds.agency_requests import agencies_of
from pipeline.notices.meetings.invitation import calendar_digest, deadlines_calendar
from pipeline.notices.model import Paper
from pipeline.protective_marking import highest_of
from scheduler.beside_tracker import CALENDAR
from scheduler.office import ConfiguredOffice
from scheduler.report import PassReport, show_conditions
from scheduler.snapshot import Snapshot

# What says of one file or folder that somebody holds it, or that something else lies in its place.
_OF_ONE_FILE = {errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY, errno.EEXIST, errno.ENOTDIR, errno.EISDIR}


def make_papers(*, office: ConfiguredOffice, journal: Journal, snapshot: Snapshot, report: PassReport) -> None:
    """Puts the documents there is a use for into each case's folder, and brings the calendar up to date.

    A document that is still as it was written here is written anew when its words change; one that a person has
    touched is the office's own, left alone, and said so.
    """
    try:
        shown = [*_make_documents(office, journal, snapshot=snapshot, report=report)]
        shown += _write_calendar(office, journal, snapshot=snapshot, report=report)
    except OSError as fault:
        report.faults.append(
            f"The documents beside the tracker could not be written ({fault.strerror}); connect their share or free "
            "its disk, and the next pass writes them."
        )
        return
    with journal.writing():
        show_conditions(journal, Topic.PAPERS, items=shown)


def _make_documents(
    office: ConfiguredOffice, journal: Journal, *, snapshot: Snapshot, report: PassReport
) -> Iterator[Attention]:
    """Makes what is wanted; gives an item for each document that cannot be made, or that a person now keeps."""
    originals, templates = office.settings.tracker.originals, office.settings.notices.templates

    @cache
    def template(name: str) -> bytes:
        return template_content(name, templates)

    every: list[tuple[Case, Paper]] = []
    for case in snapshot.open_cases:
        try:
            every += ((case, paper) for paper in _papers_of(case, snapshot))
        except Exception as fault:
            yield _unmade(case.ref, "papers", fault=fault, now=snapshot.now)
    noted = journal.kept.documents.each(f"{case.ref}/{paper.file_name}" for case, paper in every)
    for case, paper in every:
        path = originals / case.ref / paper.file_name
        try:
            words = _words(case.ref, office=office, snapshot=snapshot)
            digest = digest_of(paper, words=words, template=template(paper.template))
            state = _state_of(path, digest=digest, kept=noted.get(_key(path)))
            if isinstance(state, MadeDocument):
                _put(path, _made(paper, words=words, folder=templates), state=state, journal=journal)
                report.count("documents made")
            elif state:
                yield _touched(case.ref, paper, digest=state, now=snapshot.now)
            report.documents.append(f"{case.ref}/{paper.file_name}")
        except OSError as fault:
            if fault.errno not in _OF_ONE_FILE or not os.access(originals, os.W_OK):
                raise
            yield _held(case.ref, paper, fault=fault, now=snapshot.now)
        except Exception as fault:
            yield _unmade(case.ref, paper.template, fault=fault, now=snapshot.now)


def _made(paper: Paper, *, words: Mapping[str, object], folder: Path | None) -> bytes:
    # Word's library is slow to import, and few passes make a document.
    from pipeline.notices.documents.word_template import file_of

    return file_of(paper, words=words, folder=folder).content


def _papers_of(case: Case, snapshot: Snapshot) -> tuple[Paper, ...]:
    # What goes with the incident is in the documents of the case on which it rests.
    if case.ref in snapshot.leads and not case.text("documents_wanted"):
        return ()
    return wanted(
        case,
        ledger=snapshot.counted(case),
        agencies=tuple(state.agency for state in agencies_of(case)),
        referral=_of_the_incident(case, snapshot),
    )


def _of_the_incident(case: Case, snapshot: Snapshot) -> Referral | None:
    """The newest form of the case, with the children and families of the cases that are one incident with it."""
    own = snapshot.referrals.get(case.ref)
    joined = [
        snapshot.referrals[ref]
        for ref, lead in snapshot.leads.items()
        if lead == case.ref and ref in snapshot.referrals
    ]
    if own is None or not joined:
        return own
    children = (child for referral in (own, *joined) for child in referral.children)
    family = (person for referral in (own, *joined) for person in referral.family)
    return replace(own, children=tuple(children), family=tuple(family))


def _words(case_ref: str, *, office: ConfiguredOffice, snapshot: Snapshot) -> Mapping[str, object]:
    marking = highest_of(snapshot.markings.get(case_ref, ""), office.settings.office.marking)
    return {"office": office.settings.office, "now": snapshot.now, "marking": marking}


def _state_of(path: Path, *, digest: str, kept: MadeDocument | None) -> MadeDocument | str:
    """The note to keep where the document is to be written; its `digest` where a person keeps one whose words have
    changed; an empty text where there is nothing to do."""
    if not path.exists():
        return MadeDocument(made_from=digest, sha256="")
    # One that was not noted was made by an earlier version or by the office: nobody can tell, so it is left alone.
    if kept is None or (kept.made_from == digest and kept.is_written):
        return ""
    there = checksum_of(path)
    if there in (kept.sha256, kept.instead_of):
        return MadeDocument(made_from=digest, sha256="", instead_of=there)
    return digest


def _put(path: Path, content: bytes, *, state: MadeDocument, journal: Journal) -> None:
    """Notes the document, writes it, and notes that it stands: cut off between, it is still known for our own."""
    note = replace(state, sha256=hashlib.sha256(content).hexdigest(), is_written=False)
    with journal.writing():
        journal.kept.documents.put(_key(path), note)
    write_whole(path, content, mode=0o660)
    with journal.writing():
        journal.kept.documents.put(_key(path), replace(note, is_written=True, instead_of=""))


def _key(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _name(case_ref: str, paper: Paper) -> str:
    return paper.file_name.removeprefix(case_ref).removesuffix(".docx").strip()


def _held(case_ref: str, paper: Paper, *, fault: OSError, now: datetime) -> Attention:
    return Attention(
        id=f"unmade:{paper.template}:{case_ref}",
        what=f"The {_name(case_ref, paper)} could not be written",
        why=f"Its file or the folder of the case cannot be written ({fault.strerror}); every other document is made.",
        remedy="Close it where it is open, and let Caseclock write into the folder. The next pass writes it.",
        since=now,
        case_ref=case_ref,
    )


def _touched(case_ref: str, paper: Paper, *, digest: str, now: datetime) -> Attention:
    name = _name(case_ref, paper)
    return Attention(
        id=f"touched:{paper.template}:{case_ref}:{digest[:12]}",
        what=f"The {name} was changed by hand, and the tracker has changed since",
        why="It is left as it is, so it may say something that no longer holds.",
        remedy="Bring it up to date by hand and choose Resolved; or delete the file, and it is made anew.",
        since=now,
        case_ref=case_ref,
    )


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


def _write_calendar(
    office: ConfiguredOffice, journal: Journal, *, snapshot: Snapshot, report: PassReport
) -> Iterator[Attention]:
    """Brings the calendar up to date; gives an item for each case that cannot stand in it."""
    own, path = office.settings.office, office.settings.tracker.path.with_name(CALENDAR)

    def digest(cases: tuple[Case, ...]) -> str:
        return calendar_digest(_every_deadline(snapshot, cases), office=own)

    def calendar(cases: tuple[Case, ...]) -> bytes:
        return deadlines_calendar(_every_deadline(snapshot, cases), office=own, now=snapshot.now)

    made_from, failing = without_failing(snapshot.open_cases, digest)
    if not _is_as_made(path, journal.kept.documents.get(CALENDAR), made_from=made_from):
        content, left_out = without_failing(snapshot.open_cases, calendar)
        write_whole(path, content, mode=0o660)
        report.count("calendar of duties written")
        # A case that fails only when it is written is tried again in each pass, so that it is shown as long as it does.
        note = MadeDocument(
            made_from=made_from if left_out == failing else "", sha256=hashlib.sha256(content).hexdigest()
        )
        failing = left_out
        with journal.writing():
            journal.kept.documents.put(CALENDAR, note)
    for case in failing:
        yield _unmade(case.ref, "calendar", fault=ValueError(), now=snapshot.now)


def _every_deadline(snapshot: Snapshot, cases: tuple[Case, ...]) -> Iterator[Deadline]:
    return (deadline for case in cases for deadline in snapshot.counted(case).deadlines)


def _is_as_made(path: Path, kept: MadeDocument | None, *, made_from: str) -> bool:
    # The moment at which it was written stands in it, so that its bytes alone do not tell.
    if kept is None or kept.made_from != made_from or not path.exists():
        return False
    return checksum_of(path) == kept.sha256
