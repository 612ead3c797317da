"""The scheduled worker: a pass in a child of its own, every few minutes until it is stopped, and what follows each."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from types import FrameType

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler

from pipeline.clock.law_files.rules import law
from pipeline.clock.model import RuleId
from pipeline.dates import LONDON, london_date
from pipeline.edges.clock import now as clock_now
from pipeline.edges.service_manager import notify, watchdog_seconds
from pipeline.errors import CaseclockError, SettingsInvalid
from pipeline.settings import Settings
from scheduler.office import office_of
from scheduler.shared.carried import known_to_all
from scheduler.watch.attend import Attendant
from scheduler.watch.child import BUSY, Nursery
from scheduler.watch.log import OWN, places, start_logging
from scheduler.watch.record import health

# A connection that broke is not built up again at once.
LISTEN_AGAIN = 20
# What may follow a pass (alarms by two servers, the heartbeat) before the worker itself counts as stuck.
AFTERWARDS = 600


class PassWorker:
    """Makes passes over the office of the settings file `config`; raises SettingsInvalid where it cannot begin."""

    def __init__(
        self, config: Path, *, clock: Callable[[], datetime] = clock_now, pass_seconds: float | None = None
    ) -> None:
        self._config, self._clock, self._pass_seconds = config, clock, pass_seconds
        self.settings = office_of(config).settings
        self._log = logging.getLogger(OWN)
        last = health(self.settings.store.folder).last_pass
        self._attendant = Attendant(constant=True, last_round=last, began=clock())
        self._busy_since: float | None = None
        self.nursery = Nursery()

    def work(self, heard: Callable[[], bool]) -> None:
        """Makes a pass at once and then every few minutes, until SIGTERM or Ctrl-C; a running pass is let finish.

        `heard` waits for the mailbox to announce new mail and says whether it did; then a pass is made between times.
        """
        start_logging(self.settings.log)
        self._log.info("%s", started(self._config, self.settings, now=self._clock()))
        # One thread: a pass never overlaps another. Nothing is scheduled ahead (every pass asks what is due), so a late
        # pass is worth making however late it is, and several missed ones are worth one.
        scheduler = BlockingScheduler(
            executors={name: ThreadPoolExecutor(1) for name in ("default", "listener", "watchdog")},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=LONDON,
        )
        scheduler.add_listener(self._note, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        scheduler.add_job(self.round, "interval", minutes=self.settings.worker.every_minutes, id="pass")
        scheduler.add_job(self.round, id="first pass")

        def listen() -> None:
            if heard():
                scheduler.add_job(self.round, id="announced pass", replace_existing=True)

        if self.settings.mailbox.idle:
            scheduler.add_job(listen, "interval", seconds=LISTEN_AGAIN, id="listen", executor="listener")
        if waits := watchdog_seconds():
            scheduler.add_job(self._show_life, "interval", seconds=waits / 3, id="watchdog", executor="watchdog")

        def stop(_: int, __: FrameType | None) -> None:
            self._log.info("Stopping after the present pass")
            notify("STOPPING=1")
            scheduler.shutdown(wait=False)

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        notify("READY=1")
        scheduler.start()
        self.nursery.close()

    def round(self) -> None:
        """One pass in a child, and whatever follows from how it went; while another process makes one, only that."""
        self._busy_since = time.monotonic()
        try:
            began = self._clock()
            made = None if self._pass(began) == BUSY else began
            with known_to_all(self.settings.store):
                self._attendant.attend(self.settings, made=made, now=self._clock())
        finally:
            self._busy_since = None

    def round_unless_made(self, *, within: timedelta) -> None:
        """A round, unless another machine made a pass of this office `within` the time that is gone."""
        now = self._clock()
        if self.settings.store.database:
            with known_to_all(self.settings.store):
                last = health(self.settings.store.folder).last_pass
            if last is not None and last <= now < last + within:
                # Else its own next pass would be taken for the first after hours without any.
                self._attendant.last_round = now
                return
        self.round()

    @property
    def is_stuck(self) -> bool:
        """Whether a round has taken longer than any may."""
        longest = self.settings.worker.pass_minutes * 60 + AFTERWARDS
        since = self._busy_since
        return since is not None and time.monotonic() - since >= longest

    def _pass(self, now: datetime) -> int | None:
        try:
            self.settings = office_of(self._config).settings
        except SettingsInvalid as fault:
            # The settings as they were are good enough to tell somebody that the new ones are not.
            from scheduler.watch.look_after import record_broken_off

            self._log.error("%s", fault)
            record_broken_off(self.settings.store.folder, fault, now=now)
            return None
        seconds = self._pass_seconds or self.settings.worker.pass_minutes * 60
        return self.nursery.make_pass(self._config, now=now, store=self.settings.store.folder, seconds=seconds)

    def _show_life(self) -> None:
        """Tells the service manager that the worker lives."""
        if not self.is_stuck:
            notify("WATCHDOG=1")

    def _note(self, event: JobExecutionEvent) -> None:
        if event.code == EVENT_JOB_ERROR:
            # The exception's text is not logged: it may quote a mail.
            self._log.error("A round failed; the next one tries again: %s", places(event.exception))
        else:
            self._log.warning("A pass came late and was left to the next one")


def started(config: Path, settings: Settings, *, now: datetime) -> str:
    """The first line of the log: which version works, for whom, by which settings and which law."""
    try:
        notify_panel = next(rule for rule in law().rules if rule.id == RuleId.NOTIFY_PANEL)
        in_force = notify_panel.on(london_date(now))
        edition = in_force.edition if in_force else "no edition in force"
    except CaseclockError:
        edition = "law cannot be read"
    return (
        f"Caseclock {version('caseclock')} starts for {settings.office.partnership}, settings {config.resolve()}, "
        f"law: {edition}"
    )
