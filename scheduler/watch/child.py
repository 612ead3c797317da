"""A pass in a process of its own: what hangs is ended at its budget, and the memory that it took goes with it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType

from pipeline.errors import CaseclockError, PassRunning
from scheduler.watch.log import places, start_logging
from scheduler.watch.record import health

GOOD, NOT_GOOD, BUSY = 0, 1, 3
# How long a pass that is told to stop may take to write down that it was.
GRACE = 10
# The server from which passes are forked: it never works itself, so that each begins as small as the first. What a pass
# needs is loaded there and not in the worker.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__, "scheduler.watch.recorded"])


@dataclass(frozen=True, kw_only=True, slots=True)
class PassAsked:
    """What is asked of a child: a pass over the office of `config` as of `now`."""

    config: Path
    now: datetime


def pass_in_child(asked: PassAsked, *, store: Path, seconds: float) -> int:
    """Makes a pass in a child and gives GOOD, NOT_GOOD or BUSY (another pass runs); one that takes longer is ended.

    What a child that died could not write down is in the health record of `store` afterwards all the same.
    """
    child = _CONTEXT.Process(target=_make, args=(asked,), name="caseclock pass")
    child.start()
    child.join(seconds)
    hung = child.is_alive()
    if hung:
        child.terminate()
        child.join(GRACE)
    code = child.exitcode
    if hung or code not in (GOOD, NOT_GOOD, BUSY):
        _end_group(child)
        _record_death(store, code, seconds=seconds if hung else None, now=asked.now)
    child.close()
    return GOOD if code == GOOD and not hung else BUSY if code == BUSY else NOT_GOOD


def _end_group(child: BaseProcess) -> None:
    """Ends a child and whatever it started: it leads a group of its own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid or 0, signal.SIGKILL)
    child.join()


def _record_death(store: Path, code: int | None, *, seconds: float | None, now: datetime) -> None:
    # A worker need not load what a pass needs until one dies.
    from scheduler.watch.look_after import record_broken_off

    ended, said = "killed", f"A pass was killed by signal {-code}" if code and code < 0 else "A pass died"
    if seconds is not None:
        ended, said = "hung", f"A pass was ended because it took longer than {seconds / 60:.0f} minutes"
    elif health(store).last_pass == now:
        return
    why = f"{said}; the next one goes on where it was. Look at the log, and at the memory of the machine."
    record_broken_off(store, CaseclockError(why), now=now, ended=ended)


def _make(asked: PassAsked) -> None:
    """The child: makes the pass, says in the log what it did, and ends with how it went."""
    from scheduler.office import office_of
    from scheduler.watch.recorded import recorded_pass

    os.setsid()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the worker, which lets a running pass finish
    code = NOT_GOOD
    try:
        office = office_of(asked.config)
        log = start_logging(office.settings.log, renews=False)
        report = recorded_pass(office, now=asked.now, patient=True)
        done = ", ".join(f"{what} {number}" for what, number in report.counts.items())
        log.info("Pass done: %s", done or "nothing new")
        for sentence in report.faults:
            log.error("%s", sentence)
        code = NOT_GOOD if report.faults else GOOD
    except PassRunning:
        code = BUSY
    except CaseclockError as fault:
        start_logging().error("%s", fault)
    except Exception as fault:
        start_logging().error("A pass failed: %s", places(fault))
    sys.exit(code)


def _stop(_: int, __: FrameType | None) -> None:
    raise SystemExit(NOT_GOOD)
