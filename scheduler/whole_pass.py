"""The steps of a whole pass, in the order in which their effects must happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.guards.resting import keep_counted
from scheduler.steps.counting import add_standing_agencies, count_dates
from scheduler.steps.deciding import decide_mails
from scheduler.steps.fetching import fetch_mail
from scheduler.steps.filing import file_mails
from scheduler.steps.papers import make_papers
from scheduler.steps.queueing import queue_notices
from scheduler.steps.sending import send_notices
from scheduler.steps.tracker_in import take_in_office_words
from scheduler.steps.tracker_out import write_tracker
from scheduler.watch.look_after import look_after

if TYPE_CHECKING:
    from scheduler.run import Step

STEPS: tuple[tuple[str, Step], ...] = (
    ("Reading what the office typed into the tracker", take_in_office_words),
    ("Fetching new mail", fetch_mail),
    ("Reading each mail", decide_mails),
    ("Adding the agencies that are always asked", add_standing_agencies),
    ("Counting every date", count_dates),
    # Queued before the tracker is written, so that the workbook shows in this pass what cannot be said and why.
    ("Working out what is due to be said", queue_notices),
    ("Writing the tracker", write_tracker),
    ("Making documents", make_papers),
    ("Sending", send_notices),
    ("Filing mails away", file_mails),
    ("Keeping what was counted", keep_counted),
    ("Noting how the pass went", look_after),
)
