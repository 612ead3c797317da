"""Processes of their own for what may go wrong, each given up when it takes too long, too much memory, or dies."""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from parsers.safe.child_process import HEADER
from pipeline.errors import ReaderUnavailable

_LONGEST_ANSWER = 200_000_000
_START_SECONDS = 60  # a start takes one second, and several on a machine that is busy
# A wait is counted in pieces, each with what a busy machine may add to it; what goes by beyond that stood still.
_PIECE = 0.25
# What a program needs to start and to find its libraries, folders and language; HOME is for LibreOffice's profile.
_PASSED_ON = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "COVERAGE_PROCESS_CONFIG")


class Budget:
    """So many seconds to wait for answers, those of `of` among them; time in which we stood still is nobody's fault.

    A machine that was frozen or asleep for a minute would otherwise have taken a quick document for a slow one.
    """

    __slots__ = ("_of", "left")

    def __init__(self, seconds: float, *, of: Budget | None = None) -> None:
        self.left: float = seconds if of is None else min(seconds, of.left)
        self._of = of

    def spend(self, seconds: float) -> None:
        """Takes away what was waited."""
        self.left -= seconds
        if self._of is not None:
            self._of.spend(seconds)


class BoundedProcess:
    """One process that runs `python -m module MEMORY_BYTES`, started when needed and replaced when it was given up."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._memory = 0

    @contextlib.contextmanager
    def conversation(self, memory_bytes: int) -> Iterator[Callable[[object, Budget], Any]]:
        """Gives what says something to the process and gives its answer, within the budget said with it.

        The time that the process takes to start is nobody's fault and goes by before.
        Raises TimeoutError when that is spent, and EOFError when the process died: out of memory past its limit, or a
        fault in a library's own machine code. After either the process is no more. Raises ReaderUnavailable where no
        process can be started.
        """
        with self._lock:
            try:
                process = self._running(memory_bytes)
                yield lambda said, within: _asked(process, said, within=within)
            except TimeoutError:
                self.give_up()
                raise
            except (OSError, EOFError, ValueError):
                self.give_up()
                raise EOFError from None
            except BaseException:
                self.give_up()  # whoever asked was interrupted, and an answer that nobody takes would be the next one's
                raise

    def stand(self, memory_bytes: int) -> None:
        """Starts the process where it does not run yet."""
        with self._lock:
            self._running(memory_bytes)

    def _running(self, memory_bytes: int) -> subprocess.Popen[bytes]:
        if self._process is not None and (self._process.poll() is not None or self._memory != memory_bytes):
            self.give_up()
        if self._process is None:
            self._memory = memory_bytes
            try:
                self._process = _started(self._module, memory_bytes)
                # It greets once it stands; what goes wrong before that says nothing of the document.
                _answer(self._process, within=Budget(_START_SECONDS))
            except (TimeoutError, OSError, EOFError, ValueError) as fault:
                self.give_up()
                raise ReaderUnavailable from fault
        return self._process

    def give_up(self) -> None:
        """Ends the process and whatever it has started."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        process.wait()


def _started(module: str, memory_bytes: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", module, str(memory_bytes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Nothing of ours that a hostile file could give away: secrets are often in the environment.
        env={name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        start_new_session=True,
    )


def _asked(process: subprocess.Popen[bytes], said: object, *, within: Budget) -> Any:
    """The answer of `process`; raises TimeoutError, or OSError or EOFError when it is no more."""
    if process.stdin is None:
        raise OSError
    asked = pickle.dumps(said)
    process.stdin.write(HEADER.pack(len(asked)) + asked)
    process.stdin.flush()
    return pickle.loads(_answer(process, within=within))  # noqa: S301 - from our own reading process


def _answer(process: subprocess.Popen[bytes], *, within: Budget) -> bytes:
    if process.stdout is None:
        raise OSError
    (length,) = HEADER.unpack(_bytes(process.stdout, HEADER.size, within=within))
    if length > _LONGEST_ANSWER:
        raise ValueError
    return _bytes(process.stdout, length, within=within)


def _bytes(stream: Any, count: int, *, within: Budget) -> bytes:
    found = bytearray()
    while len(found) < count:
        if not _speaks(stream, within):
            raise TimeoutError
        piece = os.read(stream.fileno(), count - len(found))
        if not piece:
            raise EOFError
        found += piece
    return bytes(found)


def _speaks(stream: Any, within: Budget) -> bool:
    """Whether `stream` says anything before the budget is spent."""
    while True:
        began, wait = time.monotonic(), max(0.0, min(within.left, _PIECE))
        speaks = bool(select.select([stream], [], [], wait)[0])
        within.spend(min(time.monotonic() - began, wait + _PIECE))
        if speaks or within.left <= 0:
            return speaks
