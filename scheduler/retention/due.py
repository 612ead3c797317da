"""Which cases the office's rule says are to be erased, and when; what keeps the others."""

from __future__ import annotations

from datetime import datetime

from pipeline.dates import london_date
from pipeline.edges.journal import Journal
from pipeline.errors import TrackerRefused, TrackerUnreadable
from pipeline.record.retention import RetainedCase, retained
from pipeline.tracker.content.layout import CASES
from pipeline.tracker.merge.tables import table
from scheduler.office import ConfiguredOffice
from scheduler.snapshot import Snapshot


def cases_by_rule(office: ConfiguredOffice, journal: Journal, *, now: datetime) -> tuple[RetainedCase, ...]:
    """Every case as the rule sees it today; one whose clocks still run, whatever its Status says, is not closed."""
    snapshot = Snapshot(office, journal, now=now)
    still_open = [case.ref for case in snapshot.cases if snapshot.counted(case).is_open]
    years = office.settings.retention.years
    return retained(snapshot.cases, open_refs=still_open, years=years, today=london_date(now))


def kept_by_workbook(content: bytes | None) -> dict[str, str]:
    """The cases that a row of the workbook, as it now stands, keeps from being erased, and why: the office may have
    typed it since the last pass."""
    try:
        found = table(content, CASES.name) if content is not None else None
    except (TrackerRefused, TrackerUnreadable):
        return {}
    kept = {}
    for row in found.rows if found else ():
        if row.texts.get("Legal hold", "").casefold() == "yes" or "Legal hold" in row.odd:
            kept[row.key] = "it is under legal hold"
        elif row.texts.get("Status", "Open") == "Open":
            kept[row.key] = "its row says that it is open"
    return kept
