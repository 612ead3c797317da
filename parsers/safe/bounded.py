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
# What a program needs to start and to find its libraries, folders and language; HOME is for LibreOffice's profile.
_PASSED_ON = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "COVERAGE_PROCESS_CONFIG")


class BoundedProcess:
    """One process that runs `python -m module MEMORY_BYTES`, started when needed and replaced when it was given up."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._memory = 0

    @contextlib.contextmanager
    def conversation(self, memory_bytes: int) -> Iterator[Callable[[object, float], Any]]:
        """Gives what says something to the process and gives its answer, until the monotonic time said with it.

        The time that the process takes to start is nobody's fault and goes by before.
        Raises TimeoutError when that has come, and EOFError when the process died: out of memory past its limit, or a
        fault in a library's own machine code. After either the process is no more. Raises ReaderUnavailable where no
        process can be started.
        """
        with self._lock:
            try:
                process = self._running(memory_bytes)
                yield lambda said, until: _asked(process, said, until=until)
            except TimeoutError:
                self.give_up()
                raise
            except (OSError, EOFError, ValueError):
                self.give_up()
                raise EOFError from None
            except BaseException:
                self.give_up()  # whoever asked was interrupted, and an answer that nobody takes would be the next one's
                raise

    def stand(self, memory_bytes: int) -> float:
        """Starts the process where it does not run yet, and gives the seconds that this took."""
        began = time.monotonic()
        with self._lock:
            self._running(memory_bytes)
        return time.monotonic() - began

    def _running(self, memory_bytes: int) -> subprocess.Popen[bytes]:
        if self._process is not None and (self._process.poll() is not None or self._memory != memory_bytes):
            self.give_up()
        if self._process is None:
            self._memory = memory_bytes
            try:
                self._process = _started(self._module, memory_bytes)
                # It greets once it stands; what goes wrong before that says nothing of the document.
                _answer(self._process, until=time.monotonic() + _START_SECONDS)
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


def _asked(process: subprocess.Popen[bytes], said: object, *, until: float) -> Any:
    """The answer of `process`; raises TimeoutError, or OSError or EOFError when it is no more."""
    if process.stdin is None:
        raise OSError
    asked = pickle.dumps(said)
    process.stdin.write(HEADER.pack(len(asked)) + asked)
    process.stdin.flush()
    return pickle.loads(_answer(process, until=until))  # noqa: S301 - from our own reading process


def _answer(process: subprocess.Popen[bytes], *, until: float) -> bytes:
    if process.stdout is None:
        raise OSError
    (length,) = HEADER.unpack(_bytes(process.stdout, HEADER.size, until=until))
    if length > _LONGEST_ANSWER:
        raise ValueError
    return _bytes(process.stdout, length, until=until)


def _bytes(stream: Any, count: int, *, until: float) -> bytes:
    found = bytearray()
    while len(found) < count:
        left = until - time.monotonic()
        if left <= 0 or not select.select([stream], [], [], left)[0]:
            raise TimeoutError
        piece = os.read(stream.fileno(), count - len(found))
        if not piece:
            raise EOFError
        found += piece
    return bytes(found)
