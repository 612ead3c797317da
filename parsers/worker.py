"""The reading process: takes documents one after the other on standard input and gives back their readings.

Run by `parsers.bounded` as `python -m parsers.worker MEMORY_BYTES`; what a hostile file does to it costs one reading.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import resource
import struct
import sys

from parsers.document import document_reading

HEADER = struct.Struct(">Q")


def main(memory_bytes: int) -> None:
    """Serves until standard input ends."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # A library that prints must not spoil the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    answers.write(HEADER.pack(0))  # the greeting: it stands, and what goes wrong from here on is a document's doing
    answers.flush()
    while header := source.read(HEADER.size):
        (length,) = HEADER.unpack(header)
        asked = pickle.loads(source.read(length))  # noqa: S301 - from our own parent process
        with contextlib.redirect_stdout(io.StringIO()):
            answer = pickle.dumps(document_reading(**asked))
        answers.write(HEADER.pack(len(answer)) + answer)
        answers.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
