"""The side of a bounded process that answers: what is asked comes on standard input, one thing after the other."""

from __future__ import annotations

import os
import pickle
import struct
import sys
from typing import Any

HEADER = struct.Struct(">Q")


class Pipe:
    """The way to and from the process that asks; what a library prints does not spoil it."""

    def __init__(self) -> None:
        self._source, self._answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # The greeting: the process stands, and what goes wrong from here on is a document's doing.
        self._answers.write(HEADER.pack(0))
        self._answers.flush()

    def received(self) -> Any:
        """What was asked, or None when nobody asks any more."""
        header = self._source.read(HEADER.size)
        if not header:
            return None
        return pickle.loads(self._source.read(*HEADER.unpack(header)))  # noqa: S301 - from our own parent process

    def send(self, found: object) -> None:
        """Gives `found` to the process that asks."""
        answer = pickle.dumps(found)
        self._answers.write(HEADER.pack(len(answer)) + answer)
        self._answers.flush()


def bind_memory(memory_bytes: int) -> None:
    """From now on this process has no more memory than this, and leaves no core behind."""
    import resource  # Windows has none

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
