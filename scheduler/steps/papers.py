"""Makes what the office works with beside the tracker: documents for each case, and a calendar of every duty."""

from __future__ import annotations

import re
from datetime import datetime

from pipeline.edges.files import write_whole
from pipeline.notices import papers
from pipeline.notices.agencies import agencies_of
from pipeline.notices.documents import file_of
from pipeline.notices.invitation import deadlines_calendar
from pipeline.notices.situation import Situation
from scheduler.picture import situation_of
from scheduler.report import PassReport
from scheduler.world import World

CALENDAR = "deadlines.ics"


def make_papers(world: World, report: PassReport, *, now: datetime) -> None:
    """Puts documents that are not there yet into each case's folder, and brings the calendar up to date.

    A document that is there is the office's own and never overwritten.
    """
    situation = situation_of(world, now=now)
    try:
        _make_documents(world, report, situation=situation)
        _write_calendar(world, report, situation=situation)
    except OSError as fault:
        report.faults.append(f"The documents beside the tracker could not be written ({fault.strerror}).")


def _make_documents(world: World, report: PassReport, *, situation: Situation) -> None:
    words = {"office": world.settings.office, "now": situation.now}
    for case in situation.open_cases:
        folder = world.settings.tracker.originals / case.ref
        marking = situation.markings.get(case.ref) or world.settings.office.marking
        for paper in papers.for_the_office(
            case,
            deadlines=situation.deadlines[case.ref],
            agencies=tuple(state.agency for state in agencies_of(case)),
            referral=situation.referrals.get(case.ref),
        ):
            path = folder / paper.file_name
            if not path.exists():
                made = file_of(paper, words=words | {"marking": marking}, folder=world.settings.notices.templates)
                write_whole(path, made.content, mode=0o660)
                report.count("documents made")


def _write_calendar(world: World, report: PassReport, *, situation: Situation) -> None:
    every = (deadline for case in situation.open_cases for deadline in situation.deadlines[case.ref])
    content = deadlines_calendar(every, office=world.settings.office, now=situation.now)
    path = world.settings.tracker.path.with_name(CALENDAR)
    if not path.exists() or _undated(path.read_bytes()) != _undated(content):
        write_whole(path, content, mode=0o660)
        report.count("calendar of duties written")


def _undated(calendar: bytes) -> bytes:
    """A calendar without the moment at which it was written, which changes each time."""
    return re.sub(rb"(?m)^DTSTAMP[^\r\n]*\r?\n", b"", calendar)
