"""The scheduled worker: the same pass as `caseclock once`, on APScheduler until it is stopped."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from types import FrameType

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED, JobEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler

from pipeline.dates import LONDON

# A connection that broke is not built up again at once.
LISTEN_AGAIN = 20
LOG = logging.getLogger("caseclock")


def work(one_pass: Callable[[], None], *, every_minutes: int, heard: Callable[[], bool] | None = None) -> None:
    """Makes a pass at once and then every `every_minutes`, until SIGTERM or Ctrl-C; a running pass is let finish.

    `heard` waits for the mailbox to announce new mail and says whether it did; then a pass is made between times.
    """
    # One thread: a pass never overlaps another. Nothing is scheduled ahead (every pass asks what is due), so a late
    # pass is worth making however late it is, and several missed ones are worth one.
    scheduler = BlockingScheduler(
        executors={"default": ThreadPoolExecutor(1), "listener": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone=LONDON,
    )
    scheduler.add_listener(_note, EVENT_JOB_ERROR | EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES)
    scheduler.add_job(one_pass, "interval", minutes=every_minutes, id="pass")
    scheduler.add_job(one_pass, id="first pass")

    def listen() -> None:
        if heard is not None and heard():
            scheduler.add_job(one_pass, id="announced pass", replace_existing=True)

    if heard is not None:
        scheduler.add_job(listen, "interval", seconds=LISTEN_AGAIN, id="listen", executor="listener")

    def stop(_: int, __: FrameType | None) -> None:
        LOG.info("Stopping after the present pass")
        scheduler.shutdown(wait=False)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    scheduler.start()


def _note(event: JobEvent) -> None:
    if event.code == EVENT_JOB_ERROR:
        # The exception's text is not logged: it may quote a mail.
        LOG.error("A pass failed (%s); the next one tries again", type(event.exception).__name__)
    elif event.code == EVENT_JOB_MISSED:
        LOG.warning("A pass came late and was left to the next one")
