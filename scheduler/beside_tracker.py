"""The files beside the tracker: the page that says what its first sheet says, and the calendar of deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from pipeline.edges.files import write_whole
from pipeline.today_page import as_of
from scheduler.office import ConfiguredOffice
from scheduler.report import PassReport

PAGE, CALENDAR = "today.html", "deadlines.ics"


def put_page(office: ConfiguredOffice, text: str) -> None:
    """Writes the page; raises OSError where it cannot be written."""
    write_whole(office.settings.tracker.path.with_name(PAGE), text.encode(), mode=0o640)


def redate_page(office: ConfiguredOffice, *, report: PassReport, now: datetime) -> None:
    """Says on the page that it is as of `now`, where nothing else on it has changed."""
    with page_at_fault(report):
        text = as_of(office.settings.tracker.path.with_name(PAGE).read_text(encoding="utf-8"), now)
        if text is not None:
            put_page(office, text)


@contextmanager
def page_at_fault(report: PassReport) -> Iterator[None]:
    """Says in the report what keeps the page from being written."""
    try:
        yield
    except OSError as fault:
        report.faults.append(
            f"{PAGE} could not be written beside the tracker ({fault.strerror}); free its disk, or let Caseclock write "
            "into the folder. The next pass tries again."
        )
