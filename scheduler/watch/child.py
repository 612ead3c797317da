"""A pass in a process of its own: what hangs is ended at its budget, and the memory that it took goes with it.

Run as `python -m scheduler.watch.child` it is the nursery in which those processes are forked: it never makes a pass
itself, so that each begins as small as the first, and it has no threads, which forking does not bear.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import NoReturn

from pipeline.errors import CaseclockError, PassRunning
from scheduler.watch.log import OFFICE, places, start_logging
from scheduler.watch.record import health

GOOD, NOT_GOOD, BUSY = 0, 1, 3
# How long a pass that is told to stop may take to write down that it was.
GRACE = 10
# How long the nursery may take to load what a pass needs.
BEGINS_WITHIN = 120


@dataclass(slots=True)
class Nursery:
    """Makes passes, one at a time, each in a child; the process in which they are forked is started when needed."""

    process: subprocess.Popen[bytes] | None = None
    running: int | None = None  # the process id of the pass that runs now

    def make_pass(self, config: Path, *, now: datetime, store: Path, seconds: float) -> int:
        """Makes a pass and gives GOOD, NOT_GOOD or BUSY (another one runs); one that takes longer is ended.

        What a pass that died could not write down is in the health record of `store` afterwards all the same.
        """
        code, hung = self._made(config, now=now, seconds=seconds)
        if hung or code not in (GOOD, NOT_GOOD, BUSY):
            _record_death(store, code, seconds=seconds if hung else None, now=now)
            return NOT_GOOD
        return code

    def close(self) -> None:
        """Ends the nursery once no pass runs in it any more."""
        if self.process is not None:
            self.process.communicate()
            self.process = None

    def _made(self, config: Path, *, now: datetime, seconds: float) -> tuple[int | None, bool]:
        """With what a pass ended, None where nobody knows, and whether it was ended for its time."""
        nursery = self._started()
        request = json.dumps([str(config), now.isoformat(), OFFICE.get()])
        self.running = _number(self._asked(nursery, f"{request}\n".encode()))
        if self.running is None:
            self._give_up(nursery)
            return None, False
        said = _line(nursery, seconds)
        hung = said is None
        if hung:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.running, signal.SIGTERM)
            said = _line(nursery, GRACE)
        code = _number(said)
        if code not in (GOOD, NOT_GOOD, BUSY):
            _end_group(self.running)
        if code is None and not (hung and _line(nursery, GRACE)):
            self._give_up(nursery)
        self.running = None
        return code, hung

    def _started(self) -> subprocess.Popen[bytes]:
        if self.process is not None and self.process.poll() is not None:
            self._give_up(self.process)
        if self.process is None:
            command = [sys.executable, "-m", "scheduler.watch.child"]
            # Ctrl-C goes to the worker, which lets a running pass finish.
            self.process = subprocess.Popen(
                command, start_new_session=True, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        return self.process

    def _asked(self, nursery: subprocess.Popen[bytes], request: bytes) -> bytes | None:
        try:
            (nursery.stdin or sys.stdin.buffer).write(request)
        except OSError:
            return b""
        return _line(nursery, BEGINS_WITHIN)

    def _give_up(self, nursery: subprocess.Popen[bytes]) -> None:
        """The nursery itself died or says nothing: the next pass has a new one."""
        nursery.kill()
        nursery.communicate()
        self.process = None


def _line(nursery: subprocess.Popen[bytes], seconds: float) -> bytes | None:
    """The next line of the nursery, None where it says nothing for so long, and nothing where it is dead."""
    out = nursery.stdout
    if out is None:
        return b""
    said, until = b"", time.monotonic() + seconds
    while not said.endswith(b"\n"):
        if not select.select([out], [], [], max(0.0, until - time.monotonic()))[0]:
            return None
        more = os.read(out.fileno(), 1)
        if not more:
            return b""
        said += more
    return said


def _number(said: bytes | None) -> int | None:
    return int(said) if said and said.strip() else None


def _end_group(leader: int) -> None:
    """Ends a pass and whatever it started: it leads a group of its own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _record_death(store: Path, code: int | None, *, seconds: float | None, now: datetime) -> None:
    # The worker need not load what a pass needs until one dies.
    from scheduler.watch.look_after import record_broken_off

    ended, said = "killed", f"A pass was killed by signal {-code}" if code and code < 0 else "A pass died"
    if seconds is not None:
        ended, said = "hung", f"A pass was ended because it took longer than {seconds / 60:.0f} minutes"
    elif health(store).last_pass == now:
        return
    why = f"{said}; the next one goes on where it was. Look at the log, and at the memory of the machine."
    record_broken_off(store, CaseclockError(why), now=now, ended=ended)


# --- In the nursery ------------------------------------------------------------------------------------------------


def main() -> None:
    """Forks a pass for each line that is asked, and says its process id and with what it ended."""
    import scheduler.watch.loaded  # noqa: F401 — once, for every pass
    from parsers.document import settle

    # Else each pass looks through all of it when it ends, which takes ten times what a pass without news does.
    settle()
    for line in sys.stdin.buffer:
        config, now, office = json.loads(line)
        if office:
            # One of many keeps its journal in PostgreSQL; what speaks with it is loaded once.
            with contextlib.suppress(ImportError):
                import pg8000.dbapi  # noqa: F401
        child = os.fork()
        if child == 0:
            _become_a_pass()
            OFFICE.set(office)
            _leave(_ended(Path(config), datetime.fromisoformat(now)))
        _say(child)
        _say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _say(number: int) -> None:
    # A worker that was killed hears no more, and the end of its questions ends the nursery too.
    with contextlib.suppress(BrokenPipeError):
        os.write(1, f"{number}\n".encode())


def _become_a_pass() -> None:
    os.setsid()
    signal.signal(signal.SIGTERM, _stop)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)  # the nursery's own words are numbers, and nobody else's


def _leave(code: int) -> NoReturn:
    """Ends the pass at once: to take the program apart would cost several times what a pass at rest does."""
    logging.shutdown()
    sys.stdout.flush()
    os._exit(code)


def _ended(config: Path, now: datetime) -> int:
    """Makes the pass, says in the log what it did, and gives how it went."""
    from scheduler.office import office_of
    from scheduler.watch.recorded import recorded_pass

    try:
        office = office_of(config)
        log = start_logging(office.settings.log, renews=False)
        report = recorded_pass(office, now=now, patient=True)
    except PassRunning:
        return BUSY
    except CaseclockError as fault:
        start_logging().error("%s", fault)
        return NOT_GOOD
    except Exception as fault:
        start_logging().error("A pass failed: %s", places(fault))
        return NOT_GOOD
    done = ", ".join(f"{what} {number}" for what, number in report.counts.items())
    log.info("Pass done: %s", done or "nothing new")
    for sentence in report.faults:
        log.error("%s", sentence)
    return NOT_GOOD if report.faults else GOOD


def _stop(_: int, __: FrameType | None) -> None:
    raise SystemExit(NOT_GOOD)


if __name__ == "__main__":
    main()
