"""One pass, in the order in which its effects must happen; each step may be cut off anywhere and run again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from pipeline.edges.lock import pass_lock
from pipeline.errors import CaseclockError
from scheduler.health import record_health
from scheduler.report import PassReport
from scheduler.steps.counting import count_dates
from scheduler.steps.deciding import decide_mails
from scheduler.steps.fetching import fetch_mail
from scheduler.steps.filing import file_mails
from scheduler.steps.papers import make_papers
from scheduler.steps.queueing import queue_notices
from scheduler.steps.sending import send_notices
from scheduler.steps.tracker_in import take_in_office_words
from scheduler.steps.tracker_out import write_tracker
from scheduler.world import World

Step = Callable[..., None]

STEPS: tuple[tuple[str, Step], ...] = (
    ("Reading what the office typed into the tracker", take_in_office_words),
    ("Fetching new mail", fetch_mail),
    ("Reading each mail", decide_mails),
    ("Counting every date", count_dates),
    # Queued before the tracker is written, so that the workbook shows in this pass what cannot be said and why.
    ("Working out what is due to be said", queue_notices),
    ("Writing the tracker", write_tracker),
    ("Making documents", make_papers),
    ("Sending", send_notices),
    ("Filing mails away", file_mails),
    ("Noting how the pass went", record_health),
)


def one_pass(world: World, *, now: datetime, after: Callable[[str], None] | None = None) -> PassReport:
    """Makes one pass as of `now` and says what it did; `after` is called with the name of each step that is done.

    Raises PassRunning where another pass holds the lock, StoreUnavailable where nothing can be remembered.
    """
    report = PassReport()
    with pass_lock(world.journal.folder):
        try:
            for name, step in STEPS:
                world.say(name)
                step(world, report, now=now)
                if after is not None:
                    after(name)
        except CaseclockError as fault:
            # A pass that broke off is in the health record too, which is no part of the journal.
            report.faults.append(str(fault))
            with suppress(OSError):
                record_health(world, report, now=now)
            raise
    return report
