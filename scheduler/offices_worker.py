"""The worker of many offices: each has its passes in its own time, in a few processes that all of them share."""

from __future__ import annotations

import logging
import queue
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from types import FrameType

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.blocking import BlockingScheduler

from pipeline.dates import LONDON
from pipeline.edges.clock import now as clock_now
from pipeline.edges.service_manager import notify, watchdog_seconds
from pipeline.errors import SettingsInvalid
from scheduler.offices_folder import OfficeFile, offices_in
from scheduler.watch.child import Nursery
from scheduler.watch.log import OFFICE, OWN, places, start_logging
from scheduler.worker import PassWorker

AT_ONCE = 4
# Of the time between two passes, the part in which a pass by another machine is as good as one's own.
FRESH = 0.6
QUICK, SLOW = "quick", "slow"
# An office whose last round took longer waits among its like, so that it can take no turn from the others.
SLOW_SECONDS = 60
LOOK_SECONDS = 60


class OfficesWorker:
    """Makes passes over every office with a settings file in `folder`, `at_once` of them beside half as many slow ones.

    `every` is the time between two passes of an office, in the place of what its settings say.
    """

    def __init__(
        self,
        folder: Path,
        *,
        at_once: int = AT_ONCE,
        clock: Callable[[], datetime] = clock_now,
        every: timedelta | None = None,
    ) -> None:
        self._folder, self._clock, self._every = folder, clock, every
        self._offices: dict[str, PassWorker] = {}
        self._refused: dict[str, str] = {}
        self._log = logging.getLogger(OWN)
        self._nurseries: queue.LifoQueue[Nursery] = queue.LifoQueue()
        self._slow_at_once = max(1, at_once // 2)
        self._made = at_once + self._slow_at_once
        for _ in range(self._made):
            self._nurseries.put(Nursery())
        # Nothing is scheduled ahead: a late pass is worth making however late it is, and several missed ones are one.
        self._scheduler = BlockingScheduler(
            executors={
                QUICK: ThreadPoolExecutor(at_once),
                SLOW: ThreadPoolExecutor(self._slow_at_once),
                "watch": ThreadPoolExecutor(1),
            },
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=LONDON,
        )

    def work(self) -> None:
        """Works until SIGTERM or Ctrl-C; the passes that run are let finish. Raises SettingsInvalid without offices."""
        offices_in(self._folder)
        start_logging()
        # That a pass of an office still runs when its next is due is no news.
        logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
        self._log.info("Caseclock %s starts for the offices in %s", version("caseclock"), self._folder.resolve())
        self._scheduler.add_listener(self._note, EVENT_JOB_ERROR)
        self.look()
        self._scheduler.add_job(self.look, "interval", seconds=LOOK_SECONDS, id=" look", executor="watch")
        if waits := watchdog_seconds():
            self._scheduler.add_job(self._show_life, "interval", seconds=waits / 3, id=" watchdog", executor="watch")
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        notify("READY=1")
        self._scheduler.start()
        for _ in range(self._made):
            self._nurseries.get().close()

    def look(self) -> None:
        """Takes on the offices that came, and lets go of those whose files went; a file that is wrong is said once."""
        try:
            found = offices_in(self._folder)
        except SettingsInvalid as fault:
            self._log.error("%s", fault)
            return
        wrong = {file.name: file.fault for file in found if file.fault}
        for name, why in wrong.items():
            if self._refused.get(name) != why:
                self._log.error("%s cannot be served: %s", name, why)
        self._refused = wrong
        there = {file.name for file in found}
        for name in set(self._offices) - there:
            del self._offices[name]
            with suppress(JobLookupError):
                self._scheduler.remove_job(name)
        for file in found:
            # An office that is served goes on by its settings as they were, and tells its own people what is wrong.
            if not file.fault and file.name not in self._offices:
                self._take_on(file, of=len(found))

    def _take_on(self, file: OfficeFile, *, of: int) -> None:
        office = PassWorker(file.config, clock=self._clock)
        self._offices[file.name] = office
        every = self._every or timedelta(minutes=office.settings.worker.every_minutes)
        # Where several workers serve the same offices, chance shares these out among them.
        after = random.uniform(0, min(every.total_seconds(), 2 * of))  # noqa: S311
        self._scheduler.add_job(
            self._round,
            "interval",
            seconds=every.total_seconds(),
            id=file.name,
            args=[file.name, every],
            executor=QUICK,
            next_run_time=clock_now() + timedelta(seconds=after),
        )

    def _round(self, name: str, every: timedelta) -> None:
        office = self._offices.get(name)
        if office is None:
            return
        OFFICE.set(name)
        began = time.monotonic()
        with self._lent() as nursery:
            office.nursery = nursery
            office.round_unless_made(within=every * FRESH)
        lane = SLOW if time.monotonic() - began > SLOW_SECONDS else QUICK
        with suppress(JobLookupError):
            self._scheduler.modify_job(name, executor=lane)

    @contextmanager
    def _lent(self) -> Iterator[Nursery]:
        nursery = self._nurseries.get()
        try:
            yield nursery
        finally:
            self._nurseries.put(nursery)

    def _show_life(self) -> None:
        if not any(office.is_stuck for office in tuple(self._offices.values())):
            notify("WATCHDOG=1")

    def _stop(self, _: int, __: FrameType | None) -> None:
        self._log.info("Stopping after the present passes")
        notify("STOPPING=1")
        self._scheduler.shutdown(wait=False)

    def _note(self, event: JobExecutionEvent) -> None:
        # The exception's text is not logged: it may quote a mail.
        self._log.error("A round of %s failed; the next one tries again: %s", event.job_id, places(event.exception))
