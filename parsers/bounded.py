"""Documents read in a process of their own, which is given up when it takes too long, too much memory, or dies."""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import select
import signal
import subprocess
import sys
import threading
import time
from typing import Any

from parsers.containers import FileType
from parsers.document import unread
from parsers.known_forms import KnownForm
from parsers.limits import Limits
from parsers.unreadable import Why
from parsers.worker import HEADER
from pipeline.errors import ReaderUnavailable
from pipeline.model import Reading

_LONGEST_ANSWER = 200_000_000


class ReadingProcess:
    """One process that reads documents, started when first needed and replaced when it was given up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._memory = 0

    def reading(
        self, name: str, content: bytes, *, kind: FileType, limits: Limits, forms: tuple[KnownForm, ...]
    ) -> Reading:
        """What is understood of a document within `limits`; raises ReaderUnavailable, and nothing for the document."""
        asked = pickle.dumps({"name": name, "content": content, "kind": kind, "forms": forms})
        with self._lock:
            until = time.monotonic() + limits.seconds
            process = self._running(limits.memory_bytes, until=until)
            try:
                answer = _asked(process, asked, until=until)
            except TimeoutError:
                self.give_up()
                return unread(name, Why.TOO_SLOW)
            except (OSError, EOFError, ValueError):
                # The process died: out of memory past its limit, or a fault in a library's own machine code.
                self.give_up()
                return unread(name, Why.DAMAGED)
        found = pickle.loads(answer)  # noqa: S301 - from our own reading process
        return found if isinstance(found, Reading) else unread(name, Why.DAMAGED)

    def _running(self, memory_bytes: int, *, until: float) -> subprocess.Popen[bytes]:
        if self._process is not None and (self._process.poll() is not None or self._memory != memory_bytes):
            self.give_up()
        if self._process is None:
            self._memory = memory_bytes
            try:
                self._process = _started(memory_bytes)
                # It greets once it stands; what goes wrong before that says nothing of the document.
                _answer(self._process, until=until)
            except (OSError, EOFError, ValueError) as fault:
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


def _started(memory_bytes: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "parsers.worker", str(memory_bytes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        start_new_session=True,
    )


def _asked(process: subprocess.Popen[bytes], asked: bytes, *, until: float) -> bytes:
    """The answer of `process`; raises TimeoutError, or OSError or EOFError when it is no more."""
    if process.stdin is None:
        raise OSError
    process.stdin.write(HEADER.pack(len(asked)) + asked)
    process.stdin.flush()
    return _answer(process, until=until)


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


READING_PROCESS = ReadingProcess()
atexit.register(READING_PROCESS.give_up)
